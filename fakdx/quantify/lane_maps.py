"""The lane map: what each row of an export is, for programs that do not know (the gel analyser of ImageJ).

A lane map is a small table with `row` (counted from 1 in the export) or `lane`, optionally `blot`, and any of
condition, analyte, replicate, dose, time, line. Its columns are joined to the export.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fakdx.quantify.cells import Cell
from fakdx.quantify.tables import Table, find_columns, plain

KEYS: Mapping[str, tuple[str, ...]] = {
    "row": ("row", "no", "nr", "number", "index"),
    "lane": ("lane", "lane no", "lane number", "name"),
    "blot": ("blot", "membrane", "gel", "image name", "image", "label", "slice"),
}


def join_lane_map(table: Table, lanes: Table) -> Table:
    """`table` with the columns of `lanes` added. Raises InputError when a row finds no entry."""
    ours, theirs = find_columns(table, KEYS), find_columns(lanes, KEYS)
    if "row" not in theirs and ("lane" not in theirs or "lane" not in ours):
        raise lanes.fail(None, None, "a lane map needs a column `row`, or `lane` that the export has as well")
    keys = ["row"] if "row" in theirs else ["lane"]
    keys += ["blot"] if "blot" in theirs and "blot" in ours else []
    entries: dict[tuple[str, ...], int] = {}
    for row in range(len(lanes.rows)):
        key = tuple(lanes.text(row, theirs.get(name)) for name in keys)
        if key in entries:
            raise lanes.fail(row, None, f"{keys[0]} {key[0]} is also in row {lanes.lines[entries[key]]}")
        entries[key] = row
    added = [i for i, name in enumerate(lanes.header) if plain(name) not in {plain(h) for h in table.header if h}]
    added = [i for i in added if i not in {theirs.get(name) for name in keys}]
    width = len(table.header)
    joined: list[tuple[Cell, ...]] = []
    for row, cells in enumerate(table.rows):
        key = tuple(str(row + 1) if name == "row" else table.text(row, ours.get(name)) for name in keys)
        if key not in entries:
            raise table.fail(row, None, f"{keys[0]} {key[0]} is not in the lane map {lanes.place}")
        source = lanes.rows[entries[key]]
        padded = (*cells, *([None] * (width - len(cells))))
        joined.append((*padded, *(source[i] if i < len(source) else None for i in added)))
    header = (*table.header, *(lanes.header[i] for i in added))
    notes = table.notes
    unused = len(entries) - len(table.rows)
    if unused > 0:
        notes = (*notes, f"{unused} entries of the lane map have no row in the export")
    return replace(table, header=header, rows=tuple(joined), notes=notes)
