"""YAML text to plain data that remembers its lines, refusing what a lab note never needs.

PyYAML alone lets the last of two equal keys win, reads the answer `no` as False, expands aliases without
limit and crashes on deep nesting. Here an event scan (cheap, iterative) enforces size, depth and the ban on
aliases first; construction then follows the YAML 1.2 core types and keeps the line of every key and item.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from fakdx.errors import InputError, Problem
from fakdx.reading.files import read_regular

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_NODES = 200_000

# The C parser is three times faster; it is absent from some builds of PyYAML.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
_SPECIAL = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    ".inf": math.inf, "-.inf": -math.inf, ".nan": math.nan, ".NaN": math.nan, ".NAN": math.nan,
}  # fmt: skip

Path_ = tuple[str | int, ...]


class Document:
    """Plain data (`data`) with the line of each part: `line(("findings", 2, "fold"))`."""

    def __init__(self, file: str, data: Any, lines: dict[Path_, int]) -> None:
        self.file = file
        self.data = data
        self._lines = lines

    def line(self, path: Path_) -> int:
        """The line of the deepest part of `path` that the text has."""
        for end in range(len(path), 0, -1):
            if (line := self._lines.get(tuple(path[:end]))) is not None:
                return line
        return self._lines.get((), 1)

    def problem(self, path: Path_, message: str, code: str = "") -> Problem:
        return Problem(self.file, self.line(path), message, code)


def read_yaml(path: Path) -> Document:
    """Read one file. Raises InputError with the file's name for anything that cannot be read."""
    try:
        raw = read_regular(path, MAX_BYTES, "a YAML file")
    except FileNotFoundError:
        raise InputError(Problem(str(path), 0, _missing(path))) from None
    return parse_yaml(raw, str(path))


def _missing(path: Path) -> str:
    from fakdx.reading.names import nearest

    folder = path.parent
    try:
        near = nearest(path.name, [p.name for p in folder.iterdir()])
    except OSError:
        near = ()
    return "no such file" + (f"; did you mean {folder / near[0]}?" if near else "")


def parse_yaml(raw: bytes | str, file: str = "<text>") -> Document:
    """Parse YAML text. `data` is None for an empty document."""
    text = _decode(raw, file)
    try:
        _scan(text, file)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "not YAML"
        raise InputError(Problem(file, mark.line + 1 if mark else 1, f"not valid YAML: {what}")) from None
    except yaml.YAMLError as error:
        raise InputError(Problem(file, 1, f"not valid YAML: {str(error).splitlines()[0]}")) from None
    builder = _Builder(file)
    data = builder.build(node, ()) if node is not None else None
    if builder.problems:
        raise InputError(builder.problems)
    return Document(file, data, builder.lines)


def _decode(raw: bytes | str, file: str) -> str:
    if isinstance(raw, str):
        return raw
    if len(raw) > MAX_BYTES:
        raise InputError(Problem(file, 0, f"is {len(raw):,} bytes; the limit is {MAX_BYTES:,}"))
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(Problem(file, 0, "is a binary file; expected YAML text"))
    try:
        return raw.decode("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(Problem(file, line, "is not UTF-8 text; save it as UTF-8")) from None


def _scan(text: str, file: str) -> None:
    """Stop at the first event that breaks a limit, before anything is built."""
    depth = 0
    for nodes, event in enumerate(_events(text)):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError(Problem(file, line, "anchors and aliases (& and *) are not allowed; write it out"))
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise InputError(Problem(file, line, f"tags are not allowed (found {tag}); remove it"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise InputError(Problem(file, line, f"nested deeper than {MAX_DEPTH} levels"))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if nodes > MAX_NODES:
            raise InputError(Problem(file, line, f"has more than {MAX_NODES:,} parts"))


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=_LOADER))


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []

    def build(self, node: Any, path: Path_) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first_line: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(self.file, line, "a key must be a word, not a list or a mapping"))
                continue
            key = str(key_node.value)
            if key in found:
                message = f"duplicate key {key!r} (first on line {first_line[key]})"
                self.problems.append(Problem(self.file, line, message))
                continue
            first_line[key] = line
            self.lines[(*path, key)] = line
            found[key] = self.build(value_node, (*path, key))
        return found

    def _scalar(self, node: Any) -> Any:
        text = node.value
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in _SPECIAL:
            return _SPECIAL[text]
        if _INT.fullmatch(text):
            return int(text) if len(text) < 40 else text
        if _FLOAT.fullmatch(text):
            return float(text)
        return text
