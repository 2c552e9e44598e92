"""A whole checkout in small: an invented case, two chapters, two editions.

Two sides of a harbour strike, North and South, in 2031: enough for the press and the command
line to run on, and nothing of it in the code that is tested.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tests.hostile import hostile_package
from tests.report_reader import Report

from analysis.commands.cli import main
from analysis.package.check import check
from analysis.press.build.build import build
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project
from analysis.press.plan.tidy import tidied

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ROOT = SEEDS.parent
LAKELAND = Path(__file__).resolve().parent / "packages" / "lakeland"

TABLES = {
    "sources": """\
source_id,label,type,headline,publisher,address,published,published_basis,published_reason,\
language,sha256,version,covers,families,access,note
gazette,Source 1,text,Calls over the harbour,Gazette,,2031-03-20,stated,,\
en,{a},,2031-03-01/2031-03-14,,,
courier,Source 2,text,Talks go on,Courier,,2031-04-02,stated,,\
en,{b},,2031-03-20/2031-03-31,,,
""".format(a="a" * 64, b="b" * 64),
    "actors": """\
actor_id,name,short,kind,member_of,side,role,level,named,note
alder,Ann Alder,Alder,person,,North,party,4,yes,
birch,Ben Birch,Birch,person,,South,party,4,yes,
""",
    "events": """\
event_id,kind,channel,modality,process,place,amount_of,topic,summary,note,access
call-1,contact,phone,actual,,,,process,Alder telephoned Birch.,,
call-2,contact,phone,actual,,,,process,Alder telephoned Birch again.,,
""",
    "participants": """\
event_id,actor_id,part
call-1,alder,initiator
call-1,birch,recipient
call-2,alder,initiator
call-2,birch,recipient
""",
    "evidence": """\
evidence_id,event_id,source_id,paragraph,quote,speaker,stance,term,date,date_basis,date_note,\
relation,anchor,days,amount_low,amount_best,amount_high,amount_text,repeated,blames
E001,call-1,gazette,2,Alder called Birch,the source,asserts,,2031-03-03,stated,,,,,,,,,,
E002,call-2,courier,1,they spoke again,the source,asserts,,2031-03-22,stated,,,,,,,,,,
""",
}

PARAMETERS = """\
start = "2031-03-01"
end = "2031-03-31"
freq = "W"
sides = []
sources = []
channels = []
days_without_contact = [3, 7, 14]
confidence = 0.95
package = "../seeds"
"""

CALLS = """\
from IPython.display import publish_display_data
from analysis.marks import Column, KeyFigure, KeyFigures, Table, written
from analysis.table_html import table_html
from analysis.package.tables import load
from analysis.package.narrow import select
data = load(package)
view = select(data, start=start, end=end, sides=sides, sources=sources, channels=channels)
calls = view.events[["event_id"]].assign(date=view.events["earliest"].dt.strftime("%Y-%m-%d"))
table = Table(
    id="tbl-calls", caption="Calls", columns=(Column("Call"), Column("Day")),
    rows=tuple(((event,), (str(date),)) for event, date in calls.itertuples(index=False)),
    file="calls", fields={"event_id": "id of the call", "date": "day of the call"},
)
publish_display_data(
    {"text/html": table_html(table), "text/csv": calls.to_csv(index=False), "text/plain": "calls"},
    metadata=written(table))
"""

FIGURES = """\
publish_display_data(
    {"text/html": "<dl></dl>", "text/plain": "calls"},
    metadata=written(KeyFigures(figures=(KeyFigure("calls", str(len(calls)), "calls",
        f"{start} to {end}", tuple(view.evidence["evidence_id"]), len(calls)),))))
"""

SAY = """\
from IPython.display import publish_display_data
from analysis.marks import Prose, written
publish_display_data({"text/markdown": f"Counted by {freq}.", "text/plain": freq},
    metadata=written(Prose()))
"""

# All that differs between two runs, if nobody takes care.
NOISE = """\
import os, sys, time, uuid, warnings
warnings.warn("a warning", stacklevel=1)
print(time.tzname, sorted({"a", "b"}), hash("a"), os.environ["SOURCE_DATE_EPOCH"])
object()
"""

EDITIONS = """\
default:
  description: All of it.
  start: 2031-03-01
  end: 2031-03-31
  title: The harbour talks

