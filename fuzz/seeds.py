"""Where the fuzzer starts from: what the project ships, read when it runs, and short words of each small language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
FOUND = ROOT / "tests" / "hostile" / "found"
"""Inputs that once broke something, a folder for each target; the tests replay them for ever."""
LARGEST_PIECE = 3000


def found(target: str) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted((FOUND / target).glob("*")))


def example_case() -> str:
    return (EXAMPLES / "persistent_y397_skbr3.yaml").read_text(encoding="utf-8")


def cases() -> Iterator[bytes]:
    files = [*EXAMPLES.glob("*.yaml"), *(ROOT / "tests" / "cases").glob("*/*.yaml")]
    yield from (path.read_bytes() for path in sorted(files))


def overlays() -> Iterator[bytes]:
    """Single entries of the shipped knowledge: a whole file is more than an input may have."""
    yield b"- {id: own_rule, override: suppress, reason: not in this lab}\n"
    yield b"priors: {pyk2_compensation: 0.2}\nreason: our lines\n"
    for path in sorted([*(ROOT / "rules").glob("*.yaml"), *(ROOT / "knowledge").rglob("*.yaml")]):
        pieces = ("\n" + path.read_text(encoding="utf-8")).split("\n- ")[1:]
        yield from (f"- {piece}\n".encode() for piece in pieces[:3] if len(piece) < LARGEST_PIECE)


def typed() -> Iterator[bytes]:
    for text in (
        "pHER2 up, 1.9x, n=3, 6 h, with lapatinib, in MDA-MB-231",
        "pFAK_Y397 is unchanged; versus parental; 1 uM; strong",
        "growth 3D resistant, ic50 > 10 uM, ci 1.2 to 3.4, raw",
        "synergistic, with trametinib + lapatinib",
    ):
        yield text.encode()


def results() -> Iterator[bytes]:
    for text in (
        "pHER2_Y1248=unchanged", "pFAK_Y397=decreased, with=lapatinib", "dose=10 uM", "{pFAK_Y397: up, ci: [1.2, 3]}",
        "pFAK_Y397", "pFAK_Y397=unchanged, at=6 h, n=3, gene=PTK2", "arms=a, cell_line=SkBr3",
    ):  # fmt: skip
        yield text.encode()


def quantities() -> Iterator[bytes]:
    for text in ("6 h", "2-24 h", ">= 2 weeks", "months", "1e-3 uM", "0.5 to 1 µM", "< 100 nM", "1.9", "5-10x", "~3"):
        yield text.encode()


def tables() -> Iterator[bytes]:
    yield b"case,inhibitor,dose (uM),exposure,pFAK_Y397,pAKT_S473 @ 6 h\na,defactinib,1,6 h,decreased,increased\n"
    yield b"id;cell_line;arms;pHER2 | versus=parental\nx;SkBr3;a=resistant;increased | fold=1.9 | n=3 | ci=1.2-3\n"
    yield "sample\tculture\tpartner\tpFAK_Y397\ny\t2D; 3D\ttrametinib\tunchanged @ 24 h\n".encode("utf-16")


def lines() -> Iterator[bytes]:
    yield b'{"title": "a", "context": {"inhibitor": "defactinib", "dose": "1 uM"}, "findings": [{"pFAK_Y397": "up"}]}\n'
    yield b'{"case": "b", "findings": [{"pHER2": "increased", "fold": 1.9, "ci": [1.2, 3], "with": ["lapatinib"]}]}\n'
    yield b'{"quantified": [], "notes": "n", "context": {"arms": {"a": "resistant"}, "genotype": ["KRAS mutant"]}}\n'


def mappings() -> Iterator[bytes]:
    yield b"case: sample\ncontext:\n  inhibitor: drug\n  dose: {column: conc, unit: nM}\n  culture: {value: 2D}\n"
    yield b"findings:\n  - {column: Y397 blot, name: pFAK_Y397, at: 6 h, values: {no: no}}\nignore: [a]\n"


def templates() -> Iterator[bytes]:
    yield b"# {{ report.title }}\n{% for h in report.leaders %}{{ h.short | upper }}: {{ h.percent }}\n{% endfor %}"
    yield b"{% macro m(x) %}{{ x | sentence }}{% endmacro %}{% if report.verdict %}{{ m('a') }}{% endif %}"
    yield b"{% set ns = namespace(n=0) %}{% include 'own.md' ignore missing %}{{ '%s' | format(1) }}{{ loop }}"


def quantified(*beginnings: str) -> Iterator[bytes]:
    yield from (path.read_bytes() for path in named_tables(*beginnings).values())


def named_tables(*beginnings: str) -> dict[str, Path]:
    """The example tables whose names begin so, Prism projects aside."""
    return {
        path.stem: path
        for path in sorted((EXAMPLES / "tables").iterdir())
        if path.suffix in (".csv", ".tsv") and path.stem.startswith(beginnings)
    }


def prism() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted((EXAMPLES / "tables").glob("*.pzfx")))


@cache
def _table() -> list[list[str]]:
    text = (EXAMPLES / "tables" / "blot_tidy.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))[:8]


def worksheets() -> Iterable[bytes]:
    """A sheet with text and numbers in cells, as a spreadsheet stores it."""
    rows = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(_table(), 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    yield f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    rows = '<row r="1"><c r="B1"><v>1.5</v></c></row>'
    yield f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()


@cache
def workbook_parts() -> dict[str, bytes]:
    """The parts of the smallest workbook, by their names in the archive."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
        f'Type="{base}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{base}"><sheets><sheet name="data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{base}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": "",
    }
    return {name: text.encode() for name, text in parts.items()}


def parquets() -> Iterator[bytes]:
    """A table of three columns; needs the extra `parquet`."""
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    rows = {"case": ["a", "b"], "dose (uM)": [1.0, None], "pFAK_Y397": ["decreased", "unchanged @ 6 h"]}
    pyarrow.parquet.write_table(pyarrow.table(rows), out, compression="none")
    yield out.getvalue()


def words(target: str) -> Iterator[str]:
    """Words that a mutation should know: keys of the file formats, and names of the field."""
    keys = "title context findings notes inhibitor dose exposure with versus at fold ci n ic50 override reason"
    marks = "{% %} {{ }} | @ = : - , ; [ ] \" ' & * ! ~ uM nM h weeks .nan 1e999 ² \u2028"
    names = "pFAK_Y397 pHER2_Y1248 growth_3d decreased unchanged increased resistant not tested defactinib SkBr3"
    yield from (keys + " " + marks + " " + names).split()
    if target == "template":
        yield from ("report", "for", "in", "endfor", "range", "set", "macro", "include", "extends", "format", "join")


def dictionary(target: str) -> str:
    """The words in the form that libFuzzer reads."""
    lines = []
    for word in words(target):
        coded = "".join(f"\\x{byte:02x}" for byte in word.encode())
        lines.append(f'"{coded}"')
    return "\n".join(lines) + "\n"
