"""Where the shipped YAML lies: inside the wheel, else beside the package in a checkout."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path


def data_dir(name: str) -> Path:
    """The shipped folder of that name (`knowledge`, `rules`, `examples`).

    Packaged data come first, and a checkout is recognised by its pyproject.toml: a broken wheel must not pick
    up another project's `rules` folder. Raises FileNotFoundError.
    """
    packaged = Path(str(files("fakdx"))) / "_data" / name
    if packaged.is_dir():
        return packaged
    root = Path(__file__).resolve().parents[2]
    if (root / "pyproject.toml").is_file() and (root / name).is_dir():
        return root / name
    raise FileNotFoundError(f"no {name}/ in {packaged.parent} or {root}")


def user_overlay() -> Path | None:
    """The per-user overlay folder, when there is one."""
    base = os.environ.get("XDG_CONFIG_HOME")
    folder = (Path(base) if base else Path.home() / ".config") / "fakdx" / "knowledge"
    return folder if folder.is_dir() else None
