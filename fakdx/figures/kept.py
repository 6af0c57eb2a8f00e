"""Figures in a record of plain data and back, as a case file keeps them under `plots`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from fakdx.errors import InputError
from fakdx.figures.figure import KINDS, Figure

PLOTS = "plots"
"""The key of a record that holds its figures."""


def to_plain(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Figures as lists, mappings and numbers; what is as it always is, is left out."""
    return [{"kind": f.kind, **f.model_dump(mode="json", exclude_defaults=True)} for f in figures]


def figures_in(record: Mapping[str, Any]) -> tuple[Figure, ...]:
    """The figures of a record; none when it keeps none. Raises InputError for what is no figure."""
    kept = record.get(PLOTS) or ()
    if not isinstance(kept, list | tuple):
        raise InputError(f"{PLOTS}: expected a list of plots")
    return tuple(_figure(data) for data in kept)


def _figure(data: Any) -> Figure:
    kind = KINDS.get(data.get("kind", "") if isinstance(data, Mapping) else "")
    if kind is None:
        raise InputError(f"{PLOTS}: expected a mapping whose kind is one of {', '.join(KINDS)}")
    try:
        return kind.model_validate(tuples(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{PLOTS}: {where}: {first['msg'].removeprefix('Value error, ')}") from None


def tuples(data: Any) -> Any:
    """Lists to tuples, which frozen models hold."""
    if isinstance(data, list | tuple):
        return tuple(tuples(x) for x in data)
    if isinstance(data, Mapping):
        return {key: tuples(value) for key, value in data.items()}
    return data
