"""The tables of a data package, typed and validated, and the one flat table made from them.

This is where text becomes dates and numbers; everything to the right of this module works on
these frames and never reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis import marks, screen
from analysis.days import long_day
from analysis.edtf import parse_edtf
from analysis.package.check import read_checked
from analysis.package.codebook import Codebook
from analysis.package.reading import RawTable
from analysis.package.resolved import resolved_events

ADDED = {
    "family": "Family of the kind: what the measures read it as.",
    "earliest": "First day that the evidence leaves possible; empty where that side is open.",
    "latest": "Last day that the evidence leaves possible; empty where that side is open.",
    "date_basis": "The weakest basis that one of these days rests on.",
    "day_differs": "Whether sources give days that cannot all be true.",
    "amount_low": "Lower bound of the amount; empty where none is stated.",
    "amount_best": "The amount that the words name, exact or approximate.",
    "amount_high": "Upper bound of the amount; empty where none is stated.",
    "about": "Whether the amount rests on an approximate one.",
    "number_differs": "Whether sources give amounts that cannot all be true.",
    "repeated": "Whether it is said to have happened again and again.",
    "day_known": "Whether it happened on one single known day.",
    "stretch": "Whether it lasted from one day to another.",
    "amount_text": "The words of a source for the amount.",
    "kind_label": "The kind, in words.",
    "actors": "Who took part, each with the part.",
    "actor_ids": "Their ids.",
    "sides": "The sides that they stand on, where they have one.",
    "sources": "Short names of the sources that speak of it.",
    "evidence_ids": "Ids of the evidence.",
    "speakers": "Whose words the evidence reports.",
}
"""Column of ``tidy`` that no table of a package has -> what it holds."""


@dataclass(frozen=True)
class Tables:
    """The six tables, one row per source, actor, kind, event, participant, piece of evidence.

    Columns are those of the codebook. ``events`` also has ``family`` (of its kind) and what
    :func:`analysis.package.resolved.resolved_events` adds: days and numbers are what the evidence
    at hand leaves possible.
    """

    codebook: Codebook
    sources: pd.DataFrame
    actors: pd.DataFrame
    kinds: pd.DataFrame
    events: pd.DataFrame
    participants: pd.DataFrame
    evidence: pd.DataFrame

    @cached_property
    def tidy(self) -> pd.DataFrame:
        """One row per event: its columns, with actors, sources and evidence joined in.

        Ordered by earliest day. ``tidy.attrs["about"]`` says what each column holds: those of the
        codebook, and those of ``ADDED``, where several values are joined with "; ".
        """
        return _tidy(self)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(getattr(self, name))} {name}" for name in self.codebook.tables)
        return f"<Tables {self.codebook.name} {self.codebook.version}: {sizes}>"

    def _repr_html_(self) -> str:
        book = self.codebook
        read = [parse_edtf(covers) for covers in self.sources["covers"] if covers]
        first = min((d.earliest for d in read if d.earliest), default=None)
        last = max((d.latest for d in read if d.latest), default=None)
        days = (
            f"; what its sources cover lies between {long_day(first)} and {long_day(last)}"
            if first and last
            else ""
        )
        return screen.table(
            marks.Table(
                id=f"package-{book.name}",
                caption=f"{book.title}, version {book.version}{days}",
                columns=(marks.Column("table"), marks.Column("rows", look="n")),
                rows=tuple(((name,), (str(len(getattr(self, name))),)) for name in book.tables),
            )
        )


def load(package: Path | str) -> Tables:
    """Read, validate and type a data package.

    Raises
    ------
    DataProblems : with every problem of every table at once; nothing is returned.
    """
    codebook, raw = read_checked(Path(package))
    frames = {name: _typed(table, codebook, name) for name, table in raw.items()}
    family = frames["kinds"].set_index("kind")["family"]
    events = frames["events"].assign(family=frames["events"]["kind"].map(family))
    frames["events"] = resolved_events(events, frames["evidence"], frames["sources"])
    return Tables(codebook=codebook, **frames)


def _typed(raw: RawTable, codebook: Codebook, name: str) -> pd.DataFrame:
    frame = raw.frame.copy()
    for field in codebook.fields(name):
        if field.type == "number":
            frame[field.name] = pd.to_numeric(frame[field.name]).astype("float64")
        elif field.type == "integer":
            cells = pd.to_numeric(frame[field.name])
            frame[field.name] = cells.astype("Int64" if cells.isna().any() else "int64")
    return frame


def _tidy(data: Tables) -> pd.DataFrame:
    participants = data.participants.merge(data.actors, on="actor_id", how="left")
    participants["named"] = participants["name"] + " (" + participants["part"] + ")"
    evidence = data.evidence.merge(
        data.sources[["source_id", "label"]], on="source_id", how="left"
    ).merge(
        data.actors[["actor_id", "name"]],
        left_on="speaker",
        right_on="actor_id",
        how="left",
    )
    evidence["said_by"] = evidence["name"].fillna(evidence["speaker"])
    joined = {
        "actors": participants.groupby("event_id")["named"].agg(_listed),
        "actor_ids": participants.groupby("event_id")["actor_id"].agg(_listed),
        "sides": participants[participants["side"] != ""].groupby("event_id")["side"].agg(_listed),
        "sources": evidence.groupby("event_id")["label"].agg(_listed),
        "evidence_ids": evidence.groupby("event_id")["evidence_id"].agg(_listed),
        "speakers": evidence.groupby("event_id")["said_by"].agg(_listed),
    }
    tidy = data.events.assign(
        kind_label=data.events["kind"].map(data.kinds.set_index("kind")["label"])
    )
    for column, values in joined.items():
        tidy[column] = tidy["event_id"].map(values).fillna("")
    order = tidy.assign(_row=range(len(tidy))).sort_values(
        ["earliest", "latest", "_row"], na_position="first"
    )
    made = order.drop(columns="_row").reset_index(drop=True)
    made.attrs["about"] = {f.name: f.description for f in data.codebook.fields("events")} | ADDED
    return made


def _listed(values: pd.Series) -> str:
    return "; ".join(dict.fromkeys(values))
