"""Large files as sheets of the rows that can tell something, with counts of all others.

What an engine leaves out it is sure of: the code is of no kind, `--keep` asks for others, or no
two cells name an actor. Every row of which it is not sure comes back and is judged like those of a
small file, so that both ways make the same package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path

import ibis.expr.types as ir
import pandas as pd

from analysis.importers.choices import Choices
from analysis.importers.columns import check_keep, columns_of
from analysis.importers.container import Content
from analysis.importers.decisions import CannotImport, Decision
from analysis.importers.forms import Coded, Mapping
from analysis.importers.kinds import SKIP, kinds_told
from analysis.importers.large import expressions
from analysis.importers.large.engines import NUMBER, Engine, Parted, engine_named
from analysis.importers.large.lines import READS, Lines, blank_line, head_of, lines_of
from analysis.importers.large.parquet import check_texts, head_of_parquet, rows_of_parquet
from analysis.importers.recognise import recognised, spelt
from analysis.importers.sheet import Left, Options, Sheet, cleaned, plain_cells, sheet_of
from analysis.importers.text import decoded, delimiter_of

MOST_ROWS = 1_000_000
"""Rows beyond which no package is made of what comes back."""
_PLAIN = "^[!-~]([ -~]*[!-~])?$"


class Unfit(CannotImport):
    """A file is no large one of machine-coded rows: it is to be read by pandas."""


@dataclass(frozen=True)
class Large:
    """A large file before its rows are read.

    Attributes
    ----------
    head : its first rows, spelt as the mapping spells them.
    """

    path: Path
    head: Sheet
    mapping: Mapping
    parted: Parted


def opened(path: Path, given: Options, mapping: Mapping | None, name: str, aside: Path) -> Large:
    """Find out what a file is by its first rows.

    Parameters
    ----------
    mapping, name : the mapping or the name of the format, where the user gives one.

    Raises
    ------
    Unfit : it is of no form that the engines read, or of no mapping that they narrow.
    CannotImport : it cannot be read.
    """
    content = head_of(path)
    if content.form == "parquet":
        content = head_of_parquet(path, aside)
    elif content.form != "text":
        raise Unfit(f"{path}: is no text, and --engine pandas alone reads it")
    if mapping is None:
        head, mapping = recognised(content, given, name)
    else:
        head = sheet_of(content, mapping.options(given))
    if mapping is None or (why := unfit(mapping)):
        form = "a sheet of somebody's own" if mapping is None else f"{mapping.name}, {why}"
        raise Unfit(f"{path}: is {form}; --engine pandas alone reads such a file")
    there, head = len(head.frame.columns), spelt(head, mapping)
    columns = tuple(map(str, head.frame.columns[:there]))
    return Large(path, head, mapping, _parted(content, mapping.options(given), head, columns))


def unfit(mapping: Mapping) -> str:
    """Why the rows of a mapping cannot be narrowed; "" where they can."""
    if not mapping.machine_coded or len(mapping.events) != 1:
        return "whose rows are not one report each"
    (form,) = mapping.events
    source = mapping.source
    one = [form.date.column, source.covers, source.published, source.version]
    if isinstance(form.kind, Coded):
        one.append(form.kind.column)
    several = any(len(columns) > 1 for columns in one) or not form.date.column
    if several or form.where or form.amount or form.date.year or form.date.first:
        return "whose mapping reads more than a code, a day and actors"
    return ""


def narrowed(
    larges: Sequence[Large], engine: str, choices: Choices, kinds: pd.DataFrame, aside: Path,
    say: Callable[[str], None],
) -> list[Sheet]:  # fmt: skip
    """The rows of files that can tell something.

    Parameters
    ----------
    engine : "duckdb" or "spark".
    kinds : the table of kinds; columns kind, participants_min.
    aside : a folder for what is unpacked, and for what memory does not hold.
    say : is told of each file as it is read.

    Returns
    -------
    A sheet for each file, whose frame has the columns that the mapping and the choices name.

    Raises
    ------
    CannotImport : a line cannot be read, or more than :data:`MOST_ROWS` rows come back.
    """
    sheets, found = [], 0
    with engine_named(engine, aside) as running:
        for large in larges:
            check_keep(large.head.frame.columns, choices)
            lines = looked_at(large, aside)
            say(f"{large.path}: {lines.number - large.parted.header:,} rows")
            with running.refusing([lines]):
                sheet = _Narrowing(large, lines, choices, kinds).sheet(running, MOST_ROWS - found)
            found += len(sheet.frame)
            sheets.append(sheet)
    return sheets


def looked_at(large: Large, aside: Path) -> Lines:
    """The lines of a file, looked at from end to end.

    Raises
    ------
    CannotImport : a line would not be read by every engine alike.
    """
    if large.parted.parquet:
        return rows_of_parquet(large.path)
    quoted = large.parted.delimiter if large.parted.quoting else None
    return lines_of(large.path, aside, quoted)


class _Narrowing:
    """What one file is asked, in the order of asking: each answer is part of the next question."""

    def __init__(self, large: Large, lines: Lines, choices: Choices, kinds: pd.DataFrame) -> None:
        self.large, self.lines, self.choices = large, lines, choices
        self.mapping, (self.form,) = large.mapping, large.mapping.events
        own = {kind.kind: kind.participants_min for kind in self.mapping.own_kinds}
        shared = kinds.set_index("kind")["participants_min"].astype("int64")
        self.participants = {**{str(kind): int(n) for kind, n in shared.items()}, **own}

    def sheet(self, engine: Engine, most: int) -> Sheet:
        named = sorted(columns_of(self.mapping) | {c for own, _ in self.choices.keep for c in own})
        read = engine.read(self.lines, self.large.parted)
        check_texts(read, named, self.lines.name)
        with expressions.needed(read, named).cache() as rows:
            self._check(rows, named)
            whole = {name: _texts(rows, name) for name in self._read_as_a_whole()}
            asked = self._asked(rows, whole)
            judged = expressions.judged(rows, self.form, asked)
            counts = expressions.counted(judged).to_pyarrow().to_pandas()
            may = int(counts.loc[counts[expressions.FATE] == "", "rows"].sum())
            if may > most:
                rule = f"{may:,} rows can tell something, and a package is made of {MOST_ROWS:,}"
                mend = "--keep takes some of them, and --count shows which pairs there are"
                raise CannotImport(f"{self.lines.name}: {rule}; {mend}")
            kept = (
                judged.filter(judged[expressions.FATE] == "")
                .select(NUMBER, *named)
                .to_pyarrow()
                .to_pandas()
            )
        frame = kept.set_index(NUMBER).sort_index().rename_axis(None).astype("str")
        frame, said = cleaned(frame)
        out = int(counts["rows"].sum()) - may
        told = f"{out:,} rows that can tell nothing were left out before the others were read"
        decisions = (*self.large.head.decisions, *said, Decision("engine", told, "--engine"))
        whole = {name: list(plain_cells(pd.Series(t, dtype="str"))) for name, t in whole.items()}
        left = tuple(self._left(counts, asked))
        return Sheet(frame, self.lines.name, self.lines.sha256, decisions, {}, left, whole)

    def _check(self, rows: ir.Table, named: list[str]) -> None:
        """Refuse rows that a small file would not count: the two ways would differ in silence."""
        expected = self.lines.number - self.large.parted.header
        blank = rows.filter(reduce(and_, [rows[name] == "" for name in named]))
        told = rows.aggregate(number=rows.count()).to_pyarrow().to_pandas()["number"].iloc[0]
        if told != expected:
            rule = f"is blank, and {told:,} of {expected:,} lines are rows; {READS}"
            raise CannotImport(f"{self.lines.name}, line {blank_line(self.lines):,}: {rule}")
        first = blank.aggregate(first=blank[NUMBER].min()).to_pyarrow().to_pandas()["first"].iloc[0]
        if not pd.isna(first):
            rule = "has nothing in any column that is read; --engine pandas reads such a file"
            raise CannotImport(f"{self.lines.name}, line {int(first):,}: {rule}")

    def _read_as_a_whole(self) -> Iterable[str]:
        source, date = self.mapping.source, self.form.date
        named = [*date.column, *source.covers, *source.published, *source.version]
        return dict.fromkeys(named)

    def _asked(self, rows: ir.Table, whole: dict[str, list[str]]) -> expressions.Asked:
        codes, kinds = self._codes(rows)
        keep = []
        for columns, values in self.choices.keep:
            odd = {text for column in columns for text in _odd(rows, column)}
            texts = pd.Series(sorted(odd), dtype="str")
            read = plain_cells(texts).isin(values)
            keep.append((columns, [*values, *texts[read]]))
        least = min((self.participants[kind] for kind in kinds), default=0)
        if "pair" in self.mapping.merge.by:
            least = max(least, 2)
        if any(who.split for who in self.form.who):
            least = min(least, 1)  # one cell may name several
        dates = pd.Series(whole[self.form.date.column[0]], dtype="str")
        dateless = list(dates[plain_cells(dates) == ""]) if self.form.needs_date else []
        return expressions.Asked(codes, keep, least, dateless)

    def _codes(self, rows: ir.Table) -> tuple[list[str] | None, set[str]]:
        """The codes that may tell something, and their kinds."""
        form = self.form
        if isinstance(form.kind, str):
            return None, {form.kind.partition("/")[0]}
        found = (
            rows.select(code=expressions.code(rows, form))
            .distinct()
            .to_pyarrow()
            .to_pandas()["code"]
        )
        columns = [*form.kind.column, *form.kind.also]
        cells = [expressions.cells_of(code) for code in found]
        whole = [len(own) == len(columns) for own in cells]
        frame = pd.DataFrame([own[: len(columns)] for own in cells], columns=columns).fillna("")
        frame = frame.astype("str").apply(plain_cells)
        nobody = pd.Series(False, index=frame.index)
        told, _ = kinds_told(form, frame, self.mapping, set(self.participants), nobody)
        may = (told["kind"] != SKIP) | ~pd.Series(whole, index=frame.index)
        kinds = set(told.loc[may, "kind"]) - {"", SKIP}
        return [str(code) for code in found[may]], kinds

    def _left(self, counts: pd.DataFrame, asked: expressions.Asked) -> Iterable[Left]:
        """What was left out, the most rows of one reason first."""
        least = 2 if "pair" in self.mapping.merge.by else asked.least
        codes = counts[expressions.CODE].map(
            lambda code: "/".join(expressions.cells_of(code)).rstrip("/")
        )
        named = counts[expressions.NAMED].astype("str")
        fate = counts[expressions.FATE]
        reason = pd.Series("as --keep asks", index=counts.index, dtype="str")
        reason = reason.mask(
            fate == expressions.NOT_CODED, '"' + codes + '" is of no kind here'
        ).mask(
            fate == expressions.FEW,
            "names " + named + f" of the {least} actors that its kind needs",
        )
        summed = counts.assign(reason=reason)[fate != ""].groupby([expressions.FATE, "reason"])
        totals = summed["rows"].sum().reset_index()
        totals = totals.sort_values(["rows", "reason"], ascending=[False, True])
        for outcome, told, number in totals.itertuples(index=False):
            yield Left(str(outcome), str(told), int(number))


def _parted(content: Content, options: Options, head: Sheet, columns: tuple[str, ...]) -> Parted:
    if content.form == "parquet":
        return Parted(columns, 0, "", False, parquet=True)
    text, encoding = decoded(content, options.text.encoding)
    if encoding.found != "UTF-8":
        raise CannotImport(f"{content.name}: is {encoding.found}; {READS}")
    delimiter, _ = delimiter_of(text, options.text)
    return Parted(columns, int(head.frame.index[0]) - 1, delimiter, options.text.quoting)


def _texts(rows: ir.Table, column: str) -> list[str]:
    """Each text in a column once, in the order of their letters."""
    return sorted(rows.select(column).distinct().to_pyarrow().to_pandas()[column].astype("str"))


def _odd(rows: ir.Table, column: str) -> list[str]:
    """Each text in a column once that may be read as another than it is written."""
    odd = rows.filter((rows[column] != "") & ~rows[column].re_search(_PLAIN))
    return _texts(odd, column)
