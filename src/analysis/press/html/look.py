"""The look of every page: the charts' palette as custom properties, and the report's style.

nbconvert is not imported here: a page that lists reports has the look and none of the machinery.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from analysis.palette import PALETTE

TEMPLATES = Path(__file__).resolve().parent / "templates"


def page_style(*sheets: Path) -> str:
    """The palette and the report's style, then other sheets."""
    own = TEMPLATES / "backchannel" / "style.css"
    texts = [path.read_text(encoding="utf-8") for path in (own, *sheets)]
    return "\n".join([palette_css(PALETTE), *map(without_comments, texts)])


def palette_css(palette: Mapping[str, tuple[str, str]]) -> str:
    """The palette as custom properties; dark values for readers who ask for a dark screen."""

    def values(which: int) -> str:
        return "".join(f"--c-{name}:{pair[which]};" for name, pair in palette.items())

    return (
        f":root{{color-scheme:light;{values(0)}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root{{color-scheme:dark;{values(1)}}}}}"
    )


def without_comments(css: str) -> str:
    """A style sheet without its comments, indents and empty lines."""
    lines = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
