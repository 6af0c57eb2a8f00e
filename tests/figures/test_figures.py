"""Plots as data: what is refused, what is kept, and that whatever is accepted can be drawn."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from fakdx.errors import InputError
from fakdx.figures.draw import figure_svg, figures_svg
from fakdx.figures.figure import Chart, Estimate, Figure, HeatMap, Intervals, Mark, Matrix, Series, Sigmoid
from fakdx.figures.kept import figures_in, to_plain
from fakdx.figures.text import figure_text

numbers = st.floats(-1e15, 1e15, allow_nan=False)
positives = st.floats(1e-15, 1e15)
labels = st.text(max_size=60)


@st.composite
def intervals(draw: st.DrawFn) -> Intervals:
    log = draw(st.booleans())
    value = positives if log else numbers
    rows = draw(
        st.lists(
            st.builds(
                Estimate, label=labels, value=value, low=st.none() | value, high=st.none() | value,
                points=st.lists(value, max_size=4).map(tuple), n=st.none() | st.integers(0, 50), word=labels,
                relation=st.sampled_from("=<>"),
            ),
            max_size=4,
        )
    )  # fmt: skip
    low, high = sorted(draw(st.tuples(value, value).filter(lambda pair: pair[0] != pair[1])))
    zones = draw(st.tuples(labels, labels, labels))
    return Intervals(
        title=draw(labels), axis=draw(labels), rows=tuple(rows), limits=(low, high), zones=zones, log=log, note="x"
    )


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    x_log, y_log = draw(st.booleans()), draw(st.booleans())
    x, y = positives if x_log else numbers, positives if y_log else numbers
    points = st.lists(st.tuples(x, y), min_size=1, max_size=5).map(tuple)
    curve = st.builds(Sigmoid, top=numbers, bottom=numbers, midpoint=positives, hill=st.floats(0.01, 100))
    mark = st.builds(
        Mark, value=positives, low=st.none() | positives, high=st.none() | positives, relation=st.sampled_from("=<>")
    )
    one = st.builds(
        Series, name=labels, points=points, line=points, whiskers=st.lists(st.tuples(x, y, y), max_size=3).map(tuple),
        curve=st.none() | curve if x_log else st.none(), mark=st.none() | mark if x_log else st.none(),
    )  # fmt: skip
    series = draw(st.lists(one, min_size=1, max_size=3))
    return Chart(
        title=draw(labels), x=draw(labels), y=draw(labels), series=tuple(series), x_log=x_log, y_log=y_log,
        levels=tuple(draw(st.lists(y, max_size=2))),
    )  # fmt: skip


@st.composite
def heat_maps(draw: st.DrawFn) -> HeatMap:
    high, wide = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    row = st.lists(st.none() | st.floats(-100, 100), min_size=wide, max_size=wide).map(tuple)
    one = st.builds(Matrix, title=labels, values=st.lists(row, min_size=high, max_size=high).map(tuple))
    return HeatMap(
        title=draw(labels), row_axis=draw(labels), column_axis=draw(labels), rows=("r",) * high, columns=("c",) * wide,
        maps=tuple(draw(st.lists(one, min_size=1, max_size=4))), limit=draw(positives),
    )  # fmt: skip


figures = st.one_of(intervals(), charts(), heat_maps())


@given(figures)
def test_whatever_is_accepted_is_drawn_as_well_formed_svg(figure: Figure) -> None:
    root = ET.fromstring(figure_svg(figure))
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "nan" not in value.split()
            assert "inf" not in value.split()


@given(figures, st.integers(0, 160))
def test_whatever_is_accepted_is_drawn_in_a_terminal_of_any_width(figure: Figure, width: int) -> None:
    text = figure_text(figure, width)
    assert all(len(line) <= max(width, 40) for line in text.split("\n"))
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in text)


@given(figures)
def test_a_figure_survives_being_kept(figure: Figure) -> None:
    assert figures_in({"plots": to_plain([figure])}) == (figure,)


@pytest.mark.parametrize(
    "data",
    [
        {"title": "t", "axis": "a", "rows": (), "limits": (2.0, 1.0)},
        {"title": "t", "axis": "a", "rows": (Estimate(label="x", value=-1.0),), "limits": (1.0, 2.0)},
        {"title": "t", "axis": "a", "rows": (Estimate(label="x", value=1.0, low=0.0),), "limits": (1.0, 2.0)},
        {"title": "t" * 400, "axis": "a", "rows": (), "limits": (1.0, 2.0)},
        {"title": "t", "axis": "a", "rows": (), "limits": (1.0, float("inf"))},
        {"title": "t", "axis": "a", "rows": (), "limits": (1.0, 2.0), "colour": "red"},
    ],
)
def test_what_cannot_be_drawn_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Intervals(**data)


@pytest.mark.parametrize("kept", ["x", [1], [{"kind": "pie"}], [{"kind": "chart", "title": 3}], {"a": 1}])
def test_a_record_with_something_else_for_plots_is_one_line(kept: Any) -> None:
    with pytest.raises(InputError, match="plots"):
        figures_in({"plots": kept})


def test_a_censored_value_is_an_arrow_with_its_bound_and_not_a_point() -> None:
    series = Series(name="s", points=((0.1, 1.0), (10.0, 0.9)), mark=Mark(value=10.0, relation=">"))
    picture = figure_svg(Chart(title="t", x="x", y="y", series=(series,), x_log=True))
    assert "&gt; 10" in picture
    assert "stroke-dasharray='2 3'" not in picture


def test_several_figures_make_one_file_of_their_sizes() -> None:
    figure = Intervals(title="t", axis="a", rows=(Estimate(label="x", value=1.0),), limits=(0.5, 2.0))
    one, two = ET.fromstring(figures_svg([figure])), ET.fromstring(figures_svg([figure, figure]))
    assert float(two.attrib["height"]) > 2 * float(one.attrib["height"])
    assert len([e for e in two if e.tag.endswith("}svg")]) == 2
