"""What an ``event:`` names, and what a kind of event is given where a worksheet says nothing.

The defaults are what the package's own table has most often for that kind; nothing is known here
of any conflict, and an empty package has no defaults but those that its codebook sets.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from analysis.importers.recognise import plain, words_for_kinds
from analysis.package.codebook import Codebook
from analysis.package.reading import RawTable
from analysis.problems import Unclear, nearest

ACTUAL = "actual"
_WORD_FOR = {"phone": "call", "video": "call", "in_person": "meeting", "letter": "letter"}


class NoKind(Unclear):
    """Words that name no kind of event and no event."""


@dataclass(frozen=True)
class Sort:
    """A kind of event, with what was said of it in the same breath."""

    kind: str
    channel: str = ""
    modality: str = ACTUAL

    @property
    def word(self) -> str:
        """What the id of such an event begins with."""
        return _WORD_FOR.get(self.channel, self.kind).replace("_", "-")


@dataclass(frozen=True)
class Kinds:
    """The kinds of a package, and how its table uses them."""

    codebook: Codebook
    raw: dict[str, RawTable]

    @cached_property
    def families(self) -> dict[str, str]:
        kinds = self.raw["kinds"].frame
        return dict(zip(kinds["kind"], kinds["family"], strict=True))

    def meaning(self, kind: str) -> str:
        """The first sentence of a kind's definition."""
        kinds = self.raw["kinds"].frame
        whole = str(kinds.loc[kinds["kind"] == kind, "definition"].iloc[0])
        return re.split(r"(?<=[.;])\s", whole, maxsplit=1)[0].replace(";", ".")

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """Kind -> the parts that participants may have, in the order of the table."""
        kinds = self.raw["kinds"].frame
        return {k: p.split() for k, p in zip(kinds["kind"], kinds["parts"], strict=True)}

    @cached_property
    def _words(self) -> dict[str, str]:
        known = words_for_kinds()
        kinds = self.raw["kinds"].frame
        for kind, label in zip(kinds["kind"], kinds["label"], strict=True):
            known.setdefault(plain(label), kind)
            known[plain(kind)] = kind
        return {word: told for word, told in known.items() if told.split("/")[0] in self.families}

    def sort(self, text: str) -> Sort:
        """What kind of event words name: "contact phone", "call", "planned delegation".

        Raises
        ------
        NoKind : none of the package.
        """
        channel, modality = "", ACTUAL
        rest = []
        for word in text.split():
            if word in self.codebook.allowed("events", "channel"):
                channel = word
            elif word in self.codebook.allowed("events", "modality"):
                modality = word
            else:
                rest.append(word)
        told = self._words.get(plain(" ".join(rest)), "")
        if not told:
            offered = nearest(plain(" ".join(rest)), self._words)
            mend = offered or f"the kinds are {', '.join(self.families)}"
            raise NoKind("is neither a kind of event nor the id of one", mend)
        kind, _, how = told.partition("/")
        if self.families[kind] == "contact":
            channel = channel or how or "unknown"
        return Sort(kind, channel, modality)

    def default(self, kind: str, column: str) -> str:
        """The value that the events of a kind have most often; "" where they have none."""
        events = self.raw["events"].frame
        return _commonest(events.loc[events["kind"] == kind, column])

    def amount_of(self, kind: str, *, repeated: bool) -> str:
        """What the amounts of a kind count, where the worksheet does not say."""
        allowed = self.codebook.allowed("events", "amount_of")
        if repeated:
            word = "contacts" if self.families.get(kind) == "contact" else "occurrences"
            return word if word in allowed else ""
        events, evidence = self.raw["events"].frame, self.raw["evidence"].frame
        amounts = evidence[["amount_low", "amount_best", "amount_high"]]
        told = evidence.loc[(amounts != "").any(axis=1), "event_id"]
        counted = (events["kind"] == kind) & events["event_id"].isin(told)
        return _commonest(events.loc[counted, "amount_of"])

    def part(self, kind: str) -> str:
        """The part of an actor who is named without one.

        Of a contact it is that of somebody of whom nobody says who called.
        """
        allowed = self.parts.get(kind, [])
        if self.families.get(kind) == "contact" and "participant" in allowed:
            return "participant"
        taken = self.raw["participants"].frame
        events = self.raw["events"].frame
        own = taken["event_id"].isin(events.loc[events["kind"] == kind, "event_id"])
        used = _commonest(taken.loc[own, "part"])
        if used in allowed:
            return used
        return "participant" if "participant" in allowed else (allowed or [""])[0]


def _commonest(values: object) -> str:
    counts = Counter(value for value in values if value)  # type: ignore[attr-defined]
    return min(counts, key=lambda value: (-counts[value], value)) if counts else ""
