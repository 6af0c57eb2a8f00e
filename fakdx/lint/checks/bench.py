"""Experiments and combinations: do they decide anything, and can their result be believed?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from fakdx.lint.check import Remark, at, check
from fakdx.lint.checks.reach import reachable
from fakdx.lint.material import Material
from fakdx.model.rules import Condition, Fact

Effect = frozenset[tuple[str, int]]
"""What one outcome can bring to bear on one hypothesis: directions and points."""


@check("measures-nothing-used", "warning")
def measures_nothing_used(material: Material) -> Iterator[Remark]:
    """No rule asks for anything that an experiment measures, so its result changes nothing.

    Bad:
        - {id: growth_curve, measures: [doubling_time], ...}     # and no rule asks for doubling_time

    Good:
        - {id: pfak_dose_time, measures: [pFAK_Y397], ...}
    """
    asked = {c.name for r in material.compiled.values() for c in (*r.all, *r.any, *r.unless)}
    observables = material.knowledge.observables
    for id, experiment in material.knowledge.experiments.items():
        known = [observables[m] for m in experiment.measures if m in observables]
        if not any({o.id, *o.classes} & asked for o in known):
            yield at(material, "experiments", id, "measures"), f"{id} measures nothing that a rule asks for"


@check("outcomes-without-effect", "warning")
def outcomes_without_effect(material: Material) -> Iterator[Remark]:
    """None of an experiment's outcomes satisfies a condition of any rule.

    It measures the right thing, but what its outcomes add (comparator, arm, treatment, time) matches no rule.

    Bad:
        outcomes: [{id: up, adds: [{pFAK_Y397: increased, in: organoid}]}, ...]   # rules ask for the model

    Good:
        outcomes: [{id: up, adds: [{pFAK_Y397: increased}]}, ...]
    """
    for id, outcomes in material.outcomes.items():
        if outcomes and not any(_touched(material, o.facts) for o in outcomes):
            yield (
                at(material, "experiments", id, "outcomes"),
                f"{id}: no outcome satisfies a condition of any rule",
            )


@check("same-outcomes", "warning")
def same_outcomes(material: Material) -> Iterator[Remark]:
    """Two outcomes of an experiment satisfy the same conditions of the rules, so they cannot be told apart.

    Bad:
        outcomes:
          - {id: down, result: Y397 falls, adds: [{pFAK_Y397: decreased}]}
          - {id: gone, result: Y397 is gone, adds: [{pFAK_Y397: abolished}]}

    Good:
        outcomes:
          - {id: down, result: Y397 falls, adds: [{pFAK_Y397: decreased}]}
          - {id: stays, result: Y397 stays, adds: [{pFAK_Y397: unchanged}]}
    """
    for id, outcomes in material.outcomes.items():
        for one, other in combinations(outcomes, 2):
            shared = _touched(material, one.facts)
            if shared and shared == _touched(material, other.facts):
                experiment = material.knowledge.experiments[id]
                first, second = (experiment.outcomes[int(o.path[1])].id for o in (one, other))
                message = f"{id}: the rules cannot tell the outcomes {first} and {second} apart"
                yield at(material, "experiments", id, *other.path[:2]), message


def _touched(material: Material, facts: tuple[Fact, ...]) -> frozenset[Condition]:
    return frozenset(c for f in facts for c in material.asked.get(f.name, ()) if c.admits(f))


@check("outcome-not-measured", "warning")
def outcome_not_measured(material: Material) -> Iterator[Remark]:
    """An outcome adds a finding about something that the experiment does not list under `measures`.

    Bad:
        {measures: [pFAK_Y397], outcomes: [{id: up, adds: [{pAKT_S473: increased}]}, ...], ...}

    Good:
        {measures: [pFAK_Y397, pAKT_S473], outcomes: [{id: up, adds: [{pAKT_S473: increased}]}, ...], ...}
    """
    for id, outcomes in material.outcomes.items():
        measured = material.knowledge.experiments[id].measures
        for outcome in outcomes:
            assert outcome.case is not None
            for n, finding in enumerate(outcome.case.findings):
                if finding.name not in measured:
                    message = f"{id}: this outcome adds {finding.name}, which is not under 'measures'"
                    yield at(material, "experiments", id, *outcome.path, n), message


@check("twin-outcomes", "error")
def twin_outcomes(material: Material) -> Iterator[Remark]:
    """Two outcomes of an experiment have the same id.

    Bad:
        outcomes: [{id: up, ...}, {id: up, ...}]

    Good:
        outcomes: [{id: up, ...}, {id: down, ...}]
    """
    for id, experiment in material.knowledge.experiments.items():
        ids = [o.id for o in experiment.outcomes]
        for n, name in enumerate(ids):
            if name in ids[:n]:
                yield at(material, "experiments", id, "outcomes", n, "id"), f"{id} has two outcomes {name!r}"


@check("unseparated-hypotheses", "warning")
def unseparated_hypotheses(material: Material) -> Iterator[Remark]:
    """No experiment can tell two hypotheses apart: every outcome of each bears on both alike, or on neither.

    An outcome bears on a hypothesis through the rules it can help to fire. Two hypotheses that no result
    separates stay tied for ever.

    Bad:
        # hypotheses a and b, and rules from pFAK_Y397 alone that treat them alike

    Good:
        # an experiment, for instance a depletion, whose outcomes rules read differently for a and b
    """
    profiles = _profiles(material)
    hypotheses = sorted(material.knowledge.hypotheses)
    for one, other in combinations(hypotheses, 2):
        if all(rows.get(one, ()) == rows.get(other, ()) for rows in profiles):
            yield at(material, "hypotheses", other), f"no experiment separates {other} from {one}"


def _profiles(material: Material) -> Sequence[Mapping[str, tuple[Effect, ...]]]:
    """For each experiment, the effects of its outcomes on each hypothesis that any of them touches."""
    points = material.knowledge.scoring.points
    needs = [
        (rule, reachable(material, rule), points.get(strength, 0))
        for id, rule in material.compiled.items()
        if (strength := material.active[id].then.strength) is not None
    ]
    found = []
    for outcomes in material.outcomes.values():
        touched = [_touched(material, o.facts) for o in outcomes]
        rows: dict[str, list[set[tuple[str, int]]]] = {}
        for rule, conditions, weight in needs:
            for n, hit in enumerate(touched):
                if conditions & hit:
                    row = rows.setdefault(rule.then.target, [set() for _ in touched])
                    row[n].add((rule.then.kind, weight))
        found.append({h: tuple(frozenset(e) for e in row) for h, row in rows.items()})
    return found


@check("implausible-effort", "error")
def implausible_effort(material: Material) -> Iterator[Remark]:
    """The hours or days of an experiment are negative, or sharing saves more hours than it takes.

    Bad:
        {hands_on_h: 4, shared_hands_on_h: 6, ...}

    Good:
        {hands_on_h: 6, shared_hands_on_h: 4, ...}
    """
    for id, experiment in material.knowledge.experiments.items():
        for field in ("hands_on_h", "days", "shared_hands_on_h"):
            if getattr(experiment, field) < 0:
                yield at(material, "experiments", id, field), f"{id}: {field} is negative"
        if experiment.shared_hands_on_h > experiment.hands_on_h:
            message = f"{id}: sharing saves {experiment.shared_hands_on_h:g} h of {experiment.hands_on_h:g} h"
            yield at(material, "experiments", id, "shared_hands_on_h"), message


@check("lonely-share", "note")
def lonely_share(material: Material) -> Iterator[Remark]:
    """An experiment shares material with no other.

    Bad:
        shares: lysat          # in one experiment only, often a misspelling

    Good:
        shares: lysate         # in two or more
    """
    shares = [e.shares for e in material.knowledge.experiments.values()]
    for id, experiment in material.knowledge.experiments.items():
        if experiment.shares is not None and shares.count(experiment.shares) == 1:
            yield (
                at(material, "experiments", id, "shares"),
                f"{id}: nothing else shares {experiment.shares!r}",
            )


@check("uncontrolled-experiment", "warning")
def uncontrolled_experiment(material: Material) -> Iterator[Remark]:
    """An experiment, protocol or combination names no control, or no arms to compare.

    Bad:
        {id: fak_met, agents: [crizotinib], arms: [], ...}

    Good:
        {id: fak_met, agents: [crizotinib], arms: [vehicle, inhibitor alone, crizotinib alone, both], ...}
    """
    for kind, field in (("experiments", "controls"), ("protocols", "controls"), ("combinations", "arms")):
        for id, entry in material.knowledge.table(kind).items():
            instant = getattr(entry, "instant", False)
            if not getattr(entry, field) and not instant:
                yield at(material, kind, id, field), f"{id} has no {field}"


@check("combination-without-evidence", "warning")
def combination_without_evidence(material: Material) -> Iterator[Remark]:
    """A combination states a grade of evidence above rationale and makes no claim that shows it.

    Bad:
        {evidence: in_vivo, claims: [], ...}

    Good:
        {evidence: in_vivo, claims: [{says: ..., level: in_vivo, cites: [...]}], ...}
    """
    for id, combination in material.knowledge.combinations.items():
        if combination.evidence != "rationale" and all(c.level != combination.evidence for c in combination.claims):
            message = f"{id} is graded {combination.evidence}, and no claim of it is"
            yield at(material, "combinations", id, "evidence"), message
