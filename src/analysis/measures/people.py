"""Who is in the sources: who speaks, named or not, and who was in touch with whom in one contact.

Direction ("who called") is kept in the tables and not used here: it is often an artefact of who
told the story.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

import pandas as pd

from analysis.measures.columns import cells
from analysis.measures.view import View, measure
from analysis.package.groups import grouped
from analysis.package.rules import SOURCE_ITSELF
from analysis.package.sides import sides_of

Pair = tuple[str, str]
NOT_STATED = "not stated"

NOT_APART = "not told apart"
"""Who took a step, where a source tells of it too that is left out, and may alone say who."""
DASH = " \N{EN DASH} "


@measure
def unnamed_speakers(view: View) -> frozenset[str]:
    """Actor ids of those whom the sources let speak without a name (``named`` is "no")."""
    return frozenset(view.actors.loc[view.actors["named"] == "no", "actor_id"])


@measure
def actor_labels(view: View) -> dict[str, str]:
    """Actor id -> the short name for labels, or the long one where there is no short one."""
    actors = view.actors.fillna({"short": ""})
    return {
        actor: short or name for actor, short, name in cells(actors, "actor_id", "short", "name")
    }


@measure
def said(view: View) -> list[tuple[str, str, str]]:
    """For each piece of evidence its event, its voice and the stance of that."""
    names, sources = actor_labels(view), dict(cells(view.tables.sources, "source_id", "label"))
    return [
        (event, sources[source] if speaker == SOURCE_ITSELF else names.get(speaker, speaker), how)
        for event, source, speaker, how in cells(
            view.evidence, "event_id", "source_id", "speaker", "stance"
        )
    ]


def voices(view: View) -> dict[str, str]:
    """Event -> who tells of it, each once: a speaker, or the source in whose own voice it is."""
    found: dict[str, list[str]] = {}
    for event, voice, stance in said(view):
        found.setdefault(event, []).append(voice if stance == "asserts" else f"{voice} ({stance})")
    return {event: ", ".join(dict.fromkeys(own)) for event, own in found.items()}


@measure
def event_sides(view: View) -> dict[str, tuple[str, ...]]:
    """Event id -> the sides that take part in it or that it is about, sorted; none is left out."""
    own = sides_of(view.actors)
    found: dict[str, set[str]] = {}
    for event, actor in cells(view.with_earlier.participants, "event_id", "actor_id"):
        if side := own.get(actor, ""):
            found.setdefault(event, set()).add(side)
    return {event: tuple(sorted(sides)) for event, sides in found.items()}


def resting_on_unnamed(evidence: pd.DataFrame, unnamed: frozenset[str]) -> pd.DataFrame:
    """For each event of ``evidence``, whether only unnamed speakers stand behind it.

    Parameters
    ----------
    evidence : (n,) rows of the evidence table.
    unnamed : actor ids from :func:`unnamed_speakers`.

    Returns
    -------
    (events,) indexed by event_id: ``unnamed_only`` (every speaker is unnamed), ``one_unnamed``
    (and there is only one of them). A sentence in the source's own voice is not anonymous.
    """
    marked = evidence.assign(_unnamed=evidence["speaker"].isin(list(unnamed)))
    grouped = marked.groupby("event_id", sort=False)
    only = grouped["_unnamed"].all().astype(bool)
    return pd.DataFrame(
        {"unnamed_only": only, "one_unnamed": only & (grouped["speaker"].nunique() == 1)}
    )


@dataclass(frozen=True)
class Company:
    """Those in touch with each other in one contact.

    Attributes
    ----------
    actors : actor ids that took part, in table order (no subjects, no mere places).
    pairs, side_pairs : unordered pairs (each sorted, no doubles) of actors and of sides.
    sides : the sides that took part, sorted.
    pair : the pairs in short names, "A – B; A – C"; "A – not stated" for a lone actor.
    level : lowest of the sides' best levels (0 = not known, also where the other is not stated).
    level_high : highest of them.
    visit : one travelled to a place, and whom they met is not said.
    """

    actors: tuple[str, ...]
    pairs: tuple[Pair, ...]
    side_pairs: tuple[Pair, ...]
    sides: tuple[str, ...]
    pair: str
    level: int
    level_high: int
    visit: bool


@measure
def roster(view: View) -> Roster:
    """The participants of a view's events, the earlier ones among them."""
    return Roster(view.with_earlier)


