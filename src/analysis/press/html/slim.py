"""Fewer bytes for the same drawing: what says nothing, or what was said before, goes.

matplotlib writes each mark with all that it might need. A page holds many figures, most of them
twice and some once for each choice of sources; nothing here changes what a reader sees of them.
"""

from __future__ import annotations

import re

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"

_NUMBER = re.compile(r"-?\d+\.\d+")
_ANY_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COMMAND = re.compile(r" ?([MLHVCSQTAZz]) ?")
_BOX = re.compile(
    r"M(?P<x>\S+) (?P<y>\S+)L(?P<x2>\S+) (?P=y)L(?P=x2) (?P<y2>\S+)L(?P=x) (?P=y2)"
    r"(?:L(?P=x) (?P=y))?z"
)
_TO_SIDE = re.compile(
    r"M(?P<x>-?[\d.]+) (?P<y>-?[\d.]+)L(?:(?P=x) (?P<y2>-?[\d.]+)|(?P<x2>-?[\d.]+) (?P=y))"
    r"(?=M|$)"
)
_PLACED = re.compile(r"M(\S+?) ([-\d.]+)(?:H([-\d.]+))?(?:V([-\d.]+))?(?:H[-\d.]+z)?(?=M|$)")
_NO_TURN = re.compile(r"^rotate\(-?0(?:\.0+)?[ ,)]")
_STROKE = re.compile(r"stroke-width:\s*([\d.]+)")
_LENGTHS = ("d", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "points")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def join_labels(root: etree._Element) -> None:
    """Put each label into the link of its mark, if that is in the same panel.

    Mark and label lead to the same row under the same name: one link is read aloud once, and is one
    stop of the keyboard. Labels keep off all that is drawn after the marks.
    """
    for panel in root.iter(f"{{{SVG}}}g"):
        if not panel.get("id", "").startswith("axes_"):
            continue
        marks: dict[tuple[str, str], etree._Element] = {}
        for link in list(panel.iter(f"{{{SVG}}}a")):
            key = link.get(f"{{{_XLINK}}}href", ""), link.findtext(f"{{{SVG}}}title", "")
            if link.find(f"{{{SVG}}}text") is None:
                marks[key] = link
            elif (mark := marks.get(key)) is not None and (own := link.getparent()) is not None:
                # The paper under the words comes before them, in a group of the two.
                mark.extend([part for part in own if part is not link])
                mark.extend([part for part in link if local(part) != "title"])
                own.remove(link)


def slim(element: etree._Element) -> None:
    """Say the place of an element shortly.

    Two decimals are a hundredth of a point: nobody can see more.
    """
    for name in _LENGTHS:
        if (value := element.get(name)) is not None:
            element.set(name, " ".join(_NUMBER.sub(_two_decimals, value).split()))
    if (path := element.get("d")) is not None:
        path = _BOX.sub(r"M\g<x> \g<y>H\g<x2>V\g<y2>H\g<x>z", _COMMAND.sub(r"\1", path))
        element.set("d", _TO_SIDE.sub(_straight, path))
    if (turn := element.get("transform")) is not None:
        if _NO_TURN.match(turn) and turn.count("(") == 1:
            del element.attrib["transform"]
        elif "scale" not in turn and "matrix" not in turn:
            element.set("transform", _NUMBER.sub(_two_decimals, turn))


def _two_decimals(found: re.Match[str]) -> str:
    text = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _straight(found: re.Match[str]) -> str:
    """A line along an axis, said by the one coordinate that changes."""
    end = f"V{found['y2']}" if found["y2"] is not None else f"H{found['x2']}"
    return f"M{found['x']} {found['y']}{end}"


def loosen(root: etree._Element) -> None:
    """Clip nothing that lies inside of what it would be clipped by."""
    boxes = {}
    for clip in root.iter(f"{{{SVG}}}clipPath"):
        if len(clip) == 1 and local(clip[0]) == "rect":
            x, y, wide, high = (float(clip[0].get(n, 0)) for n in ("x", "y", "width", "height"))
            boxes[f"url(#{clip.get('id')})"] = x, y, x + wide, y + high
    for path in root.iter(f"{{{SVG}}}path"):
        box = boxes.get(path.get("clip-path", ""))
        if box is not None and _within(path, box):
            del path.attrib["clip-path"]
    used = {element.get("clip-path") for element in root.iter()}
    for clip in list(root.iter(f"{{{SVG}}}clipPath")):
        parent = clip.getparent()
        if f"url(#{clip.get('id')})" not in used and parent is not None:
            parent.remove(clip)


def _within(path: etree._Element, box: tuple[float, float, float, float]) -> bool:
    """Whether boxes or straight lines, with half of their stroke, lie in a box."""
    shape, style = path.get("d", ""), path.get("style", "")
    parts = list(_PLACED.finditer(shape))
    if not parts or sum(len(part[0]) for part in parts) != len(shape):
        return False
    wide = 0.0
    if "stroke:" in style:
        width = _STROKE.search(style)
        wide = float(width[1]) / 2 if width else 0.5
    for part in parts:
        x, y = float(part[1]), float(part[2])
        x2, y2 = float(part[3] or x), float(part[4] or y)
        # A line ends where it ends: only its sides have the width of the stroke.
        aside, along = (0.0 if y2 == y else wide), (0.0 if x2 == x else wide)
        low, high = sorted((x, x2)), sorted((y, y2))
        if low[0] - aside < box[0] - 0.011 or low[1] + aside > box[2] + 0.011:
            return False
        if high[0] - along < box[1] - 0.011 or high[1] + along > box[3] + 0.011:
            return False
    return True


def merge_paths(root: etree._Element) -> None:
    """Lines and hatches of one look that follow each other as one path; nothing for what is none.

    In what is filled, parts that overlap could cancel each other: that stays as it is.
    """
    last: etree._Element | None = None
    for path in list(root):
        style = path.get("style", "")
        if local(path) != "path" or ("fill:none" not in style and "fill:url(" not in style):
            last = None
        elif "fill:none" in style and "stroke:" not in style:
            root.remove(path)
        elif last is not None and _look(last) == _look(path):
            last.set("d", last.get("d", "") + path.get("d", ""))
            root.remove(path)
        else:
            last = path


def _look(path: etree._Element) -> dict[str, str]:
    return {name: value for name, value in path.items() if name != "d"}
