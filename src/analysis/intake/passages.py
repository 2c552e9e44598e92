"""A passage of a worksheet as the cells of its row of evidence.

Quotes are found in the text and take its signs, speakers are found by name, days and numbers are
reckoned from their words. What cannot be is a problem with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.intake.days import Clock, NoDay, Told
from analysis.intake.names import Names, NoActor
from analysis.intake.numbers import VAGUE, numbers_in
from analysis.intake.worksheet import Entry, Value, Values
from analysis.package.quotes import find, nearest_words, unlike_others
from analysis.package.rules import QUOTE_WORDS, SOURCE_ITSELF
from analysis.problems import Problem, nearest

Cells = dict[str, str]


@dataclass(frozen=True)
class Passages:
    """Reads passages.

    Parameters
    ----------
    file : name of the worksheet.
    text : paragraphs of the source.
    names : of the actors.
    problems : is added to.
    """

    file: str
    text: Sequence[str]
    names: Names
    problems: list[Problem]

    def _fault(self, key: str, value: Value, rule: str, mend: str = "") -> None:
        self.problems.append(Problem(self.file, value.line, key, value.text or None, rule, mend))

    def _named(self, key: str, value: Value) -> str:
        try:
            return self.names.find(value.text)
        except NoActor as error:
            self._fault(key, value, error.rule, error.mend)
            return ""

    def cells(self, values: Values, under: int, clock: Clock, events: Sequence[str]) -> Cells:
        """The cells that the keys of a passage give; "" or nothing where one cannot be read.

        Parameters
        ----------
        under : number of the paragraph beneath which the entry stands; 0 for none.
        clock : what days are reckoned from.
        events : ids that an order may refer to.
        """
        paragraph, quote = self._quote(values, under)
        cells: Cells = {"paragraph": paragraph, "quote": quote, "stance": "asserts"}
        for key in ("stance", "term", "repeated"):
            if key in values:
                cells[key] = values[key].text
        speaker = values.get("speaker")
        cells["speaker"] = SOURCE_ITSELF
        if speaker and speaker.text.casefold() != SOURCE_ITSELF:
            cells["speaker"] = self._named("speaker", speaker)
        if values.get("blames", Value("", 0)).text:
            cells["blames"] = self._named("blames", values["blames"])
        told = self._told(values, clock, events)
        cells |= {name: text for name, text in vars(told).items() if text}
        if "date_note" in values:
            cells["date_note"] = values["date_note"].text
        if values.get("number", Value("", 0)).text:
            cells |= self._number(values["number"])
        return cells

    def _quote(self, values: Values, under: int) -> tuple[str, str]:
        """Paragraph and words of a passage, in the signs of the text."""
        value = values.get("quote")
        if value is None or not value.text:
            line = value.line if value else min(v.line for v in values.values())
            rule = "is empty: paste words of the text that mark the place"
            self.problems.append(Problem(self.file, line, "quote", None, rule))
            return "", ""
        words = len(value.text.split())
        if words > QUOTE_WORDS:
            kept = " ".join(value.text.split()[:QUOTE_WORDS])
            rule = f"has {words} words; a quote has at most {QUOTE_WORDS}"
            self._fault("quote", value, rule, f'the first {QUOTE_WORDS} end with "{kept[-30:]}"')
        found = find(value.text, self.text)
        if not found:
            near = nearest_words(value.text, self.text)
            mend = f'paragraph {near.paragraph} has "{near.words}"' if near else ""
            self._fault("quote", value, "does not stand in the text", mend)
            return "", value.text
        given = values.get("paragraph")
        here = given.text if given else str(under)
        chosen = next((place for place in found if str(place.paragraph) == here), None)
        if chosen is None and (given or len(found) > 1):
            where = ", ".join(str(place.paragraph) for place in found)
            rule = f"stands in {'paragraph' if len(found) == 1 else 'paragraphs'} {where}"
            self._fault("quote", value, rule, "write the entry under the one that is meant")
        chosen = chosen or found[0]
        return str(chosen.paragraph), unlike_others(chosen, self.text, QUOTE_WORDS)

    def _told(self, values: Values, clock: Clock, events: Sequence[str]) -> Told:
        value = values.get("day")
        if value is None or value.text in ("", "-"):
            return Told()
        try:
            told = clock.reckon(value.text)
        except NoDay as error:
            self._fault("day", value, error.rule, error.mend)
            return Told()
        if told.anchor not in ("", "published", *events):
            self._fault(
                "day", value, f'refers to "{told.anchor}", which is no event',
                nearest(told.anchor, events),
            )  # fmt: skip
        return told

    def _number(self, value: Value) -> Cells:
        found = numbers_in(value.text)
        if found and found[0].start == 0:
            one = found[0]
            bounds = {"amount_low": one.low, "amount_best": one.best, "amount_high": one.high}
            return {**bounds, "amount_text": value.text}
        if found and not VAGUE.search(value.text):
            odd = value.text[: found[0].start].strip()
            rule = f'has a number behind "{odd}", of which no bound is known'
            self._fault(
                "number", value, rule, 'write "about 50", "more than 50", "50 to 60" or "50"'
            )
        return {"amount_text": value.text}


def unclear_speakers(entry: Entry, file: str) -> Iterator[Problem]:
    """Each quote without a word of its own right above one that has a speaker.

    Whose words the first are could be read either way, and a claim is not to lose its speaker.
    """
    for first, second in pairwise(entry.passages):
        under = "quote" in second and second["quote"].line == first["quote"].line + 1
        if under and set(first) == {"quote"} and "speaker" in second:
            rule = f"has no speaker, and the quote beneath it has {second['speaker'].text}"
            mend = f'write "speaker: {second["speaker"].text}" or "speaker: the source" under each'
            yield Problem(file, first["quote"].line, "quote", first["quote"].text, rule, mend)
