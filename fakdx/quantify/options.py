"""The options of `fakdx quantify` and its five analyses."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from fakdx.errors import InputError
from fakdx.quantify.dose_points import Scale
from fakdx.quantify.dose_tables import Biological
from fakdx.quantify.synergy_models import MODELS
from fakdx.quantify.thresholds import Thresholds

SCALES = get_args(Scale)


def configure(
    parser: argparse.ArgumentParser, more: Callable[[argparse.ArgumentParser], None] = lambda _parser: None
) -> None:
    """Add the analyses to the parser of `fakdx quantify`; the choice arrives as `args.analysis`.

    `more` adds the options that other commands have as well.
    """
    analyses = parser.add_subparsers(dest="analysis", required=True, metavar="ANALYSIS")
    for name, help_text, add in _ANALYSES:
        sub = analyses.add_parser(name, help=help_text, description=help_text)
        sub.add_argument("table", metavar="TABLE", help="CSV, TSV, XLSX, XLS, ODS" + _PRISM.get(name, ""))
        add(sub)
        _common(sub)
        more(sub)


def pairs(options: Sequence[str] | None, option: str) -> dict[str, str]:
    """`NAME=VALUE` options as a mapping. Raises InputError for one without `=`."""
    found = {}
    for text in options or ():
        key, mark, value = text.partition("=")
        if not (mark and key.strip() and value.strip()):
            raise InputError(f"{option} expects NAME=VALUE, found {text!r}")
        found[key.strip()] = value.strip()
    return found


def thresholds_from(options: Sequence[str] | None, base: Thresholds) -> Thresholds:
    """`base` with single limits replaced. Raises InputError for an unknown name or no number."""
    changed: dict[str, float] = {}
    for name, text in pairs(options, "--threshold").items():
        if name not in Thresholds.names():
            raise InputError(f"no threshold {name!r}; known: {', '.join(Thresholds.names())}")
        try:
            changed[name] = float(text)
        except ValueError:
            raise InputError(f"threshold {name} expects a number, found {text!r}") from None
    values = {**base.record(), **changed}
    least = values.pop("min_replicates")
    return Thresholds(**values, min_replicates=int(least) if math.isfinite(least) else 0)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"expected a finite number, found {text!r}")
    return value


def _common(parser: argparse.ArgumentParser) -> None:
    reading = parser.add_argument_group("reading the table")
    reading.add_argument("--sheet", help="sheet of a workbook, or table of a Prism project (default: the first)")
    reading.add_argument("--delimiter", help="tab, comma, semicolon, pipe or one character (default: found)")
    reading.add_argument("--decimal", choices=("point", "comma"), help="decimal sign (default: found)")
    reading.add_argument(
        "--column", action="append", metavar="ROLE=HEADER", help="which column plays a role; may be repeated"
    )
    result = parser.add_argument_group("result")
    result.add_argument(
        "--threshold", action="append", metavar="NAME=VALUE",
        help=f"change a limit ({', '.join(Thresholds.names())}); may be repeated",
    )  # fmt: skip
    result.add_argument("--into", metavar="CASE", help="add the findings and the numbers to this case file")
    result.add_argument("--svg", metavar="FILE", help="write the plot")
    result.add_argument("--format", choices=("text", "json"), default="text")


def _blot(parser: argparse.ArgumentParser) -> None:
    _lanes(parser)
    parser.add_argument("--versus", choices=("vehicle", "parental"), default="vehicle", help="the comparator")


def _time_course(parser: argparse.ArgumentParser) -> None:
    _lanes(parser)
    parser.add_argument(
        "--versus", choices=("vehicle", "parental", "baseline"), default="vehicle",
        help="the comparator; baseline is time zero",
    )  # fmt: skip


def _lanes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", action="append", metavar="ANALYTE", help="what to report (default: all)")
    parser.add_argument(
        "--loading",
        metavar="ANALYTE",
        help="loading control or total protein stain (default: by its name; none: no loading control)",
    )
    parser.add_argument(
        "--total",
        action="append",
        metavar="PHOSPHO=TOTAL",
        help="divide by the total protein; may be repeated (default: by the names; none: no total)",
    )
    parser.add_argument("--normalised", action="store_true", help="signals are divided by their loading already")
    parser.add_argument("--vehicle", default="", help="name of the vehicle condition")
    parser.add_argument("--parental", help="name of the parental line")
    parser.add_argument("--lanes", metavar="MAP", help="table that says what each row or lane of the export is")
    parser.add_argument("--analyte", default="", help="the analyte of a table that has no column for it")
    parser.add_argument("--name", action="append", metavar="OLD=NEW", help="rename an analyte (700=pFAK_Y397)")
    parser.add_argument("--dose-unit", default="", help="unit of doses without one: nM, uM ...")
    parser.add_argument("--time-unit", default="", help="unit of times without one: min, h, d")
    parser.add_argument("--linear-range", nargs=2, type=_finite, metavar=("LOW", "HIGH"), help="warn outside it")
    parser.add_argument("--floor", type=_finite, help="lowest signal that counts as detected")
    parser.add_argument("--saturation", type=_finite, help="pixel value from which a band is saturated")


def _dose_response(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--readout", default="viability_2d", help="vocabulary name (default: %(default)s)")
    parser.add_argument("--line", help="the line that the case is about (default: all but the parental one)")
    parser.add_argument("--parental", help="the line to compare with")
    parser.add_argument("--scale", choices=SCALES, help="what the readings are (default: by the header)")
    parser.add_argument("--dose-unit", default="", help="unit of doses without one: nM, uM ...")
    parser.add_argument("--log-dose", action="store_true", help="doses are base-10 logarithms")
    parser.add_argument("--drug", default="", help="which drug of a table with several")
    parser.add_argument("--layout", metavar="FILE", help="plate layout: wells, or a block of the same shape")
    parser.add_argument("--layout-sheet", metavar="SHEET", help="sheet of the layout workbook")
    parser.add_argument(
        "--biological", choices=get_args(Biological), default="column",
        help="what counts as an independent experiment (default: the replicate column)",
    )  # fmt: skip
    parser.add_argument("--bottom", type=_finite, help="fix the lower plateau, as fraction of vehicle")


def _synergy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", choices=MODELS, default="bliss", help="the model that decides")
    parser.add_argument("--drug1", default="", help="name of the first drug")
    parser.add_argument("--drug2", default="", help="name of the second drug, the partner")
    parser.add_argument("--scale", choices=SCALES, help="what the readings are (default: by the header)")
    parser.add_argument("--dose-unit", default="", help="unit of doses without one: nM, uM ...")
    parser.add_argument("--draws", type=int, default=200, help="bootstrap draws (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the bootstrap (default: %(default)s)")


def _growth(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--readout", default="", help="vocabulary name (default: tumour_growth or soft_agar)")
    parser.add_argument("--vehicle", default="", help="name of the control arm")
    parser.add_argument("--day", type=_finite, help="day to compare on (default: the last with every animal)")


_PRISM: Mapping[str, str] = {"dose-response": ", or a Prism project (.pzfx)"}
_ANALYSES: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("blot", "fold changes from densitometry", _blot),
    ("dose-response", "IC50, fold shift against the parental line, growth rates", _dose_response),
    ("time-course", "drop, rebound and their times from densitometry", _time_course),
    ("synergy", "interaction of two drugs on a dose matrix", _synergy),
    ("growth", "tumour volumes or colony counts against the control arm", _growth),
)
