"""Where claims come from: sources numbered in the order of first mention, and published numbers to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from fakdx.knowledge import Knowledge
from fakdx.model.base import Cite, Source
from fakdx.model.case import CaseData, Finding
from fakdx.model.entries import Conflict, ReferenceNumbers, ReferenceValue
from fakdx.reading.quantities import Span, say_micromolar
from fakdx.report.words import Words

READ = {
    "text": "text read",
    "abstract": "abstract read",
    "secondary": "known through another publication",
    "recalled": "recalled, not read",
}
_SURNAME = re.compile(r"([^\W\d_][\w'’-]*(?: [a-z]+)? ?(?:[^\W\d_][\w'’-]+)?) [A-Z]{1,3}(?:,| et al\.?,?)")


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered mention: `short` names the source where there is no room for a list (`Marlowe 2016`)."""

    number: int
    short: str
    at: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    number: int
    citation: str
    links: tuple[tuple[str, str], ...]
    """Label and address; the address is http(s) only."""
    status: str


@dataclass(frozen=True, slots=True)
class PublishedNumber:
    """One published value beside what the case reports for the same readout, if it does."""

    what: str
    published: str
    yours: str
    comparison: str
    status: str
    caveat: str
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ConflictLine:
    topic: str
    claims: tuple[tuple[str, str, bool, tuple[Citation, ...]], ...]
    """What it says, its scope, whether it carries weight, and its sources."""
    resolution: str


