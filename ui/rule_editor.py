"""Read and change what colours the wall: the rules, targets of single clients and contracts, colours put by hand."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

import pandas as pd
import streamlit as st
from pydantic import ValidationError

from charts.numbers import written_day
from metrics.declared import all_metrics
from metrics.health import TITLES, Wall, health_day, portfolio_wall
from metrics.health_context import By
from metrics.health_overrides import LONGEST, OverrideError, override, overrides_in_force, withdraw
from metrics.health_rules import (
    DIMENSIONS,
    WORKED_OUT,
    Dimension,
    Rule,
    Rules,
    RulesError,
    reset_rules,
    rules,
    rules_text,
    save_rules,
    text_of,
)
from metrics.health_verdicts import NAMES
from ui import status
from ui.view import PAGES, View, ask, escaped

#: Columns of the table by the field of a rule they hold.
_FIELDS: Mapping[str, str] = {
    "dimension": "Dimension", "measure": "Measure", "target": "Target", "amber_below": "Amber below",
    "amber_above": "Amber above", "red_below": "Red below", "red_above": "Red above", "proof_below": "Proof below",
    "proof_above": "Proof above", "minimum_n": "Least n", "window_days": "Looks back (days)",
    "cadence_days": "Data every (days)", "periods": "Better for (windows)", "required": "Required", "page": "Page",
}  # fmt: skip
_WHOLE = ("minimum_n", "window_days", "cadence_days", "periods")


def rule_table(view: View) -> None:
    """The rules as a table to edit; nothing is kept before all of it is valid."""
    chosen = rules(view.warehouse)
    st.caption(
        "With a target, the limits are distances from it; shares are fractions (0.95 is 95 %). Red needs the whole "
        "95 % interval beyond the proof limit, otherwise it is amber. Fewer cases than the least n, or older data than "
        "one and a half times the expected rhythm, are grey. A colour gets better after so many windows in a row."
    )
    mandatory = st.multiselect(
        "Dimensions that decide the overall colour", DIMENSIONS, default=list(chosen.mandatory),
        format_func=TITLES.__getitem__, key="mandatory",
    )  # fmt: skip
    edited = st.data_editor(
        _as_table(chosen), num_rows="dynamic", hide_index=True, key="rule-table", column_config=_columns(),
        height="content", placeholder="—",
    )  # fmt: skip
    _keep(view, lambda: text_of(_rules(edited, mandatory, chosen)), key="rules")


def _as_table(chosen: Rules) -> pd.DataFrame:
    rows = [{title: getattr(rule, name) for name, title in _FIELDS.items()} for rule in chosen.rule]
    table = pd.DataFrame(rows, columns=list(_FIELDS.values()))
    for name, title in _FIELDS.items():
        if name in _WHOLE:
            table[title] = table[title].astype("Int64")
        elif name not in ("dimension", "measure", "required", "page"):
            table[title] = table[title].astype(float)
    return table


def _measure_words(name: str) -> str:
    known = None if name in WORKED_OUT else all_metrics().get(name)
    words = known.title if known else NAMES.get(name, name.replace("_", " "))
    return words[:1].upper() + words[1:]


def _columns() -> dict[str, Any]:
    titles: Mapping[Any, str] = TITLES  # the editor types a cell as any value; its options are dimensions
    config: dict[str, Any] = {
        "Dimension": st.column_config.SelectboxColumn(
            options=list(DIMENSIONS), required=True, pinned=True, format_func=titles.__getitem__,
        ),
        "Measure": st.column_config.SelectboxColumn(
            options=[*WORKED_OUT, *sorted(all_metrics())], required=True, width=300,
            format_func=lambda name: _measure_words(str(name)),
        ),
        "Required": st.column_config.CheckboxColumn(
            width=84, help="Without a value the dimension is grey", default=False
        ),
        "Page": st.column_config.SelectboxColumn(options=["", *st.session_state[PAGES]], width="medium"),
    }  # fmt: skip
    for name, title in _FIELDS.items():
        if name in _WHOLE:
            default = {"minimum_n": 1, "window_days": 30, "cadence_days": 31, "periods": 1}[name]
            config[title] = st.column_config.NumberColumn(
                _short(title), help=title, format="%d", step=1, min_value=0, default=default, width=104
            )
        elif title not in config:
            config[title] = st.column_config.NumberColumn(format="plain", width=122)
    return config


def _short(title: str) -> str:
    """The heading of a narrow column; the whole of it is shown on hovering."""
    return {
        "Looks back (days)": "Days back", "Data every (days)": "Rhythm d", "Better for (windows)": "Windows",
    }.get(title, title)  # fmt: skip


def _rules(edited: pd.DataFrame, mandatory: Sequence[str], before: Rules) -> Rules:
    """The rules a table says; RulesError names the row that is none."""
    targets: dict[tuple[str, str], Mapping[str, float]] = {
        (rule.dimension, rule.measure): rule.targets for rule in before.rule
    }
    found = []
    for number, row in enumerate(edited.to_dict("records"), start=1):
        values = {name: row[title] for name, title in _FIELDS.items() if not _absent(row[title])}
        values |= {name: int(values[name]) for name in _WHOLE if name in values}
        values["targets"] = targets.get((str(values.get("dimension")), str(values.get("measure"))), {})
        try:
            found.append(Rule.model_validate(values))
        except ValidationError as problem:
            first = problem.errors()[0]
            field = _FIELDS.get(str(first["loc"][0]), "") if first["loc"] else ""
            said = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
            raise RulesError(
                f"Row {number}{f', {field}' if field else ''}: {said}. Nothing was saved."
            ) from None
    if not mandatory:
        raise RulesError("Choose at least one dimension that decides the overall colour. Nothing was saved.")
    return Rules.model_validate({"mandatory": mandatory, "rule": found})


def _absent(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def _keep(view: View, text: Any, *, key: str) -> None:
    """Author and button; what is not valid is said in one sentence and changes nothing."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        author = st.text_input("Changed by", key=f"{key}-author", width=220, placeholder="Your name")
        if st.button("Save", type="primary", icon=":material/save:", key=f"{key}-save"):
            if not author.strip():
                st.error("Say who changes the rules: it is kept with them.")
                return
            try:
                save_rules(view.warehouse, text(), author.strip())
            except RulesError as problem:
                st.error(str(problem))
                return
            st.toast("Saved. The wall shows it from now on.", icon=":material/check:")
            st.rerun()
        if key == "rules" and st.button(
            "Back to the rules that came with the app", type="tertiary", key="rules-reset"
        ):
            reset_rules(view.warehouse, author.strip() or "unknown")
            st.session_state.pop("rule-table", None)
            st.rerun()


