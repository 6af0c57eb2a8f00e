"""Add a finding: type its name to look for it, or the whole of it to add it at once."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from fakdx.errors import InputError
from fakdx.interview.find import Hit, find
from fakdx.interview.probe import Probe
from fakdx.interview.session import Session
from fakdx.interview.typed import EXAMPLE, looks_typed, read_typed
from fakdx.interview.wording import finding_line, mark, short

HELP = f"A name looks it up: y397, her2, no synergy.   A whole line adds it: {EXAMPLE}"
FIRST = "What do you have already? Any order; Esc when that is all."


class FindScreen(ModalScreen[Probe | None]):
    """Search over findings. Gives the probe to ask about, or None for going on with the questions."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "go on")]

    def __init__(self, session: Session, gathering: bool, said: str = "") -> None:
        super().__init__()
        self._session = session
        self._gathering = gathering
        self._said = said
        self._hits: tuple[Hit, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="finder"):
            yield Static(FIRST if self._gathering else "Add a finding", classes="heading", markup=False)
            yield Input(placeholder="pHER2 increased, 1.9x, n=3", id="query")
            yield Static(self._said, id="said", markup=False)
            yield OptionList(id="hits", markup=False)
            yield Static(f"{HELP}\nEnter: take it   ↓: choose   Esc: on to the questions", classes="dim", markup=False)

    def on_mount(self) -> None:
        self.look_up("")

    @on(Input.Changed, "#query")
    def changed(self, event: Input.Changed) -> None:
        self.look_up(event.value)

    def look_up(self, query: str) -> None:
        """List what the words could mean; the usual findings of the situation when nothing is typed."""
        knowledge, case = self._session.knowledge, self._session.case
        scenario = knowledge.scenarios.get(self._session.situation)
        typed = looks_typed(query, knowledge) if query else False
        if not query and scenario is not None:
            usual = [Probe(id) for id in scenario.ask]
            rest = [h for h in find("", case, knowledge) if h.probe not in usual]
            self._hits = (*(Hit(p, short(p, knowledge), "usual here") for p in usual), *rest)
        else:
            self._hits = () if typed else find(query.split(",")[0], case, knowledge)
        listing = self.query_one("#hits", OptionList)
        listing.clear_options()
        if typed:
            listing.add_option(Option("Enter adds this line as it is", disabled=True))
        for hit in self._hits:
            listing.add_option(Option(self._line(hit)))
        if self._hits:
            listing.highlighted = 0

    def _line(self, hit: Hit) -> str:
        told = self._session.told(hit.probe)
        sign = mark(told[0]) if told else " "
        state = f"  = {told[0].state}" if told else ""
        return f"{sign} {hit.name}{state}" + (f"   ({hit.matched})" if hit.matched else "")

    @on(Input.Submitted, "#query")
    def submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if text and looks_typed(text, self._session.knowledge):
            self.add(text)
        elif self._hits:
            self.dismiss(self._hits[self.query_one("#hits", OptionList).highlighted or 0].probe)
        elif not text:
            self.dismiss(None)
        else:
            self.query_one("#said", Static).update(f"! Nothing is called {text!r}. Try another word, or a gene.")

    def add(self, text: str) -> None:
        """Add a typed line and stay, or say what is wrong with it."""
        said = self.query_one("#said", Static)
        try:
            finding = read_typed(text, self._session.case.context, self._session.knowledge)
        except InputError as error:
            said.update(f"! {error}")
            return
        self._session.put(finding)
        said.update(f"✓ {finding_line(finding, self._session.knowledge)}")
        self.query_one("#query", Input).value = ""
        self.fakdx_changed()

    def fakdx_changed(self) -> None:
        """Tell the screen beneath that the case has grown."""
        beneath = self.app.screen_stack[-2]
        if hasattr(beneath, "case_changed"):
            beneath.case_changed()

    @on(OptionList.OptionSelected, "#hits")
    def selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._hits[event.option_index].probe)

    def on_key(self, event: events.Key) -> None:
        """The arrow keys move in the list while one types."""
        listing = self.query_one("#hits", OptionList)
        if self.query_one("#query", Input).has_focus and event.key in ("down", "up") and self._hits:
            event.stop()
            listing.action_cursor_down() if event.key == "down" else listing.action_cursor_up()
