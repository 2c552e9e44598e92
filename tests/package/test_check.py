"""The whole check of a package: what is refused, all at once, and that nothing comes back then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analysis.package.check import check, read_checked
from analysis.package.tables import load
from analysis.problems import DataProblems

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the invented package, to be broken."""
    return Path(shutil.copytree(LAKELAND, tmp_path / "lakeland"))


def change(package: Path, table: str, old: str, new: str) -> int:
    """Replace text that stands once in a table; the line on which it stood."""
    path = package / f"{table}.csv"
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(content.replace(old, new), encoding="utf-8")
    return content[: content.index(old)].count("\n") + 1


def found(package: Path, texts: Path | None = None) -> list[str]:
    return [str(p) for p in check(package, texts)]


def test_the_invented_package_passes_with_its_texts() -> None:
    assert check(LAKELAND) == []
    assert check(LAKELAND, LAKELAND / "texts") == []


def test_a_package_without_texts_passes_unread(package: Path) -> None:
    shutil.rmtree(package / "texts")
    assert check(package) == []


def test_texts_beside_the_package_are_used_unasked(package: Path) -> None:
    line = change(package, "evidence", "Ada Quill wrote to Ines Corde", "Ada Quill spoke to Corde")
    assert found(package) == [
        f'lakeland/evidence.csv, line {line}, quote: "Ada Quill spoke to Corde on January 27" '
        "does not stand in paragraph 5 of review-1998-02"
    ]


def test_a_folder_of_texts_that_was_named_and_is_not_there_is_an_error(package: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no folder .*elsewhere"):
        check(package, package / "elsewhere")


def test_named_texts_are_used_in_place_of_those_in_the_package(
    package: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    lines = found(package, tmp_path / "empty")
    assert len(lines) == 3
    assert all("is the sha256 of no text in empty/" in line for line in lines)


def test_a_package_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    assert found(tmp_path / "nowhere") == [
        "nowhere/datapackage.json: is missing, and so this is no data package; "
        "`backchannel init` makes an empty one, `backchannel import` one of a table"
    ]


def test_problems_of_all_kinds_come_at_once_in_the_order_of_the_files(package: Path) -> None:
    role = change(package, "actors", ",mediator,4,", ",mediater,4,")
    date = change(package, "evidence", "asserts,,1997-06-03,", "asserts,,1997-06-31,")
    quote = change(package, "evidence", "its list held 12 names", "its list held 11 names")
    part = change(
        package,
        "participants",
        "call-1997-06-03-corde-quill,quill,recipient",
        "call-1997-06-03-corde-quill,quil,recipient",
    )
    assert found(package) == [
        f'lakeland/actors.csv, line {role}, role: "mediater" is not in the vocabulary; '
        'did you mean "mediator"?',
        f'lakeland/evidence.csv, line {date}, date: "1997-06-31" is not an EDTF date: '
        "1997-06 has no day 31",
        f'lakeland/evidence.csv, line {quote}, quote: "its list held 11 names" does not stand '
        "in paragraph 7 of account-1997-06",
        f'lakeland/participants.csv, line {part}, actor_id: "quil" is no actor of '
        'lakeland/actors.csv; did you mean "quill"?',
    ]


def test_two_broken_cells_in_one_row_are_both_named(package: Path) -> None:
    line = change(package, "evidence", "asserts,,1997-06-03,", "assert,,1997-06-3,")
    assert found(package) == [
        f'lakeland/evidence.csv, line {line}, date: "1997-06-3" is not an EDTF date',
        f'lakeland/evidence.csv, line {line}, stance: "assert" is not in the vocabulary; '
        'did you mean "asserts"?',
    ]


def test_a_misspelt_kind_is_one_problem_and_not_several(package: Path) -> None:
    line = change(
        package,
        "events",
        "call-1997-06-03-corde-quill,contact,",
        "call-1997-06-03-corde-quill,contct,",
    )
    assert found(package) == [
        f'lakeland/events.csv, line {line}, kind: "contct" is no kind of lakeland/kinds.csv; '
        'did you mean "contact"?'
    ]


def test_evidence_for_an_unknown_event_or_source_is_named(package: Path) -> None:
    line = change(package, "evidence", "E006,contacts-corvane-daily,", "E006,contact-corvane,")
    assert [p for p in found(package) if "evidence.csv, line" in p] == [
        f'lakeland/evidence.csv, line {line}, event_id: "contact-corvane" is no event of '
        'lakeland/events.csv; did you mean "contacts-corvane-daily"?'
    ]


def test_rules_between_tables_wait_until_every_table_can_be_read(package: Path) -> None:
    (package / "actors.csv").unlink()
    change(package, "evidence", "asserts,,1997-06-03,", "asserts,,1997-06-31,")
    assert found(package) == ["lakeland/actors.csv: is missing"]


@pytest.mark.parametrize("table", ["sources", "actors", "kinds", "participants", "evidence"])
def test_a_table_without_rows_is_reported_and_not_a_crash(package: Path, table: str) -> None:
    path = package / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").split("\n", 1)[0] + "\n", encoding="utf-8")
    assert check(package)


def test_tables_without_a_single_row_are_a_package_that_says_nothing(package: Path) -> None:
    for path in package.glob("*.csv"):
        head = path.read_text(encoding="utf-8").split("\n", 1)[0]
        path.write_text(head + "\n", encoding="utf-8")
    assert check(package) == []
    assert len(load(package).tidy) == 0


def test_line_numbers_hold_after_blank_lines(package: Path) -> None:
    path = package / "evidence.csv"
    head, first, rest = path.read_text(encoding="utf-8").split("\n", 2)
    path.write_text("\n".join([head, "", first, "", rest]), encoding="utf-8")
    (package / "texts").rename(package / "unread")
    line = change(package, "evidence", "asserts,,1997-06-03,", "asserts,,1997-06-31,")
    assert found(package) == [
        f'lakeland/evidence.csv, line {line}, date: "1997-06-31" is not an EDTF date: '
        "1997-06 has no day 31"
    ]
    assert line == 6


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["without BOM", "with BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_package_saved_by_any_spreadsheet_is_the_same_package(
    package: Path, mark: str, end: str
) -> None:
    expected = load(LAKELAND)
    for path in package.glob("*.csv"):
        content = mark + path.read_text(encoding="utf-8")
        path.write_bytes(content.replace("\n", end).encode("utf-8"))
    assert check(package) == []
    read = load(package)
    assert read.events.equals(expected.events)
    assert read.tidy.equals(expected.tidy)


@pytest.mark.parametrize("reader", [load, read_checked])
def test_nothing_comes_back_when_anything_is_wrong(package: Path, reader: object) -> None:
    change(package, "actors", ",mediator,4,", ",mediater,4,")
    change(package, "evidence", "asserts,,1997-06-03,", "asserts,,1997-06-31,")
    assert callable(reader)
    with pytest.raises(DataProblems) as raised:
        reader(package)
    assert raised.value.summary == "2 problems in 2 files; nothing was built"
    assert str(raised.value).splitlines()[-1] == raised.value.summary


def test_a_check_writes_nothing(package: Path) -> None:
    before = {p: p.read_bytes() for p in package.rglob("*") if p.is_file()}
    change(package, "actors", ",mediator,4,", ",mediater,4,")
    after_change = {p: p.read_bytes() for p in package.rglob("*") if p.is_file()}
    check(package)
    assert {p: p.read_bytes() for p in package.rglob("*") if p.is_file()} == after_change
    assert before.keys() == after_change.keys()
