"""The cache of parsed knowledge makes nothing but haste."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from fakdx import Knowledge
from fakdx.knowledge import cache, load
from fakdx.knowledge.locate import data_dir
from fakdx.reading.yaml_lines import read_yaml

LAYERS = [("", [data_dir("knowledge"), data_dir("rules")])]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "fakdx"


def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that the YAML reader is asked for from now on."""
    asked: list[Path] = []

    def reading(path: Path) -> object:
        asked.append(path)
        return read_yaml(path)

    monkeypatch.setattr(cache, "read_yaml", reading)
    return asked


def same(one: Knowledge, other: Knowledge) -> bool:
    return (one.tables, one.scoring, one.sha256) == (other.tables, other.scoring, other.sha256)


def test_a_second_start_parses_nothing_and_knows_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load.read_layers(LAYERS)
    asked = parsed(monkeypatch)

    second = load.read_layers(LAYERS)

    assert asked == []
    assert same(first, second)


def test_lines_are_still_known(place: Path) -> None:
    first, second = load.read_layers(LAYERS), load.read_layers(LAYERS)

    assert {key: (o.file, o.line(), o.line("because")) for key, o in second.origins.items()} == {
        key: (o.file, o.line(), o.line("because")) for key, o in first.origins.items()
    }


def test_a_changed_file_is_read_again(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text("a: 1\n")
    assert [d.data for d in cache.read_documents([file])] == [{"a": 1}]
    file.write_text("a: 2\n")

    assert [d.data for d in cache.read_documents([file])] == [{"a": 2}]


@pytest.mark.parametrize("damage", [b"", b"\n", b"x", b"{}", b"\xff" * 100])
def test_a_damaged_entry_is_ignored_and_made_anew(
    damage: bytes, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text("a: 1\n")
    cache.read_documents([file])
    entry = next(place.iterdir())
    whole = entry.read_bytes()
    entry.write_bytes(damage)
    asked = parsed(monkeypatch)

    assert [d.data for d in cache.read_documents([file])] == [{"a": 1}]

    assert asked == [file]
    assert entry.read_bytes() == whole


@pytest.mark.parametrize("body", [b'[{"a": 2}] ', b"[1, 2]", b"{}", b"[" * 100_000])
def test_an_entry_with_another_shape_or_seal_is_not_believed(body: bytes, place: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text("a: 1\n")
    cache.read_documents([file])
    entry = next(place.iterdir())
    seal = entry.read_bytes().split(b"\n")[0] if body.startswith(b"[{") else hashlib.sha256(body).hexdigest().encode()
    entry.write_bytes(seal + b"\n" + body)

    assert [d.data for d in cache.read_documents([file])] == [{"a": 1}]


def test_an_entry_of_another_user_is_not_believed(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text("a: 1\n")
    cache.read_documents([file])
    asked = parsed(monkeypatch)
    monkeypatch.setattr(os, "getuid", lambda: 12345)

    assert [d.data for d in cache.read_documents([file])] == [{"a": 1}]
    assert asked == [file]


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert load.read_layers(LAYERS).rules


def test_entries_hold_plain_data_and_the_oldest_give_way(place: Path, tmp_path: Path) -> None:
    for number in range(cache.KEPT + 3):
        file = tmp_path / "notes.yaml"
        file.write_text(f"a: {number}\n")
        cache.read_documents([file])
        for entry in place.iterdir():
            os.utime(entry, (number, number)) if entry.stat().st_mtime > 1_000_000 else None

    entries = sorted(place.iterdir())
    assert len(entries) == cache.KEPT
    assert all(isinstance(json.loads(e.read_bytes().split(b"\n", 1)[1]), list) for e in entries)
    assert all(e.stat().st_mode & 0o077 == 0 for e in entries)
