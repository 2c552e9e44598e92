"""The command line: what it prints, with which exit status, and how fast it says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis import __version__
from analysis.commands.cli import main
from analysis.commands.report import split_assignments
from analysis.parameters import names
from analysis.press.build.cache import LIMIT
from analysis.problems import Refused

SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(autouse=True)
def here(checkout: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(checkout.root)
    return Path(checkout.root)


def test_help_imports_nothing_that_takes_time() -> None:
    code = (
        "import sys\nfrom analysis.commands.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'pydantic', 'papermill', 'nbformat', 'yaml'}\n"
        "heavy |= {'ibis', 'duckdb', 'pyarrow'}\n"
        "print('loaded:', sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "loaded: []" in run.stdout


def test_help_of_report_lists_every_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["report", "--help"])
    text = capsys.readouterr().out
    for name in names():
        assert f"  {name} " in text
    assert "reports/EDITION+custom/" in text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"backchannel {__version__}\n"


def test_without_a_command_it_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("usage: backchannel")


@pytest.mark.parametrize(
    "arguments", [["reprot"], ["report", "--jobs", "0"], ["report", "--editon", "a"]]
)
def test_a_wrong_command_line_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: backchannel" in capsys.readouterr().err


def test_wrong_parameters_are_lines_without_a_traceback(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "-p", "fre=D", "-p", "start=soon"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        '-p fre=D: "fre" is not a parameter; did you mean "freq"?',
        '-p start=soon: "soon" is not an EDTF date',
        "2 problems; nothing was built",
    ]
    assert not (here / "reports").exists()


def test_an_unknown_edition_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--edition", "defautl"]) == 1
    assert 'did you mean "default"?' in capsys.readouterr().err


@pytest.mark.slow
def test_a_failing_cell_ends_with_one_and_is_told_in_full_on_demand(
    checkout: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.chapter("01_calls.ipynb", ["1 / 0"])
    (checkout.root / "notebooks" / "02_words.ipynb").unlink()
    assert main(["report", "--verbose"]) == 1
    said = capsys.readouterr().err
    assert "notebooks/01_calls.ipynb, cell 3 (1 / 0): ZeroDivisionError: division by zero" in said
    assert "Traceback (most recent call last)" in said
    assert "1 of 1 chapters failed; nothing was built" in said


def test_a_place_that_holds_something_else_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--out", "seeds"]) == 1
    assert "holds files that are not a report" in capsys.readouterr().err
    assert (here / "seeds" / "events.csv").is_file()


def test_a_report_is_built_and_its_files_are_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "notebooks" / "02_words.ipynb").unlink()
    (here / "below").mkdir()
    assert main(["report", "--edition", "north", "--out", "out"]) == 0
    said = capsys.readouterr()
    assert [line.split()[0] for line in said.out.splitlines()[:2]] == [
        "out/report.html",
        "out/report.pdf",
    ]
    assert said.err == ""


def test_check_ends_with_zero_on_a_good_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "seeds: no problem found",
        "no quote looked up: --texts names the folder of the sources' texts",
    ]


def test_check_lists_warnings_and_ends_with_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lakeland = Path(__file__).resolve().parents[1] / "packages" / "lakeland"
    evidence = Path(shutil.copytree(lakeland, tmp_path / "lakeland")) / "evidence.csv"
    text = evidence.read_text(encoding="utf-8").replace(",1997-06-03,", ",1997-06-04,")
    evidence.write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path / "lakeland")]) == 0
    warned, _, count, _ = capsys.readouterr().out.splitlines()
    assert warned == (
        'warning: lakeland/events.csv, line 3, event_id: "call-1997-06-03-corde-quill" is of '
        "other days than 4 June 1997"
    )
    assert count == "1 warning, which stops nothing"


def test_check_says_how_many_quotes_it_looked_up(capsys: pytest.CaptureFixture[str]) -> None:
    package = Path(__file__).resolve().parents[1] / "packages" / "lakeland"
    assert main(["check", str(package)]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["39 quotes looked up in the sources' texts"]


def test_check_tells_every_problem_and_ends_with_one(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = here / "seeds" / "evidence.csv"
    evidence.write_text(
        evidence.read_text(encoding="utf-8").replace("2031-03-03", "2031-13-03"), encoding="utf-8"
    )
    assert main(["check", "seeds"]) == 1
    said = capsys.readouterr().err
    assert 'seeds/evidence.csv, line 2, date: "2031-13-03" is not an EDTF date' in said
    assert "Traceback" not in said


@pytest.mark.parametrize("arguments", [["nowhere"], ["seeds", "--texts", "nowhere"]])
def test_check_of_a_folder_that_is_not_there_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_editions_are_listed_with_their_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["editions", "--list"]) == 0
    assert "default: All of it.\n    start = 2031-03-01\n" in capsys.readouterr().out


def test_a_wrong_edition_is_told_with_file_and_line(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "notebooks" / "editions.yaml").write_text("default:\n  fre: D\n", encoding="utf-8")
    assert main(["editions", "--list"]) == 1
    assert "notebooks/editions.yaml, line 2, fre" in capsys.readouterr().err


def test_whatever_a_user_can_mend_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unheard(Refused):
        """Of a class that no list names."""

    def refuse(options: object) -> int:
        raise Unheard("the moon is in the wrong place")

    monkeypatch.setattr("analysis.commands.verify.run", refuse)
    assert main(["verify"]) == 1
    assert capsys.readouterr().err == "the moon is in the wrong place; nothing was built\n"


@pytest.mark.parametrize(
    "command",
    ["report", *(pytest.param(c, marks=pytest.mark.slow) for c in ("sample", "editions", "cache"))],
)
def test_no_command_dies_of_a_limit_that_is_no_number(command: str, here: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "analysis", command],
        env=os.environ | {"PYTHONPATH": str(SRC), LIMIT: "abc"},
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f'{LIMIT}: "abc" is not a number of megabytes; nothing was built\n'


def test_tidy_names_what_it_changed_and_what_is_no_notebook(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter, broken = here / "notebooks" / "01_calls.ipynb", here / "notebooks" / "notes.ipynb"
    before = chapter.read_text(encoding="utf-8")
    chapter.write_text(before.replace('"execution_count": null', '"execution_count": 3'), "utf-8")
    assert main(["tidy"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "notebooks/01_calls.ipynb: tidied",
        "1 of 2 notebooks changed",
    ]
    assert chapter.read_text(encoding="utf-8") == before
    broken.write_text("no JSON", encoding="utf-8")
    assert main(["tidy"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "notebooks/notes.ipynb: is not a notebook",
        "1 problem in 1 file; left as they are",
    ]
    assert broken.read_text(encoding="utf-8") == "no JSON"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("start=2031-03-02 freq=D", ["start=2031-03-02", "freq=D"]),
        ("title=Talks in  autumn freq=D", ["title=Talks in autumn", "freq=D"]),
        ("title='as of x=1' freq=D", ["title=as of x=1", "freq=D"]),
        ('title="The people\'s" freq=D', ["title=The people's", "freq=D"]),
        ("title=The people's talks", ["title=The people's talks"]),
        ("freq D", ["freq D"]),
    ],
)
def test_several_values_in_one_text_may_have_blanks(text: str, found: list[str]) -> None:
    assert split_assignments(text) == found


def test_what_is_set_in_one_text_is_checked_with_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["report", "-p", "fre=D", "--set", "start=soon title=Talks in autumn"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        '-p fre=D: "fre" is not a parameter; did you mean "freq"?',
        '-p start=soon: "soon" is not an EDTF date',
        "2 problems; nothing was built",
    ]


# What a terminal and a machine can do


def test_a_reader_that_goes_away_is_no_error_to_tell(here: Path) -> None:
    code = (
        "import sys; from analysis.commands.cli import main; sys.exit(main(['editions', '--list']))"
    )
    ran = subprocess.run(
        f"'{sys.executable}' -c \"{code}\" | head -c 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        env={"PYTHONPATH": str(SRC), "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.returncode in (0, 1)


def test_a_full_pipe_that_is_closed_is_no_traceback(here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    code = (
        "import sys; from analysis.commands.cli import main; sys.exit(main(['editions', '--list']))"
    )
    with os.fdopen(writing, "wb") as closed:
        ran = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": str(SRC)},
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (1, "")


def test_no_sign_of_a_table_steers_the_terminal(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = here / "seeds" / "actors.csv"
    text = path.read_text(encoding="utf-8")
    head, first, rest = text.split("\n", 2)
    path.write_text(f"{head}\n{first}\x1b]0;title\x07\u202e\n{rest}", encoding="utf-8")
    assert main(["check"]) == 1
    told = capsys.readouterr()
    assert "\\x1b]0;title\\x07\\u202e" in told.err
    assert all(line.isprintable() for line in (told.out + told.err).splitlines())


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", "/there/report.pdf"),
         "/there/report.pdf: No space left on device; nothing was built\n"),
        (OSError(30, "Read-only file system"),
         "Read-only file system; nothing is left half made\n"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_disk_is_one_line(
    error: OSError, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(options: object) -> int:
        raise error

    monkeypatch.setattr("analysis.commands.editions.run", fail)
    assert main(["editions"]) == 1
    assert capsys.readouterr().err == said


def test_a_report_below_a_file_is_refused_in_one_line(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "file").write_text("", encoding="utf-8")
    assert main(["report", "--out", "file/report"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_error_of_a_place_is_a_line_and_told_in_full_on_demand(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanished(options: object) -> int:
        raise FileNotFoundError(2, "No such file or directory", "some/where")

    monkeypatch.setattr("analysis.commands.report.report", vanished)
    line = "some/where: No such file or directory; nothing was built\n"
    assert main(["report"]) == 1
    assert capsys.readouterr().err == line
    assert main(["report", "-v"]) == 1
    told = capsys.readouterr().err
    assert told.endswith(line)
    assert "in vanished" in told
