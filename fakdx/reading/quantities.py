"""Doses, times and ranges as people write them, to numbers with one unit.

Doses become micromolar, times become hours. A range is `2-24 h`, `>= 6 h`, `< 1 uM`; a plain quantity is a
range of width zero.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

HOURS = {
    "s": 1 / 3600, "sec": 1 / 3600, "second": 1 / 3600, "seconds": 1 / 3600,
    "min": 1 / 60, "mins": 1 / 60, "minute": 1 / 60, "minutes": 1 / 60,
    "h": 1.0, "hr": 1.0, "hrs": 1.0, "hour": 1.0, "hours": 1.0,
    "d": 24.0, "day": 24.0, "days": 24.0,
    "w": 168.0, "wk": 168.0, "wks": 168.0, "week": 168.0, "weeks": 168.0,
    "month": 730.5, "months": 730.5,
}  # fmt: skip
MICROMOLAR = {
    "pm": 1e-6, "nm": 1e-3, "um": 1.0, "µm": 1.0, "μm": 1.0, "umol/l": 1.0, "µmol/l": 1.0, "μmol/l": 1.0,
    "nmol/l": 1e-3, "mm": 1e3, "m": 1e6,
}  # fmt: skip
MULTIPLE = {"x": 1.0, "fold": 1.0, "xec50": 1.0}

VAGUE = ("hours", "days", "weeks", "months")
"""Plurals without a number: at least two of them."""

LONGEST = 80
"""No quantity is longer; the patterns below are never shown more."""

MOST_DIGITS = 15

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_SINGLE = re.compile(rf"(?P<sign>>=|<=|>|<|≥|≤|~|about )?\s*(?P<a>{_NUMBER})\s*(?P<unit>[^\d\s].*)?$")
_FIRST_UNIT = r"(?![eE][-+]?\d)[^\d\s–-]+?"  # never the exponent of 1e-3
_SPAN = re.compile(
    rf"(?P<a>{_NUMBER})\s*(?P<ua>{_FIRST_UNIT})?\s*(?:-|–|to)\s*(?P<b>{_NUMBER})\s*(?P<unit>[^\d\s].*)?$"
)


@dataclass(frozen=True)
class Span:
    """A closed or half-open interval; `low == high` for a single value. None is unbounded."""

    low: float | None
    high: float | None
    open_low: bool = False
    open_high: bool = False

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside; an unbounded side of `other` lies inside only an unbounded side."""
        return self._low_ok(other) and self._high_ok(other)

    def _low_ok(self, other: Span) -> bool:
        if self.low is None:
            return True
        if other.low is None:
            return False
        return other.low > self.low or (other.low == self.low and (not self.open_low or other.open_low))

    def _high_ok(self, other: Span) -> bool:
        if self.high is None:
            return True
        if other.high is None:
            return False
        return other.high < self.high or (other.high == self.high and (not self.open_high or other.open_high))


def parse_span(text: str | int | float, units: dict[str, float], expected: str) -> Span:
    """Parse one quantity or range in any of `units`. ValueError says what was expected.

    `expected` names the quantity for the message, for example `a time such as 6 h`.
    """
    span = _parse(text, units, expected)
    for end in (span.low, span.high):
        if end is not None and not math.isfinite(end):
            raise ValueError(f"expected {expected}, found {text!r}, which is beyond any number")
        if end is not None and end < 0:
            raise ValueError(f"expected {expected}, found {text!r}; it is never negative")
    return span


def _parse(text: str | int | float, units: dict[str, float], expected: str) -> Span:
    if isinstance(text, bool):
        raise ValueError(f"expected {expected}, found {str(text).lower()}")
    if isinstance(text, int | float):
        if units is not MULTIPLE and math.isfinite(text):
            raise ValueError(f"expected {expected}, found the bare number {text:g}; add a unit ({_units(units)})")
        return Span(float(text), float(text))
    if not isinstance(text, str):
        raise ValueError(f"expected {expected}, found {text!r}")
    cleaned = " ".join(text.split())
    if len(cleaned) > LONGEST:
        raise ValueError(f"expected {expected}, found {len(cleaned):,} characters")
    if cleaned.lower() in VAGUE and units is HOURS:
        return Span(2 * units[cleaned.lower()], None)
    if match := _SPAN.fullmatch(cleaned):
        unit = match["unit"] or match["ua"]
        scale = _scale(unit, units, expected, text)
        low_scale = _scale(match["ua"], units, expected, text) if match["ua"] else scale
        low, high = float(match["a"]) * low_scale, float(match["b"]) * scale
        if low > high:
            raise ValueError(f"expected {expected}, found {text!r}, whose lower end is above its upper end")
        return Span(low, high)
    if match := _SINGLE.fullmatch(cleaned):
        value = float(match["a"]) * _scale(match["unit"], units, expected, text)
        sign = (match["sign"] or "").strip()
        if sign in (">", ">=", "≥"):
            return Span(value, None, open_low=sign == ">")
        if sign in ("<", "<=", "≤"):
            return Span(None, value, open_high=sign == "<")
        return Span(value, value)
    raise ValueError(f"expected {expected}, found {text!r}")


