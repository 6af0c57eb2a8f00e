"""The counting matcher: the same rules as experta, for search over hypothetical results.

Equal conditions of different rules are one. A fact is tested only against conditions of its name; a condition
that first finds a fact raises a counter in each of its rules, and a rule is looked at only when its counter is
full. Work grows with the facts and what they touch, not with the number of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fakdx.model.rules import CompiledRule, Condition, Fact, Firing, Inference


class Matcher:
    """Built once from compiled rules; `run` keeps no state, so one matcher serves any number of threads."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self.rules = tuple(rules)
        ids: dict[tuple[object, ...], int] = {}
        self._conditions: list[Condition] = []
        self._by_name: dict[str, list[int]] = {}

        def intern(condition: Condition) -> int:
            key = (condition.name, condition.states, condition.one_of, condition.within, condition.binds)
            if key not in ids:
                ids[key] = len(self._conditions)
                self._conditions.append(condition)
                self._by_name.setdefault(condition.name, []).append(ids[key])
            return ids[key]

        self._all = [tuple(intern(c) for c in rule.all) for rule in self.rules]
        self._any = [tuple(intern(c) for c in rule.any) for rule in self.rules]
        self._unless = [tuple(intern(c) for c in rule.unless) for rule in self.rules]
        self._needed = [len(set(a)) for a in self._all]
        self._joins = [any(c.binds for c in (*r.all, *r.any, *r.unless)) for r in self.rules]
        self._users: list[list[int]] = [[] for _ in self._conditions]
        self._any_users: list[list[int]] = [[] for _ in self._conditions]
        for number, conditions in enumerate(self._all):
            for condition in set(conditions):
                self._users[condition].append(number)
        for number, conditions in enumerate(self._any):
            if not self._all[number]:
                for condition in set(conditions):
                    self._any_users[condition].append(number)
        self._strata = sorted({rule.stratum for rule in self.rules})

    def run(self, facts: Iterable[Fact]) -> Inference:
        """Fire every rule that holds, derived findings first."""
        hits: dict[int, list[Fact]] = {}
        counts: dict[int, int] = {}
        ready: set[int] = set()
        self._feed(facts, hits, counts, ready)
        firings: list[Firing] = []
        derived: dict[tuple[str, str, str], Fact] = {}
        for stratum in self._strata:
            new: dict[tuple[str, str, str], Fact] = {}
            for number in sorted(n for n in ready if self.rules[n].stratum == stratum):
                matched, genes = self._fire(number, hits)
                if matched:
                    rule = self.rules[number]
                    firings.append(Firing(rule.id, tuple(tuple(sorted(group)) for group in matched)))
                    if rule.then.kind == "finding":
                        for gene in genes or [None]:
                            fact = derived_fact(rule, gene)
                            new.setdefault((fact.name, fact.state, fact.label), fact)
            fresh = [fact for key, fact in new.items() if key not in derived]
            derived.update(new)
            self._feed(fresh, hits, counts, ready)
        return Inference(tuple(sorted(firings)), tuple(derived[key] for key in sorted(derived)))

    def _feed(
        self, facts: Iterable[Fact], hits: dict[int, list[Fact]], counts: dict[int, int], ready: set[int]
    ) -> None:
        for fact in facts:
            for id in self._by_name.get(fact.name, ()):
                if not self._conditions[id].admits(fact):
                    continue
                if id in hits:
                    hits[id].append(fact)
                    continue
                hits[id] = [fact]
                for number in self._users[id]:
                    counts[number] = counts.get(number, 0) + 1
                    if counts[number] == self._needed[number]:
                        ready.add(number)
                ready.update(self._any_users[id])

    def _fire(self, number: int, hits: dict[int, list[Fact]]) -> tuple[list[set[str]], list[str]]:
        """The labels matched by each condition (empty when silent) and the genes the conclusion is about."""
        any_ids = self._any[number]
        if any_ids and not any(id in hits for id in any_ids):
            return [], []
        if self._joins[number]:
            return self._join(number, hits)
        if any(id in hits for id in self._unless[number]):
            return [], []
        matched = [{f.label for f in hits[id]} for id in self._all[number]]
        if any_ids:
            matched.append({f.label for id in any_ids for f in hits.get(id, ())})
        return matched, []

    def _join(self, number: int, hits: dict[int, list[Fact]]) -> tuple[list[set[str]], list[str]]:
        rule = self.rules[number]
        matched: list[set[str]] = [set() for _ in range(len(rule.all) + bool(rule.any))]
        genes: set[str] = set()
        for branch in self._any[number] or (None,):
            if branch is not None and branch not in hits:
                continue
            ids = self._all[number] if branch is None else (*self._all[number], branch)
            for bindings, facts in self._matches(ids, hits, {}, ()):
                if any(self._agrees(id, f, bindings) for id in self._unless[number] for f in hits.get(id, ())):
                    continue
                for group, fact in zip(matched, facts, strict=True):
                    group.add(fact.label)
                if rule.then.gene is not None and (gene := bindings.get(rule.then.gene)):
                    genes.add(gene)
        return (matched if any(matched) else []), sorted(genes)

    def _matches(
        self, ids: Sequence[int], hits: dict[int, list[Fact]], bindings: dict[str, str], facts: tuple[Fact, ...]
    ) -> Iterator[tuple[dict[str, str], tuple[Fact, ...]]]:
        if not ids:
            yield bindings, facts
            return
        for fact in hits.get(ids[0], ()):
            if self._agrees(ids[0], fact, bindings):
                bound = {var: str(fact.values[field]) for field, var in self._conditions[ids[0]].binds}
                yield from self._matches(ids[1:], hits, {**bindings, **bound}, (*facts, fact))

    def _agrees(self, id: int, fact: Fact, bindings: dict[str, str]) -> bool:
        seen = dict(bindings)
        return all(seen.setdefault(var, str(fact.values[field])) == fact.values[field] for field, var in self._conditions[id].binds)


def derived_fact(rule: CompiledRule, gene: str | None) -> Fact:
    """The fact that a derived-finding rule concludes, about one gene or none."""
    then = rule.then
    label = f"{then.target}[{gene}]" if gene else then.target
    if then.state != "yes":
        label += f" {then.state}"
    return Fact(then.target, then.state, label, {"gene": gene} if gene else {})
