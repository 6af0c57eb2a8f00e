"""Text that people typed, made inert: it may say anything and must change nothing around it.

Every output has its own rules, so there is one function for each. All of them begin with `plain`, which takes out
what no page should carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from fakdx.figures.inert import html, plain

__all__ = [
    "Ready",
    "finalize_html",
    "finalize_markdown",
    "finalize_text",
    "html",
    "markdown",
    "mermaid_label",
    "plain",
]


class Ready(str):
    """Text that a renderer made itself and that goes out as it is. Anything done to it gives plain text again."""

    __slots__ = ()


_MARKDOWN = re.compile(
    r"[\\`*\[\]<>|~$&{}^#@]"  # marks that mean something wherever they stand
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore inside a word is only an underscore
    r"|/(?=/)|(?<=/)/"  # addresses that some renderers turn into links by themselves
    r"|(?<=\d)\.(?=[^\W\d_])|(?<=[^\W\d_])\.(?=[^\W_])"  # and so with names of hosts and files
)
_LINE_START = re.compile(r"(\d{1,9})[.)](?:\s|$)|[-+](?=[-:\s]|$)|[=:]")


def markdown(text: str) -> Ready:
    """For CommonMark and GitHub's Markdown, in a paragraph, heading, list item or table cell."""
    clean = plain(text)
    escaped = _MARKDOWN.sub(lambda m: "\\" + m[0], clean)
    if match := _LINE_START.match(escaped):
        cut = match.end(1) if match[1] else 0
        escaped = escaped[:cut] + "\\" + escaped[cut:]
    return Ready(escaped)


_MERMAID = re.compile(r"[^\w\s.,+\-/()=·→↑↓×µμ]|_(?=_)|(?<=_)_")


def mermaid_label(text: str) -> str:
    """A quoted Mermaid label. What is not a letter, digit or plain mark becomes a character code."""
    coded = _MERMAID.sub(lambda m: f"#{ord(m[0])};", plain(text))
    return f'"{coded}"' if coded else '" "'


def finalize_markdown(value: Any) -> str:
    """What a Markdown template does with every value it prints."""
    return value if isinstance(value, Ready) else markdown(_text(value))


def finalize_html(value: Any) -> Markup:
    """What an HTML template does with every value it prints; only what the renderer made is let through."""
    return value if isinstance(value, Markup) else html(_text(value))


def finalize_text(value: Any) -> str:
    """What a plain text template does with every value it prints."""
    return plain(_text(value))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


Finalize = Callable[[Any], str]
