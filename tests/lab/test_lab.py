"""The notebooks as a person opens them in JupyterLab."""

from __future__ import annotations

import pytest
from tests.copies import ROOT
from tests.lab.conftest import Lab

pytestmark = pytest.mark.slow

CHAPTERS = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_runs_from_top_to_bottom(lab: Lab, chapter: str) -> None:
    lab.run(chapter)
    outputs = lab.outputs()
    assert outputs
    assert not [output for output in outputs if output["output_type"] == "error"]
