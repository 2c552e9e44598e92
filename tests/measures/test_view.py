"""Each measure is computed once for a view, and what is kept cannot be changed from outside."""

from __future__ import annotations

from io import StringIO

import pandas as pd
import pytest
from tests.measures.cases import call, view

from analysis.measures.contacts import dated_contacts
from analysis.measures.stalls import stretches_without_contact
from analysis.measures.view import View, measure


def test_a_measure_is_computed_once_for_a_view_and_its_arguments() -> None:
    ran = []

    @measure
    def counted(view: View, days: tuple[int, ...] = (3,), *, of: str = "x") -> int:
        ran.append((view, days, of))
        return len(ran)

    one, other = view(), view()
    assert [counted(one), counted(one, [3]), counted(one, days=(3,), of="x")] == [1, 1, 1]
    assert [counted(one, (4,)), counted(one, of="y"), counted(other)] == [2, 3, 4]


def test_a_measure_that_is_refused_is_not_kept() -> None:
    case = view()
    for _ in range(2):
        with pytest.raises(ValueError, match="a stretch lasts at least 1 day"):
            stretches_without_contact(case, (0,))


def test_what_a_caller_does_to_a_table_stays_with_the_caller() -> None:
    case = view(call("c", "1997-03-04"))
    mine = dated_contacts(case)
    mine["series"] = "changed"
    mine.loc[0, "pair"] = "changed"
    del mine["date"]
    assert list(dated_contacts(case)["series"]) == ["call"]
    assert list(dated_contacts(case)["pair"]) == ["Anna – Bela"]
    assert "date" in dated_contacts(case)


def test_the_measures_of_a_report_take_their_choices_from_it() -> None:
    case = view(call("c", "1997-03-20"), freq="M", days_without_contact=[5], confidence=0.8)
    assert set(case.without_contact["k"]) == {5}
    assert len(case.periods) == 1
    assert case.contacts.equals(dated_contacts(case))
    assert case.with_earlier.confidence == 0.8


def test_at_the_end_of_a_cell_it_says_what_there_is() -> None:
    case = view(call("c", "1997-03-20"))
    told = pd.read_html(StringIO(case._repr_html_()))[0].set_index("measure")
    assert told.loc["contacts", "rows"] == 1
    assert told.loc["covered", "what"] == ("The days that each source narrates, inside the window.")
    assert not told["what"].isna().any()
    assert not told["what"].str.contains("`").any()
    assert "Measures, 3 March 1997 to 30 March 1997" in case._repr_html_()
    assert len(repr(case)) < 1000
