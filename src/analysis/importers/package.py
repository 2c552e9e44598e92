"""The whole import: files and a mapping become a data package, with a fate for every row.

The package is written whole or not at all. Nothing in it is known but what the files say: quotes
are empty, the place of evidence is the number of a row, and an actor's kind is not known unless
the file tells.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.importers.actors import alike, slug
from analysis.importers.choices import Choices
from analysis.importers.codings import Codings, codings
from analysis.importers.columns import check_keep
from analysis.importers.decisions import CannotImport, Decision
from analysis.importers.events import Made, events_of
from analysis.importers.forms import Mapping
from analysis.importers.mapping import OPENING, written
from analysis.importers.sheet import Sheet
from analysis.importers.sources import source_ids, sources_of

REPORT, MAPPING = "import-report.csv", "mapping.yaml"


@dataclass(frozen=True)
class Imported:
    """What an import made, before it is written.

    Attributes
    ----------
    tables : name -> table of the package, all str.
    report : (n,) file, row, outcome, events, reason, one row per row of the files; of a large
        file one per row that was looked at, and below these one per reason for which others were
        left out, with how many these are in ``rows``.
    alike : pairs of names that look alike.
    unknown : text of a kind that the mapping lacks -> in how many rows.
    decisions : what was found out.
    """

    tables: dict[str, pd.DataFrame]
    report: pd.DataFrame
    mapping: Mapping
    title: str
    held: str
    alike: list[tuple[str, str]]
    unknown: dict[str, int]
    decisions: tuple[Decision, ...]


def imported(
    sheets: Sequence[Sheet], mapping: Mapping, kinds: pd.DataFrame, choices: Choices
) -> Imported:
    """Make the tables of a package from sheets of one form.

    Raises
    ------
    CannotImport : nothing of it can be told by the mapping, or it says no day that is covered.
    """
    own = [kind.model_dump() for kind in mapping.own_kinds]
    kinds = pd.concat([kinds, pd.DataFrame(own, columns=kinds.columns)]).astype("str")
    frame, rows = _joined(sheets)
    left_out = _left_out(frame, choices)
    coded = codings(frame, mapping, kinds, left_out, _whole(sheets))
    if coded.told.empty:
        raise CannotImport(_nothing(coded, mapping, sheets))
    labels = dict(zip(kinds["kind"], kinds["label"], strict=True))
    made = events_of(coded, mapping.merge, rows, labels)
    report = _report(rows, coded, made, sheets)
    sources = sources_of(sheets, frame, rows, mapping, coded, kinds, choices, report)
    tables = {
        "sources": sources,
        "actors": made.actors,
        "kinds": kinds,
        "events": made.events,
        "participants": made.participants,
        "evidence": made.evidence,
    }
    of_a_format = mapping.machine_coded or mapping.recognised_by
    named = [] if of_a_format else alike(list(made.actors["name"]))
    title = choices.title or f"{mapping.title}: {', '.join(s.file for s in sheets)}"
    return Imported(
        tables,
        _with_left(report, sheets),
        mapping,
        title,
        choices.held,
        named,
        coded.unknown,
        coded.decisions,
    )


def write(made: Imported, template: Path, folder: Path) -> None:
    """Write the package, its mapping and its report into a new folder.

    Parameters
    ----------
    template : folder with the ``datapackage.json`` that describes the tables.
    """
    folder.mkdir()
    told: dict[str, Any] = json.loads((template / "datapackage.json").read_text(encoding="utf-8"))
    for name in ("licenses", "contributors", "keywords"):
        told.pop(name, None)
    told |= {
        "name": slug(made.title)[:60].strip("-") or "imported",
        "title": made.title,
        "description": f"Made by an import; {REPORT} tells what became of each row.",
        "version": "0.1.0",
        "terms": {"held": made.held},
    }
    for resource in told["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        table = made.tables[resource["name"]]
        whole = table.reindex(columns=columns, fill_value="")
        whole.to_csv(folder / resource["path"], index=False, lineterminator="\n")
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
    made.report.to_csv(folder / REPORT, index=False, lineterminator="\n")
    (folder / MAPPING).write_text(written(made.mapping, OPENING), encoding="utf-8")


def _joined(sheets: Sequence[Sheet]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All rows under one another; and for each its source and number."""
    frame = pd.concat([sheet.frame for sheet in sheets], ignore_index=True).fillna("")
    ids = source_ids(sheets)
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "source": position,
                    "source_id": name,
                    "file": sheet.file,
                    "number": sheet.frame.index,
                }
            )
            for position, (name, sheet) in enumerate(zip(ids, sheets, strict=True))
        ],
        ignore_index=True,
    )
    return frame, rows


