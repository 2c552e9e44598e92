"""Months and days in words, the same for a chart, a sentence and the front of a report.

Not from the calendar or the locale: a report is in English on every machine.
"""

from __future__ import annotations

import datetime as dt

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip
MOST_YEARS = 100
"""Of a window, and of what the sources of a package cover: measures tell of each day in it."""
WEEK_BEGINS = 0
"""First day of a week, for counts and axes: 0 is Monday, as ``datetime.date.weekday`` has it."""


def long_day(day: dt.date) -> str:
    """A day in words: "3 December 2031"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def iso_day(day: dt.date) -> str:
    """ISO 8601, of a ``Timestamp`` as well, which would print its time of day: "2031-12-03"."""
    return f"{day.year:04d}-{day:%m-%d}"
