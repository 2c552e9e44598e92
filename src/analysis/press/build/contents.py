"""What lies beside a report's pages (tables, key figures, notebooks), and what it tells of itself.

All of it is taken from the plan, the record of provenance and the executed chapters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.package.files import SECOND_CODING
from analysis.package.published.package import files_of
from analysis.press.document import tables_out
from analysis.press.document.numbering import json_text
from analysis.press.plan.place import DESCRIPTOR
from analysis.press.plan.plan import Plan
from analysis.press.plan.subtitle import window
from analysis.press.run.normalise import as_json
from analysis.scratch import scratch

# File name and normalised notebook of each chapter, in reading order.
Executed = list[tuple[str, NotebookNode]]


_BESIDE = {
    DESCRIPTOR: "its description and codebook",
    SECOND_CODING: "a second, independent coding",
}


def title_of(plan: Plan) -> str:
    """The title of the report: as given, or that of the package."""
    return plan.parameters.title or plan.codebook.title or plan.codebook.name


def metadata(plan: Plan, record: Mapping[str, Any], package: Path) -> dict[str, Any]:
    """What the joined notebook tells of itself; the files of its data lie in `package`."""
    return about(
        record,
        title=title_of(plan),
        subtitle=plan.subtitle,
        date=plan.evidence_date,
        description=description_of(plan),
        attachments=_attachments(plan, record, package),
    )


def about(
    record: Mapping[str, Any],
    *,
    title: str,
    subtitle: str,
    date: dt.date,
    description: str,
    attachments: list[dict[str, str]],
) -> dict[str, Any]:
    """The same for whoever has no plan: from the record, and what it does not hold."""
    name = record["edition"]
    edition = "" if name == "default" else name
    changed = [one for one in record["customised"] if one != "extent"]
    if changed:
        edition = f"{name}, with {', '.join(changed)} set anew"
    return {
        "title": title,
        "subtitle": subtitle,
        "lang": "en",
        "front": True,
        "date": date.isoformat(),
        "edition": edition,
        "description": description,
        "paper": record["parameters"]["paper"],
        "provenance": dict(record),
        "attachments": attachments,
    }


def description_of(plan: Plan) -> str:
    """What the edition says of itself; of one with parameters set anew, the package."""
    return (not plan.customised and plan.edition.description) or plan.codebook.description


@contextmanager
def package_of(plan: Plan) -> Iterator[Path]:
    """A folder with the files of the data package that the report carries: its published form."""
    used = plan.parameters
    published = files_of(used.package, used.restricted)
    if published is None:
        yield used.package
        return
    with scratch("package") as aside:
        for name, content in published.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield aside


def _attachments(plan: Plan, record: Mapping[str, Any], package: Path) -> list[dict[str, str]]:
    """The files of the data package and the chapters; the exporter adds the record itself."""
    # Nothing is made of the second coding but a comparison; the record has it among what a chapter
    # reads.
    files = dict.fromkeys([*record["package"]["files"]])
    if (package / SECOND_CODING).is_file():
        files[SECOND_CODING] = None
    tables = {table.path: table for table in plan.codebook.tables.values()}
    return [
        {
            # Two tables may have files of one name, each in its own folder.
            "name": f"{tables[name].name}.csv" if name in tables else name,
            "path": str(package / name),
            "mime": "text/csv" if name.endswith(".csv") else "application/json",
            "description": "Data package: "
            + (tables[name].title if name in tables else _BESIDE.get(name, name)),
        }
        for name in files
    ] + [
        {
            "name": job.name,
            "text": job.source,
            "mime": "application/x-ipynb+json",
            "description": "Chapter of the report, as it was before it ran",
        }
        for job in plan.jobs
    ]


def write_notebooks(folder: Path, executed: Executed) -> None:
    """The chapters as they ran."""
    for name, notebook in executed:
        write(folder / name, as_json(notebook))


def write_tables(folder: Path, plan: Plan, executed: Executed) -> None:
    """The tables that the chapters show, with their descriptor."""
    tables = tables_out.collect_tables(executed)
    if not tables:
        return
    for table in tables:
        write(folder / f"{table.name}.csv", table.csv)
    descriptor = tables_out.datapackage(
        tables,
        name=f"{plan.codebook.name}-{plan.edition.name}",
        title=f"{title_of(plan)}: the tables of the report",
        description=f"What the charts and tables of the report show, {window(plan.parameters)}.",
    )
    write(folder / DESCRIPTOR, json_text(descriptor))


def write_figures(path: Path, plan: Plan, executed: Executed) -> None:
    """The key figures that the chapters show."""
    start, end = plan.parameters.start, plan.parameters.end
    assert start is not None
    assert end is not None
    told = {
        "edition": plan.edition.name,
        "title": title_of(plan),
        "subtitle": plan.subtitle,
        "description": description_of(plan),
        "window": {"start": start.isoformat(), "end": end.isoformat()},
        "evidence_date": plan.evidence_date.isoformat(),
        "figures": tables_out.key_figures(executed),
    }
    write(path, json_text(told))


def write(path: Path, text: str) -> None:
    """A text as a file, in a folder that is made for it."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
