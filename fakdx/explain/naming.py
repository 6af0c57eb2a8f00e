"""Which hypothesis is meant: by id, name or short name, in any spelling."""

from __future__ import annotations

from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.reading.names import did_you_mean, fold


def hypothesis_named(text: str, knowledge: Knowledge) -> str:
    """The id. Raises InputError with the nearest ids."""
    entries = knowledge.hypotheses.values()
    for names in ((e.id for e in entries), (e.short for e in entries), (e.name for e in entries)):
        for name, entry in zip(names, entries, strict=True):
            if fold(name) == fold(text):
                return entry.id
    near = did_you_mean(text, knowledge.hypotheses) or f" (known: {', '.join(sorted(knowledge.hypotheses))})"
    raise InputError(f"unknown hypothesis {text!r}{near}")
