"""What is wrong with an input, said once and in one form.

Every check of the project collects :class:`Problem` rows and raises them together, so that a
coder mends a table in one pass. Nothing here finds problems; the modules that know the rules do.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

LONGEST_VALUE = 100  # characters of a cell that a message repeats
LONGEST_PART = 400  # characters of a place, a rule or a mend
MOST_LINES = 20  # problems of one column and one cause that are told one by one
_SHOWN = 3  # lines that are named of more
_WORDS, _COMPARISONS = 50, 100_000  # wrong words that a right one is looked for, and with how many
_VALUES = re.compile(r'"[^"]*"|[0-9][0-9,.]*')
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True, order=True)
class Problem:
    """One broken rule at one place.

    ``rule`` completes the sentence that ``value`` opens: ``"2023-13-01" is not an EDTF date``.
    ``value`` may be None where the problem is an absence.
    """

    file: str
    line: int
    column: str
    value: str | None
    rule: str
    mend: str = ""

    def __str__(self) -> str:
        place = _short(self.file)
        if self.line:
            place += f", line {self.line}"
        if self.column:
            place += f", {_short(self.column)}"
        rule, mend = _short(self.rule), _short(self.mend)
        said = rule if self.value is None else f'"{_short(self.value, LONGEST_VALUE)}" {rule}'
        return f"{place}: {said}" + (f"; {mend}" if mend else "")


def seen(text: str) -> str:
    """A text for a terminal: what would steer it or turn its direction is spelt (``\\x1b``)."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def _short(text: str, longest: int = LONGEST_PART) -> str:
    return seen(text if len(text) <= longest else f"{text[:longest]}…")


class Refused(Exception):
    """Whatever a user can mend: told in lines and without a traceback, by ``cli`` and in a cell.

    Attributes
    ----------
    summary : the last line of the text, where it closes a list; "" where the text is one sentence.
    detail : whole tracebacks, for who has to look further; "" where there is none.
    """

    summary = ""
    detail = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What is to be mended, without the summary."""
        lines = str(self).splitlines()
        return tuple(lines[:-1] if self.summary else lines)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows for this error, in the place of a traceback."""
        return str(self).splitlines()


class Unclear(ValueError):
    """Words of an input that cannot be read: a :class:`Problem` that has no place yet.

    Attributes
    ----------
    rule, mend : as of a problem.
    """

    def __init__(self, rule: str, mend: str = "") -> None:
        super().__init__(f"{rule}; {mend}" if mend else rule)
        self.rule, self.mend = rule, mend


class DataProblems(Refused):
    """Raised with all problems of an input at once.

    Attributes
    ----------
    problems : the problems, ordered by file, line and column.
    """

    def __init__(self, problems: Iterable[Problem], outcome: str = "nothing was built") -> None:
        self.problems = ordered(problems)
        files = len({p.file for p in self.problems})
        count = len(self.problems)
        self.summary = (
            f"{count} problem{'s' if count != 1 else ''} in "
            f"{files} file{'s' if files != 1 else ''}; {outcome}"
        )
        super().__init__("\n".join([*told(self.problems), self.summary]))


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file, line, column and rule."""
    return tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column, p.rule)))


def told(problems: Iterable[Problem]) -> list[str]:
    """A line for each problem, in their order, and one for a cause that fills a column.

    Problems of one column are of one cause where their rules differ in values and numbers alone.
    """
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for one in problems:
        key = one.file, one.column, _VALUES.sub("", one.rule) if one.line else one.rule
        groups.setdefault(key, []).append(one)
    lines = []
    for group in groups.values():
        first, *_ = group
        if len(group) <= MOST_LINES or not first.line:
            lines += [(one.file, one.line, one.column, str(one)) for one in group]
            continue
        what = f"cells of {first.column}" if first.column else "rows"
        at = ", ".join(str(one.line) for one in group[:_SHOWN])
        place = f"{first.file}: {len(group):,} {what}, first at lines {at}"
        said = str(replace(first, file=place, line=0, column=""))
        lines.append((first.file, first.line, first.column, said))
    return [line for *_, line in sorted(lines, key=lambda line: line[:3])]


class Mends:
    """The nearest right word for each of many wrong ones, in time that is bounded.

    To compare each of many wrong words with each of many right ones takes longer than to read
    them: it is done for the first words alone, and for all where there are not too many.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._all, self._left = known, -1
        self._known: tuple[str, ...] = ()
        self._found: dict[str, str] = {}

    def __getitem__(self, word: str) -> str:
        """The mend, as :func:`nearest`; "" where none is looked for."""
        if self._left < 0:  # most tables have no wrong word
            self._known = tuple(dict.fromkeys(self._all))
            self._left = max(1, min(_WORDS, _COMPARISONS // max(1, len(self._known))))
        if word not in self._found and self._left:
            self._left -= 1
            self._found[word] = nearest(word, self._known)
        return self._found.get(word, "")


def nearest(word: str, known: Iterable[str]) -> str:
    """The mend "did you mean …?" for a word that is not among the known ones, or ``""``."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""
