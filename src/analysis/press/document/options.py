"""How a document looks: what a user may choose for both formats, each with its help.

What both formats must agree on (code, numbering, bibliography) are traits of
:class:`analysis.press.document.numbering.ReportPreprocessor`.
"""

from __future__ import annotations

import re
from pathlib import Path

from traitlets import Enum, HasTraits, Int, TraitError, Unicode, validate

from analysis.press.document.colours import parsed
from analysis.press.document.pictures import BadPicture, Picture, of_bytes

PAPERS = {
    "a4": (595.28, 841.89), "us-letter": (612.0, 792.0), "a3": (841.89, 1190.55),
    "a5": (419.53, 595.28), "us-legal": (612.0, 1008.0),
}  # fmt: skip
"""Name -> width and height in points; the first is taken where nothing is said."""
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(cm|mm|in|pt)")
_POINTS = {"cm": 72 / 2.54, "mm": 7.2 / 2.54, "in": 72.0, "pt": 1.0}
_FONT = re.compile(r"[\w .+-]{1,80}")


class Look(HasTraits):
    """The look that an exporter gives to its documents."""

    paper = Enum(
        (*PAPERS, None),
        default_value=None,
        allow_none=True,
        help="Paper size; without it, that of the report's metadata, and then a4.",
    ).tag(config=True)
    margins = Unicode(
        help="Margins of the paper: one length ('2cm'), or four (top, right, bottom, left), in cm, "
        "mm, in or pt.",
    ).tag(config=True)
    header = Unicode(
        None,
        allow_none=True,
        help="What stands at the head of each page after the first, and above the title of a "
        "page of HTML; without it, the title and nothing.",
    ).tag(config=True)
    footer = Unicode(
        None,
        allow_none=True,
        help="What stands at the foot, beside the page's number.",
    ).tag(config=True)
    text_font = Unicode(help="Font of running text, by its name.").tag(config=True)
    heading_font = Unicode(help="Font of headings, captions and tables, by its name.").tag(
        config=True
    )
    code_font = Unicode(help="Font of code, by its name.").tag(config=True)
    accent = Unicode(
        help="Colour of links and headings, as CSS writes it; made darker or lighter where it "
        "could not be read.",
    ).tag(config=True)
    logo = Unicode(help="A picture that stands above the title: the path of its file.").tag(
        config=True
    )
    contents_depth = Int(
        2, min=0, max=6, help="How many levels of headings the contents list; 0 for no contents."
    ).tag(config=True)

    @validate("margins")
    def _lengths(self, proposal: dict[str, str]) -> str:
        parts = proposal["value"].split()
        if parts and (len(parts) not in {1, 4} or not all(map(_LENGTH.fullmatch, parts))):
            raise TraitError(
                f'margins: "{proposal["value"]}" is not one length, or four, as "2cm" or "20mm"'
            )
        return proposal["value"]

    @validate("accent")
    def _a_colour(self, proposal: dict[str, str]) -> str:
        if proposal["value"] and not parsed(proposal["value"]):
            raise TraitError(
                f'accent: "{proposal["value"]}" is not a colour, as "#1c4f76" or "red"'
            )
        return proposal["value"]

    @validate("text_font", "heading_font", "code_font")
    def _a_font(self, proposal: dict[str, str]) -> str:
        if proposal["value"] and not _FONT.fullmatch(proposal["value"]):
            raise TraitError(f'font: "{proposal["value"]}" is not the name of one font')
        return proposal["value"]

    def picture(self) -> Picture | None:
        """The logo; None for none.

        Raises
        ------
        TraitError : there is no such file, or it is no picture.
        """
        if not self.logo:
            return None
        try:
            return of_bytes(Path(self.logo).read_bytes())
        except (OSError, BadPicture) as error:
            raise TraitError(f'logo: "{self.logo}" cannot be shown: {error}') from error

    def margin(self) -> tuple[str, str, str, str] | None:
        """The margins, top, right, bottom and left; None where nothing is said."""
        parts = self.margins.split()
        if not parts:
            return None
        top, right, bottom, left = parts * 4 if len(parts) == 1 else parts
        return top, right, bottom, left


def points(length: str) -> float:
    """A length of :class:`Look` in points."""
    found = _LENGTH.fullmatch(length)
    assert found is not None  # looked at where it was given
    return float(found[1]) * _POINTS[found[2]]
