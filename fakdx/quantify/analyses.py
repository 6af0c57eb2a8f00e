"""From parsed options to a result: open the table, read its records, run the analysis."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from fakdx.errors import InputError
from fakdx.quantify import blot_tables, dose_tables, growth_tables, lane_maps, synergy_tables
from fakdx.quantify.blot import quantify_blot
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
from fakdx.quantify.pzfx import is_prism, prism_long_table
from fakdx.quantify.results import Progress, Result
from fakdx.quantify.synergy import quantify_synergy
from fakdx.quantify.synergy_result import SynergySettings
from fakdx.quantify.tables import Table, as_table
from fakdx.quantify.thresholds import Thresholds
from fakdx.quantify.time_course import quantify_time_course

Roles = Mapping[str, tuple[str, ...]]


def analyse(args: argparse.Namespace, limits: Thresholds, progress: Progress) -> Result:
    """Run the analysis that `args.analysis` names. Raises InputError for anything the user can mend."""
    if args.analysis == "blot":
        lanes, settings, table, notes = _lanes(args, limits)
        return quantify_blot(lanes, settings, provenance=table.provenance, notes=notes)
    if args.analysis == "time-course":
        lanes, settings, table, notes = _lanes(args, limits)
        return quantify_time_course(lanes, settings, provenance=table.provenance, notes=notes)
    if args.analysis == "dose-response":
        return _dose_response(args, limits, progress)
    if args.analysis == "synergy":
        return _synergy(args, limits, progress)
    return _growth(args, limits)


def _grid(args: argparse.Namespace, path: str, sheet: str | None) -> Grid:
    decimal: Decimal | None = {"point": ".", "comma": ","}.get(args.decimal)  # type: ignore[assignment]
    return read_grid(Path(path), sheet=sheet, delimiter=args.delimiter, decimal=decimal)


def _table(args: argparse.Namespace, roles: Roles, extra: tuple[str, ...] = ()) -> Table:
    chosen = pairs(args.column, "--column")
    return as_table(_grid(args, args.table, args.sheet), roles, (*chosen.values(), *extra))


def _lanes(args: argparse.Namespace, limits: Thresholds) -> tuple[list[Lane], BlotSettings, Table, tuple[str, ...]]:
    total = pairs(args.total, "--total")
    targets = tuple(args.target or ())
    named = [*targets, *total, *total.values(), *([args.loading] if args.loading else [])]
    wide = tuple(dict.fromkeys(named))
    table = _table(args, blot_tables.ROLES, wide)
    if args.lanes:
        lane_roles = {**lane_maps.KEYS, **blot_tables.ROLES}
        table = lane_maps.join_lane_map(table, as_table(_grid(args, args.lanes, None), lane_roles))
    columns = blot_tables.LaneColumns(
        columns=pairs(args.column, "--column"),
        names=pairs(args.name, "--name"),
        wide=wide,
        vehicle=args.vehicle,
        analyte=args.analyte,
        dose_unit=args.dose_unit,
        time_unit=args.time_unit,
        saturation=args.saturation,
    )
    lanes, notes = blot_tables.read_lanes(table, columns)
    if args.versus == "parental" and not args.parental:
        raise InputError("--versus parental needs --parental with the name of that line")
    settings = BlotSettings(
        targets=targets,
        loading=args.loading,
        total=total,
        versus=args.versus,
        parental=args.parental,
        linear_range=tuple(args.linear_range) if args.linear_range else None,
        floor=args.floor,
        normalised=args.normalised,
        thresholds=limits,
    )
    return lanes, settings, table, notes


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
        readings = _grid(args, args.table, args.sheet)
        table = plate_table(readings, _grid(args, args.layout, args.layout_sheet))
    else:
        grid = _grid(args, args.table, args.sheet)
        if find_plates(grid):
            raise InputError(f"{grid.place}: holds plate blocks; say what the wells are with --layout FILE")
        table = as_table(grid, dose_tables.ROLES, columns.columns.values())
    wells, scale, notes = dose_tables.read_wells(table, columns)
    bounds = Bounds() if args.bottom is None else Bounds(bottom=(args.bottom, args.bottom))
    settings = DoseSettings(
        readout=args.readout, line=args.line, parental=args.parental, bounds=bounds, thresholds=limits
    )
    return quantify_dose_response(
        wells, settings, scale=scale, provenance=table.provenance, notes=notes, progress=progress
    )


def _synergy(args: argparse.Namespace, limits: Thresholds, progress: Progress) -> Result:
    chosen = pairs(args.column, "--column")
    grid = _grid(args, args.table, args.sheet)
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


def _growth(args: argparse.Namespace, limits: Thresholds) -> Result:
    chosen = pairs(args.column, "--column")
    table = _table(args, growth_tables.ROLES)
    colonies = growth_tables.is_colony_table(table, chosen)
    readout = args.readout or ("soft_agar" if colonies else "tumour_growth")
    settings = GrowthSettings(readout, args.vehicle, args.day, limits)
    if colonies:
        wells, notes = growth_tables.read_colonies(table, chosen)
        return quantify_colonies(wells, settings, provenance=table.provenance, notes=notes)
    tumours, notes = growth_tables.read_tumours(table, chosen)
    return quantify_tumours(tumours, settings, provenance=table.provenance, notes=notes)
