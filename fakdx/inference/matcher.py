"""The counting matcher: the same rules as experta, for search over hypothetical results.

Equal conditions of different rules are one. A fact is tested only against conditions of its name; a condition
that first finds a fact raises a counter in each of its rules, and a rule is looked at only when its counter is
full. Work grows with the facts and what they touch, not with the number of rules.

Search asks the same case again with a few more facts: facts are prepared once (which conditions they meet) and a
board that has seen the case is kept and copied, so that a further question costs what it adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from fakdx.model.rules import CompiledRule, Condition, Fact, Firing, Inference

Pair = tuple[Fact, tuple[int, ...]]
"""A fact and the conditions that admit it, by number. Belongs to the matcher that made it."""
Prepared = tuple[Pair, ...]
Pairs = Iterable[Pair]


@dataclass(slots=True)
class Board:
    """What has been seen: facts by condition, filled conditions by rule, and rules that may fire."""

    hits: dict[int, tuple[Fact, ...]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    ready: set[int] = field(default_factory=set)

    def copy(self) -> Board:
        return Board(dict(self.hits), dict(self.counts), set(self.ready))


class Matcher:
    """Built once from compiled rules; `run` keeps no state, so one matcher serves any number of threads."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self.rules = tuple(rules)
        ids: dict[tuple[object, ...], int] = {}
        self._conditions: list[Condition] = []
        self._by_state: dict[tuple[str, str], list[int]] = {}

        def intern(condition: Condition) -> int:
            key = (condition.name, condition.states, condition.one_of, condition.within, condition.binds)
            if key not in ids:
                ids[key] = len(self._conditions)
                self._conditions.append(condition)
                for state in condition.states:
                    self._by_state.setdefault((condition.name, state), []).append(ids[key])
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
        self._stratum = [rule.stratum for rule in self.rules]
        self._strata = sorted(set(self._stratum))

    def run(self, facts: Iterable[Fact]) -> Inference:
        """Fire every rule that holds, derived findings first."""
        return self._conclude(self.board(self.prepare(facts)))

    def prepare(self, facts: Iterable[Fact]) -> Prepared:
        """Which conditions each fact meets; worth keeping where the same facts come again."""
        conditions, by_state = self._conditions, self._by_state
        return tuple(
            (f, tuple(id for id in by_state.get((f.name, f.state), ()) if conditions[id].admits(f))) for f in facts
        )

    def board(self, prepared: Pairs) -> Board:
        """A board that has seen these facts."""
        board = Board()
        self._feed(prepared, board)
        return board

    def resume(self, board: Board, prepared: Pairs) -> Inference:
        """What follows when more facts join those on the board; the board itself stays as it is."""
        more = board.copy()
        self._feed(prepared, more)
        return self._conclude(more)

    def _conclude(self, board: Board) -> Inference:
        firings: list[Firing] = []
        derived: dict[tuple[str, str, str], Fact] = {}
        waiting = board.ready
        for stratum in self._strata:
            new: dict[tuple[str, str, str], Fact] = {}
            for number in [n for n in waiting if self._stratum[n] == stratum]:
                matched, genes = self._fire(number, board.hits)
                if matched:
                    rule = self.rules[number]
                    firings.append(Firing(rule.id, tuple([tuple(sorted(group)) for group in matched])))
                    if rule.then.kind == "finding":
                        about: list[str | None] = [*genes] or [None]
                        for gene in about:
                            fact = derived_fact(rule, gene)
                            new.setdefault((fact.name, fact.state, fact.label), fact)
            fresh = [fact for key, fact in new.items() if key not in derived]
            derived.update(new)
            if fresh:
                self._feed(self.prepare(fresh), board)
        firings.sort(key=_rule_of)
        return Inference(tuple(firings), tuple(derived[key] for key in sorted(derived)))

    def _feed(self, prepared: Pairs, board: Board) -> None:
        hits, counts, ready = board.hits, board.counts, board.ready
        for fact, ids in prepared:
            for id in ids:
                if id in hits:
                    hits[id] += (fact,)
                    continue
                hits[id] = (fact,)
                for number in self._users[id]:
                    counts[number] = counts.get(number, 0) + 1
                    if counts[number] == self._needed[number]:
                        ready.add(number)
                ready.update(self._any_users[id])

    def _fire(self, number: int, hits: dict[int, tuple[Fact, ...]]) -> tuple[list[set[str]], list[str]]:
        """The labels matched by each condition (none when silent) and the genes it is about, an empty one for none."""
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

    def _join(self, number: int, hits: dict[int, tuple[Fact, ...]]) -> tuple[list[set[str]], list[str]]:
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
                genes.add(bindings.get(rule.then.gene or "", ""))
        return (matched if any(matched) else []), sorted(genes)

    def _matches(
        self, ids: Sequence[int], hits: dict[int, tuple[Fact, ...]], bindings: dict[str, str], facts: tuple[Fact, ...]
    ) -> Iterator[tuple[dict[str, str], tuple[Fact, ...]]]:
        if not ids:
            yield bindings, facts
            return
        for fact in hits.get(ids[0], ()):
            if self._agrees(ids[0], fact, bindings):
                bound = {var: str(fact.values[name]) for name, var in self._conditions[ids[0]].binds}
                yield from self._matches(ids[1:], hits, {**bindings, **bound}, (*facts, fact))

    def _agrees(self, id: int, fact: Fact, bindings: dict[str, str]) -> bool:
        seen = dict(bindings)
        binds = self._conditions[id].binds
        return all(seen.setdefault(var, str(fact.values[name])) == fact.values[name] for name, var in binds)


def _rule_of(firing: Firing) -> str:
    return firing.rule


def derived_fact(rule: CompiledRule, gene: str | None) -> Fact:
    """The fact that a derived-finding rule concludes, about one gene or none."""
    then = rule.then
    label = f"{then.target}[{gene}]" if gene else then.target
    if then.state != "yes":
        label += f" {then.state}"
    return Fact(then.target, then.state, label, {"gene": gene} if gene else {})
