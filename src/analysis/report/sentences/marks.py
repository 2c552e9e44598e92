"""Links and phrases that every chapter's sentences share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.report.wording import day, number, span

MOST_LINKS = 6
"""Evidence links in one bracket; the appendix has the rest."""


def cite(ids: Iterable[str]) -> str:
    """Evidence ids as links in brackets, each once; a long list is cut and says so."""
    known = list(dict.fromkeys(ids))
    if not known:
        return ""
    links = ", ".join(f"[{i}](#{i})" for i in known[:MOST_LINKS])
    more = len(known) - MOST_LINKS
    return f"({links}, and {number(more)} more)" if more > 0 else f"({links})"


def date(when: pd.Timestamp) -> str:
    """A day in full: "14 November 2023"."""
    return day(when, short=False)


def stretch(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """A stretch in full: "14–19 November 2023"."""
    return span(start, end, short=False)


def when(earliest: Any, latest: Any) -> str:
    """When an event was, as its bounds allow: "on …", "between … and …", "by …"."""
    if pd.isna(earliest) and pd.isna(latest):
        return "on a day that is not stated"
    if pd.isna(earliest):
        return f"by {date(latest)}"
    if pd.isna(latest):
        return f"on or after {date(earliest)}"
    if earliest == latest:
        return f"on {date(earliest)}"
    return f"between {date(earliest)} and {date(latest)}"


def quoted(words: str) -> str:
    """A source's own words in quotation marks."""
    return f"“{words}”"
