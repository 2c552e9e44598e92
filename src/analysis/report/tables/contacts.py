"""Tables on contacts: those with a day, those only listed, and rates by covered stretch."""

from __future__ import annotations

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.report.tables.listing import (
    Column,
    Listing,
    by_day,
    dates,
    evidence,
    listing,
    with_days,
)
from analysis.report.wording import at_least, quoted, span


def of_contacts(m: Measures) -> Listing:
    """Every contact that is counted, by day."""
    label = m.tables.codebook.label
    rows = m.contacts
    rows = rows.assign(
        when=[dates(day, day) for day in rows["date"]],
        by=[
            "visit" if series == "visit" else label("events", "channel", channel)
            for series, channel in cells(rows, "series", "channel")
        ],
        said=[
            f"{summary} ({quoted(wording) or 'several'}: at least one.)" if or_more else summary
            for summary, wording, or_more in cells(rows, "summary", "wording", "or_more")
        ],
    )
    return listing(
        rows,
        [
            Column("when", "Day", 13, description="day of the contact"),
            Column("pair", "Between", 23),
            Column("by", "Channel", 12, description="how the contact was made"),
            Column("said", "What is said", 43),
            evidence(9),
        ],
        id="tbl-dated-contacts",
        aside=True,
        caption="Contacts with a known day, all counted in the figures of this chapter.",
    )


def of_listed_contacts(m: Measures) -> Listing:
    """Contacts that are stated without a day or a number, or announced: listed, not counted."""
    return listing(
        with_days(by_day(m.listed_contacts)),
        [
            Column("when", "When", 12, description="days that bound the contact"),
            Column("pair", "Between", 27),
            Column("wording", "Source's words", 11, quoted),
            Column("why", "Why listed", 10),
            Column("summary", "What is said", 32),
            evidence(8),
        ],
        id="tbl-listed-contacts",
        small=True,
        caption="Contacts without a day or a number, or only announced: not counted by day.",
    )


def of_call_rates(m: Measures) -> Listing:
    """Dated calls per week in each covered stretch, each compared with the stretch before."""
    level = f"{m.confidence:.0%}"
    return listing(
        m.rates.assign(
            stretch=[span(*days) for days in cells(m.rates, "start", "end")],
            calls=[
                at_least(f"{calls:,}", more) if more else calls
                for calls, more in cells(m.rates, "calls", "or_more")
            ],
            per_week=[
                at_least(f"{rate:.2f}", more)
                for rate, more in cells(m.rates, "per_week", "or_more")
            ],
            interval=[
                "" if pd.isna(low) else f"{low:.2f} to {high:.2f}"
                for low, high in cells(m.rates, "low", "high")
            ],
            p_value=["" if pd.isna(p) else f"{p:.2f}" for p in m.rates["p_value"]],
        ),
        [
            Column("stretch", "Covered stretch", 26),
            Column("covered_days", "Days covered", 11, numeric=True, description="days"),
            Column("calls", "Dated calls", 11, numeric=True, description="calls"),
            Column("per_week", "Calls a week", 11, numeric=True, description="calls per week"),
            Column("interval", f"{level} interval", 15, numeric=True, description="calls per week"),
            Column(
                "p_value",
                "p, against the stretch before",
                14,
                numeric=True,
                description="two-sided p value of the exact conditional test of equal rates",
            ),
            evidence(12),
        ],
        id="tbl-call-rates",
        aside=True,
        caption=(
            f"Dated telephone calls per week of covered time, with exact {level} Poisson "
            "intervals; stretches compared by the exact conditional test. Of what is only a least "
            "count there is neither."
        ),
    )
