"""Search over findings: an observable, in any reading, by any of its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from fakdx.interview.askable import probes
from fakdx.interview.probe import Probe
from fakdx.interview.wording import short
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.reading.names import fold, nearest

MOST = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A probe that a search found, what it is called, and the name it was found by where that is another."""

    probe: Probe
    name: str
    matched: str


def find(query: str, case: CaseData, knowledge: Knowledge) -> tuple[Hit, ...]:
    """Probes whose names hold every word of the query, best first; near misses where there are none.

    An empty query lists the plain readings.
    """
    wanted = [fold(w) for w in query.split() if fold(w)]
    candidates = probes(knowledge, case)
    if not wanted:
        return tuple(Hit(p, short(p, knowledge), "") for p in candidates if p.plain)
    scored = []
    for number, probe in enumerate(candidates):
        if (score := _score(probe, wanted, fold(query), knowledge)) is not None:
            scored.append((score[0], number, Hit(probe, short(probe, knowledge), score[1])))
    if scored:
        return tuple(hit for _, _, hit in sorted(scored, key=lambda s: s[:2]))[:MOST]
    ids = {alias: o for o, aliases in _names(knowledge).items() for alias in aliases}
    near = dict.fromkeys(ids[name] for name in nearest(query, ids, 5))
    return tuple(Hit(Probe(id), short(Probe(id), knowledge), "near") for id in near)


def _score(probe: Probe, wanted: list[str], whole: str, knowledge: Knowledge) -> tuple[int, str] | None:
    """Lower is better; and the alias that matched, if it is not in the name."""
    names = _names(knowledge)[probe.observable]
    folded = [fold(n) for n in names]
    reading = fold(short(probe, knowledge))
    rank = 4 if probe.plain else 6
    best = ""
    for name, key in zip(names, folded, strict=True):
        if key == whole:
            return (0 if probe.plain else 5), ("" if key in reading else name)
        if key.startswith(whole) and rank > 1 and probe.plain:
            rank, best = 1, name
        elif whole in key and rank > 2 and probe.plain:
            rank, best = 2, name
    haystack = [reading, *folded, *_treatment_names(probe, knowledge)]
    if not all(any(w in text for text in haystack) for w in wanted):
        return None
    return rank, ("" if not best or fold(best) in reading else best)


def _treatment_names(probe: Probe, knowledge: Knowledge) -> list[str]:
    """All that the drug of a reading is called."""
    agent = knowledge.agents.get(probe.of("with") or probe.of("on") or "")
    return [] if agent is None else [fold(n) for n in (agent.id, *agent.aliases, *agent.classes)]


@lru_cache(maxsize=8)
def _names(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """All that an observable is called: names, aliases, its gene and what that is called, words for its states."""
    return {o.id: tuple(dict.fromkeys(_said(o.id, knowledge))) for o in knowledge.observables.values()}


def _said(id: str, knowledge: Knowledge) -> Iterator[str]:
    observable = knowledge.observables[id]
    yield from (observable.id, observable.name, *observable.aliases)
    gene = knowledge.table("genes").get(observable.gene or "")
    if gene is not None:
        yield from (gene.symbol, *gene.aliases)
    if observable.scale == "interaction":
        yield from _state_words(observable.scale, knowledge)


def _state_words(scale: str, knowledge: Knowledge) -> Iterable[str]:
    entry = knowledge.scales[scale]
    return (*entry.states, *(s.word for s in entry.synonyms))
