"""A mapping file: what the columns of a table are called at home, and what its words mean.

case: sample
context:
  inhibitor: drug                       # a column
  dose: {column: conc, unit: uM}
  culture: {value: 2D}                  # the same for every row
findings:
  - {column: Y397 blot, name: pFAK_Y397, at: 6 h, values: {dn: decreased, nc: unchanged}}
ignore: [plate, operator]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fakdx.batch.layout import Column, observable_id
from fakdx.case.context import FIELDS
from fakdx.case.finding import QUALIFIERS
from fakdx.case.reader import MOST_PROBLEMS
from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge
from fakdx.reading.names import did_you_mean
from fakdx.reading.yaml_lines import Document, Path_, read_yaml

TOP = ("case", "context", "findings", "ignore")


class Mapped:
    """The columns that a mapping describes, by header, and the context it fixes."""

    def __init__(self) -> None:
        self.columns: dict[str, Column | None] = {}
        self.constants: dict[str, Any] = {}


def read_mapping(path: Path, knowledge: Knowledge) -> Mapped:
    """Raises InputError with every mistake and its line."""
    document = read_yaml(path)
    return _Mapper(document, knowledge).read()


class _Mapper:
    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document = document
        self.knowledge = knowledge
        self.problems: list[Problem] = []
        self.found = Mapped()

    def read(self) -> Mapped:
        data = self.document.data
        if not isinstance(data, dict):
            self.complain((), f"is not a mapping: expected {', '.join(TOP)}")
            raise InputError(self.problems)
        for key in data:
            if key not in TOP:
                self.complain((key,), f"unknown field {key!r}{did_you_mean(key, TOP)} (known: {', '.join(TOP)})")
        if data.get("case") is not None:
            self.add(data["case"], ("case",), lambda header: Column(0, header, "case"))
        self.context(data.get("context"))
        self.findings(data.get("findings"))
        ignore = data.get("ignore") or []
        for header in ignore if isinstance(ignore, list) else [ignore]:
            self.found.columns[str(header).strip()] = None
        if self.problems:
            raise InputError(self.problems)
        return self.found

    def complain(self, path: Path_, message: str) -> None:
        self.problems.append(self.document.problem(path, message))
        if len(self.problems) >= MOST_PROBLEMS:
            more = Problem(self.document.file, 0, f"has {MOST_PROBLEMS} mistakes or more")
            raise InputError([*self.problems, more])

    def add(self, header: Any, path: Path_, make: Any) -> None:
        if not isinstance(header, str) or not header.strip():
            self.complain(path, f"expected the header of a column, found {header!r}")
        elif header.strip() in self.found.columns:
            self.complain(path, f"column {header!r} is described twice")
        else:
            self.found.columns[header.strip()] = make(header.strip())

    def context(self, data: Any) -> None:
        if data is None:
            return
        if not isinstance(data, Mapping):
            self.complain(("context",), "context: expected fields, each with its column")
            return
        for field, given in data.items():
            path = ("context", field)
            if field not in FIELDS:
                self.complain(path, f"unknown field {field!r} in context{did_you_mean(field, FIELDS)}")
            elif isinstance(given, Mapping) and "value" in given:
                self.found.constants[field] = given["value"]
            elif isinstance(given, Mapping):
                self.known(given, ("column", "unit", "values"), path)
                unit, values = str(given.get("unit", "")), self.values(given, path)
                self.add(
                    given.get("column"),
                    path,
                    lambda h, f=field, u=unit, v=values: Column(0, h, "context", f, u, values=v),
                )
            else:
                self.add(given, path, lambda h, f=field: Column(0, h, "context", f))

    def findings(self, data: Any) -> None:
        for number, item in enumerate(data if isinstance(data, list) else [] if data is None else [data]):
            path = ("findings", number)
            if not isinstance(item, Mapping) or "column" not in item or "name" not in item:
                self.complain(
                    path, "expected a column and the name of what it holds, such as {column: Y397, name: pFAK_Y397}"
                )
                continue
            self.known(item, ("column", "name", "values", *QUALIFIERS), path)
            try:
                id = observable_id(str(item["name"]), self.knowledge)
            except ValueError as error:
                self.complain((*path, "name"), f"{item['name']!r}: {error}")
                continue
            qualifiers = tuple((k, v) for k, v in item.items() if k in QUALIFIERS)
            values = self.values(item, path)
            self.add(
                item["column"],
                (*path, "column"),
                lambda h, i=id, q=qualifiers, v=values: Column(0, h, "finding", i, qualifiers=q, values=v),
            )

    def known(self, data: Mapping[str, Any], fields: tuple[str, ...], path: Path_) -> None:
        for key in data:
            if key not in fields:
                self.complain((*path, key), f"unknown field {key!r}{did_you_mean(key, fields)}")

    def values(self, data: Mapping[str, Any], path: Path_) -> tuple[tuple[str, str], ...]:
        values = data.get("values") or {}
        if isinstance(values, Mapping) and all(isinstance(v, str | bool) for v in values.values()):
            words = {True: "yes", False: "no"}
            return tuple((key.strip(), words[v] if isinstance(v, bool) else v) for key, v in values.items())
        self.complain((*path, "values"), "values: expected what the table writes and the word it stands for")
        return ()
