"""Run by `workbooks.py` as a process of its own: a workbook on standard input, one sheet as JSON on standard output.

A workbook of a kilobyte can claim a sheet of seventeen thousand million cells, and its reader believes it. Here the
claim meets a limit of memory and of time, and takes nobody with it.
"""

from __future__ import annotations

import io
import json
import sys

MEMORY = 2 << 30
SECONDS = 60
MOST_CELLS = 2_000_000
"""Rows by columns of a sheet, from its first cell to its last."""


def _limited() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _sheet(data: bytes, wanted: str | None) -> dict[str, object]:
    """`names` of all sheets and the `rows` of one, the first unless it is named, or an `error`."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        if wanted is not None and wanted not in names:
            return {"error": f"no sheet {wanted!r}; found: {', '.join(names)}"}
        if not names:
            return {"error": "the workbook has no sheet"}
        chosen = names[0] if wanted is None else wanted
        sheet = book.get_sheet_by_name(chosen)
        cells = sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            return {"error": f"sheet {chosen!r} has {cells:,} cells; the limit is {MOST_CELLS:,}"}
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        return {"error": f"the workbook cannot be read: {error}"}
    return {"names": names, "rows": [[_plain(value) for value in row] for row in rows]}


def _plain(value: object) -> str | float | None:
    if value is None or value == "":
        return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def main() -> None:
    """The name of the sheet is the first argument, if there is one."""
    _limited()
    wanted = sys.argv[1] if len(sys.argv) > 1 else None
    json.dump(_sheet(sys.stdin.buffer.read(), wanted), sys.stdout)


if __name__ == "__main__":
    main()
