"""An example that would notice if a line of a rule were gone: what `untested-condition` offers to add."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import yaml

from fakdx.case.parse import parse_fragment
from fakdx.errors import InputError
from fakdx.inference.facts import facts_of
from fakdx.inference.matcher import Matcher
from fakdx.lint.invent import Fragment, as_fragment, satisfying
from fakdx.lint.material import Material
from fakdx.lint.mutation import Mutant
from fakdx.model.rules import Condition
from fakdx.reading.yaml_lines import Document

MOST_TRIED = 200
"""A suggestion is a courtesy; it must not make the linter slow."""


def suggest(mutant: Mutant, material: Material) -> tuple[str, str] | None:
    """`fires` or `silent`, and the example as YAML; None when none was found. What is found has been run."""
    part, number = str(mutant.path[1]), int(mutant.path[2])
    rule = material.compiled[mutant.rule]
    condition: Condition = getattr(rule, part)[number]
    wanted = "fires" if part == "any" else "silent"
    makers = {"all": _without, "any": _through, "unless": _blocked}
    for tried, fragment in enumerate(makers[part](condition, mutant, material)):
        if tried == MOST_TRIED:
            return None
        if _notices(fragment, mutant, material, fires=wanted == "fires"):
            return wanted, _as_yaml(fragment)
    return None


def _bases(mutant: Mutant, material: Material) -> list[Fragment]:
    """The rule's own firing examples, as written."""
    origin = material.knowledge.origins["rules", mutant.rule]
    data: Any = origin.document.data
    for key in origin.path:
        data = data[key]
    return [as_fragment(example) for example in data["examples"]["fires"]]


def _without(condition: Condition, mutant: Mutant, material: Material) -> Iterator[Fragment]:
    """A firing example with one thing seen otherwise, or with one or two things left out."""
    for base in _bases(mutant, material):
        findings = base["findings"]
        for n, finding in enumerate(findings):
            for other in _otherwise(finding, material):
                yield {**base, "findings": [*findings[:n], other, *findings[n + 1 :]]}
        for key in base["context"]:
            yield {**base, "context": {k: v for k, v in base["context"].items() if k != key}}
        for size in (1, 2):
            for gone in combinations(range(len(findings)), size):
                yield {**base, "findings": [f for n, f in enumerate(findings) if n not in gone]}
        for fragment in satisfying(condition, material):
            yield {**base, "findings": [f for f in findings if f not in fragment["findings"]]}


def _otherwise(finding: dict[str, Any], material: Material) -> Iterator[dict[str, Any]]:
    names = material.knowledge.names.observables
    for key in finding:
        if key in names.values():
            scale = material.knowledge.scales[material.knowledge.observables[key].scale]
            yield from ({**finding, key: state} for state in scale.states if state != finding[key])


def _through(condition: Condition, mutant: Mutant, material: Material) -> Iterator[Fragment]:
    """What satisfies the branch, alone and with parts of a firing example."""
    for made in satisfying(condition, material):
        yield made
        for base in _bases(mutant, material):
            for size in range(len(base["findings"])):
                for kept in combinations(base["findings"], size):
                    yield _joined({**base, "findings": list(kept)}, made)


def _blocked(condition: Condition, mutant: Mutant, material: Material) -> Iterator[Fragment]:
    """A firing example with what blocks it besides."""
    for made in satisfying(condition, material):
        for base in _bases(mutant, material):
            yield _joined(base, made)


def _joined(one: Fragment, other: Fragment) -> Fragment:
    findings = [*one["findings"], *(f for f in other["findings"] if f not in one["findings"])]
    return {"context": {**one["context"], **other["context"]}, "findings": findings}


def _notices(fragment: Fragment, mutant: Mutant, material: Material, *, fires: bool) -> bool:
    """Whether the whole rule does what the example says, and the broken one does not."""
    try:
        case = parse_fragment(fragment, Document("", fragment, {}), (), material.knowledge)
    except InputError:
        return False
    base = facts_of(case, material.knowledge)
    inference = material.matcher.run(base.facts)
    if base.contradictions or any(f.rule == mutant.rule for f in inference.firings) != fires:
        return False
    broken = [mutant.compiled] if mutant.compiled is not None else []
    return bool(Matcher(broken).run((*base.facts, *inference.derived)).firings) != fires


def _as_yaml(fragment: Fragment) -> str:
    """One line of YAML; `on` needs no quotes here, whatever YAML 1.1 says."""
    data = fragment if fragment["context"] else fragment["findings"]
    line = yaml.safe_dump(data, default_flow_style=True, width=10_000, sort_keys=False, allow_unicode=True)
    return str(line).strip().replace("'on':", "on:")
