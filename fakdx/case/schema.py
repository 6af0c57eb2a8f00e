"""JSON Schema of a case file, made from the vocabulary: an editor can complete names and states."""

from __future__ import annotations

from typing import Any

from fakdx.case.context import FIELDS
from fakdx.case.finding import EXTENTS
from fakdx.knowledge import Knowledge

_QUANTITY = {"type": ["string", "number"]}
_TEXT = {"type": "string"}
_DOSE = {
    "type": "string",
    "description": "a concentration or a range of them; in animals and patients the dose by weight and its schedule",
    "examples": ["1 uM", "0-10 uM", "30 mg/kg bid", "400 mg twice daily"],
}
_NAMES: dict[str, Any] = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def case_schema(knowledge: Knowledge) -> dict[str, Any]:
    """Draft 2020-12. Spellings besides the ids (aliases, synonyms of states) are read too; the schema lists ids."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "fakdx case",
        "description": "What one user knows: context and findings. Research use only.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "title": _TEXT,
            "context": _context(knowledge),
            "findings": {"type": "array", "items": _finding(knowledge)},
            "notes": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT}]},
            "quantified": {
                "type": "array",
                "description": "numbers that findings came from",
                "items": {"type": "object"},
            },
        },
        "$defs": _states(knowledge),
    }


def _context(knowledge: Knowledge) -> dict[str, Any]:
    fields: dict[str, Any] = dict.fromkeys(FIELDS, _TEXT)
    inhibitors = [a.name for a in knowledge.agents.values() if a.role in ("fak_inhibitor", "fak_degrader")]
    fields["inhibitor"] = {"type": "string", "examples": inhibitors}
    fields["cell_line"] = {"type": "string", "examples": [c.name for c in knowledge.cell_lines.values()]}
    for name in ("exposure", "lost_after"):
        fields[name] = {"type": "string", "description": "number and unit, or a range"}
    fields["dose"] = _DOSE
    for name in ("cancer_type", "host", "line", "response_lost"):
        fields[name] = {"type": "string", "examples": [t.id for t in knowledge.contexts[name].terms]}
    fields["culture"] = {**_NAMES, "examples": [t.id for t in knowledge.contexts["culture"].terms]}
    fields["genotype"] = {**_NAMES, "examples": [["ERBB2 amplified", "KRAS G12D"]]}
    fields["partner"] = _NAMES
    fields["arms"] = {"type": "object", "additionalProperties": _TEXT}
    return {"type": "object", "additionalProperties": False, "properties": fields}


def _finding(knowledge: Knowledge) -> dict[str, Any]:
    names = {
        o.id: {"$ref": f"#/$defs/{o.scale}", "description": o.ask, "examples": list(o.aliases[:3])}
        for o in knowledge.observables.values()
    }
    qualifiers: dict[str, Any] = {
        "gene": _TEXT,
        "versus": _TEXT,
        "with": _NAMES,
        "on": _NAMES,
        "in": _TEXT,
        "at": _TEXT,
        "dose": _DOSE,
        "fold": _QUANTITY,
        "ci": {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2},
        "n": {"type": "integer", "minimum": 1},
        "ic50": _TEXT,
        "extent": {"enum": list(EXTENTS)},
        "method": _TEXT,
        "raw": {"enum": [True, False, "yes", "no"]},
        "value": {"type": ["string", "number"]},
        "note": {"type": ["string", "number"]},
    }
    return {
        "type": "object",
        "description": "one name with its state, and qualifiers; other spellings of a name are read as well",
        "minProperties": 1,
        "properties": {**names, **qualifiers},
        "additionalProperties": {"anyOf": [{"$ref": f"#/$defs/{scale}"} for scale in knowledge.scales]},
    }


def _states(knowledge: Knowledge) -> dict[str, Any]:
    """The words of each scale. The reader takes other spellings of them too: case, spaces and hyphens are free."""
    defs: dict[str, Any] = {}
    for scale in knowledge.scales.values():
        synonyms = {s.word for s in scale.synonyms}
        words: list[str | bool] = sorted({*scale.states, "inconclusive", "not tested", *synonyms})
        if scale.id == "answer":
            words += [True, False]
        defs[scale.id] = {"enum": words}
    return defs
