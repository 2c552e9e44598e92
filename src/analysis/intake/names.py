"""Actors by the names that a text gives them: "Kamel", "the emir", "Netanyahu's office"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.problems import Unclear

_SMALL = frozenset(["the", "of", "and", "for", "not", "named", "with", "his", "her", "its", "from"])
_ALIKE = 75  # of 100, from which a name is offered for another


class NoActor(Unclear):
    """A name that is nobody's, or several actors'."""


@dataclass(frozen=True)
class Names:
    """The actors of a package by their names.

    Parameters
    ----------
    actors : (n,) actor_id, name, short, kind as text.
    """

    actors: pd.DataFrame

    @cached_property
    def _exact(self) -> dict[str, set[str]]:
        """A whole name, as it is compared -> ids."""
        found: dict[str, set[str]] = {}
        columns = ("actor_id", "name", "short", "kind")
        for actor, name, short, kind in zip(*(self.actors[c] for c in columns), strict=True):
            first, _, office = name.partition(",")
            first = re.sub(r"\s*\(.*?\)", "", first)
            whole = [actor, name, short, first, *re.findall(r"\((.*?)\)", name)]
            if office and "not named" not in office:
                whole.append(office)
            if kind == "person" and len(first.split()) > 1:
                whole.append(first.split()[-1])
            for text in whole:
                if key := compared(text):
                    found.setdefault(key, set()).add(actor)
        return found

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        """A word of a name -> ids."""
        found: dict[str, set[str]] = {}
        for key, ids in self._exact.items():
            for word in key.split():
                if len(word) > 2 and word not in _SMALL:
                    found.setdefault(word, set()).update(ids)
        return found

    def find(self, text: str) -> str:
        """The id of the one actor whom a name names: whole, or by words that no other has.

        Raises
        ------
        NoActor : nobody has the name, or several have it.
        """
        key = compared(text)
        ids = self._exact.get(key)
        if ids and len(ids) > 1 and key in ids:
            return key
        if not ids:
            words = [word for word in key.split() if word not in _SMALL]
            sets = [self._words.get(word, set()) for word in words]
            ids = set.intersection(*sets) if sets else set()
        if len(ids) == 1:
            return next(iter(ids))
        if ids:
            raise NoActor("is the name of several actors", f"write one of {', '.join(sorted(ids))}")
        raise NoActor("is no actor's name", self._nearest(key))

    def _nearest(self, key: str) -> str:
        from rapidfuzz import fuzz, process

        known = list(self._exact)
        found = process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found is None:
            return "a new one begins with `actor:`, above or below"
        return f'did you mean "{sorted(self._exact[found[0]])[0]}"?'

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Whole names in running text, longest first; a word that is an office of one alone too."""
        sure = [key for key, ids in self._exact.items() if len(ids) == 1 and "-" not in key]
        longest = sorted(sure, key=lambda key: (-len(key), key))
        ways = (r"[\s-]+".join(map(re.escape, key.split())) for key in longest)
        return re.compile(rf"(?<!\w)({'|'.join(ways) or '(?!)'})(?!\w)", re.IGNORECASE)

    def in_text(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and id of each actor whom a text names whole, in order."""
        for match in self._pattern.finditer(text):
            if match[0][0].isupper():
                [actor] = self._exact[compared(match[0])]
                yield match.start(), match.end(), actor


def compared(text: str) -> str:
    """A name as it is compared: small letters, no article, no sign of possession.

    >>> compared("the Emir of Qatar's")
    'emir of qatar'
    """
    plain = re.sub(r"['\u2019]s?(?=\s|$)", "", text.casefold().strip())
    plain = re.sub(r"[^\w\s-]", " ", plain)
    return re.sub(r"^the\s+", "", " ".join(plain.split()))
