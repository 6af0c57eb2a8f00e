"""Jinja2 environments for the shipped templates and for the user's own: sandboxed, strict, escaping by themselves.

There is no way in a template to let a value through unescaped: the filters that could are taken out, and whatever a
template does to a value gives plain text, which is escaped when it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from fakdx.errors import InputError, Problem
from fakdx.reading.files import read_regular
from fakdx.reading.names import did_you_mean
from fakdx.report.escape import Ready, finalize_html, finalize_markdown, finalize_text
from fakdx.report.words import sentence

SHIPPED = Path(__file__).parent / "templates"
Language = Literal["markdown", "html", "text"]

_FINALIZE: Mapping[Language, Callable[[Any], Any]] = {
    "markdown": finalize_markdown,
    "html": finalize_html,
    "text": finalize_text,
}
MAX_BYTES = 1_000_000
_BLANK_LINES = re.compile(r"\n{3,}")
_UNSAFE_FILTERS = ("safe", "escape", "e", "forceescape", "urlize", "xmlattr", "tojson")
_MISTAKES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What an expression of a template can raise besides Jinja2's own errors."""


class Unknown(StrictUndefined):
    """A name that is not there: an error at once, with the names that look like it."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name = str(self._undefined_name)
        owner = self._undefined_obj
        known = getattr(type(owner), "__dataclass_fields__", None)
        if known is not None:
            return f"{type(owner).__name__.lower()} has no {name!r}{did_you_mean(name, known)}"
        return f"unknown name {name!r}{did_you_mean(name, ('report',))}"


class _Folder(FileSystemLoader):
    """Templates of one folder; a link that leads out of it is not followed."""

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        folder = Path(self.searchpath[0]).resolve()
        if folder not in (folder / template).resolve().parents:
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


class _Lines(SandboxedEnvironment):
    """For languages other than HTML: what a macro or a block returns is ready, as Jinja2 has it for HTML by itself."""

    @staticmethod
    def concat(parts: Iterable[str]) -> Ready:
        return Ready("".join(parts))


def _environment(folder: Path, language: Language) -> SandboxedEnvironment:
    kind = SandboxedEnvironment if language == "html" else _Lines
    environment = kind(
        loader=_Folder(folder),
        undefined=Unknown,
        autoescape=language == "html",
        finalize=_FINALIZE[language],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in _UNSAFE_FILTERS:
        environment.filters.pop(name, None)
    environment.filters["sentence"] = sentence
    return environment


@lru_cache(maxsize=8)
def _shipped(language: Language) -> SandboxedEnvironment:
    return _environment(SHIPPED, language)


def render_shipped(name: str, language: Language, **values: object) -> str:
    """A shipped template. In Markdown, blank lines that its conditions leave behind are folded into one."""
    page = str(_shipped(language).get_template(name).render(values))
    return _BLANK_LINES.sub("\n\n", page).strip() + "\n" if language == "markdown" else page


def render_own(path: Path, language: Language, **values: object) -> str:
    """Render a template of the user's. Raises InputError that names file and line of the mistake.

    The template may include and extend its neighbours in the folder and what lies below, nothing else.
    """
    try:
        read_regular(path, MAX_BYTES, "a template").decode("utf-8")
    except FileNotFoundError as error:
        raise InputError(Problem(str(path), 0, f"cannot be read as a template: {error.strerror}")) from None
    except UnicodeDecodeError:
        raise InputError(Problem(str(path), 0, "cannot be read as a template: it is not UTF-8 text")) from None
    real = path.resolve()
    try:
        return str(_environment(real.parent, language).get_template(real.name).render(values))
    except TemplateSyntaxError as error:
        name = str(path if error.filename is None else path.parent / Path(error.filename).name)
        raise InputError(Problem(name, error.lineno, error.message or "is no template")) from None
    except TemplateNotFound as error:
        file, line = _place(error.__traceback__, path)
        raise InputError(Problem(file, line, f"no template {error.name!r} in {path.parent}")) from None
    except (TemplateError, *_MISTAKES) as error:
        file, line = _place(error.__traceback__, path)
        raise InputError(Problem(file, line, str(error) or type(error).__name__)) from None


def _place(trace: TracebackType | None, path: Path) -> tuple[str, int]:
    """The innermost line of a template that the error came through."""
    folder = path.resolve().parent
    file, line = str(path), 0
    while trace is not None:
        name = Path(trace.tb_frame.f_code.co_filename)
        if name.is_absolute() and folder in name.parents and name.suffix != ".py":
            file, line = str(path.parent / name.relative_to(folder)), trace.tb_lineno
        trace = trace.tb_next
    return file, line
