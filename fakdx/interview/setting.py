"""The experiment as a form: which fields there are, what each may hold, and what the knowledge base fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fakdx.case.parse import parse_case
from fakdx.case.write import context_fields
from fakdx.errors import InputError
from fakdx.inference.facts import context_facts
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context
from fakdx.reading.yaml_lines import Document


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the form. `choices` are id and name of a closed list, empty for free text."""

    key: str
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False


def fields(knowledge: Knowledge) -> tuple[Field, ...]:
    """The form, in the order in which a figure legend says it."""
    return (
        Field("inhibitor", "FAK inhibitor", "defactinib, VS-4718, or: FAK inhibitor"),
        Field("dose", "Dose", "1 uM"),
        Field("exposure", "Exposure", "6 h"),
        Field("cell_line", "Cell line", "SkBr3; any name will do"),
        Field("cancer_type", "Cancer type", "filled in for known lines", _terms("cancer_type", knowledge)),
        Field("culture", "Culture", "2D, 3D, suspension, coculture, in vivo", _terms("culture", knowledge), True),
        Field("line", "These cells are", "", _terms("line", knowledge)),
        Field("response_lost", "Did it ever work?", "", _terms("response_lost", knowledge)),
        Field("genotype", "Genotype", "KRAS G12D, HER2 amplified"),
        Field("partner", "Partner drug", "lapatinib"),
    )


def suggestions(key: str, knowledge: Knowledge) -> list[str]:
    """Names to complete in a field of free text."""
    if key == "inhibitor":
        return sorted(a.name for a in knowledge.agents.values() if a.role in ("fak_inhibitor", "fak_degrader"))
    if key == "cell_line":
        return sorted(line.name for line in knowledge.cell_lines.values())
    if key == "partner":
        return sorted(a.name for a in knowledge.agents.values() if a.role == "partner")
    return []


def read_form(title: str, values: Mapping[str, str], case: CaseData, knowledge: Knowledge) -> CaseData:
    """The case with what the form says; what the form does not ask stays. Raises InputError, a message per field."""
    written = {k: v for k, v in context_fields(case.context).items() if k not in values}
    for key, value in values.items():
        text = value.strip()
        if not text:
            continue
        several = key in ("culture", "partner")
        written[key] = [v.strip() for v in text.replace(" + ", ",").split(",") if v.strip()] if several else text
    read = parse_case(Document("", {"title": title.strip() or None, "context": written}, {}), knowledge)
    return CaseData(read.title, read.context, case.findings, case.notes, case.quantified, read.notices)


def problems_of(error: InputError) -> dict[str, str]:
    """Messages by the field they are about; what is about none comes under an empty key."""
    found: dict[str, str] = {}
    for problem in error.problems:
        key, colon, rest = problem.message.partition(":")
        known = bool(colon) and " " not in key
        found[key if known else ""] = rest.strip() if known else problem.message
    return found


def form_values(context: Context) -> dict[str, str]:
    """What the form shows for a context."""
    values = {}
    for key, value in context_fields(context).items():
        values[key] = ", ".join(value) if isinstance(value, list) else str(value)
    return values


def filled_in(context: Context, knowledge: Knowledge) -> tuple[str, ...]:
    """What is known of the line and the inhibitor, as the rules will see it."""
    return context_facts(context, knowledge)[1]


def _terms(field: str, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    return tuple((t.id, t.name) for t in knowledge.contexts[field].terms)
