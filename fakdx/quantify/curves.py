"""Four-parameter logistic curves by least squares in log10 dose, and profile intervals of their IC50.

    y(x) = bottom + (top - bottom) / (1 + (x / c) ** hill)

`c` is the relative IC50 (half-way between the plateaus); the absolute IC50 is where y = `level`. Needs NumPy
and SciPy, imported when used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from fakdx.errors import InputError
from fakdx.quantify.statistics import student_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

Kind = Literal["absolute", "relative"]
LEVEL = 0.5
_SLACK = 1e-3
_BEYOND = (2.0, 3.0)
"""Decades below the lowest and above the highest dose in which an IC50 is looked for."""


@dataclass(frozen=True)
class Bounds:
    """What the plateaus and the slope may be; equal ends fix a parameter."""

    top: tuple[float, float] = (0.5, 1.5)
    bottom: tuple[float, float] = (-0.1, 1.5)
    hill: tuple[float, float] = (0.2, 6.0)


@dataclass(frozen=True)
class CurveFit:
    """Parameters with doses in micromolar, the residual sum of squares, and its degrees of freedom."""

    top: float
    bottom: float
    c: float
    hill: float
    rss: float
    df: int
    bounds: Bounds

    def at(self, dose_um: float) -> float:
        if dose_um <= 0:
            return self.top
        exponent = min(max(self.hill * math.log(dose_um / self.c), -700.0), 700.0)
        return self.bottom + (self.top - self.bottom) / (1 + math.exp(exponent))

    def crossing(self, level: float = LEVEL) -> float | None:
        """The dose at which the curve passes `level`; None when it never does."""
        if not self.bottom < level < self.top:
            return None
        log10 = math.log10(self.c) + math.log10((self.top - level) / (level - self.bottom)) / self.hill
        return float(10**log10) if abs(log10) < 300 else None

    @property
    def sd(self) -> float:
        """Residual standard deviation."""
        return math.sqrt(self.rss / self.df)


def require_fit_extra() -> None:
    """One line instead of a traceback when NumPy or SciPy is missing."""
    try:
        import numpy  # noqa: F401
        import scipy.optimize  # noqa: F401
    except ImportError:
        raise InputError("fitting curves needs NumPy and SciPy: pip install 'fakdx[fit]'") from None


def _model(x: Array, top: float, bottom: float, logc: float, hill: float) -> Array:
    import numpy as np

    decay: Array = 1.0 / (1.0 + np.exp(np.clip(hill * math.log(10) * (x - logc), -700, 700)))
    return bottom + (top - bottom) * decay


def _start(x: Array, y: Array, logc: float, hill: float) -> tuple[float, Array]:
    """Residuals of the best plateaus for a given shape, and the parameters: a start for the real fit."""
    import numpy as np

    decay = _model(x, 1.0, 0.0, logc, hill)
    design = np.column_stack((decay, 1.0 - decay))
    plateaus = np.linalg.lstsq(design, y, rcond=None)[0]
    return float(((design @ plateaus - y) ** 2).sum()), np.array([*plateaus, logc, hill])


def fit_curve(
    dose_um: Sequence[float], response: Sequence[float], bounds: Bounds | None = None, *, starts: int = 3
) -> CurveFit:
    """Fit one curve to positive doses. Needs more points than free parameters, and four different doses.

    The best `starts` of a grid of shapes start the bounded least-squares search, so the result does not
    depend on the unit of the dose. Raises InputError when there is too little to fit.
    """
    require_fit_extra()
    import numpy as np
    from scipy.optimize import least_squares

    bounds = bounds or Bounds()
    x, y = np.log10(np.asarray(dose_um, float)), np.asarray(response, float)
    span = float(x.min()), float(x.max())
    limits = [bounds.top, bounds.bottom, (span[0] - _BEYOND[0], span[1] + _BEYOND[1]), bounds.hill]
    low = np.array([pair[0] for pair in limits])
    high = np.array([max(pair[1], pair[0] + 1e-9) for pair in limits])
    df = len(y) - sum(1 for pair in limits if pair[1] > pair[0])
    if df < 1 or len(set(x.tolist())) < 4:
        raise InputError(
            f"{len(y)} points at {len(set(x.tolist()))} doses are too few for a curve; four doses and more "
            "points than parameters are needed"
        )
    shapes = [
        _start(x, y, logc, hill)
        for logc in np.linspace(span[0] - 0.5, span[1] + 0.5, 9)
        for hill in (0.6, 1.0, 2.0, 4.0)
    ]
    shapes.sort(key=lambda pair: pair[0])
    best = None
    for _, start in shapes[:starts]:
        inside = np.clip(start, low + 1e-10, high - 1e-10)
        found = least_squares(lambda p: _model(x, *p) - y, inside, _jacobian(x), (low, high), xtol=1e-10, ftol=1e-12)
        if best is None or found.cost < best.cost - 1e-15:
            best = found
    assert best is not None
    top, bottom, logc, hill = (float(v) for v in best.x)
    return CurveFit(top, bottom, float(10**logc), hill, float(2 * best.cost), df, bounds)


def _jacobian(x: Array) -> Any:
    import numpy as np

    def jacobian(p: Array) -> Array:
        top, bottom, logc, hill = p
        decay = _model(x, 1.0, 0.0, logc, hill)
        slope = (top - bottom) * decay * (1.0 - decay) * math.log(10)
        return np.column_stack((decay, 1.0 - decay, slope * hill, -slope * (x - logc)))

    return jacobian


def profile(
    fit: CurveFit,
    dose_um: Sequence[float],
    response: Sequence[float],
    kind: Kind,
    confidence: float,
    level: float = LEVEL,
) -> tuple[float | None, float | None]:
    """Profile-likelihood limits of the absolute or relative IC50 in micromolar; None is an open side.

    An IC50 belongs to the interval while the best curve with that IC50 is not significantly worse (F test)
    than the best of all. The walk ends some decades outside the doses: a side still inside there is open.
    Bounds that let no curve pass the level leave both sides open.
    """
    import numpy as np

    if kind == "absolute" and not fit.bounds.bottom[0] < level - _SLACK < level + _SLACK < fit.bounds.top[1]:
        return None, None
    x, y = np.log10(np.asarray(dose_um, float)), np.asarray(response, float)
    ends = float(x.min()) - _BEYOND[0], float(x.max()) + _BEYOND[1]
    worst = fit.rss * (1 + student_quantile(confidence, fit.df) ** 2 / fit.df) + 1e-12
    estimate = fit.crossing(level) if kind == "absolute" else fit.c
    centre = math.log10(estimate) if estimate is not None else ends[1]
    centre = min(max(centre, ends[0]), ends[1])
    cost = _constrained(x, y, fit, kind, level)
    limits = [_walk(cost, centre, end, worst) for end in ends]
    if estimate is None:
        limits[1] = None
    low, high = (None if limit is None else float(10**limit) for limit in limits)
    return low, high


def _walk(cost: Callable[[float], float], centre: float, end: float, worst: float) -> float | None:
    """Where the cost first exceeds `worst` on the way from `centre` to `end`; None when it never does."""
    steps = max(1, math.ceil(abs(end - centre) / 0.2))
    inside = centre
    for step in range(1, steps + 1):
        here = centre + (end - centre) * step / steps
        if cost(here) <= worst:
            inside = here
            continue
        outside = here
        for _ in range(10):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if cost(middle) <= worst else (inside, middle)
        return (inside + outside) / 2
    return None


def _constrained(x: Array, y: Array, fit: CurveFit, kind: Kind, level: float) -> Callable[[float], float]:
    """Residual sum of squares of the best curve with a given log10 IC50, warm-started from the last one."""
    import numpy as np
    from scipy.optimize import least_squares

    top, bottom, hill = fit.bounds.top, fit.bounds.bottom, fit.bounds.hill
    if kind == "absolute":
        top, bottom = (max(top[0], level + _SLACK), top[1]), (bottom[0], min(bottom[1], level - _SLACK))
    low = np.array([top[0], bottom[0], hill[0]])
    high = np.array([max(p[1], p[0] + 1e-9) for p in (top, bottom, hill)])
    last = np.array([fit.top, fit.bottom, fit.hill])

    def residuals(p: Array, at: float) -> Array:
        logc = at
        if kind == "absolute":
            logc = at - math.log10((p[0] - level) / (level - p[1])) / p[2]
        return _model(x, p[0], p[1], logc, p[2]) - y

    def cost(at: float) -> float:
        nonlocal last
        start = np.clip(last, low + 1e-10, high - 1e-10)
        found = least_squares(residuals, start, bounds=(low, high), args=(at,), xtol=1e-7, ftol=1e-9)
        last = found.x
        return float(2 * found.cost)

    return cost
