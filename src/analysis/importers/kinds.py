"""Which kind of event each row tells, by its code or by its words."""

from __future__ import annotations

import pandas as pd

from analysis.importers.columns import first_filled
from analysis.importers.dates import looked_up
from analysis.importers.decisions import CannotImport
from analysis.importers.forms import Coded, EventForm, Mapping
from analysis.importers.mapping import code_table

SKIP = "skip"


def kinds_told(
    form: EventForm, frame: pd.DataFrame, mapping: Mapping, known: set[str], left_out: pd.Series
) -> tuple[pd.DataFrame, dict[str, int]]:
    """What the code of each row means.

    Parameters
    ----------
    frame : (n, columns) all str.
    known : the kinds that there are.
    left_out : by row, at least those of the frame: whether it is asked not to be told.

    Returns
    -------
    told : (n,) all str: cell, kind (:data:`SKIP`, or "" where nobody said), channel, group, first,
        second, words, modality.
    unknown : text of a kind that the mapping lacks -> in how many rows.

    Raises
    ------
    CannotImport : the mapping names a kind that there is not.
    """
    columns = ["kind", "channel", "group", "first", "second", "words"]
    unknown: dict[str, int] = {}
    if isinstance(form.kind, str):
        kind, _, channel = form.kind.partition("/")
        told = pd.DataFrame(
            {"cell": "", "kind": kind, "channel": channel, "group": kind}, index=frame.index
        ).assign(first="", second="", words="")
    elif form.kind.table:
        cell = _code(form.kind, frame)
        table = code_table(form.kind.table)[columns]
        told = table.reindex(cell, fill_value="").set_axis(frame.index)
        told["kind"] = told["kind"].replace("", SKIP)
        told.insert(0, "cell", cell)
    else:
        cell = _code(form.kind, frame)
        given = {text.casefold(): kind for text, kind in mapping.kinds.items()}
        named = looked_up(cell.str.casefold(), given)
        lacking = cell[(named == "") & ~left_out[frame.index]]
        unknown = {str(text): int(count) for text, count in lacking.value_counts().items()}
        split = named.str.partition("/")
        told = pd.DataFrame(
            {"cell": cell, "kind": split[0], "channel": split[2], "group": split[0]}
        ).assign(first="", second="", words="")
    wrong = sorted(set(told["kind"]) - known - {"", SKIP})
    if wrong:
        raise CannotImport(f'mapping {mapping.name}: "{wrong[0]}" is no kind of kinds.csv')
    contact = (told["kind"] == "contact") & (told["channel"] == "")
    told["channel"] = told["channel"].mask(contact, "unknown")
    told["modality"] = form.modality
    return told.astype("str"), unknown


def _code(coded: Coded, frame: pd.DataFrame) -> pd.Series:
    cell = first_filled(frame, coded.column)
    for column in coded.also:
        cell = cell + "/" + frame[column]
    return cell.str.rstrip("/")
