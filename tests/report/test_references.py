"""Published numbers beside the case's own, sources by number, disagreements in the open."""

from __future__ import annotations

import pytest

from fakdx.knowledge import Knowledge
from fakdx.model.base import Source
from fakdx.model.entries import ReferenceValue
from fakdx.model.result import Result
from fakdx.reading.quantities import Span, parse_dose
from fakdx.report.references import Bibliography, compare, say_value, short_name
from fakdx.report.view import view_of


def value(**fields: object) -> ReferenceValue:
    return ReferenceValue.model_validate({"measure": "IC50", "unit": "uM", **fields})


@pytest.mark.parametrize(
    ("mine", "published", "said"),
    [
        ("1.2 uM", {"value": 1.0}, "agrees within 3-fold, as repeated assays do"),
        ("8 uM", {"value": 1.0}, "8-fold higher"),
        ("100 nM", {"value": 1.0}, "10-fold lower"),
        ("0.9 uM", {"value": 900.0, "unit": "nM"}, "agrees within 3-fold, as repeated assays do"),
        ("> 10 uM", {"value": 10.0, "relation": ">"}, "agrees"),
        ("> 5 uM", {"value": 10.0, "relation": ">"}, ""),
        ("2 uM", {"value": 10.0, "relation": ">"}, "lower than published"),
        ("< 10 nM", {"value": 0.05, "relation": "<"}, "agrees"),
        ("1 uM", {"value": 0.05, "relation": "<"}, "higher than published"),
        ("> 10 uM", {"value": 1.0}, "higher than published"),
        ("> 2 uM", {"value": 1.0}, ""),
        ("1 uM", {"low": 0.5, "high": 2.0}, ""),
    ],
)
def test_comparison_claims_no_more_than_both_numbers_carry(mine: str, published: dict[str, object], said: str) -> None:
    assert compare(parse_dose(mine), value(**published), noise=3.0) == said


def test_a_range_spans_its_geometric_middle() -> None:
    assert compare(Span(10.0, 40.0), value(value=1.0), noise=3.0) == "20-fold higher"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 10.0, "relation": ">"}, "> 10 uM"),
        ({"value": 1.58}, "1.58 uM"),
        ({"low": 0.6, "high": 423.4, "unit": "nM"}, "0.6-423.4 nM"),
    ],
)
def test_published_values_are_said_as_published(fields: dict[str, object], said: str) -> None:
    assert say_value(value(**fields)) == said


def test_the_number_for_this_line_and_readout_stands_beside_the_own_one(result: Result, knowledge: Knowledge) -> None:
    (row,) = view_of(result, knowledge).published
    assert (row.what, row.published, row.yours, row.comparison, row.status) == (
        "IC50, 3D growth, defactinib, SK-BR-3", "> 10 uM", "> 10 uM", "agrees", "unverified",
    )  # fmt: skip
    assert [c.short for c in row.cites] == ["BenchChem 2025"]


def test_a_disagreement_about_the_inhibitor_shows_both_claims_and_which_carries_weight(
    result: Result, knowledge: Knowledge
) -> None:
    (conflict,) = view_of(result, knowledge).conflicts
    assert [(says, carries) for says, _, carries, _ in conflict.claims] == [
        ("In vivo.", False),
        ("In cells.", True),
    ]


def test_a_source_keeps_its_number(knowledge: Knowledge) -> None:
    bib = Bibliography(knowledge)
    numbers = [bib.cite(id, "x").number for id in ("bc-acquired", "marlowe_2016", "bc-acquired")]
    assert numbers == [1, 2, 1]
    assert [line.number for line in bib.lines()] == [1, 2]


@pytest.mark.parametrize(
    ("citation", "kind", "short"),
    [
        ("Marlowe TA et al., Mol Cancer Ther 2016", "primary", "Marlowe 2016"),
        ("de Jonge MJA et al., Target Oncol 2019", "primary", "de Jonge 2016"),
        ("Slack-Davis JK et al., J Biol Chem 2007", "primary", "Slack-Davis 2016"),
        ("Chen SY, Chen HC, Mol Cell Biol 2006", "primary", "Chen 2016"),
        ("BenchChem Technical Support Team, December 2025: x", "vendor", "BenchChem 2016"),
        ("Analysis of repeated experiments", "database", "some_id"),
    ],
)
def test_sources_have_short_names(citation: str, kind: str, short: str) -> None:
    source = Source.model_validate(
        {"id": "some_id", "kind": kind, "citation": citation, "year": 2016, "read": "text", "checked": True}
    )
    assert short_name(source, "some_id") == short


def test_only_web_addresses_become_links(knowledge: Knowledge) -> None:
    source = Source(id="x", kind="vendor", citation="X", url="javascript:alert(1)", read="text", checked=True)
    base = Knowledge({"sources": {"x": source}}, knowledge.scoring, "", {})
    bib = Bibliography(base)
    bib.cite("x", "y")
    assert bib.lines()[0].links == ()