class Roster:
    """The participants of a view's events, and the side, level and short name of each actor."""

    def __init__(self, view: View) -> None:
        actors = view.actors.set_index("actor_id")
        self._short = actor_labels(view)
        self._kind = {str(a): str(k) for a, k in actors["kind"].items()}
        self._side = sides_of(view.actors)
        levels = pd.to_numeric(actors["level"]).fillna(0)
        self._level = {str(a): int(level) for a, level in levels.items()}
        self._parts: dict[str, list[tuple[str, str]]] = {}
        for event, actor, part in cells(view.participants, "event_id", "actor_id", "part"):
            self._parts.setdefault(str(event), []).append((str(actor), str(part)))
        self._known: dict[tuple[str, tuple[tuple[str, str], ...]], Company] = {}

    def side(self, actor: str) -> str:
        """The actor's side, or that of the body it belongs to; "" where neither has one."""
        return self._side.get(actor, "")

    def _in_person(self, actor: str) -> bool:
        return self._kind.get(actor) in ("person", "office")

    def names(self, actors: Iterable[str]) -> str:
        """Short names joined by commas."""
        return ", ".join(self._short.get(a, a) for a in actors)

    def company(self, event_id: str, channel: str) -> Company:
        """Who was in touch with whom in the contact ``event_id`` by ``channel``.

        Each initiator pairs with each recipient; each plain participant with everybody else;
        initiators do not pair with one another, nor do recipients. Subjects are talked about and
        not in touch. A mediator in the room is a participant; by way of a mediator, the parties
        pair with each other and not with the mediator, unless only one of them is stated. A
        person or office that hosts takes part; a state or organisation that hosts gives the
        place, and is the other end only where no other is stated (a visit).
        """
        key = channel, tuple(self._parts.get(event_id, ()))
        if key not in self._known:
            self._known[key] = self._company(*key)
        return self._known[key]

    def _company(self, channel: str, parts: tuple[tuple[str, str], ...]) -> Company:
        openers = [a for a, p in parts if p == "initiator"]
        called = [a for a, p in parts if p == "recipient"]
        plain = [a for a, p in parts if p == "participant" or (p == "host" and self._in_person(a))]
        mediators = [a for a, p in parts if p == "mediator"]
        places = [a for a, p in parts if p == "host" and not self._in_person(a)]
        if channel == "via_mediator":
            pairs, others = _pairs(openers, called, plain), mediators
        else:
            pairs, others = _pairs(openers, called, plain + mediators), places
        used = {*openers, *called, *plain, *mediators}
        if not pairs:
            pairs = _unordered(product([*openers, *called, *plain], others))
            used.update(a for pair in pairs for a in pair)
        present = tuple(dict.fromkeys(a for a, _ in parts if a in used))
        side_pairs = _unordered(
            (self.side(a), self.side(b)) for a, b in pairs if self.side(a) and self.side(b)
        )
        in_touch = tuple(dict.fromkeys(a for pair in pairs for a in pair)) or present
        levels = self._best_levels(in_touch)
        return Company(
            actors=present,
            pairs=pairs,
            side_pairs=side_pairs,
            sides=tuple(sorted({self.side(a) for a in present} - {""})),
            pair=self._label(pairs, present),
            level=min(levels) if len(levels) > 1 else 0,
            level_high=max(levels, default=0),
            visit=bool(places) and not (called or plain or mediators),
        )

    def _best_levels(self, actors: tuple[str, ...]) -> list[int]:
        sides = {a: self.side(a) or a for a in actors}
        # Talks within one side: the levels that matter are those of the persons.
        groups = sides if len(set(sides.values())) > 1 else {a: a for a in actors}
        best: dict[str, int] = {}
        for actor, group in groups.items():
            best[group] = max(best.get(group, 0), self._level.get(actor, 0))
        return list(best.values())

    def _label(self, pairs: tuple[Pair, ...], present: tuple[str, ...]) -> str:
        if pairs:
            named = (sorted(self._short.get(a, a) for a in pair) for pair in pairs)
            return "; ".join(DASH.join(pair) for pair in named)
        return DASH.join([self.names(present) or NOT_STATED, NOT_STATED]) if present else NOT_STATED


@measure
def taken_by(view: View) -> dict[str, str]:
    """Event -> the short names of who took the step; :data:`NOT_APART` where others may say it.

    Participants belong to events and not to passages: of an event that two sources tell, it is not
    known which of them names whom. An event of which nobody is told to have taken it has no entry.
    """
    rows = view.participants[view.participants["part"] == "initiator"]
    taken, everybody = grouped(rows["event_id"], rows["actor_id"]), roster(view)
    return {
        event: NOT_APART if event in view.partly else everybody.names(actors)
        for event, actors in taken.items()
    }


def _pairs(openers: list[str], called: list[str], plain: list[str]) -> tuple[Pair, ...]:
    return _unordered(
        [*product(openers, called), *product(plain, openers + called), *combinations(plain, 2)]
    )


def _unordered(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    return tuple(sorted({(min(a, b), max(a, b)) for a, b in pairs if a != b}))
