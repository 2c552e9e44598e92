"""A figure looks the same wherever it is shown, and its words are as wide as they were laid out."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from lxml import etree
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from PIL import Image
from tests.lab.conftest import Lab
from tests.report_reader import Report

from analysis.charts.base import house_style
from analysis.fonts import face
from analysis.marks import NARROW

pytestmark = pytest.mark.slow

CHAPTER = "03_contacts.ipynb"
FONT = re.compile(r"font(?:-size)?:[^;]*?(?P<size>[\d.]+)px")
WIDTHS = """svg => [...svg.querySelectorAll('text')].filter(t => !t.querySelector('tspan'))
  .map(t => [t.textContent, t.getComputedTextLength()])"""
RULER = RendererAgg(1, 1, 72)
DIFFERENT = 0.002  # share of pixels; moved by a pixel it is more than ten times as many

Widths = list[tuple[str, float]]


def laid_out(svg: str) -> Widths:
    """Each text of a figure and its width as matplotlib measured it, in points."""
    found = []
    with house_style():
        for text in etree.fromstring(svg.encode()).iter("{*}text"):
            style = text.get("style", "")
            font = FONT.search(style)
            if text.text and len(text) == 0 and font is not None:
                made = FontProperties(
                    size=float(font["size"]),
                    weight="semibold" if face(style) == "semibold" else "normal",
                    style="italic" if face(style) == "italic" else "normal",
                )
                found.append(
                    (text.text, RULER.get_text_width_height_descent(text.text, made, False)[0])
                )
    return found


def as_wide(found: Widths, expected: Widths, scale: float = 1) -> None:
    assert [text for text, _ in found] == [text for text, _ in expected]
    for (text, width), (_, wanted) in zip(found, expected, strict=True):
        # matplotlib rounds to whole pixels of its ruler.
        assert width / scale == pytest.approx(wanted, rel=0.02, abs=1), text


def pixels(picture: bytes) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"), dtype=int)


def as_alike(one: bytes, other: bytes) -> None:
    first, second = pixels(one), pixels(other)
    assert first.shape == second.shape
    # At the edges the page around shines through.
    assert (abs(first - second)[2:-2, 2:-2] > 32).mean() < DIFFERENT


@pytest.fixture(scope="module")
def opened(lab: Lab) -> list[dict[str, Any]]:
    """The outputs of a chapter with figures, run in JupyterLab."""
    lab.run(CHAPTER)
    return lab.outputs()


@pytest.fixture(scope="module")
def svgs(opened: list[dict[str, Any]]) -> list[str]:
    found = [output.get("data", {}).get("image/svg+xml") for output in opened]
    made = ["".join(svg) for svg in found if svg]
    assert made
    return made


@pytest.fixture(scope="module")
def alternatives(opened: list[dict[str, Any]]) -> list[str]:
    """What each figure shows, in words."""
    shown = [output["data"] for output in opened if "image/svg+xml" in output.get("data", {})]
    return ["".join(data["text/plain"]) for data in shown]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 1280, "height": 2000}, reduced_motion="reduce")
    yield page
    page.close()


def is_that_picture(shown: Any, svg: str, page: Any) -> None:
    """What a page shows is what the figure is on a page of its own, as large and as placed."""
    box, data = shown.bounding_box(), base64.b64encode(svg.encode()).decode()
    place = f"position:absolute;left:{box['x'] % 1}px;top:{box['y'] % 1}px;width:{box['width']}px"
    page.set_content(f'<img style="{place}" src="data:image/svg+xml;base64,{data}">')
    page.wait_for_function("document.images[0].complete")
    as_alike(shown.screenshot(), page.locator("img").screenshot())


def test_by_itself_a_figure_has_its_words_as_wide_as_laid_out(svgs: list[str], page: Any) -> None:
    for svg in svgs:
        page.set_content(svg[svg.index("<svg") :])
        page.evaluate("document.fonts.ready.then(() => true)")
        as_wide(page.locator("svg").evaluate(WIDTHS), laid_out(svg))


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_in_jupyterlab_each_figure_is_that_picture_with_its_alternative(
    lab: Lab, svgs: list[str], alternatives: list[str], page: Any, theme: str
) -> None:
    lab.theme(theme)
    shown = lab.page.locator(".jp-OutputArea-output img[src^='data:image/svg']")
    assert [picture.get_attribute("alt") for picture in shown.all()] == alternatives
    for number, svg in enumerate(svgs):
        is_that_picture(shown.nth(number), svg, page)


def test_in_the_html_of_nbconvert_each_figure_is_that_picture_with_its_alternative(
    opened: list[dict[str, Any]],
    svgs: list[str],
    alternatives: list[str],
    page: Any,
    browser: Any,
    tmp_path: Path,
) -> None:
    v4 = nbformat.v4
    cell = v4.new_code_cell("", outputs=[nbformat.from_dict(output) for output in opened])
    nbformat.write(v4.new_notebook(cells=[cell]), tmp_path / "run.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(tmp_path / "run.ipynb")]
    subprocess.run(command, check=True, capture_output=True)
    stock = browser.new_page(viewport={"width": 1280, "height": 6000})
    stock.route(re.compile("^https?:"), lambda route: route.abort())
    stock.goto((tmp_path / "run.html").as_uri(), wait_until="domcontentloaded")
    shown = stock.locator("img[src^='data:image/svg']")
    assert [picture.get_attribute("alt") for picture in shown.all()] == alternatives
    for number, svg in enumerate(svgs):
        is_that_picture(shown.nth(number), svg, page)
    stock.close()


@pytest.mark.parametrize(
    ("width", "kind", "mime"), [(1280, "wide", "image/svg+xml"), (320, "narrow", NARROW)]
)
def test_in_the_report_the_words_of_each_figure_are_as_wide(
    lakeland_report: Report, page: Any, width: int, kind: str, mime: str
) -> None:
    page.set_viewport_size({"width": width, "height": 2000})
    page.goto((lakeland_report.folder / "report.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    for name, svg in figures(lakeland_report, mime):
        found = page.locator(f"#{name} .{kind} svg").evaluate(WIDTHS)
        # On the page a label follows its mark.
        as_wide(sorted(map(tuple, found)), sorted(laid_out(svg)))


def test_in_the_pdf_the_words_of_each_figure_are_as_wide(lakeland_report: Report) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    command = ["pdftotext", "-bbox", str(lakeland_report.folder / "report.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True).stdout
    words: dict[str, list[float]] = {}
    for word in etree.fromstring(told, etree.XMLParser(recover=True)).iter("{*}word"):
        width = float(word.get("xMax")) - float(word.get("xMin"))
        words.setdefault(word.text, []).append(width)
    known = [
        [(text, wanted) for text, wanted in laid_out(svg) if text in words]
        for _, svg in figures(lakeland_report)
    ]
    assert sum(map(len, known)) > 20
    # Figures are set a little smaller than drawn: the one of the front page by a share of its own,
    # for all of the page to have room, and all others by the same.
    front, *others = known
    for figures_alike in (front, [word for figure in others for word in figure]):
        apart = [
            [
                t
                for t, own in figures_alike
                if all(abs(w / own / scale - 1) >= 0.03 for w in words[t])
            ]
            for scale in np.arange(0.8, 1.2, 0.01)
        ]
        assert min(apart, key=len) == []


def figures(report: Report, mime: str = "image/svg+xml") -> Iterator[tuple[str, str]]:
    """Id and SVG of each figure in the executed notebooks of a report."""
    for path in sorted((report.folder / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", ()):
                if svg := output.get("data", {}).get(mime):
                    yield output.metadata["backchannel"]["id"], svg
