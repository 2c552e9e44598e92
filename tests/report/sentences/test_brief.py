"""The first page: what is said of contacts, people held, halts, the course, and the limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.measures.cases import FLURRY, call, event, exactly, people, view, visit
from tests.report.sentences.sentences import cited

from analysis.measures import measures
from analysis.package.agreement import agreement
from analysis.package.tables import load
from analysis.report.sentences import in_brief, on_citing, on_main_limits, on_read

ROOT = Path(__file__).resolve().parents[3]
COVERS = {"s1": "1997-03-01/1997-03-20"}


def test_a_count_that_the_reckoning_starts_from_was_not_taken() -> None:
    m = view(people("held", "count_report", "1997-03-05", 101, amount_text="more than 100"))
    (held,) = [one for one in in_brief(m) if "more than 100" in one]
    assert "were reported as held" in held
    assert "taken" not in held


def test_five_sentences_say_what_the_chapters_open_with() -> None:
    m = view(
        people("taken", "capture", "1997-03-01", **exactly(60), amount_text="60"),
        call("known", "1997-03-04"),
        call("vague", "[1997-03-05..1997-03-07]"),
        event(
            "often",
            "contact",
            "1997-03-09",
            channel="unknown",
            amount_of="contacts",
            amount_text="daily",
            who={"anna": "participant", "bela": "participant"},
        ),
        event("stop", "talks_halted", "1997-03-10"),
        event("deal", "agreement", "1997-03-15", summary="An agreement was reached."),
        event("round", "talks_round", "1997-03-20", summary="A round was under way."),
        covers=COVERS,
    )
    contacts, held, halts, course, stood = in_brief(m)
    # By hand: the known call, and the one that lies inside the window on whichever day.
    assert contacts.startswith("**Contacts.** At least two calls (one on a known day) (")
    assert "one further statement on contacts without a day or a number" in contacts
    assert "“60” were taken on 1 March 1997" in held
    # From the halt on 10 March to the agreement on 15 March, the first sign that talks went on.
    assert "A halt began on 10 March 1997 and lasted at most 5 days" in halts
    assert course.startswith("**Course.** An agreement was reached (on 15 March 1997) (")
    assert "A round was under way" in stood
    assert cited([contacts, held, halts, course, stood]) >= {"E001", "E002", "E005", "E006", "E007"}


def test_the_first_page_counts_as_the_key_figures_do() -> None:
    m = view(
        call("flurry", "1997-03-04", **FLURRY), call("some", "[1997-03-05..1997-03-07]"),
        visit("v", "1997-03-06"), covers=COVERS,
    )  # fmt: skip
    assert in_brief(m)[0].startswith(
        "**Contacts.** At least two calls (at least one on a known day) and at least one visit "
        "(one on a known day) ("
    )


def test_where_no_contact_is_certain_no_statement_is_a_further_one() -> None:
    contacts = in_brief(view(call("open", "[..1997-03-09]"), covers=COVERS))[0]
    assert contacts.endswith("; one statement on contacts without a day or a number.")


def test_nothing_told_is_said_and_names_the_window() -> None:
    said = in_brief(view(covers=COVERS))
    assert said[0] == "**Contacts.** None is told of for certain in this window."
    assert said[1] == "**Halts.** None is stated that can be dated, in this window."


def test_a_halt_from_before_the_window_is_told_as_such_and_an_inferred_day_as_inferred() -> None:
    halted = event("stop", "talks_halted", "[1997-03-02..1997-03-05]", date_basis="inferred")
    m = view(halted, covers=COVERS, start="1997-03-10", end="1997-03-20")
    halts = in_brief(m)[1]
    assert halts.startswith(
        "**Halts and truces.** A halt began before this window, between 2 and 5 March 1997 "
        "(inferred), and is not said to have ended by 20 March 1997"
    )


def test_an_end_that_the_coder_infers_is_told_as_inferred() -> None:
    halted = event("stop", "talks_halted", "1997-03-05")
    resumed = event("again", "talks_resumed", "[1997-03-05..1997-03-09]", date_basis="inferred")
    (halts,) = [one for one in in_brief(view(halted, resumed, covers=COVERS)) if "halt" in one]
    assert "lasted at most 4 days (inferred)" in halts


def test_the_days_of_who_was_taken_and_freed_are_told_as_inferred_where_they_are() -> None:
    m = view(
        people("taken", "capture", "1997-03-01", **exactly(60), amount_text="60"),
        people("freed", "release", "[1997-03-04..1997-03-06]", **exactly(2), amount_text="two",
               date_basis="inferred"),
        covers=COVERS, start="1997-03-01",
    )  # fmt: skip
    held = in_brief(m)[1]
    assert "“60” were taken on 1 March 1997 (" in held
    assert "release: “two” between 4 and 6 March 1997, inferred (" in held


def test_the_three_limits_are_those_that_touch_most() -> None:
    m = view(call("known", "1997-03-04"), covers=COVERS, start="1997-03-01", end="1997-03-20")
    # Every day is covered and every day known: that there is one source comes first.
    assert on_main_limits(m)[0].startswith("**One source.**")
    assert len(on_main_limits(m)) == 3


def test_what_was_read_and_how_to_cite() -> None:
    m = view(call("known", "1997-03-04"), covers=COVERS)
    (read,) = on_read(m)
    assert read.startswith("Read: ")
    (cite,) = on_citing(m, m.tables)
    assert m.tables.codebook.name in cite
    assert m.tables.codebook.licence in cite


def test_languages_are_named_in_words_and_an_unknown_tag_stands_as_it_is() -> None:
    m = view(call("known", "1997-03-04"), covers=COVERS)
    for tag, name in (("ar", "Arabic"), ("pt-BR", "Brazilian Portuguese"), ("xx-yy", "xx-yy")):
        sources = m.tables.sources.assign(language=tag)
        (read,) = on_read(replace(m, tables=replace(m.tables, sources=sources)))
        assert read.endswith(f"; language: {name}.")


def test_where_things_stood_on_a_day_that_only_an_inferred_day_of_printing_gives() -> None:
    m = view(event("round", "talks_round", "1997-03-20"), covers=COVERS)
    assert "**Where things stood on 20 March 1997,** the last" in in_brief(m)[-1]
    worked_out = m.tables.sources.assign(published_basis="inferred")
    m = replace(m, tables=replace(m.tables, sources=worked_out))
    assert "**Where things stood on 20 March 1997 (inferred),** the last" in in_brief(m)[-1]


def test_what_is_only_possible_is_no_evidence_of_at_least() -> None:
    m = view(
        call("within", "[1997-03-05..1997-03-07]"), call("open", "[..1997-03-09]"), covers=COVERS
    )
    contacts = in_brief(m)[0]
    assert contacts.startswith("**Contacts.** At least one call (none on a known day) (")
    assert cited([contacts]) == {"E001"}


def test_who_coded_twice_is_told_with_how_far_both_agree() -> None:
    data = load(ROOT / "seeds")
    assert data.second is not None
    found = agreement(data, data.second)
    (said,) = on_citing(measures(data, start="2023-11-01", end="2023-11-30"), data)
    assert f"have {found.both} of {found.either} events in common" in said
    assert f"{found.same_days} with the same days" in said
    (alone,) = on_citing(view(call("c", "1997-03-04")), replace(data, second=None))
    assert "second coding" not in alone


def test_a_second_coding_of_some_sources_alone_names_them() -> None:
    data = load(ROOT / "seeds")
    assert data.second is not None
    some = data.second[data.second["source_id"] != "impasse-2023-12"]
    m = measures(data, start="2023-11-01", end="2023-11-30")
    (said,) = on_citing(m, replace(data, second=some))
    assert " Of Source 1 and Source 3 the whole table and a second, independent coding have" in said


def test_what_opens_with_a_release_opens_with_a_capital_letter() -> None:
    m = view(people("out", "release", "1997-03-04", **exactly(2), amount_text="two"), covers=COVERS)
    (held,) = (said for said in in_brief(m) if "Hostages" in said)
    assert held.startswith("**Hostages.** Release: “two”")
