"""What each column of a wide table holds: the case's name, a field of its context, or one observation.

A header is any name of the vocabulary, with qualifiers: `pFAK_Y397`, `pAKT_S473 @ 24 h`, `pHER2 | versus=parental`.
A context column may carry its unit: `dose (uM)`. Cells hold a state, and may add qualifiers in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fakdx.case.context import FIELDS
from fakdx.case.finding import QUALIFIERS
from fakdx.case.reader import MOST_PROBLEMS
from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge
from fakdx.reading.names import did_you_mean, fold

Role = Literal["case", "context", "finding", "ignored"]
CASE_HEADERS = frozenset({"case", "id", "caseid", "sample", "sampleid", "title", "name"})
LISTS = ("culture", "partner", "genotype")
"""Context fields that may hold several values, apart from each other by `;`."""
_UNIT = re.compile(r"(.+?)\s*[(\[]([^)\]]+)[)\]]")
_CONTEXT = {fold(field): field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it is, what it holds, and how its cells are read."""

    index: int
    header: str
    role: Role
    name: str = ""
    unit: str = ""
    qualifiers: tuple[tuple[str, Any], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """What the table writes, and the word it stands for."""


@dataclass(frozen=True, slots=True)
class Layout:
    """All columns of a table, and context that is the same for every row."""

    columns: tuple[Column, ...]
    constants: tuple[tuple[str, Any], ...] = ()

    def of(self, role: Role) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.role == role)


def read_layout(headers: Sequence[str], knowledge: Knowledge, file: str, given: Mapping[str, Column | None]) -> Layout:
    """A column for each header; `given` are those that a mapping describes (None: leave out).

    Raises InputError with every header that means nothing, and the nearest name that does.
    """
    problems: list[Problem] = []
    columns: list[Column] = []
    seen: set[str] = set()
    for index, header in enumerate(headers):
        text = header.strip()
        if text in seen and text:
            problems.append(Problem(file, 1, f"column {text!r} appears twice"))
        seen.add(text)
        if len(problems) >= MOST_PROBLEMS:
            problems.append(Problem(file, 0, f"has {MOST_PROBLEMS} columns or more that mean nothing"))
            break
        if text in given:
            column = given[text]
            columns.append(Column(index, text, "ignored") if column is None else _placed(column, index))
            continue
        try:
            columns.append(_column(index, text, knowledge))
        except ValueError as error:
            problems.append(Problem(file, 1, f"column {text!r}: {error}"))
    if len([c for c in columns if c.role == "case"]) > 1:
        names = ", ".join(repr(c.header) for c in columns if c.role == "case")
        problems.append(
            Problem(file, 1, f"columns {names} all name the case; list all but one under 'ignore' in a mapping")
        )
    if problems:
        raise InputError(problems)
    return Layout(tuple(columns))


def _placed(column: Column, index: int) -> Column:
    return Column(index, column.header, column.role, column.name, column.unit, column.qualifiers, column.values)


def _column(index: int, header: str, knowledge: Knowledge) -> Column:
    if not header:
        return Column(index, header, "ignored")
    if fold(header) in CASE_HEADERS:
        return Column(index, header, "case")
    bare, unit = header, ""
    if match := _UNIT.fullmatch(header):
        bare, unit = match[1], match[2].strip()
    if (field := _CONTEXT.get(fold(bare))) is not None:
        return Column(index, header, "context", field, unit)
    name, qualifiers = split_qualified(header)
    id = observable_id(name, knowledge)
    return Column(index, header, "finding", id, qualifiers=tuple(qualifiers.items()))


def observable_id(name: str, knowledge: Knowledge) -> str:
    """The observable of that name or alias. ValueError with the nearest names."""
    names = knowledge.names.observables
    if (id := names.get(fold(name))) is not None:
        return id
    near = did_you_mean(name, [*names.values(), *FIELDS])
    raise ValueError(f"no observation or context field of that name{near} (or list it under 'ignore' in a mapping)")


def split_qualified(text: str) -> tuple[str, dict[str, Any]]:
    """`increased @ 24 h | fold=1.9` to the word and its qualifiers. ValueError where they cannot be read."""
    head, *rest = text.split("|")
    word, at, time = head.partition("@")
    found: dict[str, Any] = {"at": time.strip()} if at else {}
    for part in rest:
        key, sign, value = (x.strip() for x in part.partition("="))
        if not sign or key not in QUALIFIERS:
            raise ValueError(
                f"expected a qualifier such as 'versus=parental', found {part.strip()!r}{did_you_mean(key, QUALIFIERS)}"
            )
        found[key] = qualifier_value(key, value)
    return word.strip(), found


def qualifier_value(key: str, text: str) -> Any:
    """A qualifier from a cell or header in the shape in which a case file has it."""
    if key in ("with", "on"):
        return split_list(text, "+;")
    if key == "n" and text.isdecimal() and len(text) < 9:
        return int(text)
    if key == "ci" and (match := re.fullmatch(r"\s*([\d.eE+]+)\s*(?:-|–|to|;)\s*([\d.eE+]+)\s*", text)):
        try:
            return [float(match[1]), float(match[2])]
        except ValueError:
            return text
    return text


def split_list(text: str, separators: str = ";") -> list[str]:
    """The parts of a cell that holds several values."""
    parts: Iterable[str] = re.split(f"[{re.escape(separators)}]", text)
    return [part.strip() for part in parts if part.strip()]
