"""What is wrong with an input, said once and in one form.

Every check of the project collects :class:`Problem` rows and raises them together, so that a
coder mends a table in one pass. Nothing here finds problems; the modules that know the rules do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_VALUE = 200  # characters of a cell that a message repeats


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
        place = self.file
        if self.line:
            place += f", line {self.line}"
        if self.column:
            place += f", {self.column}"
        value = self.value
        if value is not None and len(value) > LONGEST_VALUE:
            value = f"{value[:LONGEST_VALUE]}…"
        said = self.rule if value is None else f'"{value}" {self.rule}'
        return f"{place}: {said}" + (f"; {self.mend}" if self.mend else "")


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
