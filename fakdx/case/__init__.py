"""Cases: read, checked, written."""

from fakdx.case.case import Case

__all__ = ["Case"]