north:
  start: 2031-03
  sides: [North]
"""


@dataclass(frozen=True)
class Checkout:
    """A small checkout on disk."""

    root: Path

    def chapter(self, name: str, cells: Sequence[str], parameters: str | None = PARAMETERS) -> Path:
        """Write a notebook: a title, a parameters cell (unless None), and these code cells."""
        v4 = nbformat.v4
        made = [v4.new_markdown_cell(f"# {name[3:-6].capitalize()}")]
        if parameters is not None:
            tagged = v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
            made.append(tagged)
        made += [v4.new_code_cell(cell) for cell in cells]
        path = self.root / "notebooks" / name
        path.write_text(tidied(nbformat.writes(v4.new_notebook(cells=made))), encoding="utf-8")
        return path


def write_package(folder: Path, title: str = "A harbour strike") -> Path:
    folder.mkdir(parents=True)
    descriptor = json.loads((SEEDS / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"name": "harbour", "title": title, "description": "An invented case."}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    shutil.copy(SEEDS / "kinds.csv", folder / "kinds.csv")
    return folder


def make_checkout(folder: Path) -> Checkout:
    root = folder / "a checkout"
    (root / "notebooks").mkdir(parents=True)
    write_package(root / "seeds")
    (root / "notebooks" / "editions.yaml").write_text(EDITIONS, encoding="utf-8")
    (root / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    made = Checkout(root)
    made.chapter("01_calls.ipynb", [CALLS, FIGURES])
    made.chapter("02_words.ipynb", [SAY, NOISE])
    return made


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return make_checkout(tmp_path)


@pytest.fixture(scope="session")
def new_checkout() -> Callable[[Path], Checkout]:
    return make_checkout


@pytest.fixture(scope="session")
def new_package() -> Callable[..., Path]:
    return write_package


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    """Builds a report of a package with the project's own notebooks, as the command line does."""

    def make(folder: Path, *options: str, package: Path = LAKELAND, cwd: Path = ROOT) -> Report:
        arguments = [item for option in options for item in ("-p", option)]
        with contextlib.chdir(cwd):
            status = main(["report", "-p", f"package={package}", *arguments, "--out", str(folder)])
        assert status == 0
        return Report(folder)

    return make


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Gives a folder that one process of a test run fills and all of its processes read."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, fill: Callable[[Path], object]) -> Path:
        place, aside = shared / name, base / f"{name}-aside"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                fill(aside)
                aside.rename(place)
        return place

    return folder


@pytest.fixture(scope="session")
def lakeland_report(made_once: Callable[..., Path], make_report: Callable[..., Report]) -> Report:
    """The report of the invented package, from the day before its first event to its last day."""
    options = ("start=1997-06-01", "end=1998-02-01")
    return Report(made_once("lakeland", lambda folder: make_report(folder, *options)))


@pytest.fixture(scope="session")
def truce_report(made_once: Callable[..., Path]) -> Report:
    """Tables, key figures and executed notebooks of ``truce-2023``, from the three articles."""
    articles = "sources=account-2023-11,impasse-2023-12,approval-2025-01"

    def fill(folder: Path) -> None:
        plan = make_plan(Project(ROOT), "truce-2023", [articles], out=folder, folder=ROOT)
        build(plan, exports={})

    return Report(made_once("truce-2023", fill))


@pytest.fixture(scope="session")
def edition_report(made_once: Callable[..., Path]) -> Callable[[str], Report]:
    """The report of an edition of this checkout."""

    def made(name: str) -> Report:
        def fill(folder: Path) -> None:
            build(make_plan(Project(ROOT), name, out=folder, folder=ROOT))

        return Report(made_once(name, fill))

    return made


@pytest.fixture(scope="session")
def default_report(edition_report: Callable[[str], Report]) -> Report:
    """The default report of this checkout."""
    return edition_report("default")


@pytest.fixture(scope="session")
def hostile_report(made_once: Callable[..., Path], make_report: Callable[..., Report]) -> Report:
    """The report of a package whose every free text is hostile."""

    def fill(folder: Path) -> None:
        package = hostile_package(folder.with_name("hostile"))
        assert check(package) == []
        make_report(folder, package=package)

    return Report(made_once("hostile-report", fill))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, one for all tests of a process: playwright runs but once in it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()
