"""The colours of every chart and page, each with its counterpart for dark pages.

Charts draw with the light values only, and each value occurs once, so that an exporter can turn
every colour of a figure into a variable of the page. Hues follow Okabe and Ito, muted: they stay
apart for colour-blind readers, and shape, outline or text always says the same as the colour.
"""

from __future__ import annotations

PALETTE: dict[str, tuple[str, str]] = {
    # page and text
    "paper": ("#ffffff", "#14181c"),
    "ink": ("#1b2a33", "#e7ecef"),
    "muted": ("#52616b", "#a9b6bf"),
    "axis": ("#82909a", "#71818c"),
    "grid": ("#e4e9ec", "#2a333a"),
    "hatch": ("#8b99a3", "#667581"),
    # one per series, each also with its own shape
    "call": ("#0b6a94", "#5cb8e0"),
    "meeting": ("#a65a00", "#efa94e"),
    "visit": ("#786a00", "#d6c25c"),
    "other": ("#74508f", "#bf9ad9"),
    "stock": ("#443f57", "#cdc8de"),
    "rest": ("#9a2f6d", "#e78fc0"),
    "halt": ("#b0392d", "#f18d7f"),
    "quiet": ("#5a7080", "#9bb0bd"),
    "truce": ("#2b7650", "#68c193"),
    "cover": ("#71878f", "#8499a3"),
    # lighter fills for what is uncertain, always inside an outline of the full colour
    "call_tint": ("#d8e9f1", "#17394a"),
    "meeting_tint": ("#f3e3cf", "#46300f"),
    "visit_tint": ("#ece8cb", "#3a3412"),
    "other_tint": ("#e7dff0", "#38284a"),
    "stock_tint": ("#dcdae3", "#393648"),
    "rest_tint": ("#f1dbe7", "#4b2038"),
    "halt_tint": ("#f2d9d5", "#54261f"),
    "quiet_tint": ("#dde4e9", "#2c3943"),
    "truce_tint": ("#d7eadf", "#1c402e"),
    "cover_tint": ("#e1e8eb", "#2b373e"),
}
"""Name -> (light, dark) hexadecimal colour."""

TEXT = (
    "ink",
    "muted",
    "call",
    "meeting",
    "visit",
    "other",
    "stock",
    "rest",
    "halt",
    "quiet",
    "truce",
)
"""Names used for text: at least 4.5 to 1 against paper, in both modes."""

MARKS = (*TEXT, "cover", "axis")
"""Names used for marks, outlines and axes: at least 3 to 1 against paper, in both modes."""


def colour(name: str) -> str:
    """The light value of a palette colour, as charts draw it."""
    return PALETTE[name][0]


def tint(name: str) -> str:
    """The light fill that belongs to a series colour."""
    return PALETTE[f"{name}_tint"][0]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two hexadecimal colours (1 to 21), by the rule of WCAG 2.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    channels = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
