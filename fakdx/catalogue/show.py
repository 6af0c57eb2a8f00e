"""`fakdx show`: any entry of the knowledge base in a terminal, a kind of entry, or the whole catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from fakdx.catalogue.classes import class_sheet, unnamed_class
from fakdx.catalogue.sheets import BUILDERS, name_of, sheet_of
from fakdx.catalogue.terminal import counts_table, kind_table, render
from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.knowledge.kinds import BY_NAME
from fakdx.reading.names import did_you_mean, fold


def show(id: str | None, knowledge: Knowledge, source: str | None = None) -> RenderableType:
    """What is known under a name.

    `id` is the id, name or alias of an entry, the name of a kind (`analytes`, `cell lines`), or None for the
    catalogue. `source` asks what rests on a document, place by place. Raises InputError for an unknown name.
    """
    if source is not None:
        if source not in knowledge.sources:
            raise InputError(f"unknown source {source!r}{did_you_mean(source, knowledge.sources)}")
        return render(sheet_of("sources", source, knowledge))
    if id is None:
        return _catalogue(knowledge)
    if (kind := _kind(id)) is not None:
        table = knowledge.table(kind)
        return kind_table(kind, [(key, name_of(kind, key, knowledge)) for key in sorted(table, key=str.casefold)])
    found = list(_entries(id, knowledge))
    unnamed = unnamed_class(id, knowledge)
    if not found and unnamed is None:
        raise InputError(f"nothing is called {id!r}{_suggestion(id, knowledge)}; `fakdx show` lists what there is")
    sheets = [render(sheet_of(kind, key, knowledge)) for kind, key in found]
    sheets += [render(class_sheet(unnamed, knowledge))] if unnamed else []
    return Group(*(part for sheet in sheets for part in (sheet, Text(""))))


def _catalogue(knowledge: Knowledge) -> RenderableType:
    rows = []
    for kind in BUILDERS:
        table = knowledge.table(kind)
        rows.append((kind, len(table), ", ".join(list(table)[:3])))
    return Group(
        Text(f"knowledge {knowledge.version}, sha256 {knowledge.sha256[:12]}"),
        counts_table([row for row in rows if row[1]]),
    )


def _kind(name: str) -> str | None:
    """The kind called so, in singular or plural."""
    for kind in BY_NAME.values():
        if fold(name) in (fold(kind.name), fold(kind.noun), fold(kind.noun + "s")):
            return kind.name
    return None


def _entries(name: str, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Kind and id of every entry of that id; failing that, of that name or alias."""
    exact = [(kind, entry_id) for kind, entry_id in _ids(knowledge) if entry_id == name]
    yield from exact
    if not exact:
        for kind, entry_id in _ids(knowledge):
            if fold(name) in {fold(n) for n in _names(kind, entry_id, knowledge)}:
                yield kind, entry_id


def _ids(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for kind in BUILDERS:
        for id in knowledge.table(kind):
            yield kind, id


def _names(kind: str, id: str, knowledge: Knowledge) -> list[str]:
    entry = knowledge.table(kind)[id]
    return [id, getattr(entry, "name", ""), *getattr(entry, "aliases", ())]


def _suggestion(name: str, knowledge: Knowledge) -> str:
    ids = [id for _, id in _ids(knowledge)]
    near = did_you_mean(name, ids)
    return near or did_you_mean(name, [n for kind, id in _ids(knowledge) for n in _names(kind, id, knowledge) if n])
