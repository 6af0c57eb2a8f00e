"""What brought you here, and the experiment: the form before the questions."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Button, Input, Label, Select, Static

from fakdx.errors import InputError
from fakdx.interview.session import Session
from fakdx.interview.setting import Field, fields, filled_in, form_values, problems_of, read_form, suggestions
from fakdx.model.case import CaseData
from fakdx.tui.page import Page


class SettingScreen(Page):
    """The form. Leaving it with Enter or F2 goes on; every field may stay empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "go", "go on", priority=True),
        Binding("escape", "back", "back"),
    ]

    def __init__(self, session: Session, first: bool) -> None:
        super().__init__()
        self.session = session
        self._first = first
        """Whether the questions follow; else they go on where they stopped."""

    def body(self) -> ComposeResult:
        knowledge = self.session.knowledge
        values = form_values(self.session.case.context)
        with VerticalScroll(id="setting"):
            yield Static("What brought you here?", classes="heading", markup=False)
            situations = [(s.sees, s.id) for s in knowledge.scenarios.values()]
            yield Select(
                situations,
                prompt="none of the documented situations, or not sure",
                value=self.session.situation or Select.NULL,
                id="situation",
                compact=True,
            )
            yield Static("The experiment  (leave empty what you do not know)", classes="heading", markup=False)
            with Horizontal(classes="row"):
                yield Label("Title", classes="label")
                yield Input(self.session.case.title, placeholder="a few words", id="title", compact=True)
            for field in fields(knowledge):
                with Horizontal(classes="row"):
                    yield Label(field.label, classes="label")
                    yield self._entry(field, values.get(field.key, ""))
                yield Static("", id=f"wrong-{field.key}", classes="wrong", markup=False)
            yield Static("", id="filled-in", markup=False)
            yield Static("", id="wrong-", classes="wrong", markup=False)
            with Horizontal(classes="row"):
                yield Button("Go on  (F2)", variant="primary", id="go", compact=True)

    def _entry(self, field: Field, value: str) -> Input | Select[str]:
        if field.choices and not field.several:
            options = [(name, id) for id, name in field.choices]
            known = value if value in dict(field.choices) else Select.NULL
            return Select(options, prompt=field.hint or "not said", value=known, id=field.key, compact=True)
        names = suggestions(field.key, self.session.knowledge)
        suggester = SuggestFromList(names, case_sensitive=False) if names else None
        return Input(value, placeholder=field.hint, suggester=suggester, id=field.key, compact=True)

    def on_mount(self) -> None:
        self.say_top(self.session.case.title or "a new case", "research use only")
        self.query_one("#situation" if self._first else "#title").focus()
        self.show_known()

    @on(Input.Changed)
    @on(Select.Changed)
    def show_known(self) -> None:
        """What the knowledge base fills in, and what it does not understand, as one types."""
        for static in self.query(".wrong").results(Static):
            static.display = False
        known: tuple[str, ...] = ()
        try:
            case = self._read()
        except InputError as error:
            for key, message in problems_of(error).items():
                found = self.query(f"#wrong-{key}")
                static = found.first(Static) if found else self.query_one("#wrong-", Static)
                static.update(f"  ! {message}")
                static.display = True
        else:
            known = (*filled_in(case.context, self.session.knowledge), *case.notices)
        self.query_one("#filled-in", Static).update("\n".join(f"  + {line}" for line in known))

    def _read(self) -> CaseData:
        values = {}
        for field in fields(self.session.knowledge):
            widget = self.query_one(f"#{field.key}")
            if isinstance(widget, Select):
                values[field.key] = "" if widget.value is Select.NULL else str(widget.value)
            else:
                values[field.key] = self.query_one(f"#{field.key}", Input).value
        title = self.query_one("#title", Input).value
        return read_form(title, values, self.session.case, self.session.knowledge)

    @on(Button.Pressed, "#go")
    def pressed(self) -> None:
        self.action_go()

    @on(Input.Submitted)
    def next_field(self) -> None:
        """Enter walks down the form."""
        self.focus_next()

    def action_go(self) -> None:
        """Take the form over and go to the questions."""
        try:
            case = self._read()
        except InputError as error:
            first = next(iter(problems_of(error)))
            if first and self.query(f"#{first}"):
                self.query_one(f"#{first}").focus()
            self.notify("Mend the field marked with ! first.", severity="error")
            return
        self.session.change(case)
        chosen = self.query_one("#situation", Select).value
        self.session.situation = "" if chosen is Select.NULL else str(chosen)
        self.fakdx.to_questions(self.session, self._first)

    def action_back(self) -> None:
        """Leave the form as it was."""
        self.app.pop_screen()
