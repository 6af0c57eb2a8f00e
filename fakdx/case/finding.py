"""One finding as written to a `Finding`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, get_args

from fakdx.case.reader import Reader
from fakdx.model.case import Context, Finding
from fakdx.model.vocabulary import Extent, Observable
from fakdx.reading.names import did_you_mean, fold
from fakdx.reading.quantities import Span, parse_dose, parse_fold, parse_time
from fakdx.reading.regimens import read_regimen

QUALIFIERS = (
    "gene", "versus", "with", "on", "in", "at", "dose", "fold", "ci", "n", "ic50", "extent", "method", "raw",
    "value", "note",
)  # fmt: skip
EXTENTS: tuple[str, ...] = get_args(Extent)
Path = tuple[str | int, ...]


def read_finding(reader: Reader, item: Any, path: Path, context: Context) -> Finding | None:
    """Read one item of `findings`; None after a complaint."""
    if not isinstance(item, Mapping):
        reader.complain(path, f"expected a finding such as {{pFAK_Y397: unchanged}}, found {item!r}")
        return None
    before = len(reader.problems)
    observable, key = _observable(reader, item, path)
    if observable is None:
        return None
    state, extent = _state(reader, item[key], observable, (*path, key))
    finding = Finding(
        name=observable.id,
        shape=observable.shape,
        state=state,
        extent=_extent(reader, item, path) or extent,
        gene=_gene(reader, item, path, observable),
        versus=_term(reader, item, "versus", "comparator", path),
        treatment=_treatment(reader, item, path, context),
        at=_quantity(reader, item, "at", parse_time, path),
        fold=_quantity(reader, item, "fold", parse_fold, path),
        ci=_interval(reader, item, path),
        n=_count(reader, item, path),
        ic50=_quantity(reader, item, "ic50", parse_dose, path),
        method=reader.text(item, "method", path),
        raw=_flag(reader, item, "raw", path),
        value=reader.text(item, "value", path),
        note=reader.text(item, "note", path),
        **read_dose(reader, item, path),
        **_arm(reader, item, path, context),
    )
    return finding if len(reader.problems) == before else None


def _observable(reader: Reader, item: Mapping[str, Any], path: Path) -> tuple[Observable | None, str]:
    names = reader.knowledge.names.observables
    found: dict[str, str] = {}
    unknown = []
    for key in item:
        if key in QUALIFIERS:
            continue
        id = names.get(fold(key))
        if id is None:
            unknown.append(key)
        else:
            found[key] = id
    if len(found) == 1 and not unknown:
        key, id = next(iter(found.items()))
        return reader.knowledge.observables[id], key
    for key in unknown:
        known = [*names.values(), *QUALIFIERS] if found else names.values()
        what = "qualifier or observation" if found else "observation"
        reader.complain((*path, key), f"unknown {what} {key!r}{did_you_mean(key, known) or _did(key, names)}")
    if not unknown and not found:
        reader.complain(path, "a finding needs the name of what was observed, such as {pFAK_Y397: unchanged}")
    if len(found) > 1:
        reader.complain(path, f"one finding names several observations ({', '.join(found)}); write one item for each")
    return None, ""


def _did(key: str, names: Mapping[str, str]) -> str:
    """Suggest by alias where no id is near."""
    from fakdx.reading.names import nearest

    ids = list(dict.fromkeys(names[n] for n in nearest(fold(key), names) if n in names))
    return f"; did you mean {', '.join(ids)}?" if ids else "; `fakdx show analytes` lists the names"


def _state(reader: Reader, value: Any, observable: Observable, path: Path) -> tuple[str, Extent | None]:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    states = reader.knowledge.names.states[observable.scale]
    listed = ", ".join((*reader.knowledge.scales[observable.scale].states, "inconclusive", "not tested"))
    if not isinstance(value, str):
        reader.complain(path, f"{observable.id} is {value!r}; expected a word: {listed}")
        return "", None
    if (known := states.get(fold(value))) is None:
        words = [s for s, _ in states.values()]
        reader.complain(path, f"{observable.id} has no state {value!r}{did_you_mean(value, words)} (it has: {listed})")
        return "", None
    return known


def _extent(reader: Reader, item: Mapping[str, Any], path: Path) -> Extent | None:
    value = item.get("extent")
    if value is None or value in EXTENTS:
        return value
    reader.complain((*path, "extent"), f"extent is {value!r}; expected {', '.join(EXTENTS)}")
    return None


def _gene(reader: Reader, item: Mapping[str, Any], path: Path, observable: Observable) -> str | None:
    value = reader.text(item, "gene", path)
    if value is None:
        return None
    symbol = reader.knowledge.names.genes.get(fold(value))
    if symbol is None:
        known = reader.knowledge.table("genes")
        reader.complain((*path, "gene"), f"unknown gene {value!r}{did_you_mean(value, known)}")
        return None
    if observable.gene and observable.gene != symbol:
        reader.complain((*path, "gene"), f"{observable.id} is about {observable.gene}, not {symbol}; leave 'gene' out")
    return symbol if observable.gene is None else None


def _term(reader: Reader, item: Mapping[str, Any], key: str, field: str, path: Path) -> str | None:
    value = reader.text(item, key, path)
    if value is None:
        return None
    terms = reader.knowledge.names.terms[field]
    if (id := terms.get(fold(value))) is not None:
        return id
    ids = sorted(set(terms.values()))
    reader.complain((*path, key), f"unknown {field} {value!r}{did_you_mean(value, ids)} (known: {', '.join(ids)})")
    return None


def read_agents(reader: Reader, value: Any, path: Path) -> tuple[str, ...]:
    """Agent ids from a name or a list of names, sorted; `none` and `untreated` give nothing."""
    names = value if isinstance(value, list | tuple) else [value]
    known = reader.knowledge.names.agents
    found = []
    for name in names:
        if not isinstance(name, str):
            reader.complain(path, f"expected the name of a drug or perturbation, found {name!r}")
        elif fold(name) in ("none", "untreated", "nothing", "vehicle"):
            continue
        elif (id := known.get(fold(name))) is not None:
            found.append(id)
        else:
            ids = [*known.values(), *(a.name for a in reader.knowledge.agents.values())]
            reader.complain(path, f"unknown drug or perturbation {name!r}{did_you_mean(name, ids)}")
    return tuple(sorted(set(found)))


def _treatment(reader: Reader, item: Mapping[str, Any], path: Path, context: Context) -> tuple[str, ...] | None:
    if "with" in item and "on" in item:
        reader.complain((*path, "with"), "'with' adds to the inhibitor and 'on' replaces it; use one of them")
        return None
    if "with" in item:
        inhibitor = context.inhibitor or "fak_inhibitor_unspecified"
        agents = tuple(sorted({inhibitor, *read_agents(reader, item["with"], (*path, "with"))}))
    elif "on" in item:
        agents = read_agents(reader, item["on"], (*path, "on"))
    else:
        return None
    return None if agents == (context.inhibitor,) else agents


def _arm(reader: Reader, item: Mapping[str, Any], path: Path, context: Context) -> dict[str, Any]:
    value = reader.text(item, "in", path)
    if value is None:
        return {}
    if role := {fold(label): role for label, role in context.arms}.get(fold(value)):
        return {"arm": role, "arm_label": value}
    if role := reader.knowledge.names.terms["arm"].get(fold(value)):
        return {"arm": role}
    if line := reader.knowledge.names.cell_lines.get(fold(value)):
        if line == context.cell_line:
            return {}
        reference = reader.knowledge.cell_lines[line].faki_reference
        role = {"sensitive": "sensitive_control", "resistant": "insensitive_line"}.get(reference or "", "other")
        return {"arm": role, "arm_label": line}
    arms = sorted(set(reader.knowledge.names.terms["arm"].values()))
    reader.complain(
        (*path, "in"),
        f"unknown arm {value!r}{did_you_mean(value, arms)} (known: {', '.join(arms)}, a known cell line, "
        "or a label declared under context.arms)",
    )
    return {}


def _quantity(
    reader: Reader, item: Mapping[str, Any], key: str, parse: Callable[[Any], Span], path: Path
) -> Span | None:
    if item.get(key) is None:
        return None
    try:
        return parse(item[key])
    except ValueError as error:
        reader.complain((*path, key), f"{key}: {error}")
        return None


def read_dose(reader: Reader, item: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """A concentration as `dose`, or a dose by body weight, which is none, as `regimen`."""
    if (regimen := read_regimen(item.get("dose"))) is not None:
        return {"regimen": regimen}
    return {"dose": _quantity(reader, item, "dose", parse_dose, path)}


def _interval(reader: Reader, item: Mapping[str, Any], path: Path) -> tuple[float, float] | None:
    value = item.get("ci")
    if value is None:
        return None
    numbers = value if isinstance(value, list | tuple) else ()
    if len(numbers) == 2 and all(
        isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x) for x in numbers
    ):
        low, high = float(numbers[0]), float(numbers[1])
        if 0 <= low <= high:
            return low, high
    reader.complain((*path, "ci"), f"ci: expected [low, high] with 0 <= low <= high, found {value!r}")
    return None


def _count(reader: Reader, item: Mapping[str, Any], path: Path) -> int | None:
    value = item.get("n")
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000):
        return value
    reader.complain((*path, "n"), f"n: expected a whole number of independent experiments, found {value!r}")
    return None


def _flag(reader: Reader, item: Mapping[str, Any], key: str, path: Path) -> bool:
    value = item.get(key)
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and fold(value) in ("yes", "no"):
        return fold(value) == "yes"
    reader.complain((*path, key), f"{key}: expected yes or no, found {value!r}")
    return False
