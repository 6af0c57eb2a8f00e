"""Doses as animals and patients get them: by weight, with a schedule. They are no concentration and stay words."""

from __future__ import annotations

import re
from typing import Any

from fakdx.reading.quantities import LONGEST

_NUMBER = r"\d+(?:\.\d+)?"
_REGIMEN = re.compile(
    rf"(?:(?:>=|<=|>|<|~|about) ?)?{_NUMBER}(?: ?(?:-|–|to) ?{_NUMBER})? ?"
    r"(?:(?:mg|ug|µg|μg|g) ?/ ?(?:kg|m2|m²)(?:[ ,;/].*)?|mg[ ,;]+(?!per .?l\b)[^\W\d].*)"
)


def read_regimen(text: Any) -> str | None:
    """`30 mg/kg bid`, `400 mg twice daily`: the text with single spaces; None for anything else.

    A bare weight (`3 mg`) is refused: without a body weight or a schedule it is more likely a slip for `3 mM`.
    """
    if not isinstance(text, str):
        return None
    words = " ".join(text.split())
    return words if len(words) <= LONGEST and _REGIMEN.fullmatch(words) else None
