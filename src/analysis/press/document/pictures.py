"""Pictures of a notebook: looked at before they are carried, and made harmless.

A raster picture is opened once, so that a broken one is found here and not by Typst; of a GIF the
first picture stays. An SVG loses what could run or fetch.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

SVG = "image/svg+xml"
CARRIED = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
_AS_IT_IS = {"PNG": "image/png", "JPEG": "image/jpeg"}
_MOST_PIXELS = 80_000_000
_DEFAULT_SVG = (480.0, 320.0)
_DROPPED = {"script", "foreignobject", "iframe", "audio", "video", "set", "animate", "handler"}
_TEXT_WIDTH, _WIDEST = 656.0, 4000.0  # CSS pixels: of a line of text; of what is believed
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px|pt|in|cm|mm|em|)\s*$")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 37.8, "mm": 3.78, "em": 16.0}


class BadPicture(ValueError):
    """The data are no picture of a kind that can be carried."""


@dataclass(frozen=True)
class Picture:
    """A picture that can be carried.

    Attributes
    ----------
    mime : "image/png", "image/jpeg" or "image/svg+xml".
    data : its bytes.
    width, height : in CSS pixels.
    changed : what had to be left out of it, in words; "" for nothing.
    """

    mime: str
    data: bytes
    width: float
    height: float
    changed: str = ""

    @property
    def uri(self) -> str:
        """The picture as an address of its own."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"


def sized(picture: Picture, stated: str) -> Picture:
    """The picture at a width that somebody stated ("50%" of the text, "300", "8cm")."""
    if stated.endswith("%"):
        share = stated[:-1].strip()
        width = _TEXT_WIDTH * float(share) / 100 if re.fullmatch(r"\d+(\.\d+)?", share) else 0
    else:
        width = _pixels(stated)
    if not 0 < width <= _WIDEST:
        return picture
    return replace(picture, width=width, height=width * picture.height / picture.width)


def of_output(mime: str, value: str) -> Picture:
    """The picture in an output: base64 of a raster picture, or the text of an SVG.

    Raises
    ------
    BadPicture : it cannot be read.
    """
    if mime == SVG and "<svg" in value:
        return drawing(value.encode())
    try:
        data = base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadPicture("its data are no base64") from error
    return of_bytes(data)


def of_bytes(data: bytes) -> Picture:
    """The picture in these bytes, of whichever kind.

    Raises
    ------
    BadPicture : it cannot be read.
    """
    if b"<svg" in data[:4096]:
        return drawing(data)
    from PIL import Image  # late: every run of nbconvert reads this module

    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if width * height > _MOST_PIXELS:
                raise BadPicture(f"it has {width} × {height} pixels")
            image.load()
            moving = getattr(image, "n_frames", 1) > 1
            if image.format in _AS_IT_IS and not moving:
                return Picture(_AS_IT_IS[image.format], data, width, height)
            image.seek(0)
            first = io.BytesIO()
            image.convert("RGBA").save(first, "PNG")
    except BadPicture:
        raise
    except Exception as error:  # Pillow's readers raise what they like
        raise BadPicture("it cannot be opened as a picture") from error
    still = "it moves; its first picture is shown" if moving else ""
    return Picture("image/png", first.getvalue(), width, height, still)


def drawing(data: bytes) -> Picture:
    """An SVG without what could run or fetch.

    Raises
    ------
    BadPicture : it is not well formed.
    """
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, remove_comments=True,
                             remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise BadPicture("it is not well-formed SVG") from error
    if root is None or _local(root) != "svg":
        raise BadPicture("it is no SVG")
    dropped = set()
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if _local(element) in _DROPPED:
            dropped.add(_local(element))
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for name, value in list(element.attrib.items()):
            bare = etree.QName(name).localname.lower()
            foreign = bare == "href" and not value.startswith(("#", "data:image/"))
            if bare.startswith("on") or (foreign and _local(element) != "a"):
                dropped.add(bare if bare.startswith("on") else "address")
                del element.attrib[name]
            elif _fetches(value) and bare != "href":
                dropped.add("address")
                element.set(name, _outside(value))
        if _local(element) == "style" and element.text:
            element.text = _outside(element.text)
    if root.nsmap.get(None) is None and root.tag == "svg":
        for element in root.iter():
            if isinstance(element.tag, str) and "}" not in element.tag:
                element.tag = f"{{http://www.w3.org/2000/svg}}{element.tag}"
    width, height = _size(root)
    changed = f"without {', '.join(sorted(dropped))}" if dropped else ""
    etree.cleanup_namespaces(root, top_nsmap={None: "http://www.w3.org/2000/svg"})
    return Picture(SVG, etree.tostring(root, encoding="unicode").encode(), width, height, changed)


def _fetches(value: str) -> bool:
    return bool(re.search(r"url\(\s*['\"]?(?!#|data:)|@import", value, re.IGNORECASE))


def _outside(css: str) -> str:
    css = re.sub(r"@import[^;]*;?", "", css, flags=re.IGNORECASE)
    return re.sub(r"url\(\s*['\"]?(?!#|['\"]?#|data:)[^)]*\)", "none", css, flags=re.IGNORECASE)


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname).lower() if isinstance(element.tag, str) else ""


def _size(root: etree._Element) -> tuple[float, float]:
    """In CSS pixels; as the drawing says, then as its view box says."""
    sides = [_pixels(root.get("width", "")), _pixels(root.get("height", ""))]
    box = [float(n) for n in re.findall(r"-?[0-9.]+(?:e-?\d+)?", root.get("viewBox", ""))][2:4]
    if len(box) == 2 and min(box) > 0:
        if sides[0] and not sides[1]:
            sides[1] = sides[0] * box[1] / box[0]
        elif sides[1] and not sides[0]:
            sides[0] = sides[1] * box[0] / box[1]
        elif not sides[0]:
            sides = list(box)
    width, height = (sides[0] or _DEFAULT_SVG[0]), (sides[1] or _DEFAULT_SVG[1])
    if len(box) != 2:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return width, height


def _pixels(length: str) -> float:
    found = _LENGTH.match(length)
    return float(found[1]) * _PIXELS[found[2]] if found else 0.0


def beside(folder: Path | None, address: str) -> Picture:
    """A picture that lies beside the notebook, by its relative address.

    Raises
    ------
    BadPicture : there is none, it lies outside the notebook's folder, or cannot be read.
    """
    if folder is None:
        raise BadPicture("the folder of the notebook is not known")
    place = (folder / address).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise BadPicture("it lies outside the folder of the notebook")
    if not place.is_file():
        raise BadPicture("there is no such file")
    return of_bytes(place.read_bytes())
