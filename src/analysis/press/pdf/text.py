"""Text as Typst code that shows exactly this text.

The report prints words of sources and of users: none of their characters may act as Typst code,
stop the compiler, or run out of its column. Everything that is printed passes through here.
"""

from __future__ import annotations

import re
import unicodedata

LONG_RUN = 24
LINE_WIDTH = 84  # characters of a line of code
_SPECIAL = re.compile(r"[\\#$*_`<>@\[\](){}~=+\-/\"'.:;!?%&|^,]")
_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"[^/_.\-:=&?,@|+]*[/_.\-:=&?,@|+]+|[^/_.\-:=&?,@|+]+")
BREAK = "#brk;"


def clean(text: str) -> str:
    """The text without what PDF/A-3a forbids or no font can show: control and private characters.

    Private, unassigned and surrogate code points become U+FFFD, so that a loss can be seen.
    """
    out = []
    for character in text:
        category = unicodedata.category(character)
        if character in "\t\n\r":
            out.append(" " if character == "\t" else "\n")
        elif category == "Cc" or character == "\ufeff":
            continue
        elif category in {"Co", "Cs", "Cn"}:
            out.append("\ufffd")
        else:
            out.append(character)
    return "".join(out)


def string(text: str) -> str:
    r"""A Typst string literal.

    >>> print(string('say "#x" \\'))
    "say \"#x\" \\"
    """
    escaped = clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def markup(text: str, capacity: int = LONG_RUN) -> str:
    r"""Typst markup that shows exactly `text`.

    Words longer than `capacity` characters may be divided: at hyphenation points if they are
    words of a language, after separators (as in a path) or anywhere (a checksum) if not.

    >>> print(markup("#1 *a* [b]"))
    \#1 \*a\* \[b\]
    """
    text = re.sub(r"\n+", " ", clean(text))
    out, at = [], 0
    for word in _WORD.finditer(text):
        if len(word[0]) > capacity:
            out += [_escape(text[at : word.start()]), _breakable(word[0], capacity)]
            at = word.end()
    return "".join([*out, _escape(text[at:])])


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


def _breakable(word: str, capacity: int) -> str:
    pieces = []
    for piece in _PIECE.findall(word):
        if len(piece) <= capacity:
            pieces.append(_escape(piece))
        elif len(piece) <= LONG_RUN and not any(character.isdigit() for character in piece):
            pieces.append(f"#divided[{_escape(piece)}];")
        else:
            pieces += [_escape(character) for character in piece]
    return BREAK.join(pieces)


def raw(code: str) -> str:
    """Code within a line."""
    return f"#raw({string(code)});"


def in_halves(digest: str) -> str:
    """A checksum, to be broken in the middle where it does not fit on a line, nowhere else."""
    digest = "".join(digest.split()).replace("\u200b", "")
    half = max(1, len(digest) // 2)
    return BREAK.join(markup(part, half) for part in (digest[:half], digest[half:]) if part)


def folded(code: str, width: int = LINE_WIDTH) -> str:
    """Lines of code that fit: Typst breaks raw lines at spaces only."""
    return "\n".join(
        line[start : start + width]
        for line in code.split("\n")
        for start in range(0, max(len(line), 1), width)
    )
