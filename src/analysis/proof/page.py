"""What changed, as one HTML page in the report's style: no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2

from analysis.press.html.look import page_style
from analysis.proof.telling import SAME, Section

TEMPLATES = Path(__file__).resolve().parent / "templates"


def page(said: Sequence[Section], old: str, new: str, same: bool) -> str:
    """The page; the same differences give the same bytes."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("diff.html.j2").render(
        old=old,
        new=new,
        same=SAME if same else "",
        sections=said,
        style=page_style(TEMPLATES / "diff.css"),
    )
