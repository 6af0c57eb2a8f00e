"""SVG written by hand: deterministic, escaped, readable without style sheets or fonts from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from fakdx.figures.inert import html, plain

INK, MUTED, RULE, PAPER, ACCENT = "#1d2733", "#5a6673", "#d4dae0", "#ffffff", "#0b5fa5"
FONT = "font-family='Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif'"
Point = tuple[float, float]


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, without a negative zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text in ("-0", "") else text


def points(corners: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


class Svg:
    """Collects shapes in pixels from the top left; `render` gives the picture with its title and description."""

    def __init__(self, width: float, height: float, title: str, description: str = "") -> None:
        self.width, self.height, self.title, self.description = width, height, title, description
        self._shapes: list[str] = []

    def add(self, tag: str, content: str | None = None, /, **attributes: str | float) -> None:
        """One shape. Underscores of attribute names become hyphens; `content` is text and is escaped."""
        said = "".join(
            f" {name.rstrip('_').replace('_', '-')}='{html(value) if isinstance(value, str) else number(value)}'"
            for name, value in attributes.items()
        )
        self._shapes.append(f"<{tag}{said}/>" if content is None else f"<{tag}{said}>{html(content)}</{tag}>")

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: str | float) -> None:
        self.add("rect", x=x, y=y, width=width, height=height, fill=fill, **more)

    def line(self, start: Point, end: Point, colour: str = INK, width: float = 1.0, dash: str = "") -> None:
        dashed = {"stroke_dasharray": dash} if dash else {}
        self.add(
            "line",
            x1=start[0],
            y1=start[1],
            x2=end[0],
            y2=end[1],
            stroke=colour,
            stroke_width=width,
            **dashed,
        )

    def curve(self, start: Point, control: Point, end: Point, colour: str, width: float, dash: str = "") -> None:
        dashed = {"stroke_dasharray": dash} if dash else {}
        path = f"M{points([start])} Q{points([control])} {points([end])}"
        self.add("path", d=path, fill="none", stroke=colour, stroke_width=width, **dashed)

    def polygon(self, corners: Sequence[Point], fill: str, **more: str | float) -> None:
        self.add("polygon", points=points(corners), fill=fill, **more)

    def text(
        self, x: float, y: float, words: str, size: float = 13, *, anchor: str = "start", colour: str = INK,
        bold: bool = False, halo: bool = False, turn: float = 0,
    ) -> None:  # fmt: skip
        """A line of text. `halo` keeps it readable on top of lines; `turn` is in degrees about its anchor."""
        more: dict[str, str | float] = {"font_weight": "bold"} if bold else {}
        if halo:
            more |= {"paint_order": "stroke", "stroke": PAPER, "stroke_width": 4, "stroke_linejoin": "round"}
        if turn:
            more["transform"] = f"rotate({number(turn)} {points([(x, y)])})"
        self.add("text", plain(words), x=x, y=y, font_size=size, text_anchor=anchor, fill=colour, **more)

    def dot(self, x: float, y: float, radius: float, colour: str, *, hollow: bool = False) -> None:
        self.add("circle", cx=x, cy=y, r=radius, fill=PAPER if hollow else colour, stroke=colour, stroke_width=1.4)

    def path(self, corners: Sequence[Point], colour: str, width: float = 2.0, dash: str = "") -> None:
        """A line through all corners; nothing for fewer than two."""
        if len(corners) > 1:
            dashed = {"stroke_dasharray": dash} if dash else {}
            self.add("path", d="M" + " L".join(points([c]) for c in corners), fill="none", stroke=colour,
                     stroke_width=width, **dashed)  # fmt: skip

    def inset(self, other: Svg, x: float, y: float) -> None:
        """Another picture at a place of this one."""
        placed = other.render().strip().replace("<svg ", f"<svg x='{number(x)}' y='{number(y)}' ", 1)
        self._shapes.append(placed)

    def render(self) -> str:
        width, height = number(self.width), number(self.height)
        described = f"<desc>{html(self.description)}</desc>" if self.description else ""
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
            f"viewBox='0 0 {width} {height}' role='img' aria-label='{html(self.title)}' {FONT}>"
            f"<title>{html(self.title)}</title>{described}"
            f"<rect width='{width}' height='{height}' fill='{PAPER}'/>" + "".join(self._shapes) + "</svg>\n"
        )


def wrapped(text: str, width: int, most: int) -> list[str]:
    """At most `most` lines of about `width` characters; what does not fit ends in an ellipsis."""
    lines: list[str] = [""]
    for word in plain(text).split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    kept = [shorten(line, width + 2) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = shorten(kept[-1] + "…", width + 2) if not kept[-1].endswith("…") else kept[-1]
    return kept


def shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
