"""The real package: valid, evidenced, true to its texts, and without the texts themselves.

The texts belong to their publishers and are not in the repository. Where they stand beside it,
every quote is looked up in them, and every file of the repository is searched for passages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import Package

from analysis.package.check import check
from analysis.package.narrow import select
from analysis.package.tables import Tables, load
from analysis.package.texts import paragraphs

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
TEXTS = ROOT.parent / "shared" / "seeds"
PACKAGES = [SEEDS, ROOT / "tests" / "packages" / "lakeland"]
ARTICLES = ("account-2023-11", "impasse-2023-12", "approval-2025-01")
PASSAGE = 13  # words in a row; a quote has at most 12

needs_texts = pytest.mark.skipif(
    not TEXTS.is_dir(), reason="the articles' texts are not in ../shared/seeds"
)

# The event types of PLOVER 1.0 and the roots of CAMEO (01 to 20, with up to two more digits).
PLOVER = {
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
CAMEO = re.compile(r"(?:0[1-9]|1[0-9]|20)[0-9]{0,2}")

KINDS = {
    *("contact", "talks_round", "delegation", "mediator_action", "position", "list"),
    *("talks_halted", "talks_resumed", "talks_progress", "agreement", "term"),
    *("truce_start", "truce_end", "capture", "release", "rescue", "recovery", "death"),
    *("count_report", "deadline"),
}


@pytest.fixture(scope="module")
def data() -> Tables:
    return load(SEEDS)


@pytest.fixture(scope="module")
def articles(data: Tables) -> Tables:
    """What the three articles tell, whatever was added since."""
    return select(data, start="2023", end="2025", sources=ARTICLES).tables


@pytest.fixture(scope="module")
def events(articles: Tables) -> pd.DataFrame:
    return articles.events.set_index("event_id")


@pytest.fixture(scope="module")
def places(articles: Tables) -> dict[str, set[tuple[str, int]]]:
    """Event -> where it is said: label of the source, and paragraph."""
    joined = articles.evidence.merge(articles.sources[["source_id", "label"]], on="source_id")
    found: dict[str, set[tuple[str, int]]] = {}
    for event, label, paragraph in joined[["event_id", "label", "paragraph"]].itertuples(
        index=False
    ):
        found.setdefault(event, set()).add((label, int(paragraph)))
    return found


def descriptor(package: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((package / "datapackage.json").read_text("utf-8"))
    return read


# --- form -----------------------------------------------------------------------------------


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_the_package_is_valid_for_frictionless(package: Path) -> None:
    report = Package(str(package / "datapackage.json")).validate()
    assert report.flatten(["type", "rowNumber", "fieldName", "note"]) == []
    assert report.valid


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_the_package_passes_every_check(package: Path) -> None:
    assert check(package) == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_allowed_values_and_their_labels_are_the_same_values(package: Path) -> None:
    fields = [f for r in descriptor(package)["resources"] for f in r["schema"]["fields"]]
    with_values = [f for f in fields if "enum" in f.get("constraints", {}) or "categories" in f]
    assert with_values
    for field in with_values:
        assert field["constraints"]["enum"] == [c["value"] for c in field["categories"]]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_every_field_has_a_title_and_every_table_says_what_a_row_is(package: Path) -> None:
    for resource in descriptor(package)["resources"]:
        assert resource["description"]
        assert all(f["title"] for f in resource["schema"]["fields"])


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_every_kind_is_defined_with_codes_of_the_right_form(package: Path) -> None:
    kinds = load(package).kinds
    assert set(kinds["kind"]) >= KINDS
    assert (kinds["definition"] != "").all()
    for row in kinds.itertuples():
        assert all(CAMEO.fullmatch(code) for code in row.cameo.split()), row.kind
        assert set(row.plover.split()) <= PLOVER, row.kind


def test_the_kinds_of_the_design_are_those_that_the_articles_need(
    data: Tables, articles: Tables
) -> None:
    assert set(articles.events["kind"]) == KINDS
    assert set(data.events["kind"]) == set(data.kinds["kind"])


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.name)
def test_every_event_has_evidence_and_every_quote_at_most_twelve_words(package: Path) -> None:
    tables = load(package)
    assert set(tables.events["event_id"]) == set(tables.evidence["event_id"])
    assert tables.evidence["quote"].str.split().str.len().between(1, 12).all()


def test_no_field_of_text_begins_or_ends_with_a_blank(data: Tables) -> None:
    for name in data.codebook.tables:
        frame = getattr(data, name)
        for field in data.codebook.fields(name):
            if field.type == "string":
                cells = frame[field.name]
                assert (cells == cells.str.strip()).all(), (name, field.name)


def test_nothing_that_happened_is_younger_than_the_sources_that_say_so(data: Tables) -> None:
    told = data.evidence.merge(data.events, on="event_id").merge(data.sources, on="source_id")
    told = told[told["modality"] == "actual"]
    late = told[told["earliest"] > pd.to_datetime(told["published"])]
    assert list(late["event_id"]) == []


def test_every_actor_takes_part_speaks_or_holds_another_that_does(data: Tables) -> None:
    used = {*data.participants["actor_id"], *data.evidence["speaker"], *data.actors["member_of"]}
    assert set(data.actors["actor_id"]) - used == set()


# --- texts ----------------------------------------------------------------------------------


@needs_texts
def test_every_quote_stands_in_its_paragraph() -> None:
    assert check(SEEDS, TEXTS) == []


@needs_texts
def test_a_quote_that_is_moved_is_found_out(tmp_path: Path) -> None:
    package = Path(
        shutil.copytree(SEEDS, tmp_path / "seeds", ignore=shutil.ignore_patterns("texts"))
    )
    path = package / "evidence.csv"
    moved = path.read_text("utf-8").replace(
        "E033,list-2023-10-25,account-2023-11,15,", "E033,list-2023-10-25,account-2023-11,16,"
    )
    path.write_text(moved, encoding="utf-8")
    [problem] = check(package, TEXTS)
    assert (problem.column, problem.mend) == ("quote", "it stands in paragraph 15")


@needs_texts
def test_words_of_an_amount_and_for_the_people_held_stand_in_their_paragraph(
    data: Tables,
) -> None:
    texts = {hashlib.sha256(p.read_bytes()).hexdigest(): p for p in TEXTS.glob("*.txt")}
    told = data.evidence.merge(data.sources[["source_id", "sha256"]], on="source_id")
    assert set(told["sha256"]) <= set(texts)
    lost = []
    for row in told.itertuples():
        where = paragraphs(texts[row.sha256].read_text("utf-8"))[row.paragraph - 1]
        said = where.casefold().replace("\u2019", "'")
        lost += [w for w in (row.amount_text, row.term) if w.casefold() not in said]
    assert lost == []


def words(text: str) -> list[str]:
    """Words as one counts them: "U.S." and "Mossad's" are one each, in a CSV file too."""
    found = re.findall(r"[\w.'\u2019-]*\w[\w.'\u2019-]*", text.casefold())
    return [w.strip(".'\u2019-") for w in found]


def passages(text: str) -> set[tuple[str, ...]]:
    """Every run of 13 words."""
    listed = words(text)
    return {tuple(listed[n : n + PASSAGE]) for n in range(len(listed) - PASSAGE + 1)}


def committed_files() -> list[Path]:
    """Files that are, or would be, committed."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@needs_texts
