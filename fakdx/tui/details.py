"""The numbers beside an answer: fold, n, time, dose, IC50, drug, receptor, note."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from fakdx.case.write import finding_fields
from fakdx.interview.probe import Probe
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData, Context, Finding
from fakdx.reading.quantities import say_fold, say_hours, say_micromolar
from fakdx.tui.states import StateList

FIELDS = {
    "fold": ("fold", "1.9", 8),
    "n": ("n", "3", 5),
    "ic50": ("IC50", "> 10 uM", 11),
    "at": ("time", "6 h", 9),
    "dose": ("dose", "1 uM", 10),
    "extent": ("how much", "partial", 12),
    "gene": ("which receptor", "MET", 9),
    "drug": ("drug", "lapatinib", 18),
    "note": ("note", "", 24),
}
"""Label, example and width of each number."""


class Details(Horizontal):
    """The fields that make sense for a question; empty ones say nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "to_states", "back to the states", key_display="Esc"),
    ]

    def __init__(self) -> None:
        super().__init__(id="details")
        self._treatment = "with"

    def compose(self) -> ComposeResult:
        for key, (label, example, width) in FIELDS.items():
            with Horizontal(classes="detail", id=f"detail-{key}"):
                yield Label(label)
                field = Input(placeholder=example, id=f"field-{key}", compact=True)
                field.styles.width = width + 2
                yield field

    def action_to_states(self) -> None:
        """From the numbers to the states, where single keys work."""
        self.screen.query_one(StateList).focus()

    def show(self, probe: Probe, finding: Finding | None, case: CaseData, knowledge: Knowledge) -> None:
        """The fields for this probe, filled from what was answered before."""
        wanted = _wanted(probe, knowledge)
        self._treatment = "on" if probe.of("on") else "with"
        values = _values(finding, case.context, knowledge) if finding else {}
        for key in FIELDS:
            self.query_one(f"#detail-{key}").display = key in wanted
            self.query_one(f"#field-{key}", Input).value = values.get(key, "") if key in wanted else ""
        if finding is None and (at := probe.of("at")):
            self.query_one("#field-at", Input).value = at

    def read(self) -> dict[str, str]:
        """What was typed, under the names of a case file."""
        typed = {key: self.query_one(f"#field-{key}", Input).value.strip() for key in FIELDS}
        drug = typed.pop("drug")
        return {**{k: v for k, v in typed.items() if v}, **({self._treatment: drug} if drug else {})}


def _wanted(probe: Probe, knowledge: Knowledge) -> frozenset[str]:
    observable = knowledge.observables[probe.observable]
    if observable.shape == "check":
        return frozenset({"note"})
    wanted = {"fold", "n", "at", "dose", "extent", "note"}
    if observable.shape == "response":
        wanted.add("ic50")
    if observable.gene is None and observable.shape == "measurement" and _about_receptors(observable.classes):
        wanted.add("gene")
    if (probe.of("with") or probe.of("on")) not in (None, "none"):
        wanted.add("drug")
    return frozenset(wanted)


def _about_receptors(classes: tuple[str, ...]) -> bool:
    return any("rtk" in c for c in classes)


def _values(finding: Finding, context: Context, knowledge: Knowledge) -> dict[str, str]:
    fields = finding_fields(finding, context)
    values = {
        "fold": say_fold(finding.fold) if finding.fold else "",
        "n": str(finding.n or ""),
        "ic50": say_micromolar(finding.ic50) if finding.ic50 else "",
        "at": say_hours(finding.at) if finding.at else "",
        "dose": say_micromolar(finding.dose) if finding.dose else finding.regimen or "",
        "extent": finding.extent or "",
        "gene": finding.gene or "",
        "note": finding.note or "",
    }
    drugs = fields.get("with") or fields.get("on")
    if isinstance(drugs, list):
        values["drug"] = " + ".join(knowledge.agents[d].name for d in drugs)
    return values
