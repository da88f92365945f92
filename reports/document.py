"""The pack as a tagged PDF (PDF/UA-1), set without a browser and without a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from metrics.board import Board
from metrics.board_parts import Chart, Figure, Grid, Line, Screen
from reports.pictures import FONTS, svg
from reports.words import (
    INK,
    TINT,
    WORDS,
    asks,
    below,
    colour,
    line,
    marked,
    picture_unit,
    stamp,
    title,
    value,
    widths,
)

TEMPLATE = Path(__file__).with_name("board.typ")
_TEXT, _PAPER = "#101828", "#FFFFFF"


def pdf(board: Board) -> bytes:
    """The document."""
    import typst

    document: bytes = typst.compile(
        TEMPLATE, None, format="pdf", font_paths=[FONTS], ignore_system_fonts=True,
        sys_inputs={"pack": json.dumps(content(board))}, pdf_standards="ua-1",
    )  # fmt: skip
    return document


def content(board: Board) -> dict[str, Any]:
    """What the template is given: every word, number and picture of the document."""
    return {"title": title(board), "stamp": stamp(board), "screens": [_screen(s) for s in board.screens]}


def _screen(screen: Screen) -> dict[str, Any]:
    tall = 130 if screen.grids else 300 if screen.lists else 400
    return {
        "title": screen.title, "headline": screen.headline, "asks": asks(screen),
        "figures": [_figure(figure) for figure in screen.figures],
        "charts": [_chart(chart, len(screen.charts), tall) for chart in screen.charts],
        "lists": [{"name": name, "lines": [_line(entry) for entry in lines]} for name, lines in screen.lists],
        "grids": [_grid(grid) for grid in screen.grids],
        "notes": [note for note in (screen.edited, *screen.notes) if note],
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    status = colour(figure)
    told = None
    if status is not None:
        told = _inked(f"{marked(status).split()[0]} {WORDS[status]}", INK[status], bold=True)
    return {"title": figure.metric.title, "value": value(figure), "below": below(figure), "status": told}


def _chart(chart: Chart, beside: int, tall: int) -> dict[str, str]:
    picture = svg(chart, 560 if beside > 1 else 1180, tall)
    return {"finding": chart.finding, "unit": picture_unit(chart), "svg": picture}


def _line(entry: Line) -> dict[str, Any]:
    return _inked(line(entry), INK[entry.colour] if entry.colour else _TEXT)


def _inked(text: str, ink: str, *, bold: bool = False) -> dict[str, Any]:
    return {"text": text, "ink": ink, "bold": bold}


def _grid(grid: Grid) -> dict[str, Any]:
    cells, tints = [], []
    for row in grid.rows:
        status = [
            str(cell) if name in grid.colours and str(cell) in INK else None
            for name, cell in zip(grid.columns, row, strict=True)
        ]
        cells.append(
            [
                _inked(marked(cell), INK[found], bold=True) if found else _inked(str(cell), _TEXT)
                for cell, found in zip(row, status, strict=True)
            ]
        )
        tints.append([TINT[found] if found else _PAPER for found in status])
    return {
        "title": grid.title, "columns": list(grid.columns), "widths": widths(grid), "cells": cells, "tints": tints,
    }  # fmt: skip
