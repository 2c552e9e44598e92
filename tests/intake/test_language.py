"""The language of a text by its commonest small words, or none."""

from __future__ import annotations

import pytest

from analysis.intake.language import language_of


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "The two sides came back to the table, and the talks went on for a week."),
        ("de", "Die beiden Seiten kehrten an den Tisch zurück, und die Gespräche gingen weiter."),
        ("fr", "Les deux parties sont revenues à la table et ont repris dans la nuit."),
        ("es", "Las dos partes volvieron a la mesa y siguieron con los mediadores en la ciudad."),
        ("ar", "وقال المسؤول إن المفاوضات بين الطرفين في الدوحة مع الوسطاء لا تزال على الطريق"),
        ("und", "Quill, Reave, Marl: 12, 14, 16."),
        ("und", ""),
    ],
)  # fmt: skip
def test_the_small_words_tell(tag: str, text: str) -> None:
    assert language_of(text) == tag
