"""From tables of numbers to findings with honest uncertainty.

Reading (`grids`, `tables`, `plates`, `pzfx`) -> records (`lanes`, `dose_points`) -> statistics -> a frozen
result with `findings()`, `record()`, `warnings`, `svg()` and `text_plot()`. Importing this package loads
neither NumPy nor a workbook reader; they are the extras `fit` and `tables`.
"""

from fakdx.quantify.blot import quantify_blot
from fakdx.quantify.blot_result import BlotComparison, BlotResult, BlotSettings
from fakdx.quantify.dose_points import Well
from fakdx.quantify.dose_response import fit_dose_response, quantify_dose_response
from fakdx.quantify.dose_result import CurveResult, DoseResponseResult, DoseSettings
from fakdx.quantify.growth import Colonies, Tumour, ellipsoid, quantify_colonies, quantify_tumours
from fakdx.quantify.growth_result import GrowthResult, GrowthSettings
from fakdx.quantify.lanes import Lane, arrays_to_lanes
from fakdx.quantify.merge import merge_findings
from fakdx.quantify.results import Result
from fakdx.quantify.synergy import ComboWell, quantify_synergy
from fakdx.quantify.synergy_result import SynergyResult, SynergySettings
from fakdx.quantify.thresholds import Thresholds
from fakdx.quantify.time_course import TimeCourseResult, quantify_time_course

__all__ = [
    "BlotComparison",
    "BlotResult",
    "BlotSettings",
    "Colonies",
    "ComboWell",
    "CurveResult",
    "DoseResponseResult",
    "DoseSettings",
    "GrowthResult",
    "GrowthSettings",
    "Lane",
    "Result",
    "SynergyResult",
    "SynergySettings",
    "Thresholds",
    "TimeCourseResult",
    "Tumour",
    "Well",
    "arrays_to_lanes",
    "ellipsoid",
    "fit_dose_response",
    "merge_findings",
    "quantify_blot",
    "quantify_colonies",
    "quantify_dose_response",
    "quantify_synergy",
    "quantify_time_course",
    "quantify_tumours",
]
