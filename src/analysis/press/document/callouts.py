"""Callouts as MyST and Quarto write them, as the alerts that the reader of Markdown knows."""

from __future__ import annotations

import re

_KINDS = {
    "note": "NOTE", "seealso": "NOTE", "admonition": "NOTE", "hint": "TIP", "tip": "TIP",
    "important": "IMPORTANT", "warning": "WARNING", "attention": "WARNING",
    "caution": "CAUTION", "danger": "CAUTION", "error": "CAUTION",
}  # fmt: skip
_FENCED = re.compile(
    r"^(?P<fence>`{3,}|:{3,})[ ]*\{(?:\.callout-)?(?P<kind>" + "|".join(_KINDS) + r")\b[^}\n]*\}"
    r"[ ]*(?P<title>[^\n]*)\n(?P<body>.*?)^(?P=fence)[ ]*$",
    re.DOTALL | re.MULTILINE,
)
_OPTION = re.compile(r"\A(?:[ ]*:[\w-]+:[^\n]*\n)+")


def as_alerts(markdown: str) -> str:
    """The text with each such callout as a quotation that says its kind."""
    if "{" not in markdown:
        return markdown
    return _FENCED.sub(_alert, markdown)


def _alert(found: re.Match[str]) -> str:
    title = f"**{found['title'].strip()}**\n\n" if found["title"].strip() else ""
    body = title + _OPTION.sub("", found["body"])
    lines = [f"> {line}".rstrip() for line in body.strip("\n").split("\n")]
    return "\n".join([f"> [!{_KINDS[found['kind']]}]", *lines, ""])
