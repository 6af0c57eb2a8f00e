"""The checks by theme, and the registry of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from fakdx.lint.check import Check
from fakdx.lint.checks import (
    bench,
    citing,
    counting,
    dangling,
    identity,
    logic,
    numbers,
    reach,
    weight,
    wording,
    written,
)

THEMES: tuple[tuple[str, ModuleType], ...] = (
    ("Names that lead nowhere", dangling),
    ("Lines and examples that do not work", written),
    ("Rules that cannot work, or repeat another", logic),
    ("Entries that nothing reaches", reach),
    ("Experiments and combinations", bench),
    ("Claims and their sources", citing),
    ("Weight of evidence", weight),
    ("Evidence that counts twice", counting),
    ("Priors and scale", numbers),
    ("Names and identifiers", identity),
    ("Wording, files and life cycle", wording),
)
"""Heading and module of each theme, in the order of the documentation."""


def in_theme(module: ModuleType) -> tuple[Check, ...]:
    """The checks of one module, in the order in which they are written."""
    return tuple(value for value in vars(module).values() if isinstance(value, Check))


CHECKS: Mapping[str, Check] = MappingProxyType(
    {check.code: check for _, module in THEMES for check in in_theme(module)}
)
"""Every check by its code."""
