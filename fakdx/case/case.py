"""`Case`: the public door to case files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fakdx.case.parse import parse_case
from fakdx.case.write import to_yaml
from fakdx.knowledge import Knowledge, load_knowledge
from fakdx.model.case import CaseData
from fakdx.reading.yaml_lines import Document, parse_yaml, read_yaml


class Case(CaseData):
    """What one user knows: context and findings, with a title and notes. Immutable.

    Names, states and units are checked against a knowledge base, the shipped one unless told otherwise.
    """

    __slots__ = ()

    @classmethod
    def from_yaml(cls, path: str | Path, knowledge: Knowledge | None = None) -> Case:
        """Read a case file. Raises InputError with every mistake, its line and the nearest known name."""
        return cls.of(parse_case(read_yaml(Path(path)), knowledge or load_knowledge()))

    @classmethod
    def from_text(cls, text: str | bytes, knowledge: Knowledge | None = None, name: str = "<text>") -> Case:
        """Read a case from YAML text; `name` stands for the file in messages."""
        return cls.of(parse_case(parse_yaml(text, name), knowledge or load_knowledge()))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], knowledge: Knowledge | None = None) -> Case:
        """Read a case from plain data of the same shape as the file."""
        return cls.of(parse_case(Document("<dict>", dict(data), {}), knowledge or load_knowledge()))

    @classmethod
    def of(cls, data: CaseData) -> Case:
        """The same content as a `Case`."""
        return cls(data.title, data.context, data.findings, data.notes, data.quantified, data.notices)

    def to_yaml(self) -> str:
        """The case as a file that reads back equal."""
        return to_yaml(self)
