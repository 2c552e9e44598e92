"""What README and docs show can be typed as it stands there, and does what it says.

Each command in a fenced block is named here, with what it leaves behind or with the reason why it
is not run; one that is in neither list fails, and so does one that is no longer shown.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.copies import ROOT, copied
from tests.importers.large.conftest import text_of

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LAKELAND = "tests/packages/lakeland"
FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", flags=re.MULTILINE | re.DOTALL)

REPORT = ("report.html", "report.pdf", "tables/datapackage.json", "key_figures.json")
IMPORT = ".venv/bin/backchannel import path/to/sheet.xlsx --to my-package"
SHEET = "date,what,who\n1997-06-03,call,Corvane;Merrow\n1997-06-20,talks,Corvane;Merrow\n"
WORKSHEET = "seeds/texts/worksheets/statement-2024-05.txt"
ADD = ".venv/bin/backchannel add path/to/article.txt --id statement-2024-05"
ACCEPT = f".venv/bin/backchannel accept {WORKSHEET}"
ARTICLE = "A day in May\nMay 9, 2024\nIsrael and Qatar spoke by telephone on Monday.\n"
ENTRY = """
event: call
who: Israel, Qatar
quote: spoke by telephone on Monday
day: Monday
summary: Israel and Qatar spoke by telephone.
"""
QUICK: dict[str, tuple[str, ...]] = {
    ".venv/bin/backchannel check path/to/package": (),
    ".venv/bin/backchannel init my-talks": (
        "my-talks/seeds/events.csv",
        "my-talks/notebooks/editions.yaml",
    ),
    IMPORT: ("my-package/events.csv", "my-package/import-report.csv", "my-package/mapping.yaml"),
    ".venv/bin/backchannel check my-package": (),
    ADD: (WORKSHEET, "seeds/texts/statement-2024-05.txt"),
    f"{ACCEPT} --dry-run": (),
    ACCEPT: (),
    ".venv/bin/backchannel accept --undo": (),
    ".venv/bin/backchannel check --texts folder-with-later-copies": (),
    ".venv/bin/backchannel export timelinejs --edition truce-2023": (
        "exports/truce-2023/timelinejs/timeline.json",
    ),
    ".venv/bin/backchannel export data-package timemap "
    "-p sources=account-2023-11 --out handed-on": (
        "handed-on/data-package/tidy.csv",
        "handed-on/timemap/events.json",
    ),
    "make check": (),
    "make check TEXTS=folder-with-the-texts": (),
    "make docs": ("docs/codebook.md",),
}
LONG: dict[str, tuple[str, ...]] = {
    ".venv/bin/backchannel export": (
        "exports/default/export.json",
        "exports/default/ro-crate/ro-crate-metadata.json",
        "exports/default/ro-crate/report/report.pdf",
    ),
    "make report": tuple(f"reports/default/{name}" for name in REPORT),
    "make sample": tuple(f"reports/sample/{name}" for name in REPORT[:2]),
    "make report EDITION=truce-2023": ("reports/truce-2023/report.pdf",),
    'make report SET="start=2023-10-20 freq=D"': ("reports/default+custom/report.pdf",),
    "make editions": ("reports/index.html", "reports/by-month-2023-11/report.pdf"),
    "make editions NAMES=by-source": (
        "reports/index.html",
        "reports/by-source-account-2023-11/report.pdf",
    ),
    ".venv/bin/backchannel report "
    "-p sources=account-2023-11 -p days_without_contact=5,10 --out elsewhere": (
        "elsewhere/report.html",
    ),
    ".venv/bin/backchannel brief": tuple(
        f"reports/default+brief/{name}" for name in ("report.html", "report.pdf")
    ),
    ".venv/bin/papermill notebooks/03_contacts.ipynb out.ipynb -p start 2023-10-20": ("out.ipynb",),
    ".venv/bin/jupyter nbconvert --to backchannel_html notebooks/03_contacts.ipynb": (
        "notebooks/03_contacts.html",
    ),
    ".venv/bin/jupyter nbconvert --to backchannel_pdf notebooks/03_contacts.ipynb": (
        "notebooks/03_contacts.pdf",
    ),
    ".venv/bin/backchannel report -p package=path/to/package --out my-report": tuple(
        f"my-report/{name}" for name in REPORT
    ),
    ".venv/bin/backchannel report -p package=my-package --out my-report": tuple(
        f"my-report/{name}" for name in REPORT
    ),
}
NOT_RUN = {
    ".venv/bin/backchannel import path/to/20240104.export.CSV --to my-package "
    "--keep Actor1CountryCode=ISR,PSE --keep Actor2CountryCode=ISR,PSE,QAT,EGY,USA": (
        "a file of that day belongs to others; the tests of the importers try its form"
    ),
    ".venv/bin/backchannel import path/to/20240104.export.CSV --count pairs.csv": (
        "it needs `make large`; tests/importers/large/test_counted.py counts where that was done"
    ),
    **dict.fromkeys(
        (
            ".venv/bin/backchannel import --table duckdb:///path/to/gdelt.db#events "
            f"--format gdelt-2.0 {more}"
            for more in (
                "--count pairs.csv",
                "--keep Actor1CountryCode=ISR,PSE --save rows.export.CSV",
            )
        ),
        "it needs `make large`; tests/importers/large/test_databases.py asks where that was done",
    ),
    "make test": "it is what runs this test",
    ".venv/bin/backchannel attest --builder alice@example.org": (
        "tests/commands/test_attest.py states and asks, on a small checkout"
    ),
    ".venv/bin/backchannel verify --need 2 --statement from-bob.intoto.json": (
        "a copy has no statement of bob's; tests/commands/test_attest.py asks for two"
    ),
    ".venv/bin/backchannel audit reports/default/report.html": (
        "a copy has no report; tests/proof/test_audit.py audits the default one"
    ),
    ".venv/bin/backchannel audit reports/default/report.pdf": (
        "a copy has no report; tests/proof/test_audit.py audits the default one"
    ),
    ".venv/bin/backchannel cite reports/default/report.pdf E023": (
        "a copy has no report; tests/proof/test_citation.py cites from one"
    ),
    ".venv/bin/backchannel cite reports/default/report.pdf calls --format bibtex": (
        "a copy has no report; tests/proof/test_citation.py cites from one"
    ),
    ".venv/bin/backchannel diff reports/.before/default reports/default": (
        "a copy has no edition before; tests/commands/test_diff.py compares reports"
    ),
    ".venv/bin/backchannel diff HEAD~1:seeds seeds --markdown": (
        "a copy has no revisions; tests/proof/test_sides.py makes some"
    ),
    ".venv/bin/backchannel diff sent-in-may.pdf reports/default --html changes.html": (
        "a copy was sent nothing; tests/commands/test_diff.py compares files and writes a page"
    ),
}


def blocks(*languages: str) -> Iterator[str]:
    """What stands in the fenced blocks of these languages, without its indentation."""
    for page in PAGES:
        for indent, language, text in FENCED.findall(page.read_text(encoding="utf-8")):
            if language in languages:
                yield re.sub(f"^{indent}", "", text, flags=re.MULTILINE)


def shown() -> set[str]:
    """Each command of the blocks of a shell, without the remark behind it."""
    lines = [line for text in blocks("console", "sh", "bash") for line in text.splitlines()]
    return {re.sub(r"\s+# .*", "", line).strip() for line in lines} - {""}


@pytest.fixture
def checkout(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which `path/to/package` is a package and `folder-with-the-texts` holds texts.

    The texts are those of the invented package, which then is the one in `seeds`. Chapters that
    another command of the docs has run with the same inputs are taken from the cache, as they
    would be for who types one after the other.
    """
    root = copied(tmp_path / "a checkout")
    ran = tmp_path_factory.getbasetemp() / "ran"
    ran.mkdir(exist_ok=True)
    (root / ".cache").symlink_to(ran)
    shutil.copytree(root / LAKELAND, root / "path/to/package")
    (root / "path/to/sheet.xlsx").write_text(SHEET, encoding="utf-8")
    (root / "path/to/20240104.export.CSV").write_text(text_of("gdelt-2.0"), encoding="utf-8")
    (root / "path/to/article.txt").write_text(ARTICLE, encoding="utf-8")
    return root


