"""The knowledge base: found, read, overlaid, frozen."""

from fakdx.knowledge.base import Knowledge, Origin, OverlayEffect
from fakdx.knowledge.load import load_knowledge

__all__ = ["Knowledge", "Origin", "OverlayEffect", "load_knowledge"]
