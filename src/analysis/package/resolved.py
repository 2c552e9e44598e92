"""Events as the evidence at hand leaves them: their days, their numbers, and in whose words.

Made when a package is loaded, and again when it is narrowed to some sources: nothing that a
narrowed table says of an event may rest on a passage outside it.
"""

from __future__ import annotations

import pandas as pd

from analysis.package.resolution.resolve import Resolution, resolve
from analysis.package.resolution.told import BINDS

_NUMBERS = {"low": "amount_low", "best": "amount_best", "high": "amount_high"}


def resolved_events(
    events: pd.DataFrame, evidence: pd.DataFrame, sources: pd.DataFrame
) -> pd.DataFrame:
    """The (n,) events with what the evidence leaves possible for each; their order is kept.

    Adds ``earliest`` and ``latest`` (datetime64, NaT where that side is open), ``day_known`` (one
    single known day), ``start_latest`` and ``end_earliest`` (last day on which it can begin, first
    on which it can end), ``stretch`` (it certainly lasted from one day to another, or is said to go
    on), ``date_basis`` (the weakest that a bound rests on), ``amount_low``, ``amount_best``,
    ``amount_high`` (NaN where not stated), ``amount_text`` (the words of the first passage that
    sets them), ``about``, ``repeated``, ``day_differs``, ``number_differs``.
    """
    found = resolve(events[["event_id"]], evidence, sources)
    own = found.events.set_index("event_id").rename(columns=_NUMBERS)
    own = own.loc[events["event_id"]].reset_index(drop=True)
    known = (own["earliest"] == own["latest"]) & ~own["day_differs"]
    begun = own["start_latest"] == own["earliest"]
    added = own.assign(
        day_known=known,
        stretch=(own["start_latest"] < own["end_earliest"]) | (begun & own["latest"].isna()),
        amount_text=_words(evidence, found).reindex(events["event_id"], fill_value="").to_numpy(),
    )
    kept = events.drop(columns=[c for c in added.columns if c in events.columns])
    return pd.concat([kept.reset_index(drop=True), added], axis=1)


def _words(evidence: pd.DataFrame, found: Resolution) -> pd.Series:
    """event_id -> the words of its amount: of a passage that sets a bound, where one has words."""
    said = evidence[evidence["stance"].isin(BINDS) & (evidence["amount_text"] != "")]
    sets = found.support.loc[found.support["bound"].isin(list(_NUMBERS)), "evidence_id"]
    first = said.assign(sets=said["evidence_id"].isin(sets)).sort_values(
        "sets", ascending=False, kind="stable"
    )
    return first.drop_duplicates("event_id").set_index("event_id")["amount_text"].astype("str")
