"""The left of the screen: the experiment and every finding, each one key from being edited."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from fakdx.interview.setting import filled_in
from fakdx.interview.wording import brief, mark
from fakdx.knowledge import Knowledge
from fakdx.model.case import CaseData
from fakdx.report.words import Words
from fakdx.tui.messages import FindingDropped, FindingPicked, SettingPicked

SETTING = "setting"


class KnownPanel(Vertical):
    """What was said so far."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x,delete", "drop", "take back", key_display="x")]

    def __init__(self) -> None:
        super().__init__(id="known")
        self._case = CaseData()

    def compose(self) -> ComposeResult:
        yield Static("WHAT YOU KNOW", classes="heading", markup=False)
        yield OptionList(id="findings", markup=False)

    def show(self, case: CaseData, knowledge: Knowledge) -> None:
        """List the case; what was not tested comes last."""
        self._case = case
        listing = self.query_one("#findings", OptionList)
        at = listing.highlighted
        listing.clear_options()
        subject = ", ".join(Words(knowledge).subject(case.context)) or "the experiment: not said yet"
        listing.add_option(Option(f"  {subject}", id=SETTING))
        for line in filled_in(case.context, knowledge):
            listing.add_option(Option(f"  + {line}", disabled=True))
        order = sorted(range(len(case.findings)), key=lambda i: not case.findings[i].tested)
        for number in order:
            finding = case.findings[number]
            listing.add_option(Option(f"{mark(finding)} {brief(finding, case, knowledge)}", id=f"f{number}"))
        if at is not None and listing.option_count:
            listing.highlighted = min(at, listing.option_count - 1)

    @on(OptionList.OptionSelected)
    def pick(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option.id == SETTING:
            self.post_message(SettingPicked())
        elif event.option.id:
            self.post_message(FindingPicked(self._case.findings[int(event.option.id[1:])]))

    def action_drop(self) -> None:
        """Take the finding under the cursor back."""
        listing = self.query_one("#findings", OptionList)
        if listing.highlighted is None:
            return
        id = listing.get_option_at_index(listing.highlighted).id
        if id and id != SETTING:
            self.post_message(FindingDropped(self._case.findings[int(id[1:])]))
