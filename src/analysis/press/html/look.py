"""The look of every page: the charts' palette as custom properties, and the report's style.

nbconvert is not imported here: a page that lists reports has the look and none of the machinery.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from analysis.palette import PALETTE
from analysis.press.document.colours import on_paper, parsed
from analysis.press.document.options import PAPERS, Look

TEMPLATES = Path(__file__).resolve().parent / "templates"


def page_style(*sheets: Path) -> str:
    """The palette and the report's style, then other sheets."""
    own = TEMPLATES / "backchannel" / "style.css"
    texts = [path.read_text(encoding="utf-8") for path in (own, *sheets)]
    return "\n".join([palette_css(PALETTE), *map(without_comments, texts)])


def look_css(look: Look, paper: str) -> str:
    """What a user chose of the look; "" for nothing.

    Parameters
    ----------
    paper : that of the report's metadata, "" for none.
    """
    rules = []
    if look.accent:
        light, dark = on_paper(parsed(look.accent))
        rules.append(f":root{{--link:{light};--link:light-dark({light},{dark})}}")
    fonts = {"text": look.text_font, "display": look.heading_font, "mono": look.code_font}
    for name, font in fonts.items():
        if font:
            other = "monospace" if name == "mono" else "sans-serif"
            rules.append(f':root{{--{name}:"{font}",{other}}}')
    if look.paper or look.margins:
        width, height = PAPERS[look.paper or (paper if paper in PAPERS else "a4")]
        margin = f";margin:{' '.join(look.margin() or ())}" if look.margins else ""
        rules.append(f"@page{{size:{width:g}pt {height:g}pt{margin}}}")
    return "\n".join(rules)


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
