"""``backchannel attest`` and ``verify --need``: two that agree."""

from __future__ import annotations

import pytest
from tests.conftest import Checkout

from analysis.commands.cli import main


@pytest.mark.slow
def test_two_builders_state_the_same_bytes(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout.root)
    assert main(["report"]) == 0
    assert main(["attest", "--builder", "alice@one.example"]) == 0
    assert main(["verify", "--need", "1"]) == 0
    assert main(["verify", "--need", "2"]) == 1
    assert "1 of 2 builders" in capsys.readouterr().out
    # The place of the report holds nothing but the report: it is replaced as before.
    assert main(["attest", "--builder", "bob"]) == 0
    assert (checkout.root / "reports" / "default.bob.intoto.json").is_file()
    assert main(["verify", "--need", "2"]) == 0
    out = capsys.readouterr().out
    assert "bob: the same bytes" in out
    assert "signatures are not checked here" in out
    page = checkout.root / "reports" / "default" / "report.html"
    assert main(["verify", str(page), "--need", "2"]) == 1
    given = ["--statement", "reports/default.bob.intoto.json"]
    assert main(["verify", str(page), "--need", "1", *given]) == 0
    page.write_bytes(page.read_bytes() + b"\n")
    assert main(["verify", "--need", "2"]) == 1
    assert "alice@one.example: other bytes" in capsys.readouterr().out
    assert main(["attest", "--builder", "eve"]) == 1
    assert not (checkout.root / "reports" / "default.eve.intoto.json").exists()
