"""Whole builds with a cache: what is made again after a change, and that nobody sees a difference.

A change of the code is tried on a copy of it, in a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import CALLS, FIGURES, SAY

from analysis.press.build.build import Built, build
from analysis.press.build.cache import LIMIT, Cache
from analysis.press.build.execute import InputsChanged
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project
from analysis.press.run.chapters import ChaptersFailed

SRC = Path(__file__).resolve().parents[3] / "src"
PLAIN = {"report.html": lambda report: json.dumps(report.cells).encode()}
CHAPTERS = ("01_calls.ipynb", "02_words.ipynb")
PAGES = ("report.html", "report.pdf")


@pytest.fixture
def harbour(checkout: Any) -> Any:
    """Two chapters that can be kept: one counts calls, one only says the period."""
    checkout.chapter("01_calls.ipynb", [CALLS, FIGURES])
    checkout.chapter("02_words.ipynb", [SAY])
    return checkout


def make(checkout: Any, *assignments: str, **options: Any) -> Built:
    planned = {name: options.pop(name) for name in ("edition", "out") if name in options}
    edition = planned.pop("edition", "default")
    plan = make_plan(Project(checkout.root), edition, assignments, folder=checkout.root, **planned)
    return build(plan, **{"exports": PLAIN, **options})


def ran(built: Built) -> list[str]:
    return [name for name in built.made if name.endswith(".ipynb")]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# The same bytes


def test_a_report_from_the_cache_is_the_one_made_anew(harbour: Any, tmp_path: Path) -> None:
    from analysis.press.build.build import EXPORTS

    first = make(harbour, exports=EXPORTS)
    assert (sorted(first.made), first.reused) == ([*CHAPTERS, *PAGES], ())
    again = make(harbour, exports=EXPORTS)
    assert (again.made, sorted(again.reused)) == ((), [*CHAPTERS, *PAGES])
    fresh = make(harbour, exports=EXPORTS, fresh=True, out=tmp_path / "fresh")
    assert (sorted(fresh.made), fresh.reused) == ([*CHAPTERS, *PAGES], ())
    assert first.hashes == again.hashes == fresh.hashes == contents(first.place)


def test_a_fresh_build_neither_reads_nor_fills_the_cache(harbour: Any) -> None:
    make(harbour, fresh=True)
    assert Cache.of(harbour.root).size().entries == 0


def test_without_room_everything_is_made_and_nothing_fails(
    harbour: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LIMIT, "0")
    assert ran(make(harbour)) == ran(make(harbour)) == list(CHAPTERS)


def test_damaged_entries_are_made_again(harbour: Any) -> None:
    first = make(harbour)
    for path in Cache.of(harbour.root).folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    again = make(harbour)
    assert ran(again) == list(CHAPTERS)
    assert again.hashes == first.hashes


def test_after_clearing_everything_is_made_again(harbour: Any) -> None:
    make(harbour)
    Cache.of(harbour.root).clear()
    assert ran(make(harbour)) == list(CHAPTERS)


# What a change makes again


def test_a_changed_cell_of_the_data_runs_the_chapters_again(harbour: Any) -> None:
    before = make(harbour)
    replace(harbour.root / "seeds" / "evidence.csv", "2031-03-22", "2031-03-23")
    after = make(harbour)
    assert ran(after) == list(CHAPTERS)
    table = "tables/calls.csv"
    assert after.hashes[table] != before.hashes[table]


def test_another_package_is_left_alone_by_it(
    harbour: Any, tmp_path: Path, new_package: Callable[..., Path]
) -> None:
    other = f"package={new_package(tmp_path / 'other')}"
    make(harbour, other)
    replace(harbour.root / "seeds" / "evidence.csv", "2031-03-22", "2031-03-23")
    assert ran(make(harbour, other)) == []


def test_a_changed_notebook_runs_alone(harbour: Any) -> None:
    make(harbour)
    harbour.chapter("02_words.ipynb", [SAY, "# more"])
    assert ran(make(harbour)) == ["02_words.ipynb"]


def test_a_new_notebook_runs_alone_and_a_removed_one_is_gone(harbour: Any) -> None:
    make(harbour)
    third = harbour.chapter("03_more.ipynb", [SAY])
    assert ran(make(harbour)) == ["03_more.ipynb"]
    third.unlink()
    built = make(harbour)
    assert ran(built) == []
    assert "notebooks/03_more.ipynb" not in built.hashes


def test_a_parameter_runs_the_chapters_that_declare_it(harbour: Any, tmp_path: Path) -> None:
    make(harbour)
    daily = make(harbour, "freq=D")
    assert ran(daily) == list(CHAPTERS)
    fresh = make(harbour, "freq=D", fresh=True, out=tmp_path / "fresh")
    assert fresh.hashes == daily.hashes


def test_a_title_runs_no_chapter(harbour: Any) -> None:
    make(harbour)
    assert ran(make(harbour, "title=Another title")) == []


def test_another_lock_file_runs_the_chapters_again_and_is_stated(harbour: Any) -> None:
    before = make(harbour)
    replace(harbour.root / "requirements.txt", "one==1", "one==2")
    after = make(harbour)
    assert ran(after) == list(CHAPTERS)
    assert after.hashes["provenance.json"] != before.hashes["provenance.json"]
    assert after.hashes["report.html"] != before.hashes["report.html"]


def test_a_file_beside_the_notebooks_runs_the_chapters_again(harbour: Any) -> None:
    make(harbour)
    (harbour.root / "notebooks" / "tide.py").write_text("LEVEL = 1\n", encoding="utf-8")
    assert ran(make(harbour)) == list(CHAPTERS)


def test_a_file_beside_the_notebooks_that_changes_meanwhile_is_told(harbour: Any) -> None:
    (harbour.root / "notebooks" / "tide.csv").write_text("low\n", encoding="utf-8")
    harbour.chapter("02_words.ipynb", ["open('tide.csv', 'a').write('high')"])
    with pytest.raises(InputsChanged, match=r"tide\.csv changed"):
        make(harbour)
    harbour.chapter("02_words.ipynb", [SAY])
    (harbour.root / "notebooks" / "tide.csv").write_text("low\n", encoding="utf-8")
    assert ran(make(harbour)) == list(CHAPTERS)


# What a chapter reads beyond its inputs

BORDERS = "from analysis.reads import reads\nprint(reads('../borders.csv').read_text())"


def test_a_chapter_runs_again_when_what_it_says_it_reads_is_another(
    harbour: Any, tmp_path: Path
) -> None:
    borders = harbour.root / "borders.csv"
    borders.write_text("north,south\n", encoding="utf-8")
    harbour.chapter("02_words.ipynb", [BORDERS])
    first = make(harbour)
    assert json.loads((first.place / "provenance.json").read_text())["reads"]["files"] == {
        "borders.csv": hashlib.sha256(b"north,south\n").hexdigest()
    }
    again = make(harbour)
    assert (ran(again), again.hashes) == ([], first.hashes)
    borders.write_text("east,west\n", encoding="utf-8")
    assert ran(make(harbour)) == ["02_words.ipynb"]
    fresh = make(harbour, fresh=True, out=tmp_path / "fresh")
    assert fresh.hashes == make(harbour).hashes


def test_another_package_that_a_chapter_opens_is_looked_at(
    harbour: Any, tmp_path: Path, new_package: Callable[..., Path]
) -> None:
    other = new_package(tmp_path / "other")
    opens = "from analysis.notebook import open_package\n"
    opens += f"print(open_package({str(other)!r}).codebook.version)"
    harbour.chapter("02_words.ipynb", [opens])
    make(harbour)
    assert ran(make(harbour)) == []
    replace(other / "evidence.csv", "2031-03-22", "2031-03-23")
    assert ran(make(harbour)) == ["02_words.ipynb"]
    assert "reads" in make(harbour).record


def test_a_file_that_changes_after_it_was_read_is_told(harbour: Any) -> None:
    (harbour.root / "borders.csv").write_text("north\n", encoding="utf-8")
    harbour.chapter("02_words.ipynb", [BORDERS, "open('../borders.csv', 'a').write('south')"])
    with pytest.raises(InputsChanged, match=r"borders\.csv changed"):
        make(harbour)


# A process of its own, with a copy of the code

BUILD = """\
import json, sys
from pathlib import Path
from analysis.press.build.build import build
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project
built = build(make_plan(Project(Path.cwd()), "default"))
print(json.dumps([sorted(built.made), sorted(built.reused)]))
"""


@pytest.fixture
def copied(harbour: Any, tmp_path: Path) -> Any:
    """A checkout with its own copy of the code, and a folder of distributions."""
    code = tmp_path / "src"
    shutil.copytree(SRC / "analysis", code / "analysis", ignore=shutil.ignore_patterns("*.pyc"))
    (tmp_path / "site").mkdir()
    return harbour


def in_a_process(checkout: Any, tmp_path: Path) -> tuple[list[str], list[str]]:
    paths = os.pathsep.join(map(str, (tmp_path / "src", tmp_path / "site")))
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=checkout.root,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made, reused = json.loads(done.stdout)
    return made, reused


@pytest.mark.slow
def test_any_change_of_the_code_makes_everything_again(copied: Any, tmp_path: Path) -> None:
    code = tmp_path / "src" / "analysis"
    everything = ([*CHAPTERS, *PAGES], [])
    assert in_a_process(copied, tmp_path) == everything
    assert in_a_process(copied, tmp_path) == everything[::-1]
    replace(code / "days.py", "from __future__", "# A line more.\nfrom __future__")
    assert in_a_process(copied, tmp_path) == everything
    with (code / "press" / "html" / "templates" / "backchannel" / "style.css").open("a") as sheet:
        sheet.write("\n")
    assert in_a_process(copied, tmp_path) == everything


@pytest.mark.slow
def test_another_distribution_makes_everything_again(copied: Any, tmp_path: Path) -> None:
    assert in_a_process(copied, tmp_path)[1] == []
    (tmp_path / "site" / "harbourlib-1.1.dist-info").mkdir()
    assert in_a_process(copied, tmp_path)[1] == []
    assert in_a_process(copied, tmp_path)[0] == []


# Failure


def test_what_ran_while_others_failed_need_not_run_again(harbour: Any) -> None:
    harbour.chapter("02_words.ipynb", ["1 / 0"])
    with pytest.raises(ChaptersFailed, match="1 of 2 chapters failed"):
        make(harbour)
    with pytest.raises(ChaptersFailed, match="1 of 2 chapters failed"):
        make(harbour)
    harbour.chapter("02_words.ipynb", [SAY])
    assert ran(make(harbour)) == ["02_words.ipynb"]


def test_nothing_is_kept_of_a_build_whose_inputs_changed(harbour: Any) -> None:
    change = "open('../seeds/events.csv', 'a').write('\\n')"
    harbour.chapter("02_words.ipynb", [change])
    with pytest.raises(InputsChanged):
        make(harbour)
    harbour.chapter("02_words.ipynb", [SAY])
    assert ran(make(harbour)) == list(CHAPTERS)


def test_a_cache_that_cannot_be_written_to_stops_no_build(
    harbour: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (harbour.root / ".cache").write_text("a file in its place")
    assert ran(make(harbour)) == list(CHAPTERS)
    assert "nothing can be kept for the next time" in caplog.text


# Two builds at once


@pytest.mark.slow
def test_two_builds_at_once_share_a_cache_and_give_the_same_report(
    harbour: Any, tmp_path: Path
) -> None:
    places = [tmp_path / "one", tmp_path / "other"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "analysis", "report", "--out", str(place)],
            cwd=harbour.root,
            env=os.environ | {"PYTHONPATH": str(SRC)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for place in places
    ]
    for process in running:
        _, error = process.communicate(timeout=300)
        assert process.returncode == 0, error.decode()
    assert contents(places[0]) == contents(places[1])
    fresh = make(harbour, fresh=True, out=tmp_path / "fresh", exports={})
    assert {name: contents(places[0])[name] for name in fresh.hashes} == fresh.hashes
    assert ran(make(harbour)) == []


@pytest.mark.slow
def test_two_builds_of_one_edition_at_once_leave_one_whole_report(harbour: Any) -> None:
    command = [sys.executable, "-m", "analysis", "report"]
    environment = os.environ | {"PYTHONPATH": str(SRC)}
    running = [
        subprocess.Popen(command, cwd=harbour.root, env=environment, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in running:
        _, error = process.communicate(timeout=300)
        assert process.returncode == 0, error.decode()
    from analysis.press.build.build import EXPORTS

    place = harbour.root / "reports" / "default"
    assert make(harbour, exports=EXPORTS).hashes == contents(place)
    assert not [path for path in place.parent.iterdir() if path.name.startswith(".")]
