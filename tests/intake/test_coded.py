"""What a new event may be once more: by its days, or by all who took part where these are open."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from analysis.intake.coded import alike
from analysis.package.tables import Tables

UNKNOWN = (None, None)
NINTH = ("1998-03-09", "1998-03-09")


def _tables(*rows: Any) -> Tables:
    """Events "old" and "new" with their kind, first and last day, and actors."""
    days: dict[str, Any] = {
        bound: pd.to_datetime([row[1][n] for row in rows]).astype("datetime64[s]")
        for n, bound in enumerate(("earliest", "latest"))
    }
    ids = ("old", "new")
    events = pd.DataFrame({"event_id": ids, "kind": [row[0] for row in rows], **days})
    taking = [(event, actor) for event, row in zip(ids, rows, strict=True) for actor in row[2]]
    participants = pd.DataFrame(taking, columns=["event_id", "actor_id"])
    return cast(Tables, SimpleNamespace(events=events, participants=participants))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # Known to within a month, and one actor in common.
        (("talks", ("1998-03-01", "1998-03-09"), "ab"), ("talks", NINTH, "bc"), True),
        (("talks", ("1998-03-01", "1998-03-08"), "ab"), ("talks", NINTH, "ab"), False),
        (("talks", NINTH, "ab"), ("truce", NINTH, "ab"), False),
        (("talks", NINTH, "ab"), ("talks", NINTH, "cd"), False),
        # Days of one or both unknown, or hardly known: the same actors, all of them.
        (("talks", UNKNOWN, "ab"), ("talks", UNKNOWN, "ba"), True),
        (("talks", UNKNOWN, "ab"), ("talks", UNKNOWN, "bc"), False),
        (("talks", NINTH, "ab"), ("talks", (None, "1998-03-20"), "ab"), True),
        (("talks", ("1998-03-21",) * 2, "ab"), ("talks", (None, "1998-03-20"), "ab"), False),
        (("talks", NINTH, "ab"), ("talks", ("1998-01-01", "1998-06-01"), "ac"), False),
        (("talks", UNKNOWN, ""), ("talks", UNKNOWN, ""), False),
    ],
)  # fmt: skip
def test_an_event_that_may_be_another_is_found(old: Any, new: Any, told: bool) -> None:
    assert list(alike(_tables(old, new), ["new"])) == ([("new", "old")] if told else [])
