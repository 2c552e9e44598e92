"""A sheet is recognised: as one of the formats by its columns, or as a flat sheet by their names.

For a flat sheet a mapping is made, to be printed and edited. What no word fits is left open
there, in plain sight.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import cast

import pandas as pd
import yaml

from analysis.importers.columns import columns_of
from analysis.importers.container import Content
from analysis.importers.dates import Order
from analysis.importers.decisions import CannotImport, Decision
from analysis.importers.forms import Amount, Coded, EventForm, Mapping, Part, SourceForm, When, Who
from analysis.importers.mapping import formats
from analysis.importers.sheet import Options, Sheet, sheet_of

_PARTS: dict[str, Part] = {
    "from": "initiator", "to": "recipient", "who": "participant", "mediator": "mediator",
    "host": "host",
}  # fmt: skip
_COUNTED = {
    "capture": "hostages", "release": "hostages", "rescue": "hostages", "recovery": "hostages",
    "count_report": "hostages", "death": "people_killed", "list": "names",
    "position": "releases_offered",
}  # fmt: skip
_MOST_KINDS = 60
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")


def recognised(content: Content, given: Options, name: str = "") -> tuple[Sheet, Mapping | None]:
    """The sheet of a file, and the format that it has; None for a sheet of somebody's own.

    Raises
    ------
    CannotImport : it cannot be read, or is not of the format named.
    """
    known = formats()
    if name:
        if name not in known:
            raise CannotImport(f"--format {name}: there are {', '.join(known)}")
        return sheet_of(content, known[name].options(given)), known[name]
    sheet = sheet_of(content, given)
    names = set(map(plain, sheet.frame.columns))
    fitting = [
        m for m in known.values() if m.recognised_by and names >= set(map(plain, m.recognised_by))
    ]
    if fitting:
        mapping = max(fitting, key=lambda m: len(m.recognised_by))
        return sheet_of(content, mapping.options(given)), mapping
    for mapping in known.values():
        if mapping.file.columns and _has_form(sheet, mapping):
            return sheet_of(content, mapping.options(given)), mapping
    return sheet, None


def spelt(sheet: Sheet, mapping: Mapping) -> Sheet:
    """The sheet with its columns spelt as the mapping spells them; those it lacks are added empty.

    A column that the mapping needs to recognise the form is never added.
    """
    wanted = {plain(name): name for name in columns_of(mapping)}
    frame = sheet.frame.rename(columns=lambda name: wanted.get(plain(name), name))
    optional = columns_of(mapping) - set(frame.columns) - set(mapping.recognised_by)
    if not mapping.recognised_by or not optional:
        return replace(sheet, frame=frame)
    told = ", ".join(f'"{name}"' for name in sorted(optional))
    decision = Decision("columns", f"{told} not in the file, read as empty")
    return replace(
        sheet,
        frame=frame.assign(**dict.fromkeys(sorted(optional), "")),
        decisions=(*sheet.decisions, decision),
    )


def _has_form(sheet: Sheet, mapping: Mapping) -> bool:
    """Whether a file without names has the number of columns, and numbers where they should be."""
    if len(sheet.frame.columns) != len(mapping.file.columns) or not mapping.file.numbers:
        return False
    if sheet.frame.columns[0] != "column 1":
        return False
    head = sheet.frame.head(50).set_axis(mapping.file.columns, axis=1)
    return bool(head[mapping.file.numbers].apply(lambda c: c.str.fullmatch(r"\d+")).all(axis=None))


def plain(text: str) -> str:
    """A text as it is compared: without capitals, accents and signs.

    >>> plain("Date_of Event:")
    'date of event'
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^\w]+|_", " ", bare).strip()


