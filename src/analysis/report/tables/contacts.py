"""Tables on contacts: those with a day, those only listed, and rates by covered stretch."""

from __future__ import annotations

import pandas as pd

from analysis.measures.columns import each
from analysis.measures.contacts import dated_contacts, supposed_contacts, unknown_day_contacts
from analysis.measures.coverage import covered_stretches
from analysis.measures.rates import compare_rates, contact_rate
from analysis.measures.view import View
from analysis.report.tables.cells import dates, evidence, with_days
from analysis.report.tables.listing import Column, Listing, listing
from analysis.report.wording import quoted, span


def dated(view: View) -> Listing:
    """Every contact that is counted, by day."""
    rows = dated_contacts(view)
    label = view.tables.codebook.label
    rows = rows.assign(
        when=[dates(d, d) for d in rows["date"]],
        by=[label("events", "channel", c) for c in rows["channel"]],
    )
    return listing(
        rows,
        [
            Column("when", "Day", 13, description="day of the contact"),
            Column("pair", "Between", 23),
            Column("by", "Channel", 12, description="how the contact was made"),
            Column("summary", "What is said", 43),
            evidence(9),
        ],
        id="tbl-dated-contacts",
        caption="Contacts with a known day, all counted in the figures of this chapter.",
    )


def listed(view: View) -> Listing:
    """Contacts that are stated without a day or a number, or announced: listed, not counted."""
    rows = pd.concat([unknown_day_contacts(view), supposed_contacts(view)], ignore_index=True)
    return listing(
        with_days(rows),
        [
            Column("when", "When", 14, description="days that bound the contact"),
            Column("pair", "Between", 23),
            Column("wording", "Source's words", 13, quoted),
            Column("why", "Why not counted", 12),
            Column("summary", "What is said", 30),
            evidence(8),
        ],
        id="tbl-listed-contacts",
        caption="Contacts without a day or a number, or only announced: listed, not counted.",
    )


def rates(view: View, *, confidence: float) -> Listing:
    """Dated calls per week in each covered stretch, each compared with the stretch before."""
    calls = dated_contacts(view)
    calls = calls[calls["series"] == "call"]
    rows, before = [], None
    for stretch in each(covered_stretches(view)):
        inside = calls[(calls["date"] >= stretch.start) & (calls["date"] <= stretch.end)]
        rate = contact_rate(len(inside), stretch.days, confidence=confidence)
        p_value = ""
        if before is not None and (before[0] or len(inside)):
            p_value = f"{compare_rates(len(inside), stretch.days, *before).p_value:.2f}"
        before = (len(inside), stretch.days)
        rows.append(
            {
                "stretch": span(stretch.start, stretch.end),
                "covered_days": stretch.days,
                "calls": len(inside),
                "per_week": f"{rate.per_week:.2f}",
                "interval": f"{rate.low:.2f} to {rate.high:.2f}",
                "p_value": p_value,
                "evidence": tuple(i for ids in inside["evidence"] for i in ids),
            }
        )
    frame = pd.DataFrame(
        rows,
        columns=["stretch", "covered_days", "calls", "per_week", "interval", "p_value", "evidence"],
    )
    level = f"{confidence:.0%}"
    return listing(
        frame,
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
        caption=(
            f"Dated telephone calls per week of covered time, with exact {level} Poisson "
            "intervals; stretches compared by the exact conditional test."
        ),
    )
