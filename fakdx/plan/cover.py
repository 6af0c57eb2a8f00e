"""The fewest partners that cover what the verdict names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

MOST_PARTNERS = 2
"""More drugs than this beside the inhibitor cannot be taken apart at the bench."""


def smallest_cover(
    wanted: frozenset[str], offers: Mapping[str, frozenset[str]], preference: Callable[[str], tuple[int, ...]]
) -> tuple[str, ...]:
    """Ids of the fewest offers that cover most of `wanted`, at most `MOST_PARTNERS`; of equals the preferred.

    `offers` maps ids to what each covers; `preference` gives smaller tuples to better ones.
    """
    best: tuple[str, ...] = ()
    for size in range(1, MOST_PARTNERS + 1):
        groups = combinations(sorted(offers), size)
        found = min(groups, key=lambda group: _rank(group, wanted, offers, preference), default=None)
        if found is not None and len(_covered(found, wanted, offers)) > len(_covered(best, wanted, offers)):
            best = found
    return best


def _covered(group: Sequence[str], wanted: frozenset[str], offers: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(h for id in group for h in offers[id] & wanted)


def _rank(
    group: Sequence[str],
    wanted: frozenset[str],
    offers: Mapping[str, frozenset[str]],
    preference: Callable[[str], tuple[int, ...]],
) -> tuple[int, list[tuple[int, ...]], tuple[str, ...]]:
    return -len(_covered(group, wanted, offers)), sorted(preference(id) for id in group), tuple(group)
