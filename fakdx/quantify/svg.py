"""SVG written by hand: deterministic, escaped, readable without style sheets or fonts from elsewhere."""

from __future__ import annotations

import re
from html import escape

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9", "#5b5b5b")
INK, MUTED, RULE = "#1b1b1b", "#5b5b5b", "#d5d5d5"
FONT = "font-family='Helvetica, Arial, sans-serif'"
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\u00a0-\u200d\u2010-\u2027\u202f-\u2065\u2070-\ud7ff\ue000-\ufffd]")


def printable(text: str) -> str:
    """Text in which control and bidirectional characters are replaced: names come from files."""
    return _UNPRINTABLE.sub("\ufffd", text)


def safe(text: str) -> str:
    """Printable text with its markup escaped."""
    return escape(printable(text), quote=True)


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if abs(value) > 0.05 else "0"


class Drawing:
    """Collects shapes; `render` gives the file. Coordinates are pixels from the top left."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height, self.title = width, height, title
        self._shapes: list[str] = []

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = INK, width: float = 1, dash: str = ""
    ) -> None:
        dashed = f" stroke-dasharray='{dash}'" if dash else ""
        self._shapes.append(
            f"<line x1='{_n(x1)}' y1='{_n(y1)}' x2='{_n(x2)}' y2='{_n(y2)}' stroke='{colour}' "
            f"stroke-width='{_n(width)}'{dashed}/>"
        )

    def path(self, points: list[tuple[float, float]], colour: str, width: float = 2) -> None:
        if points:
            steps = " ".join(f"{'M' if i == 0 else 'L'}{_n(x)} {_n(y)}" for i, (x, y) in enumerate(points))
            self._shapes.append(f"<path d='{steps}' fill='none' stroke='{colour}' stroke-width='{_n(width)}'/>")

    def dot(self, x: float, y: float, radius: float, colour: str, *, hollow: bool = False) -> None:
        fill = "#ffffff" if hollow else colour
        self._shapes.append(f"<circle cx='{_n(x)}' cy='{_n(y)}' r='{_n(radius)}' fill='{fill}' stroke='{colour}'/>")

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self._shapes.append(f"<rect x='{_n(x)}' y='{_n(y)}' width='{_n(width)}' height='{_n(height)}' fill='{fill}'/>")

    def text(
        self, x: float, y: float, words: str, *, size: int = 12, anchor: str = "start", colour: str = INK,
        bold: bool = False, turned: bool = False,
    ) -> None:  # fmt: skip
        weight = " font-weight='bold'" if bold else ""
        turn = f" transform='rotate(-90 {_n(x)} {_n(y)})'" if turned else ""
        self._shapes.append(
            f"<text x='{_n(x)}' y='{_n(y)}' font-size='{size}' text-anchor='{anchor}' fill='{colour}'"
            f"{weight}{turn}>{safe(words)}</text>"
        )

    def render(self) -> str:
        width, height = _n(self.width), _n(self.height)
        size = f"width='{width}' height='{height}'"
        head = f"<svg xmlns='http://www.w3.org/2000/svg' {size} viewBox='0 0 {width} {height}' role='img' {FONT}>"
        background = f"<rect {size} fill='#ffffff'/>"
        return "\n".join([head, f"<title>{safe(self.title)}</title>", background, *self._shapes, "</svg>"]) + "\n"


def shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def diverging(value: float, limit: float) -> str:
    """Blue for negative, white for zero, orange for positive; full colour at `limit`."""
    share = max(-1.0, min(1.0, value / limit))
    end = (213, 94, 0) if share > 0 else (0, 114, 178)
    return "#" + "".join(f"{round(255 + (channel - 255) * abs(share)):02x}" for channel in end)
