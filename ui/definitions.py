"""Every figure with its formula and source, and every column with its meaning, searchable."""

import pandas as pd
import streamlit as st

from charts.numbers import written
from contracts import all_contracts
from contracts.contract import columns
from metrics.declared import all_metrics, all_studies
from metrics.metric import Metric
from metrics.study import Study, StudyAnswer, answered
from ui.cards import UNIT_WORDS
from ui.tables import table
from ui.view import TARGETS, View, escaped


def metrics(view: View) -> None:
    """The catalogue of figures: choose one to read all of its definition."""
    every: list[Metric | Study] = [*all_metrics().values(), *all_studies().values()]
    known = sorted(every, key=lambda figure: figure.id)
    sought = st.text_input(
        "Find a figure", placeholder="reopen, SLA, INC-08 …", key="find-metric", icon=":material/search:"
    )
    shown = [metric for metric in known if _matches(metric, sought)]
    st.header(f"{len(shown)} of {len(known)} figures", anchor=False)
    overview = pd.DataFrame(
        [
            {
                "Id": metric.id,
                "Figure": metric.title,
                "Question": metric.asks,
                "How it is made": metric.formula,
                "Unit": UNIT_WORDS.get(metric.unit) or metric.unit,
                "Better": {"up": "higher", "down": "lower", "none": "—"}[getattr(metric, "good", "none")],
                "Target": written(metric.target, metric.unit) if isinstance(metric, Metric) else "—",
                "From": metric.source or "—",
            }
            for metric in shown
        ]
    )
    if overview.empty:
        st.info(f"No figure is called “{escaped(sought)}”.")
        return
    chosen = st.dataframe(
        overview, hide_index=True, on_select="rerun", selection_mode="single-row", key="definitions",
        alt="All figures with their formulas", height=420,
    )  # fmt: skip
    if chosen.selection.rows and chosen.selection.rows[0] < len(shown):
        figure = shown[chosen.selection.rows[0]]
        if isinstance(figure, Metric):
            _definition(view, figure)
        else:
            _study(view, figure)


def _matches(metric: Metric | Study, sought: str) -> bool:
    text = (
        f"{metric.id} {metric.name} {metric.title} {metric.asks} {metric.formula} {metric.source}".casefold()
    )
    return all(word in text for word in sought.casefold().split())


def _study(view: View, study: Study) -> None:
    """What is not one number: how it is made, from which rows, and its headline now."""
    answer = answered(view.warehouse, study, view.scope.but(start=None, end=None, filters=(), grain=None))
    lines = [
        f"**{escaped(study.title)}** · {study.id} · version {study.version}",
        f"- **Made of:** {escaped(study.formula)}",
        f"- **Rows:** {escaped(', '.join(study.tables).replace('_', ' '))}",
        f"- **Now, over all data:** {_headline(answer)} (n = {answer.n:,})"
        + (f", {escaped(answer.reason)}" if answer.reason else ""),
    ]
    with st.container(border=True, key="card-definition"):
        st.markdown("\n".join(lines))


def _headline(answer: StudyAnswer) -> str:
    if isinstance(answer.value, int | float) and answer.unit not in ("date", "colour"):
        return written(answer.value, answer.unit)
    return escaped(str(answer.value)) if answer.value is not None else "—"


def _definition(view: View, metric: Metric) -> None:
    answer = view.value(metric)
    lines = [
        f"**{escaped(metric.title)}** · {metric.id} · version {metric.version}",
        f"- **Made of:** {escaped(metric.formula)}",
        f"- **Rows:** {escaped(metric.table.replace('_', ' '))}"
        + (f", where `{metric.where}`" if metric.where else ""),
        f"- **Expression:** `{metric.sql}`",
    ]
    lines += [f"- **Left out, and counted:** {escaped(reason)}" for _, reason in metric.leaves_out]
    if metric.needs:
        lines.append(
            f"- **Cannot be measured without:** {escaped(', '.join(metric.needs).replace('|', ' or '))}"
        )
    if metric.clock:
        lines.append(f"- **Clock:** {metric.clock}")
    lines.append(
        f"- **Now, over all data:** {written(answer.value, metric.unit)} (n = {answer.n:,})"
        + (f", {escaped(answer.reason)}" if answer.reason else "")
    )
    with st.container(border=True, key="card-definition"):
        st.markdown("\n".join(lines))
        if metric.good != "none":
            _target(view, metric)


def _target(view: View, metric: Metric) -> None:
    """The target of this organisation; shares are given in per cent."""
    factor = 100.0 if metric.unit == "percent" else 1.0
    now = view.aimed(metric).target
    unit = "%" if metric.unit == "percent" else UNIT_WORDS[metric.unit] or "rows"
    given = st.number_input(
        f"Our target ({'at least' if metric.good == 'up' else 'at most'}, in {unit})",
        value=None if now is None else now * factor, key=f"target-{metric.name}", placeholder="no target",
    )  # fmt: skip
    wanted = None if given is None else given / factor
    if wanted == now:
        return
    targets = {name: target for name, target in view.targets.items() if name != metric.name}
    if wanted is not None:
        targets[metric.name] = wanted
    if st.button("Set this target", type="primary", key="target-save"):
        view.warehouse.set_setting(TARGETS, targets)
        st.rerun()


def inputs() -> None:
    """Every column of every kind of rows."""
    contracts = all_contracts()
    st.header("What can be loaded", anchor=False)
    kind = st.selectbox(
        "Kind of rows", list(contracts), format_func=lambda name: contracts[name].title, key="definition-kind"
    )
    contract = contracts[kind]
    st.caption(escaped(contract.about))
    rows = [
        {
            "Column": column.label,
            "Meaning": column.meaning,
            "Type": column.type.value,
            "Example": column.example or "—",
            "Also called": ", ".join(column.also_called) or "—",
            "Needed": "yes" if column.required else "",
        }
        for column in columns(contract).values()
    ]
    table(pd.DataFrame(rows), alt=f"Columns of {contract.title}", height=420)
