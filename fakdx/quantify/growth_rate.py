"""Growth-rate inhibition (GR): the same effect whatever the division time, when time-zero counts exist.

GR = 2 ** (log2(x / x0) / log2(control / x0)) - 1 (Hafner 2016): 1 is no effect, 0 is stasis, below 0 is loss
of cells. A slow line looks resistant by IC50 and not by GR50.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from fakdx.quantify.ic50 import Ic50

FEW_DOUBLINGS = 0.5
"""Below this many doublings of the vehicle wells a growth rate is mostly noise."""


@dataclass(frozen=True)
class GrowthRate:
    """GR50 (censored like an IC50), GR at the highest dose, the plateau, doublings of the vehicle wells."""

    gr50: Ic50
    gr_max: float
    gr_inf: float
    doublings: float


def gr_value(count: float, time_zero: float, control: float) -> float:
    """GR of one well; counts and controls in the same unit.

    Raises ValueError when the controls did not grow, so that there is no rate to inhibit.
    """
    if min(count, time_zero, control) <= 0:
        raise ValueError("growth rates need counts above zero")
    if control <= time_zero:
        raise ValueError("the vehicle wells did not grow beyond time zero, so there is no rate to inhibit")
    return float(2 ** (math.log2(count / time_zero) / math.log2(control / time_zero)) - 1)
