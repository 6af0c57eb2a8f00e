"""Doses in micromolar and times in hours, as column headers and cells name them."""

from __future__ import annotations

import re

MICROMOLAR = {"pM": 1e-6, "nM": 1e-3, "uM": 1.0, "mM": 1e3, "M": 1e6}
HOURS = {"s": 1 / 3600, "min": 1 / 60, "h": 1.0, "d": 24.0, "weeks": 168.0}

_DOSE_WORDS = {
    "pm": "pM", "nm": "nM", "um": "uM", "µm": "uM", "μm": "uM", "nmol/l": "nM", "umol/l": "uM",
    "µmol/l": "uM", "μmol/l": "uM", "mmol/l": "mM", "mol/l": "M", "micromolar": "uM", "nanomolar": "nM",
}  # fmt: skip
_TIME_WORDS = {
    "s": "s", "sec": "s", "seconds": "s", "min": "min", "mins": "min", "minute": "min", "minutes": "min",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "d": "d", "day": "d", "days": "d",
    "w": "weeks", "wk": "weeks", "week": "weeks", "weeks": "weeks",
}  # fmt: skip
_QUANTITY = re.compile(r"([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*([^\d\s.,][^\s]*)?")
_IN_HEADER = re.compile(r"^(.*?)[\s_]*[\(\[,/ _]\s*([A-Za-zµμ]+(?:/[Ll]|\^?[23]|[²³])?)\s*[\)\]]?\s*$")
_LENGTHS = frozenset({"mm", "cm", "mm3", "cm3", "mm^3", "cm^3", "mm³", "cm³"})


def dose_unit(text: str) -> str | None:
    """`µM` to `uM`; None when it is no unit of concentration. `mM` and `M` are read with their case."""
    word = text.strip()
    if word in ("mM", "M"):
        return word
    return _DOSE_WORDS.get(word.lower())


def time_unit(text: str) -> str | None:
    return _TIME_WORDS.get(text.strip().lower())


def header_unit(header: str) -> tuple[str, str]:
    """Split `dose (nM)`, `dose_nM` or `log[drug], M` into name and unit; unit is empty when there is none."""
    match = _IN_HEADER.match(header.strip())
    if match and match[1].strip() and _is_unit(match[2]):
        return match[1].strip(" ,_([/"), match[2]
    return header.strip(), ""


def _is_unit(text: str) -> bool:
    return text in _LENGTHS or dose_unit(text) is not None or time_unit(text) is not None


def split_quantity(text: str) -> tuple[str, str] | None:
    """`100 nM` to (`100`, `nM`); None when it does not start with a number."""
    match = _QUANTITY.fullmatch(text.strip())
    return (match[1], match[2] or "") if match else None


def say_dose(micromolar: float) -> str:
    """`1 uM`, `50 nM`: the unit that keeps the number readable."""
    for unit, scale in (("mM", 1e3), ("uM", 1.0), ("nM", 1e-3)):
        if micromolar >= scale * 0.9995 or unit == "nM":
            return f"{micromolar / scale:.3g} {unit}"
    return f"{micromolar:.3g} uM"


def say_time(hours: float) -> str:
    """`30 min`, `6 h`, `3 d`, `2 weeks`: whole numbers where possible."""
    if 0 < hours < 1:
        return f"{hours * 60:.3g} min"
    for unit, scale in (("weeks", 168.0), ("d", 24.0)):
        many = hours / scale
        if many >= (2 if unit == "d" else 3) and abs(many - round(many)) < 1e-9:
            return f"{many:.4g} {unit}"
    return f"{hours:.4g} h"