def targets(view: View) -> None:
    """Targets of single clients, services and contracts, which come before the rule's own."""
    chosen = rules(view.warehouse)
    aimed = {
        f"{TITLES[rule.dimension]}: {rule.measure}": rule for rule in chosen.rule if rule.target is not None
    }
    rows = [(name, part, aim) for name, rule in aimed.items() for part, aim in rule.targets.items()]
    st.caption(
        "A client's or service's own target comes first, then that of its contract, then the rule's. A contract is "
        "written as: contract: its name."
    )
    edited = st.data_editor(
        pd.DataFrame(rows, columns=["Rule", "For", "Target"]).astype({"Target": float}), num_rows="dynamic",
        hide_index=True, key="target-table", column_config={
            "Rule": st.column_config.SelectboxColumn(options=list(aimed), required=True, width="large"),
            "For": st.column_config.TextColumn(required=True, width="medium"),
            "Target": st.column_config.NumberColumn(format="plain", required=True),
        },
    )  # fmt: skip

    def text() -> str:
        own: dict[str, dict[str, float]] = {}
        for row in edited.dropna().to_dict("records"):
            own.setdefault(str(row["Rule"]), {})[str(row["For"]).strip()] = float(row["Target"])
        changed = [
            rule.model_copy(update={"targets": own.get(f"{TITLES[rule.dimension]}: {rule.measure}", {})})
            for rule in chosen.rule
        ]
        return text_of(chosen.model_copy(update={"rule": tuple(changed)}))

    _keep(view, text, key="targets")


def as_text(view: View) -> None:
    """The rules as the text they are kept in, with its remarks."""
    text = st.text_area(
        "Rules as text",
        rules_text(view.warehouse),
        height=460,
        key="rules-text",
        label_visibility="collapsed",
    )
    _keep(view, lambda: text, key="rules-as-text")


def overrides(view: View) -> None:
    """Put a colour by hand, with reason, author and an end; take it back."""
    today = health_day(view.warehouse, view.scope)
    if today is None:
        st.markdown(":gray[:material/help: Nothing to judge yet: no data have been loaded]")
        return
    st.caption(
        f"The computed colour stays visible beside it. It ends by itself after {LONGEST} days at the latest, and is "
        "judged afterwards."
    )
    for kept in overrides_in_force(view.warehouse, today).values():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            status.badge(kept.colour)
            st.markdown(f"**{escaped(kept.part)}**, {kept.dimension}: {escaped(kept.says)}", width="content")
            if st.button(
                "Take back", type="tertiary", key=f"withdraw-{kept.by}-{kept.part}-{kept.dimension}"
            ):
                withdraw(view.warehouse, kept.by, kept.part, kept.dimension, kept.author)
                st.rerun()
    _put(view)


def _put(view: View) -> None:
    today = health_day(view.warehouse, view.scope)
    if today is None:
        return
    by: By = (
        st.segmented_control("For a", ("client", "service"), default="client", required=True, key="put-by")
        or "client"  # type: ignore[unreachable]  # typed as never None, yet None in the session state comes back
    )
    found: Wall = ask(view, portfolio_wall, by=by)
    dimensions: tuple[Dimension | Literal["overall"], ...] = ("overall", *DIMENSIONS)
    with st.form("put", clear_on_submit=False):
        with st.container(horizontal=True):
            part = st.selectbox(by.capitalize(), [row.part for row in found.rows], key="put-part")
            dimension = st.selectbox(
                "Dimension",
                dimensions,
                key="put-dimension",
                format_func=lambda d: "Overall" if d == "overall" else TITLES[d],
            )
            colour = st.selectbox(
                "Colour", ["green", "amber", "red"], key="put-colour", format_func=status.word
            )
            expires = st.date_input(
                "Until", today + timedelta(days=14), min_value=today, max_value=today + timedelta(days=LONGEST),
                format="DD/MM/YYYY", key="put-until",
            )  # fmt: skip
        reason = st.text_input(
            "Reason", key="put-reason", placeholder="Why you see it differently, in a sentence"
        )
        author = st.text_input("Put by", key="put-author", placeholder="Your name")
        if not st.form_submit_button("Put this colour", type="primary"):
            return
    row = next((row for row in found.rows if row.part == part), None)
    if row is None:
        st.error(f"Choose a {by}.")
        return
    computed = row.computed if dimension == "overall" else row.cell(dimension).computed
    try:
        made = override(
            view.warehouse, by=by, part=row.part, dimension=dimension, colour=colour, reason=reason, author=author,
            today=today, expires=expires, computed=computed,
        )  # fmt: skip
    except OverrideError as problem:
        st.error(str(problem))
        return
    st.toast(f"Kept until {written_day(made.expires)}.", icon=":material/check:")
    st.rerun()
