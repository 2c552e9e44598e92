"""Days in words, the same on every machine."""

import datetime as dt

from analysis.days import MONTHS, long_day


def test_a_day_in_words():
    assert long_day(dt.date(2025, 1, 11)) == "11 January 2025"
    assert [long_day(dt.date(2024, month, 1)).split()[1] for month in range(1, 13)] == list(MONTHS)
