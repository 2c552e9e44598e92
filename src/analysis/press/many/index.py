"""The page that lists the reports in ``reports/``, with what each is about and its key figures.

Everything on it is read from the reports that are there: the same reports give the same page,
whatever made them last.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from analysis.days import long_day
from analysis.press.html import fonts
from analysis.press.html.look import page_style
from analysis.press.plan.place import MARK
from analysis.whole import write_whole

INDEX = "index.html"
TEMPLATES = Path(__file__).resolve().parent / "templates" / "index"

_FILES = (("report.html", "Page"), ("report.pdf", "PDF"), ("provenance.json", "Record"))
_FIRST = "default"
_SHOWN = 8  # characters of a checksum, which tell two states apart


@dataclass(frozen=True)
class Listed:
    """One report, as the page shows it.

    Attributes
    ----------
    folder : its name under ``reports/``.
    title, subtitle, description : its own; "" where it has none.
    customised : "freq = D", for each parameter that is not the edition's.
    date : of its newest evidence, in words.
    files : name of a file that is there, and what to call it.
    figures : its key figures: mappings with value, label and note.
    unreadable : why there are none, "" where all is well.
    tables, code : the beginning of their sha256.
    """

    folder: str
    title: str
    subtitle: str
    description: str
    customised: tuple[str, ...]
    date: str
    files: tuple[tuple[str, str], ...]
    figures: tuple[Mapping[str, Any], ...]
    unreadable: str
    tables: str
    code: str


def write_index(reports: Path) -> Path:
    """Write ``index.html`` of a folder of reports anew, whole, and return its path."""
    path = reports / INDEX
    write_whole(path, index_page(read_reports(reports)).encode("utf-8"))
    return path


def read_reports(reports: Path) -> list[Listed]:
    """The reports in a folder, by name, the default one first; other folders are left out."""
    folders = (path.parent for path in reports.glob(f"[!.]*/{MARK}"))
    return [_read(folder) for folder in sorted(folders, key=lambda f: (f.name != _FIRST, f.name))]


def index_page(reports: Iterable[Listed]) -> str:
    """The page as HTML: one file without scripts, with links to the reports beside it."""
    listed = list(reports)
    groups: dict[str, list[Listed]] = {}
    for report in listed:
        groups.setdefault(report.title, []).append(report)
    values = "".join(str(figure["value"]) for report in listed for figure in report.figures)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.j2").render(
        count=len(listed),
        states=len({(report.tables, report.code) for report in listed}),
        groups=[{"title": title, "reports": found} for title, found in groups.items()],
        fonts=fonts.font_css({"semibold": frozenset(values)}),
        style=page_style(TEMPLATES / "style.css"),
    )


def _read(folder: Path) -> Listed:
    record, wrong = _json(folder / MARK)
    told, also_wrong = _json(folder / "key_figures.json")
    parameters = record.get("parameters", {})
    window = told.get("window", {})
    return Listed(
        folder=folder.name,
        title=told.get("title") or record.get("package", {}).get("title") or "Without a title",
        subtitle=told.get("subtitle") or " to ".join(window.values()),
        description=told.get("description", ""),
        customised=tuple(
            f"{name} = {_in_words(parameters.get(name))}" for name in record.get("customised", ())
        ),
        date=_date(told.get("evidence_date", "")),
        files=tuple((name, words) for name, words in _FILES if (folder / name).is_file()),
        figures=tuple(told.get("figures", ())),
        unreadable=wrong or also_wrong,
        tables=str(record.get("package", {}).get("sha256", ""))[:_SHOWN] or "not known",
        code=str(record.get("code", {}).get("sha256", ""))[:_SHOWN] or "not known",
    )


def _json(path: Path) -> tuple[dict[str, Any], str]:
    """The object in a JSON file, or none and what is wrong with the file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return {}, f"{path.name}: {error.strerror}"
    except ValueError as error:
        return {}, f"{path.name} is not JSON: {error}"
    return (found, "") if isinstance(found, dict) else ({}, f"{path.name} is not an object")


def _in_words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "all"
    return str(value)


def _date(text: str) -> str:
    return long_day(dt.date.fromisoformat(text)) if text else ""
