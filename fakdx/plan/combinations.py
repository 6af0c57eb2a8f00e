"""What to combine: ready, deferred or refused, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from fakdx.differential.outlook import holds, known_facts
from fakdx.differential.score import Differential
from fakdx.differential.verdict import LIKELY, Ruling
from fakdx.knowledge import Knowledge
from fakdx.model.entries import Combination
from fakdx.model.result import Assessment, CombinationAdvice
from fakdx.model.rules import Fact
from fakdx.model.vocabulary import Agent
from fakdx.plan.agents import efflux_caution, fitting_agents
from fakdx.plan.cover import smallest_cover
from fakdx.plan.no_synergy import NoSynergy, explain_no_synergy
from fakdx.plan.prospects import RECEPTOR_DRUG, active_receptors
from fakdx.plan.value import WRONG_PARTNER

WORTH_NAMING = 0.25
"""Below this probability nothing points at a combination's mechanism."""
STATUSES = ("ready", "deferred", "refused")
GRADES = ("clinical", "in_vivo", "in_vitro", "rationale")
Status = Literal["ready", "deferred", "refused"]


def combine(
    found: Differential, ruling: Ruling, ranked_experiments: tuple[str, ...], knowledge: Knowledge
) -> tuple[CombinationAdvice, ...]:
    """Every combination that something in the case points at, and the partner already tried; best first.

    `ranked_experiments` are ids in the order in which to run them; a combination that has to wait names one. Among
    the ready ones the fewest that cover what the verdict names come first, and say so.
    """
    desk = _Desk(found, ruling, ranked_experiments, knowledge)
    weighed = [w for c in knowledge.combinations.values() if (w := desk.weigh(c)) is not None]
    ready = {w.combination.id: w for w in weighed if w.status == "ready"}
    wanted = frozenset(id for id in ruling.hypotheses if knowledge.hypotheses[id].kind == "mechanism")
    offers = {id: frozenset(w.combination.against) & wanted for id, w in ready.items()}
    chosen = smallest_cover(wanted, offers, lambda id: ready[id].preference)
    ordered = sorted(weighed, key=lambda w: (STATUSES.index(w.status), w.combination.id not in chosen, w.rank))
    return tuple(replace(desk.advice(w), reason=w.reason + _cover_words(w, chosen, wanted, knowledge)) for w in ordered)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A combination with its status, and what orders it among others of that status."""

    combination: Combination
    best: Assessment
    status: Status
    reason: str
    agents: tuple[Agent, ...]
    preference: tuple[int, int, int]
    """Receptors at work that its best agent misses, the grade of its evidence, and whether that is from elsewhere."""

    @property
    def rank(self) -> tuple[float, tuple[int, int, int], str]:
        return -self.best.probability, self.preference, self.combination.id


def _cover_words(
    weighed: _Weighed, chosen: tuple[str, ...], wanted: frozenset[str], knowledge: Knowledge
) -> str:
    if weighed.status != "ready" or not chosen:
        return ""
    if weighed.combination.id not in chosen:
        return "; an alternative to " + " with ".join(knowledge.combinations[id].name for id in chosen)
    covered = frozenset(h for id in chosen for h in knowledge.combinations[id].against) & wanted
    left = [knowledge.hypotheses[h].short for h in sorted(wanted - covered)]
    uncovered = f"; leaves {' and '.join(left)} uncovered" if left else ""
    if len(chosen) == 1:
        return uncovered or ("; covers all that the verdict names by itself" if len(wanted) > 1 else "")
    others = [knowledge.combinations[id].name for id in chosen if id != weighed.combination.id]
    return f"; together with {' and '.join(others)} the fewest partners that cover what the verdict names{uncovered}"


class _Desk:
    """Weighs combinations for one case."""

    def __init__(
        self, found: Differential, ruling: Ruling, ranked_experiments: tuple[str, ...], knowledge: Knowledge
    ) -> None:
        self._found = found
        self._case = found.case
        self._ruling = ruling
        self._ranked = ranked_experiments
        self._knowledge = knowledge
        self._facts: tuple[Fact, ...] = known_facts(found)
        self._failed: NoSynergy | None = explain_no_synergy(found, knowledge)
        self._given = {str(f.values.get("with_agent")) for f in self._facts if f.name == "given_partner"}
        self._cancer = next((f.state for f in self._facts if f.name == "cancer_type" and f.state != "none"), None)

    def weigh(self, combination: Combination) -> _Weighed | None:
        """None where nothing in the case points at it."""
        best = max((self._found.of(id) for id in combination.against), key=lambda a: a.probability)
        tried = not self._given.isdisjoint(combination.agents)
        if best.probability < WORTH_NAMING and best.id not in self._ruling.hypotheses and not tried:
            return None
        agents = fitting_agents(combination, self._case, self._facts, self._knowledge)
        status, reason = self._status(combination, best, agents)
        if tried:
            outcome = self._failed.conclusion if self._failed else "see the findings for what it did"
            reason += f"; tried already: {outcome}"
        return _Weighed(combination, best, status, reason, agents, self._preference(combination, agents))

    def _preference(self, combination: Combination, agents: tuple[Agent, ...]) -> tuple[int, int, int]:
        receptors = active_receptors(self._facts)
        receptor_drug = bool(agents) and RECEPTOR_DRUG in agents[0].classes
        missed = len(receptors - set(agents[0].genes)) if receptor_drug else 0
        elsewhere = self._cancer not in combination.evidence_context
        return missed, GRADES.index(combination.evidence), int(elsewhere)

    def _status(
        self, combination: Combination, best: Assessment, agents: tuple[Agent, ...]
    ) -> tuple[Status, str]:
        ruling, short = self._ruling, best.short
        blocked = next((labels for c in combination.refused_if if (labels := self._holds(c))), None)
        if blocked is not None:
            return "refused", "the findings speak against it: " + ", ".join(blocked)
        if ruling.kind == "none_sensitive":
            return "refused", "the inhibitor works here; nothing is to be added"
        if ruling.kind == "artefact" and ruling.hypotheses != (WRONG_PARTNER,):
            return "refused", f"settle the experiment first: {self._knowledge.hypotheses[ruling.hypotheses[0]].short}"
        if best.probability < WORTH_NAMING:
            return "refused", f"nothing here points at {short}"
        if not agents:
            return "refused", "none of its agents fits the receptor or the genotype of this case"
        first = self._first_for(combination)
        run = f"; run {first} first" if first else ""
        if ruling.kind in ("contradictory", "insufficient_data"):
            return "deferred", f"too early, the data do not decide{run}"
        if best.band not in LIKELY or best.id not in ruling.hypotheses:
            return "deferred", f"{short} is only {best.band}{run}"
        if combination.requires and not any(self._holds(c) for c in combination.requires):
            return "deferred", f"what it needs is not known to hold{run}"
        return "ready", f"{short} is {best.band}"

    def _holds(self, condition: dict[str, object]) -> tuple[str, ...]:
        return holds(condition, self._facts, self._knowledge)

    def _first_for(self, combination: Combination) -> str:
        """The experiment to run before it: of its own list the best ranked for this case, else the best of all."""
        ranked = [id for id in self._ranked if id in self._knowledge.experiments]
        own = [id for id in ranked if id in combination.first]
        return next((self._knowledge.experiments[id].name for id in (*own, *ranked)), "")

    def advice(self, weighed: _Weighed) -> CombinationAdvice:
        combination, agents = weighed.combination, weighed.agents
        efflux = efflux_caution(agents, self._case, self._knowledge)
        aimed = tuple(id for id in combination.against if self._found.of(id).probability >= WORTH_NAMING)
        return CombinationAdvice(
            id=combination.id,
            name=combination.name,
            status=weighed.status,
            reason=weighed.reason,
            agents=tuple(a.name for a in agents),
            against=aimed or combination.against[:1],
            evidence=combination.evidence,
            context_match=self._match(combination),
            cautions=((efflux,) if efflux else ()) + combination.cautions,
            arms=combination.arms,
            falsified_by=combination.falsified_by,
            first=combination.first,
        )

    def _match(self, combination: Combination) -> str:
        if combination.evidence == "rationale" or not combination.evidence_context:
            return "rationale only"
        where = ", ".join(c.replace("_", " ") for c in combination.evidence_context)
        if self._cancer in combination.evidence_context:
            return "same tumour type"
        return f"other tumour type ({where})" if self._cancer else f"shown in {where}"
