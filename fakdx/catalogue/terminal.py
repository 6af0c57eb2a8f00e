"""Sheets as Rich renderables. Text goes in as text: nothing an entry says is taken for markup or for control codes."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fakdx.catalogue.sheet import Block, Bullets, Facts, Grid, Line, Mark, Para, Ref, Sheet, filled
from fakdx.catalogue.sheets import plural
from fakdx.knowledge.kinds import BY_NAME

CAUTION, NAME, FAINT = "bold red", "cyan", "dim"


def render(sheet: Sheet) -> RenderableType:
    """One entry, top to bottom."""
    noun = BY_NAME[sheet.kind].noun
    parts: list[RenderableType] = [Rule(Text(f"{noun} {clean(sheet.id)}", style="bold"), align="left", style=FAINT)]
    if sheet.title != sheet.id:
        parts.append(Text(clean(sheet.title), style="bold"))
    if any(str(piece) for piece in sheet.lead):
        parts.append(text_of(sheet.lead))
    if sheet.facts.rows:
        parts += [Text(""), _block(sheet.facts)]
    for section in sheet.sections:
        if not section.empty:
            parts += [Text(""), Text(section.heading, style="bold underline")]
            parts += [_block(block) for block in section.blocks if filled(block)]
    return Group(*parts)


def text_of(line: Line) -> Text:
    """One line, marks in warning colour."""
    text = Text()
    for piece in line:
        style = CAUTION if isinstance(piece, Mark) else NAME if isinstance(piece, Ref) else ""
        text.append(clean(str(piece)), style=style)
    return text


def clean(text: str) -> str:
    """Without line breaks, terminal control codes and other characters that cannot be seen."""
    return "".join(c if c.isprintable() else " " for c in text).strip("\n")


def _block(block: Block) -> RenderableType:
    if isinstance(block, Para):
        return text_of(block.line)
    if isinstance(block, Facts):
        return _facts(block)
    return _bullets(block) if isinstance(block, Bullets) else _grid(block)


def _facts(block: Facts) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style=FAINT, no_wrap=True)
    table.add_column(overflow="fold")
    for label, line in block.rows:
        table.add_row(Text(label), text_of(line))
    return table


def _bullets(block: Bullets) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for first, *rest in block.items:
        table.add_row(Text("•"), text_of(first))
        for line in rest:
            if any(str(piece) for piece in line):
                below = text_of(line)
                below.stylize(FAINT)
                table.add_row(Text(""), below)
    return Padding(table, (0, 0, 0, 1))


def _grid(block: Grid) -> RenderableType:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style=FAINT)
    for column in block.columns:
        table.add_column(Text(clean(column)), overflow="fold")
    for row in block.rows:
        table.add_row(*(text_of(cell) for cell in row))
    return table


def kind_table(kind: str, rows: list[tuple[str, str]]) -> RenderableType:
    """Every entry of a kind, a line each."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style=FAINT)
    table.add_column(Text(plural(kind)), style=NAME, no_wrap=True)
    table.add_column(Text(f"{len(rows)} in all"), overflow="fold")
    for id, name in rows:
        table.add_row(Text(clean(id)), Text(clean(name)))
    return table


def counts_table(rows: list[tuple[str, int, str]]) -> RenderableType:
    """The catalogue: kinds with their numbers."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style=FAINT)
    table.add_column(Text("fakdx show ..."), style=NAME, no_wrap=True)
    table.add_column(Text("entries"), justify="right")
    table.add_column(Text("for example"), overflow="fold")
    for kind, count, example in rows:
        table.add_row(Text(kind), Text(str(count)), Text(clean(example)))
    return table
