"""Under which licences everything lies that an installation brings along: written to a page, and checked against it.

    python .ci/licences.py CORE_PYTHON ALL_PYTHON [--write]

Each argument is the interpreter of an environment: one with fakdx alone, one with all extras. The page has no versions,
so that it changes only with the dependencies themselves or their licences. What is on the page and not installed may
belong to another system or Python. Fails for a licence that is not known, not allowed, or not the one on the page.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "licences.md"
ALLOWED = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "LGPL-2.1-or-later",
        "LGPL-3.0", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-1.1", "MPL-2.0", "PSF-2.0",
        "Python-2.0", "Unlicense", "Zlib",
    }
)  # fmt: skip
"""Permissive licences and weak copyleft: using the package puts no condition on the work of others."""
SAME = {
    "Apache 2": "Apache-2.0", "Apache 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0", "BSD License": "BSD", "ISC License (ISCL)": "ISC", "LGPLv3": "LGPL-3.0",
    "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0", "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}  # fmt: skip
"""What metadata say, and the short name of the same licence. `BSD` is a BSD licence that does not say which."""
CHOICES = {"pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1"}
"""Packages that list several licences to choose from, where metadata cannot say so."""
OWN = frozenset({"fakdx", "pip", "setuptools", "wheel"})
DUMP = """
import importlib.metadata, json
def said(meta):
    kinds = [c.split(" :: ")[-1] for c in meta.get_all("Classifier", []) if c.startswith("License :: OSI Approved :: ")]
    return [meta.get("License-Expression"), (meta.get("License") or "").strip(), kinds]
print(json.dumps({d.metadata["Name"]: said(d.metadata) for d in importlib.metadata.distributions()}))
"""


def installed(python: str) -> dict[str, str]:
    """Name and licence of every distribution that this interpreter has besides our own and the installers."""
    told = subprocess.run([python, "-c", DUMP], capture_output=True, text=True, check=True).stdout
    found = {name.lower().replace("_", "-"): said for name, said in json.loads(told).items()}
    return {name: CHOICES.get(name) or licence(*found[name]) for name in sorted(found) if name not in OWN}


def licence(expression: str | None, text: str, classifiers: list[str]) -> str:
    """The licence in short names: as an expression, as a word, or by the classifiers, all of which then hold."""
    if expression:
        return expression
    word = SAME.get(text, text)
    if word in ALLOWED and word != "BSD":
        return word
    return " AND ".join(dict.fromkeys(SAME.get(c, c) for c in classifiers)) or word.split("\n")[0] or "unknown"


def is_allowed(expression: str) -> bool:
    """Whether one of the choices has only licences that are allowed."""
    return any(all(part.strip() in ALLOWED for part in choice.split(" AND ")) for choice in expression.split(" OR "))


INTRO = """# Licences of what is installed

fakdx itself is under the MIT licence. These are the Python packages that `pip install fakdx` and
`pip install 'fakdx[all]'` bring along, with the licences that their metadata state. `BSD` is a BSD
licence whose metadata do not say which one. Written and checked by `.ci/licences.py`; only permissive
licences and weak copyleft are let in. Libraries of the system, such as Pango for PDF, are not listed.

| package | licence | needed by |
|---|---|---|
"""


def page(core: dict[str, str], everything: dict[str, str]) -> str:
    rows = (f"| {name} | {said} | {'fakdx' if name in core else 'an extra'} |" for name, said in everything.items())
    return INTRO + "".join(f"{row}\n" for row in rows)


def listed() -> dict[str, str]:
    rows = re.findall(r"^\| (\S+) \| (.+?) \| (?:fakdx|an extra) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(rows)


def problems(found: dict[str, str], known: dict[str, str]) -> list[str]:
    """What is installed under a licence that is not allowed, or is not on the page."""
    items = found.items()
    wrong = [f"{name}: {said!r} is not among the licences allowed" for name, said in items if not is_allowed(said)]
    return wrong + [f"{name}: {said!r}, not {known.get(name)!r}" for name, said in items if known.get(name) != said]


def main(core_python: str, all_python: str, *options: str) -> None:
    core, everything = installed(core_python), installed(all_python)
    if not core or not everything.keys() > core.keys():
        sys.exit("the second interpreter should have everything that the first has, and more")
    if "--write" in options:
        PAGE.write_text(page(core, everything), encoding="utf-8")
    if wrong := problems(everything, listed()):
        sys.exit("\n".join([*wrong, "look at the licence, then: python .ci/licences.py CORE ALL --write"]))
    print(f"licences of {len(core)} packages, {len(everything)} with all extras: as docs/licences.md says")


if __name__ == "__main__":
    main(*sys.argv[1:])