class Bibliography:
    """Hands out numbers; the same result asks in the same order and gets the same numbers."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._numbers: dict[str, int] = {}

    def cite(self, source: str, at: str) -> Citation:
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        return Citation(number, short_name(self._knowledge.sources.get(source), source), at)

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> tuple[Citation, ...]:
        return tuple(self.cite(source, at) for source, at in pairs)

    def cites(self, cites: Iterable[Cite]) -> tuple[Citation, ...]:
        return self.pairs((c.source, c.at) for c in cites)

    def lines(self) -> tuple[SourceLine, ...]:
        return tuple(_line(n, self._knowledge.sources.get(id), id) for id, n in self._numbers.items())


def short_name(source: Source | None, id: str) -> str:
    """`Marlowe 2016` for a paper, `BenchChem 2025` for a page, the id when nothing is known."""
    if source is None:
        return id
    year = f" {source.year}" if source.year else ""
    if match := _SURNAME.match(source.citation):
        return match[1].strip() + year
    return source.citation.split()[0].strip(",:;") + year if source.kind == "vendor" else id


def _line(number: int, source: Source | None, id: str) -> SourceLine:
    if source is None:
        return SourceLine(number, id, (), "not in the knowledge base")
    links: list[tuple[str, str]] = []
    if source.doi:
        links.append((f"doi:{source.doi}", "https://doi.org/" + quote(source.doi, safe="/-._:")))
    if source.pmid:
        links.append((f"PMID {source.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/"))
    if source.pmcid:
        links.append((source.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{source.pmcid}/"))
    if source.url and not links and re.match(r"https?://[^\s/]+", source.url):
        links.append(("page", quote(source.url, safe="/-._:#?=&%+,;~")))
    title = f" {source.title}." if source.title and source.title not in source.citation else ""
    status = READ[source.read] + ("" if source.checked else "; identifiers not verified")
    return SourceLine(number, source.citation.rstrip(".") + "." + title, tuple(links), status)


def published_numbers(
    case: CaseData, knowledge: Knowledge, words: Words, bibliography: Bibliography
) -> tuple[PublishedNumber, ...]:
    """Values for this line, or for this inhibitor without a line, in the order of the knowledge base."""
    return tuple(
        _published(table, value, case, knowledge, words, bibliography)
        for table in knowledge.table("reference_numbers").values()
        for value in table.values
        if _compares(value, case)
    )


def _compares(value: ReferenceValue, case: CaseData) -> bool:
    context = case.context
    same_line = value.cell_line is not None and value.cell_line == context.cell_line
    same_agent = value.agent is not None and value.agent == context.inhibitor
    return (same_line and (same_agent or value.agent is None)) or (same_agent and value.cell_line is None)


def _published(
    table: ReferenceNumbers,
    value: ReferenceValue,
    case: CaseData,
    knowledge: Knowledge,
    words: Words,
    bib: Bibliography,
) -> PublishedNumber:
    about: list[str] = [value.measure]
    about += [words.observable(value.readout)] if value.readout else []
    about += [value.gene] if value.gene else []
    about += [words.agent(value.agent)] if value.agent else []
    about += [words.cell_line(value.cell_line)] if value.cell_line else []
    own = next((f for f in case.findings if _same_readout(f, value, case)), None)
    mine = own.ic50 if own else None
    noise = knowledge.scoring.thresholds.ic50_noise_fold
    return PublishedNumber(
        what=", ".join(about),
        published=say_value(value),
        yours=say_micromolar(mine) if mine else "not given",
        comparison=compare(mine, value, noise) if mine else "",
        status="illustrative" if table.illustrative else "verified" if table.verified else "unverified",
        caveat=" ".join(x for x in (value.note, table.caveat) if x),
        cites=bib.cites(table.cites),
    )


def _same_readout(finding: Finding, value: ReferenceValue, case: CaseData) -> bool:
    alone = finding.treatment is None or finding.treatment == (case.context.inhibitor,)
    return finding.ic50 is not None and finding.name == value.readout and finding.arm == "model" and alone


def say_value(value: ReferenceValue) -> str:
    if value.value is not None:
        sign = "" if value.relation == "=" else f"{value.relation} "
        return f"{sign}{value.value:g} {value.unit}"
    if value.low is not None and value.high is not None:
        return f"{value.low:g}-{value.high:g} {value.unit}"
    return "not given"


def compare(mine: Span, value: ReferenceValue, noise: float) -> str:
    """In words, how an IC50 of the case relates to a published one; empty when the two cannot be compared.

    `noise` is the factor by which repeated assays of one line and compound differ.
    """
    if value.value is None or value.value <= 0:
        return ""
    published = value.value * (1e-3 if value.unit == "nM" else 1.0)
    if value.relation == ">":
        if mine.low is not None and mine.low >= published:
            return "agrees"
        return "lower than published" if mine.high is not None and mine.high < published else ""
    if value.relation == "<":
        if mine.high is not None and mine.high <= published:
            return "agrees"
        return "higher than published" if mine.low is not None and mine.low > published else ""
    if mine.low is None or mine.high is None:
        above = mine.low is not None and mine.low > published * noise
        below = mine.high is not None and mine.high < published / noise
        return "higher than published" if above else "lower than published" if below else ""
    ratio = (mine.low * mine.high) ** 0.5 / published
    if 1 / noise <= ratio <= noise:
        return f"agrees within {noise:g}-fold, as repeated assays do"
    return f"{ratio:.2g}-fold higher" if ratio > 1 else f"{1 / ratio:.2g}-fold lower" if ratio > 0 else ""


def conflicts_about(
    subjects: Iterable[str], hypotheses: Iterable[str], knowledge: Knowledge, bib: Bibliography
) -> tuple[ConflictLine, ...]:
    """Disagreements among sources that touch the hypotheses, or the entries (inhibitor, line, table), on this page."""
    entries, leading = set(subjects), set(hypotheses)
    found: list[Conflict] = [
        c
        for c in knowledge.table("conflicts").values()
        if leading.intersection(c.hypotheses) or entries.intersection(c.entries)
    ]
    return tuple(
        ConflictLine(
            c.topic,
            tuple((x.says, x.scope or "", x.carries_weight, bib.cites(x.cites)) for x in c.claims),
            c.resolution,
        )
        for c in found
    )
