"""An overlay of one file over the shipped knowledge, without reading the shipped files again each time."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path

from fakdx.errors import KnowledgeError
from fakdx.inference.compile import compile_rule
from fakdx.knowledge import Knowledge
from fakdx.knowledge.load import Loader
from fakdx.knowledge.locate import data_dir
from fakdx.model.rules import Rule
from fakdx.reading.yaml_lines import parse_yaml

FILES = ("rules/own.yaml", "knowledge/hypotheses.yaml", "knowledge/analytes.yaml", "knowledge/scoring.yaml")


@cache
def _shipped() -> Loader:
    loader = Loader()
    loader.read_layer("", [data_dir("knowledge"), data_dir("rules")])
    return loader


def read_overlay(data: bytes, _folder: Path) -> None:
    """As each kind of file; rules that are valid are compiled too."""
    document = parse_yaml(data, "own.yaml")
    for name in FILES:
        folder, _, relative = name.partition("/")
        loader = copy.copy(_shipped())
        loader.tables = {kind: dict(table) for kind, table in loader.tables.items()}
        loader.origins, loader.effects, loader.problems = dict(loader.origins), [], []
        loader._read_document("own", folder, relative, copy.deepcopy(document))
        assert all(str(problem).isprintable() for problem in loader.problems)
        if loader.problems:
            continue
        assert loader.scoring is not None
        knowledge = Knowledge(loader.tables, loader.scoring, "0" * 64, loader.origins, tuple(loader.effects))
        known = _shipped().tables["rules"]
        for id, rule in knowledge.rules.items():
            if known.get(id) is not rule:
                _compiled(rule, knowledge)


def _compiled(rule: Rule, knowledge: Knowledge) -> None:
    said: list[str] = []
    try:
        compile_rule(rule, knowledge, lambda *told: said.append(str(told)))
    except KnowledgeError:
        return
