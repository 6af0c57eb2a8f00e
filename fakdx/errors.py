"""What can go wrong, said so that the reader knows where and what to do.

A `Problem` is one line: where, what, which check said so. The exceptions carry any number of problems,
because a person who mends a file wants all of them at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LONGEST = 400
"""A message quotes what was found; past this many characters it is cut in the middle."""


def inert(text: str) -> str:
    """One line that no terminal acts upon: what is not printable becomes U+FFFD, every blank a space."""
    return "".join(c if c.isprintable() else " " if unicodedata.category(c) == "Zs" else "\ufffd" for c in text)


def _shortened(message: str) -> str:
    if len(message) <= LONGEST:
        return message
    half = LONGEST // 2
    return f"{message[:half]} ... {message[-half:]}"


Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake and its place. `line` counts from 1; 0 means the whole file (or no file)."""

    file: str
    line: int
    message: str
    code: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        file = _shortened(self.file)
        place = f"{file}:{self.line}: " if self.line else f"{file}: " if file else ""
        return inert(f"{place}{_shortened(self.message)}" + (f" ({self.code})" if self.code else ""))


class FakdxError(Exception):
    """Something the user can mend; printing it gives one line a problem."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem("", 0, problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class InputError(FakdxError):
    """A case, table or option that cannot be read."""


class KnowledgeError(FakdxError):
    """A mistake in the knowledge base or the rules."""
