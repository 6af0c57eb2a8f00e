"""A sitting: change, undo, try out, keep, and come back."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakdx import Case, Knowledge, load_knowledge
from fakdx.errors import InputError
from fakdx.interview.probe import Probe
from fakdx.interview.session import Session
from fakdx.interview.store import Store, state_folder
from fakdx.model.case import CaseData

NOW = datetime(2026, 3, 1, 9, 30)


def test_an_answer_takes_the_place_of_the_one_before(knowledge: Knowledge) -> None:
    session = Session(knowledge)

    session.answer(Probe("pFAK_Y397"), "unchanged")
    session.answer(Probe("pFAK_Y397"), "decreased", {"fold": "0.3"})

    assert [f.label for f in session.case.findings] == ["pFAK_Y397 decreased (0.3x)"]


def test_an_answer_takes_the_place_of_not_tested_whatever_its_time(knowledge: Knowledge) -> None:
    session = Session(knowledge)

    session.answer(Probe("pFAK_Y397"), "not tested")
    session.answer(Probe("pFAK_Y397"), "unchanged", {"at": "6 h"})

    assert [f.label for f in session.case.findings] == ["pFAK_Y397 unchanged (6 h)"]


def test_a_wrong_number_changes_nothing(knowledge: Knowledge) -> None:
    session = Session(knowledge)

    with pytest.raises(InputError, match="fold"):
        session.answer(Probe("pFAK_Y397"), "decreased", {"fold": "a lot"})

    assert session.case == CaseData()


def test_editing_keeps_the_place_in_the_list(knowledge: Knowledge) -> None:
    session = Session(knowledge)
    for id in ("pFAK_Y397", "FAK", "pAKT_S473"):
        session.answer(Probe(id), "unchanged")

    session.edit(session.case.findings[1], Probe("FAK"), "increased", {})

    assert [f.label for f in session.case.findings] == ["pFAK_Y397 unchanged", "FAK increased", "pAKT_S473 unchanged"]


def test_what_is_tried_out_is_not_kept(knowledge: Knowledge) -> None:
    session = Session(knowledge)
    session.answer(Probe("pFAK_Y397"), "unchanged")
    before = session.case

    session.begin_what_if()
    session.answer(Probe("pHER2_Y1248"), "increased")
    tried, kept = session.standing().ruling, session.to_yaml()
    session.end_what_if()

    assert "pHER2" not in kept
    assert session.case == before
    assert session.standing().ruling != tried


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["pFAK_Y397", "FAK", "pAKT_S473", "pERK1_2"]), max_size=8), st.data())
def test_undo_and_redo_walk_the_same_way_back_and_forth(ids: list[str], data: st.DataObject) -> None:
    session = Session(load_knowledge())
    seen = [session.case]
    for id in ids:
        session.answer(Probe(id), data.draw(st.sampled_from(["decreased", "unchanged", "increased"])))
        if session.case != seen[-1]:
            seen.append(session.case)

    back = [session.case]
    while session.undo():
        back.append(session.case)
    forth = [session.case]
    while session.redo():
        forth.append(session.case)

    assert back == seen[::-1]
    assert forth == seen


def test_a_session_reads_back_as_it_was_with_what_was_not_tested_and_what_brought_one_here(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    store, session = Store(tmp_path), Session(knowledge)
    session.situation = "persistent_y397"
    session.answer(Probe("pFAK_Y397"), "unchanged", {"n": "3"})
    session.not_known(Probe("pPYK2_Y402"))
    path = store.new_path(NOW)

    assert store.save(path, session.to_yaml()) == ""

    again = Session(knowledge, store.load(path, knowledge))
    assert again.case == Case.of(session.case)
    assert again.situation == "persistent_y397"
    assert again.told(Probe("pPYK2_Y402"))


def test_every_shipped_case_is_a_session(knowledge: Knowledge, cases: dict[str, Case], tmp_path: Path) -> None:
    store = Store(tmp_path)

    for name, case in cases.items():
        path = tmp_path / f"{name}.yaml"
        store.save(path, Session(knowledge, case).to_yaml())
        assert store.load(path, knowledge) == case


def test_an_unreadable_session_is_set_aside_whole_and_named(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "20260101-120000.yaml").write_text("findings: [{pFAK_Y397:", encoding="utf-8")
    (tmp_path / "20260101-130000.yaml").write_text("title: good\nfindings: []\n", encoding="utf-8")

    saved, notices = Store(tmp_path).sessions(knowledge)

    aside = tmp_path / "20260101-120000.yaml.unreadable-1"
    assert [s.title for s in saved] == ["good"]
    assert str(aside) in notices[0]
    assert aside.read_text(encoding="utf-8") == "findings: [{pFAK_Y397:"
    assert Store(tmp_path).sessions(knowledge)[1] == ()


def test_a_second_unreadable_session_of_the_same_name_does_not_fall_on_the_first(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    for text in ("one: [", "two: ["):
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
        Store(tmp_path).sessions(knowledge)

    assert sorted(p.read_text(encoding="utf-8") for p in tmp_path.iterdir()) == ["one: [", "two: ["]


def test_a_disk_that_takes_nothing_is_said_and_loses_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    blocked = tmp_path / "sessions"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    session = Session(knowledge)
    session.answer(Probe("pFAK_Y397"), "unchanged")

    problem = Store(blocked).save(blocked / "a.yaml", session.to_yaml())

    assert "cannot be written" in problem
    assert str(blocked) in problem
    assert session.case.findings


def test_a_save_that_fails_half_way_keeps_the_file_before(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    path = store.new_path(NOW)
    store.save(path, "title: before\nfindings: []\n")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    problem = store.save(path, "title: after\nfindings: []\n")

    assert "No space left on device" in problem
    assert store.load(path, knowledge).title == "before"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_the_folder_follows_the_users_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_folder() == tmp_path / "fakdx" / "sessions"

    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert state_folder() == Path.home() / ".local" / "state" / "fakdx" / "sessions"


def test_two_sessions_of_one_second_do_not_share_a_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.new_path(NOW)
    store.save(first, "findings: []\n")

    assert store.new_path(NOW) != first
