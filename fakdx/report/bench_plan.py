"""The bench plan for the printer (Markdown with boxes to tick), the terminal, and other programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from fakdx.knowledge.naming import either
from fakdx.model.result import Provenance
from fakdx.plan.bench import BenchPlan, Planned, Probe, Task
from fakdx.report import words as say
from fakdx.report.escape import markdown, plain

SCHEMA = 1
Escape = Callable[[str], str]


def plan_to_markdown(plan: BenchPlan, provenance: Provenance) -> str:
    """A page to print or to paste into a notebook."""
    return "\n".join(_Page(plan, provenance, markdown, "- [ ] ", "- ").lines()) + "\n"


def plan_to_text(plan: BenchPlan, provenance: Provenance) -> str:
    """The same for a terminal."""
    return "\n".join(_Page(plan, provenance, plain, "  [ ] ", "  - ", heading=_underlined).lines()) + "\n"


def plan_to_json(plan: BenchPlan, provenance: Provenance) -> str:
    """Everything in the plan, with what must be the same to get it again."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "fakdx": provenance.fakdx,
        "knowledge": {"version": provenance.knowledge_version, "sha256": provenance.knowledge_sha256},
        "case_sha256": provenance.case_sha256,
        **asdict(plan),
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _marked(text: str, level: int) -> list[str]:
    return ["#" * level + " " + text, ""]


def _underlined(text: str, level: int) -> list[str]:
    return [text, "=-"[min(level, 2) - 1] * len(text)] if level < 3 else [text]


class _Page:
    def __init__(
        self,
        plan: BenchPlan,
        provenance: Provenance,
        escape: Escape,
        box: str,
        bullet: str,
        heading: Callable[[str, int], list[str]] = _marked,
    ) -> None:
        self._plan, self._provenance = plan, provenance
        self._escape, self._box, self._bullet, self._heading = escape, box, bullet, heading

    def lines(self) -> Iterator[str]:
        yield from self._head()
        if self._plan.experiments:
            yield from self._overview()
            yield from self._checklist()
            for one in self._plan.experiments:
                yield from self._experiment(one)
        yield from self._pairs()
        yield from self._no_synergy()
        p = self._provenance
        yield f"{say.RESEARCH_USE} fakdx {p.fakdx}, knowledge {p.knowledge_version} ({p.knowledge_sha256[:12]})."

    def _head(self) -> Iterator[str]:
        plan, e = self._plan, self._escape
        yield from self._heading("Bench plan: " + e(plan.title) if plan.title else "Bench plan", 1)
        yield f"Where it stands: {e(plan.verdict)}."
        yield ""
        if plan.enough:
            yield e(plan.enough)
            yield ""
        budget = plan.budget
        limit = f"{say.days(budget.days)} and {budget.cost} cost" if budget.days is not None else f"{budget.cost} cost"
        if not plan.experiments:
            yield f"Within {limit} nothing is worth running."
        else:
            what = f"{say.count(len(plan.experiments), 'experiment')}, {say.hours(plan.hands_on_h)} at the bench"
            done = f"done by day {plan.ends_on_day} (limit: {limit})"
            yield f"{what}, {done}. Stopped there because {e(plan.complete)}."
        yield ""

    def _overview(self) -> Iterator[str]:
        yield from self._heading("What is run, and why", 2)
        for x in self._plan.experiments:
            shared = f", on the material of {x.shares_with}" if x.shares_with else ""
            effort = f"{say.hours(x.hands_on_h)} hands-on{shared}, {say.days(x.days)}, cost {x.cost}"
            yield f"{x.number}. {self._escape(x.name)}: {self._escape(x.purpose)} ({effort})"
        yield ""

    def _checklist(self) -> Iterator[str]:
        yield from self._heading("Checklist", 2)
        for day in self._plan.days:
            yield from self._heading(f"Day {day.number}" + (f", {day.date}" if day.date else ""), 3)
            yield from (self._task(t) for t in day.tasks)
            yield ""

    def _task(self, task: Task) -> str:
        numbers = ", ".join(str(n) for n in task.experiments)
        time = "" if task.minutes is None else f", {_minutes(task.minutes)}"
        return f"{self._box}{self._escape(task.do)} ({numbers}{time})"

    def _experiment(self, x: Planned) -> Iterator[str]:
        e = self._escape
        yield from self._heading(f"{x.number}. {e(x.name)}", 2)
        yield from self._listed("What each result would mean", [self._meaning(x, i) for i in range(len(x.outcomes))])
        yield from self._listed("Probe", [_probe(p, e) for p in x.probes])
        yield from self._listed("Controls", [e(c) for c in x.controls])
        yield f"To be believed when: {e(x.passes)}"
        yield ""
        yield from self._listed("Mind", [e(c) for c in (*x.cautions, *([x.safety] if x.safety else []))])
        yield from self._listed("Afterwards", [e(s) for s in x.later])

    def _meaning(self, x: Planned, number: int) -> str:
        o = x.outcomes[number]
        leader = f"{self._escape(o.leader)} {o.leader_probability:.0%}"
        return f"{self._escape(o.result)} (expected {o.probability:.0%}): {say.VERDICTS[o.verdict]}, {leader} ahead"

    def _listed(self, title: str, items: list[str]) -> Iterator[str]:
        if items:
            yield f"{title}:"
            yield ""
            yield from (f"{self._bullet}{item}" for item in items)
            yield ""

    def _pairs(self) -> Iterator[str]:
        e = self._escape
        for pair in self._plan.pairs:
            yield from self._heading(f"To test the combination: {e(pair.name)}", 2)
            agents = f"Agents that fit, best first: {e(either(pair.agents))}"
            model = f"Model, named beforehand: {e(pair.design.model)}; {e(pair.design.why)}"
            yield from self._listed("Design", [agents, f"Doses: {e(pair.design.doses)}", model])
            yield from self._listed("Arms", [e(a) for a in pair.design.arms])
            yield f"Wrong if: {e(pair.design.falsified_by)}"
            yield ""

    def _no_synergy(self) -> Iterator[str]:
        found, e = self._plan.no_synergy, self._escape
        if found is None:
            return
        yield from self._heading(f"Why {e(found.partner)} added nothing", 2)
        answers = [": ".join(filter(None, (p.answer, "; ".join(p.because)))) for p in found.points]
        points = [f"{e(p.question)} {e(a)}" for p, a in zip(found.points, answers, strict=True)]
        yield e(found.conclusion)
        yield ""
        yield from self._listed("Asked in this order", points)


def _probe(probe: Probe, escape: Escape) -> str:
    return escape(probe.name) + f" ({probe.role})" + (f"; {escape(probe.note)}" if probe.note else "")


def _minutes(minutes: float) -> str:
    return f"{minutes:g} min" if minutes < 120 else f"{minutes / 60:.3g} h"
