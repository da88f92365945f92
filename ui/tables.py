"""Tables as people read them: a format on every number, the first column pinned, a dash where there is nothing."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from charts.numbers import written
from metrics.answer import Answer


def table(data: pd.DataFrame, *, alt: str, height: int | str = "auto") -> None:
    """A table with a format on every number, its first column pinned; a dash where there is nothing."""
    shown, config = prepared(data)
    st.dataframe(shown, hide_index=True, height=height, column_config=config, alt=alt, placeholder="—")  # type: ignore[arg-type]


def prepared(data: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """A table and how its columns are shown: whole numbers with separators, others with one decimal.

    A column whose name ends with "%" holds fractions and is shown in per cent.
    """
    shown, config = data.copy(), {}
    for position, name in enumerate(data.columns):
        column, pinned = data.iloc[:, position], position == 0
        if str(name).endswith("%"):
            shown.isetitem(position, column.to_numpy(dtype=float, na_value=np.nan) * 100)
            config[str(name)] = st.column_config.NumberColumn(format="%.1f %%", pinned=pinned)
        else:
            config[str(name)] = _shown_as(column, pinned=pinned)
    return shown, config


def _shown_as(column: pd.Series, *, pinned: bool) -> Any:
    if pd.api.types.is_bool_dtype(column):
        return st.column_config.CheckboxColumn(pinned=pinned)
    if pd.api.types.is_integer_dtype(column):
        return st.column_config.NumberColumn(format="localized", pinned=pinned)
    if pd.api.types.is_float_dtype(column):
        return st.column_config.NumberColumn(format="%.1f", pinned=pinned)
    if pd.api.types.is_datetime64_any_dtype(column):
        known = column.dropna()
        if len(known) and (known.dt.normalize() == known).all():  # a day, which has no clock time
            return st.column_config.DateColumn(format="D MMM YYYY", pinned=pinned)
        return st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", pinned=pinned)
    return st.column_config.Column(pinned=pinned)


def points_table(answer: Answer, first: str) -> pd.DataFrame:
    """The points of an answer as a table people can read."""
    return pd.DataFrame(
        [
            {
                first: p.part if p.part is not None else p.period,
                answer.title: written(p.value, answer.unit),
                "n": p.n,
                "95 % from": written(p.low, answer.unit),
                "95 % to": written(p.high, answer.unit),
                "Remark": p.reason or ("not complete" if p.partial else ""),
            }
            for p in answer.points
        ]
    )
