"""The output while it grows, and what is needed to go on after an interruption.

Rows go to `OUT.part`. After each chunk `OUT.progress` says how many rows are done and how many bytes of each
file are theirs; it is replaced whole, so it is never half-written. Going on means cutting the files back to
those bytes. Only a complete result gets its name. While it grows it is locked, so that no second run mixes its rows in.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from fakdx.batch.lock import hold
from fakdx.batch.parquet import to_parquet
from fakdx.batch.worker import Done
from fakdx.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come. `identity` is what must be the same for going on to make sense."""

    identity: Mapping[str, str]
    rows: int = 0
    bad: int = 0
    output: int = 0
    detail: int = 0


class Journal:
    """Takes finished chunks in order. Use as a context manager; `finish` gives the results their names."""

    def __init__(self, out: Path, detail: Path | None, identity: Mapping[str, str], extra: tuple[str, ...]) -> None:
        self.out = out
        self.detail = detail
        self.extra = extra
        self.progress = Progress(dict(identity))
        self._file = _beside(out, ".progress")
        self._parts: list[tuple[Path, IO[bytes]]] = []
        self._begun = False

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        for path, part in self._parts:
            with suppress(OSError, ValueError):
                if not self.progress.rows and (self._begun or not os.fstat(part.fileno()).st_size):
                    path.unlink(missing_ok=True)
            with suppress(OSError):
                part.close()
        if self._begun and not self.progress.rows:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)

    def start(self, header: bytes, resume: bool) -> int:
        """Open the parts, afresh or where an interrupted run stopped. Returns the rows that are done."""
        targets = [self.out, *([self.detail] if self.detail else [])]
        for path in targets:
            self._parts.append((part := _beside(path, ".part"), self._opened(part)))
        before = self._interrupted() if resume else None
        if before is None and resume and self.out.exists():
            raise InputError(Problem(str(self.out), 0, "is complete: there is nothing to resume"))
        sizes = (before.output, before.detail) if before else (0, 0)
        for (part, handle), size in zip(self._parts, sizes, strict=False):
            if os.fstat(handle.fileno()).st_size < size:
                raise InputError(Problem(str(part), 0, "is shorter than its record says; run again without --resume"))
        self._begun = True
        for (_, handle), size in zip(self._parts, sizes, strict=False):
            handle.truncate(size)
            handle.seek(size)
        if before:
            self.progress = before
            self._record()
        else:
            self._write(Done(output=header))
        return self.progress.rows

    def _opened(self, part: Path) -> IO[bytes]:
        """A part, as it is, for this run alone. A link in its place is not followed."""
        try:
            handle = os.fdopen(_created(part), "r+b")
        except OSError as error:
            raise self._failed(part, error) from None
        if not hold(handle):
            handle.close()
            raise InputError(Problem(str(self.out), 0, f"is being written by another run{self._writer()}"))
        if not _still_there(part, handle):
            handle.close()
            raise InputError(Problem(str(self.out), 0, "was finished by another run just now"))
        return handle

    def _writer(self) -> str:
        """Who says in the record to be writing."""
        try:
            return f" (process {int(json.loads(self._file.read_text(encoding='utf-8'))['process'])})"
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def add(self, done: Done) -> None:
        """Keep a chunk."""
        self._write(done)

    def finish(self) -> None:
        """Put everything on the disk, then give the complete results their names."""
        targets = [self.out, *([self.detail] if self.detail else [])]
        for (part, handle), target in zip(self._parts, targets, strict=True):
            try:
                os.fsync(handle.fileno())
                if os.name == "nt":  # where an open file keeps its name
                    handle.close()
                if target.suffix.lower() == ".parquet":
                    self._convert(part, target)
                else:
                    os.replace(part, target)
                handle.close()
            except OSError as error:
                raise self._failed(target, error) from None
        self._file.unlink(missing_ok=True)

    def _convert(self, part: Path, target: Path) -> None:
        made = _beside(target, ".part.parquet")
        made.unlink(missing_ok=True)
        try:
            to_parquet(part, made, self.extra)
            os.replace(made, target)
            part.unlink()
        finally:
            made.unlink(missing_ok=True)

    def _write(self, done: Done) -> None:
        sizes = []
        for (path, handle), data in zip(self._parts, (done.output, done.detail), strict=False):
            try:
                handle.write(data)
                handle.flush()
            except OSError as error:
                raise self._failed(path, error) from None
            sizes.append(len(data))
        p = self.progress
        self.progress = Progress(
            p.identity,
            p.rows + done.rows,
            p.bad + done.bad,
            p.output + sizes[0],
            p.detail + (sizes[1] if sizes[1:] else 0),
        )
        self._record()

    def _record(self) -> None:
        scratch = _beside(self._file, ".new")
        try:
            scratch.unlink(missing_ok=True)
            with scratch.open("x", encoding="utf-8") as file:
                file.write(json.dumps({**asdict(self.progress), "process": os.getpid()}) + "\n")
            os.replace(scratch, self._file)
        except OSError as error:
            raise self._failed(self._file, error) from None

    def _interrupted(self) -> Progress | None:
        try:
            said: Any = json.loads(self._file.read_text(encoding="utf-8"))
            before = Progress(
                dict(said["identity"]), *(int(said[name]) for name in ("rows", "bad", "output", "detail"))
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(Problem(str(self._file), 0, "cannot be read; run again without --resume")) from None
        changed = [name for name, value in self.progress.identity.items() if before.identity.get(name) != value]
        if changed:
            what = " and ".join(changed)
            raise InputError(
                Problem(str(self._file), 0, f"cannot resume: {what} changed since; run again without --resume")
            )
        return before

    def _failed(self, path: Path, error: OSError) -> InputError:
        kept = f"; {self.progress.rows:,} rows are kept, go on with --resume" if self.progress.rows else ""
        return InputError(Problem(str(path), 0, f"cannot be written: {error.strerror or error}{kept}"))


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _created(path: Path) -> int:
    """The file, made if need be; never what a link of that name points to."""
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o666)


def _still_there(path: Path, handle: IO[bytes]) -> bool:
    """Whether the name still stands for what was opened: the run that held it may have finished in between."""
    try:
        return path.is_file() and os.path.samestat(path.stat(), os.fstat(handle.fileno()))
    except OSError:
        return False
