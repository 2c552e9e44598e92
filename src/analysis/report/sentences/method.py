"""What is counted and by which rules, with the limits that the data of this edition set."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd

from analysis.days import long_day
from analysis.measures import Measures
from analysis.measures.columns import cells, merged
from analysis.measures.coverage import ONE_DAY, covered_stretches
from analysis.measures.stalls import LONGEST_SPAN
from analysis.measures.survival import FEWEST_SPELLS
from analysis.package.doubts import doubts
from analysis.package.rules import QUOTE_WORDS
from analysis.report.data_sets import DATASET
from analysis.report.wording import (
    at_least,
    counted,
    counted_figure,
    listed,
    number,
    plain,
    sentence,
    share_of,
    the_sources,
)


def on_rules(m: Measures) -> list[str]:
    """The rules by which this edition counts, one point each."""
    held = m.tables.codebook.held
    days = listed([str(k) for k in sorted(set(m.days_without_contact))])
    return [
        "**Events, not stories.** One row is one event, whatever the number of sources; each "
        "source that speaks of it is a row of evidence.",
        "**Contacts.** Counted are contacts that happened, on one known day, each stated by "
        "itself. Calls by telephone or video are one series, meetings another, and visits, of "
        "which nobody says who was met, a third. Contacts "
        "without a day, statements such as “daily”, and announced contacts are listed, and not "
        "counted by day; one without a day that must lie in the window adds to the least number "
        "that the first page and the key figures give. Where a source tells of several on one day "
        "without a number, one is counted: the counts are the least that the sources say.",
        "**Rates.** Contacts per week of covered time, with the exact Poisson interval (Garwood) "
        f"at {m.confidence:.0%}. Rates are compared by the exact conditional test. Neither speaks "
        "for days that no source covers, and of what is only a least count there is neither.",
        f"**Numbers of {held}.** A number is kept as the bounds that the words give: “about 50” "
        "has no margin added to it and stays “about”; “more than 100” has no upper bound. What "
        "changes the number and what a source counts are kept apart, and nothing is corrected to "
        "make them agree.",
        "**Halts.** A declared halt is one that a source states; its day is what passages leave "
        "possible. Who took the step and whom a passage names as its cause are told apart. Its end "
        "lies between the last day on which it is said to hold and the first on which talks are "
        "known to have gone on, whoever tells of it; where nobody tells of that, the halt is open. "
        f"Halts whose first day is not known to within {LONGEST_SPAN} days cannot be dated, and "
        f"have no length. Stretches of at least {days} covered days without a dated contact stand "
        "beside them; how long is a choice, so there are several. The two are never added up. Days "
        "among which a contact of unknown day must lie belong to no such stretch.",
        "**Lengths** are elapsed days from the day on which a spell began to the day on which it "
        "ended, as bounds where the days are. An open spell is right-censored at the end of the "
        f"coverage. A survival curve is drawn from {number(FEWEST_SPELLS)} spells on.",
        "**Claims keep their speaker.** Where sources differ, both are shown; nothing is averaged.",
        f"**Quotes** have at most {QUOTE_WORDS} words and mark the place; the texts belong to "
        "their publishers.",
    ]


def on_limits(m: Measures) -> list[str]:
    """What a reader must not conclude, with this edition's numbers."""
    calls = m.contacts[m.contacts["series"] == "call"]
    count = at_least(counted(len(calls), "dated call"), calls["or_more"].any())
    wide = f"With {count}, intervals are wide, where there are any"
    wide = wide if len(calls) else "No call has a known day"
    return [
        *(said for _, said in weighed_limits(m)),
        f"**Small numbers.** {wide}; no trend line is drawn and no score is made.",
        f"**Warnings.** {_warnings(m)}",
        *_of_sides(m),
        *_withheld(m),
    ]


def _of_sides(m: Measures) -> list[str]:
    """What is counted although the sides that are shown take no part in it."""
    if not m.sides:
        return []
    held = m.tables.codebook.held
    return [
        f"**Sides.** Changes in the number of {held}, and counts of them, stay, whoever takes part "
        "in them, and are among the events told of: who is held does not depend on whose events "
        "are shown."
    ]


def _withheld(m: Measures) -> list[str]:
    """How many events rest on restricted sources alone: of the whole package, in any edition."""
    book = m.tables.codebook
    told = [
        f"{counted(number, 'event')} of the family {plain(book.label('kinds', 'family', family))}"
        for family, number in book.withheld.items()
    ]
    if not told:
        return []
    rest = "rests" if sum(book.withheld.values()) == 1 else "rest"
    return [
        f"**Restricted sources.** {sentence(listed(told))} {rest} on sources that are not public, "
        "in the whole package. Nothing else in this report counts or shows them."
    ]


def weighed_limits(m: Measures) -> list[tuple[float, str]]:
    """Limits, each with the share of the whole that it touches: of days, or of events."""
    sources, events = len(m.tables.sources), m.events
    limits = [
        (
            1 / max(sources, 1),
            f"**{sentence(counted(sources, 'source'))}.** "
            + ("It is a vantage point" if sources == 1 else "They are vantage points")
            + f" and not a sample; what {'it does' if sources == 1 else 'they do'} not tell is not "
            "in this report. Talks kept secret are invisible here.",
        ),
        (
            1 - m.covered_days / m.days,
            f"**Coverage.** {_covered(m)}",
        ),
    ]
    limits += _data_sets(m)
    stretches = m.stretches
    if len(stretches):
        then = long_day(stretches["end"].iloc[-1])
        edges = f"what was still going on after {then} is followed only until then."
        earlier = covered_stretches(replace(m, start=m.start - ONE_DAY))["start"].iloc[0]
        if earlier >= m.start:  # else it is the window that begins there
            before = f"days before {long_day(earlier)} are told in retrospect, where at all"
            edges = f"{before}, and {edges}"
        limits.append((0.0, f"**Edges.** {sentence(edges)}"))
    if len(events):
        known = int(events["day_known"].sum())
        limits.append(
            (
                1 - known / len(events),
                f"**Days.** {sentence(share_of(known, counted(len(events), 'event')))} "
                f"({known / len(events):.0%}) {'has' if known < 2 else 'have'} one known day"
                f"{_worked_out(events)}.",
            )
        )
    return [*limits, *_voices(m)]


