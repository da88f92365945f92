"""When and how many: the past weeks, drawn again and again, with what the answer rests on."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from charts import bars, spread
from charts.numbers import digits, written, written_day, written_interval
from metrics.flow import CYCLE_TIME_P85, LEAD_WIP, THROUGHPUT
from metrics.forecast import HowManyForecast, WhenForecast, Window, expectation, how_many, when
from ui.drawer import Request, request
from ui.evidence import told
from ui.figure_card import figure
from ui.view import View, ask, say


def forecast(view: View) -> None:
    """Ask for a number of items or a day; the answer is a range with its chance, never one date alone."""
    open_now = int(view.value(LEAD_WIP).value or 0)
    with st.container(horizontal=True, key="forecast-questions"):
        items = st.number_input(
            "Items still to be done", 1, 100_000, min(max(open_now, 1), 100_000), key="items",
            bind="query-params", width=200, help="What is asked for and not done now, until you say otherwise.",
        )  # fmt: skip
        growth = st.slider(
            "New work found on the way",
            0,
            100,
            20,
            step=5,
            format="%d %%",
            key="growth",
            bind="query-params",
            width=260,
        )
        weeks = st.slider("Past weeks drawn from", 8, 52, 26, key="weeks", bind="query-params", width=260)
        ahead = st.slider(
            "How many will be done in … weeks", 1, 52, 12, key="ahead", bind="query-params", width=260
        )
    st.caption(
        "The period above does not apply here: the forecast draws from the past weeks chosen here. Filters do apply."
    )
    until: WhenForecast = ask(view, when, items=int(items), weeks=int(weeks), growth=growth / 100)
    day = (view.as_of or pd.Timestamp("2000-01-01")).date() + timedelta(weeks=int(ahead))
    count: HowManyForecast = ask(view, how_many, by=day, weeks=int(weeks))
    if until.dates is None:
        say(f"No forecast: {until.reason}.")
    else:
        say(
            f"{digits(items, 0)} items will be done by {written_day(until.dates[85])} with a chance of 85 %, "
            f"by {written_day(until.dates[50])} with 50 %."
        )
    _cards(view, until, count)
    with st.grid(2, min_column_width=420, gap="small"):
        _chance(view, until)
        _past(view, until)


def _cards(view: View, until: WhenForecast, count: HowManyForecast) -> None:
    window = until.window
    based = f"from {len(window.weeks)} weeks, {digits(window.n, 0)} items done"
    held = ask(view, expectation)
    drawn = _behind(view, window)
    with st.grid(4, min_column_width=230, gap="small"):
        for chance in (50, 85):
            value = written_day(until.dates[chance]) if until.dates else "—"
            told(
                f"Done by, {chance} % sure", value, [until.reason or based], key=f"when-{chance}",
                n=window.n, evidence=drawn,
            )  # fmt: skip
        least = f"{digits(count.items[85], 0)} items" if count.items else "—"
        told(
            f"Done by {written_day(count.by)}, 85 % sure", least, [count.reason or "or more of them"],
            key="many", n=count.window.n, evidence=_behind(view, count.window),
        )  # fmt: skip
        promise = (
            f"85 % within {held.days:.0f} days was the promise"
            if held.days is not None
            else held.reason or ""
        )
        interval = written_interval(held.interval.low, held.interval.high, "percent")
        newer = view.scope.but(start=held.window[1], end=None, grain=None) if held.window else None
        told(
            "Kept of our own expectation", written(held.attained, "percent"),
            [f"95 % interval {interval}" if interval else "", promise], key="expectation", n=held.n,
            evidence=Request(CYCLE_TIME_P85, newer) if newer is not None and held.n else None,
        )  # fmt: skip


def _behind(view: View, window: Window) -> Request | None:
    """The items done in the weeks a forecast draws from."""
    if window.start is None:
        return None
    return Request(THROUGHPUT, view.scope.but(start=window.start, end=window.end, grain=None))


def _chance(view: View, until: WhenForecast) -> None:
    weeks = np.sort(np.array(until.weeks_needed, dtype=float))
    first = until.window.end
    if until.dates is None or first is None or not len(weeks):
        figure(
            "chance", finding="When it will be done", unit="", draw=lambda: None, data=pd.DataFrame,
            empty=until.reason or "no forecast",
        )  # fmt: skip
        return
    steps = np.unique(weeks)[:300]
    days = np.array([np.datetime64(first) + np.timedelta64(int(7 * week), "D") for week in steps])
    shares = np.searchsorted(weeks, steps, side="right") / len(weeks)
    figure(
        "chance",
        finding=f"85 % sure by {written_day(until.dates[85])}",
        unit="chance of being done by each day",
        draw=lambda: spread.chances(
            days, shares, marks=[(f"{chance} %", until.dates[chance]) for chance in (50, 85) if until.dates]
        ),
        data=lambda: pd.DataFrame({"Day": [str(day) for day in days], "Chance %": shares}),
        # Whichever day is chosen, its chance rests on the items of the same past weeks.
        on_click=lambda _: request(_behind(view, until.window)),
        asked=_behind(view, until.window),
    )


def _past(view: View, until: WhenForecast) -> None:
    window = until.window
    if window.start is None:
        figure(
            "past-weeks", finding="Past weeks", unit="", draw=lambda: None, data=pd.DataFrame,
            empty=window.reason or "no weeks",
        )  # fmt: skip
        return
    counts = np.array(window.weeks)
    days = np.array([np.datetime64(window.start) + np.timedelta64(7 * i, "D") for i in range(len(counts))])

    def open_week(point: dict[str, Any]) -> None:
        week = date.fromisoformat(str(point["x"])[:10])
        scope = view.scope.but(start=week, end=week + timedelta(days=7), grain=None)
        request(Request(THROUGHPUT, scope))

    figure(
        "past-weeks",
        finding=f"{counts.min()} to {counts.max()} items were done in a week",
        unit="what the forecast draws from",
        draw=lambda: bars.by_week(days, counts, name="Items done"),
        data=lambda: pd.DataFrame({"Week from": [str(day) for day in days], "Items done": counts}),
        on_click=open_week,
        asked=_behind(view, window),
    )
