"""A report to a file, in the format that the name asks for, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import get_ident

from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.reading.names import did_you_mean

Renderer = Callable[[Result, Knowledge, str, Path | None, Path], bytes]


def write_report(
    path: str | Path,
    result: Result,
    knowledge: Knowledge,
    form: str = "long",
    template: Path | None = None,
    format: str | None = None,
) -> None:
    """Write the report; the ending `.md`, `.html`, `.txt`, `.json` or `.pdf` says how, unless `format` does.

    Beside a long Markdown page lie its pictures, as SVG. A file of that name is replaced only by a complete one.
    Raises InputError, in one line, for an ending that is not known, a mistake in the template, a missing extra and
    a place that cannot be written.
    """
    path = Path(path)
    renderer = _renderer(path, format)
    if template is not None and renderer not in (_markdown, _html):
        raise InputError(Problem(str(path), 0, "a template of your own makes .md or .html only"))
    write_whole(path, renderer(result, knowledge, form, template, path))


def _renderer(path: Path, format: str | None) -> Renderer:
    if format is not None:
        if format not in NAMES:
            raise InputError(f"unknown format {format!r}{did_you_mean(format, NAMES)} (known: {', '.join(NAMES)})")
        return FORMATS[NAMES[format]]
    renderer = FORMATS.get(path.suffix.lower())
    if renderer is None:
        found = f"the ending {path.suffix!r}" if path.suffix else "no ending"
        near = did_you_mean(path.suffix, FORMATS)
        raise InputError(Problem(str(path), 0, f"expected a name ending in {', '.join(FORMATS)}, found {found}{near}"))
    return renderer


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in place at once: a reader sees the old file or the new one, and a failure keeps the old."""
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}-{get_ident()}.part")
    try:
        if target.exists() and not target.is_file():
            raise InputError(Problem(str(path), 0, "cannot be written: it is not a regular file"))
        part.unlink(missing_ok=True)
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                part.chmod(target.stat().st_mode & 0o777)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(Problem(str(path), 0, f"cannot be written: {error.strerror}")) from None


def _markdown(result: Result, knowledge: Knowledge, form: str, template: Path | None, path: Path) -> bytes:
    from fakdx.report.markdown import pictures_of, render_markdown

    pictures = pictures_of(result, knowledge) if form == "long" and template is None else {}
    text = render_markdown(result, knowledge, form, template, path.stem if pictures else "")
    for ending, picture in pictures.items():
        write_whole(path.with_name(f"{path.stem}.{ending}"), picture.encode())
    return text.encode()


def _html(result: Result, knowledge: Knowledge, form: str, template: Path | None, _path: Path) -> bytes:
    from fakdx.report.html import render_html

    return render_html(result, knowledge, form, template).encode()


def _text(result: Result, knowledge: Knowledge, form: str, _template: Path | None, _path: Path) -> bytes:
    from fakdx.report.text import render_text

    return render_text(result, knowledge, show_all=form == "long", plots=form == "long").encode()


def _json(result: Result, _knowledge: Knowledge, _form: str, _template: Path | None, _path: Path) -> bytes:
    from fakdx.report.json_form import to_json

    return to_json(result).encode()


def _pdf(result: Result, knowledge: Knowledge, form: str, _template: Path | None, _path: Path) -> bytes:
    from fakdx.report.pdf import render_pdf

    return render_pdf(result, knowledge, form)


FORMATS: dict[str, Renderer] = {
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".txt": _text,
    ".json": _json,
    ".pdf": _pdf,
}
"""Endings and what writes them."""
NAMES = {"markdown": ".md", "html": ".html", "text": ".txt", "json": ".json", "pdf": ".pdf"}
"""Formats by name, where the ending does not say."""
