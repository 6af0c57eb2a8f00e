"""A file of cells, whatever wrote it: delimited text in any encoding, a workbook, or a Prism project.

The content decides, not the extension: old ImageJ saves tab-separated text as `Results.xls`.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fakdx.errors import InputError, Problem
from fakdx.quantify.cells import Cell, Decimal, decimal_sign

DELIMITERS = ("\t", ";", ",", "|")
DELIMITER_NAMES = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_SAMPLE_LINES = 200
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
    """The file's content. InputError when it is not there, not readable, or empty."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(path.name, 0, f"cannot be read: {error.strerror or error}")) from None
    if not data.strip():
        raise InputError(Problem(path.name, 0, "the file is empty"))
    return data


def read_grid(
    path: Path, *, sheet: str | None = None, delimiter: str | None = None, decimal: Decimal | None = None
) -> Grid:
    """Read delimited text or one sheet of a workbook (the first, unless named).

    `delimiter` and `decimal` override what the content suggests. Raises InputError.
    """
    data = read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        if path.suffix.lower() == ".prism":
            raise InputError(Problem(path.name, 0, "a .prism project is not read; save it as .pzfx or CSV"))
        return _read_workbook(path, data, digest, sheet, decimal)
    if sheet:
        raise InputError(Problem(path.name, 0, f"is delimited text and has no sheet {sheet!r}"))
    text = decode(data, path.name)
    mark = DELIMITER_NAMES.get(delimiter or "", delimiter) or _delimiter(text)
    if len(mark) != 1:
        raise InputError(f"a delimiter is one character or one of {', '.join(DELIMITER_NAMES)}; got {mark!r}")
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            rows.append(tuple(row))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise InputError(Problem(path.name, reader.line_num, f"cannot be read as a table: {error}")) from None
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
        if "\0" in text:
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
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise InputError(Problem(path.name, 0, "a workbook needs: pip install 'fakdx[tables]'")) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise InputError(Problem(path.name, 0, f"no sheet {sheet!r}; found: {', '.join(names)}"))
        chosen = sheet if sheet is not None else names[0]
        raw = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise InputError(Problem(path.name, 0, f"the workbook cannot be read: {error}")) from None
    rows = [tuple(_cell(value) for value in row) for row in raw]
    if not any(cell is not None for row in rows for cell in row):
        message = f"the sheet is empty; sheets: {', '.join(names)}"
        raise InputError(Problem(f"{path.name}[{chosen}]", 0, message))
    notes = (f"read sheet {chosen!r}; the workbook also has {', '.join(n for n in names if n != chosen)}",)
    sign = decimal or _decimal(rows, f"{path.name}[{chosen}]")
    shown = notes if sheet is None and len(names) > 1 else ()
    return Grid(path.name, chosen, digest, tuple(rows), tuple(range(1, len(rows) + 1)), sign, shown)


def _cell(value: object) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    return str(value)
