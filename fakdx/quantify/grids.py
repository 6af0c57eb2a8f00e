"""A file of cells, whatever wrote it: delimited text in any encoding, a workbook, or a Prism project.

The content decides, not the extension: old ImageJ saves tab-separated text as `Results.xls`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fakdx.errors import InputError, Problem
from fakdx.quantify.cells import Cell, Decimal, decimal_sign
from fakdx.quantify.progress import Progress, no_progress
from fakdx.quantify.workbooks import read_sheet
from fakdx.reading.files import read_regular

DELIMITERS = ("\t", ";", ",", "|")
DELIMITER_NAMES = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
MAX_BYTES = 50_000_000
STEP = 20_000
"""Rows between two reports of progress."""
MAX_CELL = 1_000
"""Characters; no number or label is longer, and no pattern is shown more."""
_SAMPLE_LINES = 200
_SAMPLE_TEXT = 20_000
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f\x7f\x80-\x9f]")
_DECIMAL_SAMPLE = 20_000


@dataclass(frozen=True)
class Grid:
    """Rows of cells. `lines[i]` is the row number in the file of `rows[i]`, counted from 1."""

    source: str
    sheet: str
    sha256: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    decimal: Decimal = "."
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return f"{self.source}[{self.sheet}]" if self.sheet else self.source


def read_bytes(path: Path) -> bytes:
    """The file's content. InputError when it is not there, no regular file, not readable, too large, or empty."""
    try:
        data = read_regular(path, MAX_BYTES, "a table")
    except FileNotFoundError:
        raise InputError(Problem(path.name, 0, "cannot be read: no such file")) from None
    if not data.strip():
        raise InputError(Problem(path.name, 0, "the file is empty"))
    return data


def read_grid(
    path: Path,
    *,
    sheet: str | None = None,
    delimiter: str | None = None,
    decimal: Decimal | None = None,
    progress: Progress = no_progress,
) -> Grid:
    """Read delimited text or one sheet of a workbook (the first, unless named).

    `delimiter` and `decimal` override what the content suggests. `progress` is told the rows of a long file. Raises
    InputError.
    """
    data = read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        if path.suffix.lower() == ".prism":
            raise InputError(Problem(path.name, 0, "a .prism project is not read; save it as .pzfx or CSV"))
        return _read_workbook(path, data, digest, sheet, decimal)
    if path.suffix.lower() == ".pzfx":
        raise InputError(Problem(path.name, 0, "a Prism project is read by dose-response alone; save the table as CSV"))
    if sheet:
        raise InputError(Problem(path.name, 0, f"is delimited text and has no sheet {sheet!r}"))
    text = decode(data, path.name)
    mark = DELIMITER_NAMES.get(delimiter or "", delimiter) or _delimiter(text)
    if len(mark) != 1:
        raise InputError(f"a delimiter is one character or one of {', '.join(DELIMITER_NAMES)}; got {mark!r}")
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    many = text.count("\n") + 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            _check_cells(row, path.name, reader.line_num)
            rows.append(tuple(row))
            lines.append(reader.line_num)
            if len(lines) % STEP == 0:
                progress(reader.line_num, many)
    except csv.Error as error:
        start = (lines[-1] if lines else 0) + 1
        open_ = "unexpected end" in str(error)
        message = "a quotation mark in this row is never closed" if open_ else f"cannot be read as a table: {error}"
        raise InputError(Problem(path.name, start if open_ else reader.line_num, message)) from None
    sign = decimal or _decimal(rows, path.name, "." if mark == "," else None)
    return Grid(path.name, "", digest, tuple(rows), tuple(lines), sign)


def decode(data: bytes, name: str) -> str:
    """Text from UTF-8, UTF-16 (with or without mark) or Windows-1252, which older programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[:400].count(0) > len(data[:400]) // 4:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text[:_SAMPLE_TEXT])) * 8 > len(text[:_SAMPLE_TEXT]):
            break
        return text
    raise InputError(Problem(name, 0, "is neither a text table nor a workbook that can be read"))


def _delimiter(text: str) -> str:
    """The delimiter that most lines agree on; a decimal comma loses because it is missing from the header."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0
    for mark in DELIMITERS:
        counts = Counter(_outside_quotes(line, mark) for line in lines)
        counts.pop(0, None)
        score = max(counts.values(), default=0)
        if score > best_score:
            best, best_score = mark, score
    return best


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _decimal(rows: list[tuple[Cell, ...]], name: str, otherwise: Decimal | None = None) -> Decimal:
    """The decimal sign of text cells; `otherwise` settles what the cells leave open."""
    sample = (cell for row in rows[:_DECIMAL_SAMPLE] for cell in row if isinstance(cell, str))
    try:
        sign = decimal_sign(sample) or otherwise
    except ValueError as error:
        raise InputError(Problem(name, 0, str(error))) from None
    if sign is None:
        message = "numbers such as 1,234 may be thousands or decimals; say --decimal point or --decimal comma"
        raise InputError(Problem(name, 0, message))
    return sign


def _read_workbook(path: Path, data: bytes, digest: str, sheet: str | None, decimal: Decimal | None) -> Grid:
    names, rows = read_sheet(data, sheet, path.name)
    chosen = names[0] if sheet is None else sheet
    place = f"{path.name}[{chosen}]"
    if not any(cell is not None for row in rows for cell in row):
        raise InputError(Problem(place, 0, f"the sheet is empty; sheets: {', '.join(names)}"))
    for number, row in enumerate(rows, 1):
        _check_cells(row, place, number)
    notes = (f"read sheet {chosen!r}; the workbook also has {', '.join(n for n in names if n != chosen)}",)
    sign = decimal or _decimal(rows, place)
    shown = notes if sheet is None and len(names) > 1 else ()
    return Grid(path.name, chosen, digest, tuple(rows), tuple(range(1, len(rows) + 1)), sign, shown)


def _check_cells(row: Sequence[Cell], place: str, line: int) -> None:
    longest = max((len(cell) for cell in row if isinstance(cell, str)), default=0)
    if longest > MAX_CELL:
        raise InputError(Problem(place, line, f"a cell of {longest:,} characters; the limit is {MAX_CELL:,}"))
