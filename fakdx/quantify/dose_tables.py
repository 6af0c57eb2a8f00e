"""Dose-response tables to wells: long, wide (a column a line, Prism exports), or a plate with its layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fakdx.errors import InputError
from fakdx.quantify.cells import Cell
from fakdx.quantify.dose_points import Role, Scale, Well
from fakdx.quantify.doses import VEHICLE_WORDS, dose_column
from fakdx.quantify.plates import ROLES as WELL_ROLES
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.tables import Columns, Table, find_columns, plain
from fakdx.quantify.units import MICROMOLAR, dose_unit, header_unit

ROLES: Mapping[str, tuple[str, ...]] = {
    "dose": ("dose", "conc", "concentration", "log dose", "log conc", "log concentration",
             "log10 dose"),
    "response": (
        "response", "viability", "% viability", "viability %", "survival", "inhibition", "% inhibition",
        "inhibition %", "signal", "luminescence", "rlu", "absorbance", "od", "fluorescence", "count",
        "cell count", "cells counted", "value", "fraction", "fraction of vehicle",
        "% of vehicle", "% of control",
    ),
    "line": ("line", "cell line", "cells", "dataset"),
    "replicate": ("replicate", "biological replicate", "experiment", "exp", "run", "bio rep"),
    "plate": ("plate", "plate id", "barcode"),
    "well": ("well", "well position"),
    "role": ("role", "type", "content", "sample type"),
    "drug": ("drug", "compound", "inhibitor", "treatment"),
    "subcolumn": ("subcolumn",),
}  # fmt: skip
Biological = Literal["column", "plate", "subcolumn", "row"]


@dataclass(frozen=True)
class DoseColumns:
    """How the user overrides what headers suggest.

    `biological` says what an independent experiment is when there is no replicate column: each plate, each
    Prism subcolumn, each repeated row; by default (`column`) everything is one experiment.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    scale: Scale | None = None
    dose_unit: str = ""
    log_dose: bool = False
    drug: str = ""
    biological: Biological = "column"


def read_wells(
    table: Table, chosen: DoseColumns, progress: Progress = no_progress
) -> tuple[list[Well], Scale, tuple[str, ...]]:
    """Every reading as a `Well`, the scale of the readings, and what had to be left out, in sentences.

    Raises InputError with row and column for a cell that is no number, a unit that is missing or mixed, a
    well that occurs twice, or several drugs without a choice.
    """
    table, columns = _long(table, chosen)
    scale = chosen.scale or _scale(table, columns.index["response"])
    dose_of = _dose_reader(table, columns, chosen)
    drug = _one_drug(table, columns, chosen)
    notes = list(table.notes)
    wells: list[Well] = []
    seen: dict[tuple[str, str, str], int] = {}
    repeats: dict[tuple[str, float, str], int] = {}
    left_out: list[int] = []
    for row in table.each_row(progress):
        role = _role(table, row, columns)
        if role is None or not _of_drug(table, row, columns, drug, role):
            continue
        _check_well(table, row, columns, seen)
        dose = dose_of(row) if role == "sample" else 0.0
        index = columns.index["response"]
        if table.overflowed(row, index):
            notes.append(f"row {table.lines[row]}: {table.text(row, index)} in {table.header[index]}; left out")
            continue
        value = table.number(row, index)
        if value is None:
            left_out.append(table.lines[row])
            continue
        if dose is None:
            raise table.fail(row, columns.get("dose"), "expected a dose, found an empty cell")
        line, replicate = table.text(row, columns.get("line")), _replicate(table, row, columns, chosen)
        if chosen.biological == "row" and "replicate" not in columns:
            repeats[line, dose, role] = repeats.get((line, dose, role), 0) + 1
            replicate = str(repeats[line, dose, role])
        plate = table.text(row, columns.get("plate"))
        wells.append(Well(line, dose, value, replicate, plate, role, table.lines[row]))
    if left_out:
        rows = ", ".join(map(str, left_out[:5])) + (", ..." if len(left_out) > 5 else "")
        many = len(left_out) > 1
        count = f"{len(left_out)} readings are missing and were" if many else "1 reading is missing and was"
        notes.append(f"{count} left out (row{'s' if many else ''} {rows}){table.empty}")
    if not wells:
        raise table.fail(None, None, "no row holds a reading")
    return wells, scale, tuple(notes)


def _long(table: Table, chosen: DoseColumns) -> tuple[Table, Columns]:
    """A table with a response column; a column a line becomes rows, a blank header continues the last."""
    columns = find_columns(table, ROLES, chosen.columns, required=("dose",))
    if "response" in columns:
        return table, columns
    taken = set(columns.index.values())
    series: list[tuple[int, str, int]] = []
    for index, name in enumerate(table.header):
        if index in taken:
            continue
        if name:
            series.append((index, name, 1))
        elif series and any(index < len(row) and row[index] not in (None, "") for row in table.rows):
            series.append((index, series[-1][1], series[-1][2] + 1))
    if not series:
        find_columns(table, ROLES, chosen.columns, required=("response",))
    kept = [(role, index) for role, index in columns.index.items() if role in ("dose", "replicate", "plate", "role")]
    header = (*(table.header[index] for _, index in kept), "line", "subcolumn", "response")
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    origins: list[tuple[int, str]] = []
    for row, line in zip(table.rows, table.lines, strict=True):
        padded = (*row, *([None] * (len(table.header) - len(row))))
        for index, name, sub in series:
            rows.append((*(padded[i] for _, i in kept), name, str(sub), padded[index]))
            lines.append(line)
            origins.append((index, table.header[index] or name))
    long = table.derived(header, rows, lines, origins)
    named = {role: position for position, (role, _) in enumerate(kept)}
    names = {"line": len(kept), "subcolumn": len(kept) + 1, "response": len(kept) + 2}
    return long, Columns(named | names)


