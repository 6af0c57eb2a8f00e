"""Doses and times from table cells, with the unit from the cell, the header or the user, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from fakdx.errors import InputError
from fakdx.quantify.cells import Decimal, read_number
from fakdx.quantify.tables import Table
from fakdx.quantify.units import HOURS, MICROMOLAR, dose_unit, header_unit, split_quantity, time_unit

VEHICLE_WORDS = frozenset({"vehicle", "veh", "dmso", "control", "ctrl", "untreated", "mock", "none", "0"})
_DOSE_IN_TEXT = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s*(pM|nM|[uµμ]M|mM)\b")
_TIME_IN_TEXT = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s*(min|h|hr|hours?|d|days?)\b")


@dataclass(frozen=True)
class QuantityColumn:
    """One column of doses or times. `unit` is the user's choice, `header` what the header says."""

    table: Table
    column: int
    unit: str
    header: str
    scales: dict[str, float]
    parse: Callable[[str], str | None]
    what: str

    def read(self, row: int) -> float | None:
        """The quantity in micromolar or hours, None for an empty cell; `vehicle` and `DMSO` are zero.

        Raises InputError for a number without unit, a unit that contradicts the header, or no number.
        """
        cells = self.table.rows[row]
        cell = cells[self.column] if self.column < len(cells) else None
        if isinstance(cell, float):
            return self._scaled(row, cell, "", f"{cell:g}")
        text = self.table.text(row, self.column)
        if text.lower() in VEHICLE_WORDS and self.what == "dose" and text:
            return 0.0
        split = split_quantity(text)
        if split is None:
            return self.table.number(row, self.column)
        number = self._number(row, split[0])
        if number is None:
            return None
        own = self.parse(split[1]) if split[1] else ""
        return self._scaled(row, number, own, text)

    def _scaled(self, row: int, number: float, own: str | None, text: str) -> float:
        if own is None:
            raise self.table.fail(row, self.column, f"expected a {self.what}, found the unit in {text!r}")
        stated = self.unit or self.header
        if own and stated and own != stated:
            message = f"{text!r} contradicts the unit {stated} of the column; write all doses in one way"
            raise self.table.fail(row, self.column, message)
        unit = own or stated
        if not unit:
            if number == 0:
                return 0.0
            known = ", ".join(self.scales)
            option = "--dose-unit" if self.what == "dose" else "--time-unit"
            message = f"{text!r} has no unit; put one in the header ({known}), or give {option}"
            raise self.table.fail(row, self.column, message)
        return number * self.scales[unit]

    def _number(self, row: int, text: str) -> float | None:
        try:
            return read_number(text, self.table.decimal)
        except ValueError as error:
            raise self.table.fail(row, self.column, str(error)) from None


def dose_column(table: Table, column: int, unit: str = "") -> QuantityColumn:
    """A reader for doses; `unit` (`nM`, `uM` ...) stands in for a header unit and must not contradict it."""
    return _column(table, column, unit, MICROMOLAR, dose_unit, "dose")


def time_column(table: Table, column: int, unit: str = "") -> QuantityColumn:
    """A reader for times; a column called `day` or `hours` names its own unit."""
    return _column(table, column, unit, HOURS, time_unit, "time")


def _column(
    table: Table,
    column: int,
    unit: str,
    scales: dict[str, float],
    parse: Callable[[str], str | None],
    what: str,
) -> QuantityColumn:
    chosen = parse(unit) if unit else ""
    if chosen is None:
        raise InputError(f"{unit!r} is no unit of {what}; known: {', '.join(scales)}")
    name, written = header_unit(table.header[column])
    stated = parse(written) or parse(name) if written or what == "time" else ""
    if chosen and stated and chosen != stated:
        raise table.fail(None, column, f"the header says {stated}, the option says {chosen}")
    return QuantityColumn(table, column, chosen or "", stated or "", scales, parse, what)


def dose_in_text(text: str, decimal: Decimal = ".") -> float | None:
    """`defactinib 1 uM 6 h` to 1.0; None when no dose is named."""
    match = _DOSE_IN_TEXT.search(text)
    unit = dose_unit(match[2]) if match else None
    number = read_number(match[1], decimal) if match else None
    return None if unit is None or number is None else number * MICROMOLAR[unit]


def agents_in(text: str) -> str | list[str]:
    """`defactinib + erlotinib 1 uM 6 h` to its agents, without dose and time; one agent stays a word."""
    bare = _TIME_IN_TEXT.sub("", _DOSE_IN_TEXT.sub("", text))
    agents = [part.strip(" ,") for part in re.split(r"\s*\+\s*|\s+and\s+", bare)]
    named = [agent for agent in agents if agent]
    return named if len(named) > 1 else (named[0] if named else text)


def time_in_text(text: str, decimal: Decimal = ".") -> float | None:
    """`defactinib 1 uM 6 h` to 6.0; None when no time is named."""
    match = _TIME_IN_TEXT.search(text)
    unit = time_unit(match[2]) if match else None
    number = read_number(match[1], decimal) if match else None
    return None if unit is None or number is None else number * HOURS[unit]
