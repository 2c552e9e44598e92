"""Named parameter sets, and where in their file something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.parameters import names
from analysis.parameters_given import ParameterProblems, validate
from analysis.press.plan.editions import read_editions

SHOWN = "notebooks/editions.yaml"
SPANNED = "is not what a grid can span: sides, sources, months"
REAL = Path(__file__).resolve().parents[3] / "notebooks" / "editions.yaml"


def write(folder: Path, text: str) -> Path:
    path = folder / "editions.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ParameterProblems) as raised:
        read_editions(write(folder, text), SHOWN)
    return [str(problem) for problem in raised.value.problems]


def test_an_edition_has_its_values_with_their_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path, "# named\none:\n  description: The\n    first.\n  start: 2031-03-01\n  freq: D\n"
    )
    one = read_editions(path, SHOWN)["one"]
    assert one.description == "The first."
    assert one.line == 2
    assert one.values["start"].value == "2031-03-01"
    assert one.values["freq"].line == 6


def test_a_wrong_value_is_told_with_file_line_and_name(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    text = (
        "one:\n  start: 2031-13-01\n  fre: D\n  confidence: 95\n  days_without_contact: [3, week]\n"
    )
    one = read_editions(write(tmp_path, text), SHOWN)["one"]
    assert sorted(str(problem) for problem in validate(one.values, tmp_path).problems) == [
        f'{SHOWN}, line 2, start: "2031-13-01" is not an EDTF date: there is no month 13',
        f'{SHOWN}, line 3, fre: "fre" is not a parameter; did you mean "freq"?',
        f'{SHOWN}, line 4, confidence: "95" should be less than 1; did you mean 0.95?',
        f'{SHOWN}, line 5, days_without_contact: "week" is not a whole number',
    ]


def test_values_may_be_written_as_yaml_has_them(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    text = (
        "one:\n  start: 2031\n  sides: [North, South]\n  days_without_contact: 5\n"
        "  confidence: 0.9\n"
    )
    found = validate(read_editions(write(tmp_path, text), SHOWN)["one"].values, tmp_path)
    assert not found.problems
    assert found.parameters.sides == ("North", "South")
    assert found.parameters.days_without_contact == (5,)


def test_two_editions_of_one_name_are_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "one:\n  freq: D\none:\n  freq: W\n") == [
        f'{SHOWN}, line 3: "one" is the name of two editions'
    ]


def test_a_parameter_given_twice_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "one:\n  freq: D\n  freq: W\n") == [
        f"{SHOWN}, line 3, freq: is given twice"
    ]


@pytest.mark.parametrize("name", ["Two words", "../up", "sample", "-x"])
def test_a_name_that_cannot_be_a_folder_of_its_own_is_refused(tmp_path: Path, name: str) -> None:
    [line] = problems(tmp_path, f'"{name}":\n  freq: D\n')
    assert line.startswith(f'{SHOWN}, line 1: "{name}" cannot name an edition')


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "names no edition"),
        ("- one\n", "names no edition"),
        ("one: D\n", "has no parameters under its name"),
        ("one: {freq: D\n", "is not YAML"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, rule: str) -> None:
    [line] = problems(tmp_path, text)
    assert rule in line


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ParameterProblems, match="cannot be read"):
        read_editions(tmp_path / "editions.yaml", SHOWN)


def test_an_entry_may_span_a_grid(tmp_path: Path) -> None:
    text = "one:\n  each: months\ntwo:\n  freq: D\n  each: [sides, months]\nthree:\n  freq: D\n"
    one, two, three = read_editions(write(tmp_path, text), SHOWN).values()
    assert one.each is not None
    assert two.each is not None
    assert (one.each.value, one.values) == (("months",), {})
    assert (two.each.value, two.each.line) == (("sides", "months"), 5)
    assert three.each is None


@pytest.mark.parametrize(
    ("each", "rule"),
    [
        ("side", f'"side" {SPANNED}; did you mean "sides"?'),
        ("[months, weeks]", f'"weeks" {SPANNED}'),
        ("[]", f'"[]" {SPANNED}'),
        ("[sides, sides]", '"sides" is named twice'),
    ],
)
def test_a_grid_over_anything_else_is_refused(tmp_path: Path, each: str, rule: str) -> None:
    assert problems(tmp_path, f"one:\n  freq: D\n  each: {each}\n") == [
        f"{SHOWN}, line 3, each: {rule}"
    ]


def test_a_grid_given_twice_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "one:\n  each: sides\n  each: months\n") == [
        f"{SHOWN}, line 3, each: is given twice"
    ]


def test_every_committed_edition_is_valid() -> None:
    default = (REAL.parent / "../seeds").resolve()
    editions = read_editions(REAL, SHOWN)
    assert "default" in editions
    for edition in editions.values():
        assert not validate(edition.values, default).problems
        assert edition.description


FAULTS = [
    ("one: {freq: !!int abc}", "line 1, freq: has the tag tag:yaml.org,2002:int, and values here"),
    ("one: {freq: !thing D}", "line 1, freq: has the tag !thing, and values here have none"),
    ("one: {title: !!python/object/apply:os.system [ls]}", "has the tag tag:yaml.org,2002:python"),
    ("one: {title: !!binary aGk=}", "has the tag tag:yaml.org,2002:binary"),
    ("one: {title: {a: b}}", "line 1, title: is a mapping, and a value is a text or a list"),
    ("one: {sides: [[a]]}", "line 1, sides: holds a list or a mapping"),
    ("one: {sides: [a, ~]}", "line 1, sides: has an entry that is empty"),
    ("one: {sides: &s [a, *s]}", "line 1, sides: holds a list or a mapping"),
    ("one: &o {title: *o}", "line 1, title: is a mapping"),
    ("one: &o {<<: *o}", "line 1: is merged with itself, or through too many others"),
    ("one: {<<: [a]}", "line 1, <<: merges what is no mapping"),
    ("one: {<<: *there}", "line 1: is not YAML: found undefined alias"),
    ("one: {freq: D, freq: W}", "line 1, freq: is given twice"),
    ("one: {freq: 'D}", "is not YAML"),
    ("one:\n\tfreq: D", "line 2: is not YAML"),
    ("one: {description: \"a\\x1b[31m\"}", "description: \"a\\x1b[31m\" has a control character"),
    ("one: {freq: D}\x07", "has a character that YAML has not (U+0007)"),
    ("[" * 20000, "is nested too deeply"),
    ("--- {}\n--- {}", "is not YAML: but found another document"),
    ("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\none: {sides: [*b,*b,*b,*b]}",
     "line 3, sides: holds a list or a mapping"),
    ("a: &a {freq: D}\nb: &b {<<: [*a,*a,*a,*a,*a,*a,*a,*a]}\n"
     "c: &c {<<: [*b,*b,*b,*b,*b,*b,*b,*b]}\n"
     "d: &d {<<: [*c,*c,*c,*c,*c,*c,*c,*c]}\none: {<<: [*d,*d,*d,*d,*d,*d,*d,*d]}",
     "has more than 500 entries"),
    ("? [a]\n: {freq: D}", 'line 1: "" cannot name an edition'),
    ("1: {freq: D}\n~: {freq: D}", 'line 2: "~" cannot name an edition'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_every_fault_of_the_file_is_told_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    assert any(said in line for line in problems(tmp_path, text)), problems(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_another_encoding_is_told(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "editions.yaml").write_bytes("one: {title: Größe}".encode(encoding))
    with pytest.raises(ParameterProblems, match="is not UTF-8"):
        read_editions(tmp_path / "editions.yaml", SHOWN)


HOSTILE = (
    "yes", "no", "~", "", "12:30", "0x1F", "1_000", ".nan", "-.inf", "1e400", "9" * 5000, "-1",
    "0", "[]", "[[]]", "[~]", "{}", "{a: b}", "[yes, no]", "[1.5]", "['']", "[a, a]", "!!float x",
    "!!set {a}", "!!timestamp 2031-13-01", "!x y", "*gone", "&a [*a]", "|\n    a\n    b",
    ">-\n    a", '"\\0"', '"\\x85"', '"\\ud800"', '"\\u202e"', "2031-02-30", "0000",
    "9999-12-31", "D,W", "%s{}",
)  # fmt: skip


@pytest.mark.parametrize("name", [*names(), "each", "description", "nobody"])
def test_no_value_of_an_edition_is_more_than_a_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    refused = 0
    for value in HOSTILE:
        path = write(tmp_path, f"one:\n  {name}: {value}\n")
        try:
            one = read_editions(path, SHOWN)["one"]
            lines = [str(problem) for problem in validate(one.values, tmp_path).problems]
        except ParameterProblems as found:
            lines = [str(problem) for problem in found.problems]
        assert all(line.startswith(f"{SHOWN}, line ") for line in lines), (value, lines)
        assert all(len(line) < 1000 and line.isprintable() for line in lines), (value, lines)
        refused += bool(lines)
    assert refused > 5


def test_what_is_merged_gives_way_to_what_stands_there(tmp_path: Path) -> None:
    text = "one: &one\n  freq: D\n  title: Talks\ntwo:\n  <<: *one\n  freq: M\n"
    two = read_editions(write(tmp_path, text), SHOWN)["two"]
    assert {name: given.value for name, given in two.values.items()} == {
        "freq": "M",
        "title": "Talks",
    }


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("confidence: yes", 'confidence: "yes" is not a number'),
        ("confidence: .nan", "confidence: "),
        ("confidence: .inf", "confidence: "),
        ("freq: yes", 'freq: "yes" is not one of D, W, M'),
        ("start: 12:30", 'start: "12:30" is not an EDTF date'),
        ('title: "a\\x1bb"', 'title: "a\\x1bb" has a control character (U+001B)'),
        ('title: "a\\u202eb"', "has a character that turns the direction of writing"),
        ("title: " + "t" * 501, "is longer than 500 characters"),
        ('package: "a\\0b"', "is not a data package"),
        ("package: " + "p" * 5000, "cannot be the name of a folder"),
    ],
)
def test_a_value_is_the_text_that_stands_there(tmp_path: Path, value: str, said: str) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    one = read_editions(write(tmp_path, f"one:\n  {value}\n"), SHOWN)["one"]
    lines = [str(problem) for problem in validate(one.values, tmp_path).problems]
    assert len(lines) == 1
    assert lines[0].startswith(f"{SHOWN}, line 2, ")
    assert said in lines[0]
    assert lines[0].isprintable()
