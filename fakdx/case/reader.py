"""What every part of the case reader shares: the document, the names, and the complaints so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge
from fakdx.reading.yaml_lines import Document

MOST_PROBLEMS = 100
"""Mistakes told at once. Looking for the nearest names takes a while, and nobody mends more in one go."""


class Reader:
    """Collects problems at paths of one document, with the names of one knowledge base."""

    def __init__(self, document: Document, knowledge: Knowledge, base: tuple[str | int, ...] = ()) -> None:
        self.document = document
        self.knowledge = knowledge
        self.base = base
        self.problems: list[Problem] = []
        self.notices: list[str] = []

    def complain(self, path: tuple[str | int, ...], message: str) -> None:
        """Keep a problem. Raises InputError with all of them when there are too many to go on."""
        self.problems.append(self.document.problem((*self.base, *path), message))
        if len(self.problems) >= MOST_PROBLEMS:
            raise InputError([*self.problems, Problem(self.document.file, 0, f"has {MOST_PROBLEMS} mistakes or more")])

    def text(self, data: Mapping[str, Any], key: str, path: tuple[str | int, ...] = ()) -> str | None:
        """A word or sentence under `key`; a number or a list there is a mistake."""
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{value:g}"
        self.complain((*path, key), f"{key}: expected text")
        return None
