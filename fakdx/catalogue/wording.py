"""How claims, citations, conditions and findings read on a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fakdx.case.finding import QUALIFIERS as OF_FINDINGS
from fakdx.catalogue.sheet import Line, Mark, Piece, Ref, Section, bullets
from fakdx.inference.conditions import QUALIFIERS as OF_CONDITIONS
from fakdx.knowledge import Knowledge
from fakdx.model.base import Cite, Claim, Source
from fakdx.model.vocabulary import Potency

_NOT_SUBJECTS = frozenset({*OF_FINDINGS, *OF_CONDITIONS})
_READ = {"secondary": "read through another publication", "recalled": "recalled, not read"}


def source_marks(source: Source) -> tuple[Mark, ...]:
    """What a reader must know before leaning on a source."""
    marks = []
    if not source.checked:
        marks.append(Mark("unverified"))
    if source.read in _READ:
        marks.append(Mark(_READ[source.read]))
    return tuple(marks)


def cite_line(cites: Iterable[Cite], knowledge: Knowledge) -> Line:
    """Sources with their places and marks, separated by semicolons."""
    line: list[Piece] = []
    for cite in cites:
        if line:
            line.append("; ")
        line += [Ref("sources", cite.source), f", {cite.at}"]
        if (source := knowledge.sources.get(cite.source)) is not None:
            for mark in source_marks(source):
                line += [" ", mark]
    return tuple(line)


def claim_lines(claims: Iterable[Claim], knowledge: Knowledge) -> Iterator[tuple[Line, ...]]:
    """Each claim, then its grade and sources."""
    for claim in claims:
        head: list[Piece] = [claim.says]
        if claim.illustrative:
            head += [" ", Mark("illustrative, carries no weight")]
        if claim.status != "active":
            head += [" ", Mark(claim.status)]
        level = claim.level.replace("_", " ")
        grade = f"{level}, quality {claim.quality} of 5: "
        yield tuple(head), (grade, *cite_line(claim.cites, knowledge))


def claims_section(claims: Iterable[Claim], knowledge: Knowledge) -> Section:
    return bullets("Evidence", claim_lines(claims, knowledge))


def sources_section(cites: Iterable[Cite], knowledge: Knowledge) -> Section:
    return bullets("Sources", [cite_line([cite], knowledge) for cite in cites])


def _finding(data: Mapping[str, Any]) -> str:
    """A finding as written: `pFAK_Y397 is unchanged (at 1 h)`."""
    subject = next((k for k in data if k not in _NOT_SUBJECTS), None)
    rest = ", ".join(f"{k} {_words(v)}" for k, v in data.items() if k != subject)
    if subject is None:
        return rest
    return f"{subject} is {_words(data[subject])}" + (f" ({rest})" if rest else "")


def _words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " or ".join(_words(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {_words(v)}" for k, v in value.items())
    return str(value)


def fragment(data: Any) -> str:
    """A case fragment in words, as in the examples of a rule."""
    if isinstance(data, Mapping) and ("findings" in data or "context" in data):
        context = data.get("context") or {}
        findings = data.get("findings") or ()
        said = [f"{k}: {_words(v)}" for k, v in context.items()]
        return "; ".join([*said, *(_finding(f) for f in findings)]) or "nothing"
    rows = [data] if isinstance(data, Mapping) else data
    return "; ".join(_finding(row) for row in rows) or "nothing"


def concentration(potency: Potency) -> str:
    """`IC50 < 0.6 nM` or `IC50 0.6-423.4 nM`."""
    if potency.value is None and potency.low is not None and potency.high is not None:
        number = f"{potency.low:g}-{potency.high:g}"
    else:
        value = potency.value if potency.value is not None else potency.high or potency.low
        number = "?" if value is None else f"{value:g}"
    sign = "" if potency.relation == "=" else f"{potency.relation} "
    return f"{potency.measure} {sign}{number} {potency.unit}"
