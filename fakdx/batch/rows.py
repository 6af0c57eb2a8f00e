"""Judged cases to rows of the result, in columns that stay as they are."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any, Literal

from fakdx.batch.judge import Judged, Standing
from fakdx.batch.program import Program

Form = Literal["csv", "plain", "jsonl"]
"""`csv` for people and spreadsheets, `plain` the same without the guard against formulas, `jsonl` a line each."""

COLUMNS = (
    "case", "row", "verdict", "hypothesis", "probability", "band", "second", "second_probability", "scenarios",
)  # fmt: skip
"""Always there, in this order. Columns asked for come next, and `error` is last."""
NUMBERS = ("row", "probability", "second_probability", "hangs_on")
DECIDED = frozenset({"mechanism", "multiple_mechanisms", "artefact", "none_sensitive"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def columns(extra: tuple[str, ...]) -> tuple[str, ...]:
    return (*COLUMNS, *extra, "error")


@dataclass(frozen=True, slots=True)
class Named:
    """What a verdict amounts to in two columns."""

    first: Standing
    second: Standing


def named(judged: Judged) -> Named:
    """The hypothesis that the verdict names first, and the next: the other mechanism of several, else the runner-up.

    Where nothing is decided they are the two that rank first.
    """
    ranked = judged.standings
    order = [s for s in ranked if s.id in judged.ruling.hypotheses] if judged.ruling.kind in DECIDED else []
    if order:
        by_id = {s.id: s for s in order}
        order = [by_id[id] for id in judged.ruling.hypotheses]
    order += [s for s in ranked[:3] if s not in order]
    return Named(order[0], order[1])


def answer(judged: Judged, scenarios: tuple[str, ...], extra: tuple[Any, ...]) -> tuple[Any, ...]:
    """The columns between `row` and `error`."""
    both = named(judged)
    first, second = both.first, both.second
    return (
        judged.ruling.kind, first.id, round(first.probability, 6), first.band, second.id, round(second.probability, 6),
        ";".join(scenarios), *extra,
    )  # fmt: skip


def error_row(name: str, number: int, message: str, extra: int) -> list[Any]:
    """A row for a case that could not."""
    return [name, number, *[""] * (len(COLUMNS) - 2 + extra), message]


def header(form: Form, extra: tuple[str, ...]) -> bytes:
    return b"" if form == "jsonl" else encode([list(columns(extra))], form, extra)


def encode(rows: list[list[Any]], form: Form, extra: tuple[str, ...]) -> bytes:
    """Rows as bytes. In `csv`, text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if form == "jsonl":
        names = columns(extra)
        lines = [
            json.dumps({k: v for k, v in zip(names, row, strict=True) if v != ""}, ensure_ascii=False) for row in rows
        ]
        return "".join(line + "\n" for line in lines).encode("utf-8", "replace")
    if form == "csv":
        for row in rows:
            for place in (0, -1):
                if row[place].startswith(_FORMULA):
                    row[place] = "'" + row[place]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def detail(judged: Judged, scenarios: tuple[str, ...], program: Program) -> dict[str, Any]:
    """The whole ranking, with the rules that count and their points."""
    evidence: dict[str, dict[bool, dict[str, float]]] = {}
    for charge in judged.charges:
        own = evidence.setdefault(program.hypotheses[charge.hypothesis], {True: {}, False: {}})
        own[charge.full > 0][program.rules[charge.number].id] = charge.points
    return {
        "verdict": {"kind": judged.ruling.kind, "hypotheses": list(judged.ruling.hypotheses)},
        "contradicted": judged.contradicted,
        "derived": sorted(judged.fired.derived),
        "scenarios": list(scenarios),
        "differential": [
            {
                "id": s.id,
                "probability": round(s.probability, 6),
                "band": s.band,
                "points": s.points,
                "for": evidence.get(s.id, {}).get(True, {}),
                "against": evidence.get(s.id, {}).get(False, {}),
            }
            for s in judged.standings
        ],
    }


def detail_line(name: str, number: int, body: str) -> str:
    """A line of JSON: the case, its row, and `body`, which is a JSON object."""
    return f'{{"case": {json.dumps(name, ensure_ascii=False)}, "row": {number}, {body[1:]}\n'