def _scale(table: Table, column: int) -> Scale:
    """What the header says; anything that does not speak of viability or inhibition is a raw reading."""
    name = plain(table.header[column])
    percent = "%" in table.header[column] or "percent" in name
    if "inhib" in name:
        return "inhibition" if percent or _largest(table, column) > 2 else "inhibition_fraction"
    if any(word in name for word in ("viab", "surviv", "ofvehicle", "ofcontrol", "fraction")) or percent:
        return "percent" if percent or _largest(table, column) > 2 else "fraction"
    return "raw"


def _largest(table: Table, column: int) -> float:
    values = (table.number(row, column) for row in range(len(table.rows)) if not table.overflowed(row, column))
    return max((abs(value) for value in values if value is not None), default=0.0)


def _dose_reader(table: Table, columns: Columns, chosen: DoseColumns) -> Callable[[int], float | None]:
    index = columns.index["dose"]
    header = table.header[index]
    if not (chosen.log_dose or plain(header).startswith("log")):
        reader = dose_column(table, index, chosen.dose_unit)

        def linear(row: int) -> float | None:
            value = reader.read(row)
            if value is not None and value < 0:
                message = f"a negative dose ({value:g}): are these logarithms? then say --log-dose"
                raise table.fail(row, index, message)
            return value

        return linear
    written = dose_unit(chosen.dose_unit) or dose_unit(header_unit(header)[1])
    if written is None:
        raise table.fail(None, index, "logarithmic doses need their unit: say --dose-unit M, uM or nM")
    scale = MICROMOLAR[written]

    def logarithmic(row: int) -> float | None:
        if table.text(row, index).lower() in VEHICLE_WORDS - {"0"}:
            return 0.0
        value = table.number(row, index)
        if value is not None and value > 6:
            raise table.fail(row, index, f"10 to the power of {value:g} is no dose; is this a logarithm?")
        return None if value is None else float(10**value) * scale

    return logarithmic


def _role(table: Table, row: int, columns: Columns) -> Role | None:
    """The well's role from its column or from words in the dose; None for an empty well."""
    word = table.text(row, columns.get("role")).lower()
    if not word:
        text = table.text(row, columns.get("dose")).lower()
        word = text if text in WELL_ROLES else "sample"
    named = WELL_ROLES.get(word)
    if named is None:
        known = ", ".join(sorted(set(WELL_ROLES.values())))
        raise table.fail(row, columns.get("role"), f"expected one of {known}, found {word!r}")
    if named == "vehicle":
        return "vehicle"
    if named == "blank":
        return "blank"
    if named == "time zero":
        return "time zero"
    return "sample" if named == "sample" else None


def _one_drug(table: Table, columns: Columns, chosen: DoseColumns) -> str:
    index = columns.get("drug")
    if index is None:
        return ""
    names = dict.fromkeys(table.text(row, index) for row in range(len(table.rows)))
    drugs = [name for name in names if name and name.lower() not in VEHICLE_WORDS]
    if chosen.drug:
        match = next((name for name in drugs if name.lower() == chosen.drug.lower()), None)
        if match is None:
            raise table.fail(None, index, f"no drug {chosen.drug!r}; found: {', '.join(drugs)}")
        return match
    if len(drugs) > 1:
        raise table.fail(None, index, f"several drugs ({', '.join(drugs[:6])}); choose one with --drug")
    return drugs[0] if drugs else ""


def _of_drug(table: Table, row: int, columns: Columns, drug: str, role: Role) -> bool:
    name = table.text(row, columns.get("drug"))
    return role != "sample" or not drug or name == drug or not name or name.lower() in VEHICLE_WORDS


def _check_well(table: Table, row: int, columns: Columns, seen: dict[tuple[str, str, str], int]) -> None:
    name = table.text(row, columns.get("well")).upper()
    if not name:
        return
    key = (table.text(row, columns.get("replicate")), table.text(row, columns.get("plate")), name)
    if key in seen:
        raise table.fail(row, columns.get("well"), f"well {name} is also in row {seen[key]}")
    seen[key] = table.lines[row]


def _replicate(table: Table, row: int, columns: Columns, chosen: DoseColumns) -> str:
    own = table.text(row, columns.get("replicate"))
    if own or chosen.biological in ("column", "row"):
        return own or "1"
    name = table.text(row, columns.get(chosen.biological))
    if not name:
        raise InputError(f"{table.place}: there is no {chosen.biological} to tell experiments apart")
    return name
