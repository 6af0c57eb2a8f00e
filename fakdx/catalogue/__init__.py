"""The knowledge base to look at: `show` in a terminal, `pages` as Markdown."""

from fakdx.catalogue.reference import pages
from fakdx.catalogue.show import show

__all__ = ["pages", "show"]
