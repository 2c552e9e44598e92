"""Actors by whatever part of their name is theirs alone."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.intake.names import Names, NoActor

NAMES = Names(
    pd.DataFrame(
        [
            ("merrow", "Merrow", "Merrow", "state"),
            ("quill", "Ada Quill, Prime Minister of Merrow", "Quill", "person"),
            ("reave", "Tomas Reave, chair of the Reed Council", "Reave", "person"),
            ("reed-council", "Reed Council", "Reed Council", "organisation"),
            ("official", "Official of Corvane, not named", "Corvane official", "person"),
            ("guard", "Coast guard (CGM)", "Coast guard", "organisation"),
            ("quill-office", "Office of Quill", "Quill's office", "office"),
        ],
        columns=["actor_id", "name", "short", "kind"],
    )
)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Quill", "quill"),
        ("Ada Quill", "quill"),
        ("the Prime Minister", "quill"),
        ("Quill's office", "quill-office"),
        ("the chair", "reave"),
        ("the Reed Council\u2019s", "reed-council"),
        ("Corvane official", "official"),
        ("CGM", "guard"),
        ("Merrow", "merrow"),
        ("reed-council", "reed-council"),
    ],
)
def test_a_name_is_completed(text: str, actor: str) -> None:
    assert NAMES.find(text) == actor


def test_a_name_that_is_written_wrongly_is_nobodys_and_has_a_mend() -> None:
    with pytest.raises(NoActor) as error:
        NAMES.find("Quil")
    assert error.value.mend == 'did you mean "quill"?'


def test_a_name_of_several_is_nobodys() -> None:
    two = pd.DataFrame(
        [("a", "Ann Hale, envoy", "Hale", "person"), ("b", "Ben Hale, envoy", "B. Hale", "person")],
        columns=["actor_id", "name", "short", "kind"],
    )
    with pytest.raises(NoActor, match="several") as error:
        Names(two).find("Hale")
    assert error.value.mend == "write one of a, b"
    assert Names(two).find("Ben Hale") == "b"


def test_names_are_found_in_running_text_with_capitals_alone() -> None:
    text = "Ada Quill met the Reed Council; a reed council is another thing. Reave\u2019s men left."
    assert [actor for *_, actor in NAMES.in_text(text)] == ["quill", "reed-council", "reave"]
