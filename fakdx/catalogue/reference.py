"""The reference: the knowledge base as a tree of Markdown pages, drawn from the YAML alone."""

from __future__ import annotations

from collections.abc import Mapping

from fakdx.catalogue.markdown import MarkdownPage, PageOf, escape
from fakdx.catalogue.sheet import Ref
from fakdx.catalogue.sheets import BUILDERS, name_of, plural, sheet_of
from fakdx.knowledge import Knowledge

ONE_PAGE_EACH = "hypotheses"
"""The kind whose entries have a page each; the rules about them stand there."""
NOTICE = "For research use only. Drawn from the YAML of the knowledge base; edit that, not this page."


def pages(knowledge: Knowledge) -> Mapping[str, str]:
    """Path below the reference folder, to Markdown. The same knowledge gives the same pages, byte for byte."""
    found = {"index.md": _index(knowledge)}
    for kind in BUILDERS:
        if not knowledge.table(kind):
            continue
        if kind == ONE_PAGE_EACH:
            for id in knowledge.table(kind):
                path = f"{kind}/{id}.md"
                found[path] = _page(MarkdownPage(path, _page_of(knowledge)).sheet(sheet_of(kind, id, knowledge), 1))
        else:
            found[f"{kind}.md"] = _kind_page(kind, knowledge)
    return dict(sorted(found.items()))


def _kind_page(kind: str, knowledge: Knowledge) -> str:
    page = MarkdownPage(f"{kind}.md", _page_of(knowledge))
    ids = sorted(knowledge.table(kind), key=str.casefold)
    sheets = [page.sheet(sheet_of(kind, id, knowledge)) for id in ids]
    return _page("\n\n".join([f"# {escape(plural(kind).capitalize())}", f"{len(ids)} in all.", *sheets]))


def _index(knowledge: Knowledge) -> str:
    page = MarkdownPage("index.md", _page_of(knowledge))
    parts = ["# The knowledge base", f"Version {escape(knowledge.version)}."]
    hypotheses = knowledge.table(ONE_PAGE_EACH)
    for word, kind in (("Mechanisms", "mechanism"), ("Artefacts", "artefact"), ("No resistance", "sensitive")):
        chosen = [id for id, entry in hypotheses.items() if entry.kind == kind]
        if chosen:
            lines = [f"- {page.line((Ref(ONE_PAGE_EACH, id), f': {hypotheses[id].name}'))}" for id in sorted(chosen)]
            parts += [f"## {word}", "\n".join(lines)]
    rows = [
        f"| [{escape(plural(kind))}]({kind}.md) | {len(knowledge.table(kind))} | {_examples(kind, knowledge)} |"
        for kind in BUILDERS
        if kind != ONE_PAGE_EACH and knowledge.table(kind)
    ]
    parts += ["## Everything else", "\n".join(["| kind | entries | for example |", "| --- | --- | --- |", *rows])]
    return _page("\n\n".join(parts))


def _examples(kind: str, knowledge: Knowledge) -> str:
    ids = list(knowledge.table(kind))[:2]
    return "; ".join(escape(id if kind == "rules" else name_of(kind, id, knowledge) or id) for id in ids)


def _page_of(knowledge: Knowledge) -> PageOf:
    def page_of(ref: Ref) -> str | None:
        if ref.id not in knowledge.table(ref.kind):
            return None
        return f"{ref.kind}/{ref.id}.md" if ref.kind == ONE_PAGE_EACH else f"{ref.kind}.md#{ref.id}"

    return page_of


def _page(body: str) -> str:
    return f"{body}\n\n---\n\n{NOTICE}\n"
