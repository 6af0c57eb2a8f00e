"""Cases of any kind: every observable, state, drug, line, arm, dose and time the knowledge base has."""

from __future__ import annotations

from hypothesis import strategies as st

from fakdx.case.finding import EXTENTS
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context, Finding, Genotype
from fakdx.reading.quantities import Span

_SPANS = st.one_of(
    st.none(),
    st.sampled_from([0.001, 0.03, 0.1, 1.0, 3.0, 5.0, 8.0, 10.0, 24.0, 48.0, 72.0, 500.0]).map(lambda x: Span(x, x)),
    st.tuples(st.floats(0.001, 100), st.floats(0.001, 100)).map(lambda p: Span(min(p), max(p))),
    st.floats(0.001, 100).map(lambda x: Span(x, None, open_low=True)),
    st.floats(0.001, 100).map(lambda x: Span(None, x)),
)


def cases(knowledge: Knowledge) -> st.SearchStrategy[CaseData]:
    agents = sorted(knowledge.agents)
    inhibitors = sorted(a.id for a in knowledge.agents.values() if a.role in ("fak_inhibitor", "fak_degrader"))
    genes = sorted(knowledge.table("genes"))

    def term(field: str) -> st.SearchStrategy[str | None]:
        return st.none() | st.sampled_from([t.id for t in knowledge.contexts[field].terms])

    statuses = ("mutant", "amplified", "overexpressed", "low", "null", "wild_type")
    contexts = st.builds(
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
            versus=term("comparator"),
            treatment=st.none()
            | st.lists(st.sampled_from(agents), max_size=3, unique=True).map(lambda a: tuple(sorted(a))),
            arm=st.just("model") | st.sampled_from([t.id for t in knowledge.contexts["arm"].terms]),
            at=_SPANS,
            dose=_SPANS,
            fold=_SPANS,
            ci=st.none() | st.tuples(st.floats(0, 1), st.floats(1, 3)),
            n=st.none() | st.integers(1, 5),
            ic50=_SPANS,
            raw=st.booleans(),
        )

    telling = sorted(name for name in knowledge.observables)
    plain = st.sampled_from(telling).flatmap(
        lambda name: st.builds(
            Finding,
            name=st.just(name),
            shape=st.just(knowledge.observables[name].shape),
            state=st.sampled_from(knowledge.scales[knowledge.observables[name].scale].states),
        )
    )
    findings = st.lists(st.one_of(plain, plain, st.sampled_from(telling).flatmap(finding)), max_size=14)
    return st.builds(CaseData, context=contexts, findings=findings.map(tuple))