def for_flat_sheet(
    sheet: Sheet, dates: Order | None, decimal: str | None, *, draft: bool = False
) -> tuple[Mapping, list[Decision]]:
    """A mapping for a sheet of somebody's own, from the names of its columns.

    Parameters
    ----------
    draft : it is to be filled in by hand: a column that is needed and not found is "?".

    Raises
    ------
    CannotImport : no column says when, or none says what.
    """
    column = _columns(sheet.frame)
    missing = [what for what in ("date", "kind") if what not in column]
    if "start" in column and "date" in missing:
        missing.remove("date")
    if missing and draft:
        column |= dict.fromkeys(missing, UNKNOWN)
    elif missing:
        there = ", ".join(f'"{name}"' for name in sheet.frame.columns)
        words = {"date": "the day (date, when, start)", "kind": "what happened (what, type, kind)"}
        lacking = " and ".join(words[what] for what in missing)
        raise CannotImport(
            f"{sheet.file}: no column is called after {lacking}; it has {there}. Rename them, or "
            "say in a mapping which they are: --draft mapping.yaml, in place of --to, writes one "
            "to be filled in and given with --mapping (docs/import.md)"
        )
    if "date" in column:
        when = When(column=[column["date"]])
    else:
        when = When(first=column["start"], last=column.get("end", column["start"]), lasted=True)
    who = [Who(name=[column[w]], part=part) for w, part in _PARTS.items() if w in column]
    kind = Coded(column=[column["kind"]], also=[column["how"]] if "how" in column else [])
    amount = None
    if {"number", "low", "high"} & set(column):
        amount = Amount(
            column=[column["number"]] if "number" in column else [],
            low=column.get("low"),
            high=column.get("high"),
            of=_COUNTED,
        )
    told = [column[w] for w in ("source", "link") if w in column]
    notes = [f"{{{column['note']}}}"] if "note" in column else []
    notes += ["Source as the sheet gives it: " + " ".join(f"{{{c}}}" for c in told)] if told else []
    summary = f"{{{column['summary']}}}" if "summary" in column else _summary(column)
    form = EventForm(
        kind=kind,
        date=when,
        who=who,
        amount=amount,
        place=[column["place"]] if "place" in column else [],
        process=[column["process"]] if "process" in column else [],
        summary=summary,
        note=" ".join(notes),
    )
    mapping = Mapping(
        name="sheet",
        title="A sheet",
        dates=dates,
        decimal=decimal,  # type: ignore[arg-type]
        source=SourceForm(label=sheet.file),
        events=[form],
        kinds=_kinds(sheet.frame, kind),
    )
    unused = [name for name in sheet.frame.columns if name not in column.values()]
    found = {what: name for what, name in column.items() if name != UNKNOWN}
    said = [Decision("columns", "; ".join(f'"{name}" is {what}' for what, name in found.items()))]
    if unused:
        said.append(Decision("not used", ", ".join(f'"{name}"' for name in unused)))
    return mapping, said


UNKNOWN = "?"
"""In a mapping to be filled in, the column that somebody has to name."""


def with_kinds_of(sheet: Sheet, mapping: Mapping) -> Mapping:
    """The mapping with each text that stands for a kind in the sheet; "" for one nobody knows."""
    found: dict[str, str] = {}
    for form in mapping.events:
        if isinstance(form.kind, Coded) and form.kind.table is None:
            found |= _kinds(sheet.frame, form.kind)
    return mapping.model_copy(update={"kinds": {**found, **mapping.kinds}})


def _columns(frame: pd.DataFrame) -> dict[str, str]:
    """What -> the first column with one of its names, in the order of the names."""
    names: dict[str, str] = {}
    for name in frame.columns:
        names.setdefault(plain(name), name)
        names.setdefault(plain(_ASIDE.sub(" ", name)), name)  # "Date (dd/mm/yyyy)"
    found: dict[str, str] = {}
    for what, words in _words("columns").items():
        for word in map(plain, words):
            if word in names and names[word] not in found.values():
                found[what] = names[word]
                break
    return found


def _summary(column: dict[str, str]) -> str:
    who = "; ".join(f"{{{column[w]}}}" for w in ("from", "who", "to") if w in column)
    return f"{{{column['kind']}}}: {who}" if who else f"{{{column['kind']}}}"


def _kinds(frame: pd.DataFrame, coded: Coded) -> dict[str, str]:
    """Each text of a kind in the sheet -> the kind that it is a word for, or ""."""
    if UNKNOWN in coded.column:
        return {}
    cell = frame[coded.column[0]]
    for column in coded.also:
        cell = cell + "/" + frame[column]
    known = words_for_kinds()
    texts = [str(text) for text in cell.str.rstrip("/").value_counts().index if text]
    if len(texts) > max(_MOST_KINDS, len(frame) // 2):
        column = coded.column[0]
        raise CannotImport(f'"{column}" holds {len(texts)} different texts, and so no kinds')
    return {text: _kind(text, known) for text in texts}


def words_for_kinds() -> dict[str, str]:
    """Each word for a kind of event, as :func:`plain` writes it -> the kind, "contact/phone"."""
    known = {plain(word): kind for kind, words in _words("kinds").items() for word in words}
    return known | {plain(kind): kind for kind in _words("kinds")}


def _kind(text: str, known: dict[str, str]) -> str:
    whole, (first, _, how) = known.get(plain(text), ""), text.partition("/")
    if whole or not how:
        return whole
    kind, channel = known.get(plain(first), ""), known.get(plain(how), "")
    if kind.startswith("contact") and channel.startswith("contact"):
        return channel
    return kind


@cache
def _words(name: str) -> dict[str, list[str]]:
    path = files("analysis.importers") / "words" / f"{name}.yaml"
    return cast(dict[str, list[str]], yaml.safe_load(path.read_text(encoding="utf-8")))
