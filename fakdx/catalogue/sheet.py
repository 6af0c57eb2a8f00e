"""A sheet: what is shown of an entry, without saying where. The terminal and Markdown both render sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ref:
    """The name of another entry, which a page can link to."""

    kind: str
    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True)
class Mark:
    """A word of caution that must not be overlooked: `unverified`, `illustrative`."""

    text: str

    def __str__(self) -> str:
        return f"[{self.text}]"


@dataclass(frozen=True)
class Url:
    """A web address."""

    href: str

    def __str__(self) -> str:
        return self.href


Piece = str | Ref | Mark | Url
Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Para:
    """One paragraph."""

    line: Line


@dataclass(frozen=True)
class Facts:
    """Labels and what belongs to them."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True)
class Bullets:
    """A list; an item with more lines than one has the others below it."""

    items: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Grid:
    """A table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


Block = Para | Facts | Bullets | Grid


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. An empty section is not shown."""

    heading: str
    blocks: tuple[Block, ...]

    @property
    def empty(self) -> bool:
        return not any(filled(block) for block in self.blocks)


@dataclass(frozen=True)
class Sheet:
    """An entry as it is shown. `lead` is one sentence, `facts` the short fields."""

    kind: str
    id: str
    title: str
    lead: Line
    facts: Facts
    sections: tuple[Section, ...]


def filled(block: Block) -> bool:
    if isinstance(block, Para):
        return any(str(piece) for piece in block.line)
    return bool(block.items if isinstance(block, Bullets) else block.rows)


def facts(*rows: tuple[str, Line | str | None]) -> Facts:
    """The rows that say something."""
    lines = ((label, (value,) if isinstance(value, str) else value or ()) for label, value in rows)
    return Facts(tuple((label, line) for label, line in lines if any(str(piece) for piece in line)))


def bullets(heading: str, items: Iterable[Line | str | tuple[Line, ...]]) -> Section:
    """A section with one list; an item is a text, a line, or several lines."""
    return Section(heading, (Bullets(tuple(_item(i) for i in items)),))


def _item(item: Line | str | tuple[Line, ...]) -> tuple[Line, ...]:
    if isinstance(item, str):
        return ((item,),)
    lines = tuple(part for part in item if isinstance(part, tuple))
    return lines or (tuple(part for part in item if not isinstance(part, tuple)),)


def listed(refs: Iterable[Piece]) -> Line:
    """Pieces separated by commas."""
    line: list[Piece] = []
    for piece in refs:
        line += [", ", piece] if line else [piece]
    return tuple(line)
