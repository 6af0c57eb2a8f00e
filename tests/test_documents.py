"""Everything the source documents say is in the knowledge base: each of their places is cited by something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fakdx import Knowledge, load_knowledge

DOCUMENTS = sorted(id for id, source in load_knowledge().sources.items() if source.places)


def citations(value: Any) -> Iterator[tuple[str, str]]:
    """Every `{source, at}` inside an entry."""
    if isinstance(value, dict):
        if set(value) == {"source", "at"}:
            yield value["source"], value["at"]
        for part in value.values():
            yield from citations(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from citations(part)


@pytest.fixture(scope="module")
def cited(knowledge: Knowledge) -> set[tuple[str, str]]:
    return {
        (source, place.strip())
        for table in knowledge.tables.values()
        for entry in table.values()
        for source, at in citations(entry.model_dump())
        for place in (at, *at.split(","))
    }


def test_the_five_documents_declare_their_places() -> None:
    assert DOCUMENTS == ["bc-acquired", "bc-compensatory", "bc-dual", "bc-resistance", "bc-role"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_place_of_a_document_is_cited(document: str, cited: set[tuple[str, str]], knowledge: Knowledge) -> None:
    uncited = [place for place in knowledge.sources[document].places if (document, place) not in cited]

    assert uncited == []


def test_every_source_place_named_by_a_citation_of_a_document_is_declared(
    cited: set[tuple[str, str]], knowledge: Knowledge
) -> None:
    strange = [(s, p) for s, p in cited if s in DOCUMENTS and p not in knowledge.sources[s].places and "," not in p]

    assert strange == []
