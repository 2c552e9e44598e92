"""What of a page rests on sources that are switched off, where nothing else was prepared for that.

The figures and tables of the chapters are drawn once, from all sources. A mark, a row and a link
know their evidence, and the table of evidence knows whose it is: what only sources that are off
tell is set pale and its words are struck through, and what they tell in part has a dotted frame.
It stays where it is: where a day or a number would lie without them, nobody has computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.marks import Figure, Table
from analysis.press.document.headings import SECTION, headings
from analysis.press.document.links import row_id
from analysis.press.document.pieces import Piece
from analysis.press.html.switch import Switch

_OFF = (
    "opacity:var(--pale,1);filter:var(--grey,none);outline:0;color:var(--c-muted);"
    '--line:line-through;--said:" \\b7  off"'
)
_PARTLY = 'outline:var(--dots,none);--said:" \\b7  partly off"'
_LINKS = "text-decoration:line-through"


@dataclass(frozen=True)
class Rests:
    """The sets of sources that marks and rows of a page rest on, each with its class.

    Attributes
    ----------
    of : labels of all sources, in the order of their boxes; none where nothing is switched.
    told_by : evidence id -> label of its source.
    sets : numbers of the sources of each set that was named, in the order of first use.
    """

    of: tuple[str, ...] = ()
    told_by: Mapping[str, str] = field(default_factory=dict)
    sets: dict[tuple[int, ...], None] = field(default_factory=dict)

    def name(self, evidence: Iterable[str]) -> str:
        """The class of what rests on this evidence; "" where it is not known whose it is."""
        labels = {self.told_by.get(one, "") for one in evidence}
        if not labels or not labels <= {*self.of}:
            return ""
        found = tuple(sorted(map(self.of.index, labels)))
        self.sets[found] = None
        return _class(found)

    def of_rows(self, table: Table) -> list[str]:
        """The class of each row of a table."""
        behind = [(row_id(row),) for row in table.rows] if table.told_by else table.behind
        found = list(map(self.name, behind))
        return found if len(found) == len(table.rows) else [""] * len(table.rows)


def rests(pieces: Sequence[Piece], found: Switch | None) -> Rests:
    """Whose the evidence of a page is, for a page that is switched."""
    if found is None:
        return Rests()
    tables = [piece.mark for piece in pieces if isinstance(piece.mark, Table)]
    told = {
        row_id(row): label
        for table in tables
        if len(table.told_by) == len(table.rows)
        for row, label in zip(table.rows, table.told_by, strict=True)
    }
    return Rests(found.of, told)


def told_before(pieces: Sequence[Piece], known: Rests) -> frozenset[int]:
    """The numbers of the pieces before which a page says what is pale: one a section.

    It follows the heading of each section in which a figure or table is there for all sources
    alone and says whose evidence it rests on.
    """
    found, start = set(), 0
    for at, piece in enumerate(pieces):
        if any(node["c"][0] == SECTION for node in headings(piece)):
            start = at + 1
        elif not piece.instead and _shows(piece, known):
            found.add(start)
    return frozenset(found)


def _shows(piece: Piece, known: Rests) -> bool:
    if isinstance(piece.mark, Table):
        return any(known.of_rows(piece.mark))
    return isinstance(piece.mark, Figure) and bool(known.name(piece.mark.evidence))


def rests_css(known: Rests, found: Switch | None) -> str:
    """The rules by which what rests on sources that are off is told from the rest."""
    if found is None or not known.told_by:
        return ""
    partly = [f"{_any_off(found, own)} .{_class(own)}" for own in known.sets if len(own) > 1]
    whole = [f"{state} .{_class(own)}" for own in known.sets for state in _all_off(found, own)]
    rules = [f"{','.join(partly)}{{{_PARTLY}}}"] if partly else []
    rules += [f"{','.join(whole)}{{{_OFF}}}"] if whole else []
    for number, label in enumerate(known.of):
        ids = [id for id, own in known.told_by.items() if own == label]
        if ids:
            links = ",".join(f"[href={_quoted('#' + id)}]" for id in ids)
            rules.append(f"{_any_off(found, (number,))} :is(p,li,td,dd)>:is({links}){{{_LINKS}}}")
    off = "input:not(:checked)" if found.combined else ".o0:not(:checked)"
    rules.append(f"html:has(.switch {off}) .told{{display:block}}")
    return f"@supports selector(:has(a)){{@media screen{{{''.join(rules)}}}}}"


def _class(own: tuple[int, ...]) -> str:
    return "q" + "".join(map(str, own))


def _any_off(found: Switch, own: tuple[int, ...]) -> str:
    """Whether a source of a set is off, as a selector."""
    if found.combined:
        return f"html:has({_is(own)}:not(:checked))"
    left_out = [n for n, off in enumerate(_off(found)) if off & {*own}]
    return f"html:has({_is(left_out)}:checked)"


def _all_off(found: Switch, own: tuple[int, ...]) -> list[str]:
    """Whether every source of a set is off, as selectors; none where that cannot be."""
    if found.combined:
        return ["html" + "".join(f":has(.o{n}:not(:checked))" for n in own)]
    left_out = [n for n, off in enumerate(_off(found)) if {*own} <= off]
    return [f"html:has({_is(left_out)}:checked)"] if left_out else []


def _off(found: Switch) -> list[set[int]]:
    """For each choice the numbers of the sources that are off."""
    return [
        {n for n, source in enumerate(found.of) if source not in choice.on}
        for choice in found.choices
    ]


def _is(boxes: Iterable[int]) -> str:
    return f":is({','.join(f'.o{n}' for n in boxes)})"


def _quoted(text: str) -> str:
    """A string of a style sheet that nothing in it ends, neither the string nor the sheet."""
    return '"' + "".join(c if c.isalnum() or c in "#-_." else f"\\{ord(c):x} " for c in text) + '"'
