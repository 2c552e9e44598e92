"""All checks of a data package, in the one order that makes sense, with all problems at once."""

from __future__ import annotations

from pathlib import Path

from analysis.package.codebook import Codebook, read_codebook
from analysis.package.reading import RawTable, read_tables
from analysis.package.rules import check_rules
from analysis.package.schema import check_schema
from analysis.package.texts import check_texts
from analysis.problems import DataProblems, Problem, ordered


def read_checked(package: Path) -> tuple[Codebook, dict[str, RawTable]]:
    """Read a package and check everything but the texts.

    Raises
    ------
    DataProblems : with every problem found.
    """
    codebook, raw, problems = _examined(package, None)
    if problems:
        raise DataProblems(problems)
    return codebook, raw


def check(package: Path, texts: Path | None = None) -> list[Problem]:
    """Every problem of a package, ordered by file and line; empty when there is none.

    Parameters
    ----------
    package : folder with ``datapackage.json`` and its CSV files.
    texts : folder with the sources' texts, every one of them; None uses those that lie in
        ``texts/`` in the package, where it exists.

    Raises
    ------
    FileNotFoundError : ``texts`` was named and is not a folder.
    """
    every = texts is not None
    if texts is None and (package / "texts").is_dir():
        texts = package / "texts"
    if texts is not None and not texts.is_dir():
        raise FileNotFoundError(f"no folder {texts}")
    try:
        problems = _examined(package, texts, every=every)[2]
    except DataProblems as found:
        return list(found.problems)
    return list(ordered(problems))


def _examined(
    package: Path, texts: Path | None, *, every: bool = True
) -> tuple[Codebook, dict[str, RawTable], list[Problem]]:
    """Codebook, tables and problems; with a folder of texts, those of quotes as well."""
    codebook = read_codebook(package)
    raw, problems = read_tables(package, codebook)
    # Rules across tables mean nothing where a table could not be read.
    if not problems:
        problems = check_schema(raw, codebook) + check_rules(raw, codebook)
        if texts is not None:
            problems += check_texts(raw, texts, every=every)
    return codebook, raw, problems
