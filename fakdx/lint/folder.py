"""Check a knowledge base on disk: the shipped one, a whole tree, or a lab's overlay on the shipped one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from fakdx.errors import FakdxError, InputError, Level, Problem
from fakdx.knowledge import Knowledge
from fakdx.knowledge.load import read_layers
from fakdx.knowledge.locate import data_dir
from fakdx.lint.checks import CHECKS
from fakdx.lint.material import Material
from fakdx.reading.yaml_lines import Document, read_yaml

LEVELS: tuple[Level, ...] = ("error", "warning", "note")
READING = {
    "unreadable-file": "A file is not YAML, too large or deep, or uses anchors, tags or one key twice.",
    "file-name": "A file in `knowledge/` has the name of no kind of entry.",
    "shape": "An entry is not a mapping of fields.",
    "unknown-field": "An entry has a field that its kind does not know.",
    "missing-field": "An entry lacks a field that its kind needs.",
    "bad-value": "A field has a value of the wrong type, form or list.",
    "duplicate-id": "Two entries of one kind have the same id.",
    "overlay": "An overlay replaces or suppresses something without saying so, without a reason, or in vain.",
}
"""What is found while the files are read, before any check runs; all of these are errors."""

Layer = tuple[str, Sequence[Path]]


def check_folder(directory: Path | None = None, overlays: Sequence[str | Path] = ()) -> tuple[Problem, ...]:
    """Every problem, sorted by file and line.

    `directory` is None for the shipped knowledge, a whole tree (`knowledge/` with its scales and numbers, and
    `rules/`), or an overlay. Of overlays on the shipped knowledge only what they bring about is reported.
    Raises InputError when a folder does not exist.
    """
    added = [Path(overlay) for overlay in overlays]
    for folder in (directory, *added):
        if folder is not None and not folder.is_dir():
            raise InputError(Problem(str(folder), 0, "no such folder"))
    shipped: Layer = ("", [data_dir("knowledge"), data_dir("rules")])
    base = shipped
    if directory is not None and is_whole(directory):
        base = ("", [directory / "knowledge", directory / "rules"])
    elif directory is not None:
        added = [directory, *added]
    layers = [base, *((str(folder), _folders(folder)) for folder in added)]
    problems = _check_layers(layers)
    if added and base is shipped:
        known = set(_check_layers([base]))
        problems = tuple(p for p in problems if p not in known)
    return tuple(sorted(replace(p, file=_short(p.file)) for p in problems))


def is_whole(directory: Path) -> bool:
    """Whether a folder is a knowledge base of its own and not an overlay."""
    needed = ("knowledge/scales.yaml", "knowledge/scoring.yaml")
    return (directory / "rules").is_dir() and all((directory / name).is_file() for name in needed)


def check_knowledge(knowledge: Knowledge, scoring: Iterable[Document] = ()) -> tuple[Problem, ...]:
    """Run every check over a loaded knowledge base. `scoring`: the documents of its numbers."""
    material = Material(knowledge, scoring=tuple(scoring))
    first = [p for check in CHECKS.values() if check.first for p in check.run(material)]
    if first:
        return tuple(sorted(first))
    return tuple(sorted({p for check in CHECKS.values() for p in check.run(material)}))


def as_json(problems: Iterable[Problem]) -> str:
    """The problems for another program, with the number of each level."""
    listed = list(problems)
    counts = {level: sum(p.level == level for p in listed) for level in LEVELS}
    rows = [{"file": p.file, "line": p.line, "level": p.level, "code": p.code, "message": p.message} for p in listed]
    return json.dumps({"schema": 1, "counts": counts, "problems": rows}, indent=2, ensure_ascii=False)


def _check_layers(layers: Sequence[Layer]) -> tuple[Problem, ...]:
    try:
        knowledge = read_layers(layers)
    except FakdxError as error:
        return tuple(sorted({replace(p, code=p.code or "unreadable-file") for p in error.problems}))
    files = [folder / "scoring.yaml" for _, folders in layers for folder in folders]
    return check_knowledge(knowledge, [read_yaml(file) for file in files if file.is_file()])


def _folders(overlay: Path) -> list[Path]:
    return [p for p in (overlay / "knowledge", overlay / "rules") if p.is_dir()] or [overlay]


def _short(file: str) -> str:
    """The path from the current folder, when the file is below it."""
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_absolute() and path.is_relative_to(Path.cwd()) else file
