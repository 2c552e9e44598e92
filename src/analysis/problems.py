"""What is wrong with an input, said once and in one form.

Every check of the project collects :class:`Problem` rows and raises them together, so that a
coder mends a table in one pass. Nothing here finds problems; the modules that know the rules do.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_VALUE = 100  # characters of a cell that a message repeats
LONGEST_PART = 400  # characters of a place, a rule or a mend
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


class DataProblems(Refused):
    """Raised with all problems of an input at once.

    Attributes
    ----------
    problems : the problems, ordered by file, line and column.
    """

    def __init__(self, problems: Iterable[Problem], outcome: str = "nothing was built") -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column, p.rule)))
        files = len({p.file for p in self.problems})
        count = len(self.problems)
        self.summary = (
            f"{count} problem{'s' if count != 1 else ''} in "
            f"{files} file{'s' if files != 1 else ''}; {outcome}"
        )
        super().__init__("\n".join([*map(str, self.problems), self.summary]))


def nearest(word: str, known: Iterable[str]) -> str:
    """The mend "did you mean …?" for a word that is not among the known ones, or ``""``."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""
