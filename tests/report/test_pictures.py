"""Pathway and time line: what is live and what moved can be told without colour."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

from fakdx.knowledge import Knowledge
from fakdx.model.case import Finding
from fakdx.model.result import Result
from fakdx.reading.quantities import Span
from fakdx.report.pathway import picture_for
from fakdx.report.timeline import timeline_of, timeline_svg
from fakdx.report.words import Words
from tests.report.worked_example import HER2, PATHWAY, RTK, Y397, Y397_LATE, arrow

SVG = "{http://www.w3.org/2000/svg}"


def words_of(picture: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_the_live_bypass_is_marked_by_word_shape_and_caption(result: Result, knowledge: Knowledge) -> None:
    picture = picture_for(result, knowledge)
    assert picture is not None
    assert "Active here: HER2 / EGFR to FAK Y397." in picture.caption
    assert words_of(picture.svg()).count("ACTIVE") == 1
    assert "double line: active here" in words_of(picture.svg())
    assert 'n2 ==>|"ACTIVE phosphorylates Y397"| n3' in picture.mermaid()
    assert 'n2 -.->|"RAS"| n7' in picture.mermaid()


def test_below_even_odds_nothing_is_live(result: Result, knowledge: Knowledge) -> None:
    quiet = tuple(replace(a, probability=min(a.probability, 0.49)) for a in result.differential)
    picture = picture_for(replace(result, differential=quiet), knowledge)
    assert picture is not None
    assert picture.live_arrows == ()
    assert "No bypass in this picture reaches 50 %." in picture.caption
    assert "==>" not in picture.mermaid()


def test_the_picture_that_shows_least_besides_what_is_live_is_taken(result: Result, knowledge: Knowledge) -> None:
    focused = PATHWAY.model_copy(
        update={"id": "focused", "arrows": tuple(a for a in PATHWAY.arrows if a.hypothesis in (None, RTK))}
    )
    both = replace(knowledge, tables={**knowledge.tables, "pathways": {"wide": PATHWAY, "focused": focused}})
    picture = picture_for(result, both)
    assert picture is not None
    assert picture.pathway.id == "focused"


def test_a_picture_that_shows_nothing_of_the_ranking_is_left_out(result: Result, knowledge: Knowledge) -> None:
    bare = PATHWAY.model_copy(update={"arrows": (arrow("fak", "src", "activates"),)})
    assert picture_for(result, replace(knowledge, tables={**knowledge.tables, "pathways": {"bare": bare}})) is None


def test_every_node_is_in_both_drawings_and_inside_the_frame(result: Result, knowledge: Knowledge) -> None:
    picture = picture_for(result, knowledge)
    assert picture is not None
    root = ElementTree.fromstring(picture.svg())
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    drawn = " ".join(words_of(picture.svg()))
    for node in PATHWAY.nodes:
        assert all(word in drawn for word in node.label.split())
        assert f'"{node.label}"' in picture.mermaid()
    for element in root.iter(f"{SVG}rect"):
        x, y = float(element.get("x", 0)), float(element.get("y", 0))
        assert 0 <= x <= x + float(element.attrib["width"]) <= width
        assert 0 <= y <= y + float(element.attrib["height"]) <= height


def test_times_are_in_order_and_each_analyte_has_one_row(knowledge: Knowledge) -> None:
    later = replace(Y397, state="increased", at=Span(24.0, 24.0), fold=Span(1.4, 1.4))
    line = timeline_of((later, Y397_LATE, HER2, Y397), Words(knowledge))
    assert line is not None
    assert line.times == ("1 h", "6 h", "1 d")
    rows = {row.label: [" ".join(c.shown for c in cells) for cells in row.cells] for row in line.rows}
    assert rows == {
        "phospho-FAK Y397": ["▼ decreased 0.3x", "○ unchanged 0.95x", "▲ increased 1.4x"],
        "phospho-HER2 Y1248": ["", "▲ increased 1.9x", ""],
    }


def test_another_arm_or_treatment_has_a_row_of_its_own(knowledge: Knowledge) -> None:
    parental = replace(Y397, arm="parental")
    both = replace(Y397_LATE, treatment=("defactinib", "lapatinib"))
    line = timeline_of((Y397, parental, both), Words(knowledge))
    assert line is not None
    assert [row.label for row in line.rows] == [
        "phospho-FAK Y397", "phospho-FAK Y397, parental", "phospho-FAK Y397, defactinib + lapatinib",
    ]  # fmt: skip


def test_contradicting_reports_stand_side_by_side(knowledge: Knowledge) -> None:
    line = timeline_of((Y397, replace(Y397, state="increased", fold=None), HER2), Words(knowledge))
    assert line is not None
    assert [c.state for c in line.rows[0].cells[0]] == ["decreased", "increased"]


def test_one_time_makes_no_time_line(knowledge: Knowledge) -> None:
    untested = replace(Y397, state="not tested")
    assert timeline_of((HER2, Y397_LATE, untested), Words(knowledge)) is None


def test_each_direction_has_its_own_shape(knowledge: Knowledge) -> None:
    def shapes(finding: Finding) -> list[str]:
        line = timeline_of((finding, replace(HER2, at=Span(99.0, 99.0))), Words(knowledge))
        assert line is not None
        picture = timeline_svg(line)
        return re.findall(r"<(polygon|circle)", picture)

    up, down, same = (shapes(replace(Y397, state=s, fold=None)) for s in ("increased", "decreased", "unchanged"))
    assert up == down
    assert same != up
    rising = timeline_of((replace(Y397, state="increased"), replace(HER2, at=Span(99.0, 99.0))), Words(knowledge))
    falling = timeline_of((Y397, replace(HER2, at=Span(99.0, 99.0))), Words(knowledge))
    assert rising is not None
    assert falling is not None
    assert re.findall(r"polygon points='([^']*)'", timeline_svg(rising)) != re.findall(
        r"polygon points='([^']*)'", timeline_svg(falling)
    )
