"""A table with a header: named columns, numbers that know their row and column, mistakes that say where.

Columns are found by header, in any order, with the names that instruments and people use; a user may name a
column outright.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fakdx.errors import InputError, Problem
from fakdx.quantify.cells import Cell, Decimal, OverflowCellError, read_number
from fakdx.quantify.grids import STEP, Grid
from fakdx.quantify.progress import Progress
from fakdx.quantify.units import header_unit

HEADER_SEARCH = 60
"""Rows in which a header is looked for; exports have preambles, never long ones."""


@dataclass(frozen=True)
class Provenance:
    """Which table the numbers came from, so that a case can be checked against it."""

    table: str = "arrays"
    sheet: str = ""
    sha256: str = ""

    @property
    def place(self) -> str:
        """How messages name it: `book.xlsx[Sheet1]`."""
        return f"{self.table}[{self.sheet}]" if self.sheet else self.table

    def record(self) -> dict[str, str]:
        shown = {"table": self.table, "sheet": self.sheet, "sha256": self.sha256}
        return {key: value for key, value in shown.items() if value}


@dataclass(frozen=True)
class Table:
    """Header and rows. `lines[i]` is the row number in the file of `rows[i]`, counted from 1.

    A table that was made from another shape remembers in `origins`, for each row, the column (from 0; -1 is none) and
    the name that the value in its last column had in the file.
    """

    provenance: Provenance
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    decimal: Decimal = "."
    notes: tuple[str, ...] = ()
    origins: tuple[tuple[int, str], ...] = ()

    def derived(
        self,
        header: tuple[str, ...],
        rows: Sequence[tuple[Cell, ...]],
        lines: Sequence[int],
        origins: Sequence[tuple[int, str]],
    ) -> Table:
        """The same numbers in long form; messages go on naming the columns of the file."""
        return replace(self, header=header, rows=tuple(rows), lines=tuple(lines), origins=tuple(origins))

    @property
    def place(self) -> str:
        return self.provenance.place

    @property
    def empty(self) -> str:
        """What an empty cell may have held: workbooks keep no value for a formula that was never calculated."""
        return " (a formula without a value and a spreadsheet error read as empty)" if self.provenance.sheet else ""

    def fail(self, row: int | None, column: int | None, message: str) -> InputError:
        """The error to raise for a row (index into `rows`) and column; None leaves that part out."""
        line = 0 if row is None else self.lines[row]
        return InputError(Problem(self.place, line, self._where(row, column) + message))

    def _where(self, row: int | None, column: int | None) -> str:
        if column is None:
            return ""
        if not self.origins:
            return f"column {column_letter(column)} ({self.header[column].strip()}): "
        if row is None or column != len(self.header) - 1:
            return f"{self.header[column].strip()}: "
        index, name = self.origins[row]
        return f"column {column_letter(index)} ({name}): " if index >= 0 else f"{name}: "

    def each_row(self, progress: Progress) -> Iterator[int]:
        """The index of every row, telling `progress` now and then."""
        many = len(self.rows)
        for row in range(many):
            if row and row % STEP == 0:
                progress(row, many)
            yield row

    def text(self, row: int, column: int | None) -> str:
        """A cell as a label: `1.0` from a spreadsheet is `1`."""
        if column is None or column >= len(self.rows[row]):
            return ""
        cell = self.rows[row][column]
        if cell is None:
            return ""
        if isinstance(cell, float):
            return str(int(cell)) if cell.is_integer() else repr(cell)
        return cell.strip()

    def number(self, row: int, column: int) -> float | None:
        """A cell as a number; None when missing. An overflow mark or any other text is an InputError."""
        cell = self.rows[row][column] if column < len(self.rows[row]) else None
        try:
            return read_number(cell, self.decimal)
        except ValueError as error:
            raise self.fail(row, column, str(error)) from None

    def overflowed(self, row: int, column: int) -> bool:
        """Whether the instrument marked this cell as above its range."""
        try:
            read_number(self.rows[row][column] if column < len(self.rows[row]) else None, self.decimal)
        except OverflowCellError:
            return True
        except ValueError:
            return False
        return False


@dataclass(frozen=True)
class Columns:
    """Which column plays which role."""

    index: Mapping[str, int]

    def get(self, role: str) -> int | None:
        return self.index.get(role)

    def __contains__(self, role: str) -> bool:
        return role in self.index


def column_letter(index: int) -> str:
    """0 is A, 26 is AA, as spreadsheets count."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def plain(name: str) -> str:
    """A header without unit, case, blanks and punctuation: `Bkgnd. Std Dev` is `bkgndstddev`."""
    bare = header_unit(name)[0].lower()
    return re.sub(r"[^0-9a-zα-ω%]+", "", bare)


