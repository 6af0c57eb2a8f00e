"""From parsed options to a result: open the table, read its records, run the analysis."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fakdx.errors import InputError
from fakdx.quantify import blot_tables, dose_tables, growth_tables, lane_maps, synergy_tables
from fakdx.quantify.blot import quantify_blot
from fakdx.quantify.blot_names import loading_among, totals_among
from fakdx.quantify.blot_result import BlotSettings
from fakdx.quantify.cells import Decimal
from fakdx.quantify.curves import Bounds
from fakdx.quantify.dose_response import quantify_dose_response
from fakdx.quantify.dose_result import DoseSettings
from fakdx.quantify.grids import Grid, read_grid
from fakdx.quantify.growth import quantify_colonies, quantify_tumours
from fakdx.quantify.growth_result import GrowthSettings
from fakdx.quantify.lanes import Lane
from fakdx.quantify.options import pairs
from fakdx.quantify.plates import find_plates, plate_table
from fakdx.quantify.progress import Progress
from fakdx.quantify.pzfx import is_prism, prism_long_table
from fakdx.quantify.results import Result
from fakdx.quantify.synergy import quantify_synergy
from fakdx.quantify.synergy_result import SynergySettings
from fakdx.quantify.tables import Table, as_table
from fakdx.quantify.thresholds import Thresholds
from fakdx.quantify.time_course import quantify_time_course

Roles = Mapping[str, tuple[str, ...]]
PARENTAL = ("parental", "parental line", "parent")
Known = Callable[[str], bool]
"""Whether a word is the name of something that a case can report."""


def analyse(args: argparse.Namespace, limits: Thresholds, progress: Progress, known: Known) -> Result:
    """Run the analysis that `args.analysis` names. Raises InputError for anything the user can mend."""
    if args.analysis == "blot":
        lanes, settings, table, notes = _lanes(args, limits, known, progress)
        return quantify_blot(lanes, settings, provenance=table.provenance, notes=notes)
    if args.analysis == "time-course":
        lanes, settings, table, notes = _lanes(args, limits, known, progress)
        return quantify_time_course(lanes, settings, provenance=table.provenance, notes=notes)
    if args.analysis == "dose-response":
        return _dose_response(args, limits, progress)
    if args.analysis == "synergy":
        return _synergy(args, limits, progress)
    return _growth(args, limits, progress)


def _grid(args: argparse.Namespace, path: str, sheet: str | None, progress: Progress) -> Grid:
    decimal: Decimal | None = {"point": ".", "comma": ","}.get(args.decimal)  # type: ignore[assignment]
    return read_grid(Path(path), sheet=sheet, delimiter=args.delimiter, decimal=decimal, progress=progress)


def _lanes(
    args: argparse.Namespace, limits: Thresholds, known: Known, progress: Progress
) -> tuple[list[Lane], BlotSettings, Table, tuple[str, ...]]:
    total = {} if args.total == ["none"] else pairs(args.total, "--total")
    targets = tuple(args.target or ())
    loading = None if args.loading == "none" else args.loading
    named = [*targets, *total, *total.values(), *([loading] if loading else [])]
    wide = tuple(dict.fromkeys(named))
    chosen = pairs(args.column, "--column")
    table = as_table(_grid(args, args.table, args.sheet, progress), blot_tables.ROLES, (*chosen.values(), *wide))
    if args.lanes:
        lane_roles = {**lane_maps.KEYS, **blot_tables.ROLES}
        table = lane_maps.join_lane_map(table, as_table(_grid(args, args.lanes, None, progress), lane_roles))
    columns = blot_tables.LaneColumns(
        columns=pairs(args.column, "--column"),
        names=pairs(args.name, "--name"),
        wide=wide,
        vehicle=args.vehicle,
        analyte=args.analyte,
        dose_unit=args.dose_unit,
        time_unit=args.time_unit,
        saturation=args.saturation,
        known=known,
    )
    lanes, notes = blot_tables.read_lanes(table, columns, progress)
    if args.versus == "parental" and not args.parental:
        raise InputError("--versus parental needs --parental with the name of that line")
    names = list(dict.fromkeys(lane.analyte for lane in lanes))
    if args.loading is None and not args.normalised:
        loading, said = _loading(names)
        notes = (*notes, *said)
    if args.total is None and not args.normalised:
        total = {phospho: protein for phospho, protein in totals_among(names).items() if protein != loading}
        notes = (*notes, *(f"{p} is divided by its total, {t} (--total none: it is not)" for p, t in total.items()))
    settings = BlotSettings(
        targets=targets,
        loading=loading,
        total=total,
        versus=args.versus,
        parental=args.parental,
        linear_range=tuple(args.linear_range) if args.linear_range else None,
        floor=args.floor,
        normalised=args.normalised,
        thresholds=limits,
    )
    return lanes, settings, table, notes


def _loading(names: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """The loading control that the names tell by themselves, and what to say of it."""
    found = loading_among(names)
    if not found or len(names) == len(found):
        return None, ()
    if len(found) > 1:
        return None, (f"several loading controls ({', '.join(found)}) and none is used: choose one with --loading",)
    return found[0], (f"{found[0]} is taken as the loading control (--loading none: it is not)",)


def _dose_response(args: argparse.Namespace, limits: Thresholds, progress: Progress) -> Result:
    columns = dose_tables.DoseColumns(
        columns=pairs(args.column, "--column"),
        scale=args.scale,
        dose_unit=args.dose_unit,
        log_dose=args.log_dose,
        drug=args.drug,
        biological=args.biological,
    )
    if is_prism(Path(args.table)):
        table = prism_long_table(Path(args.table), args.sheet)
        columns = replace(columns, columns={"dose": table.header[0], **columns.columns})
    elif args.layout:
        readings = _grid(args, args.table, args.sheet, progress)
        table = plate_table(readings, _grid(args, args.layout, args.layout_sheet, progress))
    else:
        grid = _grid(args, args.table, args.sheet, progress)
        if find_plates(grid):
            raise InputError(f"{grid.place}: holds plate blocks; say what the wells are with --layout FILE")
        table = as_table(grid, dose_tables.ROLES, columns.columns.values())
    wells, scale, notes = dose_tables.read_wells(table, columns, progress)
    bounds = Bounds() if args.bottom is None else Bounds(bottom=(args.bottom, args.bottom))
    parental = args.parental
    if parental is None and len({well.line for well in wells}) > 1:
        parental = next((w.line for w in wells if w.line.lower() in PARENTAL and w.line != args.line), None)
        if parental is not None:
            notes = (*notes, f"{parental} is taken as the line to compare with (--parental names another)")
    settings = DoseSettings(readout=args.readout, line=args.line, parental=parental, bounds=bounds, thresholds=limits)
    return quantify_dose_response(
        wells, settings, scale=scale, provenance=table.provenance, notes=notes, progress=progress
    )


def _synergy(args: argparse.Namespace, limits: Thresholds, progress: Progress) -> Result:
    chosen = pairs(args.column, "--column")
    grid = _grid(args, args.table, args.sheet, progress)
    table = synergy_tables.matrix_table(grid)
    if table is not None:
        chosen = {"dose1": table.header[0], "dose2": table.header[1], **chosen}
    else:
        table = as_table(grid, synergy_tables.ROLES, chosen.values())
    columns = synergy_tables.ComboColumns(chosen, args.scale, args.dose_unit)
    wells, names, notes = synergy_tables.read_combo(table, columns)
    if args.draws < 2:
        raise InputError("--draws must be 2 or more")
    settings = SynergySettings(
        drug1=args.drug1 or names[0],
        drug2=args.drug2 or names[1],
        model=args.model,
        draws=args.draws,
        seed=args.seed,
        thresholds=limits,
    )
    return quantify_synergy(wells, settings, provenance=table.provenance, notes=notes, progress=progress)


def _growth(args: argparse.Namespace, limits: Thresholds, progress: Progress) -> Result:
    chosen = pairs(args.column, "--column")
    table, colonies = growth_tables.growth_table(_grid(args, args.table, args.sheet, progress), chosen, args.vehicle)
    chosen = {} if table.origins else chosen
    readout = args.readout or ("soft_agar" if colonies else "tumour_growth")
    settings = GrowthSettings(readout, args.vehicle, args.day, limits)
    if colonies:
        wells, notes = growth_tables.read_colonies(table, chosen, progress)
        return quantify_colonies(wells, settings, provenance=table.provenance, notes=notes)
    tumours, notes = growth_tables.read_tumours(table, chosen, progress)
    return quantify_tumours(tumours, settings, provenance=table.provenance, notes=notes)
