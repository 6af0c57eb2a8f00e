"""Tables of tumour volumes, calliper readings or colony counts to records."""

from __future__ import annotations

from collections.abc import Mapping

from fakdx.quantify.growth import Colonies, Tumour, ellipsoid
from fakdx.quantify.tables import Columns, Table, find_columns
from fakdx.quantify.units import header_unit

ROLES: Mapping[str, tuple[str, ...]] = {
    "arm": ("arm", "group", "treatment", "condition", "cohort"),
    "animal": ("animal", "mouse", "mouse id", "animal id", "id", "subject"),
    "day": ("day", "days", "time", "study day"),
    "length": ("length", "tumour length", "tumor length", "l"),
    "width": ("width", "tumour width", "tumor width", "w"),
    "volume": ("volume", "tumour volume", "tumor volume", "tv", "vol"),
    "count": ("count", "colonies", "colony count", "colony number", "number of colonies"),
    "replicate": ("replicate", "biological replicate", "experiment", "exp", "run"),
}
TO_MM = {"mm": 1.0, "cm": 10.0}


def is_colony_table(table: Table, chosen: Mapping[str, str]) -> bool:
    """Whether the table counts colonies rather than measuring tumours."""
    return "count" in find_columns(table, ROLES, chosen)


def read_colonies(table: Table, chosen: Mapping[str, str]) -> tuple[list[Colonies], tuple[str, ...]]:
    """Every well with a count. Raises InputError with row and column for a cell that is no number."""
    columns = find_columns(table, ROLES, chosen, required=("arm", "count"))
    wells, notes = [], list(table.notes)
    for row in range(len(table.rows)):
        count = table.number(row, columns.index["count"])
        if count is None:
            notes.append(f"row {table.lines[row]}: no count; left out")
            continue
        replicate = table.text(row, columns.get("replicate")) or "1"
        wells.append(Colonies(table.text(row, columns.get("arm")), count, replicate, table.lines[row]))
    if not wells:
        raise table.fail(None, None, "no row holds a count")
    return wells, tuple(notes)


def read_tumours(table: Table, chosen: Mapping[str, str]) -> tuple[list[Tumour], tuple[str, ...]]:
    """Every measured tumour; a volume column wins over length and width. Raises InputError as above."""
    columns = find_columns(table, ROLES, chosen, required=("arm", "animal", "day"))
    if "volume" not in columns:
        columns = find_columns(table, ROLES, chosen, required=("arm", "animal", "day", "length", "width"))
    tumours, notes = [], list(table.notes)
    for row in range(len(table.rows)):
        volume = _volume(table, row, columns)
        day = table.number(row, columns.index["day"])
        if volume is None:
            notes.append(f"row {table.lines[row]}: no volume; left out")
            continue
        if day is None:
            raise table.fail(row, columns.get("day"), "expected a day, found an empty cell")
        animal, arm = table.text(row, columns.get("animal")), table.text(row, columns.get("arm"))
        tumours.append(Tumour(animal, arm, day, volume, table.lines[row]))
    if not tumours:
        raise table.fail(None, None, "no row holds a volume")
    return tumours, tuple(notes)


def _volume(table: Table, row: int, columns: Columns) -> float | None:
    if "volume" in columns:
        value = table.number(row, columns.index["volume"])
        return None if value is None else value * _scale(table, columns.index["volume"]) ** 3
    sides = []
    for role in ("length", "width"):
        value = table.number(row, columns.index[role])
        if value is None:
            return None
        if value < 0:
            raise table.fail(row, columns.get(role), f"a length cannot be negative ({value:g})")
        sides.append(value * _scale(table, columns.index[role]))
    return ellipsoid(sides[0], sides[1])


def _scale(table: Table, column: int) -> float:
    """Millimetres in one unit of the header (`mm`, `cm`, `cm3`); millimetres when it names none."""
    return TO_MM["cm"] if header_unit(table.header[column])[1].startswith("cm") else TO_MM["mm"]