def typed(root: Path, command: str | list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as from a fresh shell at the top of the checkout."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=root,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_is_known_here() -> None:
    assert shown() == {*QUICK, *LONG, *NOT_RUN}


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [*QUICK, *(pytest.param(command, marks=pytest.mark.long) for command in LONG)],
)
def test_it_does_what_it_says(checkout: Path, command: str) -> None:
    if "folder-with-the-texts" in command:
        shutil.rmtree(checkout / "seeds")
        shutil.copytree(checkout / LAKELAND, checkout / "seeds")
        (checkout / "seeds/texts").rename(checkout / "folder-with-the-texts")
    if "folder-with-later-copies" in command:
        shutil.rmtree(checkout / "seeds")
        shutil.copytree(checkout / LAKELAND, checkout / "seeds")
        (checkout / "seeds/texts").rename(checkout / "folder-with-later-copies")
        for path in (checkout / "folder-with-later-copies").glob("*.txt"):
            path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    if command == "make editions":  # of each sort a few
        editions = checkout / "notebooks/editions.yaml"
        kept = editions.read_text(encoding="utf-8").partition("\nby-side:")[0]
        before, _, months = kept.partition("\nby-month:")
        months = months.replace("end: 2025-01-20", "end: 2023-11-30")
        editions.write_text(f"{before}\nby-month:{months}", encoding="utf-8")
    if "my-package" in command and command != IMPORT:
        typed(checkout, IMPORT)
    if "backchannel accept" in command:
        typed(checkout, ADD)
        sheet = checkout / WORKSHEET
        told = sheet.read_text(encoding="utf-8").replace("covers:", "covers: 2024-05-06") + ENTRY
        sheet.write_text(told, encoding="utf-8")
        if "--undo" in command:
            typed(checkout, ACCEPT)
    done = typed(checkout, command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Making .venv" not in done.stdout
    left = {**QUICK, **LONG}[command]
    assert [name for name in left if not (checkout / name).is_file()] == []


@pytest.mark.slow
def test_the_python_that_is_shown_runs(checkout: Path) -> None:
    for text in blocks("python"):
        done = typed(checkout, [".venv/bin/python", "-c", text])
        assert done.returncode == 0, done.stderr


# What stands in running text is not run, but must be there


def spoken(command: str) -> set[str]:
    """What is written in code quotes and begins with this command, in all pages."""
    texts = [FENCED.sub("", page.read_text(encoding="utf-8")) for page in PAGES]
    return {quote for text in texts for quote in re.findall(rf"`({command} [^`]+)`", text)}


def test_every_target_that_is_spoken_of_is_there() -> None:
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    for quote in spoken("make"):
        target, *given = quote.removeprefix("make ").split()
        assert re.search(rf"^{target}:.* ## ", rules, flags=re.MULTILINE), quote
        for name in (word.partition("=")[0] for word in given):
            assert f"$({name})" in rules, quote


@pytest.mark.slow
def test_every_option_that_is_spoken_of_is_there() -> None:
    quotes = spoken("(?:.venv/bin/)?backchannel")
    assert quotes
    for quote in quotes:
        _, command, *rest = quote.split()
        helped = subprocess.run(
            [sys.executable, "-m", "analysis", command, "--help"],
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        )
        for option in re.findall(r"(?<![\w-])--?[a-z]+", " ".join(rest)):
            assert option in helped.stdout, quote
