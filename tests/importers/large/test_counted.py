"""Pairs counted by the engine are the events that an import makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importers.conftest import Importing
from tests.importers.large.conftest import DATA, counted, text_of

from analysis.commands.cli import main

pytest.importorskip("ibis", reason="no Ibis here: `make large` adds it")


def test_reports_of_one_day_pair_and_code_are_one_event(tmp_path: Path) -> None:
    """Three calls of two days, told by four rows; 042 and 043 are one visit; one without a pair."""
    rows = [("041", "1", "A", "B"), ("041", "1", "B", "A"), ("041", "2", "A", "B"),
            ("042", "1", "A", "B"), ("043", "1", "B", "A"), ("041", "1", "A", ""),
            ("041", "1", "A", "A"), ("190", "1", "A", "B"), ("041", "1", "A", "B")]  # fmt: skip
    names = ["Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code",
             "Target Name", "Target Country", "Story ID"]  # fmt: skip
    lines = ["\t".join(names)]
    lines += [
        "\t".join([str(n), f"2018-06-0{day}", one, "", code, other, "", "s"])
        for n, (code, day, one, other) in enumerate(rows)
    ]
    path = tmp_path / "made.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    counts = counted(path, tmp_path / "pairs.csv")
    assert list(counts.itertuples(index=False, name=None)) == [
        ("contact", "phone", "A", "B", "2018-06-01", "2018-06-02", 2, 4),
        ("contact", "in_person", "A", "B", "2018-06-01", "2018-06-01", 1, 2),
    ]


def test_counts_are_those_of_the_package(importing: Importing, tmp_path: Path) -> None:
    made = tmp_path / "20240101.export.CSV"
    text = text_of("gdelt-2.0", 300).replace("\u00a0", "").replace("042 ", "042")
    made.write_text(text, encoding="utf-8")
    real = [DATA / "gdelt2_20191024143000.export.CSV", DATA / "icews_sample_2018-06.tsv"]
    for number, path in enumerate([made, *(path for path in real if path.is_file())]):
        run = importing(path, "--replace")
        told = run.table("events")["kind"].value_counts().to_dict()
        counts = counted(path, tmp_path / f"pairs-{number}.csv")
        assert counts.groupby("kind")["events"].sum().to_dict() == told
        assert counts["rows"].sum() == len(run.table("evidence"))


def test_keep_narrows_what_is_counted(tmp_path: Path) -> None:
    made = tmp_path / "20240101.export.CSV"
    made.write_text(text_of("gdelt-2.0", 100), encoding="utf-8")
    counts = counted(made, tmp_path / "pairs.csv", "--keep", "Actor1Code=Merrow")
    assert len(counts) > 0
    assert ((counts["first"] == "Merrow") | (counts["second"] == "Merrow")).all()


def test_what_is_there_is_not_replaced_and_a_format_without_pairs_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "made.tsv", tmp_path / "pairs.csv"
    path.write_text(text_of("polecat"), encoding="utf-8")
    assert main(["import", str(path), "--count", str(out)]) == 1
    assert "--count needs codes and two actors in each row" in capsys.readouterr().err
    assert not out.exists()
    out.write_text("mine", encoding="utf-8")
    assert main(["import", str(path), "--count", str(out)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "mine"
