"""The chart font inside a figure, so that it looks the same wherever it is shown.

Charts keep their text as text, laid out with the metrics of one font. A figure that leaves this
machine, or only enters a page with a style of its own, has to bring that font along, and a paper
to stand on. A page of ours has both already: :func:`bare` takes them out again.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from lxml import etree

FONTS = Path(__file__).resolve().parent
FAMILY = "Source Sans Pro"
FACES = {
    "regular": ("SourceSansPro-Regular", 400, "normal"),
    "semibold": ("SourceSansPro-Semibold", 600, "normal"),
    "italic": ("SourceSansPro-It", 400, "italic"),
}
"""Face -> stem of its files, weight, style. The ``.ttf`` is whole, the ``.woff2`` is cut."""

CUT = frozenset(
    [
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA0, 0x100)),
        *map(chr, range(0x2010, 0x2023)),
        *"\u2009…→−≈≤≥",
    ]
)
"""What the cut files hold (made by :func:`analysis.press.html.fonts.cut`). A figure with any other
character brings the whole face."""

_SVG = "{http://www.w3.org/2000/svg}"
_OPENING = re.compile(r"<svg\b[^>]*>")
_BROUGHT = re.compile(r'<g class="brought">.*?</g>', re.DOTALL)


def font_face(face: str, kind: str, data: bytes) -> str:
    """The ``@font-face`` rule of one face with the font inside; `kind` is "woff2" or "truetype"."""
    _, weight, style = FACES[face]
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/{'ttf' if kind == 'truetype' else kind};base64,"
        f'{base64.b64encode(data).decode("ascii")})format("{kind}")}}'
    )


def carrying(svg: str, paper: str) -> str:
    """The figure with the faces that it uses, on a paper of that colour."""
    used = characters(etree.fromstring(svg.encode("utf-8")))
    signs = {name: {sign for sign in seen if not sign.isspace()} for name, seen in used.items()}
    rules = "".join(_rule(name, seen <= CUT) for name, seen in signs.items() if seen)
    brought = (
        f'<g class="brought"><style type="text/css">{rules}</style>'
        f'<rect width="100%" height="100%" style="fill: {paper}"/></g>'
    )
    return _OPENING.sub(lambda opening: opening[0] + brought, svg, count=1)


def bare(svg: str) -> str:
    """The figure without what :func:`carrying` gave it."""
    return _BROUGHT.sub("", svg, count=1)


@cache
def _rule(face: str, cut: bool) -> str:
    stem = FACES[face][0]
    if cut:
        return font_face(face, "woff2", (FONTS / f"{stem}.woff2").read_bytes())
    return font_face(face, "truetype", (FONTS / f"{stem}.ttf").read_bytes())


def characters(root: etree._Element) -> dict[str, frozenset[str]]:
    """The characters that an SVG shows, by face."""
    seen: dict[str, set[str]] = {}
    for element in root.iter(f"{_SVG}text", f"{_SVG}tspan"):
        parent = element.getparent()
        inherited = parent.get("style", "") if parent is not None else ""
        style = element.get("style") or inherited
        outside = inherited if element.tag == f"{_SVG}tspan" else ""
        seen.setdefault(face(style), set()).update(element.text or "")
        seen.setdefault(face(outside), set()).update(element.tail or "")
    return {name: frozenset(found) for name, found in sorted(seen.items()) if found}


def face(style: str) -> str:
    """Which of the three chart faces a CSS ``style`` asks for."""
    if re.search(r"font(?:-weight)?:[^;]*\b(?:bold|[6-9]00)\b", style):
        return "semibold"
    if re.search(r"font(?:-style)?:[^;]*\b(?:italic|oblique)\b", style):
        return "italic"
    return "regular"
