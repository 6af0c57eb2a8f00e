"""The page that documents every check, drawn from the checks themselves."""

from __future__ import annotations

from fakdx.lint.check import Check
from fakdx.lint.checks import THEMES, in_theme
from fakdx.lint.folder import READING

_INTRODUCTION = """\
# The checks of `fakdx check`

`fakdx check` reads a knowledge base as its curator's colleague would: beyond the form of every file it looks for
names that lead nowhere, rules that cannot work, evidence that carries more weight than its source, and entries
that nothing reaches. Each problem is one line, `file:line: message (code)`.

An **error** is wrong and must be mended. A **warning** is probably a mistake, or a gap that a reader would notice.
A **note** is worth knowing.

This page is drawn from the checks themselves."""


def checks_page() -> str:
    """The whole page."""
    parts = [_INTRODUCTION, _summary(), "## While the files are read", _reading()]
    for heading, module in THEMES:
        parts.append(f"## {heading}")
        parts += [_entry(check) for check in in_theme(module)]
    return "\n\n".join(parts) + "\n"


def _summary() -> str:
    rows = ["| check | level | finds |", "| --- | --- | --- |"]
    for _, module in THEMES:
        rows += [f"| [{c.code}](#{c.code}) | {c.level} | {_cell(c.title)} |" for c in in_theme(module)]
    return "\n".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _reading() -> str:
    """Codes of the reader: no checks, but they stand behind the same problems."""
    listed = "\n".join(f"- **{code}**: {about}" for code, about in READING.items())
    return f"These are errors too. The checks below run once all files can be read.\n\n{listed}"


def _entry(check: Check) -> str:
    prose, _, examples = check.about.partition("\nBad:\n")
    bad, _, good = examples.partition("\nGood:\n")
    return "\n\n".join(
        [f"### {check.code}", f"*{check.level}*", prose.strip(), "Bad:", _yaml(bad), "Good:", _yaml(good)]
    )


def _yaml(text: str) -> str:
    lines = [line[4:] for line in text.strip("\n").rstrip().splitlines()]
    return "\n".join(["```yaml", *lines, "```"])