def test_no_passage_of_an_article_stands_in_the_repository() -> None:
    theirs = {p for path in TEXTS.glob("*.txt") for p in passages(path.read_text("utf-8"))}
    assert len(theirs) > 1000
    holding = []
    for path in committed_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if not theirs.isdisjoint(passages(text)):
            holding.append(path.relative_to(ROOT).as_posix())
    assert holding == []


@pytest.mark.parametrize("count", [PASSAGE - 1, PASSAGE])
def test_a_passage_is_thirteen_words_in_a_row_and_a_quote_is_none(count: int) -> None:
    article = (SEEDS.parent / "tests/packages/lakeland/texts/account.txt").read_text("utf-8")
    quoted = " ".join(paragraphs(article)[3].split()[:count])
    found = not passages(article).isdisjoint(passages(f'E001,call,4,"{quoted}",the source'))
    assert found is (count == PASSAGE)


@needs_texts
def test_nobody_of_the_photograph_is_named_in_the_tables() -> None:
    text = next(p for p in TEXTS.glob("*.txt") if "mourns" in p.read_text("utf-8"))
    caption = paragraphs(text.read_text("utf-8"))[7]
    found = re.match(r"(\w+) (\w+) mourns .*?, (\w+), \d+,", caption)
    assert found is not None
    for path in SEEDS.glob("*.csv"):
        assert set(found.groups()).isdisjoint(re.findall(r"\w+", path.read_text("utf-8")))


# --- facts, read off the articles by hand -----------------------------------------------------


