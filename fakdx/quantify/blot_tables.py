"""Densitometry exports to lanes: tidy or wide tables, ImageJ results, LI-COR Image Studio terms."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fakdx.quantify.blot_names import bare, is_loading
from fakdx.quantify.doses import VEHICLE_WORDS, dose_column, dose_in_text, time_column, time_in_text
from fakdx.quantify.lanes import Lane
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.tables import Columns, Table, find_columns, is_number, plain

ROLES: Mapping[str, tuple[str, ...]] = {
    "condition": ("condition", "treatment", "sample", "group", "arm", "drug", "behandlung", "gruppe"),
    "analyte": ("analyte", "target", "protein", "antibody", "channel", "band", "antikörper", "analyt"),
    "signal": (
        "signal", "adj. volume", "adj. vol. (int)", "volume (int)", "intensity", "band intensity", "intden",
        "rawintden", "integrated density", "density", "value", "intensität", "wert",
    ),
    "blot": ("blot", "membrane", "gel", "image name", "image id", "image"),
    "lane": ("lane", "lane no", "lane number", "name"),
    "replicate": ("replicate", "biological replicate", "experiment", "exp", "bio rep", "biorep", "replikat", "versuch"),
    "line": ("line", "cell line", "cells", "zelllinie"),
    "dose": ("dose", "conc", "concentration", "konzentration", "dosis"),
    "time": ("time", "timepoint", "time point", "exposure", "hours", "h", "min", "zeit", "zeitpunkt"),
    "background": ("background", "bg", "hintergrund"),
    "total": ("total",),
    "pixel background": ("bkgnd.", "bkgnd"),
    "area": ("area",),
    "max": ("max",),
    "saturated": ("saturated", "saturated pixels", "saturation"),
}  # fmt: skip


NET_MARKS = frozenset({"snr", "avgsnr", "normalizedsignal", "avgnormsignal", "trimsignal", "bkgnd", "bkgndstddev"})
"""Headers that stand beside a signal without background, in tables of Image Studio and Empiria Studio."""


@dataclass(frozen=True)
class LaneColumns:
    """How the user overrides what headers suggest.

    `columns` maps roles to headers; `names` renames analytes (`800` to `pFAK_Y397`); `wide` lists headers
    that are analytes themselves; `saturation` is the pixel value from which a band is saturated. `known` tells whether
    a header names an analyte, so that a table with a column an analyte needs no option.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    wide: tuple[str, ...] = ()
    vehicle: str = ""
    analyte: str = ""
    dose_unit: str = ""
    time_unit: str = ""
    saturation: float | None = None
    known: Callable[[str], bool] = lambda _name: False


def read_lanes(
    table: Table, chosen: LaneColumns, progress: Progress = no_progress
) -> tuple[list[Lane], tuple[str, ...]]:
    """Every band as a `Lane`, and what had to be left out, in sentences.

    Raises InputError with row and column for a cell that is no number, a unit that is missing, or a band that
    occurs twice.
    """
    columns = find_columns(table, ROLES, chosen.columns)
    wide, left_out = _wide_columns(table, chosen, columns)
    if not wide and not _has_signal(columns):
        if left_out:
            options = " ".join(f"--target {shlex.quote(name)}" for name in left_out)
            raise table.fail(None, None, f"which columns are analytes? name them, for example: {options}")
        columns = find_columns(table, ROLES, chosen.columns, required=("signal",))
    if "condition" not in columns and "dose" not in columns and "line" not in columns:
        if "area" in columns and not wide:
            message = (
                "says nothing of its lanes; name them with --lanes MAP, a table of row, condition, analyte, replicate"
            )
            raise table.fail(None, None, message)
        find_columns(table, ROLES, chosen.columns, required=("condition",))
    dose = dose_column(table, columns.index["dose"], chosen.dose_unit) if "dose" in columns else None
    time = time_column(table, columns.index["time"], chosen.time_unit) if "time" in columns else None
    level = _saturation_level(table, columns, chosen)
    lanes: list[Lane] = []
    notes: list[str] = list(table.notes)
    if wide and left_out:
        notes.append(
            f"columns that are no analyte known here were left out: {', '.join(left_out)} (--target reads one)"
        )
    for row in table.each_row(progress):
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
        total = columns.get("total")
        if total is not None and any(table.number(row, total) is not None for row in range(len(table.rows))):
            options = f"--column signal={shlex.quote(table.header[total])}"
            raise table.fail(None, None, f"the signal is empty (was the background None?); {options} reads the totals")
        raise table.fail(None, None, "no row holds a number for its signal")
    return _numbered(table, lanes), tuple(notes)


def _has_signal(columns: Columns) -> bool:
    licor = all(role in columns for role in ("total", "pixel background", "area"))
    return "signal" in columns or licor or "area" in columns


def _is_vehicle(condition: str, dose_um: float | None) -> bool:
    return dose_um == 0 or condition.lower() in VEHICLE_WORDS


def _wide_columns(
    table: Table, chosen: LaneColumns, columns: Columns
) -> tuple[list[tuple[str, int | None]], list[str]]:
    """Columns that are analytes themselves, when there is no analyte column; and columns of numbers that are neither.

    Those the user named, else, without a column for the signal, those whose header names an analyte.
    """
    if "analyte" in columns:
        return [], []
    lowered = {name.lower(): i for i, name in enumerate(table.header)}
    named: list[tuple[str, int | None]] = [(n, lowered[n.lower()]) for n in chosen.wide if n.lower() in lowered]
    if named or _has_signal(columns):
        return named, []
    taken = set(columns.index.values())
    numeric = [i for i, name in enumerate(table.header) if name and i not in taken and _holds_numbers(table, i)]
    known = [i for i in numeric if is_loading(table.header[i]) or chosen.known(bare(table.header[i]))]
    return [(bare(table.header[i]), i) for i in known], [table.header[i] for i in numeric if i not in known]


def _holds_numbers(table: Table, column: int) -> bool:
    """Whether the first filled cell of a column is a number."""
    cells = (row[column] for row in table.rows if column < len(row) and row[column] not in (None, ""))
    return is_number(next(cells, None), table.decimal)


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
        notes.append(f"row {table.lines[row]}: no value in {table.header[wanted[0]]}{table.empty}; left out")
        return None
    values = [number for number in numbers if number is not None]
    if licor:
        return values[0] - values[1] * values[2]
    background = columns.get("background")
    if background is None or column is not None or _is_net(table, columns):
        return values[0]
    return values[0] - (table.number(row, background) or 0.0)


def _is_net(table: Table, columns: Columns) -> bool:
    """Whether the signal had its background taken off by the program that exported it.

    LI-COR's programs do so; what gives them away is a total or a signal-to-noise ratio beside the signal.
    """
    return "total" in columns or any(plain(name) in NET_MARKS for name in table.header)


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
