"""``backchannel init``: makes a folder to start from: an empty data package and the notebooks.

Only the standard library is imported here, as in ``cli``; the rest when it runs.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

DONE = 0

HELP = "make a folder to start from: an empty data package, the notebooks and editions.yaml"

_PACKAGE: dict[str, Any] = {
    "name": "my-talks",
    "title": "A title for what the talks are about",
    "description": "What the events are of, from when to when, and what they are coded from.",
    "version": "0.1.0",
    "keywords": [],
    "terms": {"held": "people held"},
}
_EDITIONS = """\
# Named parameter sets: `backchannel report --edition NAME` makes reports/NAME/.
# Each entry may hold any parameter that `backchannel report --help` lists, and a description.
# Paths start from this folder; without start and end, the window is all that the sources cover.

default:
  description: The whole time that the sources speak of.
"""
# A report needs days that a source covers. The checksum is that of an empty text.
_SOURCE = {
    "source_id": "first",
    "label": "Source 1",
    "type": "text",
    "headline": "To be replaced by your first source",
    "publisher": "not stated",
    "published": "2000-01-31",
    "published_basis": "stated",
    "language": "en",
    "sha256": hashlib.sha256(b"").hexdigest(),
    "covers": "2000-01-01/2000-01-31",
}
_KEPT_OUT = ".cache/\nexports/\nreports/\nseeds/texts/\n.ipynb_checkpoints/\n"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.add_argument("folder", type=Path, metavar="FOLDER", help="made, or empty")


def run(options: argparse.Namespace) -> int:
    """Make the folder and say what comes next.

    Raises
    ------
    NotAReport : something is there already.
    """
    from analysis.press.plan.place import NotAReport
    from analysis.scratch import scratch
    from analysis.whole import folder_made

    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotAReport(f"{folder} is there already and not empty; name a new folder")
    template = template_folder()
    with folder_made(folder), scratch("init", folder) as aside:
        _write_notebooks(template / "notebooks", aside / "notebooks")
        _write_package(template / "seeds", aside / "seeds")
        (aside / ".gitignore").write_text(_KEPT_OUT, encoding="utf-8")
        for made in sorted(aside.iterdir()):
            made.rename(folder / made.name)
    shown = os.path.relpath(folder)
    print(f"{shown}/seeds: an empty data package, but for one source to be replaced by your first")
    print(f"{shown}/notebooks: the chapters of a report, and editions.yaml")
    print(f"in {shown}, `backchannel check`, `report` and `lab` work as in a checkout")
    return DONE


def template_folder() -> Path:
    """Where the notebooks and the description of the tables are: shipped along, or the checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "start"
    return shipped if shipped.is_dir() else package.parents[1]


def _write_notebooks(source: Path, folder: Path) -> None:
    """The chapters, with a window that is left open."""
    folder.mkdir(parents=True)
    for path in sorted(source.glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        open_window = re.sub(r'(?<=")(start|end) = \\"[\d-]+\\"', r"\1 = None", text)
        (folder / path.name).write_text(open_window, encoding="utf-8")
    (folder / "editions.yaml").write_text(_EDITIONS, encoding="utf-8")


def _write_package(source: Path, folder: Path) -> None:
    """The description of the tables, the kinds of events, one source, no other row."""
    folder.mkdir(parents=True)
    told = json.loads((source / "datapackage.json").read_text(encoding="utf-8"))
    for name in ("licenses", "contributors"):
        told.pop(name, None)
    text = json.dumps({**told, **_PACKAGE}, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
    for table in told["resources"]:
        if (source / table["path"]).name == "kinds.csv":
            shutil.copy(source / table["path"], folder / table["path"])
        else:
            columns = [field["name"] for field in table["schema"]["fields"]]
            with (folder / table["path"]).open("w", encoding="utf-8", newline="") as file:
                rows = csv.DictWriter(file, columns, lineterminator="\n")
                rows.writeheader()
                if table["name"] == "sources":
                    rows.writerow(_SOURCE)
