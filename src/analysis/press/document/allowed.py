"""What a finished report may hold: elements, attributes and addresses, each named here.

Data is escaped on its way into a page, and a page asks nothing of anybody. This looks at what has
become of it: whatever is not named here, however it came in, is a fault of who wrote the chapter or
the exporter, and no report is made. A PDF is asked for the addresses that it links to.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TEXT = _names("""
a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del
details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li
main mark nav ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody
td tfoot th thead time tr u ul var wbr button fieldset input label legend
""")
_DRAWN = _names("""
svg g path rect circle ellipse line polyline polygon text tspan textpath title desc defs use
symbol clippath mask pattern marker image lineargradient radialgradient stop
""")
_MATHS = _names("""
math annotation menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts
mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
semantics
""")
ELEMENTS = _names("html head body meta style") | _TEXT | _DRAWN | _MATHS

_ANYWHERE = _names("""
id class style lang dir title role tabindex hidden xmlns popover translate
""")
_OF_TEXT = _names("""
href download rel target scope colspan rowspan headers span start reversed value type name
checked disabled for open datetime cite alt src width height loading decoding popovertarget
popovertargetaction content charset http-equiv align valign border
""")
_OF_DRAWINGS = _names("""
viewbox preserveaspectratio version xmlns:xlink xlink:href xml:space d x y x1 y1 x2 y2 cx cy r
rx ry dx dy fx fy points transform rotate textlength lengthadjust fill fill-opacity fill-rule
stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray
stroke-dashoffset stroke-miterlimit opacity clip-path clip-rule clippathunits mask maskunits
patternunits patterntransform patterncontentunits markerwidth markerheight markerunits
marker-start marker-mid marker-end refx refy orient gradientunits gradienttransform offset
stop-color stop-opacity text-anchor dominant-baseline font-family font-size font-weight
font-style font-variant letter-spacing color display visibility paint-order vector-effect
shape-rendering text-rendering
""")
_OF_MATHS = _names("""
display mathvariant encoding fence form separator stretchy symmetric largeop movablelimits
accent accentunder lspace rspace minsize maxsize linethickness columnalign rowalign
columnspacing rowspacing columnlines rowlines frame notation depth voffset displaystyle
scriptlevel
""")
ATTRIBUTES = _ANYWHERE | _OF_TEXT | _OF_DRAWINGS | _OF_MATHS

_ADDRESS = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
_FILE = re.compile(
    r"data:(?:text/csv|application/(?:json|x-bzip2));base64,[A-Za-z0-9+/=]*", re.IGNORECASE
)
_PICTURE = re.compile(r"data:image/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_FETCHES = re.compile(r"@import|expression\s*\(|url\s*\(\s*['\"]?\s*(?!#|['\"\s])", re.IGNORECASE)
_LINKS = ("http://", "https://", "mailto:")


def faults_of_page(page: str) -> list[str]:
    """What an HTML page holds that a report may not, each once, as text to be shown."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return list(dict.fromkeys(reader.faults))


def faults_of_pdf(pdf: bytes) -> list[str]:
    """What a PDF links to or does that a report may not, each once, as text to be shown."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = [name for name in ("/OpenAction", "/AA", "/AcroForm") if name in reader.root_object]
    for page in reader.pages:
        for annotation in page.get("/Annots", ()):
            found += _of_action(annotation.get_object().get("/A", {}))
    return list(dict.fromkeys(found))


def _of_action(action: object) -> Iterator[str]:
    told = action.get_object() if hasattr(action, "get_object") else action
    assert isinstance(told, dict)
    kind = told.get("/S", "/GoTo")
    if kind == "/URI":
        address = str(told.get("/URI", ""))
        if not address.lower().startswith(_LINKS):
            yield f"a link to {address[:80]}"
    elif kind != "/GoTo":
        yield f"an action {kind}"


class _Reader(HTMLParser):
    """Collects what is not allowed; it reads tags, and judges no text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        if tag in ("head", "body"):
            self._in_head = tag == "head"
        if tag not in ELEMENTS or (tag in ("meta", "style") and not self._in_head):
            self.faults.append(f"<{tag[:40]}>")
        given = dict(attrs)
        if tag == "meta" and given.get("http-equiv", "Content-Security-Policy") != (
            "Content-Security-Policy"
        ):
            self.faults.append(f"<meta http-equiv={given['http-equiv']}>")
        for name, value in given.items():
            if name not in ATTRIBUTES and not name.startswith("aria-"):
                self.faults.append(f"<{tag[:40]} {name[:40]}>")
            elif not _value_is_allowed(tag, name, value or ""):
                self.faults.append(f"<{tag[:40]} {name}={(value or '')[:80]}>")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data[:40]}-->")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self.faults.append(f"<!{decl[:40]}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data[:40]}>")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data[:40]}]>")


def _value_is_allowed(tag: str, name: str, value: str) -> bool:
    if name in ("src", "cite") or (tag == "image" and name in ("href", "xlink:href")):
        return bool(_PICTURE.fullmatch(value))
    if name in ("href", "xlink:href"):
        return bool(_ADDRESS.match(value) or (tag == "a" and _FILE.fullmatch(value)))
    return (
        name in ("content", "title", "alt")
        or name.startswith("aria-")
        or not (_FETCHES.search(value))
    )
