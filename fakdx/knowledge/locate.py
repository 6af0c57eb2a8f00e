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
    """The per-user overlay folder, when there is one with anything in it."""
    base = user_folder("XDG_CONFIG_HOME", ".config")
    folder = base / "fakdx" / "knowledge" if base else None
    return folder if folder is not None and folder.is_dir() and any(folder.iterdir()) else None


def user_folder(variable: str, below_home: str) -> Path | None:
    """The folder that the variable names (a relative one does not count), else the one below the user's home.

    None for a user without a home, as containers have them.
    """
    base = Path(os.environ.get(variable, ""))
    if base.is_absolute():
        return base
    try:
        return Path.home() / below_home
    except RuntimeError:
        return None
