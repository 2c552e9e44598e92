"""Colours that others gave to letters and cells: read, and made readable where they are not.

Contrast is that of WCAG 2: letters need 4.5 to 1 on their ground.
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.palette import PALETTE

_LEAST = 4.5
_STEPS = 20
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_GROUND = PALETTE["cover_tint"]
"""The least favourable ground that running text has: light, dark."""


@lru_cache(maxsize=1024)
def parsed(value: str) -> str:
    """A colour of CSS as "#rrggbb", what shines through it as on white; "" for none.

    >>> parsed("red"), parsed("rgba(255, 0, 0, .5)"), parsed("none")
    ('#ff0000', '#ff7f7f', '')
    """
    value = value.replace("!important", "").strip().lower()
    if _HEX.fullmatch(value):
        return value
    alpha = 1.0
    if found := re.fullmatch(
        r"rgba?\(([^,/]+),([^,/]+),([^,/]+)(?:[,/]\s*([\d.]+%?)\s*)?\)", value
    ):
        if found[4]:
            alpha = float(found[4].rstrip("%")) / (100 if found[4].endswith("%") else 1)
        value = f"rgb({found[1].strip()},{found[2].strip()},{found[3].strip()})"
    if not value or value in {"transparent", "inherit", "initial", "currentcolor", "none"}:
        return ""
    from PIL import ImageColor  # late: most notebooks colour nothing

    try:
        red, green, blue, *rest = ImageColor.getrgb(value)
    except ValueError:
        return ""
    alpha = rest[0] / 255 if rest else min(1.0, alpha)
    return _written([part * alpha + 255 * (1 - alpha) for part in (red, green, blue)])


def _parts(colour: str) -> list[float]:
    return [float(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]


def _written(parts: list[float]) -> str:
    return "#" + "".join(f"{max(0, min(255, int(part))):02x}" for part in parts)


def _light(colour: str) -> float:
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4
              for p in (part / 255 for part in _parts(colour))]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, from 1 to 21."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: str) -> str:
    """Black or white, whichever can be read on it."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, ground))


@lru_cache(maxsize=1024)
def readable(ink: str, ground: str) -> str:
    """The colour of letters, darker or lighter where it could not be read on its ground.

    >>> readable("#ff0000", "#ffffff"), readable("#0000ff", "#ffffff")
    ('#e50000', '#0000ff')
    """
    end = _parts(ink_on(ground))
    parts = _parts(ink)
    for step in range(_STEPS + 1):
        share = step / _STEPS
        made = _written([a * (1 - share) + b * share for a, b in zip(parts, end, strict=True)])
        if contrast(made, ground) >= _LEAST:
            return made
    return ink_on(ground)


def on_paper(ink: str) -> tuple[str, str]:
    """The colour of letters on a light and on a dark page."""
    return readable(ink, _GROUND[0]), readable(ink, _GROUND[1])
