"""What is wrong with the form of a worksheet is told with its line, all at once."""

from __future__ import annotations

from analysis.intake.worksheet import read_worksheet

SHEET = """\
# a hint
source: notes
published: 2024-05-09

> [1] First: a paragraph.
#   a hint

event: call
who: A -> B
quote: "he said: yes", # no
day: May 2
quote: a second place

> [2] Second.
event: release
accept: no
quote: x
"""


def test_a_worksheet_is_read_as_it_was_meant() -> None:
    sheet = read_worksheet(SHEET, "notes.txt")
    assert sheet.problems == ()
    assert {key: value.text for key, value in sheet.source.items()} == {
        "source": "notes",
        "published": "2024-05-09",
    }
    call, release = sheet.entries
    assert (call.under, call.line, call.text("who")) == (1, 8, "A -> B")
    assert [{k: v.text for k, v in p.items()} for p in call.passages] == [
        {"quote": '"he said: yes", # no', "day": "May 2"},
        {"quote": "a second place"},
    ]
    assert (release.under, release.refused) == (2, True)
    assert sheet.of("event") == [call]


def test_faults_of_form_come_all_at_once_with_their_lines() -> None:
    text = "sorce: x\n\nevent: call\nquoet: y\nwho: A\nwho: B\nand so on\n\nday: May 2\n"
    told = [str(problem) for problem in read_worksheet(text, "w.txt").problems]
    assert told == [
        'w.txt, line 1: "sorce" is no key of a source; did you mean "source"?',
        'w.txt, line 4: "quoet" is no key of an entry that begins with `event:`; '
        'did you mean "quote"?',
        'w.txt, line 6, who: "B" stands on line 5 already',
        'w.txt, line 7: "and so on" is neither "key: value" nor a paragraph (>) nor a hint (#); '
        "a value stands on one line, however long",
        'w.txt, line 9: "day" belongs to no entry: a blank line ended the one above; '
        "begin one with `event:`",
    ]


def test_signs_that_cannot_be_read_are_faults() -> None:
    [problem] = read_worksheet("event: call\nwho: A\u202eB\n", "w.txt").problems
    assert (problem.line, problem.column) == (2, "who")


def test_a_source_and_an_event_may_say_who_may_see_them() -> None:
    text = "source: notes\naccess: restricted\n\nevent: call\naccess: public\nquote: x\n"
    sheet = read_worksheet(text, "w.txt")
    assert sheet.problems == ()
    assert sheet.source["access"].text == "restricted"
    assert sheet.entries[0].text("access") == "public"
