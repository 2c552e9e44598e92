"""All measures of one report: what notebooks, sentences, tables and charts take their rows from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import pandas as pd

from analysis import marks, screen
from analysis.days import long_day
from analysis.measures import contacts as _contacts
from analysis.measures import course as _course
from analysis.measures import coverage as _coverage
from analysis.measures import frequency as _frequency
from analysis.measures import gaps_and_pairs as _gaps_and_pairs
from analysis.measures import people as _people
from analysis.measures import sources as _sources
from analysis.measures import stalls as _stalls
from analysis.measures.columns import cells
from analysis.measures.held import fates as _fates
from analysis.measures.held import flows as _flows
from analysis.measures.held import least as _least
from analysis.measures.held import promised as _promised
from analysis.measures.held import reconciliation as _reconciliation
from analysis.measures.held import stock as _stock
from analysis.measures.rates import Rate
from analysis.measures.view import View
from analysis.package.narrow import select
from analysis.package.tables import Tables


@dataclass(frozen=True, eq=False)
class Measures(View):
    """A view with the choices of its report, and each measure of it as an attribute.

    Every attribute is computed when it is first asked for and then kept; nearly all are tables,
    and what they hold is said at the measure of that name.

    Attributes
    ----------
    freq : period of the counts: "D", "W" or "M".
    days_without_contact : least lengths of runs of covered days without a dated contact.
    confidence : two-sided level of the intervals, in (0, 1).
    """

    freq: Literal["D", "W", "M"] = "W"
    days_without_contact: tuple[int, ...] = (3, 7, 14)
    confidence: float = 0.95

    labels = property(_people.actor_labels)
    event_sides = property(_people.event_sides)

    covered = property(_coverage.covered)
    stretches = property(_coverage.covered_stretches)
    contact_stretches = property(_coverage.contact_stretches)
    uncovered = property(_coverage.uncovered_stretches)
    covered_days = property(_coverage.covered_days)

    contacts = property(_contacts.dated_contacts)
    unknown_day_contacts = property(_contacts.unknown_day_contacts)
    supposed_contacts = property(_contacts.supposed_contacts)
    listed_contacts = property(_contacts.listed_contacts)
    contact_counts = property(_frequency.counts_in_window)
    contacts_by_pair = property(_contacts.contacts_by_pair)
    gaps = property(_gaps_and_pairs.gaps)
    longest_gap = property(_gaps_and_pairs.longest_gap)
    pairs = property(_gaps_and_pairs.named_pairs)
    levels = property(_gaps_and_pairs.level_counts)

    course = property(_course.course)
    steps_of_talks = property(_course.steps_of_talks)
    standing = property(_course.standing)

    flows = property(_flows.flows)
    reports = property(_flows.reports)
    stock = property(_stock.implied_stock)
    fates = property(_fates.told_apart)
    least_held = property(_least.least_before_counts)
    reconciliation = property(_reconciliation.reconciliation)
    promised = property(_promised.promised_and_named)

    stalls = property(_stalls.declared_stalls)
    undated_stalls = property(_stalls.undated_stalls)
    causes = property(_stalls.causes)
    truces = property(_stalls.truces)

    source_summary = property(_sources.source_summary)
    terms = property(_sources.terms)
    speakers = property(_sources.speakers)
    anonymous = property(_sources.anonymous_share)
    precision = property(_sources.precision)

    @property
    def periods(self) -> pd.DataFrame:
        """Calls and meetings per day, week or month, as ``freq`` says."""
        return _frequency.contacts_per_period(self, self.freq, confidence=self.confidence)

    @property
    def call_rate(self) -> Rate | None:
        """Calls per week over all covered days; None where no day is covered."""
        return _frequency.call_rate(self, confidence=self.confidence)

    @property
    def rates(self) -> pd.DataFrame:
        """Calls per week in each covered stretch."""
        return _frequency.rates_by_stretch(self, confidence=self.confidence)

    @property
    def without_contact(self) -> pd.DataFrame:
        """Runs of covered days without a dated contact, for each length asked for."""
        return _stalls.stretches_without_contact(self, self.days_without_contact)

    def _repr_html_(self) -> str:
        rows = []
        for name, told in vars(Measures).items():
            if isinstance(told, property):
                line = re.sub(r":\w+:|`", "", (told.__doc__ or "").partition("\n")[0])
                found = getattr(self, name)
                count = str(len(found)) if isinstance(found, Sized) else ""
                rows.append(((name,), (count,), (line,)))
        return screen.table(
            marks.Table(
                id="measures",
                caption=f"Measures, {long_day(self.start)} to {long_day(self.end)}",
                columns=(
                    marks.Column("measure"),
                    marks.Column("rows", look="n"),
                    marks.Column("what"),
                ),
                rows=tuple(rows),
            )
        )


MOST_LEFT_OUT, MOST_MEASURED = 12, 100_000
"""Sources that are left out one by one, and events that are measured anew for that, all in all; of
more sources those with most evidence."""


def with_each_left_out(
    data: Tables, others: Mapping[marks.Choice, Measures] | None = None, **chosen: Any
) -> dict[str, Measures]:
    """The measures without each source in turn, by its label; none where there is only one.

    Of more than ``MOST_LEFT_OUT`` sources those that give most evidence are left out in turn, and
    of many events fewer of them, but always one.

    Parameters
    ----------
    data, chosen : as :func:`measures`.
    others : what :func:`with_each_choice` gave for them, so that nothing is measured twice.
    """
    labels = dict(cells(data.sources, "source_id", "label"))
    known = {frozenset(choice.on): measured for choice, measured in (others or {}).items()}
    used = list(chosen.pop("sources", ()) or labels)
    if len(used) < 2:  # without the only source nothing is left to measure
        return {}
    pieces = data.evidence["source_id"].value_counts().to_dict()
    many = min(MOST_LEFT_OUT, max(MOST_MEASURED // max(len(data.events), 1), 1))
    most = sorted(used, key=lambda source: -pieces.get(source, 0))[:many]
    left = {one: [other for other in used if other != one] for one in used if one in most}
    return {
        labels[one]: known.get(frozenset(labels[id] for id in rest))
        or measures(data, **chosen, sources=rest)
        for one, rest in left.items()
    }


MOST_COMBINED, MOST_SWITCHED, MOST_EVENTS = 4, 8, 1_000
"""Sources whose every combination is measured; more are left out one at a time, and of very many,
or of very many events, none: a page with all of that could not be read any more."""


def with_each_choice(data: Tables, **chosen: Any) -> dict[marks.Choice, Measures]:
    """The measures for each choice among the sources but all of them: what a page can switch to.

    Of up to four sources every combination; of more each left out in turn; none where there are
    more than eight, or more than a thousand events, or only one source.

    Parameters
    ----------
    data, chosen : as :func:`measures`.
    """
    labels = dict(cells(data.sources, "source_id", "label"))
    wanted = chosen.pop("sources", ()) or labels
    used = [id for id in labels if id in wanted]
    if not 1 < len(used) <= MOST_SWITCHED or len(data.events) > MOST_EVENTS:
        return {}
    sizes = range(1, len(used)) if len(used) <= MOST_COMBINED else [len(used) - 1]
    of = tuple(labels[id] for id in used)
    return {
        marks.Choice(of, tuple(labels[id] for id in on)): measures(data, **chosen, sources=on)
        for size in sizes
        for on in combinations(used, size)
    }


def measures(
    data: Tables,
    *,
    start: str | dt.date,
    end: str | dt.date,
    freq: Literal["D", "W", "M"] = "W",
    sides: Sequence[str] = (),
    sources: Sequence[str] = (),
    channels: Sequence[str] = (),
    days_without_contact: Sequence[int] = (3, 7, 14),
    confidence: float = 0.95,
) -> Measures:
    """The measures of a window and a choice, none computed yet.

    Parameters
    ----------
    data, start, end, sides, sources, channels : as :func:`analysis.package.narrow.select`.
    freq, days_without_contact, confidence : see :class:`Measures`.

    Raises
    ------
    ValueError : as :func:`analysis.package.narrow.select`.
    """
    chosen = select(data, start=start, end=end, sides=sides, sources=sources, channels=channels)
    return Measures(
        **vars(chosen),
        freq=freq,
        days_without_contact=tuple(days_without_contact),
        confidence=confidence,
    )
