"""One sheet of a workbook, read by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from fakdx.errors import InputError, Problem
from fakdx.quantify.cells import Cell
from fakdx.quantify.sheet_process import SECONDS

_SCRIPT = Path(__file__).with_name("sheet_process.py")


def read_sheet(data: bytes, sheet: str | None, name: str) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """The names of all sheets, and the rows of the one named or the first. Raises InputError."""
    try:
        import python_calamine as _  # noqa: F401
    except ImportError:
        raise InputError(Problem(name, 0, "a workbook needs: pip install 'fakdx[tables]'")) from None
    command = [sys.executable, "-P", str(_SCRIPT), *([] if sheet is None else [sheet])]
    try:
        ended = subprocess.run(command, input=data, capture_output=True, timeout=2 * SECONDS, check=False)
        said: Any = json.loads(ended.stdout) if ended.returncode == 0 else None
    except subprocess.TimeoutExpired:
        said = None
    if said is None:
        raise InputError(Problem(name, 0, "the workbook cannot be read: it is damaged, or far larger than a table"))
    if "error" in said:
        raise InputError(Problem(name, 0, said["error"]))
    return tuple(said["names"]), [tuple(row) for row in said["rows"]]
