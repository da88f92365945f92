"""Choose the settings, a group at a time: nothing is kept before it is valid, and what follows is built again."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from contracts import all_contracts
from metrics.declared import all_metrics
from metrics.vendors import SCORECARD as USUAL_SCORECARD
from ui.view import View, escaped
from warehouse import WarehouseError, settings
from warehouse.declared_settings import (
    CLOCK,
    FISCAL,
    KEPT,
    MONEY,
    ORDERS,
    SCORECARD,
    SCORECARD_FIELDS,
    SERVICE,
    SETTINGS,
    Setting,
    currencies,
    names_in_clear,
    timezones,
)

SAID = "settings-said"
NUMBERS = ("whole number", "number")
_COLUMNS = dict(
    zip(SCORECARD_FIELDS, ("Metric", "Weight", "Floor (0 points)", "Target (100 points)"), strict=True)
)


def groups(view: View) -> None:
    """Every setting in its group, with what it means."""
    if SAID in st.session_state:
        st.toast(st.session_state.pop(SAID), icon=":material/check:")
    if view.warehouse.sample:
        st.info("The sample data keep their settings.")
        return
    every = (*SETTINGS, *(names_in_clear(tool) for tool in _tools(view)))
    left, middle, right = st.columns(3)
    with left:
        _group(view, CLOCK, every)
        _group(view, FISCAL, every)
    with middle:
        _group(view, MONEY, every)
        _group(view, SERVICE, every)
    with right:
        _group(view, ORDERS, every)
        _group(view, KEPT, every)
    _group(view, SCORECARD, every)


def _tools(view: View) -> list[str]:
    return sorted({str(tool) for tool in view.warehouse.imports()["tool"].dropna()})


def _group(view: View, title: str, every: tuple[Setting, ...]) -> None:
    held = [setting for setting in every if setting.group == title]
    with st.form(f"settings-{title}", enter_to_submit=False):
        st.header(title, anchor=False)
        wanted = [(setting, _asked(view, setting)) for setting in held]
        if st.form_submit_button("Save", icon=":material/save:", key=f"save-{title}"):
            _keep(view, title, wanted)


def _keep(view: View, title: str, wanted: list[tuple[Setting, Any]]) -> None:
    """Keep what is other than it was; the first that is not possible is said, those before it hold."""
    changed = []
    try:
        # All are checked before the first is kept: a group is kept whole, unless building again fails.
        checked = [(setting, setting.valid(_read(setting, value))) for setting, value in wanted]
        for setting, value in checked:
            if value == settings.value_of(view.warehouse, setting.name):
                continue
            _change(view, setting, value)
            changed.append(setting.title)
    except WarehouseError as problem:
        kept = f" Kept before it: {', '.join(changed)}." if changed else " Nothing was changed."
        st.error(escaped(f"{problem}{kept}"))
        return
    st.session_state[SAID] = (
        f"Changed: {', '.join(changed)}." if changed else f"{title}: nothing is different."
    )
    st.rerun()


def _read(setting: Setting, value: Any) -> Any:
    return setting.read(value) if isinstance(value, str) and setting.type in NUMBERS else value


def _change(view: View, setting: Setting, value: Any) -> None:
    if not setting.rebuilds:
        settings.change(view.warehouse, setting.name, value)
        return
    bar = st.progress(0.0)

    def show(place: int, total: int, kind: str) -> None:
        bar.progress(place / total, f"Building {all_contracts()[kind].title.lower()} again")

    settings.change(view.warehouse, setting.name, value, progress=show)
    bar.empty()


def _asked(view: View, setting: Setting) -> Any:
    """The control of one setting; gives what the reader wants, None for nothing."""
    now = settings.value_of(view.warehouse, setting.name)
    label, key = escaped(setting.title), f"setting-{setting.name}"
    unset = setting.unset[:1].upper() + setting.unset[1:]
    if setting.type == "scorecard":
        return _scorecard(now, setting, key)
    if setting.type == "yes or no":
        return st.toggle(label, value=bool(now), key=key, help=setting.meaning)
    if setting.type == "words":
        known = list(now or ())
        return st.multiselect(
            label, known, default=known, key=key, help=setting.meaning, accept_new_options=True,
            placeholder="None; type a name to add it",
        ) or None  # fmt: skip
    if setting.choices is None and setting.type in NUMBERS and setting.default is None:
        # A field for numbers that was filled once cannot be emptied again; a field for text can.
        written = "" if now is None else f"{now:g}" if float(now).is_integer() else str(now)
        return st.text_input(label, value=written, key=key, help=setting.meaning, placeholder=unset)
    if setting.choices is None and setting.type in NUMBERS:
        whole = setting.type == "whole number"
        kind = int if whole else float
        return st.number_input(
            label, value=kind(now), step=kind(1), format="%d" if whole else "%g", key=key, help=setting.meaning
        )  # fmt: skip
    options = _options(view, setting)
    known = list(options)
    if setting.default is None:
        options, known = {"": unset, **options}, ["", *known]
    if now is not None and now not in options:
        known.append(now)
    return st.selectbox(
        label, known, index=known.index(now or ""), format_func=lambda value: options.get(value, str(value)), key=key,
        help=setting.meaning, accept_new_options=setting.choices is None,
    )  # fmt: skip


def _options(view: View, setting: Setting) -> Mapping[Any, str]:
    if setting.choices is not None:
        return setting.choices
    if setting.name == "reporting_timezone":
        return {name: name for name in timezones()}
    if setting.name == "reporting_currency":
        return {code: f"{code} · {name}" for code, name in currencies().items()}
    if setting.name == "default_calendar":
        return {name: name for name in settings.general_calendars(view.warehouse)}
    return {}


def _scorecard(now: Any, setting: Setting, key: str) -> list[dict[str, Any]] | None:
    """The lines of the scorecard as a table; the lines that come with the app stand for nothing chosen."""
    st.caption(f"{escaped(setting.meaning)} Shares are fractions (0.95 is 95 %).")
    known = all_metrics()
    titles = {metric.id: metric.title for metric in known.values()}
    titles |= {name: metric.title for name, metric in known.items()}
    own = [dict(line) for line in USUAL_SCORECARD]
    names = [str(line["metric"]) for line in now or own]
    edited = st.data_editor(
        pd.DataFrame(now or own, columns=list(SCORECARD_FIELDS)), num_rows="dynamic", hide_index=True,
        key=f"{key}-{now}",  # edits belong to the lines they were made on
        column_config={
            "metric": st.column_config.SelectboxColumn(
                _COLUMNS["metric"], options=sorted({*known, *names}), required=True, width="large",
                format_func=lambda name: titles.get(str(name), str(name)),
            ),
            **{
                name: st.column_config.NumberColumn(_COLUMNS[name], required=True, format="plain")
                for name in SCORECARD_FIELDS[1:]
            },
        },
    )  # fmt: skip
    lines = [{str(name): value for name, value in line.items()} for line in edited.to_dict("records")]
    return None if lines == own else lines
