"""Tables on spells: declared stalls and who tells of their cause, silences, truces."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.measures.columns import each
from analysis.measures.stalls import causes, declared_stalls, silent_stalls, truces, undated_stalls
from analysis.measures.view import View
from analysis.report.tables.cells import dates, evidence, with_days
from analysis.report.tables.listing import Column, Listing, listing
from analysis.report.wording import between, counted_figure, day, quoted

_SPELL_COLUMNS = ["spell", "began", "ended", "lasted", "claimed_cause", "evidence"]


def _spells(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "spell": name,
                "began": dates(row.start_earliest, row.start_latest),
                "ended": (
                    f"open on {day(row.censored_on, year=True)}"
                    if row.open
                    else dates(row.end_earliest, row.end_latest)
                ),
                "lasted": (
                    f"seen for {counted_figure(int(row.days_low), 'day')} or more"
                    if row.open
                    else between(row.days_low, row.days_high)
                ),
                "claimed_cause": row.claimed_cause,
                "evidence": row.evidence,
            }
            for name, row in zip(names, each(rows), strict=True)
        ],
        columns=_SPELL_COLUMNS,
    )


def spells(view: View) -> Listing:
    """Declared stalls and truces, with bounds on start, end and length."""
    stalls, found = declared_stalls(view), truces(view)
    frame = pd.concat(
        [
            _spells(stalls, [f"Halt {n}" for n in range(1, len(stalls) + 1)]),
            _spells(found, [f"Truce {n}" for n in range(1, len(found) + 1)]),
        ],
        ignore_index=True,
    )
    return listing(
        frame,
        [
            Column("spell", "Spell", 11),
            Column("began", "Began", 20, description="days that bound the start"),
            Column("ended", "Ended", 21, description="days that bound the end"),
            Column("lasted", "Lasted", 16, description="elapsed days, as bounds"),
            Column("claimed_cause", "Said to have ended or halted it", 18),
            evidence(14),
        ],
        id="tbl-spells",
        caption="Halts of the talks that a source states with a day, and truces.",
    )


def attributed(view: View) -> Listing:
    """Who is said to have caused each declared stall, by source and speaker."""
    rows, stalls = causes(view), declared_stalls(view)
    began = {row.spell_id: dates(row.start_earliest, row.start_latest) for row in each(stalls)}
    # Who disputes the claim does not make it.
    against = rows["stance"].isin(["disputes", "denies"])
    names = [
        f"{stance} the claim against {cause}" if no else cause
        for no, stance, cause in zip(against, rows["stance"], rows["said_cause"], strict=True)
    ]
    return listing(
        rows.assign(
            halt=rows["spell_id"].map(began).astype("str"),
            said_cause=pd.Series(names, index=rows.index, dtype="str"),
        ),
        [
            Column("halt", "Halt of", 20, description="days that bound the halt's start"),
            Column("source", "Source", 14),
            Column("speaker", "Speaker", 26),
            Column("said_cause", "Names as its cause", 24),
            evidence(16),
        ],
        id="tbl-causes",
        caption="Who is said to have halted the talks, by whom: claims, not findings.",
    )


def silences(view: View, days: Sequence[int]) -> Listing:
    """Runs of covered days without a dated contact, for each length asked for."""
    rows = silent_stalls(view, days)
    at_least = rows.groupby(["start", "end"], sort=True)["k"].max()
    once = rows.drop_duplicates(["start", "end"]).sort_values("start", ignore_index=True)
    frame = pd.DataFrame(
        {
            "silence": [dates(s, e) for s, e in zip(once["start"], once["end"], strict=True)],
            "days": once["days"],
            "counts_for": [
                ", ".join(str(k) for k in sorted(set(days)) if k <= longest)
                for longest in at_least.to_list()
            ],
            "edges": [
                "; ".join(
                    words
                    for known, words in (
                        (left, "begins where its sources begin"),
                        (right, "ends where its sources end"),
                    )
                    if known
                )
                for left, right in zip(once["left_truncated"], once["right_censored"], strict=True)
            ],
            "overlapping_claims": once["overlapping_claims"],
        }
    )
    return listing(
        frame,
        [
            Column("silence", "Days without a dated contact", 28),
            Column("days", "Length", 10, lambda n: counted_figure(int(n), "day"), numeric=True),
            Column("counts_for", "Counts for k =", 14, description="lengths reached, days"),
            Column("edges", "Edges", 28),
            Column(
                "overlapping_claims",
                "Contacts of unknown day that may fall inside",
                20,
                numeric=True,
                description="contacts or claims of contact",
            ),
        ],
        id="tbl-silences",
        caption="Silences: covered days in a row without a dated contact.",
    )


def undated(view: View) -> Listing:
    """Halts stated without a day or as repeated: listed, never drawn as spells."""
    return listing(
        with_days(undated_stalls(view)),
        [
            Column("when", "Between which days", 22, description="days that bound the halts"),
            Column("wording", "Source's words", 18, quoted),
            Column("why", "Why not drawn", 16),
            Column("summary", "What is said", 32),
            evidence(12),
        ],
        id="tbl-undated-halts",
        caption="Halts stated as repeated, or without a day.",
    )
