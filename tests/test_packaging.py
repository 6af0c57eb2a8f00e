"""What is shipped is what is here."""

from __future__ import annotations

import importlib.util
import re
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["knowledge", "rules", "examples"])
def test_the_wheel_holds_every_data_file(folder: str, wheel: set[str]) -> None:
    shipped = {f"fakdx/_data/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / folder).rglob("*.yaml")}

    assert shipped
    assert shipped <= wheel


def test_the_wheel_holds_templates_styles_and_the_typing_marker(wheel: set[str]) -> None:
    wanted = {
        p.relative_to(ROOT).as_posix()
        for pattern in ("*.j2", "*.tcss", "*.html", "*.css", "py.typed")
        for p in (ROOT / "fakdx").rglob(pattern)
    }

    assert "fakdx/py.typed" in wanted
    assert wanted <= wheel


@pytest.mark.parametrize("folder", ["knowledge", "rules"])
def test_no_python_hides_among_the_data(folder: str) -> None:
    assert not list(Path(ROOT / folder).rglob("*.py"))


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
NOT_AT_RUN_TIME = {"all", "bench", "dev", "fuzz"}


def test_all_is_every_extra_that_a_user_can_want() -> None:
    assert EXTRAS["all"] == [f"fakdx[{','.join(name for name in EXTRAS if name not in NOT_AT_RUN_TIME)}]"]


@pytest.mark.parametrize("extra", sorted(set(EXTRAS) - NOT_AT_RUN_TIME))
def test_every_extra_is_named_where_it_is_missed(extra: str) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "fakdx").rglob("*.py"))

    assert f"pip install 'fakdx[{extra}]'" in sources


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / ".ci" / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_licences_knows_every_requirement(licences: ModuleType) -> None:
    wanted = [*PROJECT["dependencies"], *(x for n in EXTRAS if n not in NOT_AT_RUN_TIME for x in EXTRAS[n])]
    names = {re.split(r"[\[<>=~;]", text)[0].strip().lower() for text in wanted}

    assert names <= set(licences.listed())
    assert all(licences.is_allowed(said) for said in licences.listed().values())


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("GPL-2.0-or-later OR MPL-1.1", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-only", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_only_licences_that_ask_nothing_of_others_are_let_in(
    expression: str, allowed: bool, licences: ModuleType
) -> None:
    assert licences.is_allowed(expression) is allowed


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        (("MIT AND Zlib", "", []), "MIT AND Zlib"),
        ((None, "Apache 2.0", ["Apache Software License"]), "Apache-2.0"),
        ((None, "", ["MIT License", "BSD License"]), "MIT AND BSD"),
        ((None, "Copyright somebody\nall of it", ["BSD License"]), "BSD"),
        ((None, "", []), "unknown"),
    ],
)
def test_metadata_are_read_as_one_expression(
    metadata: tuple[str | None, str, list[str]], said: str, licences: ModuleType
) -> None:
    assert licences.licence(*metadata) == said


def test_an_unknown_package_or_a_changed_licence_is_told(licences: ModuleType) -> None:
    assert licences.problems({"a": "MIT", "b": "ISC"}, {"a": "MIT", "b": "MIT", "c": "MIT"}) == ["b: 'ISC', not 'MIT'"]
    assert len(licences.problems({"a": "GPL-3.0-only"}, {})) == 2
