"""The HTML page on paper. An extra: WeasyPrint is imported when it is used."""

from __future__ import annotations

from typing import Any

from fakdx.errors import InputError
from fakdx.knowledge import Knowledge
from fakdx.model.result import Result
from fakdx.report.html import render_html

NEEDS = "PDF needs WeasyPrint; install it with: pip install 'fakdx[pdf]'"


def render_pdf(result: Result, knowledge: Knowledge, form: str = "long") -> bytes:
    """The page as PDF, from nothing but the page itself. Raises InputError where WeasyPrint is missing."""
    page = render_html(result, knowledge, form)
    return print_pdf(page, result.provenance.case_sha256 + result.provenance.knowledge_sha256)


def print_pdf(page: str, identity: str) -> bytes:
    """`identity` names the document inside the file, so that the same page gives the same bytes."""
    try:
        import weasyprint
    except (ImportError, OSError):
        raise InputError(NEEDS) from None
    document = weasyprint.HTML(string=page, url_fetcher=_refuse)
    written: Any = document.write_pdf(pdf_identifier=identity.encode()[:32])
    return bytes(written)


def _refuse(url: str, *_args: object, **_options: object) -> dict[str, object]:
    raise ValueError(f"a report fetches nothing: {url}")
