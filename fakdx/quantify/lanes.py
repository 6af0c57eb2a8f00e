"""Bands as they come off a membrane, whatever program measured them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fakdx.errors import InputError
from fakdx.quantify.folds import Unit


@dataclass(frozen=True, slots=True)
class Lane:
    """One band. `signal` has its background off already; `row` is its row in the file, 0 for arrays."""

    analyte: str
    signal: float
    condition: str
    replicate: str = "1"
    blot: str = "1"
    lane: str = ""
    line: str = ""
    dose_um: float | None = None
    time_h: float | None = None
    is_vehicle: bool = False
    saturated: bool = False
    floored: bool = False
    row: int = 0

    def numbered(self, number: int) -> Lane:
        """The same band in a lane that is known only by its order."""
        return replace(self, lane=f"#{number}")

    @property
    def unit(self) -> Unit:
        return (self.replicate, self.blot)

    @property
    def place(self) -> tuple[object, ...]:
        """What the bands of one lane share."""
        return (self.blot, self.lane, self.replicate, self.cell)

    @property
    def cell(self) -> Cell:
        return Cell(self.condition, self.dose_um, self.time_h, self.line)


@dataclass(frozen=True, slots=True)
class Cell:
    """One experimental condition; its lanes are replicates of one another."""

    condition: str
    dose_um: float | None
    time_h: float | None
    line: str


def arrays_to_lanes(
    target: str, vehicle: Sequence[float], treated: Sequence[float], *, condition: str = "treated"
) -> list[Lane]:
    """Paired replicate values (one experiment each) as lanes, for use without a table."""
    if len(vehicle) != len(treated):
        raise InputError(f"{target}: {len(vehicle)} vehicle values but {len(treated)} treated ones; give pairs")
    lanes = []
    for number, (v, t) in enumerate(zip(vehicle, treated, strict=True), 1):
        lanes.append(Lane(target, v, "vehicle", str(number), str(number), is_vehicle=True))
        lanes.append(Lane(target, t, condition, str(number), str(number)))
    return lanes
