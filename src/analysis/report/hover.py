"""What a piece of evidence says when it is pointed at: its quote, its place and its speaker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from analysis.measures.columns import cells
from analysis.package.tables import Tables
from analysis.report.wording import place_in, quoted


class Passages(Mapping[str, str]):
    """Evidence id -> the words of the source, their place and speaker; the paragraph if it is here.

    What nobody asks for is not worded: a large table has very many passages.

    Parameters
    ----------
    data : the package.
    texts : source -> its paragraphs, of each source whose text is at hand.
    """

    def __init__(self, data: Tables, texts: Mapping[str, Sequence[str]]) -> None:
        columns = ["quote", "source_id", "paragraph", "speaker", "stance"]
        self._told_by = {id: own for id, *own in cells(data.sources, "source_id", "label", "type")}
        self._names = dict(cells(data.actors, "actor_id", "name"))
        self._texts = texts
        self._rows = data.evidence[columns]
        self._at = {id: row for row, id in enumerate(data.evidence["evidence_id"])}

    def __getitem__(self, id: str) -> str:
        quote, source, paragraph, speaker, stance = self._rows.iloc[self._at[id]]
        lines = [
            f"<b>{escape(id)}</b> {escape(quoted(quote))}",
            escape(place_in(self._told_by[source], paragraph)),
            f"said by {escape(self._names.get(speaker, speaker))}"
            + ("" if stance == "asserts" else f" ({escape(stance)})"),
        ]
        if 1 <= paragraph <= len(text := self._texts.get(source, ())):
            lines.append(f"<i>{escape(text[paragraph - 1])}</i>")
        return "<br/>".join(lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)
