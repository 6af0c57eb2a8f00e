"""Sheets of what is reasoned about: hypotheses, rules, derived findings, scenarios, conflicts, background."""

from __future__ import annotations

from collections.abc import Iterable

from fakdx.catalogue.links import named_by, observation, rules_about
from fakdx.catalogue.sheet import Bullets, Facts, Line, Mark, Piece, Ref, Section, Sheet, bullets, facts, listed
from fakdx.catalogue.wording import cite_line, claims_section, fragment, sources_section
from fakdx.inference.phrases import any_of, condition_in_words
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import spaced
from fakdx.model.entries import Background, Conflict, Derived, Hypothesis, Scenario, Strength
from fakdx.model.rules import Rule


def hypothesis_sheet(entry: Hypothesis, knowledge: Knowledge) -> Sheet:
    """A hypothesis with its evidence and every rule about it."""
    rules = rules_about(entry.id, knowledge)
    prior = knowledge.scoring.prior(entry.id)
    return Sheet(
        "hypotheses",
        entry.id,
        entry.name,
        (entry.summary,),
        facts(
            ("kind", entry.kind),
            ("onset", spaced(entry.onset)),
            ("explains", entry.explains),
            ("genes", listed(Ref("genes", g) for g in entry.genes)),
            ("prior probability", f"{prior:g}"),
            ("brings about", listed(Ref("hypotheses", h) for h in entry.consequences)),
        ),
        (
            claims_section(entry.claims, knowledge),
            bullets("What speaks for it", [rule_lines(r, knowledge) for r in rules if r.then.for_]),
            bullets("What speaks against it", [rule_lines(r, knowledge) for r in rules if r.then.against]),
            _conflicts(entry.id, knowledge),
            named_by("hypotheses", entry.id, knowledge, frozenset({"rules", "conflicts"})),
        ),
    )


def _conflicts(hypothesis: str, knowledge: Knowledge) -> Section:
    touching = [c for c in knowledge.table("conflicts").values() if hypothesis in c.hypotheses]
    return bullets(
        "Where sources disagree", [((Ref("conflicts", c.id), f": {c.topic}"), (c.resolution,)) for c in touching]
    )


def rule_lines(rule: Rule, knowledge: Knowledge) -> tuple[Line, ...]:
    """A rule in a few lines: what it says, when, and on whose word."""
    strength = rule.then.strength
    points = f"{spaced(strength)}, {_points(strength, knowledge)}" if strength else "derived"
    head: list[Piece] = [Ref("rules", rule.id), f" ({points}"]
    head += [", decisive)" if rule.decisive else ")", f": {rule.because}", *_rule_marks(rule, knowledge)]
    lines: list[Line] = [tuple(head)]
    for words, conditions in (
        ("when", rule.when.all),
        ("and one of" if rule.when.all else "when one of", rule.when.any),
        ("unless", rule.when.unless),
    ):
        if conditions:
            joint = " and ".join(condition_in_words(c, knowledge) for c in conditions)
            lines.append((f"{words} {joint if words == 'when' else any_of(conditions, knowledge)}",))
    if scope := _scope(rule):
        lines.append((f"shown in {scope}; counts for less elsewhere",))
    lines.append(cite_line(rule.sources, knowledge))
    return tuple(lines)


def _points(strength: Strength, knowledge: Knowledge) -> str:
    number = knowledge.scoring.points.get(strength, 0)
    return f"{number} point" if number == 1 else f"{number} points"


def _rule_marks(rule: Rule, knowledge: Knowledge) -> Iterable[Piece]:
    if rule.status != "active":
        yield from (" ", Mark(f"{rule.status}, does not run"))
    known = [s for c in rule.sources if (s := knowledge.sources.get(c.source)) is not None]
    if known and not any(s.checked for s in known):
        yield from (" ", Mark("unverified"))


def _scope(rule: Rule) -> str:
    parts = (*rule.scope.cancer_type, *rule.scope.inhibitor, *rule.scope.culture)
    return ", ".join(spaced(p) for p in parts)


