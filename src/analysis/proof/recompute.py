"""A report made again from what one file carries: no checkout, no kernel, nothing fetched.

The same measures, sentences, tables, charts and exporters as the press has; what is missing are the
runs of the notebooks, whose calls are read instead (:mod:`analysis.proof.chapters`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.measures import Measures, measures
from analysis.package.choices import newest_evidence, package_values
from analysis.package.tables import Tables, load
from analysis.parameters import OF_DATA, Parameters, names
from analysis.press.build.build import to_html, to_pdf
from analysis.press.build.contents import about
from analysis.press.document.colophon import colophon
from analysis.press.document.join import join
from analysis.press.plan.subtitle import default_subtitle
from analysis.proof.carried import Carried, NoData
from analysis.proof.chapters import Reader, Unread
from analysis.proof.sides import parameters_of


@dataclass(frozen=True)
class Recomputed:
    """What a file should say.

    Attributes
    ----------
    report : the joined report, with everything that it shows.
    data, m, parameters : of the data package that the file carries.
    unread : cells of its chapters whose output could not be computed.
    """

    report: NotebookNode
    data: Tables
    m: Measures
    parameters: Parameters
    unread: tuple[Unread, ...]

    def html(self) -> bytes:
        """The page."""
        return to_html(self.report)

    def pdf(self) -> bytes:
        """The PDF."""
        return to_pdf(self.report)


@dataclass(frozen=True)
class Opened:
    """The data package that a report carries, and its measures as its record chooses them."""

    data: Tables
    parameters: Parameters
    chosen: Mapping[str, Any]
    m: Measures


def opened(carried: Carried) -> Opened:
    """Load what a report carries.

    Raises
    ------
    NoData : the record in it chooses what the data do not have.
    DataProblems : the data package that it carries breaks a rule.
    """
    with tempfile.TemporaryDirectory(prefix="bc-proof-") as aside:
        data = load(carried.unpack(Path(aside) / Path(carried.name).stem))
    values = package_values(data)
    parameters = parameters_of(carried.record, carried.name).within(values.first, values.last)
    chosen = {n: getattr(parameters, n) for n in names("chapters") if n not in OF_DATA}
    try:
        m = measures(data, **chosen)
    except ValueError as error:
        raise NoData(f"{carried.name}: the record in it: {error}") from error
    return Opened(data, parameters, chosen, m)


def recompute(carried: Carried) -> Recomputed:
    """Everything that the report of this data shows.

    Raises
    ------
    NoData : no chapter is carried, or the record is not one of this version.
    DataProblems : the data package that it carries breaks a rule.
    """
    if not carried.chapters:
        raise NoData(f"{carried.name} carries no chapters: there is nothing to compute")
    own = opened(carried)
    data, parameters, m = own.data, own.parameters, own.m
    reader = Reader(data, m, own.chosen)
    executed = [(name, reader.chapter(name, text)) for name, text in carried.chapters.items()]
    book = data.codebook
    try:
        files = {name: content.decode("utf-8") for name, content in carried.files.items()}
        files |= carried.chapters
        told = about(
            carried.record,
            title=parameters.title or book.title or book.name,
            subtitle=parameters.subtitle or default_subtitle(parameters, data),
            date=newest_evidence(data, parameters),
            description=book.description,
            attachments=[{"name": name, "text": text} for name, text in files.items()],
        )
        closing = [] if parameters.extent == "brief" else colophon(carried.record)
        report = join(executed, closing, told)
    except (KeyError, TypeError, AttributeError) as error:
        raise NoData(f"{carried.name}: its record is not one of this version ({error})") from error
    except UnicodeDecodeError as error:
        raise NoData(f"{carried.name}: a file that it carries is not text in UTF-8") from error
    return Recomputed(report, data, m, parameters, tuple(reader.unread))
