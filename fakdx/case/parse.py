"""A case file to a `CaseData`, every mistake at once.

A finding is a mapping with one key that is a name of the vocabulary (its value is the state) and any number of
qualifiers. The same reader serves case files, rule examples and the outcomes of experiments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fakdx.case.context import read_context
from fakdx.case.finding import read_finding
from fakdx.case.numbers import read_quantified
from fakdx.case.reader import Reader
from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context, Finding
from fakdx.reading.names import did_you_mean
from fakdx.reading.yaml_lines import Document

MAX_FINDINGS = 500
"""More than any experiment has; search over a case grows with the square of its findings."""

TOP = ("title", "context", "findings", "notes", "quantified")


def parse_case(document: Document, knowledge: Knowledge) -> CaseData:
    """Read a whole case. Raises InputError with every problem and its line."""
    data = document.data
    if data is None:
        return CaseData()
    if not isinstance(data, dict):
        raise InputError(document.problem((), "is not a case: expected 'title', 'context' and 'findings'"))
    reader = Reader(document, knowledge)
    for key in data:
        if key not in TOP:
            reader.complain((key,), f"unknown field {key!r}{did_you_mean(key, TOP)} (known: {', '.join(TOP)})")
    title = reader.text(data, "title")
    context = read_context(reader, data.get("context"), ("context",))
    findings, notes = _findings(reader, data.get("findings"), context)
    notes = (*_notes(reader, data.get("notes")), *notes)
    quantified = read_quantified(reader, data.get("quantified"))
    if reader.problems:
        raise InputError(reader.problems)
    return CaseData(title or "", context, findings, notes, quantified, tuple(reader.notices))


def parse_fragment(data: Any, document: Document, path: tuple[str | int, ...], knowledge: Knowledge) -> CaseData:
    """Read a case fragment inside another file: a list of findings, or a mapping with `context` and `findings`."""
    reader = Reader(document, knowledge, path)
    if isinstance(data, Mapping) and ("findings" in data or "context" in data):
        context = read_context(reader, data.get("context"), ("context",))
        findings, notes = _findings(reader, data.get("findings"), context)
    else:
        context = Context()
        rows = [data] if isinstance(data, Mapping) else list(data)
        findings, notes = _findings(reader, rows, context, at=())
    if reader.problems:
        raise InputError(reader.problems)
    return CaseData("", context, findings, notes)


def parse_findings(
    items: Sequence[Any], document: Document, knowledge: Knowledge, context: Context
) -> tuple[Finding, ...]:
    """Read findings to be added to a case, as that case would read them: its inhibitor, its line, its arms."""
    reader = Reader(document, knowledge)
    findings, _ = _findings(reader, list(items), context, at=())
    if reader.problems:
        raise InputError(reader.problems)
    return findings


def _findings(
    reader: Reader, data: Any, context: Context, at: tuple[str | int, ...] = ("findings",)
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    if data is None:
        return (), ()
    if not isinstance(data, list | tuple):
        reader.complain(at, "findings: expected a list, each item like '- {pFAK_Y397: unchanged}'")
        return (), ()
    if len(data) > MAX_FINDINGS:
        reader.complain(at, f"{len(data):,} findings; a case holds at most {MAX_FINDINGS} (use batch for many cases)")
        return (), ()
    found: list[Finding] = []
    notes: list[str] = []
    for number, item in enumerate(data):
        path = (*at, number)
        if isinstance(item, Mapping) and set(item) == {"note"}:
            notes.append(str(item["note"]))
            continue
        finding = read_finding(reader, item, path, context)
        if finding is not None:
            found.append(finding)
    return tuple(found), tuple(notes)


def _notes(reader: Reader, data: Any) -> tuple[str, ...]:
    if data is None:
        return ()
    if isinstance(data, str):
        return (data,)
    if isinstance(data, list) and all(isinstance(x, str) for x in data):
        return tuple(data)
    reader.complain(("notes",), "notes: expected text, or a list of texts")
    return ()
