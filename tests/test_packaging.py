"""What is shipped is what is here."""

from __future__ import annotations

import zipfile
from pathlib import Path

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
