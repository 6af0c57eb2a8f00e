"""What the regions of the screen tell each other."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from fakdx.diagnosis import Diagnosis
from fakdx.interview.choose import Agenda
from fakdx.model.case import CaseData, Finding


@dataclass
class StateChosen(Message):
    """A state is picked and not answered yet: show what it would do."""

    state: str


@dataclass
class Answered(Message):
    """The question on the table is answered; `details` are as typed."""

    state: str
    details: dict[str, str]


@dataclass
class NotKnown(Message):
    """Nobody here can say."""


@dataclass
class FindingPicked(Message):
    """A finding is to be edited."""

    finding: Finding


@dataclass
class FindingDropped(Message):
    """A finding is to be taken back."""

    finding: Finding


@dataclass
class SettingPicked(Message):
    """The experiment is to be edited."""


@dataclass
class AgendaReady(Message):
    """The questions for a case are ranked."""

    case: CaseData
    agenda: Agenda


@dataclass
class DiagnosisReady(Message):
    """A case is diagnosed, with experiments and combinations."""

    case: CaseData
    diagnosis: Diagnosis
