"""Case files that are wrong, huge, deep, binary or meant to do harm: one line each, and nothing else happens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakdx.reading.quantities import Span, parse_dose, parse_fold, parse_time
from fakdx.reading.yaml_lines import MAX_BYTES
from tests.conftest import ROOT
from tests.hostile.console import fakdx, is_clean

EXAMPLE = (ROOT / "examples" / "persistent_y397_skbr3.yaml").read_text(encoding="utf-8")
_RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

REFUSED = {
    "an alias bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "a list inside itself": "&a [*a]\n",
    "nested mappings": "{a: " * 5_000,
    "nested lists": "- " * 200_000,
    "brackets": "[" * 400_000,
    "a constructor": "!!python/object/apply:os.system ['touch owned_by_a_case_file']\n",
    "a constructor inside": "title: !!python/name:os.system\n",
    "a merge key": "<<: {title: x}\n",
    "two documents": "title: a\n---\ntitle: b\n",
    "an escape sequence": 'title: "\x1b[31mred"\n',
    "an escaped escape sequence as a name": 'findings:\n  - {"\\e]0;owned\\a": increased}\n',
    "a line break and a forged message": 'findings:\n  - {pFAK_Y397: "x\\nfakdx: all is well"}\n',
    "a separator of lines": 'context: {cancer_type: "a\\u2028b\\u0085c"}\n',
    "a number of 5,000 digits": "findings:\n  - {pFAK_Y397: decreased, n: " + "9" * 5_000 + "}\n",
    "a state of half a megabyte": "findings:\n  - {pFAK_Y397: " + "x" * 500_000 + "}\n",
    "a name of half a megabyte": "findings:\n  - {" + "x" * 500_000 + ": up}\n",
    "a unit after many spaces": 'context: {exposure: "1' + " " * 100_000 + 'x"}\n',
    "more findings than anybody has": "findings:\n"
    + "".join(f"  - {{pFAK_Y397: decreased, at: {n} h}}\n" for n in range(1, 20_000)),
    "not a number": "findings:\n  - {pFAK_Y397: decreased, fold: .nan}\n",
    "beyond all numbers": "context: {dose: 1e400 uM}\n",
    "too large a file": "#" * (MAX_BYTES + 1),
    "a half of a pair": 'findings:\n  - {pFAK_Y397: "\\ud800"}\n',
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_in_a_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    ran = fakdx("diagnose", str(path))

    assert is_clean(ran), ran.err[:500]
    assert ran.status == 2
    assert not Path("owned_by_a_case_file").exists()


@_RELAXED
@given(raw=st.binary(max_size=300))
def test_any_bytes_are_a_case_or_are_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)

    assert is_clean(fakdx("diagnose", str(path), "--format", "json"))


@_RELAXED
@given(at=st.integers(0, len(EXAMPLE)), removed=st.integers(0, 40), put=st.text(max_size=12))
def test_a_damaged_example_is_a_case_or_is_refused(at: int, removed: int, put: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes((EXAMPLE[:at] + put + EXAMPLE[at + removed :]).encode("utf-8", "surrogatepass"))

    assert is_clean(fakdx("diagnose", str(path), "--format", "json"))


_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["decreased", "1 uM", "6 h"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_CONTEXT = st.dictionaries(
    st.sampled_from(
        ["inhibitor", "dose", "exposure", "cell_line", "genotype", "culture", "partner", "arms", "lost_after"]
    ),
    _VALUES,
)
_FINDING = st.dictionaries(
    st.sampled_from(
        ["pFAK_Y397", "with", "on", "in", "at", "dose", "fold", "ci", "n", "ic50", "extent", "raw", "value", "note"]
    ),
    _VALUES,
)


@_RELAXED
@given(context=_CONTEXT | _VALUES, findings=st.lists(_FINDING, max_size=2) | _VALUES, title=_VALUES, notes=_VALUES)
def test_any_value_in_any_field_is_a_case_or_is_refused(
    context: Any, findings: Any, title: Any, notes: Any, tmp_path: Path
) -> None:
    path = tmp_path / "case.yaml"
    body = {"context": context, "findings": findings, "title": title, "notes": notes}
    path.write_bytes(json.dumps(body).encode("utf-8", "surrogatepass"))

    assert is_clean(fakdx("diagnose", str(path), "--format", "json"))


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=40) | st.text("0123456789 .-–to<>=~eEhuMxnd", max_size=2_000))
@pytest.mark.parametrize("parse", [parse_time, parse_dose, parse_fold])
def test_any_text_is_a_quantity_or_a_short_refusal(parse: Any, text: str) -> None:
    found = _parsed(parse, text)

    if isinstance(found, str):
        assert len(found) < 400
    else:
        assert found.low is None or found.high is None or found.low <= found.high


def _parsed(parse: Any, text: str) -> Span | str:
    """The quantity, or what the refusal says."""
    try:
        span: Span = parse(text)
    except ValueError as error:
        return str(error)
    return span


HARMLESS = "{{ 7777 * 7 }} {% raw %} <script>alert(1)</script> $(id) `id` =1+1 [bold]x[/] ![x](http://x) %s {0}"


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_prompts_templates_and_markup_in_a_note_are_words(form: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    finding = {"pFAK_Y397": "unchanged", "note": HARMLESS}
    body = {
        "title": HARMLESS,
        "context": {"cell_line": HARMLESS, "note": HARMLESS},
        "findings": [finding],
        "notes": [HARMLESS],
    }
    path.write_text(json.dumps(body), encoding="utf-8")
    plain = tmp_path / "plain.yaml"
    plain.write_text('{"title": "t", "findings": [{"pFAK_Y397": "unchanged"}]}', encoding="utf-8")

    ran, reference = fakdx("diagnose", str(path), "--format", form), fakdx("diagnose", str(plain), "--format", form)

    assert ran.status == reference.status == 0
    assert "54439" not in ran.out
    assert "<script>alert" not in ran.out or form in ("text", "json")
    if form == "json":
        told, expected = json.loads(ran.out), json.loads(reference.out)
        assert told["verdict"]["kind"] == expected["verdict"]["kind"]
        assert told["differential"] == expected["differential"]


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00\xd8", b"\x80\x81\x82", b"\x00" * 100, b"#" * (MAX_BYTES + 1)])
def test_standard_input_is_held_to_the_same_limits(raw: bytes, tmp_path: Path) -> None:
    import subprocess
    import sys

    ended = subprocess.run(
        [sys.executable, "-m", "fakdx", "diagnose", "-"], input=raw, cwd=ROOT, capture_output=True, check=False
    )

    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.count(b"\n") == 1
    assert ended.stderr.startswith(b"fakdx: ")
