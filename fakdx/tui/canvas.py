"""Lines of box characters that join where they meet."""

from __future__ import annotations

from dataclasses import dataclass, field

NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
_LIGHT = {
    NORTH: "│", SOUTH: "│", NORTH | SOUTH: "│", EAST: "─", WEST: "─", EAST | WEST: "─",
    EAST | SOUTH: "┌", WEST | SOUTH: "┐", EAST | NORTH: "└", WEST | NORTH: "┘",
    NORTH | EAST | SOUTH: "├", NORTH | WEST | SOUTH: "┤", EAST | WEST | SOUTH: "┬", EAST | WEST | NORTH: "┴",
    NORTH | EAST | SOUTH | WEST: "┼",
}  # fmt: skip
_DOUBLE = str.maketrans("│─┌┐└┘├┤┬┴┼", "║═╔╗╚╝╠╣╦╩╬")


@dataclass
class Canvas:
    """Cells by line and column: the directions in which lines leave them, those of double lines, and letters."""

    _lines: dict[tuple[int, int], int] = field(default_factory=dict)
    _double: dict[tuple[int, int], int] = field(default_factory=dict)
    _letters: dict[tuple[int, int], str] = field(default_factory=dict)

    def across(self, y: int, x0: int, x1: int, double: bool) -> None:
        """A horizontal line between two columns."""
        first, last = sorted((x0, x1))
        for x in range(first, last):
            self._join(y, x, EAST, double)
            self._join(y, x + 1, WEST, double)

    def down(self, x: int, y0: int, y1: int, double: bool) -> None:
        """A vertical line between two lines of text."""
        first, last = sorted((y0, y1))
        for y in range(first, last):
            self._join(y, x, SOUTH, double)
            self._join(y + 1, x, NORTH, double)

    def head(self, y: int, x: int, letter: str) -> None:
        """The end of an arrow."""
        self._letters[y, x] = letter

    def write(self, y: int, x: int, text: str) -> None:
        """Text over whatever lies beneath."""
        for offset, letter in enumerate(text):
            self._letters[y, x + offset] = letter

    def text(self) -> str:
        """The drawing, without blanks at the ends of lines."""
        cells = {place: self._glyph(place) for place in self._lines} | self._letters
        height = max((y for y, _ in cells), default=-1) + 1
        width = max((x for _, x in cells), default=-1) + 1
        rows = ["".join(cells.get((y, x), " ") for x in range(width)).rstrip() for y in range(height)]
        return "\n".join(rows).strip("\n")

    def _join(self, y: int, x: int, direction: int, double: bool) -> None:
        self._lines[y, x] = self._lines.get((y, x), 0) | direction
        if double:
            self._double[y, x] = self._double.get((y, x), 0) | direction

    def _glyph(self, place: tuple[int, int]) -> str:
        """Double where a double line passes; a single line that only crosses it stays hidden behind."""
        if double := self._double.get(place):
            return _LIGHT[double].translate(_DOUBLE)
        return _LIGHT[self._lines[place]]
