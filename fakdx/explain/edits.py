"""A case with results put in, changed or taken out, and what exactly was done to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fakdx.case.context import FIELDS, read_context
from fakdx.case.parse import parse_findings
from fakdx.case.reader import Reader
from fakdx.case.write import context_fields
from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge
from fakdx.model.case import DRUG_EFFECT, CaseData, Context, Finding
from fakdx.reading.names import did_you_mean, fold
from fakdx.reading.yaml_lines import Document

_PART = re.compile(r"\s*(?P<key>[^=:\[\]]+?)\s*[=:](?P<value>.*)", re.DOTALL)
_INT = re.compile(r"\d+")
_FLOAT = re.compile(r"\d*\.\d+")


@dataclass(frozen=True, slots=True)
class Edit:
    """The case afterwards. `changed` are pairs, as it was and as it is now."""

    case: CaseData
    added: tuple[Finding, ...] = ()
    changed: tuple[tuple[Finding, Finding], ...] = ()
    dropped: tuple[Finding, ...] = ()
    context: tuple[str, ...] = ()
    """What the context now says otherwise, as `dose: 10 uM`."""


def edit(case: CaseData, results: Sequence[str], drops: Sequence[str], knowledge: Knowledge) -> Edit:
    """Drop findings, change the context, then put results in, all as the user wrote them.

    A result is `pFAK_Y397=decreased, with=lapatinib`, or a field of the context such as `dose=10 uM`. Raises
    InputError with every mistake, the nearest names, and what was written.
    """
    dropped = tuple(dict.fromkeys(f for text in drops for f in named_findings(text, case, knowledge)))
    rows = [_row(text) for text in results]
    context, said = _context(case.context, [r for r in rows if _about_context(r)], knowledge)
    kept = replace(case, context=context, findings=tuple(f for f in case.findings if f not in dropped))
    asked = [read_result(row, context, knowledge) for row in rows if not _about_context(row)]
    done = put_in(kept, asked)
    return replace(done, dropped=dropped, context=said)


def put_in(case: CaseData, results: Iterable[Finding]) -> Edit:
    """Add results; one that looks at the same thing as a reported finding takes its place.

    A result without a time or a dose speaks of every time and dose reported, and keeps them.
    """
    findings = list(case.findings)
    added: list[Finding] = []
    changed: list[tuple[Finding, Finding]] = []
    for result in results:
        hits = [f for f in findings if same_observation(result, f)]
        if not hits:
            findings.append(result)
            added.append(result)
            continue
        for before in hits:
            after = replace(result, at=before.at, dose=before.dose, regimen=before.regimen, versus=before.versus)
            if after.label != before.label:
                findings[findings.index(before)] = after
                changed.append((before, after))
    return Edit(replace(case, findings=tuple(findings)), tuple(added), tuple(changed))


def same_observation(result: Finding, reported: Finding) -> bool:
    """Whether the result looks at what was reported; what it does not say of time and dose is left open."""
    return (
        _place(result) == _place(reported)
        and result.at in (None, reported.at)
        and result.dose in (None, reported.dose)
        and result.regimen in (None, reported.regimen)
    )


def _place(finding: Finding) -> tuple[object, ...]:
    effect = finding.versus is None or finding.versus in DRUG_EFFECT or finding.versus
    return finding.name, finding.gene, effect, finding.treatment, finding.arm, finding.arm_label, finding.raw


def read_result(row: dict[str, Any], context: Context, knowledge: Knowledge) -> Finding:
    """One result as a finding of that context. Raises InputError naming what was written."""
    return parse_findings([row], Document(_written(row), None, {(): 0}), knowledge, context)[0]


def named_findings(text: str, case: CaseData, knowledge: Knowledge) -> tuple[Finding, ...]:
    """The reported findings that a name, a label or `NAME=STATE, at=6 h` stands for. InputError when none is."""
    by_label = tuple(f for f in case.findings if fold(f.label) == fold(text))
    if by_label:
        return by_label
    row = _row(text if re.search("[=:]", text) else f"{text}=not tested")
    asked = read_result(row, case.context, knowledge)
    said = {"name"} | {k for k in ("gene", "treatment", "at", "dose", "versus", "arm", "fold", "n") if _says(row, k)}
    if asked.tested:
        said.add("state")
    hits = tuple(f for f in case.findings if all(getattr(f, key) == getattr(asked, key) for key in said))
    if not hits:
        labels = sorted({f.label for f in case.findings})
        same = [x for x in labels if x.startswith(asked.name)]
        near = f"; reported: {'; '.join(same)}" if same else did_you_mean(text, labels)
        raise InputError(Problem(text, 0, f"no such finding in the case{near}"))
    return hits


def _says(row: dict[str, Any], field: str) -> bool:
    written = {"treatment": ("with", "on"), "arm": ("in",)}.get(field, (field,))
    return any(key in row for key in written)


def _row(text: str) -> dict[str, Any]:
    """`a=b, c=[1, 2]` (or with colons, as in a case file) to a mapping."""
    row: dict[str, Any] = {}
    for part in re.split(r",(?![^\[]*\])", text.strip().removeprefix("{").removesuffix("}")):
        match = _PART.fullmatch(part)
        if match is None:
            raise InputError(Problem(text, 0, "expected NAME=STATE, such as pHER2_Y1248=unchanged, at=6 h"))
        if match["key"] in row:
            raise InputError(Problem(text, 0, f"says {match['key']!r} twice"))
        row[match["key"]] = _value(match["value"].strip())
    return row


def _value(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        return [_value(part.strip()) for part in text[1:-1].split(",") if part.strip()]
    if _INT.fullmatch(text) and len(text) < 16:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text.strip("'\"")


def _written(row: dict[str, Any]) -> str:
    return ", ".join(f"{k}={v}" for k, v in row.items())


def _about_context(row: dict[str, Any]) -> bool:
    return all(key in FIELDS for key in row)


def _context(context: Context, rows: list[dict[str, Any]], knowledge: Knowledge) -> tuple[Context, tuple[str, ...]]:
    if not rows:
        return context, ()
    said: dict[str, Any] = {}
    for row in rows:
        said |= row
    reader = Reader(Document(_written(said), None, {(): 0}), knowledge)
    changed = read_context(reader, {**context_fields(context), **said}, ())
    if reader.problems:
        raise InputError(reader.problems)
    return changed, tuple(f"{key.replace('_', ' ')}: {value}" for key, value in said.items())
