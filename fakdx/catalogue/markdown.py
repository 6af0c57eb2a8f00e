"""Sheets as Markdown. Everything an entry says is escaped, so that it can be neither markup nor HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from fakdx.catalogue.sheet import Block, Bullets, Facts, Grid, Line, Mark, Para, Piece, Ref, Sheet, Url, filled

PageOf = Callable[[Ref], str | None]
"""The page and anchor of an entry, from the top of the tree; None when it has none."""

_SPECIAL = re.compile(r"([\\`*{}\[\]#|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
_SAFE_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[^\s<>()\"'\\|]*)?")


def escape(text: str) -> str:
    """Plain text as Markdown that shows just that."""
    line = "".join(c if c.isprintable() else " " for c in text).strip()
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _SPECIAL.sub(r"\\\1", line)
    line = re.sub(r"(?i)\b(https?|ftp|mailto|www)([:.])", r"\1\\\2", line)
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", line))


class MarkdownPage:
    """Renders sheets for one page of the tree, so that links are relative to it."""

    def __init__(self, path: str, page_of: PageOf) -> None:
        self.path = path
        self.page_of = page_of

    def sheet(self, sheet: Sheet, level: int = 2) -> str:
        """An entry under a heading of that level, with an anchor."""
        anchor = f'<a id="{sheet.id}"></a>\n\n' if level > 1 else ""
        title = escape(sheet.title) if sheet.title == sheet.id else f"{escape(sheet.title)} (`{sheet.id}`)"
        parts = [f"{anchor}{'#' * level} {title}"]
        if any(str(piece) for piece in sheet.lead):
            parts.append(self.line(sheet.lead))
        if sheet.facts.rows:
            parts.append(self._block(sheet.facts))
        for section in sheet.sections:
            if not section.empty:
                parts.append(f"{'#' * (level + 1)} {escape(section.heading)}")
                parts += [self._block(block) for block in section.blocks if filled(block)]
        return "\n\n".join(parts)

    def line(self, line: Line) -> str:
        """Pieces on one line."""
        shown = "".join(self._piece(piece) for piece in line)
        return shown.strip()

    def _piece(self, piece: Piece) -> str:
        if isinstance(piece, Mark):
            return f"**\\[{escape(piece.text)}\\]**"
        if isinstance(piece, Url):
            return f"<{piece.href}>" if _SAFE_URL.fullmatch(piece.href) else escape(piece.href)
        if isinstance(piece, Ref):
            target = self.page_of(piece)
            name = escape(piece.id)
            return f"[{name}]({self._relative(target)})" if target else name
        lead = " " if piece[:1].isspace() else ""
        tail = " " if piece[-1:].isspace() and piece.strip() else ""
        return lead + escape(piece) + tail

    def _relative(self, target: str) -> str:
        page, _, anchor = target.partition("#")
        if page == self.path:
            return f"#{anchor}"
        up = "../" * (len(PurePosixPath(self.path).parts) - 1)
        return up + page + (f"#{anchor}" if anchor else "")

    def _block(self, block: Block) -> str:
        if isinstance(block, Para):
            return self.line(block.line)
        if isinstance(block, Facts):
            return "\n".join(f"- {escape(label)}: {self.line(line)}" for label, line in block.rows)
        if isinstance(block, Bullets):
            return "\n".join(self._item(item) for item in block.items)
        return self._grid(block)

    def _item(self, item: tuple[Line, ...]) -> str:
        lines = [self.line(line) for line in item]
        return "- " + "<br>\n  ".join(line for line in lines if line)

    def _grid(self, grid: Grid) -> str:
        head = "| " + " | ".join(escape(c) for c in grid.columns) + " |"
        rule = "|" + " --- |" * len(grid.columns)
        rows = ["| " + " | ".join(self.line(cell) for cell in row) + " |" for row in grid.rows]
        return "\n".join([head, rule, *rows])
