"""A small knowledge base without a single problem (`base/`), and edits that break it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

BASE = Path(__file__).parent / "base"


def write_base(folder: Path, edits: Iterable[Mapping[str, str]] = ()) -> Path:
    """Copy the base below `folder`, apply the edits, and return the folder.

    An edit names a `file` and says `write` (its whole text), `add` (text at its end), or `replace` (a passage
    that is there exactly once) and `by`.
    """
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for edit in edits:
        path = folder / edit["file"]
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edited(text, edit), encoding="utf-8")
    return folder


def edited(text: str, edit: Mapping[str, str]) -> str:
    if "write" in edit:
        return edit["write"] + "\n"
    if "add" in edit:
        return text + edit["add"] + "\n"
    assert text.count(edit["replace"]) == 1, f"{edit['replace']!r} occurs {text.count(edit['replace'])} times"
    return text.replace(edit["replace"], edit["by"])
