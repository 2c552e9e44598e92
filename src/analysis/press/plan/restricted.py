"""What is told of restricted sources to whoever makes a report: numbers, and no words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.package.tables import Tables


def on_restricted(data: Tables) -> Iterator[str]:
    """Lines on what a report leaves out, and which of its totals give an event away."""
    if data.kept is None:
        if data.confidential:
            yield "restricted sources are shown in this report: it is not for publication"
        return
    kept = data.kept
    events, short = sum(kept.left_out.values()), len(kept.shortened)
    yield (
        f"restricted sources left out: {kept.restricted}; events left out with them: {events};"
        f" events that stay without what their own row says: {short}"
    )
    for family, number in data.codebook.withheld.items():
        if number == 1:
            label = data.codebook.label("kinds", "family", family)
            yield (
                f"restricted=counted prints 1 event of the family {label}: whoever knows the total"
                " with the restricted sources knows of this event"
            )
