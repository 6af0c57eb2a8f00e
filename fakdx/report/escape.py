"""Text that people typed, made inert: it may say anything and must change nothing around it.

Every output has its own rules, so there is one function for each. All of them first replace what no page should
carry: control characters, which drive terminals, and bidirectional controls, which reorder what is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

REPLACEMENT = "\ufffd"
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef"
    "\ud800-\udfff\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_SPACE = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029 ]+")


class Ready(str):
    """Text that a renderer made itself and that goes out as it is. Anything done to it gives plain text again."""

    __slots__ = ()


def plain(text: str) -> str:
    """One line: white space becomes single blanks, control and bidirectional characters U+FFFD."""
    return _UNWANTED.sub(REPLACEMENT, _SPACE.sub(" ", text)).strip()


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


def html(text: str) -> Markup:
    """For HTML and SVG, in text and in quoted attributes."""
    return escape(plain(text))


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
