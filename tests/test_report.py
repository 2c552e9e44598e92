"""The whole report of a package that the software was not written for, as its reader meets it.

Every number that is expected here was worked out by hand from ``tests/packages/lakeland``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import nbformat
import pdfua
import pytest
from frictionless import Package
from pypdf import PdfReader
from tests.report_reader import Report, digests, faults, squeezed

ROOT = Path(__file__).resolve().parents[1]
LAKELAND = ROOT / "tests" / "packages" / "lakeland"
PACKAGE_FILES = ("sources", "actors", "kinds", "events", "participants", "evidence")
ONE_MARK = dict.fromkeys(map(ord, '“”‘’"'), "'")  # of quotation, whichever a text has
NAME = re.compile(r"[A-Z][\w-]*\w")

CHAPTERS = [
    nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
]
SECTIONS = [
    heading
    for chapter in CHAPTERS
    for cell in chapter.cells
    if cell.cell_type == "markdown"
    for heading in re.findall(r"^#+ (.+)$", cell.source, flags=re.MULTILINE)
] + ["Colophon"]
FIGURES = [
    figure
    for chapter in CHAPTERS
    for cell in chapter.cells
    for figure in re.findall(r'id="(fig-[\w-]+)"', cell.source)
]


def cells(path: Path, *columns: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file) for column in columns]


# --- files ----------------------------------------------------------------------------------


def test_every_part_of_the_report_is_there(lakeland_report: Report) -> None:
    files = set(lakeland_report.files)
    notebooks = {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}
    named = {"report.html", "report.pdf", "key_figures.json", "provenance.json"}
    tables = {f for f in files if f.startswith("tables/") and f.endswith(".csv")}
    assert files == named | notebooks | tables | {"tables/datapackage.json"}
    assert all((lakeland_report.folder / file).stat().st_size for file in files)


def test_there_is_a_table_for_every_chart(lakeland_report: Report) -> None:
    assert [figure.get("id") for figure in lakeland_report.figures] == FIGURES
    charts = {f"tables/{figure.removeprefix('fig-')}.csv" for figure in FIGURES}
    assert charts <= set(lakeland_report.files)


def test_the_tables_are_a_valid_data_package_whose_columns_are_described(
    lakeland_report: Report,
) -> None:
    package = Package(str(lakeland_report.folder / "tables" / "datapackage.json"))
    assert package.validate().flatten(["type", "rowNumber", "fieldName", "note"]) == []
    listed = {f"tables/{resource.path}" for resource in package.resources}
    assert listed == {f for f in lakeland_report.files if f.endswith(".csv")}
    for resource in package.resources:
        assert resource.title
        assert all(field.description for field in resource.schema.fields)


@pytest.mark.parametrize(
    "edition",
    ["lakeland_report", pytest.param("default_report", marks=pytest.mark.slow)],
)
def test_no_approximate_number_stands_in_a_file_as_exact(
    request: pytest.FixtureRequest, edition: str
) -> None:
    report: Report = request.getfixturevalue(edition)
    told = 0
    for path in sorted(report.folder.glob("tables/*.csv")):
        for row in report.table(path.stem):
            for column in row:
                if not column.endswith("_words"):
                    continue
                low, best, high, about = (
                    row[column.removesuffix("words") + part]
                    for part in ("low", "best", "high", "about")
                )
                said, place = row[column], f"{path.name}: {row}"
                assert (about == "True") == ("about" in said), place
                if re.fullmatch(r"about [\d,]+", said):
                    assert (low, high) == ("", ""), place
                    assert float(best) == float(said.removeprefix("about ").replace(",", "")), place
                    told += 1
    assert told
    for figure in report.json("key_figures.json")["figures"]:
        assert figure["about"] == ("about" in figure["value"])
        if figure["value"].startswith("about "):
            assert (figure["low"], figure["high"]) == (None, None)


def test_no_cell_of_a_table_is_a_value_of_the_programming_language(lakeland_report: Report) -> None:
    printed = re.compile(r"Bounds\(|Timestamp\(|\bNaT\b|\bnan\b|\bNone\b|^[\[({]|dtype|00:00:00")
    wrong = [
        (path.name, cell)
        for path in sorted((lakeland_report.folder / "tables").glob("*.csv"))
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines())
        for cell in row
        if printed.search(cell)
    ]
    assert wrong == []


def test_the_provenance_names_the_package_and_every_notebook(lakeland_report: Report) -> None:
    told = lakeland_report.json("provenance.json")
    assert told["package"]["name"] == "lakeland-talks"
    for folder, part in ((LAKELAND, "package"), (ROOT / "notebooks", "notebooks")):
        for name, digest in told[part]["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert {f"{name}.csv" for name in PACKAGE_FILES} < set(told["package"]["files"])
    assert told["parameters"]["start"] == "1997-06-01"
    assert told["parameters"]["end"] == "1998-02-01"
    assert told["evidence_date"] == "1998-02-01"


# --- numbers worked out by hand ---------------------------------------------------------------


def test_the_key_figures_are_those_worked_out_by_hand(lakeland_report: Report) -> None:
    figures = lakeland_report.key_figures
    assert {name: figure["value"] for name, figure in figures.items()} == {
        "calls": "at least 6",
        "meetings": "at least 2",
        "reported_held": "about 18",
        "not_itemised": "at most about 11",
        "declared_halts": "2",
        "covered_days": "36",
        "events": "35",
    }
    assert figures["calls"]["note"] == "six on a known day: three pairs, 3 June – 2 Sept 1997"
    assert figures["calls"]["evidence"] == ["E003", "E004", "E005", "E011", "E015", "E026"]
    # The second was some day from the call of 2 September to the printing on the 10th.
    assert figures["meetings"]["note"] == "one on a known day: one pair, 25 June 1997"
    assert figures["meetings"]["evidence"] == ["E017", "E027"]
    assert figures["reported_held"]["about"] is True
    assert figures["reported_held"]["label"] == "detainees reported as held"
    halts = figures["declared_halts"]["note"]
    assert halts == "6 days from 18 June 1997 and one open since 9 Sept 1997"
    assert figures["covered_days"]["label"] == "of 246 days covered by a source"


def test_the_page_shows_the_key_figures_of_the_file(lakeland_report: Report) -> None:
    tiles = lakeland_report.tiles
    shown = [
        (
            lakeland_report.text_of(tile.xpath("./dt")[0]),
            lakeland_report.text_of(tile.xpath("./dd[@class='value']")[0]),
            [link.removeprefix("#") for link in lakeland_report.links(tile)],
        )
        for tile in tiles
    ]
    assert shown == [
        (f["label"], f["value"], f["evidence"]) for f in lakeland_report.key_figures.values()
    ]


def test_the_eight_dated_contacts_are_listed_and_counted(lakeland_report: Report) -> None:
    rows = lakeland_report.table("dated_contacts")
    assert [(row["when"], row["pair"], row["by"]) for row in rows] == [
        ("3 June 1997", "Corde – Quill", "telephone"),
        ("5 June 1997", "Corde – Quill", "telephone"),
        ("5 June 1997", "Corde – Reave", "telephone"),
        ("16 June 1997", "Marl – Reave", "video call"),
        ("20 June 1997", "Corde – Quill", "telephone"),
        ("25 June 1997", "Marl – Quill", "in person"),
        ("2 Sept 1997", "Marl – Reave", "telephone"),
        ("27 Jan 1998", "Corde – Quill", "letter or message"),
    ]


def test_what_has_no_day_or_number_is_listed_and_not_counted(lakeland_report: Report) -> None:
    listed = {row["evidence"]: row["why"] for row in lakeland_report.table("listed_contacts")}
    assert listed["E006"] == "number not stated"
    assert listed["E027"] == "day not stated"
    assert listed["E032"] == "hypothetical"


def test_the_days_that_sources_narrate_are_four_stretches(lakeland_report: Report) -> None:
    rows = [row for row in lakeland_report.table("overview") if row["panel"] == "coverage"]
    assert [(row["earliest"], row["latest"]) for row in rows] == [
        ("1997-06-02", "1997-06-08"),
        ("1997-06-16", "1997-06-27"),
        ("1997-09-01", "1997-09-10"),
        ("1998-01-26", "1998-02-01"),
    ]


def test_the_rate_of_calls_is_over_covered_days_with_its_exact_interval(
    lakeland_report: Report,
) -> None:
    # Six calls are too few for a rate in the text; the table beside it has one for each stretch.
    assert not [p for p in lakeland_report.prose if "Poisson interval" in p and "make" in p]
    rows = lakeland_report.table("call_rates")
    # "Almost every day", by no channel that is told, from 5 to 27 June: there may be more calls.
    assert [row["calls"] for row in rows] == ["at least 3", "at least 2", "1", "0"]
    rates = ["at least 3.00", "at least 1.17", "0.70", "0.00"]
    assert [row["per_week"] for row in rows] == rates
    assert [bool(row["interval"]) for row in rows] == [False, False, True, True]


def test_the_number_held_is_reckoned_as_by_hand(lakeland_report: Report) -> None:
    rows = lakeland_report.table("reconciliation")
    assert [(row["role"], row["amount_words"], row["running_words"]) for row in rows] == [
        ("baseline", "about 62", "about 62"),
        ("flow", "2", "about 60"),
        ("flow", "at least 26", "at most about 34"),
        ("implied", "at most about 34", "at most about 34"),
        ("report", "30 to 40", "at most about 34"),
        ("rest", "at most about 4", ""),
        ("flow", "1", "at most about 33"),
        ("flow", "1", "at most about 32"),
        ("flow", "3", "at most about 29"),
        ("implied", "at most about 29", "at most about 29"),
        ("report", "about 18", "at most about 29"),
        ("rest", "at most about 11", ""),
    ]


def test_what_was_offered_and_what_was_named_stand_side_by_side(lakeland_report: Report) -> None:
    rows = lakeland_report.table("promised_and_named")
    assert [(row["what"], row["amount"], row["evidence"]) for row in rows] == [
        ("releases offered", "about 60", "E008"),
        ("names on a list", "12", "E009"),
        ("list missing", "", "E031"),
    ]


def test_halts_and_truce_have_the_lengths_worked_out_by_hand(lakeland_report: Report) -> None:
    rows = {row["start_earliest"]: row for row in lakeland_report.table("stalls") if not row["k"]}
    ended, still, truce = (rows[day] for day in ("1997-06-18", "1997-09-09", "1997-06-27"))
    lengths = [(row["end_latest"], row["days_low"], row["days_high"]) for row in (ended, truce)]
    assert lengths == [("1997-06-24", "6.0", "6.0"), ("1997-07-07", "10.0", "10.0")]
    assert (still["end_latest"], still["days_high"]) == ("", "")
    assert [row["open"] for row in (ended, still, truce)] == ["False", "True", "False"]
    assert ended["kind"].startswith("declared")
    assert truce["kind"] == "truce"
    (undated,) = lakeland_report.table("undated_halts")
    assert (undated["wording"], undated["evidence"]) == ("again", "E014")


def test_a_side_that_denies_a_halt_is_not_said_to_blame_itself(lakeland_report: Report) -> None:
    # E013: the Reed Council denied that it had left the talks.
    said = " ".join(p for p in lakeland_report.prose if "attributed" in p)
    assert "Corvane official (Account)" in said
    assert not re.search(r"attributed to (?:the )?Reed Council by[^;]*Reed Council \(", said)
    rows = lakeland_report.table("claimed_causes")
    assert [r for r in rows if r["speaker"] == "Reed Council" == r["said_cause"]] == []


# --- another case, in its own words -----------------------------------------------------------


def test_the_report_calls_the_people_held_what_the_package_calls_them(
    lakeland_report: Report,
) -> None:
    # "hostages" is the codebook's value for what an amount counts; it stands in the codebook as
    # such, and in names of files that the record of the inputs lists.
    own = (
        r"amount_of is .hostages.",
        r"hostages: detainees",
        r"\bhostages\.py\b|\d\d_hostages\.ipynb",
    )
    for text in (lakeland_report.text, re.sub(r"\s+", " ", lakeland_report.pdf_text)):
        for allowed in own:
            text = re.sub(allowed, "", text)
        assert re.findall(r".{0,40}hostage.{0,40}", text, re.IGNORECASE) == []
    assert "detainees" in lakeland_report.text


def test_no_word_of_another_case_is_anywhere_in_it(lakeland_report: Report) -> None:
    seeds = ROOT / "seeds"
    names = cells(seeds / "actors.csv", "name", "short", "side")
    names += cells(seeds / "events.csv", "place")
    own = {
        word
        for path in LAKELAND.rglob("*")
        if path.is_file()
        for word in NAME.findall(path.read_text(encoding="utf-8"))
    }
    # Words that any report may begin a sentence or a label with.
    common = {"Head", "Other", "State", "Senior", "Red", "East", "White", "Office", "International"}
    foreign = {word for name in names for word in NAME.findall(name)} - own - common
    assert len(foreign) > 40
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(foreign)))})\b")
    texts = {"report.html": lakeland_report.text, "report.pdf": lakeland_report.pdf_text}
    for name in lakeland_report.files:
        if not name.startswith("report."):
            texts[name] = (lakeland_report.folder / name).read_text(encoding="utf-8")
    found = {
        (name, match.group()) for name, text in texts.items() for match in pattern.finditer(text)
    }
    assert found == set()


def test_no_path_of_this_machine_is_in_it(lakeland_report: Report) -> None:
    for name in lakeland_report.files:
        data = (lakeland_report.folder / name).read_bytes()
        assert str(ROOT).encode() not in data, name
        assert str(lakeland_report.folder).encode() not in data, name


def test_every_sentence_reads_as_written_by_hand(lakeland_report: Report) -> None:
    assert [fault for paragraph in lakeland_report.prose for fault in faults(paragraph)] == []
    heard = lakeland_report.page.xpath("//figcaption | //p[contains(@id, '.alt')] | //dl")
    texts = [lakeland_report.text_of(element) for element in heard]
    texts += lakeland_report.page.xpath("//svg//*[local-name()='title']/text()")
    assert [fault for text in texts for fault in faults(text)] == []


# --- evidence ---------------------------------------------------------------------------------


def test_every_link_to_evidence_lands_in_a_row_of_the_evidence_table(
    lakeland_report: Report,
) -> None:
    cited = {link[1:] for link in lakeland_report.links() if re.fullmatch(r"#E\d+", link)}
    assert len(cited) > 30
    assert cited <= set(lakeland_report.evidence)
    # E039 speaks of a deadline after the window: 38 of the 39 rows are in it.
    assert len(lakeland_report.evidence) == 38


def test_every_evidence_id_in_a_file_beside_the_report_is_a_row(lakeland_report: Report) -> None:
    for path in sorted((lakeland_report.folder / "tables").glob("*.csv")):
        for row in lakeland_report.table(path.stem):
            assert set(row.get("evidence", "").split()) <= set(lakeland_report.evidence), path.name
    for figure in lakeland_report.key_figures.values():
        assert set(figure["evidence"]) <= set(lakeland_report.evidence)


@pytest.mark.parametrize(
    "start",
    [
        "Six dated telephone calls",
        "Members of the Reed Council stopped the ferry",
        "Three of those held got away",
        "On 3 September 1997, “30 to 40” detainees",
        "The halt that began on 18 June 1997 lasted 6 days",
        "The halt that began on 9 September 1997",
        "The truce that began on 27 June 1997 lasted 10 days",
        "One statement on halts",
    ],
)
def test_a_sentence_with_a_number_leads_to_its_evidence(
    lakeland_report: Report, start: str
) -> None:
    (element,) = [
        e
        for e in lakeland_report.page.xpath("//main//*[self::p or self::li][not(.//p)]")
        if lakeland_report.text_of(e).startswith(start)
    ]
    assert any(re.fullmatch(r"#E\d+", link) for link in lakeland_report.links(element))


def test_every_row_of_evidence_leads_to_a_paragraph_that_holds_its_words(
    lakeland_report: Report,
) -> None:
    checksums = dict(
        zip(
            cells(LAKELAND / "sources.csv", "label"),
            cells(LAKELAND / "sources.csv", "sha256"),
            strict=True,
        )
    )
    texts = {
        hashlib.sha256(path.read_bytes()).hexdigest(): [
            line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
        ]
        for path in (LAKELAND / "texts").glob("*.txt")
    }
    for row in lakeland_report.evidence.values():
        paragraphs = texts[checksums[row.source]]
        assert 1 <= row.paragraph <= len(paragraphs), row
        said, where = (
            text.translate(ONE_MARK) for text in (row.quote, paragraphs[row.paragraph - 1])
        )
        assert said.strip("'") in where, row


def test_evidence_leads_back_to_where_it_is_shown(lakeland_report: Report) -> None:
    for figure in [*lakeland_report.figures, *lakeland_report.tables_shown]:
        anchor = figure.get("id")
        if anchor == "tbl-evidence":
            continue
        for link in lakeland_report.links(figure):
            if re.fullmatch(r"#E\d+", link):
                (row,) = lakeland_report.page.xpath(f"//tr[.//span[@id='{link[1:]}']]")
                assert f"#{anchor}" in lakeland_report.links(row), (anchor, link)


# --- figures and tables -----------------------------------------------------------------------


def test_every_figure_has_title_caption_and_description(lakeland_report: Report) -> None:
    for number, figure in enumerate(lakeland_report.figures, start=1):
        (caption,) = figure.xpath("./figcaption")
        assert lakeland_report.text_of(caption).startswith(f"Figure {number}. ")
        assert len(lakeland_report.text_of(caption)) > 60
        (alt,) = figure.xpath(".//p[contains(@id, '.alt')]")
        assert len(lakeland_report.text_of(alt)) > 20
        (title,) = figure.xpath("./p[@class='title']")
        # One drawing for wide screens and paper, one for small screens; never both are shown.
        assert figure.xpath("./div[@class='scroll wide']/svg")
        assert figure.xpath("./div[@class='narrow']/svg")
        assert figure.xpath(".//svg/@aria-label") == [lakeland_report.text_of(title)] * 2
        assert figure.xpath(".//a[@download]")


def test_no_id_is_given_twice(lakeland_report: Report) -> None:
    ids = lakeland_report.page.xpath("//@id")
    assert [one for one, count in Counter(ids).items() if count > 1] == []


def test_both_drawings_of_a_figure_lead_to_the_same_rows_under_the_same_names(
    lakeland_report: Report,
) -> None:
    for figure in lakeland_report.figures:
        wide, narrow = (
            {
                (a.get("href"), a.findtext("title"))
                for a in figure.xpath(f"./div[contains(@class, '{kind}')]//svg//a")
            }
            for kind in ("wide", "narrow")
        )
        # What a flow does to the stock has no mark in the overview: words may find no room.
        if figure.get("id") == "fig-overview":
            wide, narrow = (
                {link for link in links if not str(link[1]).startswith(("On ", "Some time in "))}
                for links in (wide, narrow)
            )
        assert wide == narrow, figure.get("id")


def test_every_mark_of_a_figure_is_a_named_link_to_evidence(lakeland_report: Report) -> None:
    without_marks = []
    for figure in lakeland_report.figures:
        marks = figure.xpath(".//svg//*[local-name()='a']")
        if not marks:
            without_marks.append(figure.get("id"))
        for mark in marks:
            (target,) = mark.xpath("./@*[local-name()='href']")
            assert target[1:] in lakeland_report.evidence
            assert "".join(mark.xpath("./*[local-name()='title']/text()")).strip(), figure.get("id")
    assert without_marks == []


@pytest.mark.parametrize("figure", ["fig-overview", "fig-contacts"])
def test_the_mark_of_a_contact_is_named_after_that_contact(
    lakeland_report: Report, figure: str
) -> None:
    days = {row["evidence"]: row["when"] for row in lakeland_report.table("dated_contacts")}
    names = {
        lakeland_report.text_of(item.xpath(".//a")[0]): lakeland_report.text_of(item)
        for item in lakeland_report.page.xpath(f"//figure[@id='{figure}']//details//li")
    }
    assert set(days) <= set(names)
    for item, when in days.items():
        day, month = when.split()[:2]
        assert names[item].startswith(f"{item} {day} {month[:3]}"), names[item]


def test_every_table_has_a_numbered_caption_and_as_many_cells_as_headings(
    lakeland_report: Report,
) -> None:
    assert len(lakeland_report.tables_shown) >= 8
    for number, figure in enumerate(lakeland_report.tables_shown, start=1):
        (caption,) = figure.xpath("./figcaption")
        assert lakeland_report.text_of(caption).startswith(f"Table {number}. ")
        columns = len(figure.xpath(".//thead/tr/th"))
        assert all(len(row.xpath("./th | ./td")) == columns for row in figure.xpath(".//tbody/tr"))


def test_a_table_that_is_looked_up_is_folded_under_its_caption(lakeland_report: Report) -> None:
    folded = lakeland_report.page.xpath("//details[@class='aside']")
    assert len(folded) >= 8
    for details in folded:
        (summary,), (table,) = details.xpath("./summary"), details.xpath("./figure//table")
        assert lakeland_report.text_of(summary).endswith(".")
        assert table.get("aria-labelledby") == summary.get("id")
        assert squeezed(lakeland_report.text_of(summary)) not in squeezed(lakeland_report.pdf_text)


def test_every_link_within_the_page_lands(lakeland_report: Report) -> None:
    links = lakeland_report.links()
    assert {link[1:] for link in links if link.startswith("#")} <= lakeland_report.ids
    assert all(
        link.startswith(("#", "data:text/csv", "data:application/x-bzip2")) for link in links
    )


def test_the_chapters_follow_each_other_under_one_title(lakeland_report: Report) -> None:
    assert lakeland_report.headings == SECTIONS
    (title,) = lakeland_report.page.xpath("//h1")
    assert lakeland_report.text_of(title) == "Contacts, detainees and halts in the Lakeland talks"


# --- the PDF ----------------------------------------------------------------------------------


def test_the_checker_for_accessible_pdf_finds_no_fault(lakeland_report: Report) -> None:
    found = pdfua.validate(str(lakeland_report.folder / "report.pdf"))
    assert [finding.message for finding in found.findings] == []


def test_every_section_is_in_the_pdf_and_its_bookmark_opens_its_page(
    lakeland_report: Report,
) -> None:
    marks = [(title, page) for title, page in lakeland_report.bookmarks if title != "Contents"]
    assert [title for title, _ in marks] == SECTIONS
    for title, page in marks:
        assert squeezed(title) in squeezed(lakeland_report.pdf_pages[page]), title


def test_the_pdf_says_what_the_page_says(lakeland_report: Report) -> None:
    head = squeezed(lakeland_report.page.findtext(".//h1"))
    pages = [
        re.sub(r"Page\d+of\d+$", "", squeezed(text)).replace(head, "")
        for text in lakeland_report.pdf_pages
    ]
    printed = "".join(pages)

    def over_two_pages(text: str) -> bool:
        # A figure may stand between the end of one page and where its last sentence goes on.
        return any(
            page.endswith(text[:cut]) and text[cut:] in printed
            for page in pages
            for cut in range(1, len(text))
        )

    said = [squeezed(paragraph) for paragraph in lakeland_report.prose]
    assert [text for text in said if text not in printed and not over_two_pages(text)] == []
    for row in lakeland_report.evidence:
        assert row in printed


def test_the_pdf_has_the_figures_with_their_descriptions_and_the_tables(
    lakeland_report: Report,
) -> None:
    described = [
        lakeland_report.text_of(p)
        for figure in lakeland_report.figures
        for p in figure.xpath(".//p[contains(@id, '.alt')]")
    ]
    alts = [" ".join(alt.split()) for kind, alt in lakeland_report.tags if kind == "Figure"]
    assert len(alts) == len(described)
    for alt, description in zip(alts, described, strict=True):
        assert description in alt
    kinds = [kind for kind, _ in lakeland_report.tags]
    assert kinds.count("Table") == len(lakeland_report.tables_shown)
    assert kinds.count("H1") + kinds.count("H2") + kinds.count("H3") >= len(SECTIONS)


def test_the_package_is_inside_the_pdf_byte_for_byte(lakeland_report: Report) -> None:
    inside = lakeland_report.attachments
    for name in (*(f"{table}.csv" for table in PACKAGE_FILES), "datapackage.json"):
        assert inside[name] == (LAKELAND / name).read_bytes(), name
    assert json.loads(inside["provenance.json"]) == lakeland_report.json("provenance.json")


@pytest.mark.slow
def test_the_default_report_has_eleven_pages_at_most(default_report: Report) -> None:
    assert len(default_report.pdf_pages) <= 11


def test_pages_are_labelled_and_numbered(lakeland_report: Report) -> None:
    reader = PdfReader(lakeland_report.folder / "report.pdf")
    count = len(reader.pages)
    assert 5 < count < 12
    assert reader.page_labels == [str(number) for number in range(1, count + 1)]
    for number, text in enumerate(lakeland_report.pdf_pages, start=1):
        assert f"Page {number} of {count}" in " ".join(text.split())


# --- the same, and other windows --------------------------------------------------------------


def test_a_second_build_into_another_folder_from_elsewhere_gives_the_same_bytes(
    lakeland_report: Report, tmp_path: Path, make_report: Callable[..., Report]
) -> None:
    again = make_report(
        Path("again") / "report", "start=1997-06-01", "end=1998-02-01", cwd=tmp_path
    )
    assert digests(tmp_path / again.folder) == digests(lakeland_report.folder)


@pytest.fixture(scope="module")
def empty(made_once: Callable[..., Path], make_report: Callable[..., Report]) -> Report:
    """The report of a month before anything happened and before any source narrates."""
    options = ("start=1997-05-01", "end=1997-05-31", "freq=M")
    return Report(made_once("empty", lambda folder: make_report(folder, *options)))


@pytest.mark.slow
def test_a_window_without_an_event_makes_a_report_that_says_so(empty: Report) -> None:
    figures = {name: figure["value"] for name, figure in empty.key_figures.items()}
    assert figures == {
        "calls": "0",
        "meetings": "0",
        "declared_halts": "0",
        "covered_days": "0",
        "events": "0",
    }
    said = " ".join(empty.prose)
    for sentence in (
        "No source narrates any day of this window.",
        "The sources give no dated telephone call in this window.",
        "The sources state no change in the number of detainees in this window.",
        "The sources speak of no offer of releases and of no list in this window.",
        "No source states a halt of the talks that can be dated, in this window.",
    ):
        assert sentence in said
    assert empty.headings == SECTIONS
    assert len(empty.figures) == len(FIGURES)


@pytest.mark.slow
def test_a_report_without_an_event_reads_as_written_by_hand(empty: Report) -> None:
    assert [fault for paragraph in empty.prose for fault in faults(paragraph)] == []


@pytest.mark.slow
def test_a_report_without_an_event_is_as_sound_as_another(empty: Report) -> None:
    links = {link[1:] for link in empty.links() if link.startswith("#")}
    assert links <= empty.ids
    found = pdfua.validate(str(empty.folder / "report.pdf"))
    assert [finding.message for finding in found.findings] == []
    package = Package(str(empty.folder / "tables" / "datapackage.json"))
    assert package.validate().valid


@pytest.mark.slow
def test_no_sentence_speaks_of_covered_days_where_none_is(empty: Report) -> None:
    said = " ".join(empty.prose)
    assert "No stretch of three or more covered days" not in said


@pytest.fixture(scope="module")
def fortnight(made_once: Callable[..., Path], make_report: Callable[..., Report]) -> Report:
    """The report of two weeks, by day and on the other paper."""
    options = ("start=1997-06-16", "end=1997-06-29", "freq=D", "paper=us-letter")
    return Report(made_once("fortnight", lambda folder: make_report(folder, *options)))


@pytest.mark.slow
def test_a_window_of_two_weeks_holds_what_happened_in_it(fortnight: Report) -> None:
    figures = fortnight.key_figures
    assert figures["calls"]["evidence"] == ["E011", "E015"]
    assert figures["meetings"]["evidence"] == ["E017"]
    assert figures["declared_halts"]["note"] == "6 days from 18 June 1997"
    assert figures["covered_days"]["value"] == "12"
    assert figures["covered_days"]["label"] == "of 14 days covered by a source"
    assert len(fortnight.table("periods")) == 14
    assert "E026" not in fortnight.evidence
    assert "One dated meeting in person: Marl – Quill" in " ".join(fortnight.prose)


@pytest.mark.slow
def test_a_report_of_two_weeks_reads_as_written_by_hand(fortnight: Report) -> None:
    assert [fault for paragraph in fortnight.prose for fault in faults(paragraph)] == []


@pytest.mark.slow
def test_a_report_of_two_weeks_is_as_sound_as_another(fortnight: Report) -> None:
    assert {link[1:] for link in fortnight.links() if link.startswith("#")} <= fortnight.ids
    found = pdfua.validate(str(fortnight.folder / "report.pdf"))
    assert [finding.message for finding in found.findings] == []
    page = PdfReader(fortnight.folder / "report.pdf").pages[0]
    assert float(page.mediabox.width) == pytest.approx(612, abs=0.1)
