"""The case as it was entered and as it was used: findings, what was filled in, derived and set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fakdx.model.case import CaseData, Finding
from fakdx.model.result import Reading
from fakdx.reading.quantities import say_fold, say_hours, say_micromolar
from fakdx.report.words import Words, count

if TYPE_CHECKING:
    from fakdx.figures.figure import Figure


@dataclass(frozen=True, slots=True)
class Entered:
    """A finding as the user gave it."""

    what: str
    state: str
    details: str
    note: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """A finding that a rule concluded from others."""

    what: str
    means: str
    because: str
    findings: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A documented troubleshooting situation that the findings match."""

    name: str
    matched: tuple[str, ...]
    causes: tuple[tuple[str, str, str], ...]
    check_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quantified:
    """A table of numbers from which findings came: what was computed, from which file, with which warnings."""

    what: str
    table: str
    sha256: str
    size: str
    warnings: tuple[str, ...]
    settings: str
    figures: tuple[Figure, ...]


def entered(case: CaseData, words: Words) -> tuple[Entered, ...]:
    """In the order in which the user gave them."""
    return tuple(_entered(f, words) for f in case.findings)


def _entered(f: Finding, words: Words) -> Entered:
    details = [
        "on " + (words.agents(f.treatment) or "nothing") if f.treatment is not None else "",
        "in " + (f.arm_label or words.term("arm", f.arm)) if f.arm != "model" else "",
        "against " + words.term("comparator", f.versus) if f.versus else "",
        "at " + say_hours(f.at) if f.at else "",
        "dose " + say_micromolar(f.dose) if f.dose else f.regimen or "",
        f"{say_fold(f.fold)}x" if f.fold else "",
        f"CI {f.ci[0]:g} to {f.ci[1]:g}" if f.ci else "",
        "IC50 " + say_micromolar(f.ic50) if f.ic50 else "",
        f"n = {f.n}" if f.n is not None else "",
        "raw signal, not normalised" if f.raw else "",
        f.method or "",
        f.value or "",
    ]
    what = words.observable(f.name) + (f" ({f.gene})" if f.gene else "")
    state = f.state + (f", {f.extent}" if f.extent else "")
    return Entered(what, state, "; ".join(d for d in details if d), f.note or "")


def concluded(reading: Reading, words: Words) -> tuple[Concluded, ...]:
    return tuple(
        Concluded(d.name, d.means, d.because, tuple(words.label(f) for f in d.findings), d.rule)
        for d in reading.derived
    )


def situations(reading: Reading, words: Words) -> tuple[Situation, ...]:
    return tuple(
        Situation(
            s.name,
            tuple(words.label(m) for m in s.matched),
            tuple((words.hypothesis(id), says, do) for id, says, do in s.causes),
            tuple(words.experiment(e) for e in s.check_first),
        )
        for s in reading.scenarios
    )


def quantified(case: CaseData) -> tuple[Quantified, ...]:
    """Records of quantifications kept with the case; entries that are no such record are passed over.

    Raises InputError for a plot that cannot be drawn, which a case file with one never gets this far with.
    """
    return tuple(_quantified(record) for record in case.quantified if isinstance(record, Mapping))


def _quantified(record: Mapping[str, object]) -> Quantified:
    from fakdx.figures.kept import figures_in

    warnings, results = record.get("warnings"), record.get("results")
    return Quantified(
        what=str(record.get("command", "numbers")),
        table=" ".join(str(record[k]) for k in ("table", "sheet") if record.get(k)),
        sha256=str(record.get("sha256", "")),
        size=count(len(results), "result") if isinstance(results, list | tuple) else "",
        warnings=tuple(map(str, warnings)) if isinstance(warnings, list | tuple) else (),
        settings=_settings(record.get("settings"), record.get("reading")),
        figures=figures_in(record),
    )


def _settings(*groups: object) -> str:
    """Settings as `name value; ...`, without those that were not set."""
    said = []
    for group in groups:
        for name, value in group.items() if isinstance(group, Mapping) else ():
            if value not in (None, "", False, [], {}):
                said.append(f"{str(name).replace('_', ' ')} {_say(value)}")
    return "; ".join(said)


def _say(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_say(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return " to ".join(map(_say, value)) if len(value) == 2 else ", ".join(map(_say, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
