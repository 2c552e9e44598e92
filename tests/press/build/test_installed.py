"""Distributions: what they come with, what they rest on, and in which version."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis.press.build.installed import (
    ABSENT,
    Installed,
    Requirement,
    UnknownOrigin,
    fingerprint,
)


def installed(**versions: str) -> Installed:
    def requires(*names: str, only_for: tuple[str, ...] = ()) -> tuple[Requirement, ...]:
        return tuple(Requirement(name, (), only_for) for name in names)

    return Installed(
        providers={"pandas": ("pandas",), "yaml": ("pyyaml",), "plot": ("plotter",)},
        requirements={
            "pandas": requires("numpy") + requires("xlrd", only_for=("excel",)),
            "plotter": (Requirement("fonttools", ("woff",), ()),),
            "fonttools": requires("brotli", only_for=("woff",)),
        },
        versions={"pandas": "3.0", "numpy": "2.0", "xlrd": "1.0", "plotter": "1.0", **versions},
    )


def test_a_module_rests_on_its_distribution_and_all_that_it_requires() -> None:
    found = installed().behind(["pandas", "json"])
    assert {name: found[name] for name in ("pandas", "numpy")} == {"pandas": "3.0", "numpy": "2.0"}
    assert "xlrd" not in found  # an option that nobody asked for
    assert "json" not in found  # goes by the version of Python


def test_an_option_that_is_required_counts() -> None:
    assert installed(brotli="1.1").behind(["plot"])["brotli"] == "1.1"


def test_what_would_be_taken_up_if_it_were_there_counts_as_absent() -> None:
    assert installed().behind(["pandas"])["numexpr"] == ABSENT
    assert installed(numexpr="2.1").behind(["pandas"])["numexpr"] == "2.1"


def test_a_module_that_is_nowhere_counts_as_absent() -> None:
    assert installed().behind(["not-there-at-all"]) == {"not-there-at-all": ABSENT}


def test_a_module_that_no_distribution_accounts_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loose_module.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UnknownOrigin, match="loose_module"):
        Installed.here().behind(["loose_module"])


def test_those_of_this_interpreter_are_found_and_survive_json() -> None:
    here = Installed.here()
    assert Installed.from_json(here.as_json()) == here
    found = here.behind(["pypandoc", "IPython", "fontTools"])
    assert {"pypandoc-binary", "ipython", "fonttools", "brotli", "traitlets"} <= found.keys()


def test_another_version_is_another_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint()
    assert before == fingerprint()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    (tmp_path / "harbour-1.0.dist-info").mkdir()
    with_it = fingerprint()
    (tmp_path / "harbour-1.0.dist-info").rename(tmp_path / "harbour-1.1.dist-info")
    assert len({str(one) for one in (before, with_it, fingerprint())}) == 3
