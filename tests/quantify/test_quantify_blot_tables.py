from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fakdx.errors import InputError
from fakdx.quantify import (
    Lane,
)
from fakdx.quantify.blot_tables import ROLES as BLOT_ROLES
from fakdx.quantify.blot_tables import LaneColumns, read_lanes
from fakdx.quantify.grids import read_grid
from fakdx.quantify.lane_maps import KEYS, join_lane_map
from fakdx.quantify.tables import as_table

File = Callable[..., Path]


def lanes_of(path: Path, chosen: LaneColumns, extra: tuple[str, ...] = ()) -> tuple[list[Lane], tuple[str, ...]]:
    return read_lanes(as_table(read_grid(path), BLOT_ROLES, extra), chosen)


def test_background_comes_off_before_anything_else(file: File) -> None:
    path = file("t.csv", "condition,analyte,signal,background\nDMSO,pFAK,1100,100\nVS 1 uM 6 h,pFAK,600,100\n")
    lanes, _ = lanes_of(path, LaneColumns())
    assert [(x.signal, x.dose_um, x.time_h, x.is_vehicle) for x in lanes] == [
        (1000, None, None, True),
        (500, 1.0, 6.0, False),
    ]


def test_image_studio_total_minus_background_gives_the_signal(file: File) -> None:
    header = "Image Name\tChannel\tName\tArea\tTotal\tBkgnd.\tMax\tCondition\n"
    text = header + "1\t800\t1\t10\t5000\t100\t65535\tDMSO\n"
    lanes, _ = lanes_of(file("t.txt", text), LaneColumns(names={"800": "pFAK_Y397"}))
    assert lanes[0].analyte == "pFAK_Y397"
    assert lanes[0].signal == 4000
    assert lanes[0].saturated


def test_overflow_and_missing_bands_are_left_out_and_said(file: File) -> None:
    text = "condition,analyte,signal\nDMSO,a,10\nVS,a,OVRFLW\nVS,a,\nVS,a,7\n"
    lanes, notes = lanes_of(file("t.csv", text), LaneColumns())
    assert len(lanes) == 2
    assert [note.split(":")[0] for note in notes] == ["row 3", "row 4"]


def test_a_wide_table_names_its_analytes(file: File) -> None:
    path = file("t.csv", "blot;condition;pFAK;GAPDH\n1;DMSO;7,5;10\n1;VS;2,5;10\n")
    lanes, _ = lanes_of(path, LaneColumns(wide=("pFAK", "GAPDH")), ("pFAK", "GAPDH"))
    assert [(x.analyte, x.signal) for x in lanes] == [
        ("pFAK", 7.5),
        ("GAPDH", 10),
        ("pFAK", 2.5),
        ("GAPDH", 10),
    ]


def test_a_named_band_that_occurs_twice_is_refused(file: File) -> None:
    path = file("t.csv", "lane,condition,analyte,signal\n1,DMSO,a,10\n1,DMSO,a,11\n")
    with pytest.raises(InputError, match=r"t\.csv:3: a in lane 1 of blot 1 \(DMSO\) occurs twice"):
        lanes_of(path, LaneColumns())


def test_dose_units_that_contradict_the_header_are_refused(file: File) -> None:
    path = file("t.csv", "condition,dose (uM),analyte,signal\nDMSO,0,a,10\nVS,100 nM,a,11\n")
    with pytest.raises(InputError, match=r"t\.csv:3: column B .*contradicts the unit uM"):
        lanes_of(path, LaneColumns())


def test_a_lane_map_says_what_the_rows_of_a_gel_analyser_are(file: File) -> None:
    table = as_table(read_grid(file("r.csv", " ,Area,Percent\n1,200,50\n2,100,50\n")), BLOT_ROLES)
    lanes = as_table(read_grid(file("m.csv", "row,condition,analyte\n1,DMSO,a\n2,VS,a\n")), {**KEYS, **BLOT_ROLES})
    found, _ = read_lanes(join_lane_map(table, lanes), LaneColumns())
    assert [(x.condition, x.signal) for x in found] == [("DMSO", 200), ("VS", 100)]


def test_a_row_that_the_lane_map_lacks_is_named(file: File) -> None:
    table = as_table(read_grid(file("r.csv", " ,Area\n1,200\n2,100\n")), BLOT_ROLES)
    lanes = as_table(read_grid(file("m.csv", "row,condition\n1,DMSO\n")), {**KEYS, **BLOT_ROLES})
    with pytest.raises(InputError, match=r"r\.csv:3: row 2 is not in the lane map m\.csv"):
        join_lane_map(table, lanes)
