"""Bars of block characters: readable in a terminal, in a notebook and in Markdown source."""

from __future__ import annotations

FULL, EMPTY, LEFT_HALF, RIGHT_HALF, AXIS = "█", "░", "▌", "▐", "│"
SIDE = 8
"""Blocks on either side of the axis of a contribution bar: one block is one point, very strong fills it."""


def probability_bar(probability: float, width: int = 20) -> str:
    """`width` characters, filled in proportion; anything that is not zero per cent of a block shows as rounded."""
    filled = min(width, max(0, int(probability * width + 0.5)))
    return FULL * filled + EMPTY * (width - filled)


def contribution_bar(points: float, side: int = SIDE) -> str:
    """Signed points about an axis, to half a point: for to the right, against to the left."""
    halves = min(2 * side, int(abs(points) * 2 + 0.5))
    whole, half = divmod(halves, 2)
    rest = side - whole - half
    if points < 0:
        return EMPTY * rest + RIGHT_HALF * half + FULL * whole + AXIS + EMPTY * side
    return EMPTY * side + AXIS + FULL * whole + LEFT_HALF * half + EMPTY * rest


def ascii_bar(bar: str) -> str:
    """The same for a terminal that knows no block characters."""
    return bar.translate(_ASCII)


_ASCII = str.maketrans({FULL: "#", EMPTY: ".", LEFT_HALF: "+", RIGHT_HALF: "+", AXIS: "|"})
