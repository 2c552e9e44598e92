"""The rows of our tables in a page: which of them a reader may choose, and which open as cards.

Both need no script. A choice is a radio button, and a rule of the style sheet hides the rows that
do not have it; a row of the evidence that a link leads to is set as a card at the edge of the
window (``:target``), with links to the events before and after. Where a browser does not know
``:has()``, there is no choice and the link leads to the row; in print every row is there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from itertools import groupby

from analysis.marks import Table
from analysis.press.document.links import row_id
from analysis.press.html.rests import Rests
from analysis.table_html import rows_html

FEWEST_ROWS = 8
"""A table of fewer is read at a glance."""

CLOSED = "closed"
"""Id of a place that is in no card and never scrolled to: a link to it closes the card."""

_MOST_VALUES = 12
_MOST_OTHERS = 6  # rows on the same event that a card leads to
_LETTERS = ("f", "g")  # classes of rows and buttons, of the first and the second choice


@dataclass(frozen=True)
class Choice:
    """By what rows can be chosen: its name, value -> class and number of rows, classes by row."""

    name: str
    letter: str
    values: dict[str, tuple[str, int]]
    rows: tuple[str, ...]


def choices(table: Table) -> list[Choice]:
    """What a reader may choose rows by.

    Left out is what would not tell rows apart, and of very many values the rarest.
    """
    found = []
    for letter, choice in zip(_LETTERS, table.filters, strict=False):
        counts = Counter(one for row in choice.values for one in row)
        often = {value for value, _ in counts.most_common(_MOST_VALUES)}
        kept = [value for value in counts if value in often]
        named = {v: (f"{letter}{n}", counts[v]) for n, v in enumerate(kept, start=1)}
        of_rows = tuple(" ".join(named[v][0] for v in row if v in named) for row in choice.values)
        if len(kept) > 1 and len(of_rows) == len(table.rows) >= FEWEST_ROWS:
            found.append(Choice(choice.name, letter, named, of_rows))
    return found


def page_rows(table: Table, known: Rests) -> str:
    """The rows of a table as HTML, with their classes and the way from card to card."""
    found = [choice.rows for choice in choices(table)]
    card = "card" if opens(table) else ""
    classes = [
        " ".join(filter(None, (card, *(rows[at] for rows in found), of)))
        for at, of in enumerate(known.of_rows(table))
    ]
    return rows_html(table, classes, _ways(table))


def opens(table: Table) -> bool:
    """Whether the rows of a table open as cards."""
    return bool(table.steps) and len(table.steps) == len(table.rows)


def _ways(table: Table) -> list[str]:
    """For each row links to the event after and before, and out of the card."""
    if not opens(table):
        return []
    ids = list(map(row_id, table.rows))
    groups = [
        [at for at, _ in rows]
        for _, rows in groupby(enumerate(table.steps), key=lambda told: told[1])
    ]
    out = []
    for number, rows in enumerate(groups):
        after = ids[groups[number + 1][0]] if number + 1 < len(groups) else ""
        before = ids[groups[number - 1][0]] if number else ""
        for at in rows:
            others = [ids[other] for other in rows if other != at][:_MOST_OTHERS]
            links = [_link(after, "Later"), _link(before, "Earlier")]
            links += [_link(other, other) for other in others]
            links.append(_link(CLOSED, "Close"))
            out.append(f'<span class="way">{" ".join(filter(None, links))}</span>')
    return out


def _link(to: str, words: str) -> str:
    return f'<a href="#{escape(to)}">{escape(words)}</a>' if to else ""


def headings(table: Table) -> str:
    """The headings as custom properties, for a card, where each part needs its own."""
    if not opens(table):
        return ""
    said = (column.title.replace("\\", "").replace('"', "\u201d") for column in table.columns)
    return "".join(
        f';--head{number}:"{escape(words)}"' for number, words in enumerate(said, start=1)
    )


def choice_css(tables: list[Table]) -> str:
    """The rules by which the buttons of these tables hide rows."""
    names = {
        name: None
        for table in tables
        for choice in choices(table)
        for name, _ in choice.values.values()
    }
    rules = [
        f".table:has(.pick .{name}:checked) tbody tr:not(.{name}){{display:none}}" for name in names
    ]
    return f"@media screen{{{''.join(rules)}}}" if rules else ""
