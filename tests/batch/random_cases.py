"""Cases of any kind: every observable, state, drug, line, arm, dose and time the knowledge base has."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from fakdx.case.finding import EXTENTS
from fakdx.case.parse import parse_fragment
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context, Finding, Genotype
from fakdx.reading.quantities import Span
from fakdx.reading.yaml_lines import Document

_SPANS = st.one_of(
    st.none(),
    st.sampled_from([0.001, 0.03, 0.1, 1.0, 3.0, 5.0, 8.0, 10.0, 24.0, 48.0, 72.0, 500.0]).map(lambda x: Span(x, x)),
    st.tuples(st.floats(0.001, 100), st.floats(0.001, 100)).map(lambda p: Span(min(p), max(p))),
    st.floats(0.001, 100).map(lambda x: Span(x, None, open_low=True)),
    st.floats(0.001, 100).map(lambda x: Span(None, x)),
)


def cases(knowledge: Knowledge) -> st.SearchStrategy[CaseData]:
    """Half of the findings by chance alone, half from what makes rules fire, in any context."""
    firing = st.lists(st.sampled_from(findings_that_fire(knowledge)), max_size=5)
    by_chance = st.lists(any_finding(knowledge), max_size=9)
    together = st.tuples(firing, by_chance).map(lambda both: (*(f for group in both[0] for f in group), *both[1]))
    return st.builds(CaseData, context=contexts(knowledge), findings=together)


@lru_cache(maxsize=2)
def findings_that_fire(knowledge: Knowledge, rules: frozenset[str] | None = None) -> tuple[tuple[Finding, ...], ...]:
    """The findings of every example at which a rule fires, of all rules or of those named."""
    nowhere = Document("<example>", None, {})
    return tuple(
        parse_fragment(plain(example), nowhere, (), knowledge).findings
        for id in sorted(knowledge.rules if rules is None else rules)
        for example in knowledge.rules[id].examples.fires
    )


def plain(value: Any) -> Any:
    """Tuples of the models back to the lists of a file."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def contexts(knowledge: Knowledge) -> st.SearchStrategy[Context]:
    agents = sorted(knowledge.agents)
    inhibitors = sorted(a.id for a in knowledge.agents.values() if a.role in ("fak_inhibitor", "fak_degrader"))
    genes = sorted(knowledge.table("genes"))

    def term(field: str) -> st.SearchStrategy[str | None]:
        return st.none() | st.sampled_from([t.id for t in knowledge.contexts[field].terms])

    statuses = ("mutant", "amplified", "overexpressed", "low", "null", "wild_type")
    return st.builds(
        Context,
        inhibitor=st.none() | st.sampled_from(inhibitors),
        dose=_SPANS,
        exposure=_SPANS,
        cell_line=st.none() | st.sampled_from(sorted(knowledge.cell_lines)) | st.just("a line of our own"),
        cancer_type=term("cancer_type"),
        genotype=st.lists(st.builds(Genotype, st.sampled_from(genes), st.sampled_from(statuses)), max_size=2).map(
            tuple
        ),
        culture=st.lists(
            st.sampled_from([t.id for t in knowledge.contexts["culture"].terms]), max_size=2, unique=True
        ).map(lambda c: tuple(sorted(c))),
        host=term("host"),
        line=term("line"),
        response_lost=term("response_lost"),
        partner=st.lists(st.sampled_from(agents), max_size=2, unique=True).map(lambda a: tuple(sorted(a))),
    )


def any_finding(knowledge: Knowledge) -> st.SearchStrategy[Finding]:
    agents, genes = sorted(knowledge.agents), sorted(knowledge.table("genes"))

    def terms(field: str) -> st.SearchStrategy[str]:
        return st.sampled_from([t.id for t in knowledge.contexts[field].terms])

    def finding(name: str) -> st.SearchStrategy[Finding]:
        observable = knowledge.observables[name]
        states = (*knowledge.scales[observable.scale].states, "inconclusive", "not tested")
        gene = st.none() if observable.gene or observable.shape == "check" else st.none() | st.sampled_from(genes)
        return st.builds(
            Finding,
            name=st.just(name),
            shape=st.just(observable.shape),
            state=st.sampled_from(states),
            extent=st.none() | st.sampled_from(EXTENTS),
            gene=gene,
            versus=st.none() | terms("comparator"),
            treatment=st.none()
            | st.lists(st.sampled_from(agents), max_size=3, unique=True).map(lambda a: tuple(sorted(a))),
            arm=st.just("model") | terms("arm"),
            at=_SPANS,
            dose=_SPANS,
            fold=_SPANS,
            ci=st.none() | st.tuples(st.floats(0, 1), st.floats(1, 3)),
            n=st.none() | st.integers(1, 5),
            ic50=_SPANS,
            raw=st.booleans(),
        )

    return st.sampled_from(sorted(knowledge.observables)).flatmap(finding)
