"""The qualifiers of conditions and findings in a reader's words: `with an RTK inhibitor`, `in FAK-null cells`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import a_drug_of, agent_name, either, spaced, term_name

_TREATMENTS = {
    "inhibitor": "under the inhibitor",
    "other_inhibitor": "under another FAK inhibitor",
    "fak_degrader": "under a FAK degrader",
    "fak_depletion": "after FAK depletion",
    "combination": "under the combination",
    "partner": "under the partner alone",
    "untreated": "without treatment",
    "wild_type_rescue": "with wild-type FAK re-expressed",
    "kinase_dead_rescue": "with kinase-dead FAK re-expressed",
}
_BOUNDS = {
    "at": {"<=": "within {}", "<": "before {}", ">=": "at {} or later", ">": "after {}", "": "at {}"},
    "dose": {"<=": "at {} or less", "<": "below {}", ">=": "at {} or more", ">": "above {}", "": "at {}"},
    "fold": {"<=": "{}-fold or less", "<": "less than {}-fold", ">=": "{}-fold or more", ">": "more than {}-fold",
             "": "{}-fold"},
    "ic50": {"<=": "IC50 {} or less", "<": "IC50 below {}", ">=": "IC50 {} or more", ">": "IC50 above {}",
             "": "IC50 {}"},
}  # fmt: skip
_BOUND = re.compile(r"(<=|>=|<|>|)\s*(.*)")


def phrase(key: str, values: Sequence[str], knowledge: Knowledge, any_partner: bool = True) -> str:
    """One qualifier; empty for what restricts nothing. `any_partner`: whether `with any` says something."""
    if list(values) == ["any"]:
        return "with any partner drug" if key == "with" and any_partner else ""
    if key in _BOUNDS:
        return either(_bound(key, v) for v in values)
    if key in ("with", "with_agent", "with_gene"):
        return f"with {either(drug_phrases(key, values, knowledge))}"
    if key == "alone":
        return f"under {either(a_drug_of(v, knowledge) for v in values)} alone"
    if key == "gene":
        return either(f"the same {v[1:].upper()}" if v.startswith("?") else v for v in values)
    if key == "versus":
        return f"versus {_shared_noun([comparator(v, knowledge) for v in values])}"
    if key == "in":
        return f"in {either(term_name('arm', v, knowledge) for v in values)}"
    if key == "on":
        return either(_TREATMENTS.get(v, f"on {agent_name(v, knowledge)}") for v in values)
    if key == "extent":
        return "" if "plain" in values else either(values)
    if key == "signal":
        return f"{either(values)} signal"
    return either(spaced(v) for v in values) if key in ("", "method") else f"{key} {either(values)}"


def drug_phrases(key: str, values: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Drugs as they follow `with`, by class, by name or by the gene they hit."""
    if key == "with":
        return tuple(a_drug_of(v, knowledge) for v in values)
    if key == "with_agent":
        return tuple(agent_name(v, knowledge) for v in values)
    if key == "with_gene":
        return tuple(f"a drug against {'that ' + v[1:].upper() if v.startswith('?') else v}" for v in values)
    return ()


def comparator(id: str, knowledge: Knowledge) -> str:
    """What was compared with, as it follows `versus`."""
    return term_name("comparator", id, knowledge)


def _bound(key: str, value: str) -> str:
    match = _BOUND.fullmatch(value)
    return _BOUNDS[key][match[1]].format(match[2]) if match else value


def _shared_noun(names: Sequence[str]) -> str:
    """`parental or sensitive line` for a parental line or a sensitive line."""
    *rest, last = names
    noun = f" {last.rpartition(' ')[2]}"
    shared = all(n.endswith(noun) for n in rest)
    return either([n.removesuffix(noun) if shared else n for n in rest] + [last])
