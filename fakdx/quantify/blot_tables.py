"""Densitometry exports to lanes: tidy or wide tables, ImageJ results, LI-COR Image Studio terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fakdx.quantify.doses import VEHICLE_WORDS, dose_column, dose_in_text, time_column, time_in_text
from fakdx.quantify.lanes import Lane
from fakdx.quantify.tables import Columns, Table, find_columns

ROLES: Mapping[str, tuple[str, ...]] = {
    "condition": ("condition", "treatment", "sample", "group", "arm", "drug"),
    "analyte": ("analyte", "target", "protein", "antibody", "channel", "band"),
    "signal": (
        "signal", "adj. volume", "adj. vol. (int)", "volume (int)", "intensity", "band intensity", "intden",
        "rawintden", "integrated density", "density", "value",
    ),
    "blot": ("blot", "membrane", "gel", "image name", "image id", "image"),
    "lane": ("lane", "lane no", "lane number", "name"),
    "replicate": ("replicate", "biological replicate", "experiment", "exp", "bio rep", "biorep"),
    "line": ("line", "cell line", "cells"),
    "dose": ("dose", "conc", "concentration"),
    "time": ("time", "timepoint", "time point", "exposure", "hours", "h", "min"),
    "background": ("background", "bg"),
    "total": ("total",),
    "pixel background": ("bkgnd.", "bkgnd"),
    "area": ("area",),
    "max": ("max",),
    "saturated": ("saturated", "saturated pixels", "saturation"),
}  # fmt: skip


@dataclass(frozen=True)
class LaneColumns:
    """How the user overrides what headers suggest.

    `columns` maps roles to headers; `names` renames analytes (`800` to `pFAK_Y397`); `wide` lists headers
    that are analytes themselves; `saturation` is the pixel value from which a band is saturated.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    wide: tuple[str, ...] = ()
    vehicle: str = ""
    analyte: str = ""
    dose_unit: str = ""
    time_unit: str = ""
    saturation: float | None = None


def read_lanes(table: Table, chosen: LaneColumns) -> tuple[list[Lane], tuple[str, ...]]:
    """Every band as a `Lane`, and what had to be left out, in sentences.

    Raises InputError with row and column for a cell that is no number, a unit that is missing, or a band that
    occurs twice.
    """
    columns = find_columns(table, ROLES, chosen.columns)
    wide = _wide_columns(table, chosen, columns)
    if not wide and not _has_signal(columns):
        columns = find_columns(table, ROLES, chosen.columns, required=("signal",))
    if "condition" not in columns and "dose" not in columns and "line" not in columns:
        find_columns(table, ROLES, chosen.columns, required=("condition",))
    dose = dose_column(table, columns.index["dose"], chosen.dose_unit) if "dose" in columns else None
    time = time_column(table, columns.index["time"], chosen.time_unit) if "time" in columns else None
    level = _saturation_level(table, columns, chosen)
    lanes: list[Lane] = []
    notes: list[str] = list(table.notes)
    for row in range(len(table.rows)):
        condition = table.text(row, columns.get("condition"))
        dose_um = dose.read(row) if dose else dose_in_text(condition, table.decimal)
        time_h = time.read(row) if time else time_in_text(condition, table.decimal)
        vehicle = condition.lower() == chosen.vehicle.lower() if chosen.vehicle else _is_vehicle(condition, dose_um)
        condition = condition or ("vehicle" if vehicle else "treated")
        for name, column in wide or [(_analyte(table, row, columns, chosen), None)]:
            signal = _signal(table, row, columns, column, notes)
            if signal is None:
                continue
            lanes.append(
                Lane(
                    chosen.names.get(name, name),
                    signal,
                    condition,
                    table.text(row, columns.get("replicate")) or table.text(row, columns.get("blot")) or "1",
                    table.text(row, columns.get("blot")) or "1",
                    table.text(row, columns.get("lane")),
                    table.text(row, columns.get("line")),
                    None if vehicle else dose_um,
                    time_h,
                    vehicle,
                    column is None and _saturated(table, row, columns, level),
                    row=table.lines[row],
                )
            )
    if not lanes:
        raise table.fail(None, None, "no row holds a number for its signal")
    return _numbered(table, lanes), tuple(notes)


