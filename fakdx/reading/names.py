"""The nearest known name: every error about an unknown word offers one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable


def fold(name: str) -> str:
    """How two spellings of one name are compared: `SK-BR-3`, `SkBr3` and `sk_br 3` are the same."""
    folded = name.casefold().translate(_GREEK)
    return re.sub(r"[^a-z0-9]+", "", folded)


_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "κ": "kappa", "µ": "u", "μ": "u"})


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to `count` known names that look like `name`, best first; order does not depend on `known`'s."""
    by_fold: dict[str, str] = {}
    for candidate in sorted(set(known)):
        by_fold.setdefault(fold(candidate), candidate)
    target = fold(name)
    close = difflib.get_close_matches(target, list(by_fold), n=count, cutoff=0.6)
    inside = sorted(key for key in by_fold if len(target) > 2 and target in key and key not in close)
    return tuple(by_fold[key] for key in [*close, *inside][:count])


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean a, b or c?` or nothing."""
    near = nearest(name, known)
    if not near:
        return ""
    listed = near[0] if len(near) == 1 else ", ".join(near[:-1]) + " or " + near[-1]
    return f"; did you mean {listed}?"
