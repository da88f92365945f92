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
    chart_unit,
    colour,
    line,
    marked,
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

    pack = {"title": title(board), "stamp": stamp(board), "screens": [_screen(s) for s in board.screens]}
    content: bytes = typst.compile(
        TEMPLATE, None, format="pdf", font_paths=[FONTS], ignore_system_fonts=True,
        sys_inputs={"pack": json.dumps(pack)}, pdf_standards="ua-1",
    )  # fmt: skip
    return content


def _screen(screen: Screen) -> dict[str, Any]:
    room = 10.6 if not screen.grids and not screen.lists else 5.6
    return {
        "title": screen.title, "headline": screen.headline, "asks": asks(screen), "tall": room,
        "figures": [_figure(figure) for figure in screen.figures],
        "charts": [_chart(chart, room, len(screen.charts)) for chart in screen.charts],
        "lists": [{"name": name, "lines": [_line(entry) for entry in lines]} for name, lines in screen.lists],
        "grids": [_grid(grid, crowded=bool(screen.charts)) for grid in screen.grids],
        "notes": [note for note in (screen.edited, *screen.notes) if note],
    }  # fmt: skip


def _figure(figure: Figure) -> dict[str, Any]:
    status = colour(figure)
    told = None
    if status is not None:
        told = _inked(f"{marked(status).split()[0]} {WORDS[status]}", INK[status], bold=True)
    return {"title": figure.metric.title, "value": value(figure), "below": below(figure), "status": told}


def _chart(chart: Chart, room: float, beside: int) -> dict[str, str]:
    picture = svg(chart, 560 if beside > 1 else 1180, 380 if room > 8 else 200)
    return {"finding": chart.finding, "unit": chart_unit(chart), "svg": picture}


def _line(entry: Line) -> dict[str, Any]:
    return _inked(line(entry), INK[entry.colour] if entry.colour else _TEXT)


def _inked(text: str, ink: str, *, bold: bool = False) -> dict[str, Any]:
    return {"text": text, "ink": ink, "bold": bold}


def _grid(grid: Grid, *, crowded: bool) -> dict[str, Any]:
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
        "size": 9.5 if crowded else 13 if len(grid.rows) <= 6 else 12 if len(grid.rows) <= 8 else 10.5,
    }  # fmt: skip
