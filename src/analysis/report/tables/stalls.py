"""Tables on spells: declared stalls and who tells of their cause, days without contact, truces."""

from __future__ import annotations

import pandas as pd

from analysis.measures import Measures
from analysis.measures.columns import cells, each
from analysis.measures.people import NOT_STATED
from analysis.report.tables.listing import (
    Column,
    Listing,
    by_day,
    dates,
    evidence,
    listing,
    with_days,
)
from analysis.report.wording import (
    between,
    counted_figure,
    day,
    end_is_known,
    of_those_shown,
    quoted,
)


def of_spells(m: Measures) -> Listing:
    """Declared stalls and truces, with bounds on start, end and length."""
    kinds = {"Halt": m.stalls, "Truce": m.truces}
    rows = pd.concat(kinds.values(), ignore_index=True)
    return listing(
        rows.assign(
            spell=[f"{noun} {n}" for noun, own in kinds.items() for n in range(1, len(own) + 1)],
            began=[
                dates(first, last) + " (before this window)" * bool(last < m.start)
                for first, last in cells(rows, "start_earliest", "start_latest")
            ],
            taken_by=rows["taken_by"].replace("", NOT_STATED),
            ended=[
                f"open on {day(row.censored_on, year=True)}"
                if row.open
                else dates(row.end_earliest, row.end_latest)
                for row in each(rows)
            ],
            lasted=[
                f"seen for {counted_figure(int(row.days_low), 'day')} or more"
                if row.open
                else between(row.days_low, row.days_high)
                if end_is_known(row)
                else "end not dated"
                for row in each(rows)
            ],
        ),
        [
            Column("spell", "Spell", 8),
            Column("began", "Began", 16, description="days that bound the start"),
            Column("start_basis", "Day is", 8, description="how the start's day is known"),
            Column("ended", "Ended", 16, description="days that bound the end"),
            Column("lasted", "Lasted", 13, description="elapsed days, as bounds"),
            Column(
                "taken_by", "Said to have taken the step", 13, description="that halted, or ended"
            ),
            Column("claimed_cause", "Named as its cause", 13, description="a claim"),
            evidence(13),
        ],
        id="tbl-spells",
        aside=True,
        caption="Halts of the talks that can be dated, and truces.",
    )


def of_causes(m: Measures) -> Listing:
    """Who is said to have caused each declared stall, by source and speaker."""
    rows = m.causes
    began = {row.spell_id: dates(row.start_earliest, row.start_latest) for row in each(m.stalls)}
    return listing(
        rows.assign(
            halt=[began[spell] for spell in rows["spell_id"]],
            # Who disputes the claim does not make it.
            said_cause=[
                f"{stance} the claim against {cause}" if against else cause
                for against, stance, cause in cells(rows, "against", "stance", "said_cause")
            ],
        ),
        [
            Column("halt", "Halt of", 20, description="days that bound the halt's start"),
            Column("source", "Source", 14),
            Column("speaker", "Speaker", 26),
            Column("said_cause", "Names as its cause", 24),
            evidence(16),
        ],
        id="tbl-causes",
        caption="Whom the sources name as the cause of each halt: claims, not findings.",
    )


def of_days_without_contact(m: Measures) -> Listing:
    """Runs of covered days without a dated contact, for each length asked for."""
    rows = m.without_contact.drop_duplicates(["start", "end"])
    rows = rows.sort_values("start", ignore_index=True)
    lengths = sorted(set(m.days_without_contact))
    frame = rows.assign(
        stretch=[dates(*days) for days in cells(rows, "start", "end")],
        counts_for=[", ".join(str(k) for k in lengths if k <= days) for days in rows["days"]],
        edges=[_edges(*edges) for edges in cells(rows, "left_truncated", "right_censored")],
    )
    return listing(
        frame,
        [
            Column("stretch", "Days without a dated contact", 28),
            Column("days", "Length", 10, lambda n: counted_figure(int(n), "day"), numeric=True),
            Column("counts_for", "Lengths reached", 14, description="lengths reached, days"),
            Column("edges", "Edges", 28),
            Column(
                "overlapping_claims",
                "Contacts of unknown day that may fall inside",
                20,
                numeric=True,
                description="contacts or claims of contact",
            ),
        ],
        id="tbl-days-without-contact",
        aside=True,
        caption="Covered days in a row without a dated contact"
        f"{of_those_shown(m.sides, m.channels)}.",
    )


def _edges(left: bool, right: bool) -> str:
    edges = {"may have begun earlier": left, "may have ended later": right}
    return "; ".join(words for words, known in edges.items() if known)


def of_undated_stalls(m: Measures) -> Listing:
    """Halts stated without a day or as repeated: listed, never drawn as spells."""
    return listing(
        with_days(by_day(m.undated_stalls)),
        [
            Column("when", "Between which days", 22, description="days that bound the halts"),
            Column("wording", "Source's words", 18, quoted),
            Column("why", "Why no length", 16),
            Column("summary", "What is said", 32),
            evidence(12),
        ],
        id="tbl-undated-halts",
        aside=True,
        caption="Halts stated as repeated, or without a day.",
    )
