"""Tables of tumour volumes, calliper readings or colony counts to records."""

from __future__ import annotations

from collections.abc import Mapping

from fakdx.quantify.doses import VEHICLE_WORDS
from fakdx.quantify.grids import Grid
from fakdx.quantify.growth import Colonies, Tumour, ellipsoid
from fakdx.quantify.growth_wide import colonies_by_column, from_days, tumours_by_column
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.tables import Columns, Table, as_table, find_columns
from fakdx.quantify.units import header_unit

ROLES: Mapping[str, tuple[str, ...]] = {
    "arm": ("arm", "group", "treatment", "condition", "cohort", "gruppe", "behandlung"),
    "animal": ("animal", "mouse", "mouse id", "animal id", "id", "subject", "maus", "tier"),
    "day": ("day", "days", "time", "study day", "tag"),
    "length": ("length", "tumour length", "tumor length", "l", "länge"),
    "width": ("width", "tumour width", "tumor width", "w", "breite"),
    "volume": ("volume", "tumour volume", "tumor volume", "tv", "vol", "volumen"),
    "count": ("count", "colonies", "colony count", "colony number", "number of colonies", "kolonien"),
    "replicate": ("replicate", "biological replicate", "experiment", "exp", "run", "replikat", "versuch"),
    "well": ("well", "dish", "technical replicate"),
}
TO_MM = {"mm": 1.0, "cm": 10.0}


def growth_table(grid: Grid, chosen: Mapping[str, str], vehicle: str) -> tuple[Table, bool]:
    """The table in long form, and whether it counts colonies rather than measuring tumours.

    A table without a column for the volume or the count is read by its columns: an animal each, or a condition each.
    """
    table = as_table(grid, ROLES, (*chosen.values(), *VEHICLE_WORDS, *([vehicle] if vehicle else [])))
    columns = find_columns(table, ROLES, chosen)
    if "count" in columns:
        return table, True
    if "volume" in columns or "animal" in columns or ("length" in columns and "width" in columns):
        return table, False
    days = from_days(grid, ROLES)
    if days is not None:
        return tumours_by_column(grid, days, ROLES) or table, False
    colonies = None if "arm" in columns else colonies_by_column(table, ROLES, vehicle)
    return (table, False) if colonies is None else (colonies, True)


def read_colonies(
    table: Table, chosen: Mapping[str, str], progress: Progress = no_progress
) -> tuple[list[Colonies], tuple[str, ...]]:
    """Every well with a count. Raises InputError with row and column for a cell that is no number."""
    columns = find_columns(table, ROLES, chosen, required=("arm", "count"))
    wells, notes = [], list(table.notes)
    for row in table.each_row(progress):
        count = table.number(row, columns.index["count"])
        if count is None:
            notes.append(f"row {table.lines[row]}: no count{table.empty}; left out")
            continue
        replicate = table.text(row, columns.get("replicate")) or "1"
        wells.append(Colonies(table.text(row, columns.get("arm")), count, replicate, table.lines[row]))
    if not wells:
        raise table.fail(None, None, "no row holds a count")
    return wells, tuple(notes)


def read_tumours(
    table: Table, chosen: Mapping[str, str], progress: Progress = no_progress
) -> tuple[list[Tumour], tuple[str, ...]]:
    """Every measured tumour; a volume column wins over length and width. Raises InputError as above."""
    columns = find_columns(table, ROLES, chosen, required=("arm", "animal", "day"))
    if "volume" not in columns:
        columns = find_columns(table, ROLES, chosen, required=("arm", "animal", "day", "length", "width"))
    tumours, notes = [], list(table.notes)
    for row in table.each_row(progress):
        volume = _volume(table, row, columns)
        day = table.number(row, columns.index["day"])
        if volume is None:
            notes.append(f"row {table.lines[row]}: no volume{table.empty}; left out")
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
