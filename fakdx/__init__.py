"""fakdx: why a FAK inhibitor is not doing what it should, what to run next, what to combine.

    from fakdx import Case, diagnose
    diagnosis = diagnose(Case.from_yaml("case.yaml"))

Research use only.
"""

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
