"""One line of a rule, as written, to a `Condition`.

A condition looks like the finding it matches: `{pFAK_Y397: [unchanged, increased], at: "<= 6 h"}`. What is not
said is the plain reading: the inhibitor alone, in the model under study, against an untreated control, with
normalised signal. A difference between lines may be seen with or without the drug; a combination may be compared with
the inhibitor alone. `any` lifts a restriction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fakdx.knowledge import Knowledge
from fakdx.model.case import DRUG_EFFECT
from fakdx.model.rules import Condition
from fakdx.reading.names import did_you_mean, fold
from fakdx.reading.quantities import Span, parse_dose, parse_fold, parse_span, parse_time

TREATMENTS = (
    "inhibitor", "other_inhibitor", "fak_degrader", "fak_depletion", "combination", "partner", "untreated",
    "wild_type_rescue", "kinase_dead_rescue",
)  # fmt: skip
CONTEXT_STATES: Mapping[str, tuple[str, ...]] = {
    "genotype": ("mutant", "amplified", "overexpressed", "low", "null", "wild_type"),
    "rtk_genotype": ("mutant", "amplified", "overexpressed", "low", "null", "wild_type"),
    "rtk_status": ("high", "low"),
    "pyk2_coverage": ("dual", "selective", "unknown"),
    "given_dose": ("given",),
    "exposure": ("acute", "prolonged"),
    "given_partner": ("given",),
    "inhibitor_given": ("given",),
    "reference_response": ("sensitive", "resistant"),
}
TERM_FIELDS = ("cancer_type", "culture", "host", "line", "response_lost")
QUALIFIERS = (
    "gene", "versus", "with", "with_gene", "with_agent", "alone", "on", "in", "at", "dose", "fold", "ic50", "extent",
    "method", "signal",
)  # fmt: skip
LINE_STATES = frozenset({"less sensitive", "equally sensitive", "more sensitive"})
_EC50 = {"xec50": 1.0}


def parse_condition(data: Any, knowledge: Knowledge) -> Condition:
    """Raises ValueError with what was expected and the nearest known name."""
    if not isinstance(data, Mapping):
        raise ValueError(f"expected a condition such as {{pFAK_Y397: unchanged}}, found {data!r}")
    subjects = [k for k in data if k not in QUALIFIERS]
    if len(subjects) != 1:
        raise ValueError(f"expected one name and its qualifiers, found {', '.join(map(str, data)) or 'nothing'}")
    subject = subjects[0]
    name, states, default = _subject(subject, data[subject], knowledge)
    one_of: dict[str, frozenset[str]] = {}
    binds: list[tuple[str, str]] = []
    within: list[tuple[str, Span]] = []
    for key in QUALIFIERS:
        if key in data:
            _qualifier(key, data[key], knowledge, one_of, binds, within)
    if default:
        _plain_reading(data, states, one_of)
    return Condition(
        name,
        frozenset(states),
        tuple(sorted(one_of.items())),
        tuple(sorted(within, key=lambda w: w[0])),
        tuple(sorted(binds)),
        say(data),
    )


def say(data: Mapping[str, Any]) -> str:
    """The condition in words, as explanations print it."""
    subject = next(k for k in data if k not in QUALIFIERS)
    states = data[subject] if isinstance(data[subject], list | tuple) else [data[subject]]
    words = f"{subject} is {' or '.join(str(s) for s in states)}"
    rest = [
        f"{k} {' or '.join(map(str, v)) if isinstance(v, list | tuple) else v}" for k, v in data.items() if k != subject
    ]
    return words + (f" ({', '.join(rest)})" if rest else "")


def _subject(subject: str, value: Any, knowledge: Knowledge) -> tuple[str, list[str], bool]:
    """The fact name, its states, and whether the plain reading restricts it."""
    wanted = [str(v) for v in (value if isinstance(value, list | tuple) else [value])]
    if subject in TERM_FIELDS:
        terms = knowledge.names.terms[subject]
        return subject, [_one(w, terms, subject) for w in wanted], False
    if subject in CONTEXT_STATES:
        allowed = CONTEXT_STATES[subject]
        return subject, [_one(w, {fold(a): a for a in allowed}, subject) for w in wanted], False
    if (derived := knowledge.derived.get(subject)) is not None:
        return subject, [_one(w, {fold(a): a for a in derived.states}, subject) for w in wanted], False
    if subject in knowledge.classes:
        scales = {o.scale for o in knowledge.observables.values() if subject in o.classes}
        known = {f: s for scale in sorted(scales) for f, (s, _) in knowledge.names.states[scale].items()}
        return subject, [_one(w, known, subject) for w in wanted], True
    observable = knowledge.observables.get(subject)
    if observable is None:
        known_names = [*knowledge.observables, *knowledge.classes, *knowledge.derived, *CONTEXT_STATES, *TERM_FIELDS]
        raise ValueError(f"unknown name {subject!r}{did_you_mean(subject, known_names)}")
    known = {f: s for f, (s, _) in knowledge.names.states[observable.scale].items()}
    return subject, [_one(w, known, subject) for w in wanted], observable.shape != "check"


def _one(word: str, known: Mapping[str, str], what: str) -> str:
    found = known.get(fold(word))
    if found is None:
        options = list(dict.fromkeys(known.values()))
        raise ValueError(f"{what} has no state {word!r}{did_you_mean(word, options)} (it has: {', '.join(options)})")
    if found == "not tested":
        raise ValueError(f"{what}: a rule cannot ask for 'not tested'; what was not tested supports nothing")
    return found


def _qualifier(
    key: str,
    value: Any,
    knowledge: Knowledge,
    one_of: dict[str, frozenset[str]],
    binds: list[tuple[str, str]],
    within: list[tuple[str, Span]],
) -> None:
    if isinstance(value, str) and value.startswith("?"):
        if key not in ("gene", "with_gene"):
            raise ValueError(f"{key}: a variable ({value}) can stand for a gene only")
        binds.append((key, value[1:]))
        return
    if key in ("at", "dose", "fold", "ic50"):
        within.append(_range(key, value))
        return
    values = [str(v) for v in (value if isinstance(value, list | tuple) else [value])]
    if values == ["any"]:
        if key == "with":
            one_of["treatment"] = frozenset({"combination"})
        return
    if key in ("with", "alone"):
        unknown = [v for v in values if v not in knowledge.agent_classes]
        if unknown:
            near = did_you_mean(unknown[0], knowledge.agent_classes)
            raise ValueError(f"{key}: unknown class of drugs {unknown[0]!r}{near}")
        one_of["with"] = frozenset(values)
        one_of["treatment"] = frozenset({"combination" if key == "with" else "partner"})
        return
    field, known = _words(key, knowledge)
    one_of[field] = frozenset(_one(v, known, key) for v in values)


def _words(key: str, knowledge: Knowledge) -> tuple[str, Mapping[str, str]]:
    def closed(words: tuple[str, ...]) -> Mapping[str, str]:
        return {fold(w): w for w in words}

    tables: Mapping[str, Callable[[], tuple[str, Mapping[str, str]]]] = {
        "gene": lambda: ("gene", knowledge.names.genes),
        "with_gene": lambda: ("with_gene", knowledge.names.genes),
        "with_agent": lambda: ("with_agent", knowledge.names.agents),
        "versus": lambda: ("versus", knowledge.names.terms["comparator"]),
        "in": lambda: ("arm", knowledge.names.terms["arm"]),
        "on": lambda: ("treatment", closed(TREATMENTS)),
        "extent": lambda: ("extent", closed(("slight", "partial", "strong", "complete", "plain"))),
        "signal": lambda: ("signal", closed(("raw", "normalised"))),
        "method": lambda: ("method", {}),
    }
    return tables[key]()


def _range(key: str, value: Any) -> tuple[str, Span]:
    if key == "at":
        return "hours", parse_time(value)
    if key == "fold":
        return "fold", parse_fold(value)
    if key == "ic50":
        return "ic50", parse_dose(value)
    if "ec50" in fold(str(value)):
        return "dose_ec50", parse_span(value, _EC50, "a multiple such as < 2 x EC50")
    return "dose_um", parse_dose(value)


def _plain_reading(data: Mapping[str, Any], states: list[str], one_of: dict[str, frozenset[str]]) -> None:
    between_lines = one_of.get("versus", DRUG_EFFECT).isdisjoint(DRUG_EFFECT)
    if "treatment" not in one_of and "on" not in data:
        one_of["treatment"] = frozenset({"inhibitor", "untreated"} if between_lines else {"inhibitor"})
    if "in" not in data:
        one_of["arm"] = frozenset({"model"})
    if "versus" not in data and not set(states) <= LINE_STATES:
        together = one_of.get("treatment") == frozenset({"combination"})
        one_of["versus"] = DRUG_EFFECT | {"inhibitor_alone"} if together else DRUG_EFFECT
    if "signal" not in data:
        one_of["signal"] = frozenset({"normalised"})
