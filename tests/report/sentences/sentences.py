"""What every sentence of the report has to be, whatever the data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.report_reader import faults

from analysis.measures.view import View

LINK = re.compile(r"\[(E\d+)\]\(#\1\)")
BARE = re.compile(r"(?<![\[#])\bE\d{3}\b(?!\])")


def cited(sentences: Sequence[str]) -> set[str]:
    """Evidence ids that sentences link to."""
    return {item for sentence in sentences for item in LINK.findall(sentence)}


def complaints(sentences: Sequence[str], view: View) -> list[str]:
    """What is wrong with sentences: form, words that were not chosen, links that lead nowhere."""
    known = set(view.with_earlier.evidence["evidence_id"])
    found = []
    for said in sentences:
        found += faults(said)
        if not re.match(r"[A-Z0-9“*]", said) or not said.endswith("."):
            found.append(f"no sentence: {said}")
        if "  " in said or " ." in said or " ," in said or "()" in said or ".." in said:
            found.append(f"blanks or signs: {said}")
        if BARE.search(said):
            found.append(f"evidence without a link: {said}")
        found += [f"no such evidence: {item}" for item in cited([said]) - known]
    return found
