"""Wide tables: what headers and cells may say, and how mistakes are told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fakdx import Case, InputError
from fakdx.batch.run import Options, run_batch
from fakdx.cli.main import main

HEADER = "case,inhibitor,dose (uM),cell_line,p-FAK Y397,pHER2 | versus=parental,pAKT S473 @ 24 h"
ROWS = ["a,defactinib,1,SkBr3,unchanged,increased,increased", "b,VS-6063,0.01,,decreased,,", "c,,,,,,inconclusive"]


def table(folder: Path, text: str, name: str = "in.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(source: Path, out: Path, **options: object) -> list[dict[str, str]]:
    run_batch(source, out, Options(**options))  # type: ignore[arg-type]
    return rows_of(out)


def details(source: Path, folder: Path, **options: object) -> list[dict[str, object]]:
    run_batch(source, folder / "o.csv", Options(detail=folder / "d.jsonl", **options))  # type: ignore[arg-type]
    return [json.loads(line) for line in (folder / "d.jsonl").read_text(encoding="utf-8").splitlines()]


def test_headers_take_aliases_units_and_qualifiers(tmp_path: Path) -> None:
    source = table(tmp_path, "\n".join([HEADER, *ROWS]))
    as_cases = tmp_path / "cases.jsonl"
    context = {"inhibitor": "defactinib", "dose": "1 uM", "cell_line": "SkBr3"}
    findings = [
        {"pFAK_Y397": "unchanged"},
        {"pHER2_Y1248": "increased", "versus": "parental"},
        {"pAKT_S473": "increased", "at": "24 h"},
    ]
    as_cases.write_text(json.dumps({"case": "a", "context": context, "findings": findings}), encoding="utf-8")
    (tmp_path / "two").mkdir()

    wide, whole = details(source, tmp_path)[0], details(as_cases, tmp_path / "two")[0]

    assert {k: v for k, v in wide.items() if k != "row"} == {k: v for k, v in whole.items() if k != "row"}
    assert wide["differential"] != details(table(tmp_path, f"{HEADER}\n{ROWS[1]}"), tmp_path)[0]["differential"]


def test_a_cell_may_carry_its_own_qualifiers(tmp_path: Path) -> None:
    plain = table(tmp_path, "case,pFAK_Y397 @ 6 h\na,decreased\n")
    in_cell = table(tmp_path, "case,pFAK_Y397\na,decreased @ 6 h\n", "cells.csv")
    uncertain = table(tmp_path, "case,pFAK_Y397\na,decreased @ 6 h | n=1 | ci=0.4-1.3\n", "uncertain.csv")

    first, second, third = (details(path, tmp_path)[0]["differential"] for path in (plain, in_cell, uncertain))

    assert first == second
    assert first != third


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-8", ";"), ("utf-8", "\t"), ("utf-16", "\t"), ("utf-8", ",")]
)
def test_tables_come_as_spreadsheets_write_them(encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = "\r\n".join([HEADER, *ROWS]).replace(",", delimiter)
    plain = run(table(tmp_path, "\n".join([HEADER, *ROWS])), tmp_path / "plain.csv")

    assert run(table(tmp_path, text, "other.csv", encoding), tmp_path / "out.csv") == plain


def test_blank_cells_say_nothing_and_blank_rows_are_no_cases(tmp_path: Path) -> None:
    source = table(tmp_path, "case,pFAK_Y397,pAKT_S473\na,decreased,NA\n,,\n\nb,decreased,\n")

    rows = run(source, tmp_path / "out.csv")

    assert [(r["case"], r["row"]) for r in rows] == [("a", "2"), ("b", "5")]
    assert rows[0]["probability"] == rows[1]["probability"]


def test_every_header_that_means_nothing_is_told_at_once_with_the_nearest_name(tmp_path: Path) -> None:
    source = table(tmp_path, "case,pFAK_Y937,inhibitr,pAKT_S473 | versu=parental,pAKT_S473,pAKT_S473\n")

    with pytest.raises(InputError) as caught:
        run_batch(source, tmp_path / "out.csv")

    told = "\n".join(str(p) for p in caught.value.problems)
    assert len(caught.value.problems) == 4
    for part in ("'pFAK_Y937'", "pFAK_Y397", "'inhibitr'", "inhibitor", "versus", "appears twice"):
        assert part in told


def test_a_mapping_names_the_columns_and_words_of_a_lab(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "case: sample\n"
        "context: {inhibitor: drug, dose: {column: conc, unit: nM}, culture: {value: 2D}}\n"
        "findings:\n  - {column: Y397 blot, name: pFAK_Y397, at: 6 h, values: {dn: decreased, nc: unchanged}}\n"
        "ignore: [plate]\n",
        encoding="utf-8",
    )
    home = table(tmp_path, "sample,drug,conc,plate,Y397 blot\na,defactinib,1000,P1,nc\n", "home.csv")
    plain = table(
        tmp_path, "case,inhibitor,dose,culture,pFAK_Y397 @ 6 h\na,defactinib,1 uM,2D,unchanged\n", "plain.csv"
    )

    assert details(home, tmp_path, mapping=mapping) == details(plain, tmp_path)


def test_every_mistake_of_a_mapping_is_told_with_its_line(tmp_path: Path) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text("case: sample\ncontxt: {}\nfindings:\n  - {column: a, name: pFAK_Y937}\n  - {name: pFAK_Y397}\n")
    source = table(tmp_path, "sample,pFAK_Y397\na,decreased\n")

    with pytest.raises(InputError) as caught:
        run_batch(source, tmp_path / "out.csv", Options(mapping=mapping))

    assert [p.line for p in caught.value.problems] == [2, 4, 5]
    assert "context" in str(caught.value)
    assert "pFAK_Y397" in str(caught.value)


def test_a_mapping_that_names_an_absent_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("case: sampel\n")
    source = table(tmp_path, "sample,pFAK_Y397\na,decreased\n")

    with pytest.raises(InputError, match="no column 'sampel'"):
        run_batch(source, tmp_path / "out.csv", Options(mapping=tmp_path / "map.yaml"))


def test_a_bad_row_keeps_its_place_and_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = "defactinib,decreased"
    text = f"case,inhibitor,pFAK_Y397\na,{good}\nb,defactinip,sideways\nc,defactinib\nd,{good}\n"

    status = main(["batch", str(table(tmp_path, text)), "-o", str(tmp_path / "out.csv")])

    rows = rows_of(tmp_path / "out.csv")
    told = capsys.readouterr().err.splitlines()
    assert status == 1
    assert [bool(r["error"]) for r in rows] == [False, True, True, False]
    assert {k: rows[0][k] for k in ("verdict", "probability")} == {k: rows[3][k] for k in ("verdict", "probability")}
    assert "defactinib" in rows[1]["error"]
    assert "column 'pFAK_Y397'" in rows[1]["error"]
    assert "row 3" in told[0]
    assert "2 cells where the header has 3" in told[1]
    assert "2 could not be read" in told[-1]


def test_a_name_that_a_spreadsheet_would_run_is_disarmed_in_csv_and_kept_in_json(tmp_path: Path) -> None:
    names = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "plain"]
    lines = [json.dumps({"case": name, "findings": [{"pFAK_Y397": "decreased"}]}) for name in names]
    source = table(tmp_path, "\n".join(lines), "in.jsonl")

    written = [row["case"] for row in run(source, tmp_path / "out.csv")]
    run_batch(source, tmp_path / "out.jsonl")

    assert written == [("'" + n if n != "plain" else n) for n in names]
    kept = [json.loads(line)["case"] for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept == names


def test_an_error_that_quotes_a_formula_is_disarmed_too(tmp_path: Path) -> None:
    source = table(tmp_path, 'case,pFAK_Y397\n=HYPERLINK("x"),=1+1\n')

    row = run(source, tmp_path / "out.csv")[0]

    assert not row["error"].startswith(("=", "+", "-", "@"))


def test_csv_parquet_and_json_lines_say_the_same(tmp_path: Path) -> None:
    source = table(tmp_path, "\n".join([HEADER, *ROWS, "d,,,,sideways,,"]))
    plain = run(source, tmp_path / "out.csv")
    run_batch(source, tmp_path / "out.parquet")
    run_batch(source, tmp_path / "out.jsonl")

    parquet = pq.read_table(tmp_path / "out.parquet").to_pylist()
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [[str(v if v is not None else "") for v in row.values()] for row in parquet] == [
        list(r.values()) for r in plain
    ]
    assert [{k: str(v) for k, v in line.items()} for line in lines] == [
        {k: v for k, v in r.items() if v} for r in plain
    ]


def test_a_parquet_table_reads_like_the_csv(tmp_path: Path) -> None:
    source = table(tmp_path, "\n".join([HEADER, *ROWS]))
    cells = [line.split(",") for line in ROWS]
    columns = {name: [row[i] or None for row in cells] for i, name in enumerate(HEADER.split(","))}
    columns["dose (uM)"] = [float(x) if x else None for x in columns["dose (uM)"]]  # type: ignore[misc]
    pq.write_table(pa.table(columns), tmp_path / "in.parquet")

    from_parquet = details(tmp_path / "in.parquet", tmp_path)

    assert [{**d, "row": 0} for d in from_parquet] == [{**d, "row": 0} for d in details(source, tmp_path)]


def test_the_columns_of_the_result_are_stable(tmp_path: Path) -> None:
    source = table(tmp_path, "case,pFAK_Y397\na,decreased\n")

    plain = run(source, tmp_path / "out.csv")[0]
    more = run(source, tmp_path / "more.csv", hangs_on=True, experiments=True)[0]

    expected = "case row verdict hypothesis probability band second second_probability scenarios"
    assert list(plain) == [*expected.split(), "error"]
    assert list(more) == [*expected.split(), "hangs_on", "experiment", "error"]
    assert more["experiment"] != ""


def test_the_number_of_findings_a_verdict_hangs_on_is_that_of_diagnose(tmp_path: Path, cases: dict[str, Case]) -> None:
    from fakdx import diagnose

    folder = tmp_path / "cases"
    folder.mkdir()
    for stem in ("seed_04", "art_01", "lit_06"):
        (folder / f"{stem}.yaml").write_text(cases[stem].to_yaml(), encoding="utf-8")

    rows = run(folder, tmp_path / "out.csv", hangs_on=True)

    assert {r["case"]: int(r["hangs_on"]) for r in rows} == {
        p.stem: len(diagnose(cases[p.stem]).verdict.hangs_on) for p in folder.iterdir()
    }


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("in.csv", b"", "is empty"),
        ("in.csv", b"\x00\x01\x02binary", "a binary file is no table"),
        ("in.csv", b"case,dose\na,1 uM\n", "no column that holds an observation"),
        ("in.xlsx", b"PK", "expected a folder of case files or one of"),
        ("in.parquet", b"PAR1 not really", "not a Parquet file"),
        ("in.csv", b"x" * 3_000_000, "more than 1,000,000 characters"),
    ],
)
def test_an_input_that_is_no_table_is_refused_in_one_line(
    name: str, content: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)

    assert main(["batch", str(tmp_path / name), "-o", str(tmp_path / "out.csv")]) == 2

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert told in lines[0]
    assert not (tmp_path / "out.csv").exists()


def test_json_lines_tell_what_is_wrong_with_each(tmp_path: Path) -> None:
    lines = [
        '{"findings": [{"pFAK_Y397": "decreased"}]}',
        "{not json",
        '{"findings": [{"pFAK_Y397": "decreased", "pFAK_Y397": "increased"}]}',
        '{"findings": [{"pFAK_Y937": "decreased"}], "contxt": {}}',
        "[" * 100_000,
        '{"findings": [{"pFAK_Y397": "decreased", "fold": NaN}]}',
        "3",
    ]

    errors = [row["error"] for row in run(table(tmp_path, "\n".join(lines), "in.jsonl"), tmp_path / "out.csv")]

    for error, part in zip(errors, ["", "JSON", "duplicate key", "contxt", "", "nan", "not a case"], strict=True):
        assert part in error
    assert errors[0] == ""
    assert all(errors[1:])
