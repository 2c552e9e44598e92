"""Who says a sentence, and the evidence behind it as links at its end."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.measures import Measures
from analysis.measures.columns import cells
from analysis.package.rules import SOURCE_ITSELF
from analysis.report.data_sets import data_sets
from analysis.report.wording import (
    no_source,
    number,
    of_those_shown,
    plain,
    sentence,
    the_sources,
)

MOST_LINKS = 6
"""Evidence links in one bracket; the appendix has the rest."""


def cite(m: Measures, ids: Iterable[str], most: int = MOST_LINKS) -> str:
    """Evidence ids as links in brackets, each once; a long list is cut and says so.

    Of rows of data sets it says how many they are, and as how many events they are told.
    """
    known = list(dict.fromkeys(ids))
    if not known:
        return ""
    links = ", ".join(f"[{i}](#{i})" for i in known[:most])
    if (more := len(known) - most) > 0:
        links += f", and {number(more)} more"
    rows = plain(data_sets(m).told(known))
    return f"({links}; {rows})" if rows else f"({links})"


def voice(speaker: str, source: str) -> str:
    """Who says it: a speaker with the source that lets them speak, or the source itself."""
    return plain(f"{source} itself" if speaker == SOURCE_ITSELF else f"{speaker} ({source})")


def voices(m: Measures, ids: Iterable[str]) -> list[str]:
    """Who speaks in these pieces of evidence, each once."""
    sources = dict(cells(m.tables.sources, "source_id", "label"))
    told = m.with_earlier.evidence.set_index("evidence_id").loc[list(ids)]
    said = cells(told, "speaker", "source_id")
    return list(dict.fromkeys(voice(m.labels.get(a, a), sources[b]) for a, b in said))


def sources_say(m: Measures, verb: str) -> str:
    """The beginning of a sentence on what the sources of an edition say: ``Source 2 gives``."""
    return sentence(plain(the_sources(list(m.tables.sources["label"]), verb)))


def only_shown(m: Measures) -> str:
    """What is shown where that is a choice, to stand in a sentence behind what is absent."""
    told = plain(of_those_shown(m.sides, m.channels))
    return f" {told}" if told else ""


def none_says(m: Measures, verb: str) -> str:
    """That no source of an edition says something, of one that has but one by its name."""
    return plain(no_source(list(m.tables.sources["label"]), verb))
