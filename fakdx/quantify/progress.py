"""How long work says how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called as `progress(done, total)` during long reading and long fits."""


def no_progress(done: int, total: int) -> None:
    """The default: say nothing."""
