"""The annex: a workbook with every figure, its receipt, and exactly the rows behind it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from metrics import query
from metrics.board import Board
from metrics.board_parts import Figure
from metrics.receipts import receipt
from metrics.workbook import as_workbook
from reports.words import stamp, title, value
from warehouse import Warehouse

#: A spreadsheet's row is the same as in the file it came from; these columns say which.
_DULL = frozenset({"extra", "row_key", "newer_by", "source"})


def annex(w: Warehouse, board: Board) -> bytes:
    """The workbook: figures, months, the portfolio with its reasons, files, and a sheet of rows per figure."""
    sheets: dict[str, pd.DataFrame] = {
        "Figures": pd.DataFrame([_figure(w, figure) for figure in board.figures]),
        "By month": _months(board),
        "Portfolio": pd.DataFrame(
            [
                {"Client": row.part, "Dimension": name, "Colour": colour, "Computed": computed, "Why": why}
                for row in board.wall
                for name, colour, computed, why in (
                    ("overall", row.colour, row.computed, row.sentence),
                    *((c.dimension, c.colour, c.computed, c.sentence) for c in row.cells),
                )
            ]
        ),
        "Headlines": pd.DataFrame(
            [{"Topic": s.title, "Headline": s.headline, "Rule": s.written} for s in board.screens]
        ),
    }
    for figure in board.figures:
        found = query.rows(w, figure.metric, figure.scope)
        if len(found):
            sheets[f"{figure.metric.id} rows"] = _shown(found)
    about = [
        ("Report", title(board)),
        ("Data", stamp(board)),
        ("Figures", "One line a figure with its definition, n, interval and the rows of the files it was made of."),
        ("Value", "As it was worked out: a percentage is a share of one, money is in full, durations in their unit."),
        ("Rows", "One sheet a figure, named after its identifier: exactly the rows behind it, with file and row."),
        ("Text", "Text that a spreadsheet could run as a formula has an apostrophe before it."),
    ]  # fmt: skip
    return as_workbook({name: sheet for name, sheet in sheets.items() if len(sheet.columns)}, about=about)


def _figure(w: Warehouse, figure: Figure) -> dict[str, Any]:
    answer, metric = figure.answer, figure.metric
    slip = receipt(w, metric, figure.scope, answer=answer)
    return {
        "Figure": metric.title, "Shown as": value(figure), "Value": answer.value, "Unit": metric.unit,
        "n": answer.n, "Low": answer.low,
        "High": answer.high, "Target": metric.target, "Standing": figure.standing, "Sentence": figure.sentence,
        "Why no value": answer.reason, "Left out": "; ".join(f"{n}: {why}" for why, n in answer.excluded),
        "Data to": answer.as_of, "How it is made": metric.formula, "Identifier": metric.id,
        "Definition": metric.version,
        "Rows": "; ".join(f"{s.file}, {s.sheet}: {s.rows}" for s in slip.imports),
        "Files": "; ".join(f"{s.file} sha256 {s.sha256}" for s in slip.imports),
    }  # fmt: skip


def _months(board: Board) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"Figure": f.metric.title, "Month": p.period, "Value": p.value, "n": p.n, "Low": p.low, "High": p.high,
             "Why no value": p.reason}
            for f in board.figures
            if f.trend is not None
            for p in f.trend.points
        ]
    )  # fmt: skip


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    kept = [
        name
        for name in found.columns
        if name not in _DULL and not name.endswith("_as_written") and found[name].notna().any()
    ]
    return found[kept]
