"""What a check is: a function that finds mistakes, with a code, a level, and its page in its docstring."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fakdx.errors import Level, Problem
from fakdx.lint.material import Material


class Place(NamedTuple):
    """Where in the YAML; line 0 stands for the whole file."""

    file: str
    line: int


Remark = tuple[Place, str]
"""One mistake: where, and a message that says what to do."""

Find = Callable[[Material], Iterator[Remark]]


@dataclass(frozen=True)
class Check:
    """A named check. `about` is its page: a first sentence, why it matters, a bad and a good example."""

    code: str
    level: Level
    about: str
    find: Find
    first: bool = False
    """Runs before the others; when it finds something, conditions and findings cannot be read at all."""

    @property
    def title(self) -> str:
        return self.about.splitlines()[0]

    def run(self, material: Material) -> Iterator[Problem]:
        """Every problem, each once."""
        for place, message in dict.fromkeys(self.find(material)):
            yield Problem(place.file, place.line, message, self.code, self.level)


def check(code: str, level: Level, *, first: bool = False) -> Callable[[Find], Check]:
    """Turn a function into a `Check`; its docstring becomes the documentation."""

    def wrap(find: Find) -> Check:
        return Check(code, level, inspect.getdoc(find) or "", find, first)

    return wrap


def at(material: Material, kind: str, id: str, *path: str | int) -> Place:
    """The line of a part of an entry."""
    origin = material.knowledge.origins[kind, id]
    return Place(origin.file, origin.line(*path))
