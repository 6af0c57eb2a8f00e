"""Conditions in a reader's words: `phospho-RTK is decreased (with an RTK inhibitor)`.

What only lifts a restriction of the rule (`on: any`) is left out, for it tells a reader nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fakdx.inference.conditions import QUALIFIERS, TERM_FIELDS
from fakdx.inference.qualifiers import drug_phrases, phrase
from fakdx.knowledge import Knowledge
from fakdx.knowledge.naming import either, observation_name, spaced, spelled_out, term_name

_OR = re.compile(r" or (?![^(]*\))")
_BRACKETS = re.compile(r" \([^)]*\)")
_WRITTEN = re.compile(r"(?P<subject>.+?) is (?P<states>[^()]+?)(?: \((?P<rest>.*)\))?")
_COVERAGE = {"dual": "also blocks PYK2", "selective": "spares PYK2", "unknown": "may or may not block PYK2"}


@dataclass(frozen=True)
class Alternative:
    """One condition, before it is a sentence."""

    subjects: tuple[str, ...]
    states: tuple[str, ...]
    phrases: tuple[str, ...]
    colon: bool = False
    """`the cells are mycoplasma-free: yes`, where `is` would not read."""

    def __str__(self) -> str:
        join = ":" if self.colon else " is"
        rest = f" ({', '.join(self.phrases)})" if self.phrases else ""
        states = f"{join} {' or '.join(self.states)}" if self.states else ""
        return either(self.subjects) + states + rest


def condition_in_words(data: Mapping[str, Any], knowledge: Knowledge) -> str:
    """A condition as it stands in a rule."""
    return any_of((data,), knowledge)


def any_of(conditions: Iterable[Mapping[str, Any]], knowledge: Knowledge) -> str:
    """Conditions of which one must hold."""
    return _sentence([_alternative(*_parts(data), knowledge) for data in conditions])


def said_in_words(text: str, knowledge: Knowledge) -> str:
    """The same from what `conditions.say` made of one or more conditions joined by `or`."""
    written: list[str] = []
    for part in _OR.split(text):
        if written and " is " not in part:
            written[-1] += f" or {part}"
        else:
            written.append(part)
    return _sentence([_read(part, knowledge) for part in written])


def _parts(data: Mapping[str, Any]) -> tuple[str, list[str], list[tuple[str, list[str]]]]:
    subject = next((str(k) for k in data if k not in QUALIFIERS), "")
    rest = [(str(k), _listed(v)) for k, v in data.items() if k != subject]
    return subject, _listed(data.get(subject, "")), rest


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [("yes" if v else "no") if isinstance(v, bool) else str(v) for v in values]


def _read(text: str, knowledge: Knowledge) -> Alternative:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return Alternative((spelled_out(text),), (), ())
    rest = []
    for part in (match["rest"] or "").split(", "):
        key, _, value = part.partition(" ")
        if key in QUALIFIERS:
            rest.append((key, value.split(" or ")))
        elif part:
            rest.append(("", [part]))
    return _alternative(match["subject"], match["states"].split(" or "), rest, knowledge)


def _alternative(
    subject: str, states: Sequence[str], qualifiers: Sequence[tuple[str, Sequence[str]]], knowledge: Knowledge
) -> Alternative:
    about = dict(qualifiers)
    if (head := _of_the_case(subject, states, about, knowledge)) is not None:
        return head
    observable = knowledge.observables.get(subject)
    two_drugs = subject == "interaction" or (observable is not None and "interaction" in observable.classes)
    said = (phrase(key, values, knowledge, any_partner=not two_drugs) for key, values in qualifiers)
    clause = set(states) <= {"yes", "no"} or "no effect" in states
    names = tuple(spelled_out(s) for s in states)
    return Alternative((observation_name(subject, knowledge),), names, tuple(p for p in said if p), clause)


def _of_the_case(
    subject: str, states: Sequence[str], about: Mapping[str, Sequence[str]], knowledge: Knowledge
) -> Alternative | None:
    """What is asked of the setting rather than of an observation; None for an observation."""
    names = tuple(spaced(s) for s in states)
    if subject in TERM_FIELDS:
        field = knowledge.contexts.get(subject)
        name = field.name if field else spaced(subject)
        terms = tuple(term_name(subject, s, knowledge).removeprefix(f"{name} ") for s in states)
        return Alternative((name,), terms, (), colon=True)
    if subject in ("genotype", "rtk_genotype"):
        genes = about.get("gene", ())
        if genes and not any(g.startswith("?") for g in genes):
            return Alternative((either(genes),), names, ())
        whose = tuple(p for p in (phrase("gene", genes, knowledge),) if p) if genes else ()
        return Alternative(("a gene" if subject == "genotype" else "a receptor gene",), names, whose)
    if subject in ("given_partner", "inhibitor_given"):
        who = "partner drug" if subject == "given_partner" else "inhibitor"
        drugs = tuple(d for key, values in about.items() for d in drug_phrases(key, values, knowledge))
        return Alternative((f"the {who}",), drugs, ()) if drugs else Alternative((f"the {who}",), ("known",), ())
    if subject == "given_dose":
        dose = tuple(p for p in (phrase(k, v, knowledge) for k, v in about.items()) if p)
        return Alternative(("the inhibitor is given",), (), dose)
    if subject == "pyk2_coverage":
        return Alternative((f"the inhibitor {either(_COVERAGE.get(s, s) for s in states)}",), (), ())
    if subject in ("rtk_status", "reference_response"):
        prefix = "RTK-" if subject == "rtk_status" else "known to be "
        return Alternative(("the line",), tuple(prefix + n for n in names), ())
    return None


def _sentence(alternatives: Sequence[Alternative]) -> str:
    """Alternatives as one clause; what two have in common is said once."""
    merged = _same_subject(_same_finding(_same_subject(alternatives)))
    said = list(dict.fromkeys(str(a) for a in merged))
    long = len(said) > 2 or any(" or " in _BRACKETS.sub("", s) for s in said)
    return "; ".join(said[:-1]) + f"; or {said[-1]}" if long and len(said) > 1 else " or ".join(said)


def _same_subject(alternatives: Iterable[Alternative]) -> list[Alternative]:
    """One clause for the same finding in settings that differ in one phrase."""
    kept: list[Alternative] = []
    for one in alternatives:
        for n, other in enumerate(kept):
            phrases = _either(other.phrases, one.phrases)
            if (other.subjects, other.states) == (one.subjects, one.states) and phrases is not None:
                kept[n] = replace(other, phrases=phrases)
                break
        else:
            kept.append(one)
    return kept


def _either(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...] | None:
    differing = [n for n, (a, b) in enumerate(zip(some, others, strict=False)) if a != b]
    if len(some) != len(others) or len(differing) > 1 or any(" or " in some[n] + others[n] for n in differing):
        return None
    return tuple(a if a == b else f"{a} or {b}" for a, b in zip(some, others, strict=True))


def _same_finding(alternatives: Iterable[Alternative]) -> list[Alternative]:
    """One clause for several observations of which the same is asked; answers to questions stay apart."""
    kept: list[Alternative] = []
    for one in alternatives:
        for n, other in enumerate(kept):
            alike = (other.states, other.phrases) == (one.states, one.phrases)
            if alike and one.states and not {"yes", "no"} & set(one.states):
                kept[n] = replace(other, subjects=(*other.subjects, *one.subjects))
                break
        else:
            kept.append(one)
    return kept
