from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fakdx.errors import InputError
from fakdx.quantify.merge import merge_findings

FINDINGS: list[dict[str, Any]] = [
    {"pFAK_Y397": "decreased", "fold": 0.35, "ci": [0.22, 0.51], "n": 3, "at": "6 h", "versus": "vehicle"},
    {"growth_3d": "no effect", "ic50": "> 10 uM"},
]
RECORD = {
    "command": "blot",
    "table": "a.csv",
    "sha256": "ab",
    "settings": {"loading": None},
    "results": [{"n": 3}],
}

CASE = """# a lab note
title: SkBr3   # keep me
context: {inhibitor: defactinib, dose: 1 uM}
findings:
  # first blot
  - {pFAK_Y397: unchanged, versus: vehicle}   # lane 3
  - pAKT_S473: increased
    fold: 1.9
  # end of findings

notes: |
  long
  text
"""


def merged(text: str) -> Any:
    return yaml.safe_load(merge_findings(text, FINDINGS, RECORD))


def without(merged_text: str, case: str) -> list[str]:
    """The lines that were added, after checking that the case's own lines are all there in order."""
    own = iter(case.splitlines())
    expected, added = next(own, None), []
    for line in merged_text.splitlines():
        if line == expected:
            expected = next(own, None)
        else:
            added.append(line)
    assert expected is None
    return added


def test_comments_order_and_indentation_stay() -> None:
    text = merge_findings(CASE, FINDINGS, RECORD)
    added = without(text, CASE)
    assert added[0] == ("  - {pFAK_Y397: decreased, fold: 0.35, ci: [0.22, 0.51], n: 3, at: 6 h, versus: vehicle}")
    assert text.index("fold: 1.9") < text.index("0.35") < text.index("# end of findings")


def test_the_numbers_are_kept_under_quantified() -> None:
    assert merged(CASE)["quantified"] == [RECORD]
    assert merged(CASE)["findings"][2:] == FINDINGS


@pytest.mark.parametrize(
    "head",
    [
        "title: x\n",
        "title: x",
        "title: x\nfindings: []\n",
        "title: x\nfindings: [ ]  # none yet\nnotes: y\n",
        "title: x\nfindings:\nnotes: y\n",
        "title: x\nfindings: null\n",
        "findings:\n- {a: decreased}\n",
        "findings:\n- {a: decreased}\ntitle: x\n",
        "findings:\n    -   a: decreased\n        n: 3\ntitle: x\n",
        "findings:\n  -\n    a: decreased\ntitle: x\n",
        "findings:\n  - {a: decreased,\n     n: 3}\n\n\n# tail\n",
        "findings:\n  - a: decreased\n    note: |\n      two\n      lines\n\ntitle: x\n",
        "findings:\n  - a: decreased\n    note: >-\n      two\n      lines\n# tail\n",
        "---\ntitle: x\n",
        "---\ntitle: x\n...\n",
        "title: x\n# only a comment at the end\n",
        "",
        "# nothing but a comment\n",
        "title: x\r\nfindings:\r\n  - {a: decreased}\r\n",
        "\ufefftitle: x\n",
    ],
)
def test_every_way_of_writing_findings_takes_more(head: str) -> None:
    before = yaml.safe_load(head) or {}
    after = merged(head)
    assert after["findings"] == [*(before.get("findings") or []), *FINDINGS]
    assert {k: v for k, v in after.items() if k not in ("findings", "quantified")} == {
        k: v for k, v in before.items() if k != "findings"
    }


def test_line_endings_of_the_file_stay() -> None:
    text = merge_findings("title: x\r\nfindings: []\r\n", FINDINGS, RECORD)
    assert text.count("\n") == text.count("\r\n")


def test_merging_the_same_table_again_changes_nothing() -> None:
    once = merge_findings(CASE, FINDINGS, RECORD)
    assert merge_findings(once, FINDINGS, RECORD) == once


def test_another_table_is_appended_to_the_first() -> None:
    once = merge_findings(CASE, FINDINGS, RECORD)
    twice = merge_findings(once, FINDINGS[:1], {**RECORD, "sha256": "cd"})
    assert len(yaml.safe_load(twice)["quantified"]) == 2
    assert len(yaml.safe_load(twice)["findings"]) == 5
    without(twice, once)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\nfindings: [{a: decreased}]\n", "case:2: `findings` is a list in brackets"),
        ("title: x\nfindings: {a: decreased}\n", "case:2: `findings` must be a list"),
        ("title: x\nfindings: yes\n", "case:2: `findings` must be a list"),
        ("{title: x}\n", "case:1: a case in one pair of braces"),
        ("- a\n- b\n", "case:1: expected a case"),
        ("title: [x\n", "not valid YAML"),
        ("a: 1\n---\nb: 2\n", "not valid YAML"),
        ("when: 2024-13-45\n", "not valid YAML"),
    ],
)
def test_what_cannot_be_merged_is_one_clear_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        merge_findings(text, FINDINGS, RECORD)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["1e3", "12e34", "010", "0x1f", "+.5", "1_000", ".5e-2"])
def test_a_name_that_looks_like_a_number_is_quoted(name: str) -> None:
    """YAML 1.1 and 1.2 disagree on these, so they may not stand bare."""
    text = merge_findings("title: x\n", [{"pFAK_Y397": "decreased", "note": name}], {"sha256": name})
    assert f"note: '{name}'" in text
    assert f"sha256: '{name}'" in text


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=0, max_size=12)
findings = st.lists(
    st.dictionaries(
        words,
        st.one_of(words, st.integers(-9, 9), st.floats(-1e6, 1e6), st.booleans()),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)


@given(findings, findings)
def test_any_finding_comes_back_as_it_went_in(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    case = "title: x\nfindings:\n" + "".join(
        "  - " + yaml.safe_dump(f, default_flow_style=True, width=10**9, allow_unicode=True) for f in first
    )
    after = yaml.safe_load(merge_findings(case, second, RECORD))
    assert after["findings"] == [*first, *second]
