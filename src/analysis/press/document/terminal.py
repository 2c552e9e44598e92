"""What a program printed, as a terminal would show it: carriage returns and colours resolved."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from analysis.press.document.colours import ink_on, readable

_ESCAPE = re.compile(
    r"\x1b(?:\[(?P<codes>[0-?]*)[ -/]*(?P<end>[@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|[@-Z\\-_]|[()#][0-9A-Za-z])"
)
# As the terminals of today draw them, dark and bright.
_BASIC = (
    "#000000", "#b0392d", "#2b7650", "#8a6500", "#1c4f9c", "#8b3a8b", "#0b6a94", "#6b6b6b",
    "#56606b", "#d13b2a", "#2f8a3c", "#9a7200", "#2f6fd0", "#a845a8", "#0b7f94", "#4a4a4a",
)  # fmt: skip
_LEVELS = (0, 95, 135, 175, 215, 255)


@dataclass(frozen=True)
class Look:
    """How characters are shown; colours as "#rrggbb", "" for none."""

    color: str = ""
    background: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    inverse: bool = False


PLAIN = Look()
Line = list[tuple[str, Look]]
"""Stretches of one look."""


def shown(printed: str) -> str:
    r"""The text that a terminal shows in the end.

    >>> shown("10 %\r99 %\r\x1b[32mdone\x1b[0m\n")
    'done\n'
    """
    return text_of(lines(printed))


def text_of(shown: list[Line]) -> str:
    """Lines without their looks."""
    return "\n".join("".join(words for words, _ in line) for line in shown)


def lines(printed: str) -> list[Line]:
    """The lines that a terminal shows in the end."""
    look = PLAIN
    out = []
    for line in printed.replace("\r\n", "\n").split("\n"):
        if "\x1b" not in line and "\r" not in line and "\b" not in line:
            out.append([(line, look)] if line else [])
        else:
            made, look = _line(line, look)
            out.append(made)
    return out


def stripped(shown: list[Line]) -> list[Line]:
    """Without the empty lines at both ends."""
    full = [at for at, line in enumerate(shown) if any(words.strip() for words, _ in line)]
    return shown[full[0] : full[-1] + 1] if full else []


def _line(line: str, look: Look) -> tuple[Line, Look]:
    """One line, and the look in which the next begins."""
    cells: list[tuple[str, Look]] = []
    at = start = 0
    overwritten = "\r" in line or "\b" in line
    pieces: list[str | re.Match[str]] = []
    for escape in _ESCAPE.finditer(line):
        pieces += [line[start : escape.start()], escape]
        start = escape.end()
    for piece in [*pieces, line[start:]]:
        if not isinstance(piece, str):
            if piece["end"] == "m":
                look = _changed(look, piece["codes"])
            elif piece["end"] == "K" and overwritten:
                del cells[0 if piece["codes"] == "2" else at :]
            continue
        for character in piece:
            if character == "\r":
                at = 0
            elif character == "\b":
                at = max(0, at - 1)
            else:
                cells[at : at + 1] = [(character, look)]
                at += 1
    while overwritten and cells and cells[-1][0].isspace():
        cells.pop()
    out: Line = []
    for character, its in cells:
        if out and out[-1][1] == its:
            out[-1] = (out[-1][0] + character, its)
        else:
            out.append((character, its))
    return out, look


_FLAGS = {1: "bold", 3: "italic", 4: "underline", 7: "inverse"}
_ENDS = {21: "bold", 22: "bold", 23: "italic", 24: "underline", 27: "inverse"}


def _changed(look: Look, codes: str) -> Look:
    """The look after ``ESC [ codes m``."""
    numbers = [int(part) if part.isdigit() else 0 for part in re.split("[;:]", codes)]
    now: dict[str, Any] = asdict(look)
    while numbers:
        code = numbers.pop(0)
        ground = code // 10 in {4, 10}
        if code == 0:
            now = asdict(PLAIN)
        elif code in _FLAGS or code in _ENDS:
            now[_FLAGS.get(code) or _ENDS[code]] = code in _FLAGS
        elif code in {38, 48}:
            now["background" if ground else "color"], numbers = _extended(numbers)
        elif code in {39, 49}:
            now["background" if ground else "color"] = ""
        elif code // 10 in {3, 4, 9, 10} and code % 10 < 8:
            colour = _BASIC[code % 10 + (8 if code >= 90 else 0)]
            now["background" if ground else "color"] = colour
    return Look(**now)


def _extended(numbers: list[int]) -> tuple[str, list[int]]:
    """The colour after 38 or 48, and the codes after it."""
    kind, rest = (numbers[0], numbers[1:]) if numbers else (0, [])
    if kind == 5 and rest:
        return _of_256(rest[0]), rest[1:]
    if kind == 2 and len(rest) >= 3:
        return _hex(*(min(255, part) for part in rest[:3])), rest[3:]
    return "", []


def _of_256(number: int) -> str:
    if number < 16:
        return _BASIC[number]
    if number < 232:
        number -= 16
        return _hex(_LEVELS[number // 36], _LEVELS[number // 6 % 6], _LEVELS[number % 6])
    grey = 8 + 10 * (min(number, 255) - 232)
    return _hex(grey, grey, grey)


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red:02x}{green:02x}{blue:02x}"


def inks(look: Look) -> tuple[str, str]:
    """Colour of the letters and of their ground; "" for those of the page."""
    color, background = look.color, look.background
    if look.inverse:
        color, background = background or "#ffffff", color or "#1b2a33"
    if background:
        color = readable(color, background) if color else ink_on(background)
    return color, background
