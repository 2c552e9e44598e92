"""What the drawings of a page have in common, once for all of them: styles, and shapes by their id.

Written out in each figure, the same few styles, marks and hatches would be a third of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

_STYLED = re.compile(r' style="([^"]*)"')
_DEFS = re.compile(r"<defs>(.*?)</defs>", re.DOTALL)
_DEFINED = re.compile(
    r'<(?P<tag>path|pattern|clipPath)\b(?P<before>[^>]*?) id="(?P<id>[^"]+)"'
    r"(?P<rest>[^>]*/>|[^>]*>.*?</(?P=tag)>)",
    re.DOTALL,
)
_REFERENCE = re.compile(r'(url\(|<use\b[^>]*? href=")#([^)"]+)([)"])')


@dataclass(frozen=True)
class Shared:
    """The drawings of a page, and what they have in common.

    Attributes
    ----------
    svgs : markup of each, in order.
    style : rules for the style sheet of the page.
    shapes : what several drawings refer to, to stand in a ``<defs>`` that is never hidden.
    """

    svgs: list[str]
    style: str
    shapes: str


def share(svgs: Sequence[str]) -> Shared:
    """Take out of the drawings of a page what several of them have.

    Parameters
    ----------
    svgs : as of :func:`analysis.press.html.figures.page_figure`.
    """
    drawn, shapes = _shapes(svgs)
    (*drawn, shapes), style = _classes([*drawn, shapes])
    return Shared(drawn, style, shapes)


def _classes(svgs: Sequence[str]) -> tuple[list[str], str]:
    """The drawings with a class for each style that occurs often, and the rules of these."""
    used = Counter(style for svg in svgs for style in _STYLED.findall(svg))
    often = [style for style, count in used.most_common() if count > 2]
    classes = {style: f"s{number}" for number, style in enumerate(often, start=1)}

    def classed(found: re.Match[str]) -> str:
        return f' class="{classes[found[1]]}"' if found[1] in classes else found[0]

    rules = "".join(f".{name}{{{unescape(style)}}}" for style, name in classes.items())
    return [_STYLED.sub(classed, svg) for svg in svgs], rules


def _shapes(svgs: Sequence[str]) -> tuple[list[str], str]:
    """The drawings without the definitions that several have, and these under ids of the page."""
    found = Counter(
        _anonymous(one) for svg in svgs for own in _DEFS.findall(svg) for one in _each(own)
    )
    names = {
        shape: f"d.{number}"
        for number, shape in enumerate((s for s, count in found.items() if count > 1), start=1)
    }
    shapes = "".join(shape.replace(" id", f' id="{name}"', 1) for shape, name in names.items())
    return [_without(svg, names) for svg in svgs], shapes


def _each(own: str) -> list[re.Match[str]]:
    return list(_DEFINED.finditer(own))


def _anonymous(shape: re.Match[str]) -> str:
    """A definition without its id: two that are the same say the same."""
    return f"<{shape['tag']}{shape['before']} id{shape['rest']}"


def _without(svg: str, names: dict[str, str]) -> str:
    moved: dict[str, str] = {}

    def kept(found: re.Match[str]) -> str:
        rest = found[1]
        for shape in _each(found[1]):
            if (name := names.get(_anonymous(shape))) is not None:
                moved[shape["id"]] = name
                rest = rest.replace(shape[0], "", 1)
        return f"<defs>{rest}</defs>" if rest else ""

    svg = _DEFS.sub(kept, svg)
    return _REFERENCE.sub(lambda m: f"{m[1]}#{moved.get(m[2], m[2])}{m[3]}", svg)
