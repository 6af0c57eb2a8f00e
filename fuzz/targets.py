"""What is fuzzed: bytes in, and nothing out but the errors that are documented.

A target reads the bytes as its reader would find them in a file or on the command line, and checks the laws that
hold for whatever was read. Any exception other than `FakdxError` is a finding; so is an input that takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from fakdx.batch.judge import Judge
from fakdx.batch.layout import read_layout
from fakdx.batch.mapping import read_mapping
from fakdx.batch.reading import BadCase, RowReader
from fakdx.batch.records import Source, open_source
from fakdx.batch.rows import answer, encode, error_row
from fakdx.case import Case
from fakdx.errors import FakdxError, InputError
from fakdx.explain.edits import edit
from fakdx.interview.store import Store
from fakdx.interview.typed import looks_typed, read_typed
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.reading import quantities
from fuzz import quantify_targets, seeds
from fuzz.knowledge_target import read_overlay

MOST_ROWS = 20
"""Rows of a table that are judged; more say nothing new."""


@dataclass(frozen=True)
class Target:
    """`read` raises for a finding; `folder` is a scratch folder of its own."""

    read: Callable[[bytes, Path], None]
    seeds: Callable[[], Iterable[bytes]]
    longest: int = 4096
    """Bytes of an input."""


def attempt(target: Target, data: bytes, folder: Path) -> bool:
    """Whether the bytes were taken; False when they were refused as they should be."""
    try:
        target.read(data, folder)
    except FakdxError as refused:
        assert refused.problems
        assert all(str(problem).isprintable() for problem in refused.problems), refused.problems
        return False
    return True


@cache
def _judge() -> Judge:
    return Judge(load_knowledge())


@cache
def _case() -> Case:
    return Case.from_text(seeds.example_case())


def _knowledge() -> Knowledge:
    return load_knowledge()


def _text(data: bytes) -> str:
    """What a terminal would hand over: bytes that are no UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def _written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read_case(data: bytes, _folder: Path) -> None:
    """A case is read, and written as a file that reads back equal."""
    case = Case.from_text(data, _knowledge())
    again = Case.from_text(case.to_yaml(), _knowledge())
    assert (again.context, again.findings, again.title) == (case.context, case.findings, case.title)


def read_session(data: bytes, folder: Path) -> None:
    """Sessions are listed; one that cannot be read is set aside with its bytes."""
    path = _written(folder, "20260101-000000.yaml", data)
    saved, notices = Store(folder).sessions(_knowledge())
    assert len(saved) + len(notices) == 1
    assert path.read_bytes() == data if saved else any(p.read_bytes() == data for p in folder.iterdir())
    for left in folder.iterdir():
        left.unlink()


def read_typed_finding(data: bytes, _folder: Path) -> None:
    """A line of the questionnaire."""
    text = _text(data)
    looks_typed(text, _knowledge())
    read_typed(text, _case().context, _knowledge())


def read_what_if(data: bytes, _folder: Path) -> None:
    """`fakdx whatif CASE RESULT --drop FINDING`."""
    text = _text(data)
    try:
        edit(_case(), [], [text], _knowledge())
    except InputError:
        edit(_case(), [text], [], _knowledge())


def read_quantity(data: bytes, _folder: Path) -> None:
    """A time, a dose or a ratio is written so that it reads back the same."""
    text = _text(data)
    pairs = (
        (quantities.parse_time, quantities.exact_hours, quantities.say_hours),
        (quantities.parse_dose, quantities.exact_micromolar, quantities.say_micromolar),
        (quantities.parse_fold, quantities.exact_fold, quantities.say_fold),
    )
    for parse, exact, say in pairs:
        try:
            span = parse(text)
        except ValueError as refused:
            assert len(str(refused)) < 2000
            continue
        assert parse(exact(span)) == span
        assert say(span)


def _rows_of(source: Source, reader: RowReader) -> None:
    """Every row is judged or becomes a row with its error, and all of them can be written."""
    rows = []
    for row in islice(source.rows(), MOST_ROWS):
        try:
            reported = reader.read(row)
        except BadCase as bad:
            rows.append(error_row("", row.number, str(bad), 0))
            continue
        judged = _judge().judge(reported.view, reported.marks)
        rows.append([reported.name, row.number, *answer(judged, (), ()), ""])
    for form in ("csv", "jsonl"):
        encode([list(row) for row in rows], form, ())


def read_table(data: bytes, folder: Path) -> None:
    source = open_source(_written(folder, "in.csv", data))
    layout = read_layout(source.headers or [], _knowledge(), "in.csv", {})
    _rows_of(source, RowReader(_knowledge(), _judge().marker, layout))


def read_lines(data: bytes, folder: Path) -> None:
    _rows_of(open_source(_written(folder, "in.jsonl", data)), RowReader(_knowledge(), _judge().marker, None))


def read_parquet(data: bytes, folder: Path) -> None:
    source = open_source(_written(folder, "in.parquet", data))
    layout = read_layout(source.headers or [], _knowledge(), "in.parquet", {})
    _rows_of(source, RowReader(_knowledge(), _judge().marker, layout))


def read_table_mapping(data: bytes, folder: Path) -> None:
    """A mapping, and the shipped table's columns as it names them."""
    mapped = read_mapping(_written(folder, "map.yaml", data), _knowledge())
    headers = [*mapped.columns, "sample"]
    layout = read_layout(headers, _knowledge(), "in.csv", mapped.columns)
    assert len(layout.columns) == len(headers)


def read_template(data: bytes, folder: Path) -> None:
    from fuzz.template_target import render

    render(_written(folder, "own.md", data), folder)


TARGETS = {
    "case": Target(read_case, seeds.cases),
    "session": Target(read_session, seeds.cases),
    "overlay": Target(read_overlay, seeds.overlays),
    "typed": Target(read_typed_finding, seeds.typed, 200),
    "whatif": Target(read_what_if, seeds.results, 200),
    "quantity": Target(read_quantity, seeds.quantities, 120),
    "table": Target(read_table, seeds.tables),
    "lines": Target(read_lines, seeds.lines),
    "parquet": Target(read_parquet, seeds.parquets, 8192),
    "mapping": Target(read_table_mapping, seeds.mappings),
    "template": Target(read_template, seeds.templates, 300),
    "blot": Target(quantify_targets.blot, lambda: seeds.quantified("blot", "imag"), 2000),
    "time_course": Target(quantify_targets.time_course, lambda: seeds.quantified("time"), 2000),
    "growth": Target(quantify_targets.growth, lambda: seeds.quantified("soft", "xeno"), 2000),
    "dose_response": Target(quantify_targets.dose_response, lambda: seeds.quantified("dose", "growth"), 2000),
    "plate": Target(quantify_targets.plate, lambda: seeds.quantified("plate"), 2000),
    "synergy": Target(quantify_targets.synergy, lambda: seeds.quantified("synergy"), 2000),
    "prism": Target(quantify_targets.prism, seeds.prism),
    "workbook": Target(quantify_targets.workbook, seeds.worksheets),
    "merge": Target(quantify_targets.merge, seeds.cases),
}
"""By the name that the command line takes."""
