"""The fonts of the PDF: the report's own, matplotlib's, those of an extra, and a user's.

The fonts of the machine stay out. So does matplotlib's font of last resort, which has a box for
every character there is: with it nobody learns that a script cannot be read.
"""

from __future__ import annotations

import atexit
import importlib.util
import re
import shutil
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import typst

import analysis
from analysis.scratch import scratch

_LAST_RESORT = "LastResort"
EXTRA = (
    "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari", "fontpkg_noto_sans_khmer",
    "fontpkg_noto_sans_tamil", "fontpkg_noto_sans_telugu", "fontpkg_noto_sans_thai",
    "noto_cjk_sans_jp_regular",
)  # fmt: skip
"""The packages of the extra `fonts`, each with a font of Noto for a script."""
_NOT_SHOWN = re.compile(r"the text `\"((?:[^\"\\]|\\.)*)\"` could not be displayed")
_CODE_POINT = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
UNSEEN = {"\u200c", "\u200d", "\ufe0e", "\ufe0f", "\u20e3"}
"""What only joins or varies others: nothing is lost where no font has it."""


@cache
def loaded(given: tuple[str, ...] = ()) -> typst.Fonts:
    """The fonts to typeset with; `given` are folders of the user's."""
    ours = str(Path(analysis.__file__).parent / "fonts")
    return typst.Fonts(
        include_system_fonts=False, font_paths=[ours, str(_named()), *extra(), *given]
    )


def extra() -> list[str]:
    """The folders of those packages of the extra that are installed."""
    found = map(importlib.util.find_spec, EXTRA)
    return [folder for spec in found if spec for folder in spec.submodule_search_locations or ()]


@cache
def _named() -> Path:
    """matplotlib's fonts but the last resort, in a folder that lasts as long as the process."""
    until_the_end = ExitStack()
    atexit.register(until_the_end.close)
    folder = until_the_end.enter_context(scratch("fonts"))
    # Found, not imported: a third of a second for the name of a folder.
    found = importlib.util.find_spec("matplotlib")
    assert found is not None  # the charts are drawn with it
    assert found.submodule_search_locations
    data = Path(found.submodule_search_locations[0]) / "mpl-data"
    for font in sorted((data / "fonts" / "ttf").glob("*.ttf")):
        if _LAST_RESORT not in font.name:
            try:
                (folder / font.name).symlink_to(font)
            except OSError:  # a system where links take a right
                shutil.copy(font, folder)
    return folder


def missing(diagnostic: str) -> set[str]:
    """The characters that Typst says it has no font for."""
    found: set[str] = set()
    for text in _NOT_SHOWN.findall(diagnostic):
        shown = _CODE_POINT.sub(lambda m: chr(int(m[1], 16)), text)
        found |= {character for character in shown if ord(character) > 0x7E}
    return found


def replaced(characters: set[str]) -> dict[int, str]:
    """What stands for each: a sign that can be seen, nothing for what only joins others."""
    return {ord(c): "" if c in UNSEEN else "\ufffd" for c in characters}
