"""A data set as a source: its name, the days that it covers, what it codes, what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from analysis.edtf import parse_edtf
from analysis.importers.actors import slug
from analysis.importers.choices import Choices
from analysis.importers.codings import Codings
from analysis.importers.columns import first_filled
from analysis.importers.dates import read_dates
from analysis.importers.decisions import CannotImport
from analysis.importers.forms import Mapping
from analysis.importers.mapping import code_table
from analysis.importers.sheet import Left, Sheet


def source_ids(sheets: Sequence[Sheet]) -> list[str]:
    """An id for each file, from its name."""
    made: list[str] = []
    for position, sheet in enumerate(sheets, 1):
        own = slug(sheet.file.split(".")[0])[:30].strip("-") or f"data-{position}"
        own = own if not own[0].isdigit() else f"data-{own}"
        made.append(own if own not in made else f"{own}-{position}")
    return made


def sources_of(
    sheets: Sequence[Sheet],
    frame: pd.DataFrame,
    rows: pd.DataFrame,
    mapping: Mapping,
    coded: Codings,
    kinds: pd.DataFrame,
    choices: Choices,
    report: pd.DataFrame,
) -> pd.DataFrame:
    """The table of sources: each file one, with its checksum and how many of its rows tell what."""
    families = " ".join(_families(mapping, kinds))
    made = []
    for name, sheet in zip(source_ids(sheets), sheets, strict=True):
        own = frame[rows["source_id"] == name]
        covers = choices.covers or _covers(sheet, own, mapping, coded)
        published, basis, reason = _published(sheet, own, mapping, covers, choices)
        version = choices.version or max(_cells(sheet, own, mapping.source.version), default="")
        several = len(sheets) > 1
        label = f"{mapping.source.label}, {sheet.file}" if several else mapping.source.label
        made.append(
            {
                "source_id": name,
                "label": label,
                "type": "dataset",
                "headline": mapping.source.headline
                if mapping.source.headline != "not stated"
                else sheet.file,
                "publisher": mapping.source.publisher,
                "address": mapping.source.address,
                "published": published,
                "published_basis": basis,
                "published_reason": reason,
                "language": mapping.source.language,
                "sha256": sheet.sha256,
                "version": version,
                "covers": covers,
                "families": families,
                "note": _note(report[rows["source_id"] == name], sheet.left, mapping, choices),
            }
        )
    return pd.DataFrame(made).astype("str")


def _families(mapping: Mapping, kinds: pd.DataFrame) -> list[str]:
    """Families of the kinds that the mapping can tell, in the order of the kinds."""
    told: set[str] = set()
    for form in mapping.events:
        if isinstance(form.kind, str):
            told.add(form.kind)
        elif form.kind.table:
            told |= set(code_table(form.kind.table)["kind"])
        else:
            told |= set(mapping.kinds.values())
    named = {kind.partition("/")[0] for kind in told}
    return list(dict.fromkeys(kinds.loc[kinds["kind"].isin(named), "family"]))


def _cells(sheet: Sheet, own: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """What stands in the first filled of some columns, in all rows of a file."""
    there = list(first_filled(own, columns))
    return there + [cell for column in columns for cell in sheet.whole.get(column, ())]


def _covers(sheet: Sheet, own: pd.DataFrame, mapping: Mapping, coded: Codings) -> str:
    """From the first to the last day that its rows name; months and years count where no day is."""
    if mapping.source.covers:
        cells = _cells(sheet, own, mapping.source.covers)
        dated = set(read_dates(cells, mapping.source.covers[0], mapping.dates).edtf.values())
    else:
        dated = set(coded.dated[coded.dated.index.isin(own.index)])
        for column, dates in coded.read.items():
            dated |= {dates.edtf.get(cell, "") for cell in sheet.whole.get(column, ())}
    read = [parse_edtf(text) for text in dated if text]
    read = [date for date in read if date.shape in ("day", "stretch")] or read
    first = min((date.earliest for date in read if date.earliest), default=None)
    last = max((date.latest for date in read if date.latest), default=None)
    if first is None or last is None:
        raise CannotImport("no day can be read in the file; --covers says which days it tells of")
    return f"{first}/{last}"


def _published(
    sheet: Sheet, own: pd.DataFrame, mapping: Mapping, covers: str, choices: Choices
) -> tuple[str, str, str]:
    if choices.published:
        return choices.published, "stated", ""
    if mapping.source.published:
        cells = _cells(sheet, own, mapping.source.published)
        read = read_dates(cells, mapping.source.published[0], mapping.dates)
        days = sorted(text for text in read.edtf.values() if text)
        if days:
            reason = f"The last day in {mapping.source.published[0]}."
            return days[-1], "inferred", reason
    last = parse_edtf(covers).latest
    reason = "The file does not say when it was published: not before the last day that it covers."
    return f"[{last}..]", "inferred", reason


def _note(report: pd.DataFrame, left: Sequence[Left], mapping: Mapping, choices: Choices) -> str:
    """How many rows became what, and by which rule: it travels with every report."""
    counts = Counter(report["outcome"])
    for each in left:
        counts[each.outcome] += each.rows
    used = counts["event"] + counts["merged"]
    events = report["events"][report["events"] != ""].str.split("; ").explode().nunique()
    said = [
        mapping.about,
        f"{counts.total():,} rows; {used:,} of them tell {events:,} events.",
        mapping.merge.rule,
    ]
    rest = [
        f"{counts[name]:,} {told}"
        for name, told in (
            ("not coded", "are of no kind that is coded here"),
            ("rejected", "cannot be used"),
            ("left out", "were left out on request"),
        )
        if counts[name]
    ]
    if rest:
        said.append(f"Of the other rows {', '.join(rest)}.")
    for columns, values in choices.keep:
        said.append(f"Kept are rows with {' or '.join(values)} in {' or '.join(columns)}.")
    if mapping.source.note:
        said.append(mapping.source.note)
    return " ".join(text for text in said if text)
