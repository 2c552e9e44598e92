"""What a file is that is no CSV in UTF-8 with commas: said once, with what to do about it."""

from __future__ import annotations

import codecs
from pathlib import Path

from analysis.problems import Problem

_ONE_BYTE = ("cp1252", "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256")
_MOST_ODD = 2_000  # lines with odd bytes that an encoding is found from
_SIGNS = {";": "semicolons", "\t": "tabs", "|": "bars"}
SAVE = 'save it as "CSV UTF-8"'
IMPORT = "or let `backchannel import` read it as it is"


def likely_encoding(data: bytes) -> str:
    """The name of the encoding that a text most likely has."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:2_000]
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        return "utf-16-le" if odd >= even else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        odd_lines = [line for line in data.splitlines() if not line.isascii()][:_MOST_ODD]
        found = from_bytes(b"\n".join(odd_lines), cp_isolation=list(_ONE_BYTE))
        ranked = sorted(found, key=lambda m: (m.chaos, -m.coherence, _ONE_BYTE.index(m.encoding)))
        return ranked[0].encoding if ranked else "cp1252"
    return "utf-8"


def not_utf8(path: Path, shown: str, place: int) -> Problem:
    """What a file is whose byte at ``place`` is none of UTF-8."""
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        rule = "is a spreadsheet or an archive, whatever its name says"
        return Problem(shown, 0, "", None, rule, f"{SAVE} in the spreadsheet, {IMPORT}")
    line = data.count(b"\n", 0, place) + 1
    rule = f"is not UTF-8 (byte {place}); it is likely {likely_encoding(data)}"
    return Problem(shown, line, "", None, rule, SAVE)


def parted_otherwise(head: list[str], shown: str, expected: list[str]) -> Problem | None:
    """The one cause of a header that is a single cell, where another sign parts its columns."""
    if len(head) != 1:
        return None
    for sign, name in _SIGNS.items():
        if len({*head[0].split(sign)} & {*expected}) > 1:
            rule = f"has its columns parted by {name}, and a CSV of a package has commas"
            return Problem(shown, 1, "", None, rule, f"{SAVE} with commas, {IMPORT}")
    return None
