"""What entries are called in a sentence. What has no name keeps its id, with blanks for underscores."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fakdx.knowledge.base import Knowledge

_CAPITALS = ("AKT", "BRAF", "CCR", "CDH1", "DNA", "ERK", "ERK5", "FAK", "JAK", "MEK", "PI3K", "PYK2", "RAF", "RTK",
             "SRC", "STAT3", "2D", "3D")  # fmt: skip
_AS_WRITTEN = {word.lower(): word for word in _CAPITALS} | {"cdk46": "CDK4/6", "wnt": "Wnt"}
_ID = re.compile(r"\b[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_]+\b")


def observation_name(id: str, knowledge: Knowledge) -> str:
    """An observable, a derived finding or a class of observables."""
    entry = knowledge.observables.get(id) or knowledge.derived.get(id)
    if entry is not None:
        return entry.name
    named = knowledge.named_classes.get(id)
    return named.name if named is not None and named.of == "observables" else spaced(id)


def class_name(id: str, knowledge: Knowledge) -> str:
    """A class of observables or drugs."""
    named = knowledge.named_classes.get(id)
    return named.name if named is not None else spaced(id)


def a_drug_of(id: str, knowledge: Knowledge) -> str:
    """One drug of a class, as it follows `with`: `an RTK inhibitor`, `chemotherapy`."""
    named = knowledge.named_classes.get(id)
    article = f"{named.article} " if named is not None and named.article else ""
    return article + class_name(id, knowledge)


def agent_name(id: str, knowledge: Knowledge) -> str:
    entry = knowledge.agents.get(id)
    return entry.name if entry else spaced(id)


def term_name(field: str, id: str, knowledge: Knowledge) -> str:
    """One value of a field of the context."""
    entry = knowledge.contexts.get(field)
    return next((t.name for t in entry.terms if t.id == id), spaced(id)) if entry else spaced(id)


def is_observation(id: str, knowledge: Knowledge) -> bool:
    """Whether a condition or finding can be about it."""
    return id in knowledge.observables or id in knowledge.derived or id in knowledge.classes


def named(text: str, knowledge: Knowledge) -> str:
    """A sentence with names in place of the ids in it; only what has an underscore can be an id in a sentence."""
    return _ID.sub(lambda m: _known(m[0], knowledge), text)


def _known(id: str, knowledge: Knowledge) -> str:
    if id in knowledge.hypotheses:
        return knowledge.hypotheses[id].short
    if is_observation(id, knowledge):
        return observation_name(id, knowledge)
    return class_name(id, knowledge) if id in knowledge.agent_classes else id


def listed(items: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    words = list(items)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def either(items: Iterable[str]) -> str:
    """`a, b or c`."""
    return listed(items, "or")


def spelled_out(text: str) -> str:
    """A sentence whose ids, known or not, are read as words."""
    return _ID.sub(lambda m: spaced(m[0]), text)


def spaced(id: str) -> str:
    """An id as words, with the acronyms of the field as they are written."""
    return " ".join(_AS_WRITTEN.get(word, word) for word in id.split("_"))
