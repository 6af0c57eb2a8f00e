"""Numbers and ids in the words of a reader: per cent, points, hours, names of hypotheses and observables."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from fakdx.inference.labels import finding_in_words
from fakdx.inference.phrases import said_in_words
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import agent_name, named, observation_name, spaced, term_name
from fakdx.model.case import Context
from fakdx.model.result import VerdictKind
from fakdx.model.scoring import Scoring
from fakdx.reading.quantities import say_hours, say_micromolar

RESEARCH_USE = "Research use only. Not for diagnosis or treatment of patients."

VERDICTS: dict[VerdictKind, str] = {
    "mechanism": "leading mechanism",
    "multiple_mechanisms": "several mechanisms",
    "artefact": "check the experiment first",
    "none_sensitive": "no resistance",
    "insufficient_data": "insufficient data",
    "contradictory": "contradictory data",
}
KINDS = {"mechanism": "mechanism", "artefact": "technical", "sensitive": "no resistance"}
EVIDENCE = {
    "clinical": "clinical evidence",
    "in_vivo": "in vivo evidence",
    "in_vitro": "in vitro evidence",
    "rationale": "rationale only",
}
_LEADING_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def percent(probability: float, scoring: Scoring) -> str:
    """A whole number that never rounds into another band: 0.896 is 89 %, not 90 %, when likely begins there."""
    if probability < 0.001:
        return "< 0.1 %"
    if probability < 0.005:
        return "< 1 %"
    if probability >= 0.995:
        return "> 99 %"
    nearest = math.floor(probability * 100 + 0.5)
    if scoring.band(nearest / 100) != scoring.band(probability):
        nearest = math.floor(probability * 100) if nearest / 100 > probability else math.ceil(probability * 100)
    return f"{nearest} %"


def points(value: float) -> str:
    """`+4`, `−0.5`, `0`; a true minus sign, so that it lines up and starts no list."""
    return "0" if value == 0 else f"{value:+.4g}".replace("-", "−")


def hours(value: float) -> str:
    return f"{value:.3g} h"


def days(value: float) -> str:
    return f"{value:.3g} day" + ("" if value == 1 else "s")


def bits(value: float) -> str:
    return "< 0.01 bit" if 0 < value < 0.005 else f"{value:.2f} bit"


def share(part: float) -> str:
    """A share of runs or observations: 0 % and 100 % are meant."""
    return f"{math.floor(part * 100 + 0.5)} %"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def sentence(text: str) -> str:
    """With a full stop, unless it ends in a mark of its own or is empty."""
    return text if not text or text.rstrip()[-1:] in ".!?:" else text.rstrip() + "."


class Words:
    """Names from the knowledge base. What it does not know keeps its id, with blanks for underscores."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def percent(self, probability: float) -> str:
        return percent(probability, self._knowledge.scoring)

    def hypothesis(self, id: str) -> str:
        entry = self._knowledge.hypotheses.get(id)
        return entry.short if entry else spaced(id)

    def experiment(self, id: str) -> str:
        entry = self._knowledge.experiments.get(id)
        return entry.name if entry else spaced(id)

    def agent(self, id: str) -> str:
        return agent_name(id, self._knowledge)

    def observable(self, id: str) -> str:
        """An observable, a derived finding or a class of observables."""
        return observation_name(id, self._knowledge)

    def cell_line(self, id: str) -> str:
        """A line that the knowledge base does not know is kept as it was written."""
        entry = self._knowledge.cell_lines.get(id)
        return entry.name if entry else id

    def term(self, field: str, id: str) -> str:
        return term_name(field, id, self._knowledge)

    def label(self, text: str) -> str:
        """The label of a finding with names in place of the ids in it."""
        return finding_in_words(text, self._knowledge)

    def condition(self, text: str) -> str:
        """A condition of a rule as a reader says it; what only lifts a restriction of the rule is left out."""
        return said_in_words(text, self._knowledge)

    def prose(self, text: str) -> str:
        """A sentence with names in place of the ids in it; only what has an underscore can be an id in a sentence."""
        return named(text, self._knowledge)

    def is_check(self, condition: str) -> bool:
        """Whether a condition is about a technical check."""
        match = _LEADING_NAME.match(condition)
        entry = self._knowledge.observables.get(match[0]) if match else None
        return entry is not None and entry.shape == "check"

    def subject(self, context: Context) -> tuple[str, ...]:
        """The experiment in a few phrases, in the order in which a figure legend says it."""
        inhibitor = self.agent(context.inhibitor) if context.inhibitor else ""
        dose = say_micromolar(context.dose) if context.dose else context.regimen or ""
        line = self.cell_line(context.cell_line) if context.cell_line else ""
        tumour = context.cancer_type if context.cancer_type != "none" else None
        about = [self.term("cancer_type", tumour)] if tumour else []
        about += [genotype.label for genotype in context.genotype]
        return tuple(
            phrase
            for phrase in (
                f"{inhibitor} {dose}".strip(),
                say_hours(context.exposure) if context.exposure else "",
                f"with {self.agents(context.partner)}" if context.partner else "",
                line + (f" ({', '.join(about)})" if line and about else ", ".join(about)),
                ", ".join(self.term("culture", c) for c in context.culture),
                self.term("host", context.host) if context.host else "",
                self.term("line", context.line) if context.line else "",
                self.term("response_lost", context.response_lost) if context.response_lost else "",
                f"lost after {say_hours(context.lost_after)}" if context.lost_after else "",
            )
            if phrase
        )

    def agents(self, ids: Iterable[str]) -> str:
        return " + ".join(self.agent(id) for id in ids)
