"""The states of one question as a list: a digit picks, Enter answers, the mouse picks."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from fakdx.interview.wording import state_word
from fakdx.model.case import NOT_TESTED

KEYS = {NOT_TESTED: "0"}
"""Keys that are the same for every question; the other states are numbered."""
NOT_KNOWN_KEY = "d"
CHOSEN, OPEN = "(•)", "( )"
NOT_KNOWN_ID = "not-known"


class StateList(OptionList):
    """What can be said to the question. Posts `Picked` when the choice moves and `Committed` when it is meant."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "commit", "answer", show=False),
        Binding("0", "at_once('not tested')", "not tested", key_display="0"),
        Binding("d", "at_once('not-known')", "don't know"),
    ]

    class Picked(Message):
        """Another state is chosen."""

    class Committed(Message):
        """The chosen state is the answer."""

    def __init__(self) -> None:
        super().__init__(id="states", markup=False)
        self._states: tuple[str, ...] = ()
        self.chosen = ""

    def show(self, states: tuple[str, ...], chosen: str) -> None:
        """List these states."""
        self._states = (*states, NOT_KNOWN_ID)
        self.chosen = chosen
        self.clear_options()
        for number, state in enumerate(self._states):
            self.add_option(Option(self._line(number), id=state))
        self.highlighted = self._states.index(chosen) if chosen in self._states else None

    def _line(self, number: int) -> str:
        state = self._states[number]
        word = "don't know" if state == NOT_KNOWN_ID else state_word(state)
        return f"{CHOSEN if state == self.chosen else OPEN} {self._key(number)}  {word}"

    def _key(self, number: int) -> str:
        state = self._states[number]
        return NOT_KNOWN_KEY if state == NOT_KNOWN_ID else KEYS.get(state, str(number + 1))

    def choose(self, state: str) -> None:
        """Mark a state and say so."""
        if state not in self._states:
            return
        before, self.chosen = self.chosen, state
        for changed in {before, state} & set(self._states):
            number = self._states.index(changed)
            self.replace_option_prompt_at_index(number, self._line(number))
        self.highlighted = self._states.index(state)
        if before != state:
            self.post_message(self.Picked())

    def watch_highlighted(self, highlighted: int | None) -> None:
        """The cursor chooses."""
        super().watch_highlighted(highlighted)
        if highlighted is not None and self._states[highlighted] != self.chosen:
            self.choose(self._states[highlighted])

    def on_key(self, event: events.Key) -> None:
        """Digits pick a state; the same digit again, or Enter, answers."""
        for number, state in enumerate(self._states):
            if event.character == self._key(number) and state not in (NOT_TESTED, NOT_KNOWN_ID):
                event.stop()
                if state == self.chosen:
                    self.action_commit()
                else:
                    self.choose(state)
                return

    def action_select(self) -> None:
        """A click chooses and does not answer: numbers may follow."""

    def action_commit(self) -> None:
        """The choice is the answer."""
        self.post_message(self.Committed())

    def action_at_once(self, state: str) -> None:
        """One key for what needs no numbers."""
        self.choose(state)
        self.action_commit()
