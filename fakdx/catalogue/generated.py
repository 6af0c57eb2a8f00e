"""The generated part of the documentation on disk: written by one command, compared by another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fakdx.catalogue.checks_page import checks_page
from fakdx.catalogue.reference import pages
from fakdx.knowledge import Knowledge

REFERENCE = "reference"


def generated(knowledge: Knowledge) -> Mapping[str, str]:
    """Path below the documentation folder, to text."""
    reference = {f"{REFERENCE}/{path}": text for path, text in pages(knowledge).items()}
    return {"checks.md": checks_page(), **reference}


def write(docs: Path, knowledge: Knowledge) -> tuple[str, ...]:
    """Write what is stale, remove what is no longer drawn, and name both."""
    wanted = generated(knowledge)
    changed = stale(docs, knowledge)
    for name in changed:
        path = docs / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return changed


def stale(docs: Path, knowledge: Knowledge) -> tuple[str, ...]:
    """The files below `docs` that are missing, out of date, or left over."""
    wanted = generated(knowledge)
    old = [name for name, text in wanted.items() if _text(docs / name) != text]
    there = (docs / REFERENCE).rglob("*.md") if (docs / REFERENCE).is_dir() else ()
    left_over = [p.relative_to(docs).as_posix() for p in there if p.relative_to(docs).as_posix() not in wanted]
    return tuple(sorted([*old, *left_over]))


def _text(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else None
