"""On which side an actor stands: its own, or that of the body that it belongs to."""

from __future__ import annotations

import pandas as pd


def sides_of(actors: pd.DataFrame) -> dict[str, str]:
    """Each actor's side, or that of the body it belongs to; "" where neither has one."""
    side = dict(zip(actors["actor_id"], actors["side"], strict=True))
    body = dict(zip(actors["actor_id"], actors["member_of"], strict=True))
    found = {}
    for actor in side:
        seen, at = set(), actor
        while not side.get(at) and body.get(at) and at not in seen:
            seen.add(at)
            at = body[at]
        found[str(actor)] = str(side.get(at, ""))
    return found
