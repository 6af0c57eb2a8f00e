"""The report as one HTML file: no outside request, readable on paper, on a phone, in the dark and aloud."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.plots import plots_of
from fakdx.report.templating import SHIPPED, render_own, render_shipped
from fakdx.report.timeline import timeline_svg
from fakdx.report.view import view_of


def render_html(result: Result, knowledge: Knowledge, form: str = "long", template: Path | None = None) -> str:
    """The page as HTML.

    `form`: `short` is the first page alone. `template`: a Jinja2 template of the user's, which gets the view as
    `report`, the pictures as `pathway`, `timeline` and `plots` (one list for each of `report.quantified`), and the
    style sheet as `style`. Raises InputError for a
    mistake in the template, with file and line.
    """
    view = view_of(result, knowledge, form)
    values = {
        "report": view,
        "pathway": Markup(view.picture.svg()) if view.picture is not None else Markup(),
        "timeline": Markup(timeline_svg(view.timeline)) if view.timeline is not None else Markup(),
        "plots": [[Markup(picture) for picture in pictures] for pictures in plots_of(view)],
        "style": stylesheet(),
    }
    if template is not None:
        return render_own(template, "html", **values)
    return render_shipped("report.html.jinja", "html", **values)


def to_html_fragment(result: Result, knowledge: Knowledge) -> str:
    """The first page for a notebook cell: one element that brings its own style and touches nothing around it."""
    return render_shipped("fragment.html.jinja", "html", report=view_of(result, knowledge, "short"), style=stylesheet())


@lru_cache(maxsize=1)
def stylesheet() -> Markup:
    return Markup((SHIPPED / "style.css").read_text(encoding="utf-8"))
