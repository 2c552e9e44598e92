"""Rows of GDELT 2.0 made by a fixed seed, the same on every machine, as fast as a disk takes them.

A block of rows is made once and written again for each day; it has 60 actors, some of them
missing, and codes about as often as an hour of the real file has them. No row tells of anything.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analysis.importers.mapping import formats

BLOCK = 100_000  # rows of a day
_CODES = {"010": 21, "020": 14, "036": 12, "040": 9, "042": 6, "043": 6, "051": 8, "057": 2,
          "112": 8, "141": 2, "173": 5, "190": 7}  # fmt: skip
_DAY = "20240101"


def columns() -> list[str]:
    """The names of all columns."""
    return formats()["gdelt-2.0"].file.columns


def write(path: Path, rows: int) -> Path:
    """Write a number of rows, a multiple of :data:`BLOCK`, about 400 bytes each."""
    block, first = _block(), np.datetime64("2024-01-01")
    with path.open("wb") as file:
        for day in range(rows // BLOCK):
            written = str(first + np.timedelta64(day, "D")).replace("-", "")
            file.write(block.replace(_DAY.encode(), written.encode()))
    return path


def _block() -> bytes:
    draw = np.random.default_rng(20240101)
    actors = [""] * 8 + [f"{a}{b}OGOV" for a in "ABCDEFGHIJ" for b in "KLMNPQ"]
    weights = np.r_[np.full(8, 0.02), 0.84 * (w := 1 / np.arange(1, 61)) / w.sum()]
    share = np.array(list(_CODES.values())) / sum(_CODES.values())
    codes = draw.choice(list(_CODES), BLOCK, p=share)
    one, two = (draw.choice(actors, BLOCK, p=weights) for _ in range(2))
    numbers = draw.integers(10_000, 99_999, (BLOCK, 3))
    names = columns()
    at = {name: names.index(name) for name in names}
    place = ["4", "Tolby, Lakeland Province, Merrow", "MR", "MR02", "12552", "49.25", "-123.133"]
    lines = []
    for number, (code, a, b, (x, y, z)) in enumerate(zip(codes, one, two, numbers, strict=True)):
        cells = [""] * len(names)
        cells[:5] = [str(900_000_000 + number), _DAY, "202401", "2024", "2024.0027"]
        for actor, who in (("Actor1", a), ("Actor2", b)):
            cells[at[f"{actor}Code"]], cells[at[f"{actor}Name"]] = who, who and f"NAME OF {who}"
            cells[at[f"{actor}CountryCode"]] = who[:3]
            cells[at[f"{actor}Geo_Type"] : at[f"{actor}Geo_Type"] + 7] = place
        cells[at["IsRootEvent"] : at["AvgTone"] + 1] = [
            "1", code, code, code[:2], "1", "1.0", "10", "1", "10", f"{x / 1e4}{y}"
        ]  # fmt: skip
        cells[at["ActionGeo_Type"] : at["ActionGeo_Type"] + 7] = place
        cells[-2:] = [_DAY + "143000", f"https://example.org/news/{x}/{y}/what-was-said-on-{z}"]
        lines.append("\t".join(cells))
    return ("\n".join(lines) + "\n").encode()
