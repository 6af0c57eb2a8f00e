"""A finding typed in one line: `pHER2 up, 1.9x, n=3, 6 h, with lapatinib, in MDA-MB-231`.

The same words as in a case file, in the order of speech. The name comes first, then the state, then qualifiers
between commas.
"""

from __future__ import annotations

import re
from typing import Any

from fakdx.case.parse import parse_findings
from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.model.case import Context, Finding
from fakdx.model.vocabulary import Observable
from fakdx.reading.names import fold, nearest
from fakdx.reading.quantities import whole_number
from fakdx.reading.regimens import read_regimen
from fakdx.reading.yaml_lines import Document

EXAMPLE = "pHER2 increased, 1.9x, n=3, 6 h"
_TYPED = Document("", None, {})
_KEYED = re.compile(
    r"(?P<key>with|on|in|versus|vs|against|at|after|dose|fold|n|ic50|extent|method|value|note|gene|ci)\b\s*[:=]?\s*(?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_SAME = {"vs": "versus", "against": "versus", "after": "at"}
_TIME = re.compile(r"[<>=~\d.\s–-]+\s*(s|min|h|hours?|d|days?|weeks?|months?)", re.IGNORECASE)
_DOSE = re.compile(r"[<>=~\d.\s–-]+\s*(pM|nM|uM|µM|μM|mM)")
_FOLD = re.compile(r"[<>=~\d.\s–-]+\s*(x|fold|-fold)", re.IGNORECASE)


def read_typed(text: str, context: Context, knowledge: Knowledge) -> Finding:
    """Raises InputError that says which part was not understood, and the nearest that would be."""
    head, *rest = [part.strip() for part in re.split(r"[,;]", text.strip()) if part.strip()] or [""]
    observable, state = _name_and_state(head, knowledge)
    item: dict[str, Any] = {observable.id: state}
    for part in rest:
        key, value = _qualifier(part)
        item[key] = value
    try:
        return parse_findings([item], _TYPED, knowledge, context)[0]
    except InputError as error:
        raise InputError("; ".join(p.message for p in error.problems)) from None


def looks_typed(text: str, knowledge: Knowledge) -> bool:
    """Whether a line names an observable and one of its states, rather than words to search for."""
    try:
        _name_and_state(re.split(r"[,;]", text)[0].strip(), knowledge)
    except InputError:
        return False
    return True


def _name_and_state(head: str, knowledge: Knowledge) -> tuple[Observable, str]:
    words = re.split(r"\s*[:=]\s*|\s+", head)
    words = [w for w in words if w]
    names = knowledge.names.observables
    known = None
    for end in range(len(words), 0, -1):
        id = names.get(fold(" ".join(words[:end])))
        if id is None:
            continue
        observable = knowledge.observables[id]
        known = known or observable
        said = _without_is(words[end:])
        if said and fold(said) in knowledge.names.states[observable.scale]:
            return observable, said
    alone = [o for o in knowledge.observables.values() if o.scale == "interaction"]
    if len(alone) == 1 and known in (None, *alone) and fold(head) in knowledge.names.states["interaction"]:
        return alone[0], head
    if known is None:
        near = _did_you_mean(words, knowledge)
        raise InputError(f"{head!r} names nothing that is known{near}; write it like: {EXAMPLE}")
    states = (*knowledge.scales[known.scale].states, "inconclusive", "not tested")
    raise InputError(f"{known.name}: expected one of {', '.join(states)} after the name, such as: {EXAMPLE}")


def _did_you_mean(words: list[str], knowledge: Knowledge) -> str:
    """The nearest names, by id or by alias, of what comes before the state."""
    names = knowledge.names.observables
    for end in (len(words), len(words) - 1, 1):
        near = dict.fromkeys(names[fold(n)] for n in nearest(" ".join(words[:end]), names))
        if near:
            return f"; did you mean {', '.join(near)}?"
    return ""


def _without_is(words: list[str]) -> str:
    return " ".join(words[1:] if words and words[0].lower() in ("is", "was", "are", "were") else words)


def _qualifier(part: str) -> tuple[str, Any]:
    if match := _KEYED.fullmatch(part):
        key = match["key"].lower()
        return _value(_SAME.get(key, key), match["value"].strip())
    if read_regimen(part) is not None:
        return "dose", part
    for pattern, key in ((_TIME, "at"), (_DOSE, "dose"), (_FOLD, "fold")):
        if pattern.fullmatch(part):
            return _value(key, part)
    if part.lower() in ("slight", "partial", "strong", "complete"):
        return "extent", part.lower()
    if part.lower() in ("raw", "raw signal"):
        return "raw", True
    if part[0].isdigit():
        raise InputError(f"{part!r} is no time (6 h), dose (1 uM), ratio (1.9x) or count (n=3)")
    return "note", part


def _value(key: str, text: str) -> tuple[str, Any]:
    if key == "n" and (count := whole_number(text)) is not None:
        return key, count
    if key == "fold":
        return key, re.sub(r"-?fold$", "", text, flags=re.IGNORECASE).strip()
    if key == "ci" and len(numbers := re.findall(r"\d+(?:\.\d*)?|\.\d+", text)) == 2:
        return key, [float(n) for n in numbers]
    if key in ("with", "on") and " + " in text:
        return key, [t.strip() for t in text.split(" + ")]
    return key, text
