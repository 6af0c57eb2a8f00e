"""Case files: what is read, and what is said about what cannot be."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakdx import Case, InputError, Knowledge
from fakdx.inference.facts import facts_of
from fakdx.model.case import NOT_TESTED
from fakdx.reading.quantities import Span
from tests.laws import strategies as some


def complaints(text: str, knowledge: Knowledge) -> list[str]:
    """The lines that a case text is refused with."""
    with pytest.raises(InputError) as raised:
        Case.from_text(text, knowledge, "case.yaml")
    return [str(p) for p in raised.value.problems]


def one(row: str, knowledge: Knowledge, context: str = "{}") -> list[str]:
    return complaints(f"context: {context}\nfindings:\n  - {row}\n", knowledge)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{pFAK_Y937: decreased}", "unknown observation 'pFAK_Y937'; did you mean pFAK_Y397"),
        ("{pFAK_Y397: decresed}", "pFAK_Y397 has no state 'decresed'; did you mean decreased"),
        ("{pFAK_Y397: yes}", "pFAK_Y397 has no state 'yes' (it has: decreased, unchanged, increased, inconclusive"),
        ("{stock_fresh: increased}", "stock_fresh has no state 'increased'"),
        ("{pFAK_Y397: 0.4}", "pFAK_Y397 is 0.4; expected a word: decreased"),
        ("{pFAK_Y397: null}", "pFAK_Y397 is None; expected a word"),
        ("{pFAK_Y397: [decreased]}", "expected a word"),
        ("{pFAK_Y397: decreased, FAK: unchanged}", "one finding names several observations (pFAK_Y397, FAK)"),
        ("{pFAK_Y397: decreased, foldd: 2}", "unknown qualifier or observation 'foldd'; did you mean fold"),
        ("{at: 6 h}", "a finding needs the name of what was observed"),
        ("{}", "a finding needs the name of what was observed"),
        ("pFAK_Y397 decreased", "expected a finding such as {pFAK_Y397: unchanged}"),
        ("3", "expected a finding such as"),
        ("{pFAK_Y397: decreased, at: 6}", "at: expected a time such as 6 h"),
        ("{pFAK_Y397: decreased, at: 6 uM}", "at: expected a time such as 6 h, 2-24 h or 3 weeks, found the unit 'uM'"),
        ("{pFAK_Y397: decreased, dose: 3 mg}", "found the unit 'mg' in '3 mg'; known: nM, uM, mM"),
        ("{pFAK_Y397: decreased, dose: -3 uM}", "it is never negative"),
        ("{pFAK_Y397: decreased, dose: [1, 2]}", "dose: expected a concentration"),
        ("{pFAK_Y397: decreased, fold: .nan}", "fold: expected a ratio such as 1.9"),
        ("{pFAK_Y397: decreased, fold: .inf}", "fold: expected a ratio such as 1.9"),
        ("{pFAK_Y397: decreased, fold: 2 h}", "found the unit 'h'"),
        ("{pFAK_Y397: decreased, ci: [0.1, .nan]}", "ci: expected [low, high]"),
        ("{pFAK_Y397: decreased, ci: [0.9, 0.1]}", "ci: expected [low, high] with 0 <= low <= high"),
        ("{pFAK_Y397: decreased, ci: 0.1}", "ci: expected [low, high]"),
        ("{pFAK_Y397: decreased, n: 0}", "n: expected a whole number of independent experiments, found 0"),
        ("{pFAK_Y397: decreased, n: 2.5}", "n: expected a whole number"),
        ("{pFAK_Y397: decreased, n: three}", "n: expected a whole number"),
        ("{pFAK_Y397: decreased, extent: huge}", "extent is 'huge'; expected slight, partial, strong, complete"),
        ("{pFAK_Y397: decreased, extent: [strong]}", "extent is ['strong']; expected slight"),
        ("{pFAK_Y397: decreased, raw: perhaps}", "raw: expected yes or no, found 'perhaps'"),
        ("{pFAK_Y397: decreased, versus: vehicel}", "unknown comparator 'vehicel'; did you mean vehicle"),
        ("{pFAK_Y397: decreased, with: lapatinip}", "unknown drug or perturbation 'lapatinip'; did you mean lapatinib"),
        ("{pFAK_Y397: decreased, with: [3]}", "expected the name of a drug or perturbation, found 3"),
        ("{pFAK_Y397: decreased, with: lapatinib, on: lapatinib}", "'with' adds to the inhibitor and 'on' replaces it"),
        ("{pFAK_Y397: decreased, in: parentl}", "unknown arm 'parentl'; did you mean parental"),
        ("{pFAK_Y397: decreased, gene: ERBB2}", "pFAK_Y397 is about PTK2, not ERBB2; leave 'gene' out"),
        ("{pRTK_array: increased, gene: ERBB22}", "unknown gene 'ERBB22'; did you mean ERBB2"),
        ("{pFAK_Y397: decreased, method: [blot]}", "method: expected text"),
        ("{pFAK_Y397: decreased, note: {a: b}}", "note: expected text"),
    ],
)
def test_a_finding_that_cannot_be_read_gives_one_line_with_its_place(
    row: str, said: str, knowledge: Knowledge
) -> None:
    [line] = one(row, knowledge)

    assert line.startswith("case.yaml:3: ")
    assert said in line


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ("{inhibitor: defactinip}", "unknown inhibitor 'defactinip'; did you mean defactinib"),
        ("{inhibitor: lapatinib}", "'lapatinib' is not a FAK inhibitor; name it under 'partner'"),
        ("{inhibitor: [defactinib]}", "inhibitor: expected text"),
        ("{dose: 1}", "dose: expected a concentration such as 1 uM"),
        ("{dose: 1 h}", "found the unit 'h'"),
        ("{dose: [1 uM]}", "dose: expected a concentration"),
        ("{exposure: 6 uM}", "exposure: expected a time such as 6 h"),
        ("{lost_after: soon}", "lost_after: expected a time"),
        ("{cancer_type: brest}", "cancer_type: unknown 'brest'; did you mean breast"),
        ("{culture: 4D}", "culture: unknown '4D'"),
        ("{culture: [2D, 4D]}", "culture: unknown '4D'"),
        ("{response_lost: sometimes}", "response_lost: unknown 'sometimes'"),
        ("{genotype: [KRAS]}", "genotype: expected a gene and its state, such as 'ERBB2 amplified', found 'KRAS'"),
        ("{genotype: [3]}", "genotype: expected a gene and its state"),
        ("{partner: lapatinip}", "did you mean lapatinib"),
        ("{arms: [a]}", "arms: expected a label and its role"),
        ("{arms: {HEY: nonsense}}", "arm: unknown 'nonsense'"),
        ("{inhibiter: defactinib}", "unknown field 'inhibiter' in context; did you mean inhibitor"),
        ("defactinib", "context: expected fields such as inhibitor, dose and cell_line"),
    ],
)
def test_a_context_that_cannot_be_read_gives_one_line_with_its_place(
    context: str, said: str, knowledge: Knowledge
) -> None:
    [line] = complaints(f"title: t\ncontext: {context}\n", knowledge)

    assert line.startswith("case.yaml:2: ")
    assert said in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("just words\n", "case.yaml:1: is not a case: expected 'title', 'context' and 'findings'"),
        ("- a\n- b\n", "case.yaml:1: is not a case"),
        ("3\n", "case.yaml:1: is not a case"),
        ("titel: x\n", "case.yaml:1: unknown field 'titel'; did you mean title"),
        ("findings: {pFAK_Y397: decreased}\n", "case.yaml:1: findings: expected a list"),
        ("findings: none\n", "case.yaml:1: findings: expected a list"),
        ("title: [a]\n", "case.yaml:1: title: expected text"),
        ("notes: {a: b}\n", "case.yaml:1: notes: expected text, or a list of texts"),
        ("quantified: 3\n", "case.yaml:1: expected a list of tables"),
    ],
)
def test_what_is_no_case_says_what_a_case_is(text: str, said: str, knowledge: Knowledge) -> None:
    [line] = complaints(text, knowledge)

    assert line.startswith(said)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(knowledge: Knowledge) -> None:
    text = (
        "context:\n  inhibitor: nope\n  dose: 1 mg\nfindings:\n"
        "  - {pFAK_Y397: sideways, at: 6}\n  - {pFAK_Y397: decreased}\n  - {nonsense: up}\n"
    )

    assert [line.split(":")[1] for line in complaints(text, knowledge)] == ["2", "3", "5", "5", "7"]


def test_a_list_over_several_lines_is_told_at_the_line_of_the_mistake(knowledge: Knowledge) -> None:
    text = "findings:\n  - pFAK_Y397: decreased\n    at: 6 h\n    with:\n      - lapatinib\n    fold: two\n"

    [line] = complaints(text, knowledge)

    assert line.startswith("case.yaml:6: fold")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "title: t\n", "findings: []\n", "findings:\n", "{}"])
def test_an_empty_case_is_a_case(text: str, knowledge: Knowledge) -> None:
    assert Case.from_text(text, knowledge).findings == ()


def test_names_states_and_drugs_have_aliases(knowledge: Knowledge) -> None:
    text = (
        "context: {inhibitor: VS-6063, cell_line: SK-BR-3, culture: 2D}\n"
        "findings:\n  - {p-FAK: abolished, versus: DMSO}\n  - {Stock fresh: no}\n"
    )
    case = Case.from_text(text, knowledge)

    assert (case.context.inhibitor, case.context.cell_line) == ("defactinib", "sk_br_3")
    assert [(f.name, f.state, f.extent) for f in case.findings] == [
        ("pFAK_Y397", "decreased", "complete"),
        ("stock_fresh", "no", None),
    ]
    assert case.findings[0].versus == "vehicle"


@pytest.mark.parametrize("word", ["no", "No", "false"])
def test_no_is_an_answer_and_not_a_missing_value(word: str, knowledge: Knowledge) -> None:
    [finding] = Case.from_text(f"findings:\n  - {{stock_fresh: {word}}}\n", knowledge).findings

    assert finding.state == "no"
    assert finding.tested


def test_not_tested_is_kept_and_is_no_result(knowledge: Knowledge) -> None:
    [finding] = Case.from_text("findings:\n  - {pPYK2: not tested}\n", knowledge).findings

    assert finding.state == NOT_TESTED
    assert not finding.tested


def test_with_adds_to_the_inhibitor_and_on_replaces_it(knowledge: Knowledge) -> None:
    text = (
        "context: {inhibitor: defactinib}\nfindings:\n  - {growth_3d: inhibited, with: lapatinib}\n"
        "  - {growth_3d: no effect, on: lapatinib}\n  - {growth_3d: no effect, on: none}\n  - {growth_3d: no effect}\n"
        "  - {growth_3d: no effect, on: defactinib}\n"
    )

    assert [f.treatment for f in Case.from_text(text, knowledge).findings] == [
        ("defactinib", "lapatinib"), ("lapatinib",), (), None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("qualifier", ["with: defactinib", "with: none", "on: defactinib"])
def test_the_inhibitor_alone_is_the_inhibitor_alone_however_it_is_said(qualifier: str, knowledge: Knowledge) -> None:
    text = f"context: {{inhibitor: defactinib}}\nfindings:\n  - {{growth_3d: inhibited, {qualifier}}}\n"
    [finding] = Case.from_text(text, knowledge).findings

    assert finding.treatment is None


def test_an_arm_declared_in_the_context_is_understood_in_a_finding(knowledge: Knowledge) -> None:
    text = "context: {arms: {clone 7: parental}}\nfindings:\n  - {pFAK_Y397: decreased, in: Clone 7}\n"
    [finding] = Case.from_text(text, knowledge).findings

    assert (finding.arm, finding.arm_label) == ("parental", "Clone 7")


def test_an_unknown_cell_line_is_kept_and_noted(knowledge: Knowledge) -> None:
    case = Case.from_text("context: {cell_line: HomeMade-1}\n", knowledge)

    assert case.context.cell_line == "HomeMade-1"
    assert any("HomeMade-1" in notice for notice in case.notices)


def test_quantities_are_read_with_their_units(knowledge: Knowledge) -> None:
    row = "{growth_3d: resistant, ic50: '> 10 uM', fold: 5-10}"
    case = Case.from_text(f"context: {{dose: 100 nM, exposure: 2-24 h}}\nfindings:\n  - {row}\n", knowledge)

    assert (case.context.dose, case.context.exposure) == (Span(0.1, 0.1), Span(2, 24))
    assert (case.findings[0].ic50, case.findings[0].fold) == (Span(10, None, open_low=True), Span(5, 10))


@pytest.mark.parametrize("dose", ["30 mg/kg", "30 mg/kg bid", "10-50 mg/kg qd, by gavage", "400 mg twice daily"])
def test_a_dose_by_weight_is_kept_as_written(dose: str, knowledge: Knowledge) -> None:
    case = Case.from_dict({"context": {"dose": dose}, "findings": [{"tumour_growth": "no effect", "dose": dose}]})

    assert (case.context.regimen, case.context.dose) == (dose, None)
    assert dose in case.findings[0].label
    assert Case.from_text(case.to_yaml(), knowledge) == case


@pytest.mark.parametrize("dose", ["1 mg/ml", "2 mg/L", "3 mg", "-3 mg/kg", "mg/kg", "5"])
def test_what_is_neither_a_concentration_nor_a_dose_by_weight_is_refused(dose: str, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="concentration"):
        Case.from_dict({"context": {"dose": dose}}, knowledge)


def test_a_dose_by_weight_is_never_compared_with_a_cellular_ec50(knowledge: Knowledge) -> None:
    context = {"inhibitor": "defactinib", "dose": "1 nM"}
    rows = [{"pFAK_Y397": "unchanged"}, {"pFAK_Y397": "unchanged", "dose": "0.001 mg/kg"}]
    in_dish, in_animal = (facts_of(Case.from_dict({"context": context, "findings": [row]}), knowledge) for row in rows)

    assert [{"dose_um", "dose_ec50"} & set(f.values) for f in in_dish.facts if f.name == "pFAK_Y397"] == [
        {"dose_um", "dose_ec50"}
    ]
    assert not any({"dose_um", "dose_ec50"} & set(f.values) for f in in_animal.facts if f.name == "pFAK_Y397")


def test_two_doses_by_weight_do_not_contradict_each_other(knowledge: Knowledge) -> None:
    low, high = ({"tumour_growth": s, "dose": d} for s, d in (("no effect", "10 mg/kg"), ("inhibited", "50 mg/kg")))

    assert facts_of(Case.from_dict({"findings": [low, high]}, knowledge), knowledge).contradictions == ()


def test_a_file_is_named_in_its_complaints(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "monday.yaml"
    path.write_text("findings:\n  - {pFAK_Y397: sideways}\n")

    with pytest.raises(InputError) as raised:
        Case.from_yaml(path, knowledge)

    assert str(raised.value).startswith(f"{path}:2: ")


SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=8)
KEYS = st.text(max_size=8)
ANYTHING = st.recursive(SCALARS, lambda x: st.lists(x, max_size=3) | st.dictionaries(KEYS, x, max_size=3))


@settings(max_examples=150, deadline=None)
@given(data=some.case_data(most=3), where=st.sampled_from(["context", "findings"]), chance=st.data())
def test_any_value_in_any_place_gives_a_case_or_a_complaint(
    data: dict[str, object], where: str, chance: st.DataObject
) -> None:
    knowledge = some.shipped()
    context, findings = dict(data["context"]), [dict(f) for f in data["findings"]]  # type: ignore[call-overload, attr-defined]
    target = context if where == "context" or not findings else chance.draw(st.sampled_from(findings))
    key = chance.draw(st.sampled_from([*target, "inhibitor", "at", "fold", "with", "note", "ci"]))
    target[key] = chance.draw(ANYTHING)

    with suppress(InputError):
        assert Case.from_dict({**data, "context": context, "findings": findings}, knowledge)
