"""What a notebook cell says to the reader, and to the press.

Each function displays something in JupyterLab with its mark (:mod:`analysis.marks`), from which
the exporters number it, link it and set it. Nothing is computed here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from IPython import get_ipython
from IPython.display import publish_display_data
from nbformat import NotebookNode

from analysis import screen
from analysis.charts.base import Chart
from analysis.marks import (
    INSTEAD,
    NARROW,
    Callout,
    Choice,
    Figure,
    FigureCaption,
    KeyFigure,
    KeyFigures,
    Mark,
    Prose,
    written,
)
from analysis.measures.columns import csv_text
from analysis.package.files import SECOND_CODING
from analysis.package.kept import loaded
from analysis.package.published.package import checksum
from analysis.package.tables import Tables
from analysis.package.texts import at_hand
from analysis.parameters import LEFT_OUT, Restricted
from analysis.problems import Refused
from analysis.reads import READS, reads, says_it_reads
from analysis.report import data_sets
from analysis.report.hover import Passages
from analysis.report.tables.frames import frame_html
from analysis.report.tables.listing import Listing


class NoPackage(Refused):
    """There is no data package of that name."""


def open_package(package: str, restricted: Restricted = LEFT_OUT) -> Tables:
    """Load the data package that a ``parameters`` cell names.

    A relative path is taken from the working folder; failing that, from the ``notebooks`` folder
    below it or of this checkout, so that a notebook finds the same package whether it is run in
    JupyterLab, by papermill from the top of the checkout, or by the press.

    Parameters
    ----------
    package : as the cell names it.
    restricted : as the parameter of that name: unless it is ``shown``, nothing that restricted
        sources alone tell is in what is returned.

    Raises
    ------
    NoPackage : no folder of that name holds a ``datapackage.json``.
    DataProblems : the package breaks a rule; all problems at once.

    From then on an id of its evidence says what stands there wherever a cell shows it, and a
    DataFrame that a cell ends with has its text left and its numbers right.
    """
    folder = package_folder(package)
    data = loaded(folder, restricted)
    if data.confidential:
        warn("What is shown here holds restricted sources: it is not for publication.")
    if data.kept is not None:
        says_it_reads(folder, checksum(folder))
    else:
        for name in ("datapackage.json", *(t.path for t in data.codebook.tables.values())):
            reads(folder / name)
        if data.second is not None:
            reads(folder / SECOND_CODING)
    # The texts belong to their publishers: no report carries them.
    texts = {} if READS in os.environ else at_hand(data.sources, folder / "texts")
    screen.remember(Passages(data, texts))
    data_sets.remember(data)
    if (shell := get_ipython()) is not None:
        # A frame that a cell ends with is shown by frame_html, ids and all.
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, frame_html)
    return data


def package_folder(package: str) -> Path:
    """Where :func:`open_package` finds a package.

    Raises
    ------
    NoPackage : nowhere.
    """
    here = Path.cwd()
    bases = (here, here / "notebooks", Path(__file__).resolve().parents[2] / "notebooks")
    for base in bases:
        if (base / package / "datapackage.json").is_file():
            return base / package
    raise NoPackage(f'no data package "{package}": no datapackage.json in such a folder')


def show(chart: Chart, *, id: str, instead: Mapping[Choice, Chart] | None = None) -> None:
    """Display a chart; its table goes along as CSV, and its drawing for small screens for a page.

    Parameters
    ----------
    chart : what to show.
    id : anchor in the report ("fig-calls"); the table behind is saved under the rest ("calls").
    instead : the chart for other choices of sources, for a page that can be switched; drawn wide
        only, since each of them twice would be a tenth of the page and of the time that it takes.
    """
    mark = replace(_marked(chart, id), file=id.removeprefix("fig-"), fields=chart.columns)
    svg, narrow = chart.svg(salt=id), chart.narrow_svg(salt=f"{id}.narrow")
    others = {
        on: (_marked(other, id), {"image/svg+xml": other.svg(salt=f"{id}{number}")})
        for number, (on, other) in enumerate((instead or {}).items())
    }
    data: dict[str, Any] = {
        "text/html": chart.html(svg, id=id),
        "image/svg+xml": svg,
        **({NARROW: narrow} if narrow else {}),
        "text/csv": csv_text(chart.table),
        "text/plain": chart.alt,
    }
    _display(data | _instead(others), mark)
    _tell(mark.caption, FigureCaption(of=id))


def _marked(chart: Chart, id: str) -> Figure:
    behind, names = _behind(chart)
    return Figure(
        id=id,
        title=chart.title,
        caption=data_sets.by_rule(chart.caption, chart.evidence),
        alt=chart.alt,
        evidence=behind,
        more=len(chart.evidence) - len(behind),
        marks=names,
    )


def _instead(others: Mapping[Choice, tuple[Mark, Mapping[str, str]]]) -> dict[str, Any]:
    """What stands for other choices of sources, as a part of an output; nothing for none."""
    told = [
        {"of": list(choice.of), "on": list(choice.on), "metadata": written(mark), "data": data}
        for choice, (mark, data) in others.items()
    ]
    return {INSTEAD: told} if told else {}


MOST_BEHIND = 120
"""Ids of the evidence that a figure or a number names; its file has all."""


def _behind(chart: Chart) -> tuple[tuple[str, ...], dict[str, str]]:
    """What a figure rests on, and the names of its marks; of very much, what its marks lead to."""
    names = chart.marks
    if len(chart.evidence) <= MOST_BEHIND:
        return chart.evidence, names
    first = [id for id in chart.evidence if id in names]
    rest = [id for id in chart.evidence if id not in names]
    behind = tuple([*first, *rest][:MOST_BEHIND])
    return behind, {id: names[id] for id in behind if id in names}


def show_table(listing: Listing, *, save_as: str | None = None, if_any: bool = False) -> None:
    """Display a table for readers.

    Parameters
    ----------
    listing : what to show.
    save_as : stem of the CSV beside the report; None saves none.
    if_any : without a row it is not shown at all.
    """
    if if_any and listing.frame.empty:
        return
    caption = data_sets.by_rule(listing.table.caption, listing.evidence)
    table = replace(listing.table, file=save_as, caption=caption)
    data = {"text/html": screen.table(table), "text/plain": table.caption}
    if save_as is not None:
        data["text/csv"] = csv_text(listing.frame)
    _display(data, table)


def say(sentences: Iterable[str] | str) -> None:
    """Display sentences as one paragraph of Markdown; nothing where there are none."""
    joined = sentences if isinstance(sentences, str) else " ".join(sentences)
    if joined:
        _tell(joined, Prose())


def say_each(
    items: Sequence[str], *, instead: Mapping[Choice, Sequence[str]] | None = None
) -> None:
    """Display sentences as a list of points; nothing where there are none.

    Parameters
    ----------
    items : one sentence or more each.
    instead : the same for other choices of sources, for a page that can be switched.
    """
    others = {choice: _points(own) for choice, own in (instead or {}).items()}
    if items:
        _tell(_points(items), Prose(), others)


def _points(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def warn(text: str) -> None:
    """Display a limit that the reader must see."""
    _tell(text, Callout())


def show_key_figures(
    figures: Sequence[KeyFigure], *, instead: Mapping[Choice, Sequence[KeyFigure]] | None = None
) -> None:
    """Display the numbers that sum up the report, each with its evidence; print leaves them out.

    Parameters
    ----------
    figures : the numbers.
    instead : the same for other choices of sources, for a page that can be switched.
    """
    figures = _named(figures)
    plain = "\n".join(f"{f.value} {f.label} ({f.note})" for f in figures)
    data: dict[str, Any] = {"text/html": screen.key_figures(figures), "text/plain": plain}
    others: dict[Choice, tuple[Mark, Mapping[str, str]]] = {
        choice: (KeyFigures(figures=tuple(_named(own)), aside=True), {})
        for choice, own in (instead or {}).items()
    }
    _display(data | _instead(others), KeyFigures(figures=tuple(figures), aside=True))


def _named(figures: Sequence[KeyFigure]) -> list[KeyFigure]:
    """The numbers with the first of the evidence that each rests on, and how much more there is."""
    return [
        replace(
            f,
            evidence=f.evidence[:MOST_BEHIND],
            more=max(len(f.evidence) - MOST_BEHIND, 0),
            note=data_sets.with_rows(f.note, f.evidence),
        )
        for f in figures
    ]


def _tell(markdown: str, mark: Mark, others: Mapping[Choice, str] | None = None) -> None:
    html = screen.prose(markdown, limit=isinstance(mark, Callout))
    data: dict[str, Any] = {"text/html": html, "text/markdown": markdown}
    told = {choice: (mark, {"text/markdown": own}) for choice, own in (others or {}).items()}
    _display(data | _instead(told), mark)


def for_each(others: Mapping[Choice, Any], of: Callable[[Any], Any]) -> dict[Choice, Any]:
    """The same of the measures of each choice among the sources, to be shown instead.

    Parameters
    ----------
    others : choice -> its measures, as of :func:`analysis.measures.with_each_choice`.
    of : a chart, sentences or key figures of this package.
    """
    return {choice: of(rest) for choice, rest in others.items()}


_COLLECTED: ContextVar[list[NotebookNode] | None] = ContextVar("collected", default=None)


@contextmanager
def collected() -> Iterator[list[NotebookNode]]:
    """What is shown meanwhile, as outputs of a cell, for whoever computes without a kernel."""
    outputs: list[NotebookNode] = []
    before = _COLLECTED.set(outputs)
    try:
        yield outputs
    finally:
        _COLLECTED.reset(before)


def _display(data: dict[str, Any], mark: Mark) -> None:
    metadata, outputs = written(mark), _COLLECTED.get()
    if outputs is None:
        publish_display_data(data, metadata=metadata)  # type: ignore[no-untyped-call]
    else:
        made = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        outputs.append(made)
