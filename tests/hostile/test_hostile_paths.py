"""Overlays, templates and names of files that try to reach further than they may."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hostile.console import fakdx, is_clean

EXAMPLE = str(ROOT / "examples" / "persistent_y397_skbr3.yaml")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.yaml"
    path.write_text("- id: the_secret\n")
    return path


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    folder = tmp_path / "overlay" / "rules"
    folder.mkdir(parents=True)
    return folder


def refused(overlay: Path) -> str:
    ran = fakdx("diagnose", EXAMPLE, "--knowledge", str(overlay.parent))
    assert is_clean(ran), ran.err[:500]
    assert ran.status == 2
    return ran.err


def test_a_link_out_of_an_overlay_is_refused_unread(overlay: Path, secret: Path) -> None:
    (overlay / "own.yaml").symlink_to(secret)

    told = refused(overlay)

    assert "link" in told
    assert "the_secret" not in told


def test_a_linked_folder_does_not_bring_files_in(overlay: Path, secret: Path) -> None:
    (overlay / "more").symlink_to(secret.parent)

    ran = fakdx("diagnose", EXAMPLE, "--knowledge", str(overlay.parent))

    assert is_clean(ran)
    assert "the_secret" not in ran.err


def test_a_folder_linked_to_itself_is_no_way_without_end(overlay: Path) -> None:
    (overlay / "loop").symlink_to(overlay)

    assert is_clean(fakdx("diagnose", EXAMPLE, "--knowledge", str(overlay.parent)))


def test_a_pipe_in_an_overlay_does_not_keep_anybody_waiting(overlay: Path) -> None:
    os.mkfifo(overlay / "pipe.yaml")

    assert "not a regular file" in refused(overlay)


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system [id]",
        "&a [*a]",
        "- id: ../../x\n",
        "- {id: x, when: {all: [{pFAK_Y397: '{{ 7*7 }}'}]}}",
        "\x00",
    ],
)
def test_an_overlay_that_is_not_knowledge_is_refused(text: str, overlay: Path) -> None:
    (overlay / "own.yaml").write_text(text)

    refused(overlay)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% include '/etc/passwd' %}",
        "{% include '../secret.yaml' %}",
        "{% extends '/etc/passwd' %}",
        "{% import '../secret.yaml' as s %}{{ s }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% if",
        "{{ nobody.nothing }}",
    ],
)
def test_a_template_reads_and_runs_nothing_but_itself(text: str, tmp_path: Path, secret: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "own.md").write_text(text)

    ran = fakdx("diagnose", EXAMPLE, "--format", "markdown", "--template", str(folder / "own.md"))

    assert is_clean(ran), ran.err[:500]
    assert ran.status == 2
    assert "the_secret" not in ran.out + ran.err
    assert "root:" not in ran.out + ran.err


@pytest.mark.parametrize(
    "name", ["/dev/zero", "/dev/stdin", "", ".", "no\x1b[31m\nfakdx: forged", "x" * 5_000, "../" * 300 + "x", "a\x00b"]
)
def test_names_that_are_no_case_files_are_refused(name: str) -> None:
    ran = fakdx("diagnose", name)

    assert is_clean(ran), ran.err[:500]
    assert ran.status == 2
