"""A probe in plain words: the question, what it means, why it is asked, and what else is on the same membrane."""

from __future__ import annotations

from fakdx.interview.choose import Question
from fakdx.interview.probe import LINES, Probe, probe_of
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import listed
from fakdx.model.case import INCONCLUSIVE, NOT_TESTED, CaseData, Finding
from fakdx.report.words import Words

EFFORT = {
    "instant": "look it up",
    "blot": "blot",
    "assay": "assay",
    "in_vivo": "animals or patients",
}
_STATES = {INCONCLUSIVE: "unclear", NOT_TESTED: "not tested"}


def ask(probe: Probe, knowledge: Knowledge) -> str:
    """The question as one sentence."""
    observable = knowledge.observables[probe.observable]
    if probe.plain:
        return observable.ask
    reading = listed_reading(probe, knowledge)
    if probe.of("versus") in LINES or observable.shape == "check":
        return f"{_capital(observable.name)}, {reading}?"
    head = observable.ask.rstrip("?").partition(":")[0]
    return f"{head}, {reading}?"


def listed_reading(probe: Probe, knowledge: Knowledge) -> str:
    """The qualifiers in words; empty for the plain reading."""
    return ", ".join(_qualifier(k, v, knowledge) for k, v in probe.qualifiers)


def short(probe: Probe, knowledge: Knowledge) -> str:
    """Name and reading, for lists."""
    name = knowledge.observables[probe.observable].name
    return f"{name}, {reading}" if (reading := listed_reading(probe, knowledge)) else name


def why(question: Question, knowledge: Knowledge) -> str:
    """Which hypotheses it separates, and by how much."""
    names = [knowledge.hypotheses[id].short for id in question.separates]
    about = f", for {listed(names)}" if names else ""
    bits = f"{question.gain_bits:.2f} bit"
    if len(names) >= 2 and question.gain_bits >= 0.005:
        return f"separates {names[0]} from {listed(names[1:])} ({bits})"
    if names and question.gain_bits >= 0.005:
        return f"bears on {names[0]} ({bits})"
    return f"tells little by itself ({bits}), and counts with a second finding{about}"


def mates(probe: Probe, case: CaseData, knowledge: Knowledge) -> str:
    """What is known from the same blot, plate or look at the notebook; empty when nothing is."""
    panel = knowledge.observables[probe.observable].panel
    words = Words(knowledge)
    known = [f for f in case.findings if f.tested and knowledge.observables[f.name].panel == panel]
    names = list(dict.fromkeys(words.observable(f.name) for f in known if f.name != probe.observable))
    return f"Together with your {listed(names[:3])}." if names else ""


def state_word(state: str) -> str:
    """`inconclusive` is called unclear where one chooses it."""
    return _STATES.get(state, state)


def finding_line(finding: Finding, knowledge: Knowledge) -> str:
    """A finding in one line, names for ids."""
    return Words(knowledge).label(finding.label)


def mark(finding: Finding) -> str:
    """A sign in front of a finding, readable without colour."""
    if finding.state == NOT_TESTED:
        return "·"
    return "?" if finding.state == INCONCLUSIVE else "✓"


def brief(finding: Finding, case: CaseData, knowledge: Knowledge) -> str:
    """A finding in few words, for a narrow column."""
    reading = short(probe_of(finding, case), knowledge)
    extent = f" ({finding.extent})" if finding.extent else ""
    return f"{reading}: {state_word(finding.state)}{extent}"


def _qualifier(key: str, value: str, knowledge: Knowledge) -> str:
    words = Words(knowledge)
    drugs = " + ".join(words.agent(v.strip()).removesuffix(", not specified") for v in value.split(","))
    if key == "with":
        return f"with {drugs} added"
    if key == "on":
        return "without treatment" if value == "none" else f"on {drugs} in place of the inhibitor"
    if key == "in":
        known = {t.id for t in knowledge.contexts["arm"].terms}
        return f"in {words.term('arm', value)}" if value in known else f"in {words.cell_line(value)}"
    if key == "versus":
        return f"against {words.term('comparator', value)}"
    if key == "at":
        return f"after {value}"
    return "raw signal, not normalised" if key == "raw" else f"{key} {value}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
