"""Random rule bases with facts for them, and random cases in the words of the shipped knowledge."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from fakdx import Case, Knowledge, load_knowledge
from fakdx.inference.compile import stratify
from fakdx.model.rules import CompiledRule, Conclusion, Condition, Fact
from fakdx.reading.names import fold
from fakdx.reading.quantities import Span

NAMES = ("blot", "growth")
DERIVED = ("engaged", "active", "uncoupled", "bypassed")
"""A rule that concludes one of these may use only those before it, so that bases never go in a circle."""
STATES = ("down", "up")
GENES = ("EGFR", "ERBB2", "-")
"""The last one is a word that programs like to use for nothing; here it is a word like any other."""


# Rule bases


def spans() -> st.SearchStrategy[Span]:
    bounds = st.sampled_from([None, 1.0, 2.0, 6.0])
    return st.builds(_span, bounds, bounds, st.booleans(), st.booleans())


def _span(low: float | None, high: float | None, open_low: bool, open_high: bool) -> Span:
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Span(low, high, open_low and low is not None, open_high and high is not None)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    name = draw(st.sampled_from(NAMES))
    values: dict[str, str | Span] = {}
    for field in ("gene", "with_gene"):
        if draw(st.integers(0, 3)):
            values[field] = draw(st.sampled_from(GENES))
    if draw(st.booleans()):
        values["treatment"] = draw(st.sampled_from(["inhibitor", "combination"]))
    for field in ("hours", "fold"):
        if draw(st.booleans()):
            values[field] = draw(spans())
    state = draw(st.sampled_from(STATES))
    return Fact(name, state, draw(st.sampled_from([f"{name} {state}", f"{name} {state} again"])), values)


@st.composite
def conditions(draw: st.DrawFn, names: tuple[str, ...]) -> Condition:
    name = draw(st.sampled_from(names))
    states = STATES if name in NAMES else ("yes",)
    one_of: dict[str, frozenset[str]] = {}
    within: dict[str, Span] = {}
    binds: dict[str, str] = {}
    for field in ("gene", "with_gene"):
        often = ["none", "none", "none", "bound", "bound", "one of", "both"]
        restriction = draw(st.sampled_from(often)) if name in NAMES else "none"
        if name in DERIVED and field == "gene" and draw(st.booleans()):
            restriction = "bound"
        if restriction in ("bound", "both"):
            binds[field] = draw(st.sampled_from(["x", "y"]))
        if restriction in ("one of", "both"):
            one_of[field] = draw(st.frozensets(st.sampled_from(GENES), min_size=1))
    if name in NAMES and draw(st.integers(0, 6)) == 0:
        one_of["treatment"] = draw(st.frozensets(st.sampled_from(["inhibitor", "combination"]), min_size=1))
    if name in NAMES and draw(st.integers(0, 6)) == 0:
        within[draw(st.sampled_from(["hours", "fold"]))] = draw(spans())
    wanted = draw(st.frozensets(st.sampled_from(states), min_size=1))
    return Condition(name, wanted, tuple(sorted(one_of.items())), tuple(sorted(within.items())), tuple(binds.items()))


@st.composite
def rules(draw: st.DrawFn, number: int) -> CompiledRule:
    conclusion = draw(st.sampled_from(["for", "against", *DERIVED]))
    usable = NAMES + (DERIVED[: DERIVED.index(conclusion)] if conclusion in DERIVED else DERIVED)
    all_ = _drawn(draw, conditions(usable), draw(st.integers(0, 3)))
    any_ = _drawn(draw, conditions(usable), draw(st.sampled_from([0, 1, 2, 3] if all_ else [1, 2, 3])))
    unless = _drawn(draw, conditions(usable), draw(st.sampled_from([0, 0, 1, 2])))
    if conclusion in DERIVED:
        gene = draw(st.sampled_from([None, "x"]))
        then = Conclusion("finding", conclusion, "yes", gene)
    else:
        then = Conclusion("for" if conclusion == "for" else "against", "hypothesis")
    return CompiledRule(f"rule_{number}", tuple(all_), tuple(any_), tuple(unless), then)


def _drawn(draw: st.DrawFn, of: st.SearchStrategy[Any], count: int) -> list[Any]:
    """So many of them; a list strategy by itself prefers few."""
    return [draw(of) for _ in range(count)]


@st.composite
def rule_bases(draw: st.DrawFn, most: int = 8) -> tuple[CompiledRule, ...]:
    return stratify([draw(rules(number)) for number in range(draw(st.integers(1, most)))])


@st.composite
def fact_sets(draw: st.DrawFn, most: int = 8) -> list[Fact]:
    drawn = _drawn(draw, facts(), draw(st.integers(0, most)))
    return list({fact.key: fact for fact in drawn}.values())


# Cases


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    return load_knowledge()


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=20)
"""Anything a person can type, YAML's own marks included."""
TIMES = st.sampled_from(["30 min", "1 h", "6 h", "24 h", "2-24 h", "> 72 h", "3 d", "8 weeks", "0.1 h"])
DOSES = st.sampled_from(["1 nM", "30 nM", "100 nM", "0.3 uM", "1 uM", "10 uM", "> 10 uM", "<= 1 uM", "30-100 nM"])
REGIMENS = st.sampled_from(["30 mg/kg bid", "3-10 mg/kg", "400 mg twice daily"])
FOLDS = st.sampled_from(["0", "0.2", "0.9", "1.9", "5-10", "> 30", "1e-3"])


