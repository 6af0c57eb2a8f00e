"""The reports of the examples, rebuilt (`--write`) or compared with what is committed (`--check`)."""

from __future__ import annotations

import sys
from pathlib import Path

from fakdx import Case, diagnose

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def reports() -> dict[Path, str]:
    """File to text, for every example case."""
    built = {}
    for path in sorted(EXAMPLES.glob("*.yaml")):
        diagnosis = diagnose(Case.from_yaml(path))
        built[EXAMPLES / "reports" / f"{path.stem}.md"] = diagnosis.to_markdown()
        built[EXAMPLES / "reports" / f"{path.stem}.html"] = diagnosis.to_html()
        built[EXAMPLES / "reports" / f"{path.stem}.json"] = diagnosis.to_json()
    return built


def main() -> None:
    built = reports()
    if "--write" in sys.argv:
        for path, text in built.items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return
    stale = [p.name for p, text in built.items() if not p.is_file() or p.read_text(encoding="utf-8") != text]
    if stale:
        sys.exit("stale: " + ", ".join(stale) + "; rebuild with: python .ci/examples.py --write")


main()
