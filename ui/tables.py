"""Tables as people read them: a format on every number, the first column pinned, a dash where there is nothing."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from charts.numbers import MISSING, written, written_period
from metrics.answer import Answer, Point
from metrics.scope import Grain

#: Text of so many letters finds room by itself; longer text is given it, up to the second number. What stays in
#: place while the rest is scrolled leaves room for it.
ROOM, PINNED = (24, 70), (40, 50)
#: The width of a letter in pixels.
LETTER = 7
#: So many rows of a table are looked at for its widths.
MEASURED = 500


def table(data: pd.DataFrame, *, alt: str, height: int | str = "auto") -> None:
    """A table with a format on every number, its first column pinned; a dash where there is nothing."""
    shown, config = prepared(data)
    st.dataframe(shown, hide_index=True, height=height, column_config=config, alt=alt, placeholder="—")  # type: ignore[arg-type]


#: Where a row comes from, and columns that say nothing to a reader of the rows.
ORIGIN = ("file", "sheet", "row_no", "import_id")
_DULL = frozenset({"extra", "source", "row_key", "newer_by", *ORIGIN})


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the warehouse with the columns that hold anything, where they come from at the end."""
    kept = [
        name
        for name in rows.columns
        if name not in _DULL
        and not (name.endswith("_day") and name.removesuffix("_day") in rows.columns)
        and rows[name].notna().any()
    ]
    return rows[[*kept, *(name for name in ORIGIN if name in rows)]]


#: Words that are written in capitals.
_CAPITALS = {"sla": "SLA", "id": "ID", "csat": "CSAT", "nps": "NPS", "url": "URL", "vat": "VAT"}


def heading(name: str) -> str:
    """A column as people read it.

    >>> heading("row_no"), heading("sla_name"), heading("short_text")
    ('Row', 'SLA name', 'Short text')
    """
    if name in {"row_no", "import_id"}:
        return {"row_no": "Row", "import_id": "Import"}[name]
    words = " ".join(_CAPITALS.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]


def prepared(data: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """A table and how its columns are shown, the first of them pinned.

    Whole numbers have separators, years none, other numbers one decimal, amounts of a thousand and more none; days
    are days. A column whose name ends with "%" holds fractions and is shown in per cent. Long text has room.
    """
    shown, config = data.copy(), {}
    for position, name in enumerate(data.columns):
        column, pinned = data.iloc[:, position], position == 0
        known = column.dropna()
        if str(name).endswith("%"):
            shown.isetitem(position, column.to_numpy(dtype=float, na_value=np.nan) * 100)
            config[str(name)] = st.column_config.NumberColumn(format="%.1f %%", pinned=pinned)
        elif pd.api.types.is_float_dtype(column) and len(known) and known.abs().max() >= 1000:
            shown.isetitem(position, column.round(0).to_numpy())
            config[str(name)] = st.column_config.NumberColumn(format="localized", pinned=pinned)
        elif _are_days(known):
            shown.isetitem(position, pd.to_datetime(column).to_numpy())
            config[str(name)] = st.column_config.DateColumn(format="D MMM YYYY", pinned=pinned)
        else:
            config[str(name)] = _shown_as(str(name), column, pinned=pinned)
    return shown, config


def _are_days(known: pd.Series) -> bool:
    """Whether a column holds days, or moments that are all at midnight."""
    if known.empty:
        return False
    if pd.api.types.is_datetime64_any_dtype(known):
        return bool((known.dt.normalize() == known).all())
    return all(isinstance(value, date) and not isinstance(value, datetime) for value in known)


def _shown_as(name: str, column: pd.Series, *, pinned: bool) -> Any:
    if pd.api.types.is_bool_dtype(column):
        return st.column_config.CheckboxColumn(pinned=pinned)
    if pd.api.types.is_integer_dtype(column):
        plain = "year" in name.lower().split()
        return st.column_config.NumberColumn(format="%d" if plain else "localized", pinned=pinned)
    if pd.api.types.is_float_dtype(column):
        return st.column_config.NumberColumn(format="%.1f", pinned=pinned)
    if pd.api.types.is_datetime64_any_dtype(column):
        return st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", pinned=pinned)
    room = PINNED if pinned else ROOM
    return st.column_config.Column(pinned=pinned, width=_width(column, *room))


def _width(column: pd.Series, enough: int, most: int) -> int | None:
    """The width in pixels that long text asks for; the browser measures a few rows only, and cuts the others."""
    longest = max((len(text) for text in column.head(MEASURED) if isinstance(text, str)), default=0)
    return None if longest <= enough else LETTER * min(longest, most) + 20


def points_table(answer: Answer, first: str, grain: Grain | None = None) -> pd.DataFrame:
    """The points of an answer as a table people can read; intervals and remarks where there are any."""
    found = pd.DataFrame(
        [
            {
                first: p.part if p.part is not None else _period(p, grain),
                answer.title: written(p.value, answer.unit),
                "n": p.n,
                "95 % from": written(p.low, answer.unit),
                "95 % to": written(p.high, answer.unit),
                "Remark": p.reason or ("not complete" if p.partial else ""),
            }
            for p in answer.points
        ]
    )
    silent = [
        name
        for name in ("95 % from", "95 % to", "Remark")
        if name in found and found[name].isin([MISSING, ""]).all()
    ]
    return found.drop(columns=silent)


def _period(point: Point, grain: Grain | None) -> str | None:
    if point.start is None or grain is None:
        return point.period
    return written_period(point.start, grain, label=point.period)
