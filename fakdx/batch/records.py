"""Where rows come from: CSV, Parquet, JSON lines or a folder of case files, read as a stream."""

from __future__ import annotations

import csv
import hashlib
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from fakdx.errors import InputError, Problem

CHUNK = 1000
"""Cases in a chunk, the unit of work and of resuming. The same for any number of workers."""
MAX_LINE = 1_000_000
SUFFIXES = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet")


class Row(NamedTuple):
    """One row as found: its number, and cells, a line of JSON or the path of a case file; or what is wrong with it."""

    number: int
    content: Sequence[str] | str | Path
    problem: str = ""


class Source(ABC):
    """An input. `headers` are None where rows are whole cases; `rows()` starts from the beginning."""

    headers: list[str] | None = None

    def __init__(self, path: Path) -> None:
        self.path = path
        self.done = 0
        self.size = 0

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Every row, as found, from the beginning."""

    def chunks(self, skip: int = 0) -> Iterator[list[Row]]:
        """Rows in chunks, the first `skip` left out."""
        rows = islice(self.rows(), skip, None)
        while chunk := list(islice(rows, CHUNK)):
            yield chunk

    def fingerprint(self) -> str:
        """Changes when the input does; what resuming goes by."""
        state = self.path.stat()
        with self.path.open("rb") as file:
            head = hashlib.sha256(file.read(1 << 20)).hexdigest()
        return f"{state.st_size} {state.st_mtime_ns} {head}"


def open_source(path: Path) -> Source:
    """The input of that name, by its suffix. Raises InputError."""
    try:
        if path.is_dir():
            return _Folder(path)
        if path.exists() and not path.is_file():
            raise InputError(Problem(str(path), 0, "is not a regular file"))
        if path.suffix.lower() == ".parquet":
            return _Parquet(path)
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            return _Lines(path)
        if path.suffix.lower() in SUFFIXES:
            return _Csv(path)
        if not path.exists():
            raise InputError(Problem(str(path), 0, "no such file or folder"))
    except OSError as error:
        raise InputError(Problem(str(path), 0, f"cannot be read: {error.strerror or error}")) from None
    raise InputError(Problem(str(path), 0, f"expected a folder of case files or one of {', '.join(SUFFIXES)}"))


class _Text(Source):
    """A text file, line by line; a line longer than any table has is refused before it fills the memory."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        with path.open("rb") as file:
            marks = file.read(2)
        self.size = path.stat().st_size
        self.encoding = "utf-16" if marks in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        if "\0" in (first := next(self.lines(), "")) or "\ufffd" in first:
            raise InputError(Problem(str(path), 1, "is not UTF-8 text; a binary file is no table"))

    def lines(self) -> Iterator[str]:
        with self.path.open("rb") as raw:
            text = io.TextIOWrapper(raw, encoding=self.encoding, errors="replace", newline="")
            number = 0
            while line := text.readline(MAX_LINE):
                number += 1
                if len(line) == MAX_LINE and not line.endswith("\n"):
                    raise InputError(Problem(str(self.path), number, f"is a line of more than {MAX_LINE:,} characters"))
                self.done = raw.tell()
                yield line


class _Csv(_Text):
    """Comma, semicolon or tab, told by the header."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        first = next(self.lines(), "")
        self.delimiter = max("\t;,", key=first.count)
        try:
            header = next(csv.reader(self.lines(), delimiter=self.delimiter), [])
        except csv.Error as error:
            raise InputError(Problem(str(path), 1, f"is not a table: {error}")) from None
        if not any(cell.strip() for cell in header):
            raise InputError(Problem(str(path), 0, "is empty; expected a row of column headers"))
        self.headers = header

    def rows(self) -> Iterator[Row]:
        reader = csv.reader(self.lines(), delimiter=self.delimiter)
        next(reader)
        number = 1
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(number, (), f"is not a row of cells: {error}")
                continue
            if any(cells):
                yield Row(number, cells)


class _Lines(_Text):
    def rows(self) -> Iterator[Row]:
        for number, line in enumerate(self.lines(), 1):
            if line.strip():
                yield Row(number, line)


class _Folder(Source):
    """Every case file below a folder, by name. Links are left alone: a folder's cases lie in the folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        found = [p for p in path.rglob("*") if p.suffix in (".yaml", ".yml") and not p.is_symlink()]
        root = path.resolve()
        self.files = sorted(
            (p for p in found if root in p.resolve().parents), key=lambda p: p.relative_to(path).as_posix()
        )
        self.size = len(self.files)
        if not self.files:
            raise InputError(Problem(str(path), 0, "holds no case files (.yaml)"))

    def rows(self) -> Iterator[Row]:
        for number, file in enumerate(self.files, 1):
            self.done = number
            yield Row(number, file)

    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for file in self.files:
            state = file.stat()
            digest.update(f"{file.relative_to(self.path).as_posix()} {state.st_size} {state.st_mtime_ns}\n".encode())
        return digest.hexdigest()


class _Parquet(Source):
    """Columns of text; numbers and booleans are read as they print."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._parquet = import_pyarrow("pyarrow.parquet")
        with self._open() as file:
            self.headers = [str(name) for name in file.schema_arrow.names]
            self.size = file.metadata.num_rows

    def _open(self) -> Any:
        import pyarrow

        try:
            return self._parquet.ParquetFile(str(self.path))
        except (OSError, ValueError, pyarrow.ArrowException) as error:
            raise InputError(Problem(str(self.path), 0, f"is not a Parquet file: {_first_line(error)}")) from None

    def rows(self) -> Iterator[Row]:
        import pyarrow

        with self._open() as file:
            try:
                for batch in file.iter_batches(batch_size=CHUNK):
                    columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
                    for cells in zip(*columns, strict=True):
                        self.done += 1
                        if any(cells):
                            yield Row(self.done, cells)
            except (OSError, ValueError, OverflowError, pyarrow.ArrowException) as error:
                message = f"is damaged after row {self.done:,}: {_first_line(error)}"
                raise InputError(Problem(str(self.path), 0, message)) from None


def import_pyarrow(module: str) -> Any:
    """pyarrow, or one line about how to get it."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        raise InputError("Parquet needs pyarrow: pip install 'fakdx[parquet]'") from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
