"""Lines that cannot be read, and examples that do not do what they claim."""

from __future__ import annotations

from collections.abc import Iterator

from fakdx.inference.matcher import Matcher
from fakdx.lint.check import Place, Remark, at, check
from fakdx.lint.material import Material
from fakdx.lint.mutation import broken_conditions
from fakdx.lint.suggest import suggest
from fakdx.lint.tracing import explain
from fakdx.model.rules import Fact


def _unreadable(material: Material, code: str) -> Iterator[Remark]:
    for problem in material.all_unreadable():
        if problem.code == code:
            yield Place(problem.file, problem.line), problem.message


@check("unreadable-condition", "error")
def unreadable_condition(material: Material) -> Iterator[Remark]:
    """A condition names something that does not exist, or a state it cannot have.

    Conditions stand in rules, in what recognises a scenario, in what an experiment needs and in what a
    combination requires or refuses.

    Bad:
        all: [{pFAK_Y397: upregulated}]

    Good:
        all: [{pFAK_Y397: increased}]
    """
    yield from _unreadable(material, "unreadable-condition")


@check("unreadable-finding", "error")
def unreadable_finding(material: Material) -> Iterator[Remark]:
    """An example of a rule, or an outcome of an experiment, is not a finding that a case could hold.

    Bad:
        adds: [{pFAK_Y397: decreased, at: 6}]

    Good:
        adds: [{pFAK_Y397: decreased, at: 6 h}]
    """
    yield from _unreadable(material, "unreadable-finding")


@check("example-does-not-fire", "error")
def example_does_not_fire(material: Material) -> Iterator[Remark]:
    """An example under `fires` does not make its rule fire.

    Either the rule asks for more than its author thinks, or the example says less. The message names the
    condition that fails; `fakdx trace` shows all of them.

    Bad:
        when: {all: [{pFAK_Y397: increased}]}
        examples: {fires: [[{pFAK_Y397: unchanged}]], silent: [...]}

    Good:
        when: {all: [{pFAK_Y397: increased}]}
        examples: {fires: [[{pFAK_Y397: increased}]], silent: [...]}
    """
    for example in material.examples:
        if (
            example.part == "fires"
            and example.rule in material.compiled
            and not _fires(material, example.rule, example.facts)
        ):
            why = explain(material.compiled[example.rule], example.facts, material.matcher).first_failure
            message = f"{example.rule}: this example does not fire it: {why}"
            yield at(material, "rules", example.rule, *example.path), message


@check("silent-example-fires", "error")
def silent_example_fires(material: Material) -> Iterator[Remark]:
    """An example under `silent` makes its rule fire.

    Bad:
        when: {all: [{pFAK_Y397: [unchanged, increased]}]}
        examples: {fires: [...], silent: [[{pFAK_Y397: unchanged}]]}

    Good:
        when: {all: [{pFAK_Y397: [unchanged, increased]}]}
        examples: {fires: [...], silent: [[{pFAK_Y397: decreased}]]}
    """
    for example in material.examples:
        if (
            example.part == "silent"
            and example.rule in material.compiled
            and _fires(material, example.rule, example.facts)
        ):
            yield (
                at(material, "rules", example.rule, *example.path),
                f"{example.rule}: this silent example fires it",
            )


@check("empty-silent-example", "note")
def empty_silent_example(material: Material) -> Iterator[Remark]:
    """A silent example says nothing about anything the rule looks at, so it could never have fired it.

    The example worth having is the near miss: everything but one condition.

    Bad:
        when: {all: [{pFAK_Y397: increased}]}
        examples: {fires: [...], silent: [[{pAKT_S473: increased}]]}

    Good:
        when: {all: [{pFAK_Y397: increased}]}
        examples: {fires: [...], silent: [[{pFAK_Y397: decreased}]]}
    """
    for example in material.examples:
        rule = material.compiled.get(example.rule)
        if example.part != "silent" or rule is None:
            continue
        derived = material.matcher.run(example.facts).derived
        looked_at = {c.name for c in (*rule.all, *rule.any, *rule.unless)}
        said = {f.name for f in (*example.facts, *derived)} | {f.name for f in example.case.findings}
        if not looked_at & said and not looked_at & set(material.makers):
            names = ", ".join(sorted(looked_at))
            message = f"{example.rule}: this silent example says nothing the rule looks at ({names})"
            yield at(material, "rules", example.rule, *example.path), message


@check("untested-condition", "note")
def untested_condition(material: Material) -> Iterator[Remark]:
    """A line of a rule could be left out and none of the rule's own examples would notice.

    A line of `all` wants a silent example that satisfies everything else, a branch of `any` an example that
    fires through it alone, a line of `unless` a silent example that it blocks.

    Bad:
        when: {all: [{pFAK_Y397: decreased}, {pAKT_S473: increased}]}
        examples:
          fires: [[{pFAK_Y397: decreased}, {pAKT_S473: increased}]]
          silent: [[{pFAK_Y397: unchanged}]]

    Good:
        when: {all: [{pFAK_Y397: decreased}, {pAKT_S473: increased}]}
        examples:
          fires: [[{pFAK_Y397: decreased}, {pAKT_S473: increased}]]
          silent: [[{pFAK_Y397: decreased}], [{pAKT_S473: increased}]]
    """
    known: dict[str, list[tuple[tuple[Fact, ...], bool]]] = {}
    for example in material.examples:
        facts = (*example.facts, *material.matcher.run(example.facts).derived)
        known.setdefault(example.rule, []).append((facts, example.part == "fires"))
    for id, rule in material.compiled.items():
        for mutant in broken_conditions(rule):
            if mutant.operator != "drop condition" or mutant.compiled is None:
                continue
            broken = Matcher([mutant.compiled])
            if all(bool(broken.run(facts).firings) == fires for facts, fires in known.get(id, ())):
                found = suggest(mutant, material)
                advice = f"; under '{found[0]}' add {found[1]}" if found else ""
                message = f"{id}: no example would notice if this line were gone{advice}"
                yield at(material, "rules", id, *mutant.path), message


def _fires(material: Material, rule: str, facts: tuple[Fact, ...]) -> bool:
    return any(f.rule == rule for f in material.matcher.run(facts).firings)
