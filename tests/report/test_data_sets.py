"""What rests on rows of data sets says how many they are, wherever it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.measures.cases import call, tables

from analysis import charts, notebook
from analysis.measures import Measures, measures
from analysis.report import data_sets
from analysis.report.key_figures import key_figures
from analysis.report.sentences import in_brief
from analysis.report.sentences.citing import cite
from analysis.report.tables import of_contacts, of_rows_at_random

COVERS = {"s1": "1997-03-03/1997-03-30", "s2": "1997-03-03/1997-03-30"}


@pytest.fixture
def m() -> Measures:
    """Three calls: one that two rows of a data set tell, one that one row tells, one by a text."""
    data = tables(
        [
            call("a", "1997-03-04", said=[("s1", "the source"), ("s1", "the source")]),
            call(
                "b", "1997-03-05", said=[("s1", "the source")], note="Reported at http://b.test/x"
            ),
            call("c", "1997-03-06", said=[("s2", "aide")]),
        ],
        COVERS,
    )
    sources = data.sources.assign(type=["dataset", "text"])
    return measures(replace(data, sources=sources), start="1997-03-03", end="1997-03-30")


def test_a_citation_of_rows_says_how_many_and_as_how_many_events(m: Measures) -> None:
    everything = ["E001", "E002", "E003", "E004"]
    assert cite(m, everything, 1).endswith("and three more; 3 rows of Source 1 as 2 events)")
    assert cite(m, ["E003"]) == "([E003](#E003); 1 row of Source 1 as 1 event)"
    assert cite(m, ["E004"]) == "([E004](#E004))"


def test_each_sentence_that_rests_on_rows_says_so(m: Measures) -> None:
    assert "3 rows of Source 1 as 2 events" in in_brief(m)[0]


def test_captions_and_key_figures_say_so_too(m: Measures) -> None:
    data_sets.remember(m.tables)
    try:
        with notebook.collected() as shown:
            notebook.show(charts.contacts(m), id="fig-contacts")
            notebook.show_table(of_contacts(m))
            notebook.show_key_figures(key_figures(m))
    finally:
        data_sets.remember(replace(m.tables, sources=m.tables.sources[:0]))
    rests = "Rests on 3 rows of Source 1 as 2 events; the rule stands under “Method and limits”."
    figure, _, table, numbers = (o.metadata["backchannel"] for o in shown)
    assert figure["caption"].endswith(rests)
    assert table["caption"].endswith(rests)
    assert numbers["figures"][0]["note"].endswith("; 3 rows of Source 1 as 2 events")


def test_without_data_sets_nothing_is_added(m: Measures) -> None:
    assert data_sets.by_rule("As it is.", ["E001"]) == "As it is."
    assert data_sets.with_rows("as it is", ["E001"]) == "as it is"


def test_rows_are_drawn_from_each_data_set_the_same_each_time(m: Measures) -> None:
    drawn, again = of_rows_at_random(m), of_rows_at_random(m)
    assert drawn.frame.equals(again.frame)
    assert drawn.table.caption == (
        "3 rows of the 3 that data sets tell here, drawn at random by a fixed seed."
    )
    assert sorted(drawn.frame["address"]) == ["", "", "http://b.test/x"]


def test_of_texts_no_row_is_drawn_and_no_empty_table_stands(m: Measures) -> None:
    data = replace(m.tables, sources=m.tables.sources.assign(type="text"))
    none = of_rows_at_random(measures(data, start="1997-03-03", end="1997-03-30"))
    assert none.frame.empty
    with notebook.collected() as shown:
        notebook.show_table(none, if_any=True)
    assert shown == []
