"""Priors of the user's own, checked before anything is computed with them."""

from __future__ import annotations

from collections.abc import Mapping

from fakdx.errors import InputError, Problem
from fakdx.knowledge import Knowledge
from fakdx.reading.names import did_you_mean


def checked_priors(priors: Mapping[str, float] | None, knowledge: Knowledge) -> dict[str, float]:
    """A copy. Raises InputError for an unknown hypothesis and for what is not between 0 and 1, all at once."""
    problems = []
    for id, prior in (priors or {}).items():
        if id not in knowledge.hypotheses:
            problems.append(Problem("", 0, f"prior: unknown hypothesis {id!r}{did_you_mean(id, knowledge.hypotheses)}"))
        elif not 0 < prior < 1:
            problems.append(Problem("", 0, f"prior of {id} is {prior}; expected a number between 0 and 1"))
    if problems:
        raise InputError(problems)
    return dict(priors or {})