@st.composite
def findings(draw: st.DrawFn) -> dict[str, Any]:
    """One finding as a case file has it, of the shipped vocabulary."""
    knowledge = shipped()
    observable = knowledge.observables[draw(st.sampled_from(sorted(knowledge.observables)))]
    states = [*knowledge.scales[observable.scale].states, "inconclusive", "not tested"]
    row: dict[str, Any] = {observable.id: draw(st.sampled_from(states))}
    if observable.gene is None and draw(st.booleans()):
        row["gene"] = draw(st.sampled_from(sorted(knowledge.table("genes"))))
    treated = draw(st.sampled_from(["alone", "alone", "alone", "with", "on"]))
    if treated != "alone":
        row[treated] = draw(st.lists(st.sampled_from(sorted(knowledge.agents)), min_size=1, max_size=2, unique=True))
    optional = {
        "versus": st.sampled_from(sorted(set(knowledge.names.terms["comparator"].values()))),
        "in": st.sampled_from(sorted(set(knowledge.names.terms["arm"].values()))),
        "at": TIMES,
        "dose": DOSES | REGIMENS,
        "fold": FOLDS,
        "ic50": DOSES,
        "n": st.integers(1, 9),
        "extent": st.sampled_from(["slight", "partial", "strong", "complete"]),
        "ci": st.sampled_from([[0.4, 0.8], [0.9, 1.1], [1.5, 2.4]]),
        "raw": st.booleans(),
        "method": WORDS,
        "value": WORDS,
        "note": WORDS,
    }
    for key, values in optional.items():
        if draw(st.integers(0, 5)) == 0:
            row[key] = draw(values)
    return row


@lru_cache(maxsize=1)
def rule_examples() -> tuple[dict[str, Any], ...]:
    """Findings from the examples at which rules fire: pure chance would make few rules fire."""
    rows: list[dict[str, Any]] = []
    for rule in shipped().rules.values():
        for example in rule.examples.fires:
            if isinstance(example, dict):
                rows += [dict(f) for f in example.get("findings", ())] if "findings" in example else []
            else:
                rows += [dict(f) for f in example]
    return tuple(rows)


@st.composite
def otherwise(draw: st.DrawFn, row: dict[str, Any]) -> dict[str, Any]:
    """The same finding with any state of its scale, so that now and then two reports clash."""
    knowledge = shipped()
    key = next(k for k in row if fold(k) in knowledge.names.observables)
    observable = knowledge.observables[knowledge.names.observables[fold(key)]]
    return {**row, key: draw(st.sampled_from(knowledge.scales[observable.scale].states))}


@st.composite
def contexts(draw: st.DrawFn) -> dict[str, Any]:
    """A context as a case file has it; any field may be missing."""
    knowledge = shipped()
    inhibitors = sorted(a.id for a in knowledge.agents.values() if a.role in ("fak_inhibitor", "fak_degrader"))
    partners = sorted(a.id for a in knowledge.agents.values() if a.role == "partner")
    genotypes = ["KRAS G12D", "ERBB2 amplified", "PTEN null", "TP53 mutant"]
    terms = {field: sorted(set(table.values())) for field, table in knowledge.names.terms.items()}
    fields: dict[str, st.SearchStrategy[Any]] = {
        "inhibitor": st.sampled_from(inhibitors),
        "dose": DOSES | REGIMENS,
        "exposure": TIMES,
        "cell_line": st.sampled_from(sorted(knowledge.cell_lines)) | st.just("Unheard-of line"),
        "cancer_type": st.sampled_from(terms["cancer_type"]),
        "genotype": st.lists(st.sampled_from(genotypes), unique=True),
        "culture": st.lists(st.sampled_from(terms["culture"]), unique=True),
        "host": st.sampled_from(terms["host"]),
        "line": st.sampled_from(terms["line"]),
        "response_lost": st.sampled_from(terms["response_lost"]),
        "lost_after": TIMES,
        "partner": st.lists(st.sampled_from(partners), max_size=2),
        "note": WORDS,
    }
    return {key: draw(values) for key, values in fields.items() if draw(st.booleans())}


@st.composite
def case_data(draw: st.DrawFn, most: int = 8) -> dict[str, Any]:
    """A whole case file as plain data: findings by chance, from the examples of rules, and reported otherwise."""
    rows = _drawn(draw, findings() | st.sampled_from(rule_examples()), draw(st.integers(0, most)))
    if rows and draw(st.integers(0, 3)) == 0:
        rows.append(draw(otherwise(draw(st.sampled_from(rows)))))
    data: dict[str, Any] = {"context": draw(contexts()), "findings": rows}
    if draw(st.booleans()):
        data["title"] = draw(WORDS)
    if draw(st.booleans()):
        data["notes"] = draw(st.lists(WORDS, max_size=2))
    return data


def cases(most: int = 8) -> st.SearchStrategy[Case]:
    return case_data(most).map(lambda data: Case.from_dict(data, shipped()))
