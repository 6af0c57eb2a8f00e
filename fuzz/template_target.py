"""A report template of the user's, rendered over one result."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fakdx.case import Case
from fakdx.diagnosis import Diagnosis, diagnose
from fakdx.report.html import render_html
from fakdx.report.markdown import render_markdown
from fuzz import seeds


@cache
def _diagnosis() -> Diagnosis:
    return diagnose(Case.from_text(seeds.example_case()), engine="matcher")


def render(template: Path, _folder: Path) -> None:
    """As Markdown and as HTML."""
    told = _diagnosis()
    render_markdown(told, told.knowledge, "long", template)
    render_html(told, told.knowledge, "long", template)
