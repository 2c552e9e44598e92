"""Beginnings and ends are joined as if each had been compared with every mark there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from tests.measures.cases import day

from analysis.measures.joining import Mark, _belongs, _end, joined

STRETCHES = pd.DataFrame({"start": [day("1997-01-01")], "end": [day("1997-03-31")]})
END = day("1997-04-30")


def marks(chance: np.random.Generator, count: int, name: str) -> list[Mark]:
    made = []
    for number in range(count):
        first = day("1997-01-01") + pd.Timedelta(days=int(chance.integers(0, 100)))
        last = first + pd.Timedelta(days=int(chance.integers(0, 15)))
        until = (last, last + pd.Timedelta(days=int(chance.integers(0, 9))))
        made.append(
            Mark(
                f"{name}{number}",
                first,
                last,
                process=str(chance.choice(["one", "two"])),
                place=str(chance.choice(["", "here", "there"])),
                parties=frozenset(chance.choice(["n", "s", "p"], size=2).tolist()),
                until=until if name == "b" and chance.random() < 0.2 else None,
            )
        )
    return sorted(made, key=lambda mark: (mark.first, mark.last))


def compared_with_every_mark(begun, ended, signs, *, local):
    found = []
    for mark in begun:
        own = (s for s in reversed(found) if mark.may_join(s[0][0], local=local))
        before = next(own, None)
        if before and _belongs(mark, *before, STRETCHES):
            before[0].append(mark)
            continue
        ends = [e for e in ended if e.first >= mark.first and mark.may_join(e, local=local)]
        if mark.until is not None and mark.until[1] <= END:
            first, last = mark.until
            ends.append(replace(mark, first=first, last=last, stated=True))
        later = [s for s in signs if s.first > mark.last and mark.may_join(s, local=local)]
        found.append(([mark], ends, later))
    return [(spell[0], _end(*spell)) for spell in found]


def test_marks_that_cannot_matter_any_more_are_passed_over_and_no_others() -> None:
    chance = np.random.default_rng(1997)
    several = 0
    for _ in range(150):
        sets = [marks(chance, int(chance.integers(0, 25)), name) for name in "bes"]
        for local in (False, True):
            found = joined(*sets, STRETCHES, END, local=local)
            assert found == compared_with_every_mark(*sets, local=local)
            several += sum(len(starts) > 1 for starts, _ in found)
    assert several > 50  # spells with a further beginning were among them
