"""What a notebook cell says to the reader, and to the press.

Each function displays something in JupyterLab with its mark (:mod:`analysis.marks`), from which
the exporters number it, link it and set it. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from IPython.display import publish_display_data

from analysis.charts.base import Chart, svg_bytes
from analysis.marks import (
    Callout,
    Figure,
    FigureCaption,
    KeyFigure,
    KeyFigures,
    Mark,
    Prose,
    cell_html,
    table_html,
    written,
)
from analysis.package.tables import Tables, load
from analysis.reads import reads
from analysis.report.tables.listing import Listing, evidence_links


def open_package(package: str) -> Tables:
    """Load the data package that a ``parameters`` cell names.

    A relative path is taken from the working folder; failing that, from the ``notebooks`` folder
    below it or of this checkout, so that a notebook finds the same package whether it is run in
    JupyterLab, by papermill from the top of the checkout, or by the press.

    Raises
    ------
    FileNotFoundError : no folder of that name holds a ``datapackage.json``.
    DataProblems : the package breaks a rule; all problems at once.
    """
    here = Path.cwd()
    bases = (here, here / "notebooks", Path(__file__).resolve().parents[2] / "notebooks")
    for base in bases:
        if (base / package / "datapackage.json").is_file():
            data = load(base / package)
            for name in ("datapackage.json", *(t.path for t in data.codebook.tables.values())):
                reads(base / package / name)
            return data
    raise FileNotFoundError(f'no data package "{package}": no datapackage.json in such a folder')


def show(chart: Chart, *, id: str) -> None:
    """Display a chart; its table goes along as CSV.

    Parameters
    ----------
    chart : what to show.
    id : anchor in the report ("fig-calls"); the table behind is saved under the rest ("calls").
    """
    mark = Figure(
        id=id,
        title=chart.title,
        caption=chart.caption,
        alt=chart.alt,
        evidence=chart.evidence,
        marks=chart.marks,
        file=id.removeprefix("fig-"),
        fields=chart.columns,
    )
    svg = svg_bytes(chart, salt=id).decode("utf-8")
    csv = chart.table.to_csv(index=False, lineterminator="\n")
    _display({"image/svg+xml": svg, "text/csv": csv, "text/plain": chart.alt}, mark)
    _display({"text/markdown": chart.caption}, FigureCaption(of=id))


def show_table(listing: Listing, *, save_as: str | None = None) -> None:
    """Display a table for readers.

    Parameters
    ----------
    listing : what to show.
    save_as : stem of the CSV beside the report; None saves none.
    """
    table = replace(listing.table, file=save_as)
    data = {"text/html": table_html(table), "text/plain": table.caption}
    if save_as is not None:
        data["text/csv"] = listing.frame.to_csv(index=False, lineterminator="\n")
    _display(data, table)


def say(sentences: Iterable[str] | str) -> None:
    """Display sentences as one paragraph of Markdown; nothing where there are none."""
    joined = sentences if isinstance(sentences, str) else " ".join(sentences)
    if joined:
        _display({"text/markdown": joined}, Prose())


def say_each(items: Sequence[str]) -> None:
    """Display sentences as a list of points; nothing where there are none."""
    if items:
        _display({"text/markdown": "\n".join(f"- {item}" for item in items)}, Prose())


def warn(text: str) -> None:
    """Display a limit that the reader must see."""
    _display({"text/markdown": text}, Callout())


def show_key_figures(figures: Sequence[KeyFigure]) -> None:
    """Display the numbers that open the report, each with its evidence."""
    rows = "".join(
        f"<dt><strong>{escape(f.value)}</strong> {escape(f.label)}</dt>"
        f"<dd>{escape(f.note)} {cell_html(evidence_links(f.evidence))}</dd>"
        for f in figures
    )
    plain = "\n".join(f"{f.value} {f.label} ({f.note})" for f in figures)
    data = {"text/html": f"<dl>{rows}</dl>", "text/plain": plain}
    _display(data, KeyFigures(figures=tuple(figures)))


def _display(data: dict[str, str], mark: Mark) -> None:
    publish_display_data(data, metadata=written(mark))  # type: ignore[no-untyped-call]
