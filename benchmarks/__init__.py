"""Measurements of fakdx: how often it is right, and how fast."""
