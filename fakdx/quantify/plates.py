"""Plate readers' blocks (columns 1-12, rows A-H) and the layout that says what each well is.

A layout is either a long table (well, dose, line, role, replicate) or a second block of the same shape whose
cells read `0.1 uM`, `vehicle`, `blank`, `SKBR3 0.1 uM` or `SKBR3 vehicle`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fakdx.errors import InputError, Problem
from fakdx.quantify.cells import Cell
from fakdx.quantify.grids import Grid
from fakdx.quantify.tables import Provenance, Table, as_table, find_columns
from fakdx.quantify.units import dose_unit
from fakdx.reading.quantities import whole_number

LAYOUT_ROLES: Mapping[str, tuple[str, ...]] = {
    "well": ("well", "position", "well position"),
    "dose": ("dose", "conc", "concentration"),
    "line": ("line", "cell line", "cells", "cell_line"),
    "role": ("role", "type", "content", "sample type"),
    "replicate": ("replicate", "experiment", "biological replicate", "run"),
    "plate": ("plate",),
}
ROLES = {
    "vehicle": "vehicle", "dmso": "vehicle", "untreated": "vehicle", "control": "vehicle", "blank": "blank",
    "medium": "blank", "media": "blank", "background": "blank", "no cells": "blank", "time zero": "time zero",
    "t0": "time zero", "sample": "sample", "drug": "sample", "empty": "empty", "edge": "empty",
    "unused": "empty",
}  # fmt: skip
_QUANTITY = re.compile(r"^(?P<line>.*?)\s*(?P<dose>[\d.,]+(?:[eE][+-]?\d+)?)\s*(?P<unit>[pnuµμm]?M)?$")


@dataclass(frozen=True)
class Plate:
    """Cells by well name, with the row and column in the file."""

    label: str
    wells: Mapping[str, tuple[Cell, int, int]]


def well_name(text: str) -> str | None:
    """`a01`, `A1` and `A 1` are A1."""
    match = re.fullmatch(r"\s*([A-Pa-p])\s*0*([1-9]\d?)\s*", text)
    return f"{match[1].upper()}{match[2]}" if match else None


def find_plates(grid: Grid) -> tuple[Plate, ...]:
    """Every block with column numbers from 1 above rows named A, B, C ...; the text above is its label."""
    plates: list[Plate] = []
    row = 0
    while row < len(grid.rows):
        start = _column_run(grid.rows[row])
        if start is None:
            row += 1
            continue
        first, width = start
        wells: dict[str, tuple[Cell, int, int]] = {}
        below = row + 1
        while below < len(grid.rows) and _letter(grid.rows[below], first - 1) == chr(65 + below - row - 1):
            for column in range(width):
                cells = grid.rows[below]
                cell = cells[first + column] if first + column < len(cells) else None
                wells[f"{chr(65 + below - row - 1)}{column + 1}"] = (cell, grid.lines[below], first + column)
            below += 1
        if len(wells) >= 2 * width:
            plates.append(Plate(_label(grid, row) or f"plate {len(plates) + 1}", wells))
        row = max(below, row + 1)
    return tuple(plates)


def plate_table(readings: Grid, layout: Grid) -> Table:
    """Readings joined with their layout, one row per used well, as a long table.

    Raises InputError when no block is found, the layout names a well twice, or a read well has no meaning.
    """
    plates = find_plates(readings)
    if not plates:
        raise InputError(Problem(readings.place, 0, "no plate block (columns 1-12 above rows A-H) found"))
    meaning = _layout(layout)
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    origins: list[tuple[int, str]] = []
    for plate in plates:
        for well, (cell, line, column) in plate.wells.items():
            entry = meaning.get((plate.label, well)) or meaning.get(("", well))
            if entry is None or entry["role"] == "empty":
                continue
            keys = ("dose", "line", "role", "replicate")
            rows.append((well, plate.label, *(entry[key] or None for key in keys), cell))
            lines.append(line)
            origins.append((column, f"well {well}"))
    if not rows:
        raise InputError(Problem(layout.place, 0, "the layout names no well of the plates that were read"))
    header = ("well", "plate", "dose", "line", "role", "replicate", "response")
    source = Provenance(readings.source, readings.sheet, readings.sha256)
    decimal = readings.decimal
    if decimal != layout.decimal:
        rows = [(*r[:2], _to_decimal(r[2], layout.decimal, decimal), *r[3:]) for r in rows]
    return Table(source, header, tuple(rows), tuple(lines), decimal, readings.notes, tuple(origins))


def _layout(grid: Grid) -> dict[tuple[str, str], dict[str, str]]:
    blocks = find_plates(grid)
    if len(blocks) > 1:
        names = ", ".join(repr(block.label) for block in blocks)
        raise InputError(Problem(grid.place, 0, f"a layout holds one plate block; found {names}"))
    if blocks:
        found = {}
        for well, (cell, line, _) in blocks[0].wells.items():
            text = _as_text(cell)
            if text:
                found["", well] = _meaning(text, grid, line, well)
        return found
    table = as_table(grid, LAYOUT_ROLES)
    columns = find_columns(table, LAYOUT_ROLES, required=("well", "dose"))
    seen: dict[tuple[str, str], int] = {}
    meanings: dict[tuple[str, str], dict[str, str]] = {}
    for row in range(len(table.rows)):
        written = table.text(row, columns.get("well"))
        name = well_name(written)
        if name is None:
            raise table.fail(row, columns.get("well"), f"expected a well such as B3, found {written!r}")
        key = (table.text(row, columns.get("plate")), name)
        if key in seen:
            raise table.fail(row, columns.get("well"), f"well {name} is also in row {seen[key]}")
        seen[key] = table.lines[row]
        entry = {role: table.text(row, columns.get(role)) for role in ("dose", "line", "role", "replicate")}
        dose_column = columns.get("dose")
        unit = table.header[dose_column] if dose_column is not None else ""
        entry["role"] = ROLES.get(entry["role"].lower(), entry["role"])
        if entry["dose"].lower() in ROLES:
            entry["role"], entry["dose"] = ROLES[entry["dose"].lower()], ""
        if entry["dose"] and not re.search(r"[A-Za-zµμ]$", entry["dose"]):
            entry["dose"] = f"{entry['dose']} {_unit_of(unit)}".strip()
        meanings[key] = entry
    return meanings


def _meaning(text: str, grid: Grid, line: int, well: str) -> dict[str, str]:
    lowered = text.lower()
    for word in sorted(ROLES, key=len, reverse=True):
        if lowered == word or lowered.endswith(" " + word):
            line_name = text[: len(text) - len(word)].strip()
            return {"dose": "", "line": line_name, "role": ROLES[word], "replicate": ""}
    match = _QUANTITY.match(text)
    if not match:
        known = ", ".join(sorted(set(ROLES)))
        message = f"well {well}: expected a dose or one of {known}; found {text!r}"
        raise InputError(Problem(grid.place, line, message))
    dose = f"{match['dose']} {match['unit'] or ''}".strip()
    return {"dose": dose, "line": match["line"].strip(), "role": "sample", "replicate": ""}


def _unit_of(header: str) -> str:
    match = re.search(r"([A-Za-zµμ]+)\W*$", header)
    return match[1] if match and dose_unit(match[1]) else ""


def _to_decimal(cell: Cell, old: str, new: str) -> Cell:
    return cell.replace(old, new) if isinstance(cell, str) else cell


def _column_run(row: tuple[Cell, ...]) -> tuple[int, int] | None:
    """Where a run 1, 2, 3 ... of at least two numbers starts (after a corner cell), and its length."""
    numbers = [_integer(cell) for cell in row]
    for start in range(1, len(numbers)):
        if numbers[start] != 1:
            continue
        width = 1
        while start + width < len(numbers) and numbers[start + width] == width + 1:
            width += 1
        if width >= 2 and _as_text(row[start - 1]) in ("", "<>", "Row", "row"):
            return start, width
    return None


def _integer(cell: Cell) -> int | None:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    return whole_number(cell) if isinstance(cell, str) else None


def _letter(row: tuple[Cell, ...], column: int) -> str:
    return _as_text(row[column]).upper() if 0 <= column < len(row) else ""


def _as_text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:g}"
    return "" if cell is None else cell.strip()


def _label(grid: Grid, row: int) -> str:
    """The nearest text above a block, such as `Plate: 2`."""
    for above in range(row - 1, max(row - 3, -1), -1):
        words = " ".join(t for t in (_as_text(cell) for cell in grid.rows[above]) if t)
        if words and _letter(grid.rows[above], 0) not in tuple("ABCDEFGHIJKLMNOP"):
            return words
    return ""
