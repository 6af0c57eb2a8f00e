"""GraphPad Prism 5-9 projects (`.pzfx`): XY tables with replicates, to one long table.

Prism keeps struck-out values with `Excluded="1"`; they are left out and counted. A document type declaration
or entity is refused: Prism writes none, and they are how XML files attack their reader.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from fakdx.errors import InputError, Problem
from fakdx.quantify.cells import Cell, Decimal, OverflowCellError, decimal_sign, read_number
from fakdx.quantify.grids import MAX_CELL, decode, read_bytes
from fakdx.quantify.tables import Provenance, Table

HEADER = ("dose", "line", "subcolumn", "response")


@dataclass(frozen=True)
class PrismColumn:
    """One data set: a title and its subcolumns, each as long as the table; None is missing or struck out."""

    title: str
    subcolumns: tuple[tuple[str | None, ...], ...]
    excluded: int


@dataclass(frozen=True)
class PrismTable:
    title: str
    x: PrismColumn | None
    y: tuple[PrismColumn, ...]


def is_prism(path: Path) -> bool:
    return path.suffix.lower() == ".pzfx"


def read_prism(path: Path) -> tuple[PrismTable, ...]:
    """All data tables of a project. Raises InputError for anything that is not such a file."""
    data = read_bytes(path)
    text = decode(data, path.name)
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise InputError(Problem(path.name, 0, "declares a DTD or entity, which Prism never does"))
    try:
        root = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except ET.ParseError as error:
        raise InputError(Problem(path.name, error.position[0], f"is not well-formed XML: {error}")) from None
    if _name(root) != "GraphPadPrismFile":
        raise InputError(Problem(path.name, 0, f"expected a Prism project, found <{_name(root)}>"))
    tables = tuple(_table(node) for node in root.iter() if _name(node) in ("Table", "HugeTable"))
    if not tables:
        raise InputError(Problem(path.name, 0, "the project holds no data table"))
    return tables


def prism_long_table(path: Path, title: str | None = None) -> Table:
    """One XY table as long rows of dose, line, subcolumn, response; the first unless one is named."""
    tables = read_prism(path)
    usable = [table for table in tables if table.x is not None and (title is None or table.title == title)]
    if not usable:
        found = ", ".join(repr(table.title) for table in tables)
        wanted = f"no XY table{f' {title!r}' if title else ''}"
        raise InputError(Problem(path.name, 0, f"{wanted}; tables: {found}"))
    chosen = usable[0]
    assert chosen.x is not None
    doses = chosen.x.subcolumns[0] if chosen.x.subcolumns else ()
    place = f"{path.name}[{chosen.title}]"
    numbers = [text for text in doses if text]
    numbers += [text for column in chosen.y for sub in column.subcolumns for text in sub if text]
    try:
        sign = decimal_sign(numbers) or "."
    except ValueError as error:
        raise InputError(Problem(place, 0, str(error))) from None
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    origins: list[tuple[int, str]] = []
    for column in chosen.y:
        for number, values in enumerate(column.subcolumns, 1):
            for position, value in enumerate(values):
                dose = doses[position] if position < len(doses) else None
                if value is None or dose is None:
                    continue
                rows.append((_checked(dose, sign, place, position), column.title, str(number), value))
                lines.append(position + 1)
                origins.append((-1, f"{column.title or 'Y'}, subcolumn {number}"))
    if not rows:
        raise InputError(Problem(place, 0, "the table holds no value"))
    struck = sum(column.excluded for column in (*chosen.y, chosen.x))
    notes = [f"{struck} value{'s' if struck != 1 else ''} struck out in Prism left out"] if struck else []
    if title is None and len(usable) > 1:
        others = ", ".join(repr(table.title) for table in usable[1:])
        notes.append(f"read table {chosen.title!r}; the project also has {others}")
    source = Provenance(path.name, chosen.title, hashlib.sha256(read_bytes(path)).hexdigest())
    header = (chosen.x.title or "dose", *HEADER[1:])
    return Table(source, header, tuple(rows), tuple(lines), sign, tuple(notes), tuple(origins))


def _checked(text: str, sign: Decimal, place: str, position: int) -> float:
    try:
        number = read_number(text, sign)
    except OverflowCellError as error:
        raise InputError(Problem(place, position + 1, f"X value {error}")) from None
    except ValueError as error:
        raise InputError(Problem(place, position + 1, f"X value: {error}")) from None
    if number is None:
        raise InputError(Problem(place, position + 1, "X value: expected a dose, found nothing"))
    return number


def _name(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def _text(node: ET.Element | None) -> str:
    """What an element says, in one line, as long as a cell may be."""
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()[: MAX_CELL + 1] if node is not None else ""


def _child(node: ET.Element, name: str) -> ET.Element | None:
    return next((child for child in node if _name(child) == name), None)


def _table(node: ET.Element) -> PrismTable:
    xs = [_column(child) for child in node if _name(child) == "XColumn"]
    ys = tuple(_column(child) for child in node if _name(child) == "YColumn")
    return PrismTable(_text(_child(node, "Title")), xs[0] if xs else None, ys)


def _column(node: ET.Element) -> PrismColumn:
    subcolumns: list[tuple[str | None, ...]] = []
    excluded = 0
    for sub in (child for child in node if _name(child) == "Subcolumn"):
        values: list[str | None] = []
        for cell in (child for child in sub if _name(child) == "d"):
            struck = cell.get("Excluded") == "1"
            excluded += struck
            values.append(None if struck else _text(cell) or None)
        subcolumns.append(tuple(values))
    return PrismColumn(_text(_child(node, "Title")), tuple(subcolumns), excluded)