def _left_out(frame: pd.DataFrame, choices: Choices) -> pd.Series:
    check_keep(frame.columns, choices)
    out = pd.Series(False, index=frame.index)
    for columns, values in choices.keep:
        out |= ~frame[list(columns)].isin(values).any(axis=1)
    return out


def _whole(sheets: Sequence[Sheet]) -> dict[str, list[str]]:
    """Column -> cells of the rows of all files that are not here."""
    whole: dict[str, list[str]] = {}
    for sheet in sheets:
        for column, cells in sheet.whole.items():
            whole.setdefault(column, []).extend(cells)
    return whole


def _with_left(report: pd.DataFrame, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """The report, and below it what was left out of large files, counted by its reason."""
    left = [
        {"file": s.file, "row": "", "outcome": n.outcome, "events": "", "reason": n.reason,
         "rows": n.rows}
        for s in sheets for n in s.left
    ]  # fmt: skip
    if not left:
        return report
    return pd.concat([report.assign(rows=1), pd.DataFrame(left)], ignore_index=True)


def _nothing(coded: Codings, mapping: Mapping, sheets: Sequence[Sheet]) -> str:
    counted = Counter(coded.fates["reason"])
    for left in (left for sheet in sheets for left in sheet.left):
        counted[left.reason] += left.rows
    lines = [f"  {count:,} × {reason}" for reason, count in counted.most_common(5)]
    told = f"no row can be told by the mapping {mapping.name}:"
    if coded.unknown:
        lines.append("  --draft mapping.yaml writes it, to be filled in and given with --mapping")
    return "\n".join([told, *lines]) if lines else f"{told} every row was left out"


def _report(
    rows: pd.DataFrame, coded: Codings, made: Made, sheets: Sequence[Sheet]
) -> pd.DataFrame:
    """What became of each row: file, row, outcome, events, reason."""
    report = rows[["file", "number"]].rename(columns={"number": "row"})
    report = report.assign(outcome="", events="", reason="")
    fates = coded.fates.drop_duplicates("row").set_index("row")
    report.loc[fates.index, "outcome"] = fates["outcome"]
    report.loc[fates.index, "reason"] = fates["reason"]
    told = made.told.assign(
        merged=made.told["row"] != made.told["first"],
        number=rows["number"].reindex(made.told["first"]).to_numpy(),
        file=rows["file"].reindex(made.told["first"]).to_numpy(),
    )
    by_row = told.groupby("row")
    events = (
        by_row["event_id"].agg("; ".join)
        if not told["row"].is_unique
        else (told.set_index("row")["event_id"])
    )
    merged = told[told["merged"]].drop_duplicates("row").set_index("row")
    report.loc[events.index, "events"] = events
    report.loc[events.index, "outcome"] = "event"
    report.loc[events.index, "reason"] = ""
    report.loc[merged.index, "outcome"] = "merged"
    report.loc[merged.index, "reason"] = (
        "merged with row " + merged["number"].astype("str") + " of " + merged["file"]
    )
    for sheet in sheets:
        for row, count in sheet.ragged.items():
            at = (report["file"] == sheet.file) & (report["row"] == row)
            told_of = f"has {count} cells beyond the columns"
            report.loc[at, "reason"] = (report.loc[at, "reason"] + "; " + told_of).str.strip("; ")
    return report
