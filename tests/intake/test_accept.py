"""A worksheet enters the tables whole, as added lines, or not at all; and one undo away."""

from __future__ import annotations

import csv
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.intake.fourth import EVENTS, cells_typed, filled

from analysis.package.check import check
from analysis.package.tables import load

Accept = Callable[..., tuple[int, str]]
MOST_CELLS = 120


def files_of(package: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in package.glob("*.csv")}


def fill(worksheet: Path, *changes: tuple[str, str]) -> None:
    text = filled(worksheet.read_text(encoding="utf-8"))
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    worksheet.write_text(text, encoding="utf-8")


def line_of(worksheet: Path, start: str) -> int:
    lines = worksheet.read_text(encoding="utf-8").splitlines()
    [number] = [n for n, line in enumerate(lines, 1) if line.startswith(start)]
    return number


def test_the_fourth_source_is_coded_with_a_third_of_the_cells(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    before = worksheet.read_text(encoding="utf-8")
    old = files_of(package)
    fill(worksheet)
    assert cells_typed(before, worksheet.read_text(encoding="utf-8")) <= MOST_CELLS
    status, said = accept(worksheet)
    assert status == 0
    assert "1 source, 11 events, 19 participants, 13 pieces of evidence" in said
    new = files_of(package)
    added = {name: new[name].removeprefix(old[name]) for name in new if new[name] != old[name]}
    assert {name: data.count(b"\n") for name, data in added.items()} == {
        "sources.csv": 1,
        "events.csv": EVENTS,
        "participants.csv": 19,
        "evidence.csv": 13,
    }
    assert check(package) == []

    # What was written is what was meant.
    data = load(package)
    events = data.events.set_index("event_id")
    second = events.loc["call-1998-03-04-corde-quill"]
    assert (second["kind"], second["channel"]) == ("contact", "phone")
    assert f"{second['earliest']:%Y-%m-%d}" == "1998-03-04"  # two days later, resolved
    held = events.loc["count-report-1998-03-19"]
    assert (held["amount_low"], held["amount_of"]) == (11, "hostages")
    evidence = data.evidence[data.evidence["source_id"] == "lake-talks-1998-03"]
    rows = evidence.set_index("evidence_id")
    assert rows.loc["E042", "quote"] == "told her that “the door is open again”"
    assert rows.loc["E048", ["speaker", "blames"]].to_list() == ["merrow", "reed-council"]
    assert rows.loc["E040", "event_id"] == "halt-1997-09-09"  # evidence, and no second row


def test_an_undo_puts_every_file_back(package: Path, worksheet: Path, accept: Accept) -> None:
    fill(worksheet)
    before, sheet = files_of(package), worksheet.read_bytes()
    accept(worksheet)
    assert files_of(package) != before
    assert accept("--undo")[0] == 0
    assert files_of(package) == before
    assert worksheet.read_bytes() == sheet
    assert accept("--undo") == (1, f"nothing to undo in {package}: no acceptance is kept there; "
                                   "nothing was built\n")  # fmt: skip


def test_an_undo_never_loses_what_was_changed_since(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet)
    accept(worksheet)
    events = package / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("twelve", "12"), encoding="utf-8")
    after = files_of(package)
    status, said = accept("--undo")
    assert (status, files_of(package)) == (1, after)
    assert "events.csv changed since it was accepted" in said


def state(package: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in package.rglob("*") if path.is_file()}