def _has_signal(columns: Columns) -> bool:
    licor = all(role in columns for role in ("total", "pixel background", "area"))
    return "signal" in columns or licor or "area" in columns


def _is_vehicle(condition: str, dose_um: float | None) -> bool:
    return dose_um == 0 or condition.lower() in VEHICLE_WORDS


def _wide_columns(table: Table, chosen: LaneColumns, columns: Columns) -> list[tuple[str, int | None]]:
    """Columns that are analytes themselves, when the table has no analyte column."""
    if "analyte" in columns:
        return []
    lowered = {name.lower(): i for i, name in enumerate(table.header)}
    return [(name, lowered[name.lower()]) for name in chosen.wide if name.lower() in lowered]


def _analyte(table: Table, row: int, columns: Columns, chosen: LaneColumns) -> str:
    name = table.text(row, columns.get("analyte")) or chosen.analyte
    if not name:
        message = "which analyte is this? add a column `analyte`, or name it with --analyte"
        raise table.fail(row, columns.get("analyte"), message)
    return name


def _signal(table: Table, row: int, columns: Columns, column: int | None, notes: list[str]) -> float | None:
    """The band's signal without background; None (and a note) when the instrument gave none."""
    wanted = [column] if column is not None else [i for i in (columns.get("signal"),) if i is not None]
    licor = not wanted and "total" in columns and "pixel background" in columns
    if licor:
        wanted = [columns.index[role] for role in ("total", "pixel background", "area")]
    elif not wanted:
        wanted = [columns.index["area"]]
    for index in wanted:
        if table.overflowed(row, index):
            notes.append(f"row {table.lines[row]}: {table.text(row, index)} in {table.header[index]}; left out")
            return None
    numbers = [table.number(row, index) for index in wanted]
    if any(number is None for number in numbers):
        notes.append(f"row {table.lines[row]}: no value in {table.header[wanted[0]]}; left out")
        return None
    values = [number for number in numbers if number is not None]
    if licor:
        return values[0] - values[1] * values[2]
    background = columns.get("background")
    off = table.number(row, background) if background is not None and column is None else None
    return values[0] - (off or 0.0)


def _saturation_level(table: Table, columns: Columns, chosen: LaneColumns) -> float | None:
    """The pixel value that means saturation: the user's, or the top of the 8- or 16-bit range."""
    column = columns.get("max")
    if column is None or chosen.saturation is not None:
        return chosen.saturation
    values = [v for v in (table.number(row, column) for row in range(len(table.rows))) if v is not None]
    return 255.0 if values and max(values) <= 255 and all(v.is_integer() for v in values) else 65535.0


def _saturated(table: Table, row: int, columns: Columns, level: float | None) -> bool:
    flag = columns.get("saturated")
    if flag is not None and table.text(row, flag).lower() not in ("", "0", "no", "false", "none"):
        return True
    column = columns.get("max")
    if column is None or level is None:
        return False
    value = table.number(row, column)
    return value is not None and value >= level


def _numbered(table: Table, lanes: Sequence[Lane]) -> list[Lane]:
    """Lanes without a lane name get the number of their occurrence; a named band may occur only once."""
    seen: Counter[tuple[object, ...]] = Counter()
    numbered = []
    for lane in lanes:
        key = (lane.analyte, lane.place)
        seen[key] += 1
        if seen[key] > 1 and lane.lane:
            message = f"{lane.analyte} in lane {lane.lane} of blot {lane.blot} ({lane.condition}) occurs twice"
            raise table.fail(table.lines.index(lane.row), None, message)
        numbered.append(lane if lane.lane else lane.numbered(seen[key]))
    return numbered
