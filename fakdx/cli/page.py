"""What the explaining commands print: a page of lines and tables, as text, Markdown or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from fakdx.report.escape import markdown, plain
from fakdx.report.words import RESEARCH_USE

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """A table. `right` are the numbers of the columns of figures, which are never wrapped."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


Block = Heading | Line | Columns
Format = Literal["text", "markdown", "json"]


def add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=["text", "json", "markdown"], default="text", help="default: text")


def put_out(form: Format, title: str, blocks: Iterable[Block], data: object) -> None:
    """Print the page in the form asked for; `data` is what JSON shows."""
    if form == "json":
        sys.stdout.write(json.dumps(plain_data(data), indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    elif form == "markdown":
        sys.stdout.write("\n".join(_markdown(title, blocks)) + "\n")
    else:
        _print(title, blocks, Console(highlight=False, soft_wrap=False))


def plain_data(value: Any) -> Any:
    """Frozen dataclasses to mappings, their properties left out; numbers rounded."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name.rstrip("_"): plain_data(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(k): plain_data(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(v) for v in value]
    return round(value, DIGITS) + 0.0 if isinstance(value, float) else value


def _print(title: str, blocks: Iterable[Block], console: Console) -> None:
    console.print(Text(plain(title), style="bold"))
    for block in blocks:
        if isinstance(block, Heading):
            console.print()
            console.print(Text(plain(block.text), style="bold"))
        elif isinstance(block, Line):
            console.print(Padding(Text(plain(block.text), style="bold" if block.strong else ""), (0, 0, 0, 2)))
        elif block.rows:
            console.print(Padding(_table(block), (0, 0, 0, 2)))
    console.print()
    console.print(Text(RESEARCH_USE, style="dim"))


def _table(columns: Columns) -> RichTable:
    named = any(columns.names)
    table = RichTable(box=None, padding=(0, 2, 0, 0), show_header=named, header_style="dim", pad_edge=False)
    for number, name in enumerate(columns.names):
        figures = number in columns.right
        table.add_column(Text(plain(name)), justify="right" if figures else "left", no_wrap=figures, overflow="fold")
    for row in columns.rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    return table


def _markdown(title: str, blocks: Iterable[Block]) -> Iterator[str]:
    yield f"# {markdown(title)}\n"
    for block in blocks:
        if isinstance(block, Heading):
            yield f"## {markdown(block.text)}\n"
        elif isinstance(block, Line):
            yield (f"**{markdown(block.text)}**" if block.strong else str(markdown(block.text))) + "\n"
        elif block.rows:
            yield from _markdown_table(block)
    yield f"*{RESEARCH_USE}*"


def _markdown_table(columns: Columns) -> Iterator[str]:
    yield _row(columns.names)
    yield "|" + "|".join("---:" if n in columns.right else ":---" for n in range(len(columns.names))) + "|"
    for row in columns.rows:
        yield _row(row)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown(cell) for cell in cells) + " |"
