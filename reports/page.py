"""The pack as one HTML file that needs nothing beside it: no network, no script, pictures inside."""

from __future__ import annotations

import html
from collections.abc import Iterable

from metrics.board import Board
from metrics.board_parts import Chart, Figure, Grid, Line, Screen
from reports.pictures import svg
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
)

_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.45 Inter, "Segoe UI", Helvetica, Arial, sans-serif; color: #101828; background: #fff; margin: 0; }
main, header { max-width: 1240px; margin: 0 auto; padding: 16px 24px; }
nav a { margin-right: 14px; color: #1F5FA8; }
section { border-top: 1px solid #D5DBE3; padding: 24px 0; }
h1 { font-size: 1.75rem; margin: 0 0 4px; }
h2 { font-size: 1.375rem; margin: 0 0 4px; }
h3 { font-size: 1rem; margin: 0 0 8px; }
.muted { color: #475467; } .row { display: flex; flex-wrap: wrap; gap: 12px; margin: 14px 0; }
.panel { flex: 1 1 200px; background: #F5F7FA; border: 1px solid #D5DBE3; border-radius: 8px; padding: 12px 16px; }
.value { font-size: 1.875rem; font-weight: 650; } .status { font-weight: 600; }
figure { flex: 1 1 440px; margin: 0; } figcaption { font-weight: 600; } figure svg { width: 100%; height: auto; }
figure svg text { font-family: Inter, "Segoe UI", Helvetica, Arial, sans-serif; }
table { border-collapse: collapse; width: 100%; margin: 8px 0 16px; font-size: 0.9375rem; }
th, td { border: 1px solid #D5DBE3; padding: 6px 8px; text-align: left; vertical-align: top; }
th { background: #E9EEF4; } .scroll { overflow-x: auto; } li { margin: 6px 0; } details { margin-top: 10px; }
@media print { section { break-before: page; border: 0; } nav { display: none; } }
"""


def page(board: Board) -> bytes:
    """The file, as UTF-8."""
    name = html.escape(title(board))
    links = "".join(f'<a href="#{s.topic}">{html.escape(s.title)}</a>' for s in board.screens)
    body = "".join(_section(screen) for screen in board.screens)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{name}</title><style>{_STYLE}</style></head><body><header><h1>{name}</h1>"
        f'<p class="muted">{html.escape(stamp(board))}</p><nav>{links}</nav></header>'
        f"<main>{body}</main></body></html>"
    ).encode()


def _section(screen: Screen) -> str:
    figures = "".join(_figure(figure) for figure in screen.figures)
    charts = "".join(_chart(chart, alone=len(screen.charts) == 1) for chart in screen.charts)
    lists = "".join(_list(name, lines) for name, lines in screen.lists)
    grids = "".join(_grid(grid) for grid in screen.grids)
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in (screen.edited, *screen.notes) if note)
    told = f"<details><summary>Where this comes from</summary><ul>{notes}</ul></details>" if notes else ""
    rows = "".join(f'<div class="row">{part}</div>' for part in (figures, charts, lists) if part)
    return (
        f'<section id="{screen.topic}"><h2>{html.escape(screen.headline)}</h2>'
        f'<p class="muted">{html.escape(asks(screen))}</p>{rows}{grids}{told}</section>'
    )


def _figure(figure: Figure) -> str:
    status = colour(figure)
    badge = ""
    if status is not None:
        sign = marked(status).split()[0]
        badge = f'<div class="status" style="color:{INK[status]}">{sign} {WORDS[status]}</div>'
    return (
        f'<div class="panel"><h3>{html.escape(figure.metric.title)}</h3>'
        f'<div class="value">{html.escape(value(figure))}</div>{badge}'
        f'<div class="muted">{html.escape(below(figure))}</div></div>'
    )


def _chart(chart: Chart, *, alone: bool) -> str:
    finding = html.escape(chart.finding)
    picture = svg(chart, 1100 if alone else 560).replace(
        "<svg ", f'<svg role="img" aria-label="{finding}" ', 1
    )
    unit = html.escape(picture_unit(chart))
    return f'<figure><figcaption>{finding} <span class="muted">{unit}</span></figcaption>{picture}</figure>'


def _list(name: str, lines: Iterable[Line]) -> str:
    told = "".join(f"<li{_style(entry.colour)}>{html.escape(line(entry))}</li>" for entry in lines)
    return f'<div class="panel"><h3>{html.escape(name)}</h3><ul>{told}</ul></div>'


def _style(status: str | None) -> str:
    return f' style="color:{INK[status]}"' if status else ""


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in grid.columns)
    body = "".join(
        "<tr>"
        + "".join(
            _cell(cell, is_colour=name in grid.colours) for name, cell in zip(grid.columns, row, strict=True)
        )
        + "</tr>"
        for row in grid.rows
    )
    return (
        f'<h3>{html.escape(grid.title)}</h3><div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: object, *, is_colour: bool) -> str:
    text = str(cell)
    if is_colour and text in INK:
        return f'<td style="background:{TINT[text]};color:{INK[text]};font-weight:600">{marked(text)}</td>'
    return f"<td>{html.escape(text)}</td>"
