"""An invented fourth source on the talks at the lake, and what a person types to code it."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = Path(__file__).with_name("fourth.txt")
EVENTS = 11
HEAD = {"covers": "1998-03-02/1998-03-19"}
ENTRIES = {
    3: """
event: halt-1997-09-09
quote: suspended since September
speaker: Corvane official
day: September 1997
""",
    4: """
event: call
who: Corde -> Reave
quote: telephoned Tomas Reave, who chairs the Reed Council, on March 2
speaker: Corvane official
day: March 2
summary: The President of Corvane telephoned the chair of the Reed Council.

event: call
who: Corde -> Quill
quote: told her that "the door is open again"
speaker: Corvane official
day: two days later
summary: The President of Corvane telephoned the Prime Minister of Merrow.
""",
    5: """
event: meeting
who: Marl -> Quill
quote: received Quill at Alder House
day: March 9
place: Alder House
summary: The Foreign Minister of Pellin received the Prime Minister of Merrow.
""",
    6: """
event: position
who: Reed Council
quote: had offered to release about 12
day: by March 11
number: about 12
summary: The Reed Council offered to release about 12 people.

event: list
who: Reed Council
quote: Its list had nine names.
day: by March 11
number: nine
summary: The list of the Reed Council held nine names.
""",
    7: """
event: delegation
who: Merrow delegation; host: Pellin
quote: a delegation of Merrow arrived in Pellin for indirect talks
day: March 11
place: Pellin
summary: A delegation of Merrow came to Pellin.
""",
    8: """
event: talks_halted
who: Merrow, Reed Council; mediator: Pellin
quote: The talks broke off on March 14
day: March 14
summary: The talks broke off.
quote: Merrow blames the Reed Council for it
speaker: Merrow
blames: Reed Council
""",
    10: """
event: call
who: Corde -> Quill
quote: Corde telephoned Quill again on Monday
day: Monday
summary: The President of Corvane telephoned the Prime Minister of Merrow.

event: talks_resumed
who: Merrow, Reed Council
quote: the next day the two sides came back to the table
day: the next day
summary: The two sides came back to the talks.
""",
    11: """
event: release
who: Reed Council
quote: Three captives were released on Wednesday
day: Wednesday
number: three
term: captives
summary: Three people were released.

event: count_report
who: Reed Council
quote: More than ten are still held on Heron Island
speaker: Relief Society
day: Thursday
number: more than ten
summary: More than ten people were still held.
""",
}


def filled(worksheet: str) -> str:
    """A worksheet as `add` makes it, with what a person types into it."""
    for key, value in HEAD.items():
        assert f"\n{key}:\n" in worksheet
        worksheet = worksheet.replace(f"\n{key}:\n", f"\n{key}: {value}\n")
    parts = re.split(r"(?m)^(?=> \[)", worksheet)
    for place, part in enumerate(parts):
        if match := re.match(r"> \[(\d+)\]", part):
            parts[place] = part.rstrip("\n") + "\n" + ENTRIES.get(int(match[1]), "") + "\n"
    return "".join(parts)


def cells_typed(before: str, after: str) -> int:
    """Cells in which something was typed: each value, and each actor and each part of a list."""
    old = before.splitlines()
    count = 0
    for line in after.splitlines():
        if line in old or line.startswith(("#", ">")) or ":" not in line:
            continue
        key, _, value = line.partition(":")
        apart = re.split(r"->|[;,]|(?<=\w):", value) if key == "who" else [value]
        count += sum(bool(cell.strip()) for cell in apart)
    return count
