"""The numbers of the reasoning: priors, points, thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from fakdx.lint.check import Place, Remark, check
from fakdx.lint.checks.weight import STRENGTHS
from fakdx.lint.material import Material
from fakdx.reading.names import did_you_mean


def _place(material: Material, *path: str) -> Place:
    return Place(*material.scoring_place(path))


@check("prior-out-of-range", "error")
def prior_out_of_range(material: Material) -> Iterator[Remark]:
    """A prior is not a probability strictly between 0 and 1, or belongs to a hypothesis that does not exist.

    A prior of 0 or 1 cannot be moved by any evidence.

    Bad:
        priors: {scaffolding: 1.0}

    Good:
        priors: {scaffolding: 0.1}
    """
    scoring = material.knowledge.scoring
    known = material.knowledge.hypotheses
    if not 0 < scoring.default_prior < 1:
        message = f"default_prior is {scoring.default_prior:g}; expected between 0 and 1, both excluded"
        yield _place(material, "default_prior"), message
    for id, prior in scoring.priors.items():
        if id not in known:
            yield (
                _place(material, "priors", id),
                f"prior of an unknown hypothesis {id!r}{did_you_mean(id, known)}",
            )
        if not 0 < prior < 1:
            message = f"the prior of {id} is {prior:g}; expected between 0 and 1, both excluded"
            yield _place(material, "priors", id), message


@check("scale-out-of-order", "error")
def scale_out_of_order(material: Material) -> Iterator[Remark]:
    """Points, bands, discounts or thresholds contradict their names.

    Points rise from supporting to very_strong; bands fall from established to excluded, within 0 and 1;
    discounts lie between 0 and 1; `decreased_below` lies under 1 and `increased_above` over it.

    Bad:
        bands: {established: 0.9, likely: 0.99, possible: 0.1, excluded: 0.001}

    Good:
        bands: {established: 0.99, likely: 0.9, possible: 0.1, excluded: 0.001}
    """
    scoring = material.knowledge.scoring
    if missing := [s for s in STRENGTHS if s not in scoring.points]:
        yield _place(material, "points"), f"no points for {', '.join(missing)}"
    points = [0, *(scoring.points[s] for s in STRENGTHS if s in scoring.points)]
    if any(low >= high for low, high in pairwise(points)):
        yield (
            _place(material, "points"),
            f"points must rise from supporting to very_strong, found {points[1:]}",
        )
    if scoring.odds_of_very_strong <= 1:
        yield _place(material, "odds_of_very_strong"), "odds_of_very_strong must be above 1"
    bands = scoring.bands
    steps = [1.0, bands.established, bands.likely, bands.possible, bands.excluded, 0.0]
    if any(high <= low for high, low in pairwise(steps)):
        yield (
            _place(material, "bands"),
            "bands must fall from established to excluded, strictly between 1 and 0",
        )
    for name, value in scoring.discounts.model_dump().items():
        if not 0 <= value <= 1:
            yield _place(material, "discounts", name), f"the discount {name} is {value:g}; expected 0 to 1"
    thresholds = scoring.thresholds
    if not 0 < thresholds.decreased_below < 1 < thresholds.increased_above:
        yield _place(material, "thresholds"), "expected 0 < decreased_below < 1 < increased_above"
    if thresholds.underdosed_below_ec50 >= thresholds.overdosed_above_ec50:
        yield _place(material, "thresholds"), "underdosed_below_ec50 must be less than overdosed_above_ec50"
