"""What an installed fakdx does: every command without extras and without a network, and each extra at its work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import zipfile
from pathlib import Path

import offline

ROOT = Path(__file__).resolve().parents[1]
CASE = str(ROOT / "examples" / "persistent_y397_skbr3.yaml")
OTHER = str(ROOT / "examples" / "late_onset_her2.yaml")
TABLES = ROOT / "examples" / "tables"

CORE = (
    ("diagnose", CASE), ("diagnose", CASE, "-o", "report.md"), ("diagnose", CASE, "-o", "report.html"),
    ("diagnose", CASE, "--format", "json"), ("explain", CASE, "pyk2_compensation"), ("plan", CASE, "--days", "5"),
    ("compare", CASE, "scaffolding", "pyk2_compensation"), ("whatif", CASE, "pHER2_Y1248=unchanged"),
    ("diff", CASE, OTHER), ("check",), ("show",), ("schema", "case"), ("ask", "--plain"),
    ("batch", "wide.csv", "-o", "answers.csv", "--workers", "2"), ("quantify", "blot", str(TABLES / "blot_tidy.csv")),
    ("quantify", "time-course", str(TABLES / "time_course.csv")), ("quantify", "growth", str(TABLES / "xenograft.csv")),
)  # fmt: skip
"""They work without extras."""
EXTRAS = (
    ("fit", ("quantify", "dose-response", str(TABLES / "dose_response_long.csv"))),
    ("tables", ("quantify", "blot", "book.xlsx")),
    ("parquet", ("batch", "wide.csv", "-o", "answers.parquet")),
    ("parquet", ("batch", "wide.parquet", "-o", "answers.csv")),
    ("pdf", ("diagnose", CASE, "-o", "report.pdf")),
    ("web", ("serve", "--port", "0")),
    ("cluster", ("batch", "wide.csv", "-o", "answers.csv", "--cluster", "tcp://127.0.0.1:9")),
)
"""An extra and a command that needs it."""
ROWS = 1500
TO_PARQUET = "import pyarrow.csv as c, pyarrow.parquet as p; p.write_table(c.read_csv('wide.csv'), 'wide.parquet')"
COUNT = "import pyarrow.parquet as p; print(p.read_table('answers.parquet').num_rows)"
BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="data" '
    'sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def _prepare(folder: Path) -> None:
    """A wide table of more than one chunk, and a table of bands as a workbook."""
    rows = "".join(f"c{n},defactinib,{n % 7 + 1},{'unchanged' if n % 2 else 'decreased'}\n" for n in range(ROWS))
    (folder / "wide.csv").write_text("case,inhibitor,dose (uM),pFAK_Y397\n" + rows, encoding="utf-8")
    (folder / "wide.parquet").write_bytes(b"PAR1")
    lines = (TABLES / "blot_tidy.csv").read_text(encoding="utf-8").splitlines()
    cells = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(line.split(","))
        )
        + "</row>"
        for row, line in enumerate(lines, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(folder / "book.xlsx", "w") as archive:
        for name, content in BOOK.items():
            archive.writestr(name, content)
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
        )


def _run(
    python: Path, folder: Path, arguments: tuple[str, ...], environment: dict[str, str], *before: str
) -> tuple[int, str]:
    command = [*before, str(python), "-m", "fakdx", *arguments]
    own = {**environment, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    ended = subprocess.run(command, cwd=folder, env=own, input="quit\n", capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def without_extras(python: Path, folder: Path) -> str:
    """Core commands work and the others say what to install, all of it without a network. Ends the program if not."""
    environment, before = offline.shut(folder), offline.namespace()
    if not offline.is_shut(python, environment):
        raise SystemExit("the guard against the network does not work here")
    _prepare(folder)
    for arguments in CORE:
        status, said = _run(python, folder, arguments, environment, *before)
        if status or "Traceback" in said:
            raise SystemExit(f"without extras: fakdx {' '.join(arguments)}\n{said}")
    for extra, arguments in EXTRAS:
        status, said = _run(python, folder, arguments, environment, *before)
        if status != 2 or said.count("\n") != 1 or f"pip install 'fakdx[{extra}]'" not in said:
            raise SystemExit(f"without {extra}: fakdx {' '.join(arguments)}\n{said}")
    where = "in an empty network namespace" if before else "with sockets shut"
    return f"{len(CORE)} commands {where}, {len(EXTRAS)} name their extra"


def with_extras(python: Path, folder: Path) -> str:
    """Each extra does its work. Ends the program if not."""
    folder.mkdir()
    _prepare(folder)
    subprocess.run([python, "-c", TO_PARQUET], cwd=folder, check=True)
    for extra, arguments in EXTRAS:
        if extra == "web":
            _serves(python, folder)
            continue
        status, said = _run(python, folder, arguments, dict(os.environ))
        wanted = (2, "no scheduler answers") if extra == "cluster" else (0, "")
        if status != wanted[0] or wanted[1] not in said:
            raise SystemExit(f"with all extras: fakdx {' '.join(arguments)}\n{said}")
    counted = subprocess.run([python, "-c", COUNT], cwd=folder, capture_output=True, text=True, check=True).stdout
    if counted.strip() != str(ROWS) or (folder / "answers.csv").read_text(encoding="utf-8").count("\n") != ROWS + 1:
        raise SystemExit(f"with all extras: {counted.strip()} rows in Parquet; expected {ROWS}")
    if not (folder / "report.pdf").read_bytes().startswith(b"%PDF"):
        raise SystemExit("with all extras: report.pdf is no PDF")
    return "PDF, Parquet, workbook, curves, browser and cluster client work"


def _serves(python: Path, folder: Path) -> None:
    """The browser's page is announced on this machine only, and ends when told."""
    serving = subprocess.Popen(
        [python, "-m", "fakdx", "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    assert serving.stdout is not None
    said = serving.stdout.readline()
    serving.send_signal(signal.SIGINT)
    serving.wait(30)
    if not re.match(r"Open http://127\.0\.0\.1:\d+/", said):
        raise SystemExit(f"fakdx serve said {said!r}")
