"""The label of a finding in a reader's words."""

from __future__ import annotations

import re

from fakdx.inference.qualifiers import comparator
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import agent_name, observation_name

_LEADING_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_GENE = re.compile(r"^\[([^\]]*)\]")


def finding_in_words(label: str, knowledge: Knowledge) -> str:
    """The label with names for the ids of what was looked at, the arm, the comparator and the drugs.

    Labels of the context (`EGFR L858R`, `FAK-selective inhibitor spares PYK2`) may begin like one and stay.
    """
    match = _LEADING_NAME.match(label)
    if match is None or not _is_finding(match[0], label[match.end() :], knowledge):
        return label
    rest = _GENE.sub(r" (\1)", label[match.end() :])
    return observation_name(match[0], knowledge) + _details(rest, knowledge)


def _is_finding(name: str, rest: str, knowledge: Knowledge) -> bool:
    if name in knowledge.derived:
        return True
    entry = knowledge.observables.get(name)
    if entry is None or rest.startswith((" is ", "[")) or not rest:
        return entry is not None
    scale = knowledge.scales.get(entry.scale)
    if scale is None:
        return True
    return rest.startswith(tuple(f" {state}" for state in (*scale.states, "inconclusive", "not tested")))


def _details(text: str, knowledge: Knowledge) -> str:
    """The rest of a finding's label, from its state on, with names for the ids of arm, comparator and drugs."""
    state, bracket, inside = text.rpartition(" (")
    if not bracket or not inside.endswith(")"):
        return text
    return f"{state} ({', '.join(_detail(part, knowledge) for part in inside[:-1].split(', '))})"


def _detail(text: str, knowledge: Knowledge) -> str:
    word, _, value = text.partition(" ")
    if word == "on":
        return "without treatment" if value == "nothing" else f"on {_agents(value, knowledge)}"
    if word == "in" and (arm := knowledge.contexts.get("arm")) is not None:
        return next((f"in {t.name}" for t in arm.terms if t.id == value), text)
    if word == "versus":
        return f"versus {comparator(value, knowledge)}"
    return text


def _agents(ids: str, knowledge: Knowledge) -> str:
    return " + ".join(agent_name(id, knowledge) if id in knowledge.agents else id for id in ids.split(" + "))
