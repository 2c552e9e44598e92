"""A notebook of twenty figures, as somebody's own would be after it ran: no mark of ours in it."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import nbformat
from matplotlib.figure import Figure
from nbformat import v4

FIGURES = 20


def write(path: Path) -> Path:
    """Write it: a heading with a few words before each figure, which is a PNG as in Jupyter."""
    cells = []
    for number in range(1, FIGURES + 1):
        words = (
            f"## Part {number}\n\nThe *{number}th* of them, by [its method](https://example.org)."
        )
        output = v4.new_output(
            "display_data", {"image/png": _drawn(number), "text/plain": "<Figure>"}
        )
        code = f"plt.plot(series[{number}])"
        cells.append(v4.new_markdown_cell(words))
        cells.append(v4.new_code_cell(code, execution_count=number, outputs=[output]))
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


def _drawn(number: int) -> str:
    figure, out = Figure(figsize=(6.4, 4.8)), io.BytesIO()
    figure.add_subplot().plot([x * number % 17 for x in range(60)])
    figure.savefig(out, format="png")
    return base64.b64encode(out.getvalue()).decode()
