"""One worker: knowledge and judge built once, then chunk after chunk of rows to bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fakdx.batch.judge import Judge, Judged
from fakdx.batch.layout import Layout
from fakdx.batch.reading import BadCase, Reported, RowReader
from fakdx.batch.records import Row
from fakdx.batch.rows import Form, answer, detail, detail_line, encode, error_row
from fakdx.knowledge import load_knowledge

REMEMBERED_CASES = 10_000
MAX_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker must know; small, and the same for all."""

    overlays: tuple[str, ...]
    layout: Layout | None
    form: Form
    detail: bool = False
    hangs_on: bool = False
    experiments: bool = False

    @property
    def extra(self) -> tuple[str, ...]:
        """Columns that were asked for."""
        return (*(["hangs_on"] if self.hangs_on else []), *(["experiment"] if self.experiments else []))


@dataclass(slots=True)
class Done:
    """A finished chunk: encoded rows and details, and what went wrong where."""

    rows: int = 0
    bad: int = 0
    output: bytes = b""
    detail: bytes = b""
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


class Worker:
    """Judges chunks. Not for several threads at once: it remembers what it has met."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.knowledge = load_knowledge(*task.overlays)
        self.judge = Judge(self.knowledge)
        self.reader = RowReader(self.knowledge, self.judge.marker, task.layout)
        self._known: dict[object, tuple[tuple[Any, ...], str]] = {}

    def run(self, chunk: Sequence[Row]) -> Done:
        """Judge every row; a bad one becomes a row with its error."""
        done = Done(rows=len(chunk))
        self.reader.notices = {}
        rows = []
        details = []
        for row in chunk:
            try:
                reported = self.reader.read(row)
            except BadCase as error:
                message = _one_line(str(error))
                rows.append(error_row(name_of(row), row.number, message, len(self.task.extra)))
                done.problems.append(f"row {row.number}: {message}")
                continue
            answered, body = self._answered(reported)
            rows.append([reported.name, row.number, *answered, ""])
            if self.task.detail:
                details.append(detail_line(reported.name, row.number, body))
        done.bad = len(done.problems)
        done.notices = list(self.reader.notices)
        done.output = encode(rows, self.task.form, self.task.extra)
        done.detail = "".join(details).encode("utf-8", "replace")
        return done

    def _answered(self, reported: Reported) -> tuple[tuple[Any, ...], str]:
        """Judge a case, unless the very same findings in the same context were judged before."""
        key = (reported.view.number, *sorted([mark.number for mark in reported.marks]))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= REMEMBERED_CASES:
                self._known.clear()
            program = self.judge.marker.program
            judged = self.judge.judge(reported.view, reported.marks)
            scenarios = program.recognised(judged.fired.mask)
            body = json.dumps(detail(judged, scenarios, program), ensure_ascii=False) if self.task.detail else ""
            known = self._known[key] = answer(judged, scenarios, self._extra(reported, judged)), body
        return known

    def _extra(self, reported: Reported, judged: Judged) -> tuple[Any, ...]:
        extra: list[Any] = []
        if self.task.hangs_on:
            extra.append(self._hanging(reported, judged))
        if self.task.experiments:
            from fakdx.diagnosis import diagnose

            advised = diagnose(reported.case, self.knowledge, engine="matcher").experiments
            extra.append(advised[0].id if advised else "")
        return tuple(extra)

    def _hanging(self, reported: Reported, judged: Judged) -> int:
        """How many single findings there are without which the verdict would be another."""
        if judged.ruling.kind == "insufficient_data":
            return 0
        findings = {mark.finding: mark for mark in reported.marks if mark.finding.tested}
        rest = ([m for m in reported.marks if m.finding != finding] for finding in findings)
        return sum(self.judge.judge(reported.view, marks).ruling != judged.ruling for marks in rest)


def name_of(row: Row) -> str:
    """A name for a row that could not be read."""
    return row.content.stem if isinstance(row.content, Path) else ""


def _one_line(message: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in message)
    return plain if len(plain) <= MAX_MESSAGE else plain[: MAX_MESSAGE - 3] + "..."
