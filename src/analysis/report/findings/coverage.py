"""What is found on coverage, and on everything at once."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures import Measures
from analysis.report.findings.contacts import contacts
from analysis.report.findings.course import course_title
from analysis.report.findings.finding import NAMES, Finding, so_many_dated, uncovered
from analysis.report.findings.held import held
from analysis.report.findings.stalls import declared_halts, stalls
from analysis.report.wording import (
    counted_figure,
    listed,
    of_those_shown,
    sentence,
    span,
    the_sources,
)


def coverage_title(m: Measures) -> str:
    """How much of the window is covered, and the longest stretch that is not."""
    labels = list(m.tables.sources["label"])
    days, seen = counted_figure(m.days, "day"), int(m.stretches["days"].sum())
    if not seen:
        return f"No source narrates any of the {days} of this window"
    if m.uncovered.empty:
        return f"{sentence(the_sources(labels, 'narrate'))} every one of the {days}"
    longest = m.uncovered.nlargest(1, "days").iloc[0]
    text = f"{sentence(the_sources(labels, 'narrate'))} {seen:,} of {days}"
    return f"{text}; the longest time left out is {span(longest['start'], longest['end'])}"


def overview(m: Measures, cut: Sequence[int], least: int) -> Finding:
    """How many of each measure, in how much covered time; the finding of each in the description.

    Parameters
    ----------
    least : length from which stretches without a dated contact are shown (days).
    """
    found = (contacts(m, cut), held(m, cut), stalls(m, cut))
    parts = [course_title(m.steps_of_talks, m), *(one.title for one in found), coverage_title(m)]
    return Finding(
        title=_whole(m) + of_those_shown(m.sides, m.channels),
        caption=(
            f"Steps, contacts, people held, spells and sources on one time axis. Covered days "
            f"without a dated contact are shown from {least} in a row on. {uncovered(m, cut)}"
        ).strip(),
        alt=f"Five panels on one time axis. {'; '.join(parts)}.",
    )


def _whole(m: Measures) -> str:
    """How many of each, in how much covered time."""
    seen = m.days - int(m.uncovered["days"].sum())
    if not seen:
        return f"No source covers any of the {counted_figure(m.days, 'day')} of this window"
    of = {series: m.contacts[m.contacts["series"] == series] for series in NAMES}
    kinds = [series for series in NAMES if len(of[series])] or ["call"]
    said = [so_many_dated(of[series], f"dated {NAMES[series]}") for series in kinds]
    said.append(declared_halts(m))
    days = counted_figure(seen, "covered day") + (f" of {m.days:,}" if seen < m.days else "")
    return sentence(f"{listed(said)}, on {days}")
