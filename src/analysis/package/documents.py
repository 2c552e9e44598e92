"""The tables of a package described in Markdown, from its codebook and its rows.

``seeds/README.md`` and ``docs/codebook.md`` hold what this module writes, so that no size, no
column and no allowed value is typed a second time; a test compares them with the package.
"""

from __future__ import annotations

from pathlib import Path

from analysis.package.agreement import Agreement, agreement
from analysis.package.check import read_checked
from analysis.package.codebook import Field, Table
from analysis.package.files import SECOND_CODING
from analysis.package.reading import RawTable
from analysis.package.tables import load
from analysis.parameters import description_of, names

BEGIN, END = "<!-- {} by `make docs` -->", "<!-- end -->"
PREVIEW_ROWS = 3
PREVIEW_CHARACTERS = 44


def describe_tables(package: Path) -> str:
    """Each table of a package: what it is, its size, its columns, its first rows.

    Raises
    ------
    DataProblems : the package breaks a rule.
    """
    codebook, raw = read_checked(package)
    return "\n".join(_table(codebook.tables[name], raw[name]) for name in codebook.tables)


def describe_agreement(package: Path) -> str:
    """How a second coding of the same texts compares, in Markdown.

    Raises
    ------
    FileNotFoundError : the package has no second coding.
    """
    data = load(package)
    if data.second is None:
        raise FileNotFoundError(package / SECOND_CODING)
    found = agreement(data, data.second)
    lines = [
        f"`{SECOND_CODING}` is a second coding of the same texts, made with the codebook and the "
        "list of actors, and without sight of the events. It is compared and not merged. In "
        "brackets: where the middle 95% of 2,000 draws of events with replacement lie.",
        "",
        "| compared | result |",
        "|---|---|",
        f"| events in the table, and in the second coding | {found.first} and {found.second} |",
        *(
            f"| {told} | {count} of {of} ({_interval(found, name)}) |"
            for told, name, count, of in (
                ("found by both, of all that either found", "both", found.both, found.either),
                ("of these, of the same kind", "same_kind", found.same_kind, found.both),
                ("with the same amount", "same_amount", found.same_amount, found.both),
                ("with the same first and last day", "same_days", found.same_days, found.both),
                ("with days in common", "overlapping_days", found.overlapping_days, found.both),
                (
                    "where the day is stated or relative to another: with the same days",
                    "same_given_days",
                    found.same_given_days,
                    found.given_days,
                ),
            )
        ),
        f"| Cohen's kappa of the kinds | {found.kappa:.2f} ({_interval(found, 'kappa', '.2f')}) |",
        "| actors that both name, of those that either names, on average | "
        f"{found.actors:.0%} ({_interval(found, 'actors')}) |",
        "",
        "Only in the table: " + ", ".join(f"`{e}`" for e in found.only_first) + ".",
        "",
        "Only in the second coding: " + " ".join(found.only_second),
        "",
    ]
    return "\n".join(lines)


def _interval(found: Agreement, name: str, form: str = ".0%") -> str:
    return " to ".join(f"{end:{form}}" for end in found.intervals[name])


def describe_codebook(package: Path) -> str:
    """Every field and vocabulary of a package as one Markdown page."""
    codebook, raw = read_checked(package)
    kinds = raw["kinds"].frame
    head = [
        "# Codebook",
        "",
        f"{codebook.title}, version {codebook.version}. Made from `datapackage.json` by "
        "`make docs`; change it there.",
        "",
    ]
    for table in codebook.tables.values():
        head += [f"## {table.title} (`{table.path}`)", "", table.description, ""]
        head += _fields(table.fields, meanings=True)
    head += ["## The kinds of event", "", "| kind | read as | definition | CAMEO | PLOVER |"]
    head += ["|---|---|---|---|---|"]
    for kind in kinds.to_dict("records"):
        head.append(
            f"| `{kind['kind']}` | {kind['family']} | {_cell(kind['definition'])} | "
            f"{kind['cameo']} | {kind['plover']} |"
        )
    return "\n".join(head) + "\n"


def describe_parameters() -> str:
    """Every parameter of a report as one Markdown page, from their model."""
    lines = [
        "# Parameters",
        "",
        "Made by `make docs` from the model in `src/analysis/parameters.py`, as is the list "
        "in `backchannel report --help`. They are set in `notebooks/editions.yaml`, with "
        "`-p name=value`, or, those of the chapters, in a notebook's own parameters cell.",
        "",
        "| name | of | meaning | unit | default |",
        "|---|---|---|---|---|",
    ]
    for name in names():
        about = description_of(name)
        scope = "every chapter" if about["scope"] == "chapters" else "the report"
        lines.append(
            f"| `{name}` | {scope} | {_cell(about['description'])} | {about['unit']} | "
            f"{about['default']} |"
        )
    return "\n".join(lines) + "\n"


def documents(root: Path) -> dict[Path, str]:
    """The documents of a checkout that hold such text, as they ought to read.

    Raises
    ------
    DataProblems : the package breaks a rule.
    ValueError : the package's README has no place for the tables.
    """
    package = root / "seeds"
    readme = package / "README.md"
    text = readme.read_text(encoding="utf-8")
    for name, section in (
        ("agreement", describe_agreement(package)),
        ("tables", describe_tables(package)),
    ):
        text = _replaced(text, BEGIN.format(name), section)
    docs = root / "docs"
    return {
        readme: text,
        docs / "codebook.md": describe_codebook(package),
        docs / "parameters.md": describe_parameters(),
    }


def _replaced(text: str, begin: str, section: str) -> str:
    before, found, rest = text.partition(begin)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise ValueError(f"the package's README has no lines {begin} and {END} to write between")
    return f"{before}{begin}\n\n{section}\n{END}{after}"


def _table(table: Table, raw: RawTable) -> str:
    rows, columns = raw.frame.shape
    lines = [
        f"### {table.title}: `{table.path}`",
        "",
        f"{table.description} {rows} rows, {columns} columns.",
        "",
        *_fields(table.fields, meanings=False),
        f"The first {min(rows, PREVIEW_ROWS)} rows, long cells cut:",
        "",
        "| " + " | ".join(raw.frame.columns) + " |",
        "|" + "---|" * columns,
    ]
    for row in raw.frame.head(PREVIEW_ROWS).to_numpy():
        lines.append("| " + " | ".join(_cell(_cut(str(value))) for value in row) + " |")
    return "\n".join([*lines, ""])


def _fields(fields: tuple[Field, ...], *, meanings: bool) -> list[str]:
    head = "| column | type | required | what it holds |"
    lines = [head, "|---|---|---|---|"]
    for field in fields:
        kind = "EDTF date" if field.is_edtf else field.type
        said = field.description or f"{field.title}."
        if field.unit:
            said += f" In {field.unit}."
        if field.labels:
            values = "; ".join(
                f"`{value}` ({label})" if meanings and value != label else f"`{value}`"
                for value, label in field.labels.items()
            )
            said = f"{said} One of: {values}."
        required = "yes" if field.required else ""
        lines.append(f"| `{field.name}` | {kind} | {required} | {_cell(said)} |")
    return [*lines, ""]


def _cut(text: str) -> str:
    if len(text) <= PREVIEW_CHARACTERS:
        return text
    return text[:PREVIEW_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for path, text in documents(Path.cwd()).items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(Path.cwd()).as_posix())