def test_the_sources_are_three_and_say_when_they_were_published(articles: Tables) -> None:
    sources = articles.sources.set_index("label")
    assert list(sources.index) == ["Source 1", "Source 2", "Source 3"]
    assert dict(sources["published"]) == {
        "Source 1": "2023-11-24",  # paragraph 3
        "Source 2": "2023-12-02",  # worked out from paragraphs 8, 10 and 11
        "Source 3": "2025-01-11",  # paragraph 1
    }
    assert dict(sources["published_basis"]) == {
        "Source 1": "stated",
        "Source 2": "inferred",
        "Source 3": "stated",
    }
    # None of the three texts states who published it.
    assert set(sources["publisher"]) == {"not stated"}


def test_seven_telephone_calls_have_a_day(
    articles: Tables, events: pd.DataFrame, places: dict[str, set[tuple[str, int]]]
) -> None:
    calls = events[
        events["channel"].isin(["phone", "video"])
        & events["day_known"]
        & (events["modality"] == "actual")
        & ~events["repeated"]
    ]
    who = articles.participants.groupby("event_id")["actor_id"].agg(frozenset)
    leaders, emir = frozenset({"biden", "netanyahu"}), frozenset({"biden", "tamim"})
    assert [
        (day.date().isoformat(), who[event], places[event])
        for event, day in calls["earliest"].sort_values().items()
    ] == [
        ("2023-10-20", leaders, {("Source 1", 12)}),
        ("2023-10-22", leaders, {("Source 1", 12)}),
        ("2023-10-23", leaders, {("Source 1", 12)}),
        ("2023-10-25", leaders, {("Source 1", 12)}),
        ("2023-11-12", emir, {("Source 1", 17)}),
        ("2023-11-14", leaders, {("Source 1", 19)}),
        ("2023-11-17", emir, {("Source 1", 21)}),
    ]
    # Paragraph 12 tells of a flurry on four days: at least one on each.
    least, most = calls["amount_low"], calls["amount_high"]
    assert list(calls.index[least.notna()]) == [
        f"call-2023-10-{day}-biden-netanyahu" for day in (20, 22, 23, 25)
    ]
    assert (set(least.dropna()), set(most.dropna())) == ({1}, set())


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("contacts-us-daily", "daily, sometimes hourly"),  # Source 1, paragraph 8
        ("contacts-biden-leaders", "multiple"),  # Source 1, paragraphs 2 and 4
        ("contacts-burns-room", "constant"),  # Source 2, paragraph 8
    ],
)
def test_a_contact_without_a_number_has_none(events: pd.DataFrame, event: str, text: str) -> None:
    row = events.loc[event]
    assert (row["amount_of"], row["amount_text"]) == ("contacts", text)
    assert row[["amount_low", "amount_best", "amount_high"]].isna().all()
    assert not row["day_known"]


@pytest.mark.parametrize(
    ("event", "place", "bounds", "of", "text"),
    [
        ("offer-2023-10-25", ("Source 1", 15), (None, 50, None), "releases_offered", "about 50"),
        ("list-2023-10-25", ("Source 1", 15), (10, 10, 10), "names", "10 names"),
        # Criteria for "the 50" are not 50 people identified.
        ("criteria-2023-11", ("Source 1", 18), (None, None, None), "identified", ""),
        ("release-2023-10-20", ("Source 1", 9), (2, 2, 2), "hostages", "two"),
        ("capture-2023-10-07", ("Source 3", 13), (None, 250, None), "hostages", "about 250"),
        ("release-2023-11", ("Source 3", 13), (101, None, None), "hostages", "more than 100"),
        ("recovery-2025-01", ("Source 3", 9), (2, 2, 2), "hostages", "two"),
        ("held-2025-01-11", ("Source 3", 7), (None, 100, None), "hostages", "roughly 100"),
        (
            "deaths-2023-10-07",
            ("Source 3", 13),
            (None, 1200, None),
            "people_killed",
            "some 1,200",
        ),
        (
            "deaths-gaza-2025-01-09",
            ("Source 3", 4),
            (46001, None, None),
            "people_killed",
            "over 46,000",
        ),
    ],
)
def test_amounts_are_the_bounds_that_the_words_give(
    events: pd.DataFrame,
    places: dict[str, set[tuple[str, int]]],
    event: str,
    place: tuple[str, int],
    bounds: tuple[float | None, float | None, float | None],
    of: str,
    text: str,
) -> None:
    row = events.loc[event]
    given = row[["amount_low", "amount_best", "amount_high"]].astype("float64")
    assert [None if pd.isna(v) else v for v in given] == list(bounds)
    assert (row["amount_of"], row["amount_text"]) == (of, text)
    assert place in places[event]


