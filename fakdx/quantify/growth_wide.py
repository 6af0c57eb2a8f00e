"""Growth tables with a column an animal, or a column a condition, to the long tables that are read.

A column of tumour volumes says its arm in a row of groups above or below the header, in a header such as `vehicle 3`
or `vehicle_M3`, or by its header being repeated or left blank after the first of an arm, as Prism and merged cells
leave it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from fakdx.quantify.cells import Cell
from fakdx.quantify.doses import VEHICLE_WORDS
from fakdx.quantify.grids import Grid
from fakdx.quantify.tables import HEADER_SEARCH, Table, as_table, column_letter, filled, find_columns, is_number, plain

_NUMBERED = re.compile(
    r"(?P<arm>.*?)[\s_\-#:./]*(?P<animal>(?:mouse|animal|maus|tier|rep(?:licate)?|no\.?|[mMn#])?[\s_\-.]*\d+)"
)
Names = Mapping[str, tuple[str, ...]]


def from_days(grid: Grid, roles: Names) -> Table | None:
    """The table whose header begins with a word for the day, whatever stands above it; None without one."""
    words = {plain(alias) for alias in roles["day"]}
    for position, row in enumerate(grid.rows[:HEADER_SEARCH]):
        first = next((text for text in _texts_of(row) if text), "")
        if plain(first) in words and len(row) > 2:
            below = replace(grid, rows=grid.rows[position:], lines=grid.lines[position:])
            return as_table(below, {"day": roles["day"]})
    return None


def tumours_by_column(grid: Grid, table: Table, roles: Names) -> Table | None:
    """A column an animal as rows of arm, animal, day and volume; None when no column holds volumes.

    Raises InputError when it cannot be told which animal is in which arm.
    """
    day = find_columns(table, {"day": roles["day"]}, required=("day",)).index["day"]
    columns = _numeric(table, (day,))
    if not columns:
        return None
    header = [table.header[i] for i in columns]
    groups = _group_row(grid, table, roles, columns)
    if groups is not None:
        arms, animals = groups, [name or column_letter(i) for name, i in zip(header, columns, strict=True)]
    else:
        arms, animals = _split(header, columns)
    if any(not arm for arm in arms):
        listed = ", ".join(name or "(blank)" for name in header[:8])
        message = (
            f"which animal is in which arm? found the columns {listed}; write `vehicle 1`, `vehicle 2` ... as headers, "
            "or a row that begins with `group` above them"
        )
        raise table.fail(None, None, message)
    body = [i for i in range(len(table.rows)) if not _is_group(table.rows[i], day, roles)]
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    origins: list[tuple[int, str]] = []
    for row in body:
        cells = _padded(table.rows[row], len(table.header))
        for arm, animal, column in zip(arms, animals, columns, strict=True):
            if filled(cells[column]):
                rows.append((arm, animal, cells[day], cells[column]))
                lines.append(table.lines[row])
                origins.append((column, table.header[column] or arm))
    unit = next((t for t in ("cm3", "cm³", "cm^3") if any(t in cell for cell in _texts(grid))), "")
    names = ("arm", "animal", table.header[day] or "day", f"volume ({unit})" if unit else "volume")
    return table.derived(names, rows, lines, origins)


def colonies_by_column(table: Table, roles: Names, control: str) -> Table | None:
    """A column a condition as rows of arm, replicate and count; None unless one column is the control."""
    columns = find_columns(table, roles)
    taken = set(columns.index.values())
    arms = [i for i in _numeric(table, taken) if table.header[i]]
    controls = {control.lower()} if control else VEHICLE_WORDS
    if len(arms) < 2 or not any(table.header[i].lower() in controls for i in arms):
        return None
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    origins: list[tuple[int, str]] = []
    for row, cells in enumerate(table.rows):
        padded = _padded(cells, len(table.header))
        for column in arms:
            rows.append((table.header[column], table.text(row, columns.get("replicate")), padded[column]))
            lines.append(table.lines[row])
            origins.append((column, table.header[column]))
    return table.derived(("arm", "replicate", "count"), rows, lines, origins)


def _numeric(table: Table, besides: Collection[int]) -> list[int]:
    """Columns in which a number stands, and nothing but numbers below it where anything does."""
    width = max(len(table.header), *(len(row) for row in table.rows))
    found = []
    for column in range(width):
        if column in besides:
            continue
        cells = [row[column] for row in table.rows if column < len(row) and filled(row[column])]
        if any(is_number(cell, table.decimal) for cell in cells):
            found.append(column)
    return [column for column in found if column < len(table.header)]


def _group_row(grid: Grid, table: Table, roles: Names, columns: Sequence[int]) -> list[str] | None:
    """The arms from a row beside the header that begins with `group` or that stands above it in words alone."""
    words = {plain(alias) for alias in roles["arm"]}
    header = next((i for i, row in enumerate(grid.rows) if tuple(_texts_of(row)) == tuple(table.header)), None)
    if header is None:
        return None
    for position in (header - 1, header + 1):
        if not 0 <= position < len(grid.rows):
            continue
        cells = _texts_of(grid.rows[position])
        padded = [*cells, *[""] * (len(table.header) - len(cells))]
        named = [text for text in padded[: columns[0]] if text]
        inside = [padded[i] for i in columns]
        if any(is_number(text, table.decimal) for text in inside if text) or not any(inside):
            continue
        if (named and plain(named[-1]) in words) or (not named and position < header and inside[0]):
            return _forward(inside)
    return None


def _is_group(row: Sequence[Cell], day: int, roles: Names) -> bool:
    """Whether a row below the header is the row of groups."""
    first = row[day] if day < len(row) else None
    return isinstance(first, str) and plain(first) in {plain(alias) for alias in roles["arm"]}


def _split(header: Sequence[str], columns: Sequence[int]) -> tuple[list[str], list[str]]:
    """Arms and animals from headers: numbered (`vehicle 3`), or repeated or blank after the first of an arm."""
    matches = [_NUMBERED.fullmatch(name) for name in header]
    if all(match is not None for match in matches):
        found = [match for match in matches if match is not None]
        return [match["arm"].strip() for match in found], [match["animal"].strip() for match in found]
    return _forward(header), [column_letter(i) for i in columns]


def _forward(names: Sequence[str]) -> list[str]:
    """Blank names take the one before."""
    filled_in: list[str] = []
    for name in names:
        filled_in.append(name or (filled_in[-1] if filled_in else ""))
    return filled_in


def _padded(row: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*row, *([None] * (width - len(row))))


def _texts_of(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row]


def _texts(grid: Grid) -> list[str]:
    """Everything written above and in the header, where a unit may stand."""
    return [cell for row in grid.rows[:4] for cell in _texts_of(row)]