def rule_sheet(entry: Rule, knowledge: Knowledge) -> Sheet:
    """One rule in full, examples and all."""
    then = entry.then
    if then.finding is not None:
        concludes: Line = (
            "the finding ",
            Ref("derived", then.finding),
            "" if then.state == "yes" else f" is {then.state}",
        )
    else:
        direction = "for " if then.for_ else "against "
        concludes = (direction, Ref("hypotheses", then.hypothesis or ""))
    strength = "" if then.strength is None else f"{spaced(then.strength)} ({_points(then.strength, knowledge)})"
    return Sheet(
        "rules",
        entry.id,
        entry.id,
        (entry.because, *_rule_marks(entry, knowledge)),
        facts(
            ("concludes", concludes),
            ("strength", strength),
            ("group", entry.group),
            ("decisive", "yes" if entry.decisive else ""),
            ("shown in", _scope(entry)),
            ("supersedes", (Ref("rules", entry.supersedes),) if entry.supersedes else ""),
        ),
        (
            bullets("All of", [condition_in_words(c, knowledge) for c in entry.when.all]),
            bullets("One of", [condition_in_words(c, knowledge) for c in entry.when.any]),
            bullets("Unless", [condition_in_words(c, knowledge) for c in entry.when.unless]),
            sources_section(entry.sources, knowledge),
            bullets("Fires on", [fragment(e) for e in entry.examples.fires]),
            bullets("Stays silent on", [fragment(e) for e in entry.examples.silent]),
            named_by("rules", entry.id, knowledge),
        ),
    )


def derived_sheet(entry: Derived, knowledge: Knowledge) -> Sheet:
    """A derived finding and the rules that conclude it."""
    rules = [r for r in knowledge.rules.values() if r.then.finding == entry.id]
    return Sheet(
        "derived",
        entry.id,
        entry.name,
        (entry.means,),
        facts(("states", ", ".join(entry.states) if entry.states != ("yes",) else "")),
        (
            bullets("How it is concluded", [rule_lines(r, knowledge) for r in sorted(rules, key=lambda r: r.id)]),
            named_by("derived", entry.id, knowledge),
        ),
    )


def scenario_sheet(entry: Scenario, knowledge: Knowledge) -> Sheet:
    """A situation, how it is recognised, and the causes that documents offer."""
    causes: list[tuple[Line, ...]] = []
    for cause in entry.causes:
        then: list[Piece] = [f"What to do: {cause.do}"]
        if cause.experiment:
            then += [" ", Ref("experiments", cause.experiment)]
        cites = cite_line(cause.cites, knowledge)
        causes.append(((Ref("hypotheses", cause.hypothesis), f": {cause.says}"), tuple(then), cites))
    groups = [" and ".join(condition_in_words(c, knowledge) for c in group) for group in entry.recognised]
    return Sheet(
        "scenarios",
        entry.id,
        entry.name,
        (entry.sees,),
        facts(
            ("in other words", "; ".join(entry.words)),
            ("check first", listed(Ref("experiments", e) for e in entry.check_first)),
            ("asks for", listed(observation(o, knowledge) for o in entry.ask)),
        ),
        (
            bullets("Recognised when", groups),
            bullets("Causes offered", causes),
            sources_section(entry.cites, knowledge),
            named_by("scenarios", entry.id, knowledge),
        ),
    )


def conflict_sheet(entry: Conflict, knowledge: Knowledge) -> Sheet:
    """Two sources that disagree."""
    claims: list[tuple[Line, ...]] = []
    for claim in entry.claims:
        weight: Piece = "carries the weight" if claim.carries_weight else Mark("carries no weight")
        scope = f" ({claim.scope})" if claim.scope else ""
        claims.append(((claim.says, scope, " ", weight), cite_line(claim.cites, knowledge)))
    kinds = {id: kind for kind, table in knowledge.tables.items() for id in table}
    entries = listed(Ref(kinds[e], e) if e in kinds else e for e in entry.entries)
    return Sheet(
        "conflicts",
        entry.id,
        entry.topic,
        (entry.resolution,),
        facts(("hypotheses", listed(Ref("hypotheses", h) for h in entry.hypotheses)), ("entries", entries)),
        (Section("Claims", (Bullets(tuple(claims)),)),),
    )


def background_sheet(entry: Background, knowledge: Knowledge) -> Sheet:
    """A fact the explanations lean on."""
    return Sheet("background", entry.id, entry.title, (), Facts(()), (claims_section(entry.claims, knowledge),))
