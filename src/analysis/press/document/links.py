"""Links inside a report: every one lands on something, and names what it leads to.

A chapter is written before anybody knows the number of a figure or which rows the report will
hold. Links whose target is not part of this document become plain text, references get their
numbers, and each row of the evidence learns where it is used.
"""

from __future__ import annotations

import re
from html import escape

NUMBERED = {"figure": "Figure", "table": "Table"}
_SHORT = {"Figure": "Fig.", "Table": "Table"}

# Code comes first, so that a link written inside code is left as it is.
_CODE_OR_LINK = re.compile(
    r"(?P<code>^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[^\n]*$|(?P<tick>`+)(?!`).*?(?P=tick))"
    r"|\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(#(?P<target>[^()\s]+)\)",
    re.DOTALL | re.MULTILINE,
)
_HTML_LINK = re.compile(r'<a\b[^>]*?\bhref="#(?P<target>[^"]+)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)
_SHOWN_IN = re.compile(r'<span class="shown-in" data-evidence="(?P<evidence>[^"]+)">\s*</span>')


def resolve_links(markdown: str, labels: dict[str, str], anchors: frozenset[str]) -> str:
    """Number the cross-references of a Markdown text; make plain text of links to nowhere."""

    def mend(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return found[0]
        text, target = found["text"], found["target"]
        if target not in anchors:
            return text
        if text in NUMBERED.values():
            text = labels.get(target, text)
        return f"[{text}](#{target})"

    return _CODE_OR_LINK.sub(mend, markdown)


def resolve_html_links(html: str, labels: dict[str, str], anchors: frozenset[str]) -> str:
    """The same as :func:`resolve_links` for the HTML of a table."""

    def mend(found: re.Match[str]) -> str:
        text, target = found["text"], found["target"]
        if target not in anchors:
            return text
        if text in NUMBERED.values() and target in labels:
            return found[0].replace(f">{text}</a>", f">{escape(labels[target])}</a>")
        return found[0]

    return _HTML_LINK.sub(mend, html)


def with_backlinks(
    html: str, users: list[tuple[str, frozenset[str]]], labels: dict[str, str]
) -> str:
    """Fill in where each row of evidence is used: "Fig. 1, 2; Table 4", each number a link.

    The column is narrow and there are many rows: the kind is said once, and whoever hears the
    links one by one hears each in full ("Figure 2").

    Parameters
    ----------
    html : a table, with ``<span class="shown-in" data-evidence="E001"></span>`` where to fill in.
    users : id of a figure or table and the evidence that it uses, in reading order.
    labels : that id -> "Figure 3".
    """

    def filled(found: re.Match[str]) -> str:
        places: dict[str, list[str]] = {kind: [] for kind in _SHORT}
        for user, evidence in users:
            if found["evidence"] in evidence:
                kind, number = labels[user].split(" ")
                places[kind].append(
                    f'<a href="#{escape(user)}" aria-label="{kind} {number}">{number}</a>'
                )
        listed = "; ".join(
            f"{_SHORT[kind]}\u00a0{', '.join(links)}" for kind, links in places.items() if links
        )
        return f'<span class="shown-in">{listed}</span>'

    return _SHOWN_IN.sub(filled, html)
