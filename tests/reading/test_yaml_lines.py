"""YAML read strictly: what a lab note never needs is refused, with file and line."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakdx import InputError
from fakdx.reading.yaml_lines import MAX_BYTES, MAX_DEPTH, MAX_NODES, parse_yaml, read_yaml


def refusal(text: str | bytes) -> str:
    """The one line that the reader refuses a text with."""
    with pytest.raises(InputError) as raised:
        parse_yaml(text, "case.yaml")
    [problem] = raised.value.problems
    return str(problem)


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "Y", "n", "NO"])
def test_answers_stay_text(word: str) -> None:
    assert parse_yaml(f"fresh_stock: {word}\n").data == {"fresh_stock": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.9", 1.9), ("3", 3), ("-2", -2), ("1e-3", 1e-3), (".5", 0.5), ("true", True), ("null", None), ("~", None),
        ("", None), ("2024-01-01", "2024-01-01"), ("0x10", "0x10"), ("1:30", "1:30"), ("1_000", "1_000"),
        ("'3'", "3"), ('"true"', "true"), ("0.1.2", "0.1.2"), ("007", 7),
    ],
)  # fmt: skip
def test_scalars_follow_the_core_types(text: str, value: object) -> None:
    read = parse_yaml(f"x: {text}\n").data["x"]

    assert (type(read), read) == (type(value), value)


def test_infinity_and_not_a_number_are_read_as_such_for_later_refusal() -> None:
    data = parse_yaml("{a: .inf, b: -.inf, c: .nan}").data

    assert (data["a"], data["b"]) == (math.inf, -math.inf)
    assert math.isnan(data["c"])


def test_every_key_and_item_knows_its_line() -> None:
    document = parse_yaml("title: t\nfindings:\n  - {a: 1}\n  - b: 2\n    c:\n      - 3\n")

    assert document.line(("title",)) == 1
    assert document.line(("findings", 0, "a")) == 3
    assert document.line(("findings", 1, "c")) == 5
    assert document.line(("findings", 1, "c", 0)) == 6
    assert document.line(("findings", 1, "c", 9)) == 5


def test_a_duplicate_key_is_told_with_both_lines() -> None:
    assert refusal("title: a\ncontext: {}\ntitle: b\n") == "case.yaml:3: duplicate key 'title' (first on line 1)"


def test_all_duplicate_keys_are_told_at_once() -> None:
    with pytest.raises(InputError) as raised:
        parse_yaml("a: 1\na: 2\nb: 1\nb: 2\n", "case.yaml")

    assert [p.line for p in raised.value.problems] == [2, 4]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: &x 1\nb: *x\n", 1, "anchors and aliases"),
        ("a: 1\nb: *x\n", 2, "anchors and aliases"),
        ("a: !!python/object:os.system {}\n", 1, "tags are not allowed"),
        ("a: 1\nb: !thing 2\n", 2, "tags are not allowed"),
        ("a: [1, 2\n", 2, "not valid YAML"),
        ("a: 1\n  b: 2\n", 2, "not valid YAML"),
        ("a: 'x\n", 2, "not valid YAML"),
        ("a: 1\n\tb: 2\n", 2, "not valid YAML"),
        ("{[1]: 2}\n", 1, "a key must be a word"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
        ("a: \x07\n", 1, "not valid YAML"),
    ],
)
def test_what_a_note_never_needs_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    message = refusal(text)

    assert message.startswith(f"case.yaml:{line}: ")
    assert said in message


def test_deep_nesting_is_refused_before_anything_is_built() -> None:
    assert f"nested deeper than {MAX_DEPTH} levels" in refusal("[" * 100_000)


def test_very_many_parts_are_refused() -> None:
    assert f"more than {MAX_NODES:,} parts" in refusal("- 1\n" * (MAX_NODES + 1))


def test_a_binary_file_is_called_one() -> None:
    assert refusal(b"\x89PNG\r\n\x1a\n\0\0\0") == "case.yaml: is a binary file; expected YAML text"


def test_text_that_is_not_utf8_is_told_with_its_line() -> None:
    assert refusal("a: 1\nb: µM\n".encode("latin-1")) == "case.yaml:2: is not UTF-8 text; save it as UTF-8"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_editors_write_are_read(encoding: str) -> None:
    assert parse_yaml("dose: 1 µM\n".encode(encoding)).data == {"dose": "1 µM"}


def test_windows_line_ends_are_read() -> None:
    assert parse_yaml(b"a: 1\r\nb: 2\r\n").data == {"a": 1, "b": 2}


def test_an_empty_text_has_no_data() -> None:
    assert parse_yaml("# only a comment\n").data is None


def test_a_missing_file_is_named_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "monday.yaml").write_text("")

    with pytest.raises(InputError) as raised:
        read_yaml(tmp_path / "mondy.yaml")

    assert str(raised.value) == f"{tmp_path}/mondy.yaml: no such file; did you mean {tmp_path}/monday.yaml?"


def test_a_file_in_a_missing_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_yaml(tmp_path / "nowhere" / "case.yaml")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder; expected a YAML file"):
        read_yaml(tmp_path)


def test_ten_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text("[" * 10_000_000)

    with pytest.raises(InputError) as raised:
        read_yaml(path)

    assert str(raised.value) == f"{path}: is 10,000,000 bytes; the limit is {MAX_BYTES:,}"


def problems(text: str | bytes) -> list[str]:
    """What is said against a text; nothing where it is read."""
    try:
        parse_yaml(text)
    except InputError as error:
        return [str(p) for p in error.problems]
    return []


@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_data_or_a_refusal(raw: bytes) -> None:
    assert all(line and "\n" not in line for line in problems(raw))


YAMLISH = st.text(st.sampled_from("ab:-,[]{}'\"&*!|>#%@`~ \n\t1.µ"), max_size=60)


@given(text=YAMLISH)
def test_any_mixture_of_marks_gives_data_or_a_refusal(text: str) -> None:
    assert all(line and "\n" not in line for line in problems(text))
