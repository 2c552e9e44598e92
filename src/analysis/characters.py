"""Characters that a cell cannot hold: they are not read, and change how what is read looks.

A control character, a line break, a code point that is no character, or one that turns the
direction of what follows. Isolates (U+2066 to U+2069) around right-to-left words are fine where
each that is opened is closed in its cell; joiners and marks of every script are.
"""

from __future__ import annotations

import re

_NONE = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_RULES = (
    (r"[\n\r\v\f\x85\u2028\u2029]", "has a line break"),
    (r"\t", "has a tabulator"),
    (r"[\x00-\x1f\x7f-\x9f]", "has a control character"),
    (r"[\u202a-\u202e]", "has a character that turns the direction of writing"),
    (rf"[\ufdd0-\ufdef\ufeff{_NONE}]", "has a code point that is no character"),
)
_ISOLATES = re.compile(r"[\u2066-\u2069]")
ANY = re.compile("|".join([*(form for form, _ in _RULES), _ISOLATES.pattern]))
_LAST = "\u2069"


def unwanted(text: str) -> str:
    """What is wrong with the characters of a text, as a rule that follows it; "" if nothing."""
    if not ANY.search(text):
        return ""
    for form, rule in _RULES:
        if found := re.search(form, text):
            return f"{rule} (U+{ord(found[0]):04X})"
    opened = 0
    for sign in _ISOLATES.findall(text):
        opened += -1 if sign == _LAST else 1
        if opened < 0:
            break
    return "" if opened == 0 else "has an isolate (U+2066 to U+2069) that is not closed"
