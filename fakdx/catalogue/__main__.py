"""`python -m fakdx.catalogue DOCS` writes the generated pages; with `--check` it says which are stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from fakdx.catalogue.generated import stale, write
from fakdx.knowledge import load_knowledge


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 when `--check` finds a stale page."""
    parser = argparse.ArgumentParser(prog="python -m fakdx.catalogue", description="Draw the generated documentation.")
    parser.add_argument("docs", type=Path, help="the documentation folder")
    parser.add_argument("--check", action="store_true", help="write nothing; name what is stale")
    options = parser.parse_args(arguments)
    knowledge = load_knowledge()
    names = stale(options.docs, knowledge) if options.check else write(options.docs, knowledge)
    word = "stale" if options.check else "drawn"
    sys.stderr.writelines(f"{word}: {options.docs / name}\n" for name in names)
    return 1 if options.check and names else 0


if __name__ == "__main__":
    sys.exit(main())
