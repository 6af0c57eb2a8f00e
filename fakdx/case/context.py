"""The context of a case as written to a `Context`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fakdx.case.finding import Path, read_agents, read_dose
from fakdx.case.reader import Reader
from fakdx.model.case import Context, Genotype
from fakdx.reading.names import did_you_mean, fold, nearest
from fakdx.reading.quantities import Span, parse_time

FIELDS = (
    "inhibitor", "dose", "exposure", "cell_line", "cancer_type", "genotype", "culture", "host", "line",
    "response_lost", "lost_after", "partner", "arms", "note",
)  # fmt: skip

_STATUS = {
    "amplified": "amplified", "amplification": "amplified", "gain": "amplified",
    "overexpressed": "overexpressed", "high": "overexpressed", "overexpressing": "overexpressed",
    "positive": "overexpressed", "elevated": "overexpressed",
    "low": "low", "negative": "low", "silenced": "low",
    "null": "null", "deleted": "null", "deletion": "null", "loss": "null", "lost": "null", "deficient": "null",
    "knockout": "null", "ko": "null",
    "wildtype": "wild_type", "wt": "wild_type", "intact": "wild_type",
    "mutant": "mutant", "mutated": "mutant", "mutation": "mutant", "mut": "mutant",
}  # fmt: skip
_VARIANT = re.compile(r"(p\.)?[A-Z]\d+([A-Z*]|fs.*|del|dup)?|ex(on)?\s?\d+.*|fusion", re.IGNORECASE)
_GENE = re.compile(r"[A-Z][A-Z0-9-]{1,14}")


def read_context(reader: Reader, data: Any, path: Path) -> Context:
    """Read `context`; missing gives an empty one."""
    if data is None:
        return Context()
    if not isinstance(data, Mapping):
        reader.complain(path, "context: expected fields such as inhibitor, dose and cell_line")
        return Context()
    for key in data:
        if key not in FIELDS:
            reader.complain((*path, key), f"unknown field {key!r} in context{did_you_mean(key, FIELDS)}")
    inhibitor = _inhibitor(reader, data, path)
    cell_line = reader.text(data, "cell_line", path)
    return Context(
        inhibitor=inhibitor,
        exposure=_time(reader, data, "exposure", path),
        cell_line=_cell_line(reader, cell_line),
        cancer_type=_term(reader, data, "cancer_type", path),
        genotype=_genotype(reader, data.get("genotype"), (*path, "genotype")),
        culture=_terms(reader, data, "culture", path),
        host=_term(reader, data, "host", path),
        line=_term(reader, data, "line", path),
        response_lost=_term(reader, data, "response_lost", path),
        lost_after=_time(reader, data, "lost_after", path),
        partner=read_agents(reader, data["partner"], (*path, "partner")) if data.get("partner") else (),
        arms=_arms(reader, data.get("arms"), (*path, "arms")),
        note=reader.text(data, "note", path),
        **read_dose(reader, data, path),
    )


def _inhibitor(reader: Reader, data: Mapping[str, Any], path: Path) -> str | None:
    name = reader.text(data, "inhibitor", path)
    if name is None:
        return None
    names = reader.knowledge.names.agents
    agents = reader.knowledge.agents
    if (id := names.get(fold(name))) is not None and agents[id].role in ("fak_inhibitor", "fak_degrader"):
        return id
    inhibitors = [a.name for a in agents.values() if a.role in ("fak_inhibitor", "fak_degrader")]
    if id is not None:
        message = f"inhibitor: {name!r} is not a FAK inhibitor; name it under 'partner' or in 'on:' of a finding"
    else:
        near = did_you_mean(name, [*inhibitors, *(x for a in agents.values() for x in a.aliases if "fak" in a.role)])
        generic = "; for one that is not listed write 'FAK inhibitor'"
        message = f"inhibitor: unknown inhibitor {name!r}{near}{generic}"
    reader.complain((*path, "inhibitor"), message)
    return None


def _cell_line(reader: Reader, name: str | None) -> str | None:
    if name is None:
        return None
    lines = reader.knowledge.names.cell_lines
    if (id := lines.get(fold(name))) is not None:
        return id
    near = nearest(name, [c.name for c in reader.knowledge.cell_lines.values()], 1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    reader.notices.append(f"cell line {name!r} is not in the knowledge base{hint}: nothing is assumed about it")
    return name


def _term(reader: Reader, data: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = reader.text(data, key, path)
    return None if value is None else _one_term(reader, key, value, (*path, key))


def _one_term(reader: Reader, field: str, value: str, path: Path) -> str | None:
    terms = reader.knowledge.names.terms[field]
    if (id := terms.get(fold(value))) is not None:
        return id
    ids = sorted(set(terms.values()))
    reader.complain(path, f"{field}: unknown {value!r}{did_you_mean(value, ids)} (known: {', '.join(ids)})")
    return None


def _terms(reader: Reader, data: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = data.get(key)
    if value is None:
        return ()
    values = value if isinstance(value, list | tuple) else [value]
    found = [_one_term(reader, key, str(v), (*path, key)) for v in values]
    return tuple(sorted({f for f in found if f is not None}))


def _time(reader: Reader, data: Mapping[str, Any], key: str, path: Path) -> Span | None:
    if data.get(key) is None:
        return None
    try:
        return parse_time(data[key])
    except ValueError as error:
        reader.complain((*path, key), f"{key}: {error}")
        return None


def _genotype(reader: Reader, data: Any, path: Path) -> tuple[Genotype, ...]:
    if data is None:
        return ()
    items = data if isinstance(data, list | tuple) else [x.strip() for x in str(data).split(",")]
    found = []
    for number, item in enumerate(items):
        at = (*path, number) if isinstance(data, list | tuple) else path
        if isinstance(item, str) and (genotype := read_genotype(reader, item)) is not None:
            found.append(genotype)
        else:
            reader.complain(at, f"genotype: expected a gene and its state, such as 'ERBB2 amplified', found {item!r}")
    return tuple(found)


def read_genotype(reader: Reader, text: str) -> Genotype | None:
    """`KRAS G12D`, `HER2-amplified`, `PTEN null`: the gene, then what happened to it. None if unreadable."""
    words = text.replace(":", " ").split()
    if not words:
        return None
    gene, rest = words[0], words[1:]
    symbol = reader.knowledge.names.genes.get(fold(gene))
    if symbol is None and "-" in gene:
        gene, _, tail = gene.partition("-")
        symbol, rest = reader.knowledge.names.genes.get(fold(gene)), [tail, *rest]
    if symbol is None:
        if not _GENE.fullmatch(gene):
            return None
        symbol = gene
        reader.notices.append(f"gene {gene!r} is not used by any rule")
    said = fold(" ".join(rest))
    if not said:
        return None
    status = _STATUS.get(said) or next((s for w in rest if (s := _STATUS.get(fold(w)))), None)
    if status is None:
        return Genotype(symbol, "mutant", " ".join(rest)) if _VARIANT.fullmatch(rest[0]) else None
    detail = " ".join(rest)
    return Genotype(symbol, status, None if fold(detail) == fold(status) else detail)


def _arms(reader: Reader, data: Any, path: Path) -> tuple[tuple[str, str], ...]:
    if data is None:
        return ()
    if not isinstance(data, Mapping):
        reader.complain(path, "arms: expected a label and its role, such as {HEY: sensitive_control}")
        return ()
    found = []
    for label, role in data.items():
        if isinstance(role, str) and (id := _one_term(reader, "arm", role, (*path, label))) is not None:
            found.append((label, id))
    return tuple(sorted(found))
