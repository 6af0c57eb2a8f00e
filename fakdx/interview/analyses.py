"""Which kind of table answers a question, without loading what reads it."""

from __future__ import annotations

from fakdx.model.vocabulary import Observable

ANALYSES = ("blot", "time-course", "dose-response", "synergy", "growth")
"""Kinds of tables, as `fakdx quantify` calls them."""
IN_COLONIES_OR_ANIMALS = ("tumour_growth", "soft_agar")


def analysis_for(observable: Observable) -> str:
    """The kind of table that would answer a question about this observable; empty for a question without numbers."""
    if observable.shape == "measurement":
        return "blot"
    if observable.shape != "response":
        return ""
    if observable.scale == "interaction" or "synergy" in observable.id:
        return "synergy"
    return "growth" if observable.id in IN_COLONIES_OR_ANIMALS else "dose-response"


def options_for(observable: Observable) -> str:
    """The options that such a table needs for this observable."""
    usual = observable.shape != "response" or observable.id in (*IN_COLONIES_OR_ANIMALS, "viability_2d", "synergy")
    return "" if usual else f"--readout {observable.id}"
