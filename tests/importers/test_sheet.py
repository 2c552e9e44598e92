"""Files as people have them: what they are is found out and said, and each row keeps its number."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pytest

from analysis.importers.container import opened
from analysis.importers.decisions import CannotImport
from analysis.importers.sheet import Options, Sheet, sheet_of
from analysis.importers.text import Given

TEXT = "date;who;number\n02.06.1997;Genève;1,5\n03.06.1997;Zürich;2,5\n"


def read(tmp_path: Path, data: bytes | str, options: Options = Options()) -> Sheet:  # noqa: B008
    path = tmp_path / "sheet.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return sheet_of(opened(path), options)


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
    ],
)
def test_an_encoding_is_found_out_and_said(tmp_path: Path, encoding: str, label: str) -> None:
    sheet = read(tmp_path, TEXT.encode(encoding))
    assert list(sheet.frame["who"]) == ["Genève", "Zürich"]
    said = "\n".join(map(str, sheet.decisions))
    assert f"encoding: {label}" in said
    assert "delimiter: semicolon" in said


def test_a_guessed_encoding_shows_the_line_that_it_rests_on(tmp_path: Path) -> None:
    sheet = read(tmp_path, TEXT.encode("cp1252"))
    assert '"Genève" in line 2' in str(sheet.decisions[0])


def test_a_wrong_encoding_names_the_likely_one_and_the_line(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="in line 2; it is likely cp1252"):
        read(tmp_path, TEXT.encode("cp1252"), Options(text=Given(encoding="utf-8")))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_delimiter_is_found_out(tmp_path: Path, sign: str) -> None:
    rows = [["date", "who"], ["1997-06-02", "A"], ["1997-06-03", "B"]]
    sheet = read(tmp_path, "\n".join(sign.join(row) for row in rows))
    assert list(sheet.frame.columns) == ["date", "who"]


def test_a_row_has_the_number_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    text = 'My talks\n\ndate,who,what\n1997-06-02,"A\nB",call\n\n1997-06-03,C,call\n'
    sheet = read(tmp_path, text)
    assert list(sheet.frame.index) == [4, 6]
    assert sheet.frame.loc[4, "who"] == "A B"
    assert "blank rows: row 5 passed over" in "\n".join(map(str, sheet.decisions))


def test_trailing_empty_columns_and_rows_cost_one_line_each(tmp_path: Path) -> None:
    sheet = read(tmp_path, "date,who,,\n1997-06-02,A,,\n,,,\n,,,\n")
    said = "\n".join(map(str, sheet.decisions))
    assert list(sheet.frame.columns) == ["date", "who"]
    assert said.count("passed over") == 2


def test_cells_beyond_the_columns_are_told_and_not_lost(tmp_path: Path) -> None:
    sheet = read(tmp_path, "date,who\n1997-06-02,A\n1997-06-03,B,lost,too\n1997-06-04,C\n")
    assert sheet.ragged == {3: 2}


def test_signs_that_cannot_be_seen_are_shown(tmp_path: Path) -> None:
    sheet = read(tmp_path, "date,who\n1997-06-02,Qatar\u00a0\n1997-06-03,Q\u200batar\n")
    assert list(sheet.frame["who"]) == ["Qatar", "Qatar"]
    assert '"Qatar[NBSP]"' in "\n".join(map(str, sheet.decisions))


def test_numbers_keep_their_zeros_and_na_is_a_text(tmp_path: Path) -> None:
    sheet = read(tmp_path, "code,who\n042,NA\n0841,null\n")
    assert list(sheet.frame["code"]) == ["042", "0841"]
    assert list(sheet.frame["who"]) == ["NA", "null"]


def test_archives_are_opened_and_the_checksum_is_that_of_the_file(tmp_path: Path) -> None:
    plain = read(tmp_path, TEXT)
    path = tmp_path / "sheet.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode(), mtime=0))
    assert sheet_of(opened(path), Options()).frame.equals(plain.frame)
    assert sheet_of(opened(path), Options()).sha256 != plain.sha256
    with zipfile.ZipFile(tmp_path / "sheet.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("data/sheet.csv", TEXT)
    assert sheet_of(opened(tmp_path / "sheet.zip"), Options()).frame.equals(plain.frame)


def test_an_archive_of_several_tables_is_refused_by_their_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", TEXT)
        archive.writestr("b.csv", TEXT)
    with pytest.raises(CannotImport, match=r"2 files \(a.csv, b.csv\)"):
        opened(tmp_path / "two.zip")


@pytest.mark.parametrize("damaged", [b"\x1f\x8b\x08\0", b"PK\x03\x04 no", b"PAR1 no", b"", b" \n"])
def test_a_damaged_file_is_a_sentence(tmp_path: Path, damaged: bytes) -> None:
    with pytest.raises(CannotImport, match=r"sheet\.csv"):
        read(tmp_path, damaged)


def test_a_folder_or_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="is a folder"):
        opened(tmp_path)
    with pytest.raises(CannotImport, match="is no file"):
        opened(tmp_path / "missing.csv")


def test_json_is_flattened_and_its_numbers_stay_as_written(tmp_path: Path) -> None:
    told = {"events": [{"start_date": {"year": 1997, "month": "6"}, "who": ["A", "B"], "x": None}]}
    frame = read(tmp_path, json.dumps(told)).frame
    assert frame.loc[1].to_dict() == {
        "start_date.year": "1997",
        "start_date.month": "6",
        "who": "A; B",
        "x": "",
    }


def test_json_lines_are_records(tmp_path: Path) -> None:
    assert list(read(tmp_path, '{"a": "042"}\n{"a": 1.50}\n').frame["a"]) == ["042", "1.50"]


def test_parquet_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "sheet.parquet"
    duckdb.sql("SELECT DATE '1997-06-02' AS date, '042' AS code, NULL AS who").write_parquet(
        str(path)
    )
    assert sheet_of(opened(path), Options()).frame.loc[1].to_dict() == {
        "date": "1997-06-02",
        "code": "042",
        "who": "",
    }


def xlsx(rows: list[list[str]]) -> bytes:
    """The smallest workbook: cells given as XML, the first sheet empty."""
    cells = "".join(f"<row>{''.join(row)}</row>" for row in rows)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',  # noqa: E501
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',  # noqa: E501
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Notes" sheetId="1" r:id="a"/><sheet name="Data" sheetId="2" r:id="b"/></sheets></workbook>',  # noqa: E501
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{office}/worksheet" Target="worksheets/a.xml"/><Relationship Id="b" Type="{office}/worksheet" Target="worksheets/b.xml"/><Relationship Id="s" Type="{office}/styles" Target="styles.xml"/></Relationships>',  # noqa: E501
        "xl/styles.xml": f'<styleSheet {main}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',  # noqa: E501
        "xl/worksheets/a.xml": f"<worksheet {main}><sheetData/></worksheet>",
        "xl/worksheets/b.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return buffer.getvalue()


def word(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_spreadsheet_under_the_name_of_a_csv_is_one(tmp_path: Path) -> None:
    day = '<c r="A2" s="1"><v>35583</v></c>'  # 2 June 1997: 35,583 days after 30 December 1899
    rows = [[word("A1", "date"), word("B1", "number")], [day, '<c r="B2"><v>12</v></c>']]
    sheet = read(tmp_path, xlsx(rows))
    assert sheet.frame.loc[2].to_dict() == {"date": "1997-06-02", "number": "12"}
    assert 'sheet: "Data"' in "\n".join(map(str, sheet.decisions))
