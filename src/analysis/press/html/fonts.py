"""The chart fonts, cut down to what one page shows, as a style sheet without any request.

Charts keep their text as text, laid out with the metrics of one font. The page therefore carries
that font, and only the characters that its charts use: some kilobytes instead of hundreds.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache

from analysis.fonts import FACES, FONTS, font_face


def merge(usages: Iterable[Mapping[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """All characters by face, of several figures together."""
    merged: dict[str, frozenset[str]] = {}
    for usage in usages:
        for face, characters in usage.items():
            merged[face] = merged.get(face, frozenset()) | characters
    return merged


def font_css(usage: Mapping[str, frozenset[str]]) -> str:
    """``@font-face`` rules with the fonts inside, the same bytes for the same characters.

    Parameters
    ----------
    usage : face ("regular", "semibold", "italic") -> characters shown in it.
    """
    return "\n".join(
        font_face(face, "woff2", cut(f"{stem}.ttf", "".join(sorted(usage[face]))))
        for face, (stem, _, _) in FACES.items()
        if usage.get(face)
    )


@lru_cache(maxsize=64)
def cut(file: str, characters: str) -> bytes:
    """One of the fonts with these characters alone, as WOFF2."""
    # Late: most notebooks of others need no font, and every run of nbconvert reads this module.
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    # What matplotlib lays text out with; everything else would only add bytes.
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    with TTFont(FONTS / file, recalcTimestamp=False, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out, reorderTables=True)
    return out.getvalue()
