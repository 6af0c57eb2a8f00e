"""Plain data to YAML text that a person can read and that YAML 1.1 and 1.2 read alike."""

from __future__ import annotations

import re
from typing import Any

import yaml

WIDTH = 118
_LOOKS_LIKE_A_NUMBER = re.compile(
    r"[-+]?(\.\d|\d)[\d_]*(\.\d*)?([eE][-+]?\d+)?|0[ox][0-9a-fA-F]+|[-+]?\.(inf|nan)", re.I
)


class Dumper(yaml.SafeDumper):
    """No anchors, which a case file does not allow; quotes where a text looks like a number; flat data in one line."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def flow(value: Any) -> list[str]:
    """A value in one line."""
    text = yaml.dump(value, Dumper=Dumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**9)
    return text.rstrip("\n").split("\n")


def block(value: Any) -> list[str]:
    """A value over several lines; what is flat stands in one."""
    text = yaml.dump(value, Dumper=Dumper, default_flow_style=False, sort_keys=False, allow_unicode=True, width=WIDTH)
    return text.rstrip("\n").split("\n")


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if _LOOKS_LIKE_A_NUMBER.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(dumper: yaml.SafeDumper, items: Any) -> yaml.SequenceNode:
    node = dumper.represent_sequence("tag:yaml.org,2002:seq", items)
    node.flow_style = node.flow_style or all(_flat(item) for item in items)
    return node


def _mapping(dumper: yaml.SafeDumper, fields: Any) -> yaml.MappingNode:
    node = dumper.represent_mapping("tag:yaml.org,2002:map", fields.items())
    node.flow_style = node.flow_style or all(_short(value) for value in fields.values())
    return node


def _scalar(value: Any) -> bool:
    return not isinstance(value, list | tuple | dict)


def _flat(value: Any) -> bool:
    """A scalar, or a list of scalars."""
    return _scalar(value) or (not isinstance(value, dict) and all(map(_scalar, value)))


def _short(value: Any) -> bool:
    """What may stand in one line with its neighbours: scalars, and flat lists and mappings."""
    return _flat(value) or (isinstance(value, dict) and all(map(_scalar, value.values())))


Dumper.add_representer(str, _text)
Dumper.add_representer(list, _list)
Dumper.add_representer(tuple, _list)
Dumper.add_representer(dict, _mapping)
