"""What a blot's table says by its names alone, and what it must be told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fakdx.errors import InputError
from fakdx.quantify.blot_names import bare, loading_among, totals_among
from fakdx.quantify.blot_tables import ROLES, LaneColumns, read_lanes
from fakdx.quantify.grids import read_grid
from fakdx.quantify.tables import as_table

File = Callable[..., Path]
Call = Callable[..., Any]


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["pFAK_Y397", "FAK"], {"pFAK_Y397": "FAK"}),
        (["pFAK", "total FAK"], {"pFAK": "total FAK"}),
        (["p-ERK1/2", "ERK1/2"], {"p-ERK1/2": "ERK1/2"}),
        (["pAKT (S473)", "tAKT", "GAPDH"], {"pAKT (S473)": "tAKT"}),
        (["phospho-FAK (a.u.)", "FAK (a.u.)"], {"phospho-FAK (a.u.)": "FAK (a.u.)"}),
        (["pFAK_Y397", "PYK2"], {}),
        (["pFAK_Y397", "FAK", "total FAK"], {}),
        (["PTEN", "TEN"], {}),
        (["paxillin", "FAK"], {}),
    ],
)
def test_a_phospho_analyte_finds_its_total_only_where_there_is_one(names: list[str], pairs: dict[str, str]) -> None:
    assert dict(totals_among(names)) == pairs


@pytest.mark.parametrize(
    "name", ["GAPDH", "β-actin", "b-Actin", "alpha-Tubulin", "REVERT", "Total protein", "Vinculin (a.u.)"]
)
def test_usual_loading_controls_are_known(name: str) -> None:
    assert loading_among([name, "pFAK"]) == [name]


def test_actinin_is_no_loading_control() -> None:
    assert loading_among(["alpha-actinin", "pACTN4", "FAK"]) == []


def test_brackets_at_the_end_are_no_part_of_a_name() -> None:
    assert bare("pFAK (a.u.)") == "pFAK"


ARMS = (("DMSO", 100, 50, 200), ("VS", 42, 55, 210))
WIDE = "blot,condition,{0}\n" + "".join(f"{b},{c},{s + b},{t},{g}\n" for b in (1, 2, 3) for c, s, t, g in ARMS)


def test_columns_that_are_known_analytes_need_no_option(quantify: Call, file: File) -> None:
    outcome = quantify("blot", file("t.csv", WIDE.format("pFAK,FAK,GAPDH")))
    assert outcome.code == 0
    assert "{pFAK: decreased" in outcome.out
    assert "GAPDH is taken as the loading control" in outcome.err
    assert "pFAK is divided by its total, FAK" in outcome.err


def test_what_the_names_say_can_be_refused(quantify: Call, file: File) -> None:
    path = file("t.csv", WIDE.format("pFAK,FAK,GAPDH"))
    outcome = quantify("blot", path, "--loading", "none", "--total", "none", "--target", "pFAK")
    assert "raw: true" in outcome.out
    assert "is taken as" not in outcome.err


def test_two_loading_controls_are_a_choice_that_is_left_to_the_user(quantify: Call, file: File) -> None:
    outcome = quantify("blot", file("t.csv", WIDE.format("pFAK,actin,GAPDH")))
    assert "choose one with --loading" in outcome.err


def test_background_that_the_instrument_took_off_is_not_taken_off_again(quantify: Call, file: File) -> None:
    rows = "".join(
        f"{b},{c},pFAK,{s},40,{r}\n" for b in "123" for c, s, r in (("DMSO", 100, 9), ("VS", 50 + int(b), 5))
    )
    net = quantify("blot", file("net.csv", "blot,condition,analyte,Signal,Background,SNR\n" + rows), "--format", "json")
    gross = quantify(
        "blot", file("g.csv", "blot,condition,analyte,signal,background,note\n" + rows), "--format", "json"
    )
    assert '"fold": 0.52' in net.out
    assert '"fold": 0.2' in gross.out


def test_a_signal_that_was_never_calculated_says_how_to_read_the_totals(quantify: Call, file: File) -> None:
    rows = "".join(f"{b},{c},pFAK,,{s}\n" for b in "12" for c, s in (("DMSO", 100), ("VS", 50)))
    path = file("t.csv", "Image Name,condition,analyte,Signal,Total\n" + rows)
    outcome = quantify("blot", path)
    assert outcome.code == 2
    assert "--column signal=Total reads the totals" in outcome.err
    assert quantify("blot", path, "--column", "signal=Total").code == 0


@pytest.mark.parametrize(
    "order", ["Signal,Channel,Lane,Image Name,condition", "Image Name,Lane,condition,Channel,Signal"]
)
def test_the_order_of_columns_never_matters(quantify: Call, file: File, order: str) -> None:
    names = order.split(",")
    rows = [dict(zip(("Image Name", "Lane", "condition", "Channel", "Signal"), (b, n, c, "pFAK", s), strict=True))
            for b in "123" for n, (c, s) in enumerate((("DMSO", "100"), ("VS", "40")), 1)]  # fmt: skip
    text = "\n".join([order, *(",".join(str(row[name]) for name in names) for row in rows)])
    outcome = quantify("blot", file("t.csv", text))
    assert "{pFAK: decreased" in outcome.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("condition,analyte,signal\nDMSO,a,0\nVS,a,-3\n", "no band is above its background"),
        (" ,Area,Percent\n1,5,2\n2,6,3\n", "says nothing of its lanes; name them with --lanes MAP"),
        ("blot condition signal replicate\n1 DMSO 5 1\n", "separated by blanks? then say --delimiter ' '"),
        ("condition,analyte,signal\nDMSO,a,5\nVS,a,\n", "nothing to compare with the vehicle lanes (row 3: no value"),
        ("blot,condition,analyte,signal\n1,DMSO,a,5\n1,VS,a,6\n1,DMSO,GAPDH,7\n1,VS,GAPDH,NaN\n",
         "no GAPDH bands for a in VS, blot 1, replicate 1; expected one (row 5: no value in signal; left out)"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_compared_says_why(quantify: Call, file: File, text: str, said: str) -> None:
    outcome = quantify("blot", file("t.csv", text))
    assert outcome.code == 2
    assert said in outcome.err
    assert outcome.err.count("\n") <= 2


def test_columns_that_nobody_knows_are_asked_for_with_the_options_to_paste(file: File) -> None:
    table = as_table(read_grid(file("t.csv", "condition,my band,other\nDMSO,1,2\nVS,3,4\n")), ROLES)
    with pytest.raises(InputError, match=r"which columns are analytes.*--target 'my band' --target other"):
        read_lanes(table, LaneColumns())


def test_identical_replicates_are_questioned(quantify: Call, file: File) -> None:
    rows = "".join(f"{b},{c},a,{s}\n" for b in "123" for c, s in (("DMSO", 100), ("VS", 50)))
    assert "copies of one experiment?" in quantify("blot", file("t.csv", "blot,condition,analyte,signal\n" + rows)).err


def test_a_prism_project_is_not_read_as_a_blot(quantify: Call, examples: Path) -> None:
    assert "is read by dose-response alone" in quantify("blot", examples / "dose_response.pzfx").err
