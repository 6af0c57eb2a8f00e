"""Plots as data, and two ways to draw them: SVG and plain characters.

`quantify` describes what it measured as figures, a case file keeps them, and a report draws them. Nothing here knows
what the numbers mean. Importing this package alone builds no model, so that a case without numbers pays nothing.
"""
