"""The page that goes into the notebook: one view of a result, rendered as Markdown, HTML, text, PDF and JSON."""
