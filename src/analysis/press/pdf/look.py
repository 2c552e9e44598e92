"""What a user chose of the look, as constants of Typst that the style reads."""

from __future__ import annotations

from analysis.press.document.colours import parsed, readable
from analysis.press.document.options import Look
from analysis.press.pdf.text import string

_MARGINS = ("2cm", "2.3cm", "1.7cm", "2.3cm")
_ACCENT = "#1c4f76"
_SANS = ("Source Sans Pro", "DejaVu Sans")
_SERIF = ("Libertinus Serif", "DejaVu Serif")
_MONO = ("DejaVu Sans Mono",)


def margins(look: Look) -> tuple[str, str, str, str]:
    """Of figures, tables, header and footer: top, right, bottom, left."""
    return look.margin() or _MARGINS


def settings(look: Look) -> str:
    """The file ``settings.typ``."""
    accent = readable(parsed(look.accent), "#ffffff") if look.accent else _ACCENT
    top, right, bottom, left = margins(look)
    lines = [
        f"#let sans = {_fonts(look.heading_font, _SANS)}",
        f"#let serif = {_fonts(look.text_font, _SERIF)}",
        f"#let mono = {_fonts(look.code_font, _MONO)}",
        f"#let accent = rgb({string(accent)})",
        f"#let margins = (top: {top}, right: {right}, bottom: {bottom}, left: {left})",
    ]
    return "\n".join(lines) + "\n"


def _fonts(chosen: str, ours: tuple[str, ...]) -> str:
    names = [*([chosen] if chosen else []), *ours]
    return f"({''.join(f'{string(name)}, ' for name in names)})"
