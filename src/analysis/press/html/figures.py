"""Makes matplotlib's SVG fit to stand inside a page.

matplotlib writes a picture file; a page needs a part of itself: ids that cannot collide with
those of the next figure, links that a keyboard and a screen reader can use, colours that follow
the reader's light or dark mode, and none of the bytes that say nothing (metadata, dates, ids that
nobody refers to, a twelfth digit of a coordinate). Text stays text. What is drawn is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from analysis.fonts import bare, characters
from analysis.press.html.slim import SVG, join_labels, local, loosen, merge_paths, slim

XLINK = "http://www.w3.org/1999/xlink"
CHART_FONT = "'Source Sans Pro', 'DejaVu Sans'"

Palette = Mapping[str, tuple[str, str]]

_COLOUR = re.compile(r"(?P<property>\b(?:fill|stroke|stop-color|color):\s*)(?P<hex>#[0-9a-f]{6})\b")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DRAWN_IN_FACE = {"text", "tspan"}


@dataclass(frozen=True)
class PageFigure:
    """An SVG ready for the page, and what it needs from it.

    Attributes
    ----------
    svg : markup of one ``<svg>`` element, without namespace declarations.
    characters : characters that it shows, by font face ("regular", "semibold", "italic").
    """

    svg: str
    characters: dict[str, frozenset[str]]


def page_figure(
    svg: str,
    *,
    figure_id: str,
    title: str,
    anchors: Collection[str],
    palette: Palette,
    described_by: str = "",
    rests: Callable[[Iterable[str]], str] = lambda _: "",
) -> PageFigure:
    """Turn an SVG file into an SVG element of an HTML page.

    Parameters
    ----------
    svg : what a cell shows; the ``<title>`` of a link is its accessible name. The page has paper
        and font for all of its figures: this one's own are left out.
    figure_id : id of the figure, unique in the page; every id inside starts with it.
    title : accessible name of the chart.
    anchors : ids that the page has; a link to any other id is dissolved, its drawing stays.
    palette : name -> (light, dark) colour; each light colour becomes ``var(--c-name)``.
    described_by : id of the element that holds the text description, or "".
    rests : ids of the evidence behind a mark -> its class.

    Raises
    ------
    lxml.etree.XMLSyntaxError : the input is not well-formed SVG.
    """
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True
    )
    root = etree.fromstring(bare(svg).encode(), parser)
    join_labels(root)
    _drop_what_says_nothing(root)
    _say_what_it_rests_on(root, rests)
    _own_ids(root, figure_id)
    _name_links(root, frozenset(anchors))
    variables = {light.lower(): name for name, (light, _) in reversed(list(palette.items()))}
    for element in root.iter():
        slim(element)
    loosen(root)
    for element in root.iter():
        _colours_to_style(element)
        if style := element.get("style"):
            element.set("style", _COLOUR.sub(lambda m: _variable(m, variables), style))
    used = characters(root)
    for element in root.iter():
        _leave_font_to_page(element)
        if style := element.get("style"):
            element.set("style", style.replace("; ", ";").replace(": ", ":"))
    _dissolve_bare_groups(root)
    merge_paths(root)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    # Not "img": that would hide the links inside from assistive technology.
    root.set("role", "graphics-document")
    root.set("aria-label", title)
    if described_by:
        root.set("aria-describedby", described_by)
    etree.cleanup_namespaces(root)
    markup: str = etree.tostring(root, encoding="unicode")
    return PageFigure(re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", markup), used)


def _drop_what_says_nothing(root: etree._Element) -> None:
    for element in list(root.iter(f"{{{SVG}}}metadata", f"{{{SVG}}}style", f"{{{SVG}}}script")):
        # matplotlib's style rule is for "*", which in a page would be the whole page; the page
        # has the same rule for its charts.
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in root.iter():
        if local(element) not in _DRAWN_IN_FACE:
            element.text = None if element.text is None or element.text.isspace() else element.text
        inside_text = element.getparent() is not None and local(element) == "tspan"
        if not inside_text:
            element.tail = None
    for element in list(root.iter(f"{{{SVG}}}defs")):
        parent = element.getparent()
        if parent is not None and len(element) == 0:
            parent.remove(element)


def _say_what_it_rests_on(root: etree._Element, rests: Callable[[Iterable[str]], str]) -> None:
    for link in root.iter(f"{{{SVG}}}a"):
        if own := rests(link.attrib.pop("data-behind", "").split()):
            link.set("class", own)


def _own_ids(root: etree._Element, figure_id: str) -> None:
    """Keep the ids that something inside refers to, under names that only this figure has."""
    inside = {element.get("id") for element in root.iter()} - {None}
    used: list[str] = []
    for element in root.iter():
        href = element.attrib.pop(f"{{{XLINK}}}href", None)
        if href is not None:
            element.set("href", href)
        for name, value in element.attrib.items():
            used += _REFERENCE.findall(value)
            if name == "href" and value.startswith("#") and local(element) != "a":
                used.append(value[1:])
    names = {
        old: f"{figure_id}.{number}"
        for number, old in enumerate(dict.fromkeys(i for i in used if i in inside), start=1)
    }
    for element in root.iter():
        old = element.attrib.pop("id", None)
        if old in names:
            element.set("id", names[old])
        for name, value in element.attrib.items():
            if "url(#" in value:
                element.set(name, _REFERENCE.sub(lambda m: f"url(#{names.get(m[1], m[1])})", value))
        href = element.get("href", "")
        if local(element) != "a" and href[1:] in names:
            element.set("href", f"#{names[href[1:]]}")


def _name_links(root: etree._Element, anchors: frozenset[str]) -> None:
    for link in list(root.iter(f"{{{SVG}}}a")):
        target = link.get("href", "").removeprefix("#")
        link.attrib.pop("target", None)
        title = link.find(f"{{{SVG}}}title")
        if title is None:
            title = etree.Element(f"{{{SVG}}}title")
            title.text = f"Evidence {target}"
            link.insert(0, title)
        if target not in anchors:
            link.tag = f"{{{SVG}}}g"
            link.attrib.pop("href", None)


def _colours_to_style(element: etree._Element) -> None:
    """Hatches carry their colour as an attribute, where a CSS variable is not allowed."""
    for name in ("fill", "stroke"):
        value = element.get(name, "")
        if value.startswith("#"):
            del element.attrib[name]
            element.set(
                "style", "; ".join(filter(None, (element.get("style"), f"{name}: {value}")))
            )


def _variable(found: re.Match[str], variables: Mapping[str, str]) -> str:
    name = variables.get(found["hex"])
    if name is None:
        return found[0]
    return f"{found['property']}var(--c-{name})"


def _leave_font_to_page(element: etree._Element) -> None:
    style = element.get("style")
    if style and CHART_FONT in style:
        kept = [part for part in style.split("; ") if part != f"font-family: {CHART_FONT}"]
        element.set("style", "; ".join(kept))


def _dissolve_bare_groups(root: etree._Element) -> None:
    for group in reversed(list(root.iter(f"{{{SVG}}}g"))):
        parent = group.getparent()
        if parent is None or group.attrib or any(local(c) == "title" for c in group):
            continue
        at = parent.index(group)
        parent[at : at + 1] = list(group)
