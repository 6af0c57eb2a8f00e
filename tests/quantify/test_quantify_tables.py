from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakdx.errors import InputError
from fakdx.quantify.cells import OverflowCellError, decimal_sign, read_number
from fakdx.quantify.grids import read_grid
from fakdx.quantify.plates import find_plates, plate_table, well_name
from fakdx.quantify.pzfx import prism_long_table, read_prism
from fakdx.quantify.tables import as_table, column_letter, find_columns
from fakdx.quantify.units import header_unit, say_dose, say_time

ROLES = {"dose": ("dose", "conc"), "response": ("response", "viability")}
File = Callable[..., Path]


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_a_written_number_reads_back_with_either_decimal_sign(value: float) -> None:
    text = f"{value:.6f}"
    assert read_number(text) == pytest.approx(value, abs=1e-6)
    assert read_number(text.replace(".", ","), ",") == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1,234.5", ".", 1234.5), ("1.234,5", ",", 1234.5), ("1 234,5", ",", 1234.5), ("12 %", ".", 12.0),
     ("1,2E+05", ",", 1.2e5), ("−3", ".", -3.0), ("1,234", ".", 1234.0), (".5", ".", 0.5)],
)  # fmt: skip
def test_numbers_as_programs_write_them(text: str, decimal: str, value: float) -> None:
    assert read_number(text, decimal) == value  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "NaN", "n/a", "-", "#N/A"])
def test_missing_is_not_zero(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["OVER", "OVRFLW", "Overflow", ">65535"])
def test_an_overflow_mark_is_neither_missing_nor_a_number(text: str) -> None:
    with pytest.raises(OverflowCellError):
        read_number(text)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "#DIV/0!", "1.2.3", "12abc", "1,5", "1e999"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected a number|formula|spreadsheet error"):
        read_number(text)


def test_a_dot_decimal_in_a_comma_table_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a number"):
        read_number("98.2", ",")


def test_decimal_sign_is_settled_by_the_whole_table() -> None:
    assert decimal_sign(["1,234", "0,5"]) == ","
    assert decimal_sign(["1,234", "0.5"]) == "."
    assert decimal_sign(["1,234", "12"]) is None
    with pytest.raises(ValueError, match="both decimal signs"):
        decimal_sign(["0,5", "0.5"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter_gives_the_same_table(file: File, encoding: str, mark: str) -> None:
    text = f"dose (µM){mark}viability\n1{mark}98\n10{mark}45\n"
    table = as_table(read_grid(file("t.csv", text, encoding)), ROLES)
    columns = find_columns(table, ROLES, required=("dose", "response"))
    assert [table.number(row, columns.index["response"]) for row in range(2)] == [98, 45]
    assert header_unit(table.header[columns.index["dose"]]) == ("dose", "µM")


def test_windows_dashes_are_missing_values(file: File) -> None:
    table = as_table(read_grid(file("t.csv", "dose (µM);viability\n1;–\n", "cp1252")), ROLES)
    assert table.number(0, 1) is None


def test_a_quote_that_never_closes_does_not_swallow_the_rest(file: File) -> None:
    with pytest.raises(InputError, match=r"t\.csv:2: a quotation mark in this row is never closed"):
        read_grid(file("t.csv", 'dose,viability\n1,"98\n2,50\n'))


def test_decimal_comma_beside_a_semicolon(file: File) -> None:
    table = as_table(read_grid(file("t.csv", "dose;viability\n0,1;98,2\n1,0;45,5\n")), ROLES)
    assert table.number(0, 1) == 98.2


def test_an_ambiguous_decimal_sign_asks(file: File) -> None:
    path = file("t.csv", "dose;viability\n1;1,234\n")
    with pytest.raises(InputError, match="say --decimal"):
        read_grid(path)
    assert as_table(read_grid(path, decimal=","), ROLES).number(0, 1) == 1.234


def test_a_preamble_and_a_summary_around_the_table_are_left_out(file: File) -> None:
    text = "Reader X\nDate,2024\n\ndose,viability\n1,98\n\nmean,98\n"
    table = as_table(read_grid(file("t.csv", text)), ROLES)
    assert table.lines == (5,)


def test_a_wrong_delimiter_is_named(file: File) -> None:
    with pytest.raises(InputError, match="is the delimiter ';'"):
        as_table(read_grid(file("t.csv", "dose;viability\n1;2\n"), delimiter="tab"), ROLES)


def test_a_mistake_names_file_row_and_column(file: File) -> None:
    table = as_table(read_grid(file("t.csv", "dose,viability\n1,98\n2,=1+1\n")), ROLES)
    with pytest.raises(InputError) as caught:
        table.number(1, 1)
    assert str(caught.value).startswith("t.csv:3: column B (viability): holds the formula '=1+1'")


def test_a_workbook_mistake_names_its_sheet(workbook: Callable[..., Path]) -> None:
    path = workbook("b.xlsx", {"notes": [["hello"]], "data": [["dose", "viability"], [1, "OVER?"]]})
    table = as_table(read_grid(path, sheet="data"), ROLES)
    with pytest.raises(InputError, match=r"b\.xlsx\[data\]:2: column B \(viability\)"):
        table.number(0, 1)
    with pytest.raises(InputError, match="no sheet 'x'; found: notes, data"):
        read_grid(path, sheet="x")


def test_old_imagej_text_named_xls_is_read_as_text(file: File) -> None:
    table = as_table(read_grid(file("Results.xls", " \tArea\n1\t200.5\n")), {"area": ("area",)})
    assert table.number(0, 1) == 200.5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rubbish", "cannot be read"),
        (b"\x00\x01\x02\x03" * 50, "neither a text table"),
    ],
)
def test_what_is_no_table_is_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_grid(path)
    assert "\n" not in str(caught.value)


