"""Files to read, and a way to run the command as a shell would."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from fakdx.quantify.commands import configure, run

EXAMPLES = Path(__file__).parents[2] / "examples" / "tables"


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def examples() -> Path:
    return EXAMPLES


@pytest.fixture
def quantify() -> Callable[..., Outcome]:
    def call(*arguments: object) -> Outcome:
        parser = argparse.ArgumentParser()
        configure(parser)
        out, err = io.StringIO(), io.StringIO()
        code = run(parser.parse_args([str(a) for a in arguments]), out, err)
        return Outcome(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a minimal .xlsx: sheet names to rows of numbers, strings or None."""

    def write(name: str, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            parts = range(1, len(sheets) + 1)
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
            overrides = "".join(
                f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>' for i in parts
            )
            archive.writestr(
                "[Content_Types].xml",
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f"{overrides}</Types>",
            )
            base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            package = "http://schemas.openxmlformats.org/package/2006/relationships"
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{package}"><Relationship Id="r" Type="{base}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>',
            )
            listed = "".join(
                f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>' for i, n in zip(parts, sheets, strict=True)
            )
            main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            archive.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{main}" xmlns:r="{base}"><sheets>{listed}</sheets></workbook>',
            )
            links = "".join(
                f'<Relationship Id="r{i}" Type="{base}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in parts
            )
            archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{links}</Relationships>')
            for i, rows in zip(parts, sheets.values(), strict=True):
                body = "".join(f'<row r="{r}">{"".join(map(_cell, row))}</row>' for r, row in enumerate(rows, 1))
                archive.writestr(
                    f"xl/worksheets/sheet{i}.xml",
                    f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
                )
        return path

    return write


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
