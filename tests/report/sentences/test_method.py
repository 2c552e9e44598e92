"""Rules and limits: the parameters and the data of the edition are in them."""

from __future__ import annotations

from tests.measures.cases import call, event, view

from analysis.report.sentences import on_limits, on_main_limits, on_rules


def test_the_rules_name_the_parameters_of_the_edition() -> None:
    said = " ".join(on_rules(view(days_without_contact=[10, 5], confidence=0.9)))
    assert "exact Poisson interval (Garwood) at 90%" in said
    assert "at least 5 " in said
    assert "10 covered days" in said
    assert "**Numbers of hostages.**" in said


def test_what_rests_on_one_unnamed_speaker_is_a_main_limit_where_it_is_much() -> None:
    days = [f"1997-03-0{day}" for day in range(3, 8)]
    told = [call(f"c{n}", day, said=(("s1", "aide"),)) for n, day in enumerate(days)]
    covers = {"s1": "1997-03-01/1997-03-07", "s2": "1997-03-01/1997-03-07"}
    assert any(
        "**Voices.** Five of five events" in one
        for one in on_main_limits(view(*told, covers=covers))
    )
    named = [call(f"c{n}", day, said=(("s1", "bela"),)) for n, day in enumerate(days)]
    assert not any("Voices" in one for one in on_main_limits(view(*named, covers=covers)))


def test_the_limits_count_what_this_edition_has() -> None:
    case = view(
        call("c1", "1997-03-03", said=(("s1", "aide"),)),
        call("c2", "1997-03", said=(("s2", "aide"),)),
        call("c3", "1997-03-20", said=(("s2", "bela"),)),
        covers={"s1": "1997-03-03/1997-03-09", "s2": "1997-03-20/1997-03-30"},
    )
    said = " ".join(on_limits(case))
    assert "**Two sources.**" in said
    assert "18 of 28 days are covered" in said
    assert "Days before 3 March 1997 are told in retrospect, where at all" in said
    assert "after 30 March 1997 is followed only until then" in said
    assert "Two of three events (67%) have one known day" in said
    assert (
        "Two of three events, and one of two dated contacts, rest on one speaker who is not named"
    ) in said
    assert "one speaker is not named" in said
    assert "With two dated calls" in said


def test_a_window_cut_out_of_what_is_narrated_has_no_days_told_in_retrospect() -> None:
    case = view(
        call("c", "1997-03-12", said=(("s1", "aide"),)), start="1997-03-10", end="1997-03-20"
    )
    said = on_limits(case)
    assert "**Coverage.** Every day of this window is covered." in said
    assert (
        "**Edges.** What was still going on after 20 March 1997 is followed only until then."
    ) in said
    assert any("and the one dated contact, rest on one speaker" in one for one in said)


def test_where_no_call_is_dated_nothing_is_said_of_intervals() -> None:
    said = on_limits(view())
    assert "**Small numbers.** No call has a known day; no trend line is drawn and no score" in (
        next(one for one in said if "Small" in one)
    )


def test_a_window_without_coverage_and_events_keeps_what_still_holds() -> None:
    said = " ".join(on_limits(view(start="1997-05-01", end="1997-05-31")))
    assert "**Edges.**" not in said
    assert "**Days.**" not in said
    assert "None of 31 days" in said or "No day" in said


def test_the_warnings_of_the_tables_are_counted() -> None:
    assert "**Warnings.** The check of the tables behind this edition gives none." in on_limits(
        view(call("c1", "1997-03-03"))
    )
    case = view(call("c1", "1997-03-03"), call("c2", "1997-03-03"), call("call-1996", "1997-03-04"))
    assert on_limits(case)[-1] == (
        "**Warnings.** The check of the tables behind this edition gives two warnings: one event "
        "that may be one with another and one id of other days than its event. Nothing was "
        "changed for it."
    )


def test_that_one_source_alone_tells_of_the_dated_contacts_is_said_where_there_are_others() -> None:
    calls = [call("a", "1997-03-05"), call("b", "1997-03-06")]
    told = event("stop", "talks_halted", "1997-03-10", said=(("s2", "the source"),))
    covers = {"s1": "1997-03-01/1997-03-20", "s2": "1997-03-01/1997-03-20"}
    both = " ".join(on_limits(view(*calls, told, covers=covers)))
    assert "All two dated contacts are told by Source 1 alone." in both
    one = view(*calls, covers={"s1": "1997-03-01/1997-03-20"})
    assert "alone" not in " ".join(on_limits(one))


def test_what_is_told_of_days_not_covered_is_the_one_source_s_where_there_is_one() -> None:
    said = " ".join(on_limits(view(call("a", "1997-03-05"), covers="1997-03-03/1997-03-09")))
    assert "Of other days only what Source 1 tells in retrospect is known." in said
