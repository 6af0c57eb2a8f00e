"""Findings into a case file as text: comments, order and indentation of what was there stay.

The new lines are put after the last item of a list, and the result is parsed again: it must be the old case
plus the new entries, or nothing is returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from fakdx.errors import InputError, Problem
from fakdx.quantify.results import Finding, Record
from fakdx.reading.yaml_lines import parse_yaml
from fakdx.reading.yaml_text import Dumper, block, flow

_UNCHANGED = "the findings could not be added without changing the rest of the file"


def one_line(finding: Finding) -> str:
    """A finding as a case file writes it, in one line."""
    return flow(finding)[0]


def merge_findings(case_text: str, findings: Sequence[Finding], record: Record, *, name: str = "case") -> str:
    """The case with `findings` at the end of its findings and `record` under `quantified`.

    Merging the same table with the same settings again changes nothing. Raises InputError, naming the line,
    when the text is no mapping, a list is in flow style, or the result would not hold what it should.
    """
    before = _load(case_text, name)
    if _is_merged(before, record):
        return case_text
    newline = "\r\n" if "\r\n" in case_text else "\n"
    text = case_text.replace("\r\n", "\n")
    try:
        text = _append(text, "findings", [flow(finding) for finding in findings], name)
        text = _append(text, "quantified", [block(record)], name)
    except yaml.YAMLError:
        raise InputError(Problem(name, 0, _UNCHANGED)) from None
    merged = text.replace("\n", newline)
    expected = dict(before)
    expected["findings"] = [*(before.get("findings") or []), *findings]
    expected["quantified"] = [*(before.get("quantified") or []), record]
    if _load(merged, name) != yaml.safe_load(yaml.dump(expected, Dumper=Dumper)):
        raise InputError(Problem(name, 0, _UNCHANGED))
    return merged


def _load(text: str, name: str) -> dict[str, Any]:
    parse_yaml(text, name)
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not YAML"
        raise InputError(Problem(name, mark.line + 1 if mark else 0, f"is not valid YAML: {problem}")) from None
    except ValueError as error:
        raise InputError(Problem(name, 0, f"is not valid YAML: {error}")) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise InputError(Problem(name, 1, f"expected a case (a mapping), found a {type(data).__name__}"))
    return data


def _is_merged(case: dict[str, Any], record: Record) -> bool:
    """Whether the same command has already read the same table with the same settings into the case."""
    known = case.get("quantified")
    keys = ("command", "table", "sheet", "sha256", "settings", "reading")
    plain = yaml.safe_load(yaml.dump(record, Dumper=Dumper))
    return isinstance(known, list) and any(
        isinstance(entry, dict) and all(entry.get(key) == plain.get(key) for key in keys) for entry in known
    )


def _append(text: str, key: str, items: Sequence[list[str]], name: str) -> str:
    """`text` with `items` (each a list of lines) at the end of the top-level list `key`."""
    if not items:
        return text
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        return _at_end(text, [f"{key}:", *_indented(items, 2)])
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise InputError(Problem(name, 1, "a case in one pair of braces cannot be extended; write a key a line"))
    value = next((v for k, v in root.value if isinstance(k, yaml.ScalarNode) and k.value == key), None)
    if value is None:
        return _at_end(text, [f"{key}:", *_indented(items, 2)], root)
    lines = text.split("\n")
    line = value.start_mark.line
    if isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
        dash = value.value[0].start_mark
        column = _dash_column(lines, dash.line, dash.column)
        after = _last_line(value) + 1
        return _spliced(lines, after, _indented(items, column))
    if isinstance(value, yaml.SequenceNode) and not value.value:
        end = value.end_mark
        head, tail = lines[line][: value.start_mark.column].rstrip(), lines[end.line][end.column :].rstrip()
        lines[line : end.line + 1] = [head + tail]
        return _spliced(lines, line + 1, _indented(items, 2))
    if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:null":
        start, end = value.start_mark, value.end_mark
        lines[start.line] = (lines[start.line][: start.column] + lines[start.line][end.column :]).rstrip()
        return _spliced(lines, _key_line(root, key) + 1, _indented(items, 2))
    if isinstance(value, yaml.SequenceNode):
        message = f"`{key}` is a list in brackets; write one `- ` item a line so that findings can be added"
        raise InputError(Problem(name, line + 1, message))
    raise InputError(Problem(name, line + 1, f"`{key}` must be a list of items"))


def _key_line(root: yaml.MappingNode, key: str) -> int:
    return next(int(k.start_mark.line) for k, _ in root.value if k.value == key)


def _dash_column(lines: list[str], line: int, column: int) -> int:
    """The column of the dash before the first item, which may stand on an earlier line."""
    while line >= 0:
        before = lines[line][:column] if column >= 0 else lines[line]
        if before.strip() == "-" or (column < 0 and before.strip().startswith("-")):
            return before.index("-")
        line, column = line - 1, -1
    return 2


def _last_line(node: yaml.Node) -> int:
    """The last line that holds content of a node; marks of block nodes run on into comments."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False) or not node.value:
        end = node.end_mark
        ends_before = end.column == 0 and end.line > node.start_mark.line
        return int(end.line - 1 if ends_before else end.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


def _indented(items: Sequence[list[str]], column: int) -> list[str]:
    pad = " " * column
    found = []
    for item in items:
        found.append(f"{pad}- {item[0]}")
        found += [f"{pad}  {line}" for line in item[1:]]
    return found


def _spliced(lines: list[str], at: int, new: list[str]) -> str:
    merged = [*lines[:at], *new, *lines[at:]]
    text = "\n".join(merged)
    return text if text.endswith("\n") else text + "\n"


def _at_end(text: str, new: list[str], root: yaml.MappingNode | None = None) -> str:
    """New keys after everything else, before a document end marker."""
    lines = text.rstrip("\n").split("\n") if text.strip("\n") else []
    at = len(lines)
    if root is not None:
        content = _last_line(root)
        marker = next((i for i in range(content + 1, len(lines)) if lines[i].strip() == "..."), None)
        at = marker if marker is not None else at
    return _spliced(lines, at, new)
