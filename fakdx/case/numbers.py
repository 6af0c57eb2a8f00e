"""The `quantified` part of a case file: the numbers that findings came from, checked so that a report can draw them."""

from __future__ import annotations

from typing import Any

from fakdx.case.reader import Reader
from fakdx.reading.names import did_you_mean
from fakdx.reading.validate import validate

TEXTS, LISTS, PLOTS = ("command", "table", "sheet", "sha256"), ("results", "warnings", "plots"), "plots"
MOST = 200


def read_quantified(reader: Reader, data: Any) -> tuple[Any, ...]:
    """The records as they stand in the file. What is not drawn or listed is kept unread; a mistake has its line."""
    if data is None:
        return ()
    if not isinstance(data, list | tuple):
        reader.complain(("quantified",), "expected a list of tables and their results")
        return ()
    if len(data) > MOST:
        reader.complain(("quantified",), f"{len(data):,} tables; a case keeps at most {MOST}")
        return ()
    for number, record in enumerate(data):
        _check(reader, record, ("quantified", number))
    return tuple(data)


def _check(reader: Reader, record: Any, at: tuple[str | int, ...]) -> None:
    if not isinstance(record, dict):
        reader.complain(at, "quantified: expected the record of a table, as `fakdx quantify --into` writes it")
        return
    for key in TEXTS:
        if record.get(key) is not None and not isinstance(record[key], str | int | float):
            reader.complain((*at, key), f"quantified: {key}: expected text")
    for key in LISTS:
        if record.get(key) is not None and not isinstance(record[key], list | tuple):
            reader.complain((*at, key), f"quantified: {key}: expected a list")
    plots = record.get(PLOTS)
    for number, plot in enumerate(plots if isinstance(plots, list | tuple) else ()):
        _check_plot(reader, plot, (*at, PLOTS, number))


def _check_plot(reader: Reader, plot: Any, at: tuple[str | int, ...]) -> None:
    from fakdx.figures.figure import KINDS

    kind = plot.get("kind") if isinstance(plot, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        found = f", found {kind!r}{did_you_mean(kind, KINDS)}" if isinstance(kind, str) else ""
        reader.complain(at, f"plot: expected a mapping whose kind is one of {', '.join(KINDS)}{found}")
        return
    _, problems = validate(KINDS[kind], plot, reader.document, (*reader.base, *at), f"plot ({kind})")
    reader.problems += problems
