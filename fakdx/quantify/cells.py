"""One table cell to one number, and one column to one decimal sign.

A cell that should be a number is a number, is missing, or is refused with a sentence: an instrument that
writes `OVER` did not measure zero, and a formula that was never evaluated is not a measurement.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Literal

Cell = str | float | None
Decimal = Literal[".", ","]

MISSING = frozenset(
    {"", "nan", "na", "n/a", "n.a.", "nd", "n.d.", "null", "none", "-", "–", "—", "#n/a", "missing", "empty"}
)
OVERFLOW = frozenset(
    {"over", "ovrflw", "overflow", "overflw", "ovfl", "oflow", "ofl", "saturated", "sat", "inf", "+inf"}
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_DECIMAL = (
    r"[+-]?\d+(?:{group}\d{{3}})*{sign}(?:\d{{1,2}}|\d{{4,}})(?:[eE][+-]?\d+)?"
    r"|[+-]?(?:0|\d+{group}\d{{3}}){sign}\d+"
)
_COMMA_DECIMAL = re.compile(_DECIMAL.format(group=r"\.", sign=","))
_DOT_DECIMAL = re.compile(_DECIMAL.format(group=",", sign=r"\."))
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:[,.]\d{3})+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_SPACES = str.maketrans("", "", " \u00a0\u2009\u202f'’%")


class OverflowCellError(ValueError):
    """The instrument said that the signal was above its range."""


def decimal_sign(cells: Iterable[str]) -> Decimal | None:
    """The decimal sign that text cells use; None when `1,234` could be either and nothing settles it.

    Raises ValueError when both signs are used.
    """
    comma = dot = either = ""
    for cell in cells:
        text = cell.translate(_SPACES)
        if not comma and _COMMA_DECIMAL.fullmatch(text):
            comma = cell.strip()
        elif not dot and _DOT_DECIMAL.fullmatch(text):
            dot = cell.strip()
        elif not either and _EITHER.fullmatch(text):
            either = cell.strip()
        if comma and dot:
            raise ValueError(f"both decimal signs are used ({dot!r} and {comma!r}); write numbers one way")
    if comma:
        return ","
    if dot or not either:
        return "."
    return None


def read_number(cell: Cell, decimal: Decimal = ".") -> float | None:
    """The number in a cell, None when it says that there is none.

    Raises OverflowCellError for an instrument's overflow mark, ValueError for anything else.
    """
    if cell is None:
        return None
    if isinstance(cell, int | float):
        if math.isnan(cell):
            return None
        if math.isinf(cell):
            raise OverflowCellError("is infinite, so above the range of the instrument")
        return float(cell)
    text = cell.strip()
    if text.lower() in MISSING:
        return None
    if text.lower() in OVERFLOW or text.startswith(">"):
        raise OverflowCellError(f"is {text!r}: the signal was above the range of the instrument")
    if text.startswith("=") or text.startswith("@"):
        raise ValueError(f"holds the formula {text[:40]!r} instead of its value; paste values")
    if text.startswith("#"):
        raise ValueError(f"holds the spreadsheet error {text[:20]!r}")
    plain = text.translate(_SPACES).replace("−", "-")
    if _GROUPS.fullmatch(plain) or decimal == ",":
        plain = _without_groups(plain, decimal)
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"expected a number, found {text[:40]!r}")
    value = float(plain)
    if math.isinf(value):
        raise ValueError(f"expected a number, found {text[:40]!r}: too large")
    return value


def _without_groups(text: str, decimal: Decimal) -> str:
    """Drop thousands separators and turn the decimal sign into a dot."""
    group = "," if decimal == "." else "."
    if group in text and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}.*)?", text):
        return text if decimal == "." else text.replace(".", "?")
    return text.replace(group, "").replace(decimal, ".")