@contextmanager
def full_after(writes: int) -> Iterator[None]:
    """A disk that has room for so many writings, and for the half of one more."""
    left = [writes]

    def filling(write: Callable[..., Any]) -> Callable[..., Any]:
        def written(path: Path, data: Any, *given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                write(path, data[: len(data) // 2], *given, **named)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return write(path, data, *given, **named)

        return written

    with pytest.MonkeyPatch.context() as patch:
        for name in ("write_bytes", "write_text"):
            patch.setattr(Path, name, filling(getattr(Path, name)))
        yield


@pytest.mark.parametrize("undone", [pytest.param(False, marks=pytest.mark.slow), True])
def test_a_disk_that_is_full_at_any_moment_changes_nothing(
    undone: bool, package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet)
    if undone:
        assert accept(worksheet)[0] == 0
    before = state(package)
    for writes in range(100):
        with full_after(writes):
            status, said = accept(*(["--undo"] if undone else [worksheet]))
        if status == 0:
            break
        assert status == 1
        assert said.endswith("No space left on device; nothing was built\n")
        assert state(package) == before, writes
    assert writes > 2
    assert state(package) != before


def test_a_dry_run_says_what_would_be_added_and_writes_nothing(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet)
    before, sheet = files_of(package), worksheet.read_bytes()
    status, said = accept(worksheet, "--dry-run")
    assert (status, files_of(package), worksheet.read_bytes()) == (0, before, sheet)
    assert "release-1998-03-18: release; reed-council (initiator)" in said
    assert "E052, paragraph 11:" in said
    assert "more than ten (11/-/-)" in said


def test_every_fault_is_told_at_once_with_its_line_and_nothing_is_written(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(
        worksheet,
        ("who: Marl -> Quill", "who: Marl -> Quil"),
        ("quote: The talks broke off on March 14", "quote: The talks broke of on March 14"),
        ("day: Monday", "day: Munday"),
        ("event: talks_resumed", "event: talks_resumd"),
        ("number: about 12", "number: abuot 12"),
        ("summary: Three people were released.", "summary:"),
        ("speaker: Relief Society", "stance: assert"),
    )
    before = files_of(package)
    status, said = accept(worksheet)
    assert (status, files_of(package)) == (1, before)
    for start, key, rule in (
        ("who: Marl -> Quil", "who", '"Quil" is no actor\'s name; did you mean "quill"?'),
        (
            "quote: The talks broke of ",
            "quote",
            '"The talks broke of on March 14" does not stand in the text; '
            'paragraph 8 has "The talks broke off on March 14,"',
        ),
        ("day: Munday", "day", '"Munday" gives no day that could be reckoned'),
        ("event: talks_resumd", "event", '"talks_resumd" is neither a kind of event nor the id'),
        ("number: abuot 12", "number", '"abuot 12" has a number behind "abuot"'),
        ("summary:", "summary", "is required and is empty"),
        ("stance: assert", "stance", '"assert" is not in the vocabulary'),
    ):
        if start == "summary:":
            text = worksheet.read_text(encoding="utf-8").splitlines()
            line = next(n for n, own in enumerate(text, 1) if own == "summary:")
        else:
            line = line_of(worksheet, start)
        assert f"{worksheet.name}, line {line}, {key}: {rule}" in said
    assert "7 problems in 1 file; nothing was written" in said


def test_more_than_twelve_words_are_refused(package: Path, worksheet: Path, accept: Accept) -> None:
    words = "telephoned Tomas Reave, who chairs the Reed Council, on March 2"
    fill(worksheet, (f"quote: {words}", f"quote: {words}, the official said"))
    status, said = accept(worksheet)
    assert status == 1
    assert "has 14 words; a quote has at most 12" in said


def test_an_event_that_is_there_gets_evidence_and_no_second_row(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(
        worksheet, ("day: March 2\n", "day: June 20, 1997\n"), ("Corde -> Reave", "Corde -> Quill")
    )
    status, said = accept(worksheet)
    assert status == 1
    assert 'may be the same as "call-1997-06-20-corde-quill"' in said
    fill_new = worksheet.read_text(encoding="utf-8").replace(
        "day: June 20, 1997\n", "day: June 20, 1997\nnew: yes\n"
    )
    worksheet.write_text(fill_new, encoding="utf-8")
    assert accept(worksheet)[0] == 0


def test_what_was_accepted_is_not_accepted_again_and_more_can_follow(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet)
    accept(worksheet)
    assert "nothing to add" in accept(worksheet)[1]
    more = """
event: planned truce
who: Merrow, Reed Council
quote: expect to sign a truce before April 5
day: before April 5
summary: The sides expect to sign a truce.
"""
    with worksheet.open("a", encoding="utf-8") as file:
        file.write(more)
    status, said = accept(worksheet)
    assert status == 0
    assert "added to" in said
    assert "1 event, 2 participants, 1 piece of evidence" in said
    with (package / "events.csv").open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert (last["kind"], last["modality"]) == ("truce_start", "planned")


def test_a_new_actor_takes_side_and_role_of_the_body(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet, ("who: Marl -> Quill", "who: Marl -> Orran"))
    events = package / "events.csv"
    events.write_bytes(events.read_bytes().replace(b"\n", b"\r\n"))
    actor = "\nactor: Sil Orran, Harbour Minister of Merrow\nmember_of: Merrow\nlevel: 4\n"
    with worksheet.open("a", encoding="utf-8") as file:
        file.write(actor)
    assert accept(worksheet)[0] == 0
    row = load(package).actors.set_index("actor_id").loc["orran"]
    assert row[["short", "kind", "member_of", "side", "role"]].to_list() == [
        "Orran", "person", "merrow", "Merrow", "party",
    ]  # fmt: skip
    data = events.read_bytes()  # and the file has the ends of line that it had
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_package_that_is_broken_is_said_so_first(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet)
    evidence = package / "evidence.csv"
    text = evidence.read_text(encoding="utf-8")
    evidence.write_text(text.replace("asserts,,1997-06-03", "asserts,,1997-06-31"), "utf-8")
    status, said = accept(worksheet)
    assert status == 1
    assert "lakeland/evidence.csv, line 4, date" in said


def test_somebody_without_a_name_is_not_named_and_is_told_apart(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet)
    with worksheet.open("a", encoding="utf-8") as file:
        file.write("\nactor: Merrow official, not named\nmember_of: Merrow\nlevel: 2\n")
    assert accept(worksheet)[0] == 0
    row = load(package).actors.set_index("actor_id").loc["merrow-official"]
    assert row[["name", "short", "side"]].to_list() == [
        "Merrow official, not named", "Merrow official", "Merrow",
    ]  # fmt: skip
    assert row["named"] == "no"


def test_a_quote_does_not_lose_its_speaker_to_the_one_beneath_it(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet, ("quote: Three captives", "quote: Three captives were\nquote: Three captives"))
    assert accept(worksheet, "--dry-run")[0] == 0
    said = ("number: three\n", "number: three\nspeaker: Relief Society\n")
    worksheet.write_text(worksheet.read_text(encoding="utf-8").replace(*said), "utf-8")
    status, told = accept(worksheet)
    assert status == 1
    assert (
        'quote: "Three captives were" has no speaker, and the quote beneath it has Relief Society; '
        'write "speaker: Relief Society" or "speaker: the source" under each'
    ) in told


def test_a_dry_run_tells_how_an_event_is_told_and_by_whom(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet, ("event: delegation", "event: planned delegation"))
    _, said = accept(worksheet, "--dry-run")
    assert "delegation-1998-03-11: planned delegation; merrow-delegation (initiator)" in said
    assert '"Merrow blames the Reed Council for it"; said by merrow' in said
    assert '"The talks broke off on March 14"; 1998-03-14' in said


def test_a_number_of_nothing_known_asks_what_it_counts_in_the_words_of_the_worksheet(
    package: Path, worksheet: Path, accept: Accept
) -> None:
    fill(worksheet, ("day: March 11\nplace: Pellin", "day: March 11\nnumber: a dozen"))
    status, said = accept(worksheet)
    assert status == 1
    assert ", of: is empty, although " in said
    assert "gives an amount: say of what; one of hostages, " in said
