"""Editions of the invented package: as it is, with a source that tells more, and edited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

LAKELAND = Path(__file__).resolve().parents[1] / "packages" / "lakeland"

MORE = {
    "sources": """\
letter-1998-03,Source 4,text,What was counted,not stated,,1998-03-02,stated,,en,{sha},,\
1998-03-01/1998-03-02,,,
""".format(sha="d" * 64),
    "events": """\
call-1998-03-01,contact,phone,actual,,,,process,Quill telephoned Corde.,,
""",
    "participants": """\
call-1998-03-01,quill,initiator
call-1998-03-01,corde,recipient
""",
    "evidence": """\
E900,capture-1997-06-02,letter-1998-03,2,between 58 and 66 people were on the ferry,the source,\
asserts,,,,,,,,58,,66,58 to 66,,
E901,call-1998-03-01,letter-1998-03,3,they spoke on March 1,the source,asserts,,1998-03-01,stated,,\
,,,,,,,,
""",
}

EDITS = (
    # A day is another, a halt ends, somebody else took part, and a summary holds marks.
    ("evidence", "asserts,,1997-09-09,stated", "asserts,,1997-09-08,stated"),
    (
        "events",
        "letter-1998-01-27-quill-corde,",
        "resumed-x,talks_resumed,,actual,,,,state_of_talks,The talks went on.,,\n"
        "letter-1998-01-27-quill-corde,",
    ),
    (
        "evidence",
        "E036,",
        "E910,resumed-x,review-1998-02,5,were resumed in January,the source,asserts,,1998-01-20,"
        "stated,,,,,,,,,,\nE036,",
    ),
    (
        "participants",
        "call-1997-06-16-marl-reave,marl,",
        "call-1997-06-16-marl-reave,quill,",
    ),
    ("events", "The truce began.", "The *truce* <b>began</b> [now](http://x.example)."),
)


@pytest.fixture(scope="session")
def lakeland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proof") / "old"
    shutil.copytree(LAKELAND, folder, ignore=shutil.ignore_patterns("texts"))
    return folder


@pytest.fixture(scope="session")
def fuller(lakeland: Path) -> Path:
    folder = lakeland.with_name("new")
    shutil.copytree(lakeland, folder)
    for table, rows in MORE.items():
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(rows)
    return folder


@pytest.fixture(scope="session")
def edited(lakeland: Path) -> Path:
    folder = lakeland.with_name("edited")
    shutil.copytree(lakeland, folder)
    for table, was, now in EDITS:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(was) == 1
        path.write_text(text.replace(was, now), encoding="utf-8")
    return folder
