"""Sources switched on and off in a page: what was prepared for each choice, and which is shown.

Nothing is computed in a page. A chapter brings what it shows for other choices of sources
(:class:`analysis.marks.Choice`); here each gets a class, and rules of the style sheet show the one
that the boxes say. Where a browser does not know ``:has()``, and in print, the report stands as it
was made, with all of its sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.marks import Choice
from analysis.press.document.pieces import Piece

OWN = "own"
"""Class of what the report itself says."""


@dataclass(frozen=True)
class Switch:
    """The boxes of a page, and the choices that they lead to.

    Attributes
    ----------
    of : labels of all sources.
    choices : what is prepared, all sources first.
    combined : whether every source has a box of its own; else one choice is taken of a list.
    first : number of the first piece that is switched.
    """

    of: tuple[str, ...]
    choices: tuple[Choice, ...]
    combined: bool
    first: int

    def name(self, choice: Choice | None) -> str:
        """The classes of what stands for a choice; "" where it is none of this page."""
        if choice not in self.choices:
            return ""
        number = self.choices.index(choice)
        return f"choice c{number}" + (f" {OWN}" if number == 0 else "")

    def label(self, number: int) -> str:
        """What a choice of the list is called."""
        left_out = [one for one in self.of if one not in self.choices[number].on]
        return f"without {', '.join(left_out)}" if left_out else "all"


def switch(pieces: Sequence[Piece]) -> Switch | None:
    """The switch of a page; None where nothing of it was prepared for other choices."""
    found = [at for at, piece in enumerate(pieces) if piece.instead and piece.choice]
    if not found:
        return None
    own = pieces[found[0]].choice
    assert own is not None
    others = dict.fromkeys(
        other.choice
        for at in found
        for other in pieces[at].instead
        if other.choice is not None and other.choice.of == own.of
    )
    every = 2 ** len(own.of) - 2  # all of them is the report itself, none of them is nothing
    choices = (own, *(one for one in others if one is not None))
    return Switch(own.of, choices, len(others) == every, found[0])


def switch_css(found: Switch | None) -> str:
    """The rules that show what stands for the choice that is made."""
    if found is None:
        return ""
    rules = []
    for number, choice in enumerate(found.choices):
        if found.combined:
            boxes = [
                f":has(.o{n}{':checked' if source in choice.on else ':not(:checked)'})"
                for n, source in enumerate(found.of)
            ]
        else:
            boxes = [f":has(.o{number}:checked)"]
        rules.append(f"html{''.join(boxes)} .c{number}{{display:block}}")
    off = "input:not(:checked)" if found.combined else ".o0:not(:checked)"
    none = "".join(f":has(.o{n}:not(:checked))" for n in _boxes(found))
    return (
        ".choice:not(.own),.switch{display:none}"
        "@supports selector(:has(a)){@media screen{"
        ".switch{display:flex}.switch .off,.choice,.choice.own{display:none}"
        f"{''.join(rules)}"
        f".switch:has({off}) .off{{display:block}}"
        f"html{none} .nothing{{display:block}}"
        f"html:has(.switch {off}) main .choice{{border-inline-start:3px solid var(--c-meeting);"
        "padding-inline-start:1rem;margin-inline-start:-1.15rem}}}"
    )


def _boxes(found: Switch) -> Iterable[int]:
    return range(len(found.of) if found.combined else len(found.choices))
