"""Long work says how far it is, on a terminal and nowhere else."""

from __future__ import annotations

import argparse
import io
import re
from pathlib import Path

import pytest

from fakdx.quantify.commands import run
from fakdx.quantify.grids import read_grid
from fakdx.quantify.options import configure


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(err: io.StringIO, *arguments: object) -> str:
    parser = argparse.ArgumentParser()
    configure(parser)
    assert run(parser.parse_args([str(a) for a in arguments]), io.StringIO(), err) == 0
    return err.getvalue()


def test_a_bar_grows_on_a_terminal_and_is_wiped_at_the_end(examples: Path) -> None:
    said = told(Terminal(), "synergy", examples / "synergy_matrix.csv", "--scale", "percent", "--draws", "20")
    shares = [int(share) for share in re.findall(r"(\d+) %", said)]
    assert shares == sorted(shares)
    assert shares[-1] < 100
    assert said.split("\r")[-1].startswith("\x1b[K")


def test_nothing_is_said_into_a_file(examples: Path) -> None:
    said = told(io.StringIO(), "synergy", examples / "synergy_matrix.csv", "--scale", "percent", "--draws", "20")
    assert "%" not in said


def test_reading_a_long_file_tells_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 50_000)
    seen: list[tuple[int, int]] = []
    read_grid(path, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == [20_000, 40_000]
    assert all(total >= 50_001 for _, total in seen)


def test_the_name_of_a_lane_map_is_kept_and_not_where_it_lies(examples: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("title: t\n")
    told(io.StringIO(), "blot", examples / "imagej_gel_results.csv", "--lanes", examples / "imagej_gel_lanes.csv",
         "--loading", "GAPDH", "--into", case)  # fmt: skip
    assert "lanes: imagej_gel_lanes.csv" in case.read_text()
    assert str(examples) not in case.read_text()


def test_a_line_called_parental_is_the_one_to_compare_with(examples: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    parser = argparse.ArgumentParser()
    configure(parser)
    assert run(parser.parse_args(["dose-response", str(examples / "dose_response_long.csv")]), out, err) == 0
    assert "less sensitive, versus: parental" in out.getvalue()
    assert "parental is taken as the line to compare with" in err.getvalue()


@pytest.mark.parametrize("least", [2, 3, 4])
def test_as_many_experiments_as_were_asked_for_decide_an_interaction(examples: Path, least: int) -> None:
    out = io.StringIO()
    parser = argparse.ArgumentParser()
    configure(parser)
    table = str(examples / "synergy_matrix.csv")
    options = ["--scale", "percent", "--draws", "20", "--threshold", f"min_replicates={least}"]
    assert run(parser.parse_args(["synergy", table, *options]), out, io.StringIO()) == 0
    assert ("{synergy: synergistic" in out.getvalue()) == (least <= 3)
