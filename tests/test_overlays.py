"""A lab's own folder over the shipped knowledge: add, replace, suppress, and be told of every effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakdx import Case, KnowledgeError, diagnose, load_knowledge

RULE = """
- id: our_axl_rule
  when:
    all:
      - {pAXL_Y702: increased}
  then: {for: rtk_transphosphorylation, strength: moderate}
  because: AXL is what drives our lines.
  sources:
    - {source: fakdx_curators, at: our notebook}
  group: our_axl
  examples:
    fires:
      - [{pAXL_Y702: increased}]
    silent:
      - [{pAXL_Y702: unchanged}]
"""


def lab(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path = path.with_suffix(".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_an_added_rule_counts_and_is_listed_on_the_result(tmp_path: Path) -> None:
    knowledge = load_knowledge(lab(tmp_path, rules__ours=RULE))
    case = Case.from_dict({"findings": [{"pAXL_Y702": "increased"}]}, knowledge)

    with_rule = diagnose(case, knowledge)
    without = diagnose(Case.from_dict({"findings": [{"pAXL_Y702": "increased"}]}))

    def points(diagnosis: object) -> float:
        return next(a.points for a in diagnosis.differential if a.id == "rtk_transphosphorylation")  # type: ignore[attr-defined]

    assert points(with_rule) == points(without) + 2
    assert [(o[1], o[3]) for o in with_rule.provenance.overlays] == [("added", "our_axl_rule")]
    assert "our_axl_rule" in with_rule.to_markdown()


def test_a_suppressed_rule_no_longer_fires_and_its_reason_is_kept(tmp_path: Path) -> None:
    text = "- {id: rtk_high_line, override: suppress, reason: our SK-BR-3 has lost HER2}\n"
    knowledge = load_knowledge(lab(tmp_path, rules__ours=text))

    assert "rtk_high_line" in load_knowledge().rules
    assert "rtk_high_line" not in knowledge.rules
    assert knowledge.overlays[0].reason == "our SK-BR-3 has lost HER2"


def test_a_lab_may_set_its_own_priors_and_thresholds(tmp_path: Path) -> None:
    knowledge = load_knowledge(lab(tmp_path, knowledge__scoring="priors: {pyk2_compensation: 0.3}\n"))

    assert knowledge.scoring.prior("pyk2_compensation") == 0.3
    assert knowledge.scoring.prior("scaffolding") == load_knowledge().scoring.prior("scaffolding")


def test_an_overlay_changes_the_knowledge_hash(tmp_path: Path) -> None:
    assert load_knowledge(lab(tmp_path, rules__ours=RULE)).sha256 != load_knowledge().sha256


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: rtk_high_line, override: suppress}\n", ["needs a 'reason'", "rtk_transphosphorylation.yaml"]),
        ("- {id: no_such_rule, override: suppress, reason: x}\n", ["nothing of that id"]),
        ("- {id: rtk_high_line, override: remove, reason: x}\n", ["expected replace or suppress"]),
        ("- {id: rtk_high_line, because: mine}\n", ["lacks 'when'"]),
        (RULE.replace("our_axl_rule", "rtk_high_line"), ["defined twice", "override: replace"]),
    ],
)
def test_a_mistaken_overlay_names_the_base_entry_and_the_remedy(text: str, told: list[str], tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(lab(tmp_path, rules__ours=text))

    assert all(part in str(caught.value) for part in told)
    assert "ours.yaml:" in str(caught.value)


def test_a_link_out_of_the_overlay_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(RULE)
    (tmp_path / "lab" / "rules").mkdir(parents=True)
    (tmp_path / "lab" / "rules" / "ours.yaml").symlink_to(outside)

    with pytest.raises(KnowledgeError, match="link"):
        load_knowledge(tmp_path / "lab")


def test_a_missing_overlay_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no such overlay folder"):
        load_knowledge(tmp_path / "nowhere")


def test_an_overlay_without_any_yaml_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"holds no \.yaml file"):
        load_knowledge(tmp_path)


def test_a_file_that_only_looks_like_yaml_is_not_passed_over(tmp_path: Path) -> None:
    folder = lab(tmp_path, rules__ours=RULE)
    (folder / "rules" / "more.yml").write_text(RULE, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"more\.yml: is not read; call it more\.yaml"):
        load_knowledge(folder)


def test_every_file_that_is_not_yaml_is_named_at_once_with_what_else_is_wrong(tmp_path: Path) -> None:
    folder = lab(tmp_path, rules__a="- {id: broken", rules__b=RULE + "  colour: red\n", knowledge__genes="- [unclosed")

    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)

    assert {Path(p.file).name for p in caught.value.problems} == {"a.yaml", "b.yaml", "genes.yaml"}
