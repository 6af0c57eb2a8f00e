"""JSON Schema of the machine-readable result."""

from __future__ import annotations

from typing import Any, get_args

from fakdx.knowledge import Knowledge
from fakdx.model.result import VerdictKind
from fakdx.model.scoring import Band

_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_PROBABILITY: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_NUMBER: dict[str, Any] = {"type": "number"}
_FLAG: dict[str, Any] = {"type": "boolean"}


def result_schema(knowledge: Knowledge) -> dict[str, Any]:
    """Draft 2020-12, schema version 1."""
    hypothesis = {"enum": sorted(knowledge.hypotheses)}
    evidence = _object(
        rule=_TEXT, points=_NUMBER, findings=_TEXTS, via=_TEXTS, because=_TEXT, sources=_TEXTS, group=_TEXT,
        decisive=_FLAG, counted=_FLAG, note=_TEXT,
    )  # fmt: skip
    missing = _object(observation=_TEXT, would_be=_TEXT, points=_NUMBER, rule=_TEXT)
    assessment = _object(
        id=hypothesis, name=_TEXT, kind={"enum": ["mechanism", "artefact", "sensitive"]}, probability=_PROBABILITY,
        band={"enum": list(get_args(Band))}, points=_NUMBER, prior=_PROBABILITY, corroborated=_FLAG,
        **{"for": _list(evidence)}, against=_list(evidence), missing=_list(missing),
    )  # fmt: skip
    outcome = _object(
        id=_TEXT, result=_TEXT, probability=_PROBABILITY, verdict={"enum": list(get_args(VerdictKind))},
        then={"type": "object", "additionalProperties": _PROBABILITY},
    )  # fmt: skip
    experiment = _object(
        id={"enum": sorted(knowledge.experiments)}, name=_TEXT, gain_bits=_NUMBER, value=_NUMBER, hands_on_h=_NUMBER,
        days=_NUMBER, cost={"enum": ["none", "low", "medium", "high"]}, instant=_FLAG, why=_TEXT,
        outcomes=_list(outcome),
    )  # fmt: skip
    combination = _object(
        id={"enum": sorted(knowledge.combinations)}, name=_TEXT, status={"enum": ["ready", "deferred", "refused"]},
        reason=_TEXT, agents=_TEXTS, against=_list(hypothesis), evidence=_TEXT, context_match=_TEXT, falsified_by=_TEXT,
    )  # fmt: skip
    overlay = _object(overlay=_TEXT, effect=_TEXT, kind=_TEXT, id=_TEXT, reason=_TEXT)
    schema = _object(
        schema={"const": 1},
        fakdx=_TEXT,
        knowledge=_object(version=_TEXT, sha256=_TEXT, overlays=_list(overlay)),
        case_sha256=_TEXT,
        options={"type": "object", "additionalProperties": _TEXT},
        title=_TEXT,
        verdict=_object(
            kind={"enum": list(get_args(VerdictKind))}, hypotheses=_list(hypothesis), headline=_TEXT, reason=_TEXT,
            hangs_on=_TEXTS, onset={"enum": ["", "intrinsic", "acquired"]},
        ),
        differential=_list(assessment),
        scenarios=_list({"enum": sorted(knowledge.scenarios)}),
        contradictions=_list(_object(findings=_TEXTS, settled_by=_TEXT)),
        unexplained=_TEXTS,
        derived=_list(_object(finding=_TEXT, name=_TEXT, rule=_TEXT, findings=_TEXTS, because=_TEXT)),
        filled_in=_TEXTS,
        notices=_TEXTS,
        robustness=_object(stability=_PROBABILITY, runs=_NUMBER, sufficiency=_PROBABILITY, sufficiency_reasons=_TEXTS),
        experiments=_list(experiment),
        stop=_TEXT,
        combinations=_list(combination),
        research_use_only={"const": True},
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "fakdx result", **schema}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}
