"""Rows to contexts and findings, each distinct cell read once by the reader of case files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from fakdx.batch.layout import LISTS, Column, Layout, split_list, split_qualified
from fakdx.batch.marks import REMEMBERED, Mark, Marker, View
from fakdx.batch.records import Row
from fakdx.case.context import read_context
from fakdx.case.finding import read_finding
from fakdx.case.parse import TOP, parse_case
from fakdx.case.reader import Reader
from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context
from fakdx.reading.yaml_lines import MAX_BYTES, Document, read_yaml

NOT_REPORTED = frozenset({"", "na", "n/a", "nan", "none", "null", "-", "."})
"""Cells that say nothing was done; `not tested` may be said too."""
MAX_CELL = 1_000
PLAIN = frozenset(TOP) - {"notes", "quantified"}
MOST_AT_ONCE = 100
"""A case with more findings, or with other fields, is read by the reader of case files, which knows its limits."""


class BadCase(Exception):  # noqa: N818
    """A row that cannot be read, with every reason. It stays inside the batch."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One case ready to be judged."""

    name: str
    view: View
    marks: Sequence[Mark]

    @property
    def case(self) -> CaseData:
        return CaseData(self.name, self.view.context, tuple(m.finding for m in self.marks))


class RowReader:
    """Reads the rows of one input; remembers contexts and cells."""

    def __init__(self, knowledge: Knowledge, marker: Marker, layout: Layout | None) -> None:
        self.knowledge = knowledge
        self.marker = marker
        self.notices: dict[str, None] = {}
        self._views: dict[object, View | str] = {}
        self._cells: dict[object, Mark | str | None] = {}
        self._fields: dict[tuple[str, str], tuple[str, Any]] = {}
        if layout is not None:
            self._constants = dict(layout.constants)
            self._context = layout.of("context")
            self._findings = [(c.index, c, any(k == "in" for k, _ in c.qualifiers)) for c in layout.of("finding")]
            self._width = len(layout.columns)
            self._name = next((c.index for c in layout.of("case")), None)
            self._pick = itemgetter(*(c.index for c in self._context)) if self._context else lambda _: ()

    def read(self, row: Row) -> Reported:
        """A row of any input. Raises BadCase."""
        if row.problem:
            raise BadCase(row.problem)
        try:
            if isinstance(row.content, Path):
                return self._file(row.content)
            return self._line(row.content) if isinstance(row.content, str) else self._cells_of(row.content)
        except InputError as error:
            raise BadCase("; ".join(p.message for p in error.problems)) from None

    def _cells_of(self, cells: Sequence[str]) -> Reported:
        if len(cells) < self._width or (len(cells) > self._width and any(cells[self._width :])):
            raise BadCase(f"has {len(cells)} cells where the header has {self._width}")
        view = self._views.get(key := self._pick(cells))
        if view is None:
            long = next((c.header for c in self._context if len(cells[c.index]) > MAX_CELL), None)
            if long is not None:
                raise BadCase(f"column {long!r}: the limit of a cell is {MAX_CELL:,} characters")
            view = self._remember_view(key, lambda: self._context_of(cells))
        problems = [view] if isinstance(view, str) else []
        if isinstance(view, str):
            view = self._remember_view((), lambda: {})
            assert isinstance(view, View)
        marks = []
        frame, known = view.frame, self._cells
        for index, column, in_arm in self._findings:
            text = cells[index]
            if not text:
                continue
            key = (index, text, _armed(view) if in_arm or "|" in text else frame)
            mark = known[key] if key in known else self._remember_cell(key, column, text, view)
            if mark.__class__ is Mark:
                marks.append(mark)
            elif mark is not None:
                problems.append(str(mark))
        if problems:
            raise BadCase("; ".join(problems))
        return Reported("" if self._name is None else cells[self._name].strip(), view, marks)

    def _remember_view(self, key: object, make: Any) -> View | str:
        if len(self._views) >= REMEMBERED:
            self._views.clear()
        if key not in self._views:
            self._views[key] = self._view(make())
        return self._views[key]

    def _remember_cell(self, key: object, column: Column, text: str, view: View) -> Mark | str | None:
        if len(self._cells) >= REMEMBERED:
            self._cells.clear()
        if len(text) > MAX_CELL:
            return f"column {column.header!r}: a cell of {len(text):,} characters; the limit is {MAX_CELL:,}"
        word = text.strip()
        word = dict(column.values).get(word, word)
        self._cells[key] = None if word.casefold() in NOT_REPORTED else self._cell(column, word, view)
        return self._cells[key]

    def _cell(self, column: Column, text: str, view: View) -> Mark | str:
        try:
            word, qualifiers = split_qualified(text)
        except ValueError as error:
            return f"column {column.header!r}: {error}"
        item = {column.name: word, **dict(column.qualifiers), **qualifiers}
        found = self._finding(item, view)
        return f"column {column.header!r}: {found}" if isinstance(found, str) else found

    def _finding(self, item: Any, view: View) -> Mark | str:
        reader = Reader(Document("", None, {}), self.knowledge)
        finding = read_finding(reader, item, (), view.context)
        if finding is None or reader.problems:
            return "; ".join(p.message for p in reader.problems)
        return self.marker.mark(finding, view)

    def _context_of(self, cells: Sequence[str]) -> dict[str, Any]:
        given: dict[str, Any] = dict(self._constants)
        for column in self._context:
            text = cells[column.index].strip()
            text = dict(column.values).get(text, text)
            if text.casefold() in NOT_REPORTED:
                continue
            value: Any = f"{text} {column.unit}" if column.unit and text[-1:] in "0123456789." else text
            if column.name in LISTS:
                value = split_list(text, ";," if column.name == "genotype" else ";")
            elif column.name == "arms":
                value = {label.strip(): role.strip() for label, _, role in (p.partition("=") for p in split_list(text))}
            given[column.name] = value
        return given

    def _view(self, given: Any) -> View | str:
        """A context from fields as a case file has them; fields do not bear on each other, so each is read once."""
        fields = given if isinstance(given, dict) else {"": given} if given is not None else {}
        read = [(field, *self._field(field, value, given)) for field, value in fields.items()]
        if wrong := [problem for _, problem, _ in read if problem]:
            return "; ".join(wrong)
        return self.marker.view(Context(**{field: value for field, _, value in read}))

    def _field(self, field: str, value: Any, given: Any) -> tuple[str, Any]:
        key = (field, repr(value))
        known = self._fields.get(key)
        if known is None:
            if len(self._fields) >= REMEMBERED:
                self._fields.clear()
            reader = Reader(Document("", None, {}), self.knowledge)
            context = read_context(reader, {field: value} if isinstance(given, dict) else given, ())
            self.notices.update(dict.fromkeys(reader.notices))
            known = self._fields[key] = "; ".join(p.message for p in reader.problems), getattr(context, field, None)
        return known

    def _line(self, line: str) -> Reported:
        """One JSON case. What is plain is read from memory; the rest by the reader of case files."""
        data = _json(line)
        name = data.pop("case", None) if isinstance(data, dict) else None
        findings = data.get("findings") if isinstance(data, dict) else None
        if not isinstance(findings, list) or len(findings) > MOST_AT_ONCE or not PLAIN.issuperset(data):
            return self._parsed(Document("", data, {}), _text(name))
        context = data.get("context")
        written = repr(context)
        view = self._views.get(written)
        if view is None:
            view = self._remember_view(written, lambda: context)
        if isinstance(view, str):
            return self._parsed(Document("", data, {}), _text(name))
        marks = []
        for item in findings:
            key = (repr(item), _armed(view) if isinstance(item, Mapping) and "in" in item else view.frame)
            mark = self._cells.get(key)
            if mark is None and isinstance(item, Mapping) and set(item) != {"note"}:
                if len(self._cells) >= REMEMBERED:
                    self._cells.clear()
                mark = self._cells[key] = self._finding(item, view)
            if not isinstance(mark, Mark):
                return self._parsed(Document("", data, {}), _text(name))
            marks.append(mark)
        return Reported(_text(name if name is not None else data.get("title")), view, marks)

    def _file(self, path: Path) -> Reported:
        try:
            document = read_yaml(path)
        except InputError as error:
            raise BadCase(
                "; ".join(f"line {p.line}: {p.message}" if p.line else p.message for p in error.problems)
            ) from None
        return self._parsed(document, path.stem)

    def _parsed(self, document: Document, name: str) -> Reported:
        try:
            case = parse_case(document, self.knowledge)
        except InputError as error:
            lined = bool(document.file)
            raise BadCase(
                "; ".join(f"line {p.line}: {p.message}" if lined else p.message for p in error.problems)
            ) from None
        self.notices.update(dict.fromkeys(case.notices))
        view = self.marker.view(case.context)
        return Reported(name or case.title, view, [self.marker.mark(f, view) for f in case.findings])


def _armed(view: View) -> tuple[object, ...]:
    """What the reading of a finding that names an arm depends on."""
    return view.frame, view.context.cell_line, view.context.arms


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _json(line: str) -> Any:
    if len(line) > MAX_BYTES:
        raise BadCase(f"is longer than {MAX_BYTES:,} characters")
    try:
        return json.loads(line, object_pairs_hook=_unique)
    except RecursionError:
        raise BadCase("is nested too deeply") from None
    except ValueError as error:
        raise BadCase(f"is not a JSON object: {error}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"duplicate key {twice!r}")
    return found
