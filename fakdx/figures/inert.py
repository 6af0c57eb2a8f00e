"""Text that people typed, made inert for one line of any output and for markup.

Every output first replaces what no page should carry: control characters, which drive terminals, and bidirectional
controls, which reorder what is read.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

REPLACEMENT = "\ufffd"
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef"
    "\ud800-\udfff\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_SPACE = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029 ]+")


def plain(text: str) -> str:
    """One line: white space becomes single blanks, control and bidirectional characters U+FFFD."""
    return _UNWANTED.sub(REPLACEMENT, _SPACE.sub(" ", text)).strip()


def html(text: str) -> Markup:
    """For HTML and SVG, in text and in quoted attributes."""
    return escape(plain(text))
