"""Parsed YAML remembered between runs, so that start-up need not parse half a megabyte of it again.

What is kept is plain data as JSON, never code, under a name made from the bytes of the files and of the reader that
parsed them: a changed file is simply another name. Nothing depends on the cache. What is missing, damaged, not ours
or unwritable is parsed again in silence. Lines are not kept; they are parsed when somebody asks for one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from fakdx.errors import InputError
from fakdx.knowledge.locate import user_folder
from fakdx.reading import yaml_lines
from fakdx.reading.yaml_lines import MAX_BYTES, Document, Path_, read_yaml

KEPT = 8
"""Entries that stay; the oldest give way."""


class Recalled(Document):
    """A document from the cache; the file itself is read again only when a line is wanted."""

    def __init__(self, path: Path, data: Any) -> None:
        super().__init__(str(path), data, {})
        self._path = path

    def line(self, path: Path_) -> int:
        if not self._lines:
            with suppress(InputError):
                self._lines = read_yaml(self._path)._lines
        return super().line(path)


def read_documents(paths: Sequence[Path]) -> list[Document]:
    """The documents of these files, from the cache when it has exactly them. Raises InputError as `read_yaml` does."""
    name = _name(paths)
    place = _folder()
    if name is None or place is None:
        return [read_yaml(path) for path in paths]
    known = _recall(place / name, len(paths))
    if known is not None:
        return [Recalled(path, data) for path, data in zip(paths, known, strict=True)]
    documents = [read_yaml(path) for path in paths]
    if _name(paths) == name:
        _keep(place / name, [document.data for document in documents])
    return documents


def _folder() -> Path | None:
    base = user_folder("XDG_CACHE_HOME", ".cache")
    return base / "fakdx" if base else None


def _name(paths: Sequence[Path]) -> str | None:
    """None when a file is not one that the reader would take."""
    digest = hashlib.sha256()
    try:
        digest.update(Path(yaml_lines.__file__).read_bytes())
        for path in paths:
            if not path.is_file() or path.stat().st_size > MAX_BYTES:
                return None
            raw = path.read_bytes()
            digest.update(f"\n{len(raw)}\n".encode())
            digest.update(raw)
    except OSError:
        return None
    return f"knowledge-{digest.hexdigest()}.json"


def _recall(file: Path, count: int) -> list[Any] | None:
    """The data under this name, or None: a checksum in the first line must fit, and the file must be the user's own."""
    try:
        with file.open("rb") as handle:
            if hasattr(os, "getuid") and os.fstat(handle.fileno()).st_uid != os.getuid():
                return None
            seal, body = handle.read().split(b"\n", 1)
        data = json.loads(body) if seal == _seal(body) else None
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, list) and len(data) == count else None


def _keep(file: Path, data: list[Any]) -> None:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    scratch = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(prefix=".new-", dir=file.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(_seal(body) + b"\n" + body)
        os.replace(scratch, file)
        kept = sorted(file.parent.glob("knowledge-*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in kept[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        if scratch is not None:
            with suppress(OSError):
                os.unlink(scratch)


def _seal(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
