"""Whole builds of a small checkout: what appears, what stays, and that it is the same each time."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
import pytest
from frictionless import Package

from analysis.marks import KeyFigure, KeyFigures, Table, written
from analysis.parameters_given import ParameterProblems
from analysis.press.build.build import build, build_sample
from analysis.press.build.execute import InputsChanged
from analysis.press.document.tables_out import OutputDefect, collect_tables, key_figures
from analysis.press.plan.chapters import find_chapters, make_jobs
from analysis.press.plan.inputs import package_hashes
from analysis.press.plan.plan import Plan, make_plan
from analysis.press.plan.project import Project
from analysis.press.run.chapters import ChaptersFailed, run_chapters
from analysis.problems import DataProblems

SRC = Path(__file__).resolve().parents[3] / "src"
PLAIN = {"report.html": lambda report: nbformat.writes(report).encode()}


def plan(checkout: Any, *assignments: str, edition: str = "default", **options: Any) -> Plan:
    options.setdefault("folder", checkout.root)
    return make_plan(Project(checkout.root), edition, assignments, **options)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, new_checkout: Callable[[Path], Any]) -> Path:
    """The default edition of the small checkout, as built by the real exporters."""
    checkout = new_checkout(tmp_path_factory.mktemp("built"))
    build(plan(checkout))
    return checkout.root / "reports" / "default"


# What appears


def test_a_report_is_a_folder_with_all_its_parts_and_nothing_is_left_beside_it(
    built: Path,
) -> None:
    assert sorted(contents(built)) == [
        "key_figures.json",
        "notebooks/01_calls.ipynb",
        "notebooks/02_words.ipynb",
        "provenance.json",
        "report.html",
        "report.pdf",
        "tables/calls.csv",
        "tables/datapackage.json",
    ]
    assert [path.name for path in built.parent.iterdir()] == ["default"]


def test_the_page_has_the_chapters_in_order_and_the_colophon(built: Path) -> None:
    page = (built / "report.html").read_text(encoding="utf-8")
    places = [page.index(f">{title}<") for title in ("Calls", "Words", "Colophon")]
    assert places == sorted(places)
    assert "The harbour talks" in page
    assert "2 April 2031" in page  # the newest evidence, not the day of the build


def test_the_tables_are_a_valid_data_package(built: Path) -> None:
    found = Package(str(built / "tables" / "datapackage.json")).validate()
    assert found.valid, found.to_summary()
    rows = list(csv.DictReader((built / "tables" / "calls.csv").read_text("utf-8").splitlines()))
    assert [row["date"] for row in rows] == ["2031-03-03", "2031-03-22"]
    fields = Package(str(built / "tables" / "datapackage.json")).resources[0].schema.fields
    assert [(f.name, f.type, f.description) for f in fields] == [
        ("event_id", "string", "id of the call"),
        ("date", "date", "day of the call"),
    ]


def test_the_key_figures_are_those_of_the_chapters(built: Path) -> None:
    told = json.loads((built / "key_figures.json").read_text(encoding="utf-8"))
    assert told["window"] == {"start": "2031-03-01", "end": "2031-03-31"}
    assert [(f["id"], f["number"], f["evidence"]) for f in told["figures"]] == [
        ("calls", 2, ["E001", "E002"])
    ]


def test_the_provenance_has_every_input_and_the_parameters_as_used(built: Path) -> None:
    told = json.loads((built / "provenance.json").read_text(encoding="utf-8"))
    root = built.parents[1]
    assert told["parameters"]["package"] == "seeds"
    assert told["parameters"]["days_without_contact"] == [3, 7, 14]
    assert told["evidence_date"] == "2031-04-02"
    assert told["package"]["files"] == package_hashes(root / "seeds")
    for name, digest in told["notebooks"]["files"].items():
        data = (root / "notebooks" / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
    assert "analysis/press/build/build.py" in told["code"]["files"]
    assert told["versions"]["pandas"]


def test_the_chapters_ran_with_the_date_of_the_evidence_in_utc(built: Path) -> None:
    text = (built / "notebooks" / "02_words.ipynb").read_text(encoding="utf-8")
    assert "1932854400" in text  # 2 April 2031, midnight
    assert "('UTC', 'UTC')" in text


def test_no_path_of_this_machine_is_in_any_file(built: Path) -> None:
    root = str(built.parents[1])
    for path in built.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert root.encode() not in data, path
            assert str(SRC).encode() not in data, path


def test_another_folder_process_hash_seed_time_zone_and_locale_give_the_same_bytes(
    built: Path, tmp_path: Path, new_checkout: Callable[[Path], Any]
) -> None:
    before = contents(built)
    root = new_checkout(tmp_path / "elsewhere").root
    for path in (built.parents[1] / "notebooks").glob("*.ipynb"):
        (root / "notebooks" / path.name).write_bytes(path.read_bytes())
    environment = os.environ | {
        "PYTHONPATH": str(SRC),
        "PYTHONHASHSEED": "77",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "COLUMNS": "40",
    }
    command = [sys.executable, "-m", "analysis.commands.cli", "report", "--jobs", "1"]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    assert contents(root / "reports" / "default") == before


# What stays


def test_a_failing_cell_is_named_and_the_last_report_stays(checkout: Any) -> None:
    place = checkout.root / "reports" / "default"
    build(plan(checkout), exports=PLAIN)
    before = contents(place)
    checkout.chapter("02_words.ipynb", ["x = 1", "# why\ny = x + 1\nx / 0"])
    with pytest.raises(ChaptersFailed) as raised:
        build(plan(checkout), exports=PLAIN)
    [failure] = raised.value.failures
    assert (failure.name, failure.cell, failure.source) == ("02_words.ipynb", 4, "y = x + 1")
    assert failure.error == "ZeroDivisionError: division by zero"
    assert failure.where == ("line 3 of the cell: x / 0",)
    assert contents(place) == before
    assert [path.name for path in place.parent.iterdir()] == ["default"]


def test_all_failing_chapters_are_told_and_a_dead_kernel_is_one(checkout: Any) -> None:
    checkout.chapter("01_calls.ipynb", ["raise KeyError('a')"])
    checkout.chapter("02_words.ipynb", ["import os\nos._exit(3)"])
    with pytest.raises(ChaptersFailed) as raised:
        build(plan(checkout), exports=PLAIN)
    assert [(f.name, f.cell) for f in raised.value.failures] == [
        ("01_calls.ipynb", 3),
        ("02_words.ipynb", 3),
    ]
    assert "the kernel stopped" in raised.value.failures[1].error
    assert "2 of 2 chapters failed; nothing was built" in str(raised.value)
    assert not list((checkout.root / "reports").glob("*"))  # nor need it be there


def test_a_failing_exporter_leaves_nothing(checkout: Any) -> None:
    def broken(report: Any) -> bytes:
        raise RuntimeError("no ink")

    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    with pytest.raises(RuntimeError, match="no ink"):
        build(plan(checkout), exports={**PLAIN, "report.pdf": broken})
    assert not list((checkout.root / "reports").glob("*"))  # nor need it be there


def test_an_input_that_changes_during_the_build_stops_it(checkout: Any) -> None:
    change = "from pathlib import Path\nopen('../seeds/events.csv', 'a').write('\\n')"
    checkout.chapter("02_words.ipynb", [change])
    with pytest.raises(InputsChanged, match=r"events\.csv changed"):
        build(plan(checkout), exports=PLAIN)
    assert not list((checkout.root / "reports").glob("*"))  # nor need it be there


def test_an_interrupted_build_kills_its_kernels_and_leaves_nothing(checkout: Any) -> None:
    checkout.chapter("02_words.ipynb", ["import time\ntime.sleep(600)"])

    def interrupt(step: str) -> None:
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        build(plan(checkout), exports=PLAIN, progress=interrupt)
    assert time.monotonic() - began < 120
    assert not list((checkout.root / "reports").glob("*"))  # nor need it be there


# Where it goes


def test_a_customised_run_does_not_replace_the_named_report(checkout: Any) -> None:
    made = plan(checkout, "freq=D", "start=2031-03-01")
    assert made.place.name == "default+custom"
    assert made.customised == ("freq",)


def test_a_value_that_is_the_editions_own_changes_nothing(checkout: Any) -> None:
    made = plan(checkout, "start=2031-03", "package=seeds")
    assert made.customised == ()
    assert made.place.name == "default"


def test_out_names_the_folder(checkout: Any, tmp_path: Path) -> None:
    assert plan(checkout, "freq=D", out=tmp_path / "mine").place == tmp_path / "mine"


def test_a_sample_is_three_files_and_leaves_others_alone(checkout: Any) -> None:
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    sample = checkout.root / "reports" / "sample"
    sample.mkdir(parents=True)
    (sample / "README.md").write_text("kept", encoding="utf-8")
    made = build_sample(plan(checkout))
    assert [path.name for path in made] == ["report.html", "report.pdf", "page-1.png"]
    before = contents(sample)
    assert sorted(before) == ["README.md", "page-1.png", "report.html", "report.pdf"]
    assert (sample / "page-1.png").read_bytes().startswith(b"\x89PNG")
    build_sample(plan(checkout))
    assert contents(sample) == before


# What is refused before any kernel starts


def test_all_that_is_wrong_is_told_at_once(checkout: Any) -> None:
    evidence = checkout.root / "seeds" / "evidence.csv"
    evidence.write_text(
        evidence.read_text(encoding="utf-8").replace("2031-03-03", "2031-13-03"), encoding="utf-8"
    )
    with pytest.raises(ParameterProblems) as raised:
        plan(checkout, "fre=D", "confidence=95")
    text = str(raised.value)
    assert "did you mean 0.95?" in text
    assert 'did you mean "freq"?' in text
    assert "seeds/evidence.csv, line 2, date" in text
    assert "3 problems; nothing was built" in text


def test_a_broken_package_is_told_before_any_kernel_starts(checkout: Any) -> None:
    (checkout.root / "seeds" / "events.csv").unlink()
    with pytest.raises(DataProblems, match=r"events\.csv"):
        plan(checkout)


def test_names_are_checked_against_the_package(checkout: Any) -> None:
    with pytest.raises(ParameterProblems, match='did you mean "gazette"'):
        plan(checkout, "sources=gazete")


def test_a_checkout_without_notebooks_makes_no_report(checkout: Any) -> None:
    for path in find_chapters(checkout.root / "notebooks"):
        path.unlink()
    with pytest.raises(ParameterProblems, match="has no numbered notebook"):
        plan(checkout)


def test_a_chapter_without_a_parameters_cell_is_refused(checkout: Any) -> None:
    checkout.chapter("02_words.ipynb", ["1"], parameters=None)
    with pytest.raises(ParameterProblems, match=r"02_words\.ipynb: has no cell tagged"):
        plan(checkout)


def test_a_chapter_that_declares_an_unknown_parameter_is_refused(checkout: Any) -> None:
    checkout.chapter("02_words.ipynb", ["1"], parameters="days_without_contct = 3")
    with pytest.raises(
        ParameterProblems, match='"days_without_contct" is not a parameter; did you mean'
    ):
        plan(checkout)


def test_a_chapter_gets_the_parameters_that_it_declares(checkout: Any) -> None:
    checkout.chapter("02_words.ipynb", ["1"], parameters="freq: str = 'W'")
    assert plan(checkout, "freq=D").jobs[1].parameters == {"freq": "D"}


# Another package


@pytest.mark.parametrize(
    ("asked", "window", "told"),
    [
        ([], ("2031-03-01", "2031-03-31"), "window: 1 March 2031 to 31 March 2031, that of the ed"),
        (["end=2031-03-09"], ("2031-03-01", "2031-03-09"), "window: 1 March 2031 to 9 March 2031,"),
        (["end=2031-02-28"], ("2031-02-10", "2031-02-28"), "window: 10 February 2031 to 28 Februa"),
        (["start=2031-02-12", "end=2031-02-28"], ("2031-02-12", "2031-02-28"), ""),
    ],
)
def test_another_package_keeps_the_editions_window_where_it_can_and_has_its_own_title(
    checkout: Any,
    tmp_path: Path,
    new_package: Callable[..., Path],
    asked: list[str],
    window: tuple[str, str],
    told: str,
) -> None:
    other = new_package(tmp_path / "another", title="A lockout")
    sources = other / "sources.csv"
    sources.write_text(
        sources.read_text(encoding="utf-8").replace("2031-03-01/", "2031-02-10/"), encoding="utf-8"
    )
    made = plan(checkout, f"package={other}", *asked, edition="north")
    assert (str(made.parameters.start), str(made.parameters.end)) == window
    assert made.note.startswith(told)
    assert bool(made.note) == bool(told)
    assert made.parameters.sides == ()
    assert made.parameters.title == ""
    assert made.codebook.title == "A lockout"
    assert made.shown_parameters()["package"] == "another"
    assert made.jobs[0].parameters["package"] == "../../another"


def test_a_package_with_no_day_in_the_editions_window_has_its_own_and_says_so(
    checkout: Any,
) -> None:
    lakeland = Path(__file__).resolve().parents[2] / "packages" / "lakeland"
    made = plan(checkout, f"package={lakeland}")
    assert (str(made.parameters.start), str(made.parameters.end)) == ("1997-06-02", "1998-02-01")
    assert made.note == (
        "window: 2 June 1997 to 1 February 1998, that of the data package: "
        'none of its days lies in the window of the edition "default"'
    )


def test_without_an_edition_named_a_longer_package_has_its_whole_window(
    checkout: Any, tmp_path: Path, new_package: Callable[..., Path]
) -> None:
    other = new_package(tmp_path / "another")
    sources = other / "sources.csv"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("2031-03-01/", "2019-02-10/"), encoding="utf-8")
    made = plan(checkout, f"package={other}")
    assert str(made.parameters.start) == "2019-02-10"
    assert made.note.endswith(
        'that of the data package: not all of its days lie in the window of the edition "default"'
    )


def test_a_package_elsewhere_leaves_no_path_in_the_notebooks(
    checkout: Any, tmp_path: Path, new_package: Callable[..., Path]
) -> None:
    other = new_package(tmp_path / "another")
    build(plan(checkout, f"package={other}"), exports=PLAIN)
    text = (checkout.root / "reports/default+custom/notebooks/01_calls.ipynb").read_text("utf-8")
    assert r"package = \"another\"" in text
    assert "../../another" not in text


def test_the_date_is_that_of_the_newest_evidence_chosen(checkout: Any) -> None:
    assert plan(checkout, "sources=gazette").evidence_date.isoformat() == "2031-03-20"
    assert plan(checkout, "end=2031-03-10").evidence_date.isoformat() == "2031-03-20"


# Tables and figures that cannot be handed on


def table(stem: str, text: str, columns: dict[str, str]) -> Any:
    mark = Table(id=stem, caption=stem, file=stem, fields=columns)
    v4 = nbformat.v4
    output = v4.new_output("display_data", data={"text/csv": text}, metadata=written(mark))
    notebook = v4.new_notebook(cells=[v4.new_code_cell("x", outputs=[output])])
    return ("01_a.ipynb", nbformat.from_dict(notebook))


def test_a_column_without_a_description_is_a_defect() -> None:
    with pytest.raises(OutputDefect, match="does not describe"):
        collect_tables([table("a", "x,y\n1,2\n", {"x": "an x"})])


def test_two_different_tables_of_one_name_are_a_defect() -> None:
    one, other = table("a", "x\n1\n", {"x": "x"}), table("a", "x\n2\n", {"x": "x"})
    assert len(collect_tables([one, one])) == 1
    with pytest.raises(OutputDefect, match="another table"):
        collect_tables([one, other])


def test_a_table_name_that_leaves_its_folder_is_a_defect() -> None:
    with pytest.raises(OutputDefect, match="cannot be the name"):
        collect_tables([table("../a", "x\n", {"x": "x"})])


def test_key_figures_of_one_name_must_agree() -> None:
    def figures(value: str) -> Any:
        mark = KeyFigures(figures=(KeyFigure("calls", value, "calls", ""),))
        output = nbformat.v4.new_output("display_data", metadata=written(mark))
        cells = [nbformat.v4.new_code_cell("x", outputs=[output])]
        return ("01_a.ipynb", nbformat.from_dict(nbformat.v4.new_notebook(cells=cells)))

    assert len(key_figures([figures("1"), figures("1")])) == 1
    with pytest.raises(OutputDefect, match="two values"):
        key_figures([figures("1"), figures("2")])


def test_chapters_keep_their_order_whatever_ends_first(checkout: Any) -> None:
    checkout.chapter("01_calls.ipynb", ["import time\ntime.sleep(1)"])
    jobs = make_jobs(find_chapters(checkout.root / "notebooks"), {}, 0)
    ended: list[str] = []
    with ThreadPoolExecutor(2) as executor:
        chapters = run_chapters(jobs, executor, ended.append)
    assert [chapter.name for chapter in chapters] == ["01_calls.ipynb", "02_words.ipynb"]
    assert sorted(ended) == ["01_calls.ipynb", "02_words.ipynb"]
