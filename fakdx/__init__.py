"""fakdx: why a FAK inhibitor is not doing what it should, what to run next, what to combine.

    from fakdx import Case, diagnose
    diagnosis = diagnose(Case.from_yaml("case.yaml"))

Names are loaded when they are first used, so that `import fakdx` costs next to nothing. Research use only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakdx.case import Case
    from fakdx.diagnosis import Diagnosis, diagnose
    from fakdx.errors import FakdxError, InputError, KnowledgeError, Problem
    from fakdx.knowledge import Knowledge, load_knowledge

__all__ = [
    "Case",
    "Diagnosis",
    "FakdxError",
    "InputError",
    "Knowledge",
    "KnowledgeError",
    "Problem",
    "diagnose",
    "load_knowledge",
]

_HOME = {
    "Case": "case",
    "Diagnosis": "diagnosis",
    "diagnose": "diagnosis",
    "FakdxError": "errors",
    "InputError": "errors",
    "KnowledgeError": "errors",
    "Problem": "errors",
    "Knowledge": "knowledge",
    "load_knowledge": "knowledge",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'fakdx' has no attribute {name!r}")
    value: object = getattr(import_module(f"fakdx.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
