"""Densitometry to fold changes: background off, loading or total divided out, paired by membrane.

A lane is divided by its loading control or by the total protein of the same lane; lanes of one replicate are
averaged; each replicate gives one fold against its comparator on the same membrane; the interval is over
replicates. A saturated band hides changes, so it may not support a claim that saturation could have made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fakdx.errors import InputError, Problem
from fakdx.quantify.blot_result import BlotComparison, BlotResult, BlotSettings
from fakdx.quantify.folds import SAME, ReplicateFolds, Unit, paired_folds
from fakdx.quantify.lanes import Cell, Lane
from fakdx.quantify.tables import Provenance
from fakdx.quantify.thresholds import change
from fakdx.quantify.units import say_time

UNEVEN_LOADING = 2.0
"""Loading that differs more than this between lanes of one membrane is worth a warning."""


def quantify_blot(
    lanes: Sequence[Lane],
    settings: BlotSettings | None = None,
    *,
    provenance: Provenance | None = None,
    notes: tuple[str, ...] = (),
) -> BlotResult:
    """Fold changes of each target in each condition against its comparator.

    Raises InputError when an analyte, the comparator or a loading band is missing, or a band is not above
    background.
    """
    settings = settings or BlotSettings()
    provenance = provenance or Provenance()
    _check_names(lanes, settings, provenance)
    warnings = list(notes)
    if all(lane.signal <= 0 for lane in lanes):
        raise InputError(Problem(provenance.place, 0, "no band is above its background: all signals are zero or below"))
    lanes = [_detected(lane, settings, provenance, warnings) for lane in lanes]
    warnings += _range_warnings(lanes, settings)
    helpers = {settings.loading, *settings.total.values()} - {None}
    targets = settings.targets or tuple(dict.fromkeys(x.analyte for x in lanes if x.analyte not in helpers))
    comparisons: list[BlotComparison] = []
    blots = _Blots(lanes, settings, provenance.place, notes)
    for target in targets:
        comparisons += _compare(target, blots, settings, warnings)
    if not comparisons:
        raise blots.error(f"nothing to compare with the {settings.versus} lanes")
    return BlotResult(tuple(comparisons), settings, provenance, tuple(dict.fromkeys(warnings)))


def _check_names(lanes: Sequence[Lane], settings: BlotSettings, provenance: Provenance) -> None:
    known = list(dict.fromkeys(lane.analyte for lane in lanes))
    wanted = [*settings.targets, *settings.total, *settings.total.values()]
    for name in [*wanted, *([settings.loading] if settings.loading else [])]:
        if name not in known:
            raise InputError(Problem(provenance.place, 0, f"no analyte {name!r}; found: {', '.join(known)}"))
    if settings.versus == "parental" and settings.parental not in {lane.line for lane in lanes}:
        lines = ", ".join(dict.fromkeys(lane.line for lane in lanes if lane.line)) or "none"
        message = f"no parental line {settings.parental!r} to compare with; lines found: {lines}"
        raise InputError(Problem(provenance.place, 0, message))
    if settings.versus == "vehicle" and not any(lane.is_vehicle for lane in lanes):
        found = ", ".join(dict.fromkeys(lane.condition for lane in lanes))
        message = f"no vehicle lane to compare with; conditions found: {found} (name yours with --vehicle)"
        raise InputError(Problem(provenance.place, 0, message))


def _detected(lane: Lane, settings: BlotSettings, provenance: Provenance, warnings: list[str]) -> Lane:
    """The lane with a usable signal: floored when the user gave a floor, refused when not above zero."""
    if settings.floor is not None and lane.signal < settings.floor and lane.analyte != settings.loading:
        warnings.append(
            f"{lane.analyte} in {lane.condition}, replicate {lane.replicate}, is below the floor of "
            f"{settings.floor:g} and was set to it; its fold is a bound"
        )
        return replace(lane, signal=settings.floor, floored=True)
    if lane.signal <= 0:
        message = (
            f"{lane.analyte} in {lane.condition} has the signal {lane.signal:g}, not above background; "
            "give the lowest signal you count as detected with --floor"
        )
        raise InputError(Problem(provenance.place, lane.row, message))
    return lane


def _range_warnings(lanes: Sequence[Lane], settings: BlotSettings) -> list[str]:
    warnings = []
    saturated = list(dict.fromkeys((x.analyte, x.blot) for x in lanes if x.saturated))
    warnings += [f"{analyte} on blot {blot} has saturated bands: differences are larger than they look"
                 for analyte, blot in saturated]  # fmt: skip
    if settings.linear_range:
        low, high = settings.linear_range
        outside = [x for x in lanes if not low <= x.signal <= high]
        if outside:
            names = ", ".join(dict.fromkeys(x.analyte for x in outside))
            warnings.append(f"{len(outside)} bands ({names}) lie outside the linear range {low:g} to {high:g}")
    by_blot: dict[str, list[float]] = {}
    for lane in (x for x in lanes if x.analyte == settings.loading):
        by_blot.setdefault(lane.blot, []).append(lane.signal)
    for blot, signals in by_blot.items():
        spread = max(signals) / min(signals)
        if spread > UNEVEN_LOADING:
            warnings.append(f"{settings.loading} varies {spread:.2g}-fold on blot {blot}: loading is uneven")
    if settings.loading is None and not settings.total and not settings.normalised:
        warnings.append("no loading control or total protein was given: folds are of raw signals")
    return warnings


class _Blots:
    """The lanes of a table, indexed by what the comparison asks for."""

    def __init__(self, lanes: Sequence[Lane], settings: BlotSettings, table: str, notes: Sequence[str] = ()) -> None:
        self.settings, self.table = settings, table
        self.left_out = [note for note in notes if note.endswith("; left out")]
        self.blots: dict[str, set[str]] = {}
        self.bands: dict[str, list[Lane]] = {}
        self.partners: dict[tuple[str, tuple[object, ...]], list[Lane]] = {}
        self.vehicles: dict[str, list[Cell]] = {}
        self.above: dict[Cell, set[str]] = {}
        self.below: dict[Cell, set[str]] = {}
        for lane in lanes:
            self.blots.setdefault(lane.analyte, set()).add(lane.blot)
            self.bands.setdefault(lane.analyte, []).append(lane)
            self.partners.setdefault((lane.analyte, lane.place), []).append(lane)
            if lane.is_vehicle and lane.cell not in self.vehicles.setdefault(lane.line, []):
                self.vehicles[lane.line].append(lane.cell)
            if lane.saturated:
                self.above.setdefault(lane.cell, set()).add(lane.analyte)
            if lane.floored:
                self.below.setdefault(lane.cell, set()).add(lane.analyte)

    def error(self, message: str, row: int = 0) -> InputError:
        """What is missing may be what was left out of the table, so that is said as well."""
        why = f" ({'; '.join(self.left_out[:3])})" if self.left_out else ""
        return InputError(Problem(self.table, row, message + why))

    def values(self, target: str, total: str | None) -> dict[Cell, dict[Unit, list[float]]]:
        """Each band of `target` over the total or loading band of its own lane, by condition and unit."""
        found: dict[Cell, dict[Unit, list[float]]] = {}
        for lane in self.bands[target]:
            on_blot = total is not None and lane.blot in self.blots[total]
            divisor = total if on_blot else self.settings.loading
            value = lane.signal
            if divisor is not None and divisor != target:
                partners = self.partners.get((divisor, lane.place), [])
                if len(partners) != 1:
                    raise self.error(
                        f"{len(partners) or 'no'} {divisor} bands for {target} in {lane.condition}, "
                        f"blot {lane.blot}, replicate {lane.replicate}; expected one",
                        lane.row,
                    )
                value /= partners[0].signal
            found.setdefault(lane.cell, {}).setdefault(lane.unit, []).append(value)
        return found

    def base(self, cell: Cell) -> tuple[Cell | None, str]:
        """The comparator (None for a comparator itself) and a warning when it is of another time."""
        if self.settings.versus == "parental":
            parental = str(self.settings.parental)
            return (None if cell.line == parental else replace(cell, line=parental)), ""
        vehicles = self.vehicles.get(cell.line, [])
        if cell in vehicles:
            return None, ""
        if not vehicles:
            raise self.error(f"no vehicle lane of {cell.line or 'this line'} to compare with")
        same = [c for c in vehicles if c.time_h == cell.time_h]
        warning = (
            ""
            if same or self.settings.versus == "baseline"
            else f"no vehicle at {say_time(cell.time_h or 0)}: that of another time is the comparator"
        )
        return (same or vehicles)[0], warning

    def folds(
        self, values: Mapping[Cell, Mapping[Unit, Sequence[float]]], cell: Cell, base: Cell, target: str
    ) -> ReplicateFolds:
        folds = paired_folds(values.get(base, {}), values.get(cell, {}))
        if folds.without_base:
            replicate, blot = folds.without_base[0]
            who = f"{base.condition}{f' lane of {base.line}' if base.line else ' lane'}"
            raise self.error(
                f"{target} in {cell.condition}, replicate {replicate}, blot {blot}: no {who} of the same "
                "replicate on the same blot"
            )
        return folds

    def honest(self, state: str, target: str, total: str | None, cell: Cell, base: Cell) -> str:
        """Withdraw a claim that a bound rather than a measurement would have made.

        A saturated comparator only hides how far the signal fell, a saturated test lane how far it rose; a
        band at the floor is the mirror image. A bound in the divisor supports nothing.
        """
        bounded = {side: (self.above.get(side, set()), self.below.get(side, set())) for side in (cell, base)}
        if any({self.settings.loading, total} & set().union(*sets) for sets in bounded.values()):
            return "inconclusive"
        allowed = {"decreased", "increased", "unchanged"}
        for side, if_above, if_below in ((base, "decreased", "increased"), (cell, "increased", "decreased")):
            above, below = bounded[side]
            allowed &= {if_above} if target in above else allowed
            allowed &= {if_below} if target in below else allowed
        return state if state in allowed else "inconclusive"


def _compare(target: str, blots: _Blots, settings: BlotSettings, warnings: list[str]) -> list[BlotComparison]:
    total = settings.total.get(target)
    values = blots.values(target, total)
    apart = total is not None and not blots.blots[total] & blots.blots[target]
    total_values = blots.values(total, None) if total is not None and apart else {}
    found = []
    for cell, units in values.items():
        base, warning = blots.base(cell)
        if base is None:
            continue
        warnings += [warning] if warning else []
        folds = blots.folds(values, cell, base, target)
        if apart:
            folds = folds.over(blots.folds(total_values, cell, base, str(total)))
        if not folds.by_replicate:
            raise blots.error(f"{target}: no replicate has both {target} and {total} in {cell.condition}")
        interval = folds.interval(settings.thresholds.confidence)
        state = blots.honest(change(interval, settings.thresholds), target, total, cell, base)
        if interval.n < settings.thresholds.min_replicates:
            many = max(map(len, units.values()))
            extra = f"its {many} lanes were averaged as technical; " if many > 1 else ""
            warnings.append(
                f"{target} in {cell.condition}: {interval.n} biological replicate; {extra}"
                "no interval without a second (is there a replicate column?)"
            )
        if interval.n > 1 and len(set(folds.by_replicate.values())) == 1:
            warnings.append(f"{target} in {cell.condition}: {SAME}")
        against = base.line if settings.versus == "parental" else base.condition
        found.append(
            BlotComparison(
                target,
                cell.condition,
                cell.line,
                cell.dose_um,
                cell.time_h,
                against,
                interval,
                dict(folds.by_replicate),
                state,
                total is None and settings.loading in (None, target) and not settings.normalised,
            )
        )
    return found
