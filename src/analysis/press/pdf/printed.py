"""What a program printed, on paper: lines that fit, in a terminal's colours, long ones in part."""

from __future__ import annotations

from analysis.press.document.colours import on_paper
from analysis.press.document.terminal import Line, Look, inks
from analysis.press.document.tree import Node
from analysis.press.pdf.text import LINE_WIDTH, folded, markup, string

LONG_OUTPUT = 40  # lines of a folded output that paper shows


def printed(node: Node, start: int = 0, end: int | None = None) -> str:
    """The lines of a code block, from `start` to `end`."""
    if "lines" not in node:
        shown = "\n".join(node["c"][1].split("\n")[start:end])
        return f"#preformatted({string(folded(shown))})"
    lines = [part for line in node["lines"][start:end] for part in _parted(line)]
    return f"#printed-lines({', '.join(map(_line, lines))})"


def shortened(node: Node, summary: str) -> str:
    """The first and the last lines of what is too long for paper, and how much is between."""
    half = LONG_OUTPUT // 2
    left = node["c"][1].count("\n") + 1 - LONG_OUTPUT
    words = f"{summary}; {left:,} lines between are left out here"
    return "\n\n".join(
        [printed(node, 0, half), f"#loss-words[{markup(words)}]", printed(node, -half)]
    )


def _parted(line: Line) -> list[Line]:
    """The line as lines that fit."""
    out: list[Line] = [[]]
    room = LINE_WIDTH
    for words, look in line:
        while len(words) > room:
            out[-1].append((words[:room], look))
            words, room = words[room:], LINE_WIDTH
            out.append([])
        if words:
            out[-1].append((words, look))
            room -= len(words)
    return out


def _line(line: Line) -> str:
    return f"({''.join(f'{_stretch(*part)}, ' for part in line)})"


def _stretch(words: str, look: Look) -> str:
    """Arguments of `stretch` (style.typ)."""
    colour, ground = inks(look)
    if colour and not ground:
        colour = on_paper(colour)[0]
    given = [f"fill: rgb({string(colour)})"] if colour else []
    given += [f"ground: rgb({string(ground)})"] if ground else []
    for said, name in ((look.bold, "bold"), (look.italic, "italic"), (look.underline, "under")):
        given += [f"{name}: true"] if said else []
    return f"arguments({', '.join([string(words), *given])})"
