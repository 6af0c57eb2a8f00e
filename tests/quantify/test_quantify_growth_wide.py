"""Growth tables with a column an animal or a column a condition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from fakdx.errors import InputError
from fakdx.quantify.grids import read_grid
from fakdx.quantify.growth import Colonies, Tumour
from fakdx.quantify.growth_tables import growth_table, read_colonies, read_tumours

File = Callable[..., Path]
BODY = "0,82,104,97,88\n7,239,301,154,133\n"
EXPECTED = {("vehicle", 0.0, 82.0), ("vehicle", 7.0, 301.0), ("defactinib", 0.0, 97.0), ("defactinib", 7.0, 133.0)}


def tumours(path: Path) -> Sequence[Tumour]:
    table, colonies = growth_table(read_grid(path), {}, "")
    assert not colonies
    return read_tumours(table, {})[0]


def counts(path: Path, vehicle: str = "") -> Sequence[Colonies]:
    table, colonies = growth_table(read_grid(path), {}, vehicle)
    assert colonies
    return read_colonies(table, {})[0]


@pytest.mark.parametrize(
    "header",
    [
        "day,vehicle 1,vehicle 2,defactinib 1,defactinib 2",
        "day,vehicle_M1,vehicle_M2,defactinib_M3,defactinib_M4",
        "Day,vehicle-mouse 1,vehicle-mouse 2,defactinib-mouse 3,defactinib-mouse 4",
        "day,vehicle,vehicle,defactinib,defactinib",
        "day,vehicle,,defactinib,",
        "group,vehicle,vehicle,defactinib,defactinib\nday,M1,M2,M3,M4",
        ",vehicle,,defactinib,\nday,M1,M2,M3,M4",
        "day,M1,M2,M3,M4\ngroup,vehicle,vehicle,defactinib,defactinib",
        "Experiment of 12 March\n\n,vehicle,,defactinib,\nday,1,2,3,4",
    ],
)
def test_the_arm_of_each_column_is_found_however_it_is_written(file: File, header: str) -> None:
    found = tumours(file("t.csv", f"{header}\n{BODY}"))
    assert len(found) == 8
    assert len({t.animal for t in found if t.arm == "vehicle"}) == 2
    assert {(t.arm, t.day, t.volume) for t in found} >= EXPECTED


def test_merged_cells_of_a_workbook_name_the_arms(workbook: Callable[..., Path]) -> None:
    rows = [[None, "vehicle", None, "defactinib", None], ["day", "M1", "M2", "M3", "M4"],
            [0, 82, 104, 97, 88], [7, 239, 301, 154, 133]]  # fmt: skip
    found = tumours(workbook("t.xlsx", {"Volumes": rows}))
    assert {(t.arm, t.day, t.volume) for t in found} >= EXPECTED


def test_an_animal_that_died_has_no_volume_from_then_on(file: File) -> None:
    found = tumours(file("t.csv", "day,vehicle,vehicle,d,d\n0,80,90,85,95\n7,200,,150,140\n"))
    assert len(found) == 7


def test_volumes_in_cubic_centimetres_are_turned_to_millimetres(file: File) -> None:
    found = tumours(
        file("t.csv", "Volumes (cm3)\n\nday,vehicle,vehicle,d,d\n0,0.08,0.09,0.085,0.095\n7,0.2,0.2,0.2,0.1\n")
    )
    assert {t.volume for t in found if t.day == 0} == {80.0, 90.0, 85.0, 95.0}


def test_animals_without_an_arm_are_refused_with_what_to_write(file: File) -> None:
    with pytest.raises(InputError, match=r"which animal is in which arm\? found the columns M1, M2.*`vehicle 1`"):
        tumours(file("t.csv", "day,M1,M2\n0,80,90\n7,200,210\n"))


def test_a_bad_cell_is_named_by_the_column_of_the_file(file: File) -> None:
    with pytest.raises(InputError, match=r"t\.csv:4: column C \(M2\): expected a number, found 'x'"):
        tumours(file("t.csv", ",vehicle,,d,\nday,M1,M2,M3,M4\n0,82,104,97,88\n7,239,x,154,133\n"))


def test_a_column_a_condition_is_read_for_colonies(file: File) -> None:
    found = counts(file("t.csv", "experiment,DMSO,VS-6063\n1,104,79\n1,121,84\n2,98,63\n"))
    assert [(c.arm, c.replicate, c.count) for c in found][:2] == [("DMSO", "1", 104.0), ("VS-6063", "1", 79.0)]
    assert len(found) == 6


def test_the_control_column_may_have_a_name_of_its_own(file: File) -> None:
    assert len(counts(file("t.csv", "experiment,mock inhibitor,VS-6063\n1,104,79\n"), "mock inhibitor")) == 2


def test_a_bad_count_is_named_by_the_column_of_the_file(file: File) -> None:
    with pytest.raises(InputError, match=r"t\.csv:3: column C \(VS-6063\): expected a number, found 'many'"):
        counts(file("t.csv", "experiment,DMSO,VS-6063\n1,104,79\n2,98,many\n"))
