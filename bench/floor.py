"""The floor: one plain Python process that runs the cells of all notebooks, without Jupyter.

It imports the same libraries, computes the same measures and draws the same figures as a report;
what the press adds to it (kernels, joining, numbering, HTML, PDF) is what the press costs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat


def main(notebooks: Path) -> int:
    """Run every code cell of the numbered notebooks, each notebook in names of its own."""
    from analysis import notebook

    # Outside Jupyter there is nobody to display to; the figures are drawn all the same.
    notebook._display = lambda data, mark: None
    os.chdir(notebooks)
    for path in sorted(Path().glob("[0-9]*.ipynb")):
        names: dict[str, object] = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, path.name, "exec"), names)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
