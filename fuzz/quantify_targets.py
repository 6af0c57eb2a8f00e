"""The tables of `fakdx quantify`, through the command itself: it ends with 0 or 2 and says so in printable lines."""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

from fakdx.quantify import commands
from fakdx.quantify.merge import merge_findings
from fuzz import seeds

SHEET = "xl/worksheets/sheet1.xml"
FINDINGS = [{"pFAK_Y397": "decreased", "fold": 0.4, "n": 3}]
RECORD = {"command": "blot", "table": "a.csv", "sha256": "0" * 64, "settings": {"versus": "vehicle"}, "reading": {}}


@cache
def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    commands.configure(parser)
    return parser


def _run(folder: Path, name: str, data: bytes, analysis: str, *options: str) -> int:
    path = folder / name
    path.write_bytes(data)
    out, err = io.StringIO(), io.StringIO()
    status = commands.run(_parser().parse_args([analysis, str(path), *options]), out, err)
    assert status in (0, 2)
    assert (status == 2) == (out.getvalue() == "")
    if "json" in options and status == 0:
        json.loads(out.getvalue())
    else:
        assert all(line.isprintable() for line in (out.getvalue() + err.getvalue()).split("\n"))
    return status


def _text_and_json(analysis: str, name: str, *options: str) -> Callable[[bytes, Path], None]:
    def read(data: bytes, folder: Path) -> None:
        if _run(folder, name, data, analysis, *options) == 0:
            _run(folder, name, data, analysis, "--format", "json", "--svg", str(folder / "plot.svg"), *options)

    return read


blot = _text_and_json("blot", "table.csv")
time_course = _text_and_json("time-course", "table.csv")
growth = _text_and_json("growth", "table.csv")
dose_response = _text_and_json("dose-response", "table.csv")
synergy = _text_and_json("synergy", "table.csv", "--draws", "2")
prism = _text_and_json("dose-response", "table.pzfx")


def plate(data: bytes, folder: Path) -> None:
    """The same bytes as readings and as their layout, each beside a good other half."""
    good = {stem: path.read_bytes() for stem, path in seeds.named_tables("plate").items()}
    (folder / "layout.csv").write_bytes(data)
    _run(folder, "table.csv", good["plate_readings"], "dose-response", "--layout", str(folder / "layout.csv"))
    (folder / "layout.csv").write_bytes(good["plate_layout"])
    _run(folder, "table.csv", data, "dose-response", "--layout", str(folder / "layout.csv"))


def workbook(data: bytes, folder: Path) -> None:
    """The bytes as the sheet of a workbook that is otherwise whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in seeds.workbook_parts().items():
            archive.writestr(name, data if name == SHEET else content)
    _run(folder, "table.xlsx", packed.getvalue(), "blot")


def merge(data: bytes, _folder: Path) -> None:
    """Findings into any case text: the case it was, and the findings at its end."""
    text = data.decode("utf-8", "replace")
    merged = merge_findings(text, FINDINGS, RECORD)
    after = yaml.safe_load(merged)
    assert after["findings"][-1] == FINDINGS[0]
    assert merge_findings(merged, FINDINGS, RECORD) == merged
