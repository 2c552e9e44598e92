"""Who says a sentence, and the evidence behind it as links at its end."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.measures import Measures
from analysis.report.wording import no_source, number, plain, sentence, the_sources

MOST_LINKS = 6
"""Evidence links in one bracket; the appendix has the rest."""


def cite(ids: Iterable[str], most: int = MOST_LINKS) -> str:
    """Evidence ids as links in brackets, each once; a long list is cut and says so."""
    known = list(dict.fromkeys(ids))
    if not known:
        return ""
    links = ", ".join(f"[{i}](#{i})" for i in known[:most])
    more = len(known) - most
    return f"({links}, and {number(more)} more)" if more > 0 else f"({links})"


def sources_say(m: Measures, verb: str) -> str:
    """The beginning of a sentence on what the sources of an edition say: ``Source 2 gives``."""
    return sentence(plain(the_sources(list(m.tables.sources["label"]), verb)))


def none_says(m: Measures, verb: str) -> str:
    """That no source of an edition says something, of one that has but one by its name."""
    return plain(no_source(list(m.tables.sources["label"]), verb))
