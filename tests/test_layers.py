"""One direction: a package imports only from its left."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import fakdx

ORDER = (
    "version", "errors", "figures", "reading", "model", "knowledge", "case", "inference", "differential", "explain",
    "plan", "lint", "catalogue", "report", "diagnosis", "interview", "batch", "tui", "cli",
)  # fmt: skip
"""Left to right. `quantify` stands apart: it makes case text from tables and knows neither cases nor rules."""

PACKAGE = Path(fakdx.__file__).parent
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts)


def room(path: Path) -> str:
    """The package or top-level module a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{a.name}" if node.module == "fakdx" else node.module for a in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("fakdx.") and len(name.split(".")) > 1}
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_left(path: Path) -> None:
    here = room(path)
    if here in ("__init__", "__main__"):
        return
    if here == "quantify":
        assert imported_rooms(path) <= {"errors", "figures", "reading", "quantify"}
        return
    allowed = {*ORDER[: ORDER.index(here) + 1]}
    if here in ("cli", "tui", "interview"):
        allowed.add("quantify")
    assert imported_rooms(path) <= allowed


def module_name(path: Path) -> str:
    parts = ("fakdx", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path, known: frozenset[str]) -> set[str]:
    """The modules of fakdx that a file names in an import, those for type checking included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (full & known) or {node.module}
    return (found & known) - {module_name(path)}


def test_no_module_imports_itself_by_way_of_others() -> None:
    known = frozenset(map(module_name, MODULES))
    graph = {module_name(path): imported_modules(path, known) for path in MODULES}

    order = list(graphlib.TopologicalSorter(graph).static_order())

    assert set(order) == known


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("heavy", ["textual", "scipy", "numpy", "experta", "rich", "jinja2"])
def test_importing_fakdx_loads_nothing_heavy(heavy: str) -> None:
    code = f"from fakdx import Case, diagnose; import sys; sys.exit({heavy!r} in sys.modules)"

    finished = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, check=False)

    assert finished.returncode == 0


def test_only_the_rete_module_imports_experta() -> None:
    importers = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(a.name.split(".")[0] == "experta" for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "experta")
    }

    assert importers == {str(Path("inference") / "rete.py")}
