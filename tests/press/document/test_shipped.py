"""The notebooks that other packages ship: every cell and output is in the document, or named."""

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import nbformat
import pytest

from analysis.press.document.gather import Manner, gather
from analysis.press.document.losses import Losses

PACKAGES = ("papermill", "nbdime", "datashader", "geoviews", "holoviews", "panel")


def shipped() -> Iterator[Path]:
    """The notebooks of those packages that are installed."""
    for name in PACKAGES:
        try:
            files = metadata.files(name) or ()
        except metadata.PackageNotFoundError:
            continue
        for file in files:
            if file.suffix == ".ipynb" and "output" not in file.parts:
                yield Path(str(file.locate()))


SHIPPED = list(shipped())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_nothing_is_lost_without_a_word(path):
    notebook = nbformat.read(path, as_version=4)
    losses = Losses()
    pieces = list(gather(notebook, Manner("show", path.parent, ours=False), losses))
    lost = {loss.cell for loss in losses}
    for number, cell in enumerate(notebook.cells, start=1):
        found = [piece for piece in pieces if piece.number == number]
        sources = 1 if cell.source.strip() else 0
        streams = {o.name for o in cell.get("outputs", ()) if o.output_type == "stream"}
        others = [o for o in cell.get("outputs", ()) if o.output_type == "error" or o.get("data")]
        # One piece for the source, one for each output; streams that follow each other are one.
        assert len(found) >= sources + len(others) + bool(streams) or number in lost
