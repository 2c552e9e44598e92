"""A source's text with what is coded at each paragraph, in the tables and in a worksheet so far."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.intake.coded import again, alike
from analysis.intake.row import Row
from analysis.package.tables import Tables

NOTHING = "nothing is coded of this paragraph"
LEAST_WIDTH = 40


@dataclass(frozen=True)
class Coded:
    """One passage, for the eye.

    Attributes
    ----------
    pending : it stands in a worksheet, and in no table yet.
    """

    paragraph: int
    evidence: str
    event: str
    said: str
    quote: str
    pending: bool = False


def coded_of(data: Tables, source: str) -> list[Coded]:
    """The passages of a source, in the order of its paragraphs."""
    events = data.events.set_index("event_id")
    own = data.evidence[data.evidence["source_id"] == source]
    found = []
    for _, row in own.sort_values("paragraph", kind="stable").iterrows():
        event = events.loc[row["event_id"]]
        kind = " ".join(filter(None, (event["kind"], event["channel"])))
        said = _said(kind, {name: str(row[name]) for name in _TOLD})
        found.append(
            Coded(int(row["paragraph"]), row["evidence_id"], row["event_id"], said, row["quote"])
        )
    return found


def pending_of(rows: Sequence[Row]) -> list[Coded]:
    """The passages of a worksheet that would be accepted."""
    kinds = {
        row.cells["event_id"]: " ".join(filter(None, (row.cells["kind"], row.cells["channel"])))
        for row in rows
        if row.table == "events"
    }
    return [
        Coded(
            int(row.cells["paragraph"]),
            row.cells["evidence_id"],
            row.cells["event_id"],
            _said(kinds.get(row.cells["event_id"], "coded already"), row.cells),
            row.cells["quote"],
            pending=True,
        )
        for row in rows
        if row.table == "evidence"
    ]


_TOLD = ("date", "relation", "days", "anchor", "amount_text", "speaker", "stance")


def _said(kind: str, cells: Mapping[str, str]) -> str:
    """Kind, day or order, number, speaker and stance of a passage, in one line."""
    order = " ".join(filter(None, (cells.get(name, "") for name in ("relation", "days", "anchor"))))
    speaker = cells.get("speaker", "")
    stance = cells.get("stance", "")
    who = f"{speaker} {stance}" if stance not in ("", "asserts") else speaker
    return "; ".join(
        filter(None, (kind, cells.get("date", ""), order, cells.get("amount_text", ""), who))
    )


def beside(text: Sequence[str], coded: Sequence[Coded], width: int) -> Iterator[str]:
    """Lines of the text with its passages beneath each paragraph, uncoded ones marked.

    Parameters
    ----------
    text : paragraphs.
    width : of a line, in signs.
    """
    width = max(width, LEAST_WIDTH)
    at: dict[int, list[Coded]] = {}
    for passage in coded:
        at.setdefault(passage.paragraph, []).append(passage)
    for number, paragraph in enumerate(text, 1):
        yield from textwrap.wrap(
            paragraph,
            width,
            initial_indent=f"{number:>3}  ",
            subsequent_indent="     ",
            break_on_hyphens=False,
        )
        for passage in at.get(number, ()):
            mark = "+" if passage.pending else "-"
            yield from textwrap.wrap(
                f'{passage.evidence} {passage.event} ({passage.said}): "{passage.quote}"',
                width, initial_indent=f"     {mark} ", subsequent_indent="       ",
                break_on_hyphens=False,
            )  # fmt: skip
        if number not in at:
            yield f"     ! {NOTHING}"
        yield ""
    bare = [str(number) for number in range(1, len(text) + 1) if number not in at]
    found = f"{len(coded)} passage{'' if len(coded) == 1 else 's'}"
    done = f"{len(text) - len(bare)} of {len(text)} paragraphs coded, {found}"
    pending = sum(passage.pending for passage in coded)
    yield done + (f", of which {pending} stand in the worksheet alone (+)" if pending else "")
    if bare:
        yield f"nothing is coded of: {', '.join(bare)}"


def likely_twice(data: Tables, source: str) -> Iterator[str]:
    """Warnings of events of a source that may be another one once more."""
    own = data.evidence["source_id"] == source
    events = list(dict.fromkeys(data.evidence.loc[own, "event_id"]))
    for event, other in again(data, events):
        yield (
            f"{event} may be the same as {other}: one kind and channel, an actor in common, and "
            "days that overlap"
        )
    sure = {frozenset(pair) for pair in again(data, events)}
    for event, other in alike(data, events):
        if frozenset((event, other)) not in sure:
            yield f"look again: {event} may be {other}: of one kind, and days that may be the same"
