"""What a cell shows on a screen: HTML that no style sheet around it can break.

JupyterLab, VS Code, GitHub and nbconvert each have a style of their own, light or dark, and some
take out what they do not trust. So the layout is written into the elements; colours are those of
the page around; and a figure is a picture, with its paper and font inside. The rest, what an id of
the evidence says when it is pointed at or reached by the keyboard, needs the style below.

The press reads none of this: it has the marks (:mod:`analysis.marks`).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from analysis import marks
from analysis.palette import colour
from analysis.table_html import table_html

if TYPE_CHECKING:
    from mistune import Markdown

_LINE = "rgba(128,128,128,.5)"
_STYLE = f"""<style>
.bc-e{{cursor:help;text-decoration:underline dotted;color:inherit;white-space:nowrap;
anchor-name:--bc-e;anchor-scope:--bc-e}}
.bc-e:hover,.bc-e:focus{{outline:2px solid {colour("call")};outline-offset:1px;border-radius:2px}}
.bc-e:hover>.bc-said,.bc-e:focus>.bc-said{{display:block!important;position:fixed;z-index:99;
margin:2px 0 0;padding:8px 12px;width:max-content;max-width:30em;max-height:60vh;overflow:auto;
box-sizing:border-box;background:{colour("paper")};color:{colour("ink")};font-size:13px;
line-height:1.4;text-align:left;white-space:normal;border:1px solid {colour("axis")};
border-radius:4px;box-shadow:0 2px 8px rgba(0,0,0,.3)}}
@supports (anchor-scope:--bc-e){{.bc-e>.bc-said{{position-anchor:--bc-e;
position-area:bottom span-right;position-try-fallbacks:flip-inline,flip-block,
flip-block flip-inline}}}}
</style>"""
RING = f";outline:3px solid {colour('meeting')};outline-offset:2px;border-radius:3px"
"""The place of a mark that somebody chose."""
_SAID = '<span class="bc-said" style="display:none">{}</span>'
_POINTED = '<a class="bc-e" tabindex="0"{}>{}</a>'

_LINK = re.compile(r'<a href="#(?P<to>[^"]+)"[^>]*>(?P<text>.*?)</a>')
_CELL = re.compile(r'<(?P<tag>t[hd])(?P<rest>[^>]*?)(?P<n> class="n")?>')
_TABLE = {
    "<table ": '<table style="table-layout:auto;width:100%;margin:4px 0;border-collapse:collapse;'
    'font-size:13px" ',
    "<caption>": '<caption style="text-align:left;caption-side:top;padding:4px 8px;color:inherit">',
}
_SMALL = '<small style="display:block">'  # a line of its own below what it explains

_said: list[Mapping[str, str]] = [{}]  # one, exchanged whole


def remember(said: Mapping[str, str]) -> None:
    """What each id of the evidence says from now on: id -> HTML. A notebook has one package."""
    _said[0] = said


def table(of: marks.Table, *, about: Mapping[str, str] | None = None, lines: bool = True) -> str:
    """A table: text columns left, numbers right.

    Parameters
    ----------
    of : what to show.
    about : heading of a column -> what it says when it is pointed at.
    lines : whether a cell may have several; where not, a wide table is scrolled.
    """

    wrap = "" if lines else ";white-space:nowrap"

    def cell(found: re.Match[str]) -> str:
        side = "right" if found["n"] else "left"
        return (
            f"<{found['tag']}{found['rest']}{found['n'] or ''} "
            f'style="text-align:{side};vertical-align:top;padding:4px 8px{wrap}">'
        )

    html = table_html(_filled(of)).replace("<small>", _SMALL)
    for plain, styled in _TABLE.items():
        html = html.replace(plain, styled, 1)
    for name, meaning in (about or {}).items():
        told = _POINTED.format("", escape(name) + _SAID.format(escape(meaning)))
        html = html.replace(f">{escape(name)}</th>", f">{told}</th>", 1)
    html = _CELL.sub(cell, html.replace(' id=""', "", 1))
    return shown(f'<div style="overflow-x:auto">{html}</div>')


def _filled(of: marks.Table) -> marks.Table:
    """The table without the column that only the press can fill in."""
    kept = [at for at, column in enumerate(of.columns) if column.look != "shown-in"]
    rows = tuple(tuple(row[at] for at in kept) for row in of.rows)
    return replace(of, columns=tuple(of.columns[at] for at in kept), rows=rows)


def prose(markdown: str, *, limit: bool = False) -> str:
    """Running text; a limit that the reader must see stands beside a bar."""
    look = f"border-left:4px solid {colour('halt')};padding:1px 12px" if limit else "margin:0"
    return shown(f'<div style="{look}">{_reader()(markdown)}</div>')


def key_figures(figures: Iterable[marks.KeyFigure]) -> str:
    """Numbers as cards, each with its label, its note and its evidence."""
    cards = "".join(
        f'<div style="flex:1 1 190px;max-width:330px;border:1px solid {_LINE};border-radius:4px;'
        f'padding:8px 12px;text-align:left"><div style="font-size:22px;font-weight:600;'
        f'line-height:1.3">{escape(f.value)}</div><div style="font-weight:600">{escape(f.label)}'
        f'</div><div>{escape(f.note)}</div><div style="font-size:12px">{_ids(f.evidence)}</div>'
        "</div>"
        for f in figures
    )
    return shown(f'<div style="display:flex;flex-wrap:wrap;gap:8px;margin:4px 0">{cards}</div>')


def _ids(evidence: Iterable[str]) -> str:
    """Ids of the evidence; each says what stands there."""
    return " ".join(f'<a href="#{escape(id)}">{escape(id)}</a>' for id in evidence)


def figure(
    svg: str, *, id: str, title: str, alt: str, spots: Iterable[tuple[str, str, str]]
) -> str:
    """A figure as a picture below its title, and over it what can be pointed at.

    Parameters
    ----------
    svg : with its font and paper inside.
    id : anchor of the figure, or "".
    title : the finding.
    alt : what is to be seen, in words.
    spots : id of the evidence, name and place (CSS: left, top, width, height) of each mark.
    """
    anchor = f' id="{escape(id)}"' if id else ""
    picture = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    over = "".join(
        _POINTED.format(
            f' style="position:absolute;{place}"',
            _SAID.format(f"<b>{escape(name)}</b><br/>{_said[0].get(to, escape(to))}"),
        )
        for to, name, place in spots
    )
    return shown(
        f'<div style="font-weight:600;margin:4px 0">{escape(title)}</div>'
        f'<div{anchor} style="position:relative;width:691px;max-width:100%">'
        f'<img src="data:image/svg+xml;base64,{picture}" alt="{escape(alt)}" '
        f'style="display:block;width:100%;height:auto"/>{over}</div>'
    )


def shown(html: str) -> str:
    """HTML of ours with its style, where an id of the evidence says what stands there."""

    def pointed(found: re.Match[str]) -> str:
        to, text = found["to"], found["text"]
        if to in _said[0]:
            return _POINTED.format("", text + _SAID.format(_said[0][to]))
        # A figure or a table of the same notebook; the rows of evidence may be in another.
        return found[0] if to.startswith(("fig-", "tbl-")) else text

    return f"{_STYLE}{_LINK.sub(pointed, html)}"


@cache
def _reader() -> Markdown:
    # Not at once: who only measures reads no Markdown.
    import mistune

    return mistune.create_markdown(escape=True)
