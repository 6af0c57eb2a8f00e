"""The report as Markdown: CommonMark with GitHub's tables, and Mermaid where it is drawn."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.escape import Ready
from fakdx.report.plots import fenced_plots, picture_names, plots_of
from fakdx.report.templating import render_own, render_shipped
from fakdx.report.view import View, view_of


def render_markdown(
    result: Result,
    knowledge: Knowledge,
    form: str = "long",
    template: Path | None = None,
    pictures: str = "",
) -> str:
    """The page as Markdown.

    `form`: `short` is the first page alone. `template`: a Jinja2 template of the user's, which gets the view as
    `report`. `pictures`: the stem of SVG files that lie beside the page (see `pictures_of`), to show them as well.
    Raises InputError for a mistake in the template, with file and line.
    """
    view = view_of(result, knowledge, form)
    values = {
        "report": view,
        "mermaid": _mermaid(view),
        "pictures": Ready(quote(pictures)),
        "plots": picture_names(view) if pictures else fenced_plots(view),
        "link": _link,
    }
    if template is not None:
        return render_own(template, "markdown", **values)
    return render_shipped("report.md.jinja", "markdown", **values)


def pictures_of(result: Result, knowledge: Knowledge) -> dict[str, str]:
    """The SVG pictures of the long form, by the ending of the file they belong in."""
    from fakdx.report.timeline import timeline_svg

    view = view_of(result, knowledge, "long")
    pictures = {}
    if view.picture is not None:
        pictures["pathway.svg"] = view.picture.svg()
    if view.timeline is not None:
        pictures["timeline.svg"] = timeline_svg(view.timeline)
    for names, plots in zip(picture_names(view), plots_of(view), strict=True):
        pictures.update(zip(names, plots, strict=True))
    return pictures


def _mermaid(view: View) -> Ready:
    return Ready(view.picture.mermaid()) if view.picture is not None else Ready("")


def _link(address: str) -> Ready:
    """An address as the target of a link: nothing in it can end the link."""
    return Ready(quote(address, safe="/-._:#?=&%+,;~"))
