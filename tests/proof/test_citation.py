"""The citation of a number, from the file alone."""

from __future__ import annotations

import json
import re

import pytest
from tests.report_reader import Report

from analysis.commands.cli import main
from analysis.proof.citation import NothingOfThatName, as_bibtex, as_csl, as_text, citation


def test_a_piece_of_evidence_and_its_event(lakeland_report: Report) -> None:
    page, pdf = (lakeland_report.folder / name for name in ("report.html", "report.pdf"))
    cited = citation(pdf, "E028")
    assert cited == citation(page, "E028")
    (passage,) = cited.passages
    assert passage.place == "Statement, paragraph 5"
    assert passage.quote == "put the number of persons held at 30 to 40"
    event = citation(page, "halt-1997-06-18")
    assert [one.id for one in event.passages] == ["E012", "E013"]
    assert event.passages[1].speaker.endswith("(disputes)")
    text = as_text(cited)
    assert "E028  Statement, paragraph 5: “put the number" in text
    assert "Foreign Ministry of Pellin" in text
    assert re.search(r"Data package lakeland\S*, version \S+, sha256 [0-9a-f]{64}", text)


def test_a_key_figure_in_other_forms(lakeland_report: Report) -> None:
    cited = citation(lakeland_report.folder, "reported_held")
    assert cited.says.startswith(lakeland_report.key_figures["reported_held"]["value"])
    assert [p.id for p in cited.passages] == lakeland_report.key_figures["reported_held"][
        "evidence"
    ]
    items = json.loads(as_csl(cited))
    assert items[0]["type"] == "report"
    assert len(items) == 1 + len(cited.sources)
    bibtex = as_bibtex(cited)
    assert bibtex.count("@misc{") == 1 + len(cited.sources)
    assert r"reported\_held" in bibtex
    assert "not stated" not in bibtex.partition("note")[0]


def test_an_unknown_id_has_the_nearest_one(
    lakeland_report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NothingOfThatName, match='did you mean "calls"'):
        citation(lakeland_report.folder, "cals")
    assert main(["cite", str(lakeland_report.folder / "gone.pdf"), "E001"]) == 1
    assert "is not there" in capsys.readouterr().err


@pytest.mark.slow
def test_a_figure_and_a_table(lakeland_report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    file = lakeland_report.folder / "report.html"
    assert citation(file, "tbl-listed-contacts").passages
    assert main(["cite", str(file), "fig-contacts", "--format", "csl"]) == 0
    _, *sources = json.loads(capsys.readouterr().out)
    assert sources
