"""What every entry of the knowledge base shares: strict, frozen, unknown fields refused, claims cited."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=80)]
"""A permanent name: letters, digits and underscores. Analytes keep the field's capitals (`pFAK_Y397`)."""

SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1)]

Level = Literal["clinical", "in_vivo", "in_vitro", "inferential"]
Status = Literal["draft", "active", "deprecated"]


class Entry(BaseModel):
    """Base of all that is read from YAML."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Cite(Entry):
    """A source and the place in it that supports the claim (`Q1`, `abstract`, `Table 2`)."""

    source: SourceId
    at: Text


class Claim(Entry):
    """One sentence that a source supports, and how far it may be trusted."""

    says: Text
    cites: tuple[Cite, ...]
    level: Level = "inferential"
    quality: Annotated[int, "1 (weak) to 5 (strong), of this claim and not of its journal"] = 3
    illustrative: bool = False
    """Illustrative claims are shown and carry no weight."""
    status: Status = "active"
    supersedes: str | None = None


class Source(Entry):
    """A citation. `read` says what was actually read; `study` is the data set that the claim rests on."""

    id: SourceId
    kind: Literal["primary", "review", "vendor", "guideline", "database", "expert", "definition"]
    citation: Text
    title: str | None = None
    year: int | None = None
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    pmid: Annotated[str, StringConstraints(pattern=r"^\d{1,9}$")] | None = None
    pmcid: Annotated[str, StringConstraints(pattern=r"^PMC\d+$")] | None = None
    url: str | None = None
    read: Literal["text", "abstract", "secondary", "recalled"]
    checked: bool
    study: SourceId | None = None
    note: str | None = None
    places: tuple[str, ...] = ()
    """The places that the knowledge base must cite, for the documents it was built from."""

    @property
    def study_id(self) -> str:
        return self.study or self.id
