"""The committed sample is what this checkout makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.press.build.build import record_of
from analysis.press.build.verify import differing_inputs, read_record
from analysis.press.plan.plan import make_plan
from analysis.press.plan.project import Project

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "reports" / "sample"


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_the_sample_was_made_from_the_inputs_that_are_here(name: str) -> None:
    # That these inputs give these very bytes is proven by `backchannel verify` in .ci/run.
    ours = record_of(make_plan(Project(ROOT), "default"))
    assert differing_inputs(read_record(SAMPLE / name), ours) == [], "run `make sample`"


def test_the_image_of_the_first_page_is_there() -> None:
    assert (SAMPLE / "page-1.png").read_bytes().startswith(b"\x89PNG")


def test_the_readme_shows_the_sample() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("report.html", "report.pdf", "page-1.png"):
        assert f"reports/sample/{name}" in readme
