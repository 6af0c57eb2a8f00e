"""The heavy work, one piece at a time and never on the screen's thread."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock

from fakdx.diagnosis import Diagnosis, diagnose
from fakdx.inference import EngineName
from fakdx.interview.choose import Agenda, agenda
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData

_ONE_AT_A_TIME = Lock()
"""The engine of a knowledge base is shared and keeps its working memory; and two pieces at once finish later."""


def rank_questions(case: CaseData, knowledge: Knowledge, first: Collection[str], panel: str) -> Agenda:
    """What to ask next."""
    with _ONE_AT_A_TIME:
        return agenda(case, knowledge, first, panel)


def plan(case: CaseData, knowledge: Knowledge, engine: EngineName = "matcher") -> Diagnosis:
    """The whole diagnosis. Reports use experta, so that they equal those of `fakdx diagnose`."""
    with _ONE_AT_A_TIME:
        return diagnose(case, knowledge, engine=engine)
