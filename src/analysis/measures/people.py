"""Who speaks in the sources, and whether they are named.

The tables say of each actor whether the sources name it. What rests on unnamed speakers alone
is counted by the measures of coverage and of the sources compared.
"""

from __future__ import annotations

import pandas as pd

from analysis.measures.view import View


def unnamed_speakers(view: View) -> frozenset[str]:
    """Actor ids of those whom the sources let speak without a name (``named`` is "no")."""
    return frozenset(view.actors.loc[view.actors["named"] == "no", "actor_id"])


def actor_labels(view: View) -> dict[str, str]:
    """Actor id -> the short name for labels, or the long one where there is no short one."""
    actors = view.actors
    return {
        str(actor): str(short or name)
        for actor, short, name in zip(
            actors["actor_id"], actors["short"].fillna(""), actors["name"], strict=True
        )
    }


def resting_on_unnamed(evidence: pd.DataFrame, unnamed: frozenset[str]) -> pd.DataFrame:
    """For each event of ``evidence``, whether only unnamed speakers stand behind it.

    Parameters
    ----------
    evidence : (n,) rows of the evidence table.
    unnamed : actor ids from :func:`unnamed_speakers`.

    Returns
    -------
    (events,) indexed by event_id: ``unnamed_only`` (every speaker is unnamed), ``one_unnamed``
    (and there is only one of them). A sentence in the source's own voice is not anonymous.
    """
    marked = evidence.assign(_unnamed=evidence["speaker"].isin(list(unnamed)))
    grouped = marked.groupby("event_id", sort=False)
    only = grouped["_unnamed"].all().astype(bool)
    return pd.DataFrame(
        {"unnamed_only": only, "one_unnamed": only & (grouped["speaker"].nunique() == 1)}
    )
