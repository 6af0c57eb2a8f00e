"""A case to YAML that a person can read and `parse_case` reads back equal."""

from __future__ import annotations

import re
from typing import Any

import yaml

from fakdx.model.case import CaseData, Context, Finding
from fakdx.reading.quantities import Span, exact_fold, exact_hours, exact_micromolar
from fakdx.reading.yaml_text import block


def to_yaml(case: CaseData) -> str:
    """Title, context, findings (one line each), notes and the numbers kept with them."""
    parts = []
    if case.title:
        parts.append(f"title: {_word(case.title)}\n")
    context = context_fields(case.context)
    if context:
        parts.append("context:\n" + "".join(f"  {k}: {_inline(v)}\n" for k, v in context.items()))
    rows = [_inline(finding_fields(f, case.context)) for f in case.findings]
    parts.append("findings:\n" + "".join(f"  - {row}\n" for row in rows) if rows else "findings: []\n")
    if case.notes:
        parts.append("notes:\n" + "".join(f"  - {_word(note)}\n" for note in case.notes))
    if case.quantified:
        parts.append("\n".join(block({"quantified": list(case.quantified)})) + "\n")
    return "".join(parts)


def context_fields(context: Context) -> dict[str, Any]:
    """The context as it is written in a file; empty fields left out."""
    fields: dict[str, Any] = {
        "inhibitor": context.inhibitor,
        "dose": context.regimen or _span(context.dose, exact_micromolar),
        "exposure": _span(context.exposure, exact_hours),
        "cell_line": context.cell_line,
        "cancer_type": context.cancer_type,
        "genotype": [g.label if g.detail else f"{g.gene} {g.status.replace('_', ' ')}" for g in context.genotype],
        "culture": list(context.culture),
        "host": context.host,
        "line": context.line,
        "response_lost": context.response_lost,
        "lost_after": _span(context.lost_after, exact_hours),
        "partner": list(context.partner),
        "arms": dict(context.arms),
        "note": context.note,
    }
    return {k: v for k, v in fields.items() if v not in (None, [], {})}


def finding_fields(finding: Finding, context: Context) -> dict[str, Any]:
    """A finding as it is written in a file."""
    fields: dict[str, Any] = {finding.name: finding.state}
    fields["extent"] = finding.extent
    fields["gene"] = finding.gene
    fields["versus"] = finding.versus
    if finding.treatment is not None:
        inhibitor = context.inhibitor or "fak_inhibitor_unspecified"
        if inhibitor in finding.treatment and len(finding.treatment) > 1:
            fields["with"] = [a for a in finding.treatment if a != inhibitor]
        else:
            fields["on"] = list(finding.treatment) or "none"
    if finding.arm != "model" or finding.arm_label:
        fields["in"] = finding.arm_label or finding.arm
    fields["at"] = _span(finding.at, exact_hours)
    fields["dose"] = finding.regimen or _span(finding.dose, exact_micromolar)
    fields["fold"] = _span(finding.fold, exact_fold)
    fields["ci"] = list(finding.ci) if finding.ci else None
    fields["n"] = finding.n
    fields["ic50"] = _span(finding.ic50, exact_micromolar)
    fields["method"] = finding.method
    fields["raw"] = True if finding.raw else None
    fields["value"] = finding.value
    fields["note"] = finding.note
    return {k: v for k, v in fields.items() if v is not None}


def _span(span: Span | None, say: Any) -> str | None:
    return None if span is None else say(span)


_PLAIN = re.compile(r"[A-Za-z0-9µ][A-Za-z0-9µ _./()%-]*[A-Za-z0-9)%]|[A-Za-z0-9]")


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_word(k)}: {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(v) for v in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return _word(str(value))


def _word(text: str) -> str:
    """Plain where YAML reads it back as the same text, else in double quotes."""
    if _PLAIN.fullmatch(text) and not re.fullmatch(r"[-+.\d][-+.\deE]*|null|true|false|~", text, re.IGNORECASE):
        return text
    return yaml.dump(text, default_style='"', allow_unicode=True, width=10**9).strip()
