"""What a reader sees of a report leaves out by which state of the project it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.press.build.seen import seen_difference

PAGE = """\
<!doctype html><html><head><style>p {{ color: {colour} }} @font-face {{ src: url(data:{font}) }}
</style></head><body><main><h2 id="calls">Calls</h2><p>There are {calls} calls.</p>
<svg><title>{title}</title><path d="M{x} 0"/></svg>
<figure id="tbl-inputs"><table><tr><th>the code, {files} files</th><td>{digest}</td></tr></table>
</figure><details class="record"><pre id="Provenance">{record}</pre></details></main></body></html>
"""
USUAL = {"colour": "red", "font": "AB", "calls": "9", "title": "Nine calls", "x": "1",
         "files": "3", "digest": "0f" * 16, "record": "{}"}  # fmt: skip


def difference(folder: Path, **other: str) -> str:
    one, two = folder / "one.html", folder / "two.html"
    one.write_text(PAGE.format(**USUAL))
    two.write_text(PAGE.format(**{**USUAL, **other}))
    return seen_difference(one, two)


def test_checksums_the_record_and_the_letters_of_a_font_are_not_seen(tmp_path: Path) -> None:
    assert not difference(tmp_path, font="CD", files="4", digest="1e" * 16, record='{"a": 1}')


@pytest.mark.parametrize(
    ("what", "value", "place"),
    [
        ("calls", "8", 'at "#calls": '),
        ("x", "2", 'at "#calls": '),
        ("title", "Eight calls", 'at "#calls": '),
        ("colour", "blue", "in its style: "),
    ],
)
def test_text_figures_and_looks_are_seen(tmp_path: Path, what: str, value: str, place: str) -> None:
    assert difference(tmp_path, **{what: value}).startswith(place)
