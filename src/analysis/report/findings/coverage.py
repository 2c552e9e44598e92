"""What is found on coverage, and on everything at once."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.report.findings.contacts import contacts
from analysis.report.findings.course import course_title
from analysis.report.findings.finding import NAMES, Finding, uncovered
from analysis.report.findings.held import held
from analysis.report.findings.stalls import stalls
from analysis.report.wording import counted, counted_figure, length, listed, sentence, span


def coverage(m: Measures) -> Finding:
    """How much of the window is covered, and the longest stretch that is not."""
    return Finding(
        title=_title(m),
        caption=(
            "The days that each source narrates: it may mention others. Rates, silences and "
            "lengths are taken over these days only; a day without a report on them is a day with "
            "nothing reported, and every other day is not covered."
        ),
        alt=_alt(m),
    )


def _title(m: Measures) -> str:
    days, seen = counted_figure(m.days, "day"), int(m.stretches["days"].sum())
    if not seen:
        return f"No source narrates any of the {days} of this window"
    if m.uncovered.empty:
        return f"The sources narrate every one of the {days}"
    longest = m.uncovered.nlargest(1, "days").iloc[0]
    text = f"The sources narrate {seen:,} of {days}"
    return f"{text}; none narrates {span(longest['start'], longest['end'])}"


def _alt(m: Measures) -> str:
    if m.covered.empty:
        return "Nothing is drawn: no source covers a day of this window."
    parts = [
        f"{source} " + ", ".join(span(*s, short=False) for s in cells(own[:3], "start", "end"))
        for source, own in m.covered.groupby("label", sort=False)
    ]
    shown = "; ".join(parts[:6]) + (f"; and {len(parts) - 6} more" if len(parts) > 6 else "")
    text = f"Bars of the days that each source narrates: {shown}."
    lost = m.uncovered["days"]
    if len(lost):
        text += (
            f" {sentence(counted(len(lost), 'stretch', 'stretches'))}, {lost.sum():,} days in all, "
            f"{'is' if len(lost) == 1 else 'are'} not covered, the longest of "
            f"{length(int(lost.max()))}."
        )
    return text


def overview(m: Measures, cut: Sequence[int], silences: int) -> Finding:
    """How many of each measure, in how much covered time; the finding of each in the description.

    Parameters
    ----------
    silences : least length of the silences shown (days).
    """
    found = (contacts(m, cut), held(m, cut), stalls(m, cut), coverage(m))
    parts = [course_title(m.steps_of_talks, m), *(one.title for one in found)]
    return Finding(
        title=_whole(m),
        caption=(
            f"Steps, contacts, people held, spells and sources on one time axis. Of the silences "
            f"only those of {silences} days or more are shown. {uncovered(m, cut)}"
        ).strip(),
        alt=f"Five panels on one time axis. {'; '.join(parts)}.",
    )


def _whole(m: Measures) -> str:
    """How many of each, in how much covered time."""
    seen = m.days - int(m.uncovered["days"].sum())
    if not seen:
        return f"No source covers any of the {counted_figure(m.days, 'day')} of this window"
    counts = m.contacts["series"].value_counts()
    kinds = [s for s in NAMES if s in counts] or ["call"]
    said = [counted(int(counts.get(s, 0)), f"dated {NAMES[s]}") for s in kinds]
    said.append(counted(len(m.stalls), "declared halt"))
    days = counted_figure(seen, "covered day") + (f" of {m.days:,}" if seen < m.days else "")
    return sentence(f"{listed(said)}, on {days}")
