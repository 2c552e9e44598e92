"""Those who take part as actors with ids, and the names that may be one name written twice.

Two spellings are one actor where they differ in capitals alone, or where the mapping says so.
Whatever merely looks alike is listed, and never joined.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

ALIKE = 88  # of 100, from which two names are listed as alike
MOST_NAMES = 4_000  # beyond which names are not compared with each other
_OTHER_NAMES = 5
_LONGEST_ID = 60  # characters


def slug(text: str) -> str:
    """A text as an id: small Latin letters, digits and hyphens; "" where nothing is left.

    >>> slug("Côte d'Ivoire (Government)")
    'cote-d-ivoire-government'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def with_ids(who: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The actors of the participants, and the participants with their ids.

    Parameters
    ----------
    who : (n,) name, code, side, state, role and others, one row per participation.

    Returns
    -------
    actors : the table of actors, in the order of their first appearance.
    who : with ``actor_id``.
    """
    coded = who["code"] != ""
    key = who["code"].where(coded, "~" + who["name"].str.casefold())
    number, keys = pd.factorize(key)
    grouped = who.assign(number=number).groupby("number", sort=True)
    # The name that stands most often, of several as often the first in order of letters.
    counted = who.assign(number=number).value_counts(["number", "name"]).reset_index()
    counted = counted.sort_values(["number", "count", "name"], ascending=[True, False, True])
    names = counted.drop_duplicates("number").set_index("number")["name"]
    others = (
        counted[counted.duplicated("number")]
        .groupby("number")["name"]
        .agg(lambda own: "; ".join(own.iloc[:_OTHER_NAMES]))
        .reindex(names.index, fill_value="")
    )
    first = grouped[["code", "side", "state", "role"]].first()
    texts = pd.Series(
        [k if k[:1] != "~" else n for k, n in zip(keys, names, strict=True)], dtype="str"
    )
    codes = "code " + first["code"]
    note = codes.where(first["code"] != "", "")
    also = "also written " + others
    note = note.where(others == "", (note + "; " + also).str.removeprefix("; "))
    ids = _unlike([slug(text)[:_LONGEST_ID].strip("-") or "actor" for text in texts])
    actors = pd.DataFrame(
        {
            "actor_id": ids,
            "name": names.to_numpy(),
            "short": names.to_numpy(),
            "kind": np.where(first["state"].astype(bool), "state", "unknown"),
            "member_of": "",
            "side": first["side"].to_numpy(),
            "role": first["role"].to_numpy(),
            "level": "0",
            "named": "yes",
            "note": note.to_numpy(),
        }
    ).astype("str")
    return actors, who.assign(actor_id=np.array(ids, dtype=object)[number] if len(who) else "")


def alike(names: list[str]) -> list[tuple[str, str]]:
    """Pairs of names that look much alike, in the order given; none where there are too many."""
    from rapidfuzz import fuzz, process, utils

    if not 1 < len(names) <= MOST_NAMES:
        return []
    scores = process.cdist(
        names, names, scorer=fuzz.token_sort_ratio, processor=utils.default_process,
        score_cutoff=ALIKE, dtype=np.uint8,
    )  # fmt: skip
    pairs = np.argwhere(np.triu(scores, k=1) > 0)
    return [(names[a], names[b]) for a, b in pairs]


def _unlike(ids: list[str]) -> list[str]:
    """The ids, each once: the second of the same name gets a 2."""
    taken: set[str] = set()
    made = []
    for wanted in ids:
        own, number = wanted, 2
        while own in taken:
            own, number = f"{wanted}-{number}", number + 1
        taken.add(own)
        made.append(own)
    return made