def test_two_columns_of_one_name_are_refused(file: File) -> None:
    table = as_table(read_grid(file("t.csv", "dose,viability,viability\n1,2,3\n")), ROLES)
    with pytest.raises(InputError, match="columns B and C are both called 'viability'"):
        find_columns(table, ROLES)


def test_a_chosen_column_that_is_not_there_suggests_one(file: File) -> None:
    table = as_table(read_grid(file("t.csv", "dose,viabilty\n1,2\n")), ROLES)
    with pytest.raises(InputError, match="did you mean 'viabilty'"):
        find_columns(table, ROLES, {"response": "viability"})


@given(st.integers(0, 20000))
def test_column_letters_count_like_a_spreadsheet(index: int) -> None:
    total = 0
    for letter in column_letter(index):
        total = total * 26 + ord(letter) - 64
    assert total == index + 1


def test_quantities_are_said_with_readable_units() -> None:
    assert [say_dose(d) for d in (10, 0.05, 1500, 1)] == ["10 uM", "50 nM", "1.5 mM", "1 uM"]
    assert [say_time(t) for t in (0.5, 6, 24, 72, 1008)] == ["30 min", "6 h", "24 h", "3 d", "6 weeks"]


PRISM = """<?xml version="1.0" encoding="UTF-8"?>
<GraphPadPrismFile {namespace} PrismXMLVersion="5.00"><Table ID="T0" XFormat="numbers"><Title>T</Title>
<XColumn><Title>dose (<I>uM</I>)</Title><Subcolumn><d>0,1</d><d>1</d></Subcolumn></XColumn>
<YColumn Subcolumns="2"><Title>A &amp; B</Title><Subcolumn><d>98,5</d><d Excluded="1">40</d></Subcolumn>
<Subcolumn><d/><d>45,25</d></Subcolumn></YColumn></Table></GraphPadPrismFile>"""


@pytest.mark.parametrize("namespace", ["", 'xmlns="http://graphpad.com/prism/Prism.htm"'])
def test_prism_values_subcolumns_and_struck_out_points(file: File, namespace: str) -> None:
    table = prism_long_table(file("p.pzfx", PRISM.format(namespace=namespace)))
    assert table.header[0] == "dose (uM)"
    assert [(row[0], row[1], row[2]) for row in table.rows] == [(0.1, "A & B", "1"), (1.0, "A & B", "2")]
    assert [table.number(row, 3) for row in range(2)] == [98.5, 45.25]
    assert "1 value struck out" in table.notes[0]


@pytest.mark.parametrize(
    "text",
    ['<!DOCTYPE x [<!ENTITY a "b">]><GraphPadPrismFile/>', "<!doctype x><GraphPadPrismFile/>"],
)
def test_prism_with_a_dtd_is_refused(file: File, text: str) -> None:
    with pytest.raises(InputError, match="DTD or entity"):
        read_prism(file("p.pzfx", text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a><b></a>", "not well-formed"),
        ("<other/>", "expected a Prism project"),
        ("<GraphPadPrismFile/>", "no data"),
    ],
)
def test_what_is_no_prism_project_is_one_line(file: File, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_prism(file("p.pzfx", text))


PLATE = "Reader\nPlate: 1\n\n<>,1,2,3\nA,10,20,30\nB,11,21,OVER\n\nPlate: 2\n\n<>,1,2,3\nA,1,2,3\nB,1,2,3\n"


def test_plate_blocks_are_found_with_their_labels(file: File) -> None:
    plates = find_plates(read_grid(file("p.csv", PLATE)))
    assert [plate.label for plate in plates] == ["Plate: 1", "Plate: 2"]
    assert plates[0].wells["B2"][:2] == ("21", 6)


def test_a_layout_block_gives_every_well_its_meaning(file: File) -> None:
    layout = read_grid(file("l.csv", "<>,1,2,3\nA,vehicle,X 0.1 uM,X 1 uM\nB,blank,empty,Y vehicle\n"))
    table = plate_table(read_grid(file("p.csv", PLATE)), layout)
    first = [row for row in table.rows if row[1] == "Plate: 1"]
    assert [(row[0], row[2], row[3], row[4]) for row in first] == [
        ("A1", None, None, "vehicle"),
        ("A2", "0.1 uM", "X", "sample"),
        ("A3", "1 uM", "X", "sample"),
        ("B1", None, None, "blank"),
        ("B3", None, "Y", "vehicle"),
    ]


def test_a_layout_that_names_a_well_twice_is_refused(file: File) -> None:
    layout = read_grid(file("l.csv", "well,dose (uM)\nA1,1\nA01,2\n"))
    with pytest.raises(InputError, match="well A1 is also in row 2"):
        plate_table(read_grid(file("p.csv", PLATE)), layout)


def test_a_layout_word_that_means_nothing_is_named(file: File) -> None:
    layout = read_grid(file("l.csv", "<>,1,2,3\nA,wehicle,1 uM,1 uM\nB,blank,empty,empty\n"))
    with pytest.raises(InputError, match=r"l\.csv:2: well A1: expected a dose or one of .*vehicle"):
        plate_table(read_grid(file("p.csv", PLATE)), layout)


def test_well_names_are_read_in_any_spelling() -> None:
    assert [well_name(text) for text in ("a01", "H12", " B 3", "Z1", "A0")] == ["A1", "H12", "B3", None, None]