def _scale(unit: str | None, units: dict[str, float], expected: str, text: str) -> float:
    key = (unit or "").replace(" ", "").lower()
    if not key and units is MULTIPLE:
        return 1.0
    if key in units:
        return units[key]
    if not key:
        raise ValueError(f"expected {expected}, found {text!r} without a unit ({_units(units)})")
    raise ValueError(f"expected {expected}, found the unit {unit!r} in {text!r}; known: {_units(units)}")


def _units(units: dict[str, float]) -> str:
    if units is HOURS:
        return "min, h, d, weeks"
    if units is MICROMOLAR:
        return "nM, uM, mM"
    return "x"


def parse_time(text: str | int | float) -> Span:
    """Hours."""
    return parse_span(text, HOURS, "a time such as 6 h, 2-24 h or 3 weeks")


def parse_dose(text: str | int | float) -> Span:
    """Micromolar."""
    return parse_span(text, MICROMOLAR, "a concentration such as 1 uM, 100 nM or > 10 uM")


def parse_fold(text: str | int | float) -> Span:
    """A ratio without unit."""
    return parse_span(text, MULTIPLE, "a ratio such as 1.9, 5-10 or > 30")


def whole_number(text: str) -> int | None:
    """The number that digits stand for; None for anything else, such as ² or more digits than a count has."""
    bare = text.strip()
    return int(bare) if bare.isdecimal() and len(bare) <= MOST_DIGITS else None


def say_hours(span: Span) -> str:
    return _say(span, [(730.5, "months"), (168.0, "weeks"), (24.0, "d"), (1.0, "h"), (1 / 60, "min")])


def say_micromolar(span: Span) -> str:
    return _say(span, [(1e3, "mM"), (1.0, "uM"), (1e-3, "nM")])


def say_fold(span: Span) -> str:
    return _say(span, [(1.0, "")]).strip()


def exact_hours(span: Span) -> str:
    """For files: reads back as the same span to the last digit."""
    return _exact(span, "h")


def exact_micromolar(span: Span) -> str:
    return _exact(span, "uM")


def exact_fold(span: Span) -> str:
    return _exact(span, "x")


def _exact(span: Span, unit: str) -> str:
    if span.low is not None and span.high is not None:
        low, high = _number(span.low), _number(span.high)
        return f"{low} {unit}" if low == high else f"{low}-{high} {unit}"
    if span.low is not None:
        return f"{'>' if span.open_low else '>='} {_number(span.low)} {unit}"
    return f"{'<' if span.open_high else '<='} {_number(span.high or 0.0)} {unit}"


def _number(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _say(span: Span, scales: list[tuple[float, str]]) -> str:
    anchor = span.low or span.high
    if anchor is None:
        return "0" if span.low == 0 else "any"
    size = abs(anchor)
    scale, unit = next(((s, u) for s, u in scales if size >= s and _whole(size / s)), ("", ""))
    if not scale:
        scale, unit = next(((s, u) for s, u in scales if size >= s), scales[-1])

    def number(value: float) -> str:
        return f"{value / float(scale):.4g}"

    if span.low is not None and span.high is not None:
        body = number(span.low) if span.low == span.high else f"{number(span.low)}-{number(span.high)}"
    elif span.low is not None:
        body = (">" if span.open_low else ">=") + " " + number(span.low)
    else:
        assert span.high is not None
        body = ("<" if span.open_high else "<=") + " " + number(span.high)
    return f"{body} {unit}".strip()


def _whole(value: float) -> bool:
    return abs(value - round(value, 1)) < 1e-9
