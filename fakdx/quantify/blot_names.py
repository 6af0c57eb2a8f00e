"""What the names of a blot say by themselves: which is the loading control, which total belongs to which phospho."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_LOADING = frozenset(
    {
        "gapdh", "actin", "actb", "bactin", "betaactin", "βactin", "tubulin", "atubulin", "alphatubulin", "αtubulin",
        "btubulin", "betatubulin", "βtubulin", "tuba", "tubb", "vinculin", "vcl", "hsp90", "calnexin", "canx",
        "cofilin", "cyclophilin", "cyclophilina", "cyclophilinb", "ppia", "ppib", "h3", "histoneh3", "lamin", "laminb1",
        "laminac", "ponceau", "ponceaus", "coomassie", "revert", "stainfree", "tce", "totalprotein",
        "totalproteinstain",
    }
)  # fmt: skip
_PHOSPHO = re.compile(r"(?:p|phospho)[-_ ]?(?P<protein>[A-Z0-9][A-Za-z0-9/]*)(?:[-_ (].*)?")
_TOTAL = re.compile(r"(?:[Tt]otal[-_ ]?|t(?=[A-Z]))?(?P<protein>.+?)(?:[-_ ]?[Tt]otal)?")


def bare(header: str) -> str:
    """A header without what stands in brackets at its end: `pFAK (a.u.)` is pFAK."""
    return re.sub(r"\s*[(\[][^)\]]*[)\]]\s*$", "", header).strip() or header.strip()


def is_loading(name: str) -> bool:
    """Whether a name is a protein or stain that blots are usually loaded against."""
    return re.sub(r"[^a-z0-9αβ]+", "", bare(name).lower()) in _LOADING


def loading_among(names: Iterable[str]) -> list[str]:
    return [name for name in names if is_loading(name)]


def totals_among(names: Sequence[str]) -> Mapping[str, str]:
    """Phospho-analytes with the one other analyte that is their total protein: `pFAK_Y397` with `FAK`."""
    pairs = {}
    for name in names:
        phospho = _PHOSPHO.fullmatch(bare(name))
        if phospho is None:
            continue
        matches = [other for other in names if other != name and _is_total(other, phospho["protein"])]
        if len(matches) == 1:
            pairs[name] = matches[0]
    return pairs


def _is_total(name: str, protein: str) -> bool:
    match = _TOTAL.fullmatch(bare(name))
    return match is not None and match["protein"].casefold() == protein.casefold()
