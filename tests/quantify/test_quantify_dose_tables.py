from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fakdx.errors import InputError
from fakdx.quantify import Well
from fakdx.quantify.dose_tables import ROLES, DoseColumns, read_wells
from fakdx.quantify.grids import read_grid
from fakdx.quantify.tables import as_table

File = Callable[..., Path]


def read(path: Path, chosen: DoseColumns | None = None) -> tuple[list[Well], str, tuple[str, ...]]:
    return read_wells(as_table(read_grid(path), ROLES), chosen or DoseColumns())


def test_doses_without_a_unit_are_not_guessed(file: File) -> None:
    path = file("t.csv", "dose,viability\n1,98\n")
    with pytest.raises(InputError, match=r"t\.csv:2: column A .* has no unit.*--dose-unit"):
        read(path)
    assert read(path, DoseColumns(dose_unit="nM"))[0][0].dose_um == pytest.approx(1e-3)


def test_cells_may_carry_their_own_units(file: File) -> None:
    found, _, _ = read(file("t.csv", "dose,viability\n100 nM,98\n1 µM,50\nvehicle,100\n"))
    assert [w.dose_um for w in found] == pytest.approx([0.1, 1.0, 0.0])


def test_log_doses_are_read_and_negative_doses_asked_about(file: File) -> None:
    found, _, _ = read(file("t.csv", '"log dose, M",viability\n-7,98\n-6,50\n'))
    assert [w.dose_um for w in found] == pytest.approx([0.1, 1.0])
    with pytest.raises(InputError, match="are these logarithms"):
        read(file("u.csv", "dose (uM),viability\n-1,98\n"))


def test_the_header_says_what_the_readings_are(file: File) -> None:
    for header, value, scale in (
        ("viability (%)", 98, "percent"),
        ("viability", 0.9, "fraction"),
        ("% inhibition", 50, "inhibition"),
        ("luminescence", 12345, "raw"),
    ):
        assert read(file("t.csv", f"dose (uM),{header}\n1,{value}\n"))[1] == scale


def test_a_column_a_line_with_blank_headers_for_replicates(file: File) -> None:
    text = "dose (uM),SKBR3,,SKBR3-R,\n0.1,98,97,99,100\n1,50,52,90,91\n"
    found, _, _ = read(file("t.csv", text), DoseColumns(biological="subcolumn", scale="percent"))
    assert {(w.line, w.replicate) for w in found} == {
        ("SKBR3", "1"),
        ("SKBR3", "2"),
        ("SKBR3-R", "1"),
        ("SKBR3-R", "2"),
    }
    assert [w.response for w in found if w.line == "SKBR3-R" and w.dose_um == 1] == [90, 91]


def test_duplicate_wells_and_several_drugs_are_refused(file: File) -> None:
    with pytest.raises(InputError, match=r"t\.csv:3: column A \(well\): well B2 is also in row 2"):
        read(file("t.csv", "well,dose (uM),viability\nB2,1,98\nb2,1,97\n"))
    several = file("u.csv", "drug,dose (uM),viability\nVS,1,98\nPF,1,97\n")
    with pytest.raises(InputError, match="several drugs"):
        read(several)
    assert len(read(several, DoseColumns(drug="vs"))[0]) == 1


def test_overflow_and_missing_readings_are_left_out_and_said(file: File) -> None:
    found, _, notes = read(file("t.csv", "dose (uM),luminescence\n0,100\n1,OVER\n1,\n1,50\n"))
    assert len(found) == 2
    assert notes[0].startswith("row 3: OVER")
    assert "1 reading is missing" in notes[1]
