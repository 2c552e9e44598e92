"""What a program printed, as a terminal would show it: carriage returns and escapes resolved."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_]|[()#][0-9A-Za-z])"
)
_ERASE = re.compile(r"\x1b\[[0-2]?K")


def shown(printed: str) -> str:
    r"""The text that a terminal shows in the end.

    >>> shown("10 %\r99 %\r\x1b[32mdone\x1b[0m\n")
    'done\n'
    """
    lines = printed.replace("\r\n", "\n").split("\n")
    return "\n".join(_line(line) for line in lines)


def _line(line: str) -> str:
    if "\r" not in line and "\b" not in line:
        return _ESCAPE.sub("", line)
    line = _ESCAPE.sub("", _ERASE.sub("\x00", line))
    cells: list[str] = []
    at = 0
    for character in line:
        if character == "\r":
            at = 0
        elif character == "\b":
            at = max(0, at - 1)
        elif character == "\x00":
            del cells[at:]
        else:
            cells[at : at + 1] = [character]
            at += 1
    return "".join(cells).rstrip()
