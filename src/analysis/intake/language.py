"""In which language a text is: the one whose commonest small words it has most of.

A rule of few lines, and no library: the small words (articles, prepositions, auxiliaries) are a
quarter to a half of every running text. Where no language is clearly ahead, none is named.
"""

# ruff: noqa: RUF001

from __future__ import annotations

import re
from collections import Counter

UNKNOWN = "und"
"""The tag of BCP 47 for a language that is not determined."""
AHEAD = 1.5  # times as many words as the next language
LEAST = 0.08  # of all words

_SMALL_WORDS = {
    "ar": "في من على إلى أن عن التي الذي هذا هذه مع قال بعد كان لا ما قد بين",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch",
    "en": "the of and to in that was for on with as by at from his had has have were which",
    "es": "el la de que y en los del se las por un para con una su al lo como más",
    "fa": "و در به از که این را با است برای آن یک خود تا بر هم نیز شد",
    "fr": "le la les de des et à un une du que qui dans en est pour sur par au pas",
    "he": "של את על לא הוא כי גם זה עם או היא אל כל אם יש בין לפני אחרי",
    "it": "il di che e la per un in del della una non con sono le da dei al nel si",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij",
    "pl": "w i na z do się nie że to jest o od za przez po jak ale dla oraz jego",
    "pt": "o a de que e do da em um para com não uma os no se na por mais as",
    "ru": "и в не на что с по как это он из за к от но для его о до после",
    "tr": "ve bir bu için ile da de olarak olan daha çok sonra gibi kadar ancak ise en ne",
    "uk": "і в не на що з та у як до за від це для про після його але й",
}


def language_of(text: str) -> str:
    """BCP 47 tag of the language of a text; "und" where no language is clearly ahead.

    >>> language_of("The two sides came back to the table, and the talks went on.")
    'en'
    """
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    total = words.total()
    counts = {
        tag: sum(words[word] for word in set(small.split())) for tag, small in _SMALL_WORDS.items()
    }
    ranked = sorted(counts, key=lambda tag: (-counts[tag], tag))
    first, second = ranked[:2]
    if not total or counts[first] < max(LEAST * total, AHEAD * counts[second]):
        return UNKNOWN
    return first
