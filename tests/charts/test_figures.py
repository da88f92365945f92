"""A figure never exaggerates, never shows what is not there, and is small enough to be quick."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import orjson
import plotly.graph_objects as go
import plotly.io
import pytest

from charts import bars, cumulative, matrix, money, mood, spread, trend
from charts import time as times
from charts.colours import REST, STATUS
from charts.figure import ROOM_TEXT, Figure, enlarged
from charts.spread import duration_steps
from charts.time import Span
from charts.trend import Event, Limits, event_words, sparkline
from metrics.answer import Point
from metrics.fiscal import FiscalCalendar
from metrics.scope import periods


def checked(draw: Callable[..., Figure]) -> Callable[..., Any]:
    """What a function draws, read by plotly's own class, which refuses a property it does not know."""
    return lambda *given, **named: go.Figure(draw(*given, **named).to_dict())


area, flows, line = checked(trend.area), checked(trend.flows), checked(trend.trend)
bands, ranking = checked(bars.bands), checked(bars.ranking)
calendar, slips, week = checked(times.calendar), checked(times.slips), checked(times.week)
distribution = checked(spread.distribution)

DAYS = np.array(["2026-01-01", "2026-01-02"], dtype="datetime64[D]")
DRAWN: dict[str, Callable[[], Figure]] = {
    "stacked": lambda: bars.stacked(["Q1"], [("new", [1.0]), ("old", [2.0])]),
    "by_week": lambda: bars.by_week(DAYS, np.array([1.0, 2.0]), name="arrivals"),
    "waterfall": lambda: money.waterfall([("Budget", 10.0), ("Spent", 12.0)], currency="EUR", left="Free"),
    "burn": lambda: money.burn(
        [date(2026, 1, 31), date(2026, 2, 28)], [5, 5], [4], budget=10, landing=(8, 11), currency="EUR"
    ),
    "landings": lambda: money.landings([("Run rate", 9.0, "good"), ("Plan", None, "none")], budget=10, currency="EUR"),
    "scores": lambda: mood.scores([Point(part="Nordlys", value=20.0, n=12, low=-5.0, high=40.0)], low=-100, high=100),
    "pairs": lambda: mood.pairs([("Speed", 4.0, 0.5, 9), ("Tone", 2.0, float("nan"), 0)], names=("said", "rated")),
    "matrix": lambda: matrix.matrix([("Vendor leaves", 4, 5, 2)]),
    "scatter": lambda: spread.scatter(
        DAYS, np.array([1.0, 9.0]), np.array(["A-1", "A-2"], dtype=object), unit="d", lines=[("85 %", 8.0)],
        late=np.array([False, True]),
    ),
    "chances": lambda: spread.chances(DAYS, np.array([0.1, 0.9]), marks=[("promised", "2026-01-02")]),
    "calendar": lambda: times.calendar([Span("Wave", date(2026, 1, 1), date(2026, 2, 1))], today=date(2026, 1, 9)),
    "slips": lambda: times.slips([("Go-live", date(2026, 1, 1), date(2026, 2, 1), "bad")], today=date(2026, 1, 9)),
    "week": lambda: times.week(np.zeros((7, 24))),
    "cumulative": lambda: cumulative.cumulative_flow(
        DAYS, [("Asked for", np.array([3.0, 5.0])), ("Done", np.array([1.0, 2.0]))]
    ),
    "trend": lambda: trend.trend(months(1.0, None, 3.0, partial_last=True), unit="percent", target=0.9),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_is_one_plotly_accepts_and_the_fast_writer_can_write(name: str) -> None:
    figure = DRAWN[name]()
    go.Figure(figure.to_dict())
    written = orjson.dumps(figure.to_dict(), option=orjson.OPT_SERIALIZE_NUMPY)
    assert json.loads(plotly.io.to_json(figure.to_dict(), validate=False)) == json.loads(written)


def months(*values: float | None, partial_last: bool = False, n: int = 100) -> list[Point]:
    points = []
    for i, value in enumerate(values):
        start = date(2025 + i // 12, i % 12 + 1, 1)
        points.append(
            Point(
                period=f"{start:%Y-%m}",
                value=value,
                n=n if value is not None else 0,
                reason=None if value is not None else "no tickets resolved",
                start=start,
                partial=partial_last and i == len(values) - 1,
            )
        )
    return points


def test_a_month_without_a_value_is_a_gap_and_not_zero() -> None:
    y = line(months(1.0, None, 3.0), unit="count").data[0].y
    assert np.isnan(y[1])
    assert list(y[[0, 2]]) == [1.0, 3.0]


def test_a_month_that_is_not_over_is_drawn_apart() -> None:
    figure = line(months(0.9, 0.91, 0.2, partial_last=True), unit="percent")
    assert np.isnan(figure.data[0].y[-1])
    assert figure.data[1].line.dash == "dot"
    assert figure.data[1].y[-1] == 0.2


def test_an_unfinished_bar_is_hatched() -> None:
    bars = flows(
        months(10, 3, partial_last=True), months(9, 2, partial_last=True), names=("opened", "resolved")
    )
    assert list(bars.data[0].marker.pattern.shape) == ["", "/"]


def test_fiscal_periods_are_named_on_the_axis_and_under_the_pointer() -> None:
    calendar = FiscalCalendar(start_month=4)
    points = [
        Point(
            period=one.label,
            value=7.0,
            n=7,
            start=one.start,
            end=one.end,
            partial=one.end > date(2026, 11, 1),
        )
        for one in periods(date(2025, 7, 1), date(2026, 12, 1), "fiscal-quarter", calendar)
    ]
    for figure in (line(points, unit="count"), flows(points, points, names=("opened", "resolved"))):
        axis = figure.layout.xaxis
        assert (axis.tickvals[0], axis.ticktext[0]) == ("2025-07-01", "Q2<br>FY26")
        assert len(axis.ticktext) == 6
        assert figure.data[0].customdata[-1] == "FY27 Q3: <b>7</b> · n = 7 · not complete"
    assert line(months(1.0, 2.0), unit="count").layout.xaxis.tickvals is None


def test_a_target_is_drawn_labelled_and_inside_the_figure() -> None:
    figure = line(months(0.59, 0.60, 0.592), unit="percent", target=0.95)
    assert any("Target" in a.text for a in figure.layout.annotations)
    low, high = figure.layout.yaxis.range
    assert low < 0.95 < high


def test_a_small_movement_is_not_stretched_over_the_whole_figure() -> None:
    low, high = line(months(0.590, 0.591, 0.592), unit="percent").layout.yaxis.range
    assert high - low > 5 * 0.002


def test_a_stock_starts_at_zero() -> None:
    assert area(months(100, 101, 103)).layout.yaxis.range[0] == 0


def test_durations_are_shown_in_the_unit_people_speak_in() -> None:
    figure = line(months(72.0, 96.0), unit="hours")
    assert list(figure.data[0].y) == [3.0, 4.0]
    assert figure.layout.yaxis.ticksuffix == " d"


def test_events_are_marked_where_they_happened_and_left_out_elsewhere() -> None:
    inside = Event("Year-end freeze", date(2025, 2, 1), date(2025, 2, 20), "freeze")
    outside = Event("Old release", date(2020, 1, 1))
    figure = line(months(1, 2, 3, 4), unit="count", events=(inside, outside))
    assert len(figure.layout.shapes) == 1
    assert [a.text for a in figure.layout.annotations if a.yref == "paper"] == ["1"]
    assert event_words((inside, outside), months(1, 2, 3, 4)) == ("1 Year-end freeze",)


def test_events_close_together_share_a_label_that_counts_them() -> None:
    close = tuple(Event(f"Release {i}", date(2025, 2, i)) for i in (1, 2, 3))
    figure = line(months(*range(1, 13)), unit="count", events=close)
    assert [a.text for a in figure.layout.annotations if a.yref == "paper"] == ["1–3"]
    assert event_words(close, months(*range(1, 13))) == (
        "1 Release 1",
        "2 Release 2",
        "3 Release 3",
    )


def test_limits_and_signals_are_marked() -> None:
    figure = line(months(*[5.0] * 11, 20.0), unit="count", limits=Limits(3, 5, 7, (11,)))
    assert figure.data[0].marker.color[-1] == STATUS["warn"]


def test_at_most_500_points_are_drawn() -> None:
    first = date(2020, 1, 1)
    many = [Point(value=1.0, n=1, start=first + timedelta(days=i)) for i in range(900)]
    assert len(line(many, unit="count").data[0].x) == 500


def test_a_figure_is_small_and_carries_no_template() -> None:
    spec = plotly.io.to_json(trend.trend(months(*range(1, 13)), unit="count").to_dict(), validate=False)
    assert len(spec) < 9_000
    assert "layout" not in json.loads(spec)["layout"]["template"]


def parts(**values: float | None) -> list[Point]:
    return [
        Point(part=name, value=v, n=10, reason=None if v is not None else "too few")
        for name, v in values.items()
    ]


def test_bars_start_at_zero() -> None:
    axis = ranking(parts(a=54.1, b=59.1), unit="score").layout.xaxis
    assert axis.range[0] == 0


def test_only_the_exception_has_a_colour() -> None:
    figure = ranking(parts(a=1.0, b=2.0), unit="hours", status=lambda p: "bad" if p.part == "a" else "none")
    assert list(figure.data[0].marker.color) == [STATUS["bad"], REST]


def test_a_small_sample_says_so_and_a_part_without_value_gives_its_reason() -> None:
    texts = list(ranking(parts(a=0.5, b=None), unit="percent").data[0].text)
    assert "(n=10)" in texts[0]
    assert texts[1] == "too few"


def test_the_chosen_part_is_the_whole_name_even_where_the_label_is_cut() -> None:
    long = "A service with a name that does not fit on any axis at all"
    figure = ranking([Point(part=long, value=1, n=1)], unit="count")
    assert figure.data[0].customdata[0] == long
    assert figure.data[0].y[0].endswith("…")


def test_the_oldest_band_is_the_exception_only_when_something_is_in_it() -> None:
    assert bands(parts(a=3.0, b=0.0)).data[0].marker.color[-1] == REST
    assert bands(parts(a=3.0, b=1.0)).data[0].marker.color[-1] == STATUS["warn"]


def test_durations_fall_into_the_step_that_holds_them() -> None:
    steps = duration_steps(np.array([0.1, 1.0, 1.01, 24.0, np.nan, -3.0]))
    assert {name: count for name, count, _, _ in steps if count} == {
        "≤ 15 min": 1, "≤ 1 h": 1, "≤ 2 h": 1, "≤ 1 d": 1,
    }  # fmt: skip
    assert sum(count for _, count, _, _ in steps) == 4


def test_nothing_measured_is_an_empty_figure_and_not_an_error() -> None:
    assert duration_steps(np.array([])) == []
    distribution([], median=None, p85=None)
    line([], unit="count")
    flows([], [], names=("a", "b"))
    ranking([], unit="count")
    calendar([])
    slips([])
    week(np.zeros((7, 24)))


def test_the_median_stands_inside_its_step() -> None:
    steps = duration_steps(np.array([1.0, 3.0, 3.0, 20.0]))
    figure = distribution(steps, median=3.0, p85=None)
    place = figure.layout.shapes[0].x0
    names = [name for name, *_ in steps]
    assert names.index("≤ 4 h") - 0.5 <= place <= names.index("≤ 4 h") + 0.5


def test_a_span_of_one_day_can_be_seen() -> None:
    assert calendar([Span("Cutover", date(2026, 1, 1), date(2026, 1, 1))]).data[0].x[0] == 86_400_000


def test_a_small_trend_has_its_target_and_no_false_drama() -> None:
    drawn = sparkline(months(0.59, 0.60, 0.592), target=0.95)
    assert drawn is not None
    assert "stroke-dasharray" in drawn
    assert sparkline(months(100.0, 100.5, 100.2)) is None
    assert sparkline(months(1.0, 2.0)) is None


@pytest.mark.parametrize("values", [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0)])
def test_a_flat_series_can_be_drawn(values: tuple[float, ...]) -> None:
    assert sparkline(months(*values)) is None
    line(months(*values), unit="percent")


def test_labels_beside_the_figure_do_not_lie_on_one_another() -> None:
    """The newest value, the target and the usual range often are close together."""
    figure = line(months(*[0.95] * 12), unit="percent", target=0.951, limits=Limits(0.94, 0.95, 0.952))
    margin = [a for a in figure.layout.annotations if a.xref == "paper" and a.x == 1]
    low, high = figure.layout.yaxis.range
    heights = sorted(a.y * 210 / (high - low) + a.yshift for a in margin)
    assert len(margin) == 3
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 15


def test_a_period_cut_at_the_start_is_not_joined_to_the_one_at_the_end() -> None:
    points = months(1.0, 2.0, 3.0, 4.0, partial_last=True)
    points[0] = points[0].model_copy(update={"partial": True})
    dotted = line(points, unit="count").data[1].y
    assert np.isnan(dotted[1])


def test_a_long_cumulative_flow_keeps_its_last_day_and_stays_small() -> None:
    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2026-01-01"))
    asked = np.arange(len(days), dtype=float)
    figure = checked(cumulative.cumulative_flow)(days, [("Asked for", asked), ("Done", asked / 2)])
    assert [trace.name for trace in figure.data] == ["Done", "Asked for"], "the lowest curve is drawn first"
    assert len(figure.data[0].x) <= cumulative.MOST_DAYS
    assert str(figure.data[0].x[-1])[:10] == "2025-12-31"
    assert checked(cumulative.cumulative_flow)(np.array([], dtype="datetime64[D]"), []).data == ()


def test_a_figure_for_a_room_has_no_small_text_and_the_first_one_is_left_as_it_was() -> None:
    one = trend.trend(months(0.59, 0.60, 0.592), unit="percent", target=0.95)
    before = json.loads(plotly.io.to_json(one.to_dict(), validate=False))
    large = go.Figure(enlarged(one).to_dict())
    sizes = {label.font.size for label in large.layout.annotations}
    assert sizes | {large.layout.xaxis.tickfont.size, large.layout.yaxis.tickfont.size} == {ROOM_TEXT}
    assert large.layout.margin.r >= 150
    assert (
        go.Figure(enlarged(bars.ranking(parts(a=1.0), unit="hours")).to_dict()).data[0].textfont.size
        == ROOM_TEXT
    )
    assert json.loads(plotly.io.to_json(one.to_dict(), validate=False)) == before
