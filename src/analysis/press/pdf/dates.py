"""The date of a document: as a day, as Typst writes it, as the file states it."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def day(text: str, *, ours: bool) -> date | None:
    """The day that a text states; None for none, or for words of others.

    Raises
    ------
    ValueError : a date of ours that is not a day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        if not ours:  # "spring 2024" is a date to whoever wrote it, and none to a file
            return None
        raise ValueError(f'date: "{text}" is not a day (YYYY-MM-DD)') from error


def typst_day(day: date | None) -> str:
    """The day as Typst writes it."""
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"


def stamp(day: date | None) -> datetime:
    """The creation date written into the file: that of the evidence, never of the build."""
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    # A chapter exported alone states no date. The clock would make every export differ.
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), tz=UTC)
