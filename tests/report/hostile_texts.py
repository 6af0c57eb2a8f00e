"""Strings that try to get out, and results and knowledge in which every free text is such a string."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from pydantic import BaseModel

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from tests.report.worked_example import RESULT, make_knowledge

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></style></svg></desc><b>",
    "\" onload='alert(1)' x=\"",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "[ref]: http://evil.example",
    "see https://evil.example/x or www.evil.example or //localhost/x or a@evil.example or evil.example",
    "<https://evil.example>",
    "a | b\n|---|---|\n| c | d |",
    "```\ncode\n```\n~~~\nmore",
    "line\n\n# Heading\n\n- item",
    "---",
    "===",
    "* * *",
    "- item",
    "+ item",
    "12. item",
    "3) item",
    "> quote",
    "    indented code",
    "- [ ] task",
    ":-: | :-:",
    "$x^2$ ~~s~~ **b** __i__ _j_ `c` ==m== :smile: [^1]",
    "trailing backslash \\",
    "\\*already\\* escaped \\",
    "&lt;b&gt; &#x3c;i&#x3e; &amp;",
    "\x1b[31mred\x1b[0m\x07\x9b2J\r\x00",
    "\u202egnp.exe\u2066 \u200b\ufeff\ud800\uffff",
    "end\"] --> n9[\"x #quot; %% note\n  click n1 \"javascript:alert(1)\"",
    "{{ 7 * 7 }} {% include 'x' %}",
    "[bold red]not Rich markup[/] [link=http://evil.example]x[/link]",
    "]]><![CDATA[ <?php ?> <!-- -->",
)  # fmt: skip
BENIGN = "benign"

_KEPT = frozenset(
    {
        "id", "kind", "band", "status", "state", "shape", "extent", "arm", "role", "type", "gene", "cost",
        "evidence", "verdict", "onset", "versus", "level", "read", "doi", "pmid", "pmcid", "hypothesis",
        "hypotheses", "start", "end", "analyte", "agent", "readout", "cell_line", "measure", "relation",
        "unit", "protocol", "first", "against", "agents", "treatment", "measures", "experiment", "source",
        "inhibitor", "cancer_type", "culture", "host", "line", "response_lost", "partner", "species", "scale",
        "panel", "classes", "entries", "raw", "fakdx", "knowledge_version", "knowledge_sha256", "case_sha256",
        "then", "causes", "check_first", "sources",
    }
)  # fmt: skip
"""Closed lists, ids, hashes and identifiers, which the models already hold to a pattern."""
_ALSO_TEXT = {("Context", "cell_line")}
"""A cell line that the knowledge base does not know is kept as the user wrote it."""


def result_of(text: str) -> Result:
    """The example result with every free text replaced."""
    return _rebuilt(RESULT, text)  # type: ignore[no-any-return]


def knowledge_of(text: str) -> Knowledge:
    """The example knowledge base with every free text of every entry replaced."""
    base = make_knowledge()
    tables = {kind: {id: _rebuilt(entry, text) for id, entry in table.items()} for kind, table in base.tables.items()}
    return replace(base, tables=tables)


def _rebuilt(value: Any, text: str) -> Any:
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(_rebuilt(v, text) for v in value)
    if isinstance(value, BaseModel):
        names = [n for n in type(value).model_fields if n not in _KEPT]
        return value.model_copy(update={n: _rebuilt(getattr(value, n), text) for n in names})
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__
        changed = {}
        for field in fields(value):
            part = getattr(value, field.name)
            free = field.name not in _KEPT or (kind, field.name) in _ALSO_TEXT
            if (kind, field.name) == ("Finding", "name"):
                continue
            if free or (is_dataclass(part) or (isinstance(part, tuple) and part and is_dataclass(part[0]))):
                changed[field.name] = _rebuilt(part, text)
        return replace(value, **changed)
    return value
