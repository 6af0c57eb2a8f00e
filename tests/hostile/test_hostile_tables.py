"""Tables for `batch` that are wrong or meant to do harm: a row or a line each, and the other rows are untouched."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.console import LONGEST_LINE, Ran, fakdx

_RELAXED = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def batch(source: Path, folder: Path, *more: str) -> Ran:
    return fakdx("batch", str(source), "-o", str(folder / "out.csv"), "--workers", "1", *more)


def is_whole(ran: Ran, folder: Path) -> bool:
    """Refused in a line, or a result with a row for each case; never both, never half."""
    lines = ran.err.split("\n")[:-1]
    told = all(line.startswith("fakdx: ") and line.isprintable() and len(line) <= LONGEST_LINE for line in lines)
    left = [p.name for p in folder.iterdir() if p.name.startswith("out.csv.")]
    out = folder / "out.csv"
    if ran.status == 2:
        return told and len(lines) >= 1 and not out.exists() and not left
    with out.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    out.unlink()
    bad = any(row["error"] for row in rows)
    safe = all(not row[name].startswith(("=", "+", "-", "@")) for row in rows for name in ("case", "error"))
    return told and not left and safe and ran.status == (1 if bad else 0)


@_RELAXED
@given(raw=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_are_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(raw)

    assert is_whole(batch(tmp_path / "in.csv", tmp_path), tmp_path)


_CELLS = st.text(max_size=15) | st.sampled_from(
    [
        "decreased",
        "increased | fold=2",
        "unchanged @ 6 h",
        "x @ y | z",
        "|",
        "@",
        "=1+1",
        "\x1b[31m",
        "not tested",
        '"',
        "n=1|n=2",
    ]
)


@_RELAXED
@given(
    headers=st.lists(
        _CELLS | st.sampled_from(["case", "pFAK_Y397", "dose (uM)", "pAKT_S473 @ 6 h"]), min_size=1, max_size=5
    ),
    rows=st.lists(st.lists(_CELLS, max_size=6), max_size=5),
)
def test_any_cells_under_any_headers_are_a_table_or_are_refused(
    headers: list[str], rows: list[list[str]], tmp_path: Path
) -> None:
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file, escapechar="\\").writerows([headers, *rows])

    assert is_whole(batch(tmp_path / "in.csv", tmp_path), tmp_path)


@_RELAXED
@given(cells=st.lists(st.tuples(_CELLS, _CELLS, _CELLS, _CELLS), min_size=1, max_size=6))
def test_no_cell_stops_the_rows_around_it(cells: list[tuple[str, str, str, str]], tmp_path: Path) -> None:
    good = ["good", "defactinib", "1", "decreased", "increased"]
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8", errors="replace") as file:
        writer = csv.writer(file, escapechar="\\")
        writer.writerow(["case", "inhibitor", "dose (uM)", "pFAK_Y397", "pAKT_S473"])
        for drug, dose, first, second in cells:
            writer.writerows([good, ["odd", drug, dose, first, second]])
        writer.writerow(good)

    ran = batch(tmp_path / "in.csv", tmp_path)

    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    answers = {tuple(v for k, v in row.items() if k != "row") for row in rows if row["case"] == "good"}
    assert ran.status in (0, 1)
    assert len(rows) == 2 * len(cells) + 1
    assert len(answers) == 1


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["decreased", "1 uM"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["case", "title", "context", "findings", "pFAK_Y397", "dose", "note", "in"]), inner
        )
    ),
    max_leaves=8,
)


@_RELAXED
@given(values=st.lists(_JSON, min_size=1, max_size=5))
def test_any_json_lines_are_cases_or_rows_with_an_error(values: list[Any], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(v) for v in values), encoding="utf-8")

    ran = batch(tmp_path / "in.jsonl", tmp_path)

    assert is_whole(ran, tmp_path), ran.err


@pytest.mark.parametrize(
    "text",
    [
        'case,pFAK_Y397\na,"never closed\n' + "b,decreased\n" * 30_000,
        "case,pFAK_Y397\na," + "x" * 200_000 + "\nb,decreased\n",
        "case,pFAK_Y397\n\x00,decreased\nb,decreased\n",
        "case,pFAK_Y397\na,decreased\r\rb,decreased\n",
        "case" + ",pFAK_Y397" * 20_000 + "\n",
        "case,pFAK_Y397 " + "| n=1 " * 20_000 + "\na,decreased\n",
        "case,pFAK_Y397\na,decreased" + " | n=1" * 20_000 + "\n",
        "case,exposure,pFAK_Y397\na,1" + " " * 100_000 + "x,decreased\n",
    ],
    ids=["open quote", "huge cell", "nul", "bare returns", "many columns", "long header", "long cell", "spaces"],
)
def test_tables_that_grow_or_break_are_held(text: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8", newline="")

    assert is_whole(batch(tmp_path / "in.csv", tmp_path), tmp_path)


def test_a_folder_of_cases_follows_no_link_out_of_it(tmp_path: Path) -> None:
    folder, outside = tmp_path / "cases", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.yaml").write_text("title: secret\nfindings: [{pFAK_Y397: decreased}]\n")
    (folder / "own.yaml").write_text("findings: [{pFAK_Y397: decreased}]\n")
    (folder / "link.yaml").symlink_to(outside / "secret.yaml")
    (folder / "linked").symlink_to(outside)
    (folder / "loop").symlink_to(folder)

    ran = batch(folder, tmp_path)

    with (tmp_path / "out.csv").open(newline="") as file:
        assert [row["case"] for row in csv.DictReader(file)] == ["own"]
    assert ran.status == 0


@pytest.mark.parametrize(
    "text", ["[", "3", "case: [a]", "context: 3", "findings: {a: b}", "ignore: {a: b}", "case: &a x", "{a: " * 99]
)
def test_a_mapping_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("case,pFAK_Y397\na,decreased\n")
    (tmp_path / "map.yaml").write_text(text)

    ran = batch(tmp_path / "in.csv", tmp_path, "--mapping", str(tmp_path / "map.yaml"))

    assert ran.status == 2
    assert is_whole(ran, tmp_path)
