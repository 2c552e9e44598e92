"""A table as HTML: for a notebook, where it stands by itself, and for a page that sets it.

What stands in it is data (:class:`analysis.marks.Table`); every text is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analysis.marks import Cell, Run, Table


def table_html(table: Table) -> str:
    """The table as HTML that stands by itself."""
    style = "bc small" if table.small else "bc"
    return (
        f'<table class="{style}" id="{escape(table.id)}"><caption>{escape(table.caption)}</caption>'
        f"{rows_html(table)}</table>"
    )


def rows_html(table: Table, classes: Sequence[str] = (), more: Sequence[str] = ()) -> str:
    """Widths, heading and rows of the table, to stand within ``<table>``.

    Parameters
    ----------
    table : what to write.
    classes : class of each row; none for no classes.
    more : HTML to add to the first cell of each row; none for nothing.
    """
    widths = "".join(
        f'<col style="width:{column.width:g}%"/>' if column.width else "<col/>"
        for column in table.columns
    )
    looks = [f' class="{column.look}"' if column.look else "" for column in table.columns]
    head = "".join(
        f'<th scope="col"{look}>{escape(column.title)}</th>'
        for column, look in zip(table.columns, looks, strict=True)
    )
    body = []
    for at, (first, *rest) in enumerate(table.rows):
        added = more[at] if more else ""
        cells = [f'<th scope="row"{looks[0]}>{cell_html(first)}{added}</th>']
        cells += [
            f"<td{look}>{cell_html(cell)}</td>" for cell, look in zip(rest, looks[1:], strict=True)
        ]
        named = f' class="{classes[at]}"' if classes and classes[at] else ""
        body.append(f"<tr{named}>{''.join(cells)}</tr>")
    return (
        f"<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>"
    )


def cell_html(cell: Cell) -> str:
    """What stands in a cell, as HTML."""
    return "".join(escape(run) if isinstance(run, str) else _run_html(run) for run in cell)


def _run_html(run: Run) -> str:
    text = escape(run.text)
    if run.look == "checksum":
        half = len(run.text) // 2
        parts = escape(run.text[:half]), escape(run.text[half:])
        text = f'<span class="checksum">{"<wbr/>".join(parts)}</span>'
    elif run.look:
        text = f"<{run.look}>{text}</{run.look}>"
    if run.to:
        name = f' aria-label="{escape(run.name)}"' if run.name else ""
        text = f'<a href="#{escape(run.to)}"{name}>{text}</a>'
    return f'<span id="{escape(run.id)}">{text}</span>' if run.id else text