@pytest.mark.parametrize(
    ("event", "earliest", "latest"),
    [
        ("halt-2023-11-14", "2023-11-14", "2023-11-14"),  # Source 1, 19 and 20: "that day"
        ("resumed-2023-11-19", "2023-11-14", "2023-11-19"),  # 21: nobody says when
        ("halt-2023-12", "2023-11-23", "2023-12-01"),  # Source 2, 4 and 5: not before the truce
        ("truce-end-2023-12", "2023-11-23", "2023-12-01"),  # 10 and 11; not before it began
        ("truce-start-2023-11", "2023-11-23", "2023-11-25"),  # Source 1, 26; 2, 5: "last week"
        ("recovery-2025-01", "2025-01-04", "2025-01-11"),  # Source 3, 9: the past week
    ],
)
def test_halts_and_truce_have_the_days_that_the_sources_allow(
    events: pd.DataFrame, event: str, earliest: str, latest: str
) -> None:
    row = events.loc[event]
    assert row["earliest"] == pd.Timestamp(earliest)
    assert row["latest"] == pd.Timestamp(latest)


@pytest.mark.parametrize(
    ("event", "weekday"),
    [
        ("truce-start-planned", "Thursday"),  # Source 1, paragraph 26: "on Thursday"
        ("extension-sought-2023-12-01", "Friday"),  # Source 2, paragraph 10: "on Friday"
        ("deaths-gaza-2025-01-09", "Thursday"),  # Source 3, paragraph 4: "On Thursday"
        ("delegation-2025-01-barnea", "Saturday"),  # Source 3, paragraph 2: "Saturday"
    ],
)
def test_days_of_the_week_are_those_of_the_sources(
    events: pd.DataFrame, event: str, weekday: str
) -> None:
    assert events.loc[event, "day_known"]
    assert events["earliest"].dt.day_name()[event] == weekday


def test_the_day_of_printing_of_the_second_source_is_the_first_saturday_after_28_november(
    articles: Tables,
) -> None:
    published = dt.date.fromisoformat(
        articles.sources.set_index("label").loc["Source 2", "published"]
    )
    assert published.weekday() == 5
    assert dt.timedelta(0) < published - dt.date(2023, 11, 28) < dt.timedelta(7)


def test_terms_of_the_truce_are_planned_and_keep_who_says_so(
    articles: Tables, events: pd.DataFrame, places: dict[str, set[tuple[str, int]]]
) -> None:
    terms = events[events["kind"] == "term"]
    assert set(terms["modality"]) == {"planned"}
    assert {event: places[event] for event in terms.index} == {
        "term-air-north": {("Source 1", 23)},
        "term-air-south": {("Source 1", 23)},
        "term-no-attack-or-arrest": {("Source 1", 24)},
        "term-free-movement": {("Source 1", 24)},
        "term-no-military-movement": {("Source 1", 25)},
        "term-icrc": {("Source 1", 26)},
        "term-route-egypt": {("Source 1", 27)},
        "term-aid": {("Source 1", 27)},
    }
    speakers = articles.evidence.set_index("event_id")["speaker"]
    assert speakers["term-air-north"] == "hamas"
    assert speakers["term-no-military-movement"] == "al-khulaifi"
    assert speakers["term-icrc"] == "qatar"


def test_a_list_that_is_said_to_be_missing_was_not_handed_over(
    articles: Tables, events: pd.DataFrame, places: dict[str, set[tuple[str, int]]]
) -> None:
    assert events.loc["list-missing-2023-12-01", "modality"] == "denied"
    assert places["list-missing-2023-12-01"] == {("Source 2", 12)}
    assert articles.evidence.set_index("event_id").loc["list-missing-2023-12-01", "speaker"] == (
        "white-house"
    )


def test_journeys_that_were_only_announced_are_planned(events: pd.DataFrame) -> None:
    # Source 3, paragraphs 1, 2 and 5
    announced = ["delegation-2025-01-barnea", "delegation-2025-01-others"]
    assert set(events.loc[announced, "modality"]) == {"planned"}


def test_each_source_keeps_its_own_words_for_the_people_held(articles: Tables) -> None:
    terms = articles.evidence.merge(articles.sources[["source_id", "label"]], on="source_id")
    used = terms[terms["term"] != ""].groupby("label")["term"].agg(set)
    assert used.to_dict() == {
        "Source 1": {"prisoners", "hostages"},
        "Source 2": {"hostages", "captives"},  # its "prisoners" are those released in exchange
        "Source 3": {"hostages"},
    }


def test_the_deaths_of_others_do_not_change_how_many_are_held(events: pd.DataFrame) -> None:
    deaths = events[events["kind"] == "death"]
    assert set(deaths["amount_of"]) == {"people_killed"}