def as_table(grid: Grid, roles: Mapping[str, tuple[str, ...]], named: Iterable[str] = ()) -> Table:
    """Find the header row (the first row that names most of `roles`) and take what follows as rows.

    `named` are headers the user gave. A blank line after the first row ends the table, because exports append
    summaries.
    """
    known = {plain(alias) for aliases in roles.values() for alias in aliases}
    known |= {plain(name) for name in named}
    best, best_score = -1, 0
    for position, row in enumerate(grid.rows[:HEADER_SEARCH]):
        score = sum(1 for cell in row if isinstance(cell, str) and plain(cell) in known)
        if score > best_score:
            best, best_score = position, score
    if best < 0:
        first = next((row for row in grid.rows if any(filled(c) for c in row)), ())
        shown = ", ".join(repr(str(c).strip()[:30]) for c in first[:8] if filled(c)) or "nothing"
        wanted = ", ".join([aliases[0] for aliases in roles.values()][:7])
        hint = ""
        if len([c for c in first if filled(c)]) == 1 and isinstance(first[0], str):
            hint = next((f"; is the delimiter {mark!r}?" for mark in ";,\t|" if mark in first[0]), "")
            blanks = len(first[0].split()) > 2
            hint = hint or ("; are the columns separated by blanks? then say --delimiter ' '" if blanks else "")
        other = f"; {grid.notes[0]} (--sheet)" if grid.notes else ""
        message = f"no header row: expected columns such as {wanted}; found {shown}{hint}{other}"
        raise InputError(Problem(grid.place, 0, message))
    header = tuple("" if cell is None else str(cell).strip() for cell in grid.rows[best])
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    for row, line in zip(grid.rows[best + 1 :], grid.lines[best + 1 :], strict=True):
        if not any(filled(cell) for cell in row):
            if rows:
                break
            continue
        rows.append(row)
        lines.append(line)
    if not rows:
        raise InputError(Problem(grid.place, grid.lines[best], "the header is there, but no row follows it"))
    source = Provenance(grid.source, grid.sheet, grid.sha256)
    return Table(source, header, tuple(rows), tuple(lines), grid.decimal, grid.notes)


def find_columns(
    table: Table,
    roles: Mapping[str, tuple[str, ...]],
    chosen: Mapping[str, str] | None = None,
    required: Iterable[str] = (),
) -> Columns:
    """Match headers to roles by alias, or by the header the user chose for a role.

    Raises InputError for a role that is unknown, a chosen header that is not there, a required role without
    column, or a header that occurs twice.
    """
    chosen = chosen or {}
    headers = [plain(name) for name in table.header]
    index: dict[str, int] = {}
    for role, name in chosen.items():
        if role not in roles:
            raise InputError(f"no column role {role!r}; known: {', '.join(roles)}")
        key = plain(name)
        if key not in headers:
            near = difflib.get_close_matches(name, [h for h in table.header if h], 1, 0.5)
            listed = ", ".join(h for h in table.header if h)
            found = f"; did you mean {near[0]!r}?" if near else f"; found: {listed}"
            raise table.fail(None, None, f"no column {name!r} for {role}{found}")
        index[role] = headers.index(key)
    taken = set(index.values())
    for role, aliases in roles.items():
        if role in index:
            continue
        for alias in aliases:
            places = [i for i, name in enumerate(headers) if name == plain(alias) and i not in taken]
            if len(places) > 1:
                letters = " and ".join(column_letter(i) for i in places)
                raise table.fail(None, None, f"columns {letters} are both called {table.header[places[0]]!r}")
            if places:
                index[role] = places[0]
                taken.add(places[0])
                break
    for role in required:
        if role not in index:
            names = " / ".join(roles[role][:4])
            found_names = ", ".join(repr(h) for h in table.header if h) or "none"
            raise table.fail(None, None, f"no column for {role} (expected {names}); found: {found_names}")
    return Columns(index)


def is_number(cell: Cell, decimal: Decimal) -> bool:
    """Whether a cell holds a number; an overflow mark, a formula and a word are none."""
    try:
        return read_number(cell, decimal) is not None
    except ValueError:
        return False


def filled(cell: Cell) -> bool:
    """Whether anything is written in a cell."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))