_MOST_SETS = 6  # data sets that are told one by one


def _data_sets(m: Measures) -> list[tuple[float, str]]:
    """What rests on data sets: their rows, the events made of these, and by which rule."""
    told, evidence = m.tables.sources, m.tables.evidence
    said: list[tuple[float, str]] = []
    for id, label, note in cells(told[told["type"] == DATASET], "source_id", "label", "note"):
        if len(said) == _MOST_SETS:
            sets = counted(int((told["type"] == DATASET).sum()) - len(said), "further data set")
            return [*said, (0.0, f"**{sentence(sets)}:** see [Table](#tbl-sources).")]
        own = evidence.loc[evidence["source_id"] == id, "event_id"]
        made = counted(own.nunique(), "event")
        text = f"**{plain(label)}** is a data set: {counted(len(own), 'row')} of it tell of {made}"
        share = own.nunique() / max(len(m.tables.events), 1)
        said.append((share, f"{text} here. {plain(note)}".strip()))
    return said


_WARNINGS = {
    "twice": ("event that may be one with another", "events that may be one with another"),
    "later": (
        "actual event that lies after each source that tells it",
        "actual events that lie after each source that tells them",
    ),
    "id": ("id of other days than its event", "ids of other days than their events"),
    "year": ("date far outside the rest", "dates far outside the rest"),
    "words": (
        "number that is not the one in the words of its passage",
        "numbers that are not those in the words of their passages",
    ),
}


def _warnings(m: Measures) -> str:
    found = Counter(doubt.kind for doubt in doubts(m.tables))
    if not found:
        return "The check of the tables behind this edition gives none."
    told = listed([counted(found[kind], *_WARNINGS[kind]) for kind in _WARNINGS if found[kind]])
    gives = f"{counted(found.total(), 'warning')}: {told}"
    return f"The check of the tables behind this edition gives {gives}. Nothing was changed for it."


def _worked_out(events: pd.DataFrame) -> str:
    """How many of the known days no passage states, but the coder inferred."""
    inferred = int((events["day_known"] & (events["date_basis"] == "inferred")).sum())
    return f", {number(inferred)} of them inferred by the coder" if inferred else ""


def _covered(m: Measures) -> str:
    covered, days = m.covered_days, m.days
    if covered == days:
        return "Every day of this window is covered."
    share = share_of(covered, counted_figure(days, "day"))
    are = "is" if covered < 2 else "are"
    told = plain(the_sources(m.tables.sources["label"].tolist(), "tell"))
    return (
        f"{sentence(share)} {are} covered. Of other days only what {told} in retrospect is known."
    )


def _dated(m: Measures) -> str:
    """The dated contacts; where one stands for more, they are those that are counted."""
    noun = "counted contact" if m.contacts["or_more"].any() else "dated contact"
    return counted(len(m.contacts), noun)


def _of_one_source(m: Measures) -> str:
    """That one source alone tells of the dated contacts, where it does and there are others."""
    told = set(merged(m.contacts["evidence"]))
    rows = m.evidence
    by = set(rows.loc[rows["evidence_id"].isin(list(told)), "source_id"])
    if len(by) != 1 or len(m.contacts) < 2 or len(m.tables.sources) < 2:
        return ""
    labels = dict(cells(m.tables.sources, "source_id", "label"))
    alone = plain(labels[by.pop()])
    return f"All {_dated(m)} are told by {alone} alone. "


def _voices(m: Measures) -> list[tuple[float, str]]:
    together = m.anonymous.iloc[-1]
    if not together["events"]:
        return []
    alone, total = int(together["one_unnamed"]), int(together["events"])
    unnamed = m.speakers.loc[~m.speakers["named"], "speaker"].nunique()
    quoted_by_others = "A side that is only quoted is heard through others."
    if not unnamed:
        return [(0.0, f"**Voices.** Every speaker is named. {_of_one_source(m)}{quoted_by_others}")]
    behind = set(together["evidence"])
    dated = [set(ids) <= behind for ids in m.contacts["evidence"]]
    whole = _dated(m)
    of_contacts = f", and {f'all {whole}' if all(dated) else share_of(sum(dated), whole)},"
    if len(dated) == 1:
        of_contacts = ", and the one dated contact,"
    said = (
        f"**Voices.** {sentence(share_of(alone, counted(total, 'event')))}"
        f"{of_contacts if any(dated) else ''} "
        f"{'rests' if alone + sum(dated) < 2 else 'rest'} on one speaker who is not named; "
        f"{counted(unnamed, 'speaker')} {'is' if unnamed == 1 else 'are'} not named. "
        f"{_of_one_source(m)}{quoted_by_others}"
    )
    # Of what a report counts: all that it tells, or the contacts that open it.
    return [(max(alone / total, sum(dated) / max(len(dated), 1)), said)]
