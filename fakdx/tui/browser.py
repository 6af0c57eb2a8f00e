"""The knowledge base to leaf through: mechanisms, rules, sources, reference numbers, and all the rest."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from fakdx.catalogue.sheets import BUILDERS, name_of, plural, sheet_of
from fakdx.catalogue.terminal import render
from fakdx.knowledge import Knowledge
from fakdx.reading.names import fold

FIRST = ("hypotheses", "rules", "sources", "reference_numbers", "conflicts", "experiments", "protocols", "combinations")
"""Kinds that are listed before the vocabulary."""
MOST = 300


class KnowledgeBrowser(Vertical):
    """A search line, the entries that match, and the sheet of one."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(id="browser")
        self._knowledge = knowledge
        self._entries: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        with Horizontal(classes="bar"):
            yield Input(placeholder="search: stat3, marlowe, IC50, rules …", id="browse", compact=True)
        with Horizontal(classes="split"):
            yield OptionList(id="entries", markup=False)
            with VerticalScroll(can_focus=True):
                yield Static("", id="sheet")

    def on_mount(self) -> None:
        self.list("")

    @on(Input.Changed, "#browse")
    def changed(self, event: Input.Changed) -> None:
        event.stop()
        self.list(event.value)

    def list(self, query: str) -> None:
        """Entries whose kind, id or name holds every word."""
        wanted = [fold(w) for w in query.split()]
        kinds = [*FIRST, *(k for k in BUILDERS if k not in FIRST)]
        self._entries = []
        listing = self.query_one("#entries", OptionList)
        listing.clear_options()
        for kind in kinds:
            for id in self._knowledge.table(kind):
                name = name_of(kind, id, self._knowledge)
                text = fold(f"{plural(kind)} {id} {name}")
                if all(w in text for w in wanted) and len(self._entries) < MOST:
                    self._entries.append((kind, id))
        listing.add_options([Option(f"{plural(kind)}: {id}") for kind, id in self._entries])
        if self._entries:
            listing.highlighted = 0
        else:
            self.query_one("#sheet", Static).update("Nothing of that name.")

    @on(OptionList.OptionHighlighted, "#entries")
    def show(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        kind, id = self._entries[event.option_index]
        self.query_one("#sheet", Static).update(render(sheet_of(kind, id, self._knowledge)))
