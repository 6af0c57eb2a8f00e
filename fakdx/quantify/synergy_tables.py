"""Dose matrices to wells: a long table of two doses, or blocks with one drug down and the other across."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fakdx.errors import InputError, Problem
from fakdx.quantify.cells import Cell
from fakdx.quantify.dose_points import Scale
from fakdx.quantify.doses import VEHICLE_WORDS, dose_column
from fakdx.quantify.grids import Grid
from fakdx.quantify.statistics import mean
from fakdx.quantify.synergy import ComboWell
from fakdx.quantify.tables import Columns, Provenance, Table, find_columns, plain
from fakdx.quantify.units import header_unit

ROLES: Mapping[str, tuple[str, ...]] = {
    "dose1": ("dose1", "dose 1", "dose a", "conc1", "concentration 1", "drug1 dose", "drug 1 dose"),
    "dose2": ("dose2", "dose 2", "dose b", "conc2", "concentration 2", "drug2 dose", "drug 2 dose"),
    "response": (
        "response", "viability", "% viability", "survival", "inhibition", "% inhibition", "signal",
        "luminescence", "rlu", "absorbance", "od", "value", "fraction", "% of vehicle",
    ),
    "replicate": ("replicate", "biological replicate", "experiment", "exp", "run", "plate", "block"),
    "drug1": ("drug1", "drug 1", "drug row", "drug a"),
    "drug2": ("drug2", "drug 2", "drug col", "drug b", "partner"),
}  # fmt: skip
CORNER_MARKS = ("\\", " x ", " × ")


@dataclass(frozen=True)
class ComboColumns:
    """How the user overrides what headers suggest."""

    columns: Mapping[str, str] = field(default_factory=dict)
    scale: Scale | None = None
    dose_unit: str = ""


def read_combo(table: Table, chosen: ComboColumns) -> tuple[list[ComboWell], tuple[str, str], tuple[str, ...]]:
    """Wells as fractions of vehicle, the names of the two drugs, and what had to be left out."""
    columns = find_columns(table, ROLES, chosen.columns, required=("dose1", "dose2", "response"))
    index = columns.index["response"]
    readers = [dose_column(table, columns.index[name], chosen.dose_unit) for name in ("dose1", "dose2")]
    notes = list(table.notes)
    wells = []
    for row in range(len(table.rows)):
        first, second = (reader.read(row) for reader in readers)
        if table.overflowed(row, index):
            notes.append(f"row {table.lines[row]}: {table.text(row, index)} in {table.header[index]}; left out")
            continue
        value = table.number(row, index)
        if value is None:
            notes.append(f"row {table.lines[row]}: no reading{table.empty}; left out")
            continue
        if first is None or second is None or min(first, second) < 0:
            raise table.fail(row, None, "expected two doses of 0 or more")
        replicate = table.text(row, columns.get("replicate")) or "1"
        wells.append(ComboWell(first, second, value, replicate, table.lines[row]))
    if not wells:
        raise table.fail(None, None, "no row holds a reading")
    scale = chosen.scale or _scale(table, index, wells)
    names = _name(table, columns, "drug1", "dose1"), _name(table, columns, "drug2", "dose2")
    return _relative(wells, scale, table), names, tuple(notes)


def _scale(table: Table, index: int, wells: list[ComboWell]) -> Scale:
    name, largest = plain(table.header[index]), max(abs(well.response) for well in wells)
    if "inhib" in name:
        return "inhibition" if largest > 2 else "inhibition_fraction"
    if any(word in name for word in ("viab", "surviv", "fraction", "%")) or "%" in table.header[index]:
        return "percent" if largest > 2 else "fraction"
    return "raw"


def _relative(wells: list[ComboWell], scale: Scale, table: Table) -> list[ComboWell]:
    """Divide by the vehicle wells of the same replicate, whatever the scale, so that vehicle is exactly 1."""
    unit = 100.0 if scale in ("percent", "inhibition") else 1.0
    scaled = [replace(w, response=w.response / unit) for w in wells]
    if scale.startswith("inhibition"):
        scaled = [replace(w, response=1 - w.response) for w in scaled]
    vehicles: dict[str, list[float]] = {}
    for well in scaled:
        if well.dose1_um == 0 and well.dose2_um == 0:
            vehicles.setdefault(well.replicate, []).append(well.response)
    found = []
    for well in scaled:
        if well.replicate in vehicles:
            control = mean(vehicles[well.replicate])
        elif scale == "raw":
            message = f"replicate {well.replicate} has no vehicle well (both doses 0); raw readings need one"
            raise InputError(Problem(table.place, well.row, message))
        else:
            control = 1.0
        if control <= 0:
            raise InputError(Problem(table.place, well.row, "the vehicle wells read nothing"))
        found.append(replace(well, response=well.response / control))
    return found


def _name(table: Table, columns: Columns, role: str, dose: str) -> str:
    if role in columns:
        names = dict.fromkeys(table.text(row, columns.get(role)) for row in range(len(table.rows)))
        drugs = [name for name in names if name and name.lower() not in VEHICLE_WORDS]
        if len(drugs) > 1:
            raise table.fail(None, columns.get(role), f"several drugs: {', '.join(drugs[:6])}; expected one")
        if drugs:
            return drugs[0]
    header = header_unit(table.header[columns.index[dose]])[0]
    return f"drug {dose[-1]}" if plain(header) in {plain(alias) for alias in ROLES[dose]} else header


def matrix_table(grid: Grid) -> Table | None:
    r"""Blocks whose corner reads `defactinib (uM) \ erlotinib (nM)` as one long table; None without.

    Drug names and units come from the corner, down first; every block is one replicate.
    """
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    origins: list[tuple[int, str]] = []
    header: tuple[str, ...] = ()
    block = 0
    for start, row in enumerate(grid.rows):
        corner = next((i for i, c in enumerate(row) if isinstance(c, str) and _corner(c)), None)
        if corner is None:
            continue
        block += 1
        names = _corner(str(row[corner]))
        header = (*names, "replicate", "response")
        for below in range(start + 1, len(grid.rows)):
            cells = grid.rows[below]
            if corner >= len(cells) or cells[corner] in (None, ""):
                break
            for column in range(corner + 1, len(row)):
                if row[column] in (None, ""):
                    break
                value = cells[column] if column < len(cells) else None
                rows.append((cells[corner], row[column], str(block), value))
                lines.append(grid.lines[below])
                origins.append((column, str(row[column]).strip()))
    if not rows:
        return None
    source = Provenance(grid.source, grid.sheet, grid.sha256)
    return Table(source, header, tuple(rows), tuple(lines), grid.decimal, grid.notes, tuple(origins))


def _corner(text: str) -> tuple[str, ...]:
    """The two names of a corner cell; empty when it is no corner."""
    for mark in CORNER_MARKS:
        parts = [part.strip() for part in text.split(mark)]
        if len(parts) == 2 and all(parts):
            return tuple(parts)
    return ()
