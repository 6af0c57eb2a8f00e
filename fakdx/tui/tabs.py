"""What the tabs of the results say, from the same view as every report."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fakdx.knowledge import Knowledge
from fakdx.report.advice import Combination, Recipe, Step
from fakdx.report.bars import probability_bar
from fakdx.report.escape import plain
from fakdx.report.ranking import Contribution, Ranked
from fakdx.report.view import View
from fakdx.report.words import count, sentence

_SIGN = {"ready": "✓", "deferred": "…", "refused": "✗"}


def verdict(view: View) -> RenderableType:
    """The headline, what it hangs on, the ranking, and what to be careful about."""
    percent = "" if view.kind in ("insufficient_data", "contradictory") else view.percent
    parts: list[RenderableType] = [
        _line(f" {view.badge.upper()}  {view.headline}  {percent}", "bold"),
        _line(f" {sentence(view.reason)}" + (f" Onset: {view.onset}." if view.onset else "")),
    ]
    if view.hangs_on:
        parts.append(_line(f" Hangs on: {'; '.join(view.hangs_on)}."))
    parts += [_line(f" {line}", "dim") for line in view.firmness]
    table = Table.grid(padding=(0, 1))
    for justify in ("left", "left", "right", "left", "left", "left"):
        table.add_column(justify=justify, no_wrap=justify == "right")
    for r in view.ranking:
        points = " ".join((*r.for_points, *r.against_points)) or "–"
        table.add_row(str(r.rank), _line(r.short), r.percent, probability_bar(r.probability, 10), r.band, _line(points))
    parts.append(Padding(table, (1, 0, 1, 1)))
    parts += [_entry(c.kind, c.text) for c in view.careful]
    if view.situations:
        parts.append(_line("\nDocumented situations that this matches", "bold"))
        parts += [_line(f" · {s.name}") for s in view.situations]
    return Group(*parts)


def why(view: View, index: int) -> RenderableType:
    """One hypothesis: for, against, missing, and why not."""
    r = view.ranking[index]
    parts: list[RenderableType] = [
        _line(f"{r.name}  {r.percent}", "bold"),
        _line(r.arithmetic, "dim"),
        _line(r.explains),
        _line("\nFor", "bold"),
        *_contributions(r.for_, "Nothing entered speaks for it."),
        _line("\nAgainst", "bold"),
        *_contributions(r.against, "Nothing entered speaks against it."),
        _line("\nMissing: what would count, and was not tested", "bold"),
    ]
    missing = [_entry(m.points, m.observation) for m in r.missing]
    parts += missing or [_line(" Nothing, or it ranks too low to be worked out.")]
    if r.more_missing:
        parts.append(_line(f" … and {r.more_missing} more", "dim"))
    if not r.corroborated:
        parts += [_line("\nWhy not likely", "bold"), _line(f" {_why_not(r)}")]
    return Group(*parts)


def _why_not(r: Ranked) -> str:
    if not r.for_:
        return "No finding speaks for it."
    return f"It rests on {count(r.groups, 'group')} of evidence; likely takes two, or a decisive experiment."


def _contributions(contributions: Iterable[Contribution], otherwise: str) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for c in contributions:
        sources = "; ".join(dict.fromkeys(f"{s.short}, {s.at}" if s.at else s.short for s in c.cites))
        notes = f" ({'; '.join(c.notes)})" if c.notes else ""
        lines.append(_entry(c.points, f"{c.because}{notes}"))
        lines.append(_entry("", f"{'; '.join(c.findings)}  [{sources}]", "dim"))
    return lines or [_line(f" {otherwise}")]


def step(one: Step, view: View, knowledge: Knowledge) -> RenderableType:
    """One experiment: what each result would mean, and how it is done."""
    parts: list[RenderableType] = [
        _line(one.name, "bold"),
        _line(one.purpose),
        _line(f"{one.gain}; {one.effort}", "dim"),
        _line("\nWhat each result would mean", "bold"),
    ]
    for o in one.outcomes:
        moves = "; ".join(m.shown for m in o.moves) or "moves little"
        then = f"  Verdict then: {o.verdict}." if o.verdict else ""
        parts.append(_entry(o.percent, f"{o.result}"))
        parts.append(_entry("", f"{moves}.{then}", "dim"))
    parts += [_line("\nControls", "bold"), *(_line(f" · {c}") for c in one.controls)]
    parts.append(_line(f" Passes when: {sentence(one.passes)}"))
    parts += [_entry("!", c) for c in one.cautions]
    if one.safety:
        parts.append(_entry("!", f"Safety: {one.safety}"))
    parts += _protocol(one, view, knowledge)
    if view.stop:
        parts.append(_line(f"\n{view.stop}"))
    return Group(*parts)


def _protocol(one: Step, view: View, knowledge: Knowledge) -> list[RenderableType]:
    entry = knowledge.experiments[one.id]
    recipe: Recipe | None = next((r for r in view.recipes if r.name == one.protocol), None)
    if recipe is not None:
        lines = [_line(f"\nProtocol: {recipe.name}", "bold"), *(_line(f" · {m}") for m in recipe.materials)]
        return [*lines, *(_entry(when or str(i), do) for i, (do, when) in enumerate(recipe.steps, 1))]
    protocol = knowledge.protocols.get(entry.protocol or "")
    if protocol is None:
        return [_line("\nNo protocol in the knowledge base.", "dim")]
    lines = [_line(f"\nProtocol: {protocol.name}", "bold"), *(_line(f" · {m}") for m in protocol.materials)]
    return [*lines, *(_entry(f"day {s.day}", s.do) for s in protocol.steps)]


def combine(view: View) -> RenderableType:
    """Ready, deferred and refused, each with its reason."""
    parts: list[RenderableType] = []
    for c in (*view.ready, *view.deferred, *view.refused):
        parts += _combination(c)
    return Group(*parts) if parts else _line("Nothing here points at a combination yet.")


def _combination(c: Combination) -> list[RenderableType]:
    lines: list[RenderableType] = [
        _line(f"{_SIGN[c.status]} {c.status.upper()}  {c.name}", "bold"),
        _line(f"   {sentence(c.reason)}"),
    ]
    if c.status != "refused":
        lines += [
            _entry("", f"Agents: {', '.join(c.agents) or 'none fits'}. Against: {c.against}."),
            _entry("", f"{c.evidence}, {c.context_match}. {sentence(c.rationale)}"),
            *(_entry("!", caution) for caution in c.cautions),
            _entry("", f"Arms: {'; '.join(c.arms)}."),
            _entry("", f"Falsified by: {sentence(c.falsified_by)}"),
        ]
        if c.first:
            lines.append(_entry("", f"First: {'; '.join(c.first)}."))
    return [*lines, Text("")]


def _line(text: str, style: str = "") -> Text:
    return Text("\n" * text.startswith("\n") + plain(text.lstrip("\n")), style=style)


def _entry(label: str, text: str, style: str = "") -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True, min_width=4)
    table.add_column(ratio=1)
    table.add_row(_line(label, "bold"), _line(text, style))
    return Padding(table, (0, 0, 0, 1))
