"""What changed, in lines: for a terminal, as Markdown for a mail, in one line, and for a page.

Every line is made once, as text; each form adds only its own marks and escapes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.parameters import in_words
from analysis.press.build.verify import differing_state
from analysis.proof.changes import BoundChange, Changes, FigureChange, RowChange
from analysis.proof.sides import Side
from analysis.proof.spells import SpellChange
from analysis.report.wording import counted_figure, listed, plain, span

_WIDTH = 100
_TABLES = {
    "sources": ("source", "sources"),
    "events": ("event", "events"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "participants": ("participant", "participants"),
    "actors": ("actor", "actors"),
    "kinds": ("kind of event", "kinds of event"),
}


@dataclass(frozen=True)
class Item:
    """One line, and what stands below it; of a key figure also its value before and after."""

    text: str
    details: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Section:
    """Lines of one kind under a heading; ``note`` marks what is no difference in what is told."""

    title: str
    items: tuple[Item, ...]
    note: bool = False


def sections(found: Changes, old: Side, new: Side) -> list[Section]:
    """All there is to say, in the order in which a reader asks; empty sections are left out."""
    said = [
        Section(_which_figures(old, new), tuple(map(_figure, found.figures))),
        Section("Parameters", tuple(map(Item, _parameters(old, new)))),
        Section("Files of the data package", tuple(map(Item, _files(old, new)))),
    ]
    for table, (one, many) in _TABLES.items():
        for state in ("added", "removed", "changed"):
            rows = [row for row in found.rows if row.table == table and row.state == state]
            title = f"{counted_figure(len(rows), one, many)} {state}"
            said.append(Section(title, tuple(map(_row, rows))))
        if table == "evidence":
            moved = counted_figure(len(found.bounds), "day or number", "days or numbers")
            said.append(Section(f"{moved} moved", tuple(map(_bound, found.bounds))))
            spells = tuple(map(_spell, found.spells))
            said.append(Section("Spells that opened, closed or moved", spells))
    said.append(Section("Made by another state", tuple(map(Item, _state(old, new))), note=True))
    return [section for section in said if section.items]


def differs(found: Changes, old: Side, new: Side) -> bool:
    """Whether the two differ in data or parameters; the state of the code is none of these."""
    return found.any or old.files != new.files or any(_parameters(old, new))


def _which_figures(old: Side, new: Side) -> str:
    """Between two packages no report says of which days they are."""
    if old.record or new.record:
        return "Key figures"
    window = span(new.m.start, new.m.end, short=False)
    return f"Key figures of {window}, from the first covered day to the last"


def _figure(change: FigureChange) -> Item:
    figure = change.new or change.old
    assert figure is not None
    before, after = (one.value if one else "not given" for one in (change.old, change.new))
    notes = [one.note if one else "" for one in (change.old, change.new)]
    told = zip(("before", "now"), notes, strict=True)
    details = tuple(f"{when}: {note}" for when, note in told if note and notes[0] != notes[1])
    if change.old and change.new and change.old.label != change.new.label:
        # A label may hold a number of its edition: each value keeps its own.
        was, now = (f"{one.value} {one.label}" for one in (change.old, change.new))
        return Item(f"{was} → {now}", details, before, after)
    said = f"{after}, as before" if before == after else f"{before} → {after}"
    return Item(f"{figure.label}: {said}", details, before, after)


def _row(row: RowChange) -> Item:
    why = "still in the data package" if row.state == "removed" else "in the package before too"
    details = tuple(
        f"{column}: {before or 'empty'} → {after or 'empty'}" for column, before, after in row.cells
    )
    return Item(f"{row.id}: {row.says}{f' ({why})' if row.narrowed else ''}", details)


def _bound(change: BoundChange) -> Item:
    details = tuple(f"{why.evidence_id} ({why.state}), {why.says}" for why in change.why)
    return Item(f"{change.event_id}, {change.of}: {change.old} → {change.new}", details)


def _spell(change: SpellChange) -> Item:
    told = " → ".join(filter(None, (change.old, change.new)))
    rests = f"rests on {', '.join(change.evidence)}"
    return Item(f"{change.what}, {change.state}: {told}", (rests,) if change.evidence else ())


def _parameters(old: Side, new: Side) -> Iterator[str]:
    """Parameters of two reports that differ; a package has none of its own."""
    if old.record is None or new.record is None:
        return
    before, after = (_shown(record) for record in (old.record, new.record))
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name, "none"), after.get(name, "none")
        if was != now:
            yield f"{name}: {was} → {now}"


def _shown(record: Mapping[str, Any]) -> dict[str, str]:
    told = {"edition": str(record.get("edition", ""))}
    values = {name: in_words(value) for name, value in record["parameters"].items()}
    return told | {name: value or "not set" for name, value in values.items()}


def _files(old: Side, new: Side) -> Iterator[str]:
    for name in sorted(old.files.keys() | new.files.keys()):
        was, now = old.files.get(name), new.files.get(name)
        if was != now:
            said = "only before" if now is None else "only now" if was is None else "differs"
            yield f"{name}: {said}"


def _state(old: Side, new: Side) -> list[str]:
    if old.record is None or new.record is None:
        return []
    return differing_state(old.record, new.record)


def in_one_line(found: Changes, old: Side, new: Side) -> str:
    """The differences counted: "3 events added; 2 days or numbers moved"."""
    parts = []
    for state in ("added", "removed", "changed"):
        counts = [
            counted_figure(len(rows), one, many)
            for table, (one, many) in _TABLES.items()
            if (rows := [r for r in found.rows if r.table == table and r.state == state])
        ]
        if counts:
            parts.append(f"{listed(counts)} {state}")
    if found.bounds:
        parts.append(
            f"{counted_figure(len(found.bounds), 'day or number', 'days or numbers')} moved"
        )
    if found.spells:
        count = counted_figure(len(found.spells), "spell")
        parts.append(f"{count} opened, closed or moved")
    if set_anew := [told.partition(":")[0] for told in _parameters(old, new)]:
        parts.append(f"set anew: {listed(set_anew)}")
    parts += [_figure(one).text for one in found.figures if one.moved and _value_moved(one)]
    return "; ".join(parts)


def _value_moved(change: FigureChange) -> bool:
    return change.old is None or change.new is None or change.old.value != change.new.value


def heading(old: Side, new: Side) -> str:
    """What is compared: "reports/a → reports/b"."""
    return f"{old.name} → {new.name}"


SAME = "no difference in what the two tell"


def for_terminal(said: Iterable[Section], title: str, same: bool) -> str:
    """Lines of at most 100 characters."""
    lines = [title]
    if same:
        lines.append(SAME)
    for section in said:
        lines += ["", f"{section.title}:"]
        for item in section.items:
            lines += _wrapped(item.text, 2)
            for detail in item.details:
                lines += _wrapped(detail, 6)
    return "\n".join(lines)


def _wrapped(text: str, indent: int) -> list[str]:
    first, more = " " * indent, " " * (indent + 2)
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=more, break_on_hyphens=False
    )


def as_markdown(said: Iterable[Section], title: str, same: bool) -> str:
    """Headings and lists; nothing in a table is markup."""
    lines = [f"# What changed: {plain(title)}", ""]
    if same:
        lines += [f"There is {SAME}.", ""]
    for section in said:
        lines += [f"## {plain(section.title)}", ""]
        for item in section.items:
            lines.append(f"- {plain(item.text)}")
            lines += [f"  - {plain(detail)}" for detail in item.details]
        lines.append("")
    return "\n".join(lines)
