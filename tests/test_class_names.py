"""Classes of observations and of drugs have names, and conditions that name them read as English."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from fakdx import Knowledge, load_knowledge
from fakdx.catalogue import show
from fakdx.inference.conditions import QUALIFIERS, say
from fakdx.inference.labels import finding_in_words
from fakdx.inference.phrases import any_of, condition_in_words, said_in_words

OURS = """
- id: our_mark
  name: our mark
  shape: measurement
  scale: level
  classes: [our_new_class]
  panel: fak_blot
  ask: "Our mark: treated against control?"
  means: It is ours.
"""
RULE = """
- id: our_mark_rises
  when: {all: [{our_new_class: increased}]}
  then: {for: scaffolding, strength: supporting}
  because: Our mark says so.
  sources: [{source: fakdx_curators, at: our notebook}]
  group: our_mark
  examples: {fires: [[{our_mark: increased}]], silent: [[{our_mark: decreased}]]}
"""


def printed(id: str, knowledge: Knowledge) -> str:
    console = Console(width=200, color_system=None, file=io.StringIO())
    console.print(show(id, knowledge))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("ours")
    for name, text in (("knowledge/analytes.yaml", OURS), ("rules/ours.yaml", RULE)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text)
    return load_knowledge(folder)


def test_every_shipped_class_has_a_name_of_the_right_sort(knowledge: Knowledge) -> None:
    named = {of: {c.id for c in knowledge.named_classes.values() if c.of == of} for of in ("observables", "agents")}

    assert named == {"observables": knowledge.classes, "agents": knowledge.agent_classes}


def test_no_two_classes_share_a_name(knowledge: Knowledge) -> None:
    names = [c.name for c in knowledge.named_classes.values()]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"growth_3d_like": "inhibited"}, "growth in 3D or without anchorage is inhibited"),
        ({"phospho_rtk": "decreased", "with": "rtk_inhibitor"}, "phospho-RTK is decreased (with an RTK inhibitor)"),
        ({"phospho_rtk": "decreased", "alone": "rtk_inhibitor"},
         "phospho-RTK is decreased (under an RTK inhibitor alone)"),
        ({"growth": "no effect", "with": ["mek_raf_inhibitor", "chemotherapy"]},
         "growth: no effect (with a MEK or RAF inhibitor or chemotherapy)"),
        ({"growth": "less sensitive", "versus": ["parental", "sensitive_line"]},
         "growth is less sensitive (versus parental or sensitive line)"),
        ({"growth": "inhibited", "in": "fak_null", "versus": "any"}, "growth is inhibited (in FAK-null cells)"),
        ({"growth": "inhibited", "with": "any"}, "growth is inhibited (with any partner drug)"),
        ({"synergy": "additive", "with": "any"}, "interaction of inhibitor and partner (dose matrix) is additive"),
        ({"pFAK_Y397": "decreased", "at": "<= 6 h", "dose": ">= 1 uM"},
         "phospho-FAK Y397 is decreased (within 6 h, at 1 uM or more)"),
        ({"growth": "no effect", "on": ["fak_depletion", "fak_degrader"]},
         "growth: no effect (after FAK depletion or under a FAK degrader)"),
        ({"genotype": "mutant", "gene": ["KRAS", "NRAS"]}, "KRAS or NRAS is mutant"),
        ({"given_partner": "given", "with_gene": "?rtk"}, "the partner drug is a drug against that RTK"),
        ({"inhibitor_given": "given", "with_agent": "vs_4718"}, "the inhibitor is VS-4718"),
        ({"target_engaged": True}, "FAK was inhibited: yes"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_english(condition: dict[str, object], said: str, knowledge: Knowledge) -> None:
    assert condition_in_words(condition, knowledge) == said


def test_a_condition_reads_the_same_from_the_rule_and_from_its_written_form(knowledge: Knowledge) -> None:
    for rule in knowledge.rules.values():
        for conditions in (rule.when.all, rule.when.any, rule.when.unless):
            for one in conditions:
                assert said_in_words(say(one), knowledge) == condition_in_words(one, knowledge)
            if conditions:
                written = " or ".join(say(one) for one in conditions)
                assert said_in_words(written, knowledge) == any_of(conditions, knowledge)


def test_no_condition_of_a_rule_prints_the_id_of_a_class(knowledge: Knowledge) -> None:
    ids = {c for c in knowledge.classes | knowledge.agent_classes if "_" in c}
    for rule in knowledge.rules.values():
        for one in (*rule.when.all, *rule.when.any, *rule.when.unless):
            assert not ids & set(condition_in_words(one, knowledge).replace("(", " ").replace(")", " ").split())


def test_what_alternatives_share_is_said_once(knowledge: Knowledge) -> None:
    both = [{readout: "inhibited", "with": "src_inhibitor"} for readout in ("growth", "growth_in_vivo")]
    ways = [{"phospho_rtk": "decreased", way: "rtk_inhibitor"} for way in ("with", "alone")]

    assert any_of(both, knowledge) == "growth or growth in vivo is inhibited (with a SRC-family inhibitor)"
    assert any_of(ways, knowledge) == "phospho-RTK is decreased (with an RTK inhibitor or under an RTK inhibitor alone)"


def test_the_plain_reading_is_not_merged_with_a_qualified_one(knowledge: Knowledge) -> None:
    said = any_of(({"growth": "inhibited"}, {"growth": "inhibited", "in": "fak_null"}), knowledge)

    assert said == "growth is inhibited or growth is inhibited (in FAK-null cells)"


def test_answers_to_different_questions_stay_apart(knowledge: Knowledge) -> None:
    said = any_of(({"linear_range": "no"}, {"equal_loading": "no"}), knowledge)

    assert said == "bands are in the linear range: no or loading is equal: no"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("pFAK_Y397 decreased (in fak_null, versus sensitive_line, 6 h)",
         "phospho-FAK Y397 decreased (in FAK-null cells, versus sensitive line, 6 h)"),
        ("pFAK_Y397 decreased (on nothing)", "phospho-FAK Y397 decreased (without treatment)"),
        ("pFAK_Y397 decreased (on vs_4718 + lapatinib)", "phospho-FAK Y397 decreased (on VS-4718 + lapatinib)"),
        ("pFAK_Y397 decreased (in our clone_7)", "phospho-FAK Y397 decreased (in our clone_7)"),
        ("EGFR L858R", "EGFR L858R"),
    ],
)  # fmt: skip
def test_a_finding_names_its_arm_comparator_and_drugs(label: str, said: str, knowledge: Knowledge) -> None:
    assert finding_in_words(label, knowledge) == said


def test_show_prints_a_class_with_its_members_and_rules(knowledge: Knowledge) -> None:
    page = printed("growth_3d_like", knowledge)
    asking = next(
        id for id, r in knowledge.rules.items() if any("growth_3d_like" in c for c in (*r.when.all, *r.when.any))
    )

    assert "growth in 3D or without anchorage" in page
    assert "soft_agar: soft-agar colonies" in page
    assert asking in page


def test_show_prints_the_rules_that_ask_for_a_class_of_drugs(knowledge: Knowledge) -> None:
    page = printed("jak_stat3_inhibitor", knowledge)

    assert "ruxolitinib" in page
    asking = [
        id
        for id, r in knowledge.rules.items()
        if any(c.get("with") == "jak_stat3_inhibitor" for c in (*r.when.all, *r.when.any, *r.when.unless))
    ]
    assert asking
    assert all(id in page for id in asking)


def test_a_class_that_an_overlay_does_not_name_reads_as_its_id_with_blanks(ours: Knowledge) -> None:
    (condition,) = ours.rules["our_mark_rises"].when.all

    assert condition_in_words(condition, ours) == "our new class is increased"
    page = printed("our_new_class", ours)
    assert "our_mark: our mark" in page
    assert "our_mark_rises" in page


def test_an_overlay_may_rename_a_class(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "classes.yaml").write_text(
        "- {id: growth_3d_like, name: growth in gel, of: observables, override: replace, reason: our word}\n"
    )

    said = condition_in_words({"growth_3d_like": "inhibited"}, load_knowledge(tmp_path))

    assert said == "growth in gel is inhibited"


def test_neither_a_variable_nor_a_lifted_restriction_is_printed(knowledge: Knowledge) -> None:
    lifted = {f"{key} any" for key in QUALIFIERS if key != "with"}
    for rule in knowledge.rules.values():
        for one in (*rule.when.all, *rule.when.any, *rule.when.unless):
            said = condition_in_words(one, knowledge)
            assert "?" not in said
            assert not any(word in said for word in lifted)