def test_what_several_sources_tell_is_summed_up_in_what_each_of_them_says(
    articles: Tables, events: pd.DataFrame
) -> None:
    sources = articles.evidence.groupby("event_id")["source_id"].nunique()
    assert events.loc[sources[sources > 1].index, "summary"].to_dict() == {
        "capture-2023-10-07": "People were taken hostage in the attack of 7 October 2023.",
        "truce-start-2023-11": "The truce began.",
        # That Source 2 has the truce end without extension, Source 3 does not say.
        "truce-end-2023-12": "The truce ended.",
        # That the releases were part of a truce, Source 2 does not say.
        "release-2023-11": "Hostages were freed.",
    }


def test_who_says_that_it_works_with_others_tells_of_no_contact(
    articles: Tables, events: pd.DataFrame
) -> None:
    # Source 2, paragraph 11: "We continue to work with" three states is the step of a mediator.
    told = articles.evidence.loc[articles.evidence["source_id"] == "impasse-2023-12", "event_id"]
    own = events.loc[told.unique()]
    assert list(own[own["kind"] == "contact"].index) == ["contacts-burns-room"]
    assert own.loc["extension-sought-2023-12-01", "kind"] == "mediator_action"


def test_a_day_of_the_week_is_no_stated_date(articles: Tables) -> None:
    stated = articles.evidence[articles.evidence["date_basis"] == "stated"]
    assert not stated["date_note"].str.contains(r"day'").any()


def test_who_only_judges_is_not_named_as_who_took_the_step(articles: Tables) -> None:
    # Source 2, paragraph 12: in the text's own voice; the reason is the spokesperson's.
    taking = articles.participants.set_index("event_id").loc[["obstacles-2023-12-01"]]
    assert taking.to_numpy().tolist() == [["hamas", "subject"]]


@pytest.mark.parametrize("source", ARTICLES)
def test_no_source_covers_a_day_after_the_last_that_a_passage_of_it_gives(
    data: Tables, source: str
) -> None:
    alone = select(data, start="2023", end="2025", sources=[source]).tables
    given = alone.evidence["date_basis"].isin(["stated", "relative", "publication"])
    dated = alone.events[alone.events["event_id"].isin(alone.evidence.loc[given, "event_id"])]
    happened = dated[dated["day_known"] & (dated["modality"] == "actual")]
    covers = alone.sources["covers"].iloc[0].split("/")[-1]
    assert pd.Timestamp(covers) == happened["latest"].max()


def test_the_two_ways_of_the_exchange_have_the_same_days_where_one_source_tells_of_it(
    data: Tables,
) -> None:
    alone = select(data, start="2023", end="2025", sources=["impasse-2023-12"]).tables
    released = alone.events[alone.events["kind"] == "release"]
    assert set(released["amount_of"]) == {"hostages", "prisoners"}
    # Source 2, paragraphs 5 and 8: begun "last week", in an exchange that ended with the truce.
    assert set(released["earliest"]) == {pd.Timestamp("2023-11-19")}
    assert set(released["latest"]) == {pd.Timestamp("2023-12-01")}


@pytest.mark.parametrize(
    ("evidence", "speaker"),
    [
        ("E073", "axios"),  # Source 2, paragraph 8, first sentence: "Axios revealed"
        ("E075", "the source"),  # the second has no speaker of its own, and says "allegedly"
        ("E067", "the source"),
        ("E068", "the source"),
        ("E103", "the source"),  # Source 3, paragraph 6: the office released it and says nothing
        ("E104", "israel-pm-office"),  # paragraph 5: "Netanyahu's office said"
    ],
)
def test_a_sentence_has_the_speaker_that_the_text_gives_it(
    data: Tables, evidence: str, speaker: str
) -> None:
    assert dict(data.evidence[["evidence_id", "speaker"]].to_numpy())[evidence] == speaker


def test_who_is_not_named_and_speaks_for_others_takes_no_step(articles: Tables) -> None:
    unnamed = set(articles.actors.loc[articles.actors["named"] == "no", "actor_id"])
    told = articles.evidence.merge(articles.events[["event_id", "kind"]], on="event_id")
    told = told[told["speaker"].isin(unnamed) & (told["kind"] != "talks_progress")]
    took = articles.participants[articles.participants["part"] == "initiator"]
    both = told.merge(took, left_on=["event_id", "speaker"], right_on=["event_id", "actor_id"])
    assert list(both["event_id"]) == []


def test_no_summary_says_what_the_sources_do_not_say(articles: Tables) -> None:
    assert not articles.events["summary"].str.contains(r"\bno(?:body| source)\b", case=False).any()
