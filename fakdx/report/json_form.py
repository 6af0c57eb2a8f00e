"""The stable machine-readable form, schema 1, and its JSON Schema."""

from __future__ import annotations

import json
from typing import Any

from fakdx.model.result import Assessment, CombinationAdvice, Evidence, ExperimentAdvice, Result

SCHEMA = 1
DIGITS = 6
"""Probabilities, bits and points are rounded to this many decimals, the same on every platform."""


def to_dict(result: Result) -> dict[str, Any]:
    """The result as plain data; keys in a fixed order."""
    p, r, v = result.provenance, result.reading, result.verdict
    return {
        "schema": SCHEMA,
        "fakdx": p.fakdx,
        "knowledge": {
            "version": p.knowledge_version,
            "sha256": p.knowledge_sha256,
            "overlays": [dict(zip(("overlay", "effect", "kind", "id", "reason"), o, strict=True)) for o in p.overlays],
        },
        "case_sha256": p.case_sha256,
        "options": dict(p.options),
        "title": r.case.title,
        "verdict": {
            "kind": v.kind,
            "hypotheses": list(v.hypotheses),
            "headline": v.headline,
            "reason": v.reason,
            "hangs_on": list(v.hangs_on),
            "onset": v.onset,
        },
        "differential": [_assessment(a) for a in result.differential],
        "scenarios": [s.id for s in r.scenarios],
        "contradictions": [{"findings": list(c.findings), "settled_by": c.settled_by} for c in r.contradictions],
        "unexplained": list(r.unexplained),
        "derived": [
            {"finding": d.label, "name": d.name, "rule": d.rule, "findings": list(d.findings), "because": d.because}
            for d in r.derived
        ],
        "filled_in": list(r.filled_in),
        "notices": list(r.notices),
        "robustness": {
            "stability": _round(result.robustness.stability),
            "runs": result.robustness.runs,
            "sufficiency": _round(result.robustness.sufficiency),
            "sufficiency_reasons": list(result.robustness.sufficiency_reasons),
        },
        "experiments": [_experiment(e) for e in result.experiments],
        "stop": result.stop,
        "combinations": [_combination(c) for c in result.combinations],
        "research_use_only": True,
    }


def to_json(result: Result) -> str:
    """`to_dict` as text, two spaces deep, ending in a newline."""
    return json.dumps(to_dict(result), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _round(number: float) -> float:
    return round(number, DIGITS) + 0.0


def _assessment(a: Assessment) -> dict[str, Any]:
    return {
        "id": a.id,
        "name": a.name,
        "kind": a.kind,
        "probability": _round(a.probability),
        "band": a.band,
        "points": _round(a.points),
        "prior": _round(a.prior),
        "corroborated": a.corroborated,
        "for": [_evidence(e) for e in a.for_],
        "against": [_evidence(e) for e in a.against],
        "missing": [
            {"observation": m.observation, "would_be": m.would_be, "points": m.points, "rule": m.rule}
            for m in a.missing
        ],
    }


def _evidence(e: Evidence) -> dict[str, Any]:
    return {
        "rule": e.rule,
        "points": _round(e.points),
        "findings": list(e.findings),
        "via": list(e.via),
        "because": e.because,
        "sources": [f"{source}: {place}" for source, place in e.sources],
        "group": e.group,
        "decisive": e.decisive,
        "counted": e.counted,
        "note": e.note,
    }


def _experiment(e: ExperimentAdvice) -> dict[str, Any]:
    return {
        "id": e.id,
        "name": e.name,
        "gain_bits": _round(e.gain_bits),
        "value": _round(e.value),
        "hands_on_h": e.hands_on_h,
        "days": e.days,
        "cost": e.cost,
        "instant": e.instant,
        "why": e.why,
        "outcomes": [
            {
                "id": o.id,
                "result": o.result,
                "probability": _round(o.probability),
                "then": {id: _round(probability) for id, probability in o.then},
                "verdict": o.verdict,
            }
            for o in e.outcomes
        ],
    }


def _combination(c: CombinationAdvice) -> dict[str, Any]:
    return {
        "id": c.id,
        "name": c.name,
        "status": c.status,
        "reason": c.reason,
        "agents": list(c.agents),
        "against": list(c.against),
        "evidence": c.evidence,
        "context_match": c.context_match,
        "falsified_by": c.falsified_by,
    }
