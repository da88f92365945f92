"""The pack as slides: one topic a slide, charts that can be edited, receipts in the notes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from metrics.board import Board
from metrics.board_parts import Chart, Figure, Grid, Line, Screen
from metrics.wording import said
from reports.pictures import BAD, BLUE, LINE, MOST_PARTS, REST
from reports.words import (
    INK,
    TINT,
    WORDS,
    asks,
    below,
    chart_unit,
    colour,
    labels,
    line,
    marked,
    stamp,
    title,
    value,
    widths,
)

WIDTH, HEIGHT, EDGE, GAP = 13.333, 7.5, 0.5, 0.18
FONT = "Arial"
TEXT, MUTED = "#101828", "#475467"

#: Lines of text, each with its size in points, its colour, and whether it is bold.
Told = list[tuple[str, float, str, bool]]


def slides(board: Board) -> bytes:
    """The presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title = title(board)
    deck.core_properties.author = "Bridgeview"
    deck.core_properties.created = deck.core_properties.modified = datetime.now(UTC).replace(tzinfo=None)
    pages = [page for screen in board.screens for page in _pages(screen)]
    for number, screen in enumerate(pages, start=1):
        _slide(deck, board, screen, number)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _pages(screen: Screen) -> list[Screen]:
    """The slides of a topic: tables too long for one slide go on, alone, on the next."""
    further = [
        replace(
            screen, headline=f"{screen.title}, continued", figures=(), charts=(), lists=(), notes=(), edited="",
            grids=tuple(grid.page(number) for grid in screen.grids if grid.pages > number),
        )
        for number in range(1, max((grid.pages for grid in screen.grids), default=1))
    ]  # fmt: skip
    return [replace(screen, grids=tuple(grid.page(0) for grid in screen.grids)), *further]


def _slide(deck: Any, board: Board, screen: Screen, number: int) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top = Inches(EDGE), Inches(0.32)
    head.width, head.height = Inches(WIDTH - 2 * EDGE), Inches(0.95)
    size = 24 if len(screen.headline) < 110 else 20 if len(screen.headline) < 170 else 17
    _write(head.text_frame, [(screen.headline, size, TEXT, True)], anchor=MSO_ANCHOR.MIDDLE)
    under = f"{asks(screen)} · {stamp(board)}"
    _text(slide, EDGE, 1.25, WIDTH - 2 * EDGE, 0.32, [(under, 12, MUTED, False)])
    _text(slide, WIDTH - EDGE - 0.8, 7.08, 0.8, 0.3, [(str(number), 11, MUTED, False)], right=True)
    top, bottom = 1.68, 7.05
    if screen.figures:
        _cards(slide, screen.figures, top)
        top += 1.35
    listed = bool(screen.lists)
    blocks = bool(screen.charts) + len(screen.grids) + listed
    if not blocks:
        _notes(slide, screen)
        return
    each = (bottom - top - GAP * (blocks - 1)) / blocks
    if screen.charts:
        wide = (WIDTH - 2 * EDGE - GAP * (len(screen.charts) - 1)) / len(screen.charts)
        tall = each if blocks == 1 else max(each, 2.3)
        for place, chart in enumerate(screen.charts):
            _chart(slide, chart, EDGE + place * (wide + GAP), top, wide, tall)
        top += tall + GAP
    if listed:
        tall = bottom - top if not screen.grids else each
        wide = (WIDTH - 2 * EDGE - GAP * (len(screen.lists) - 1)) / len(screen.lists)
        for place, (name, lines) in enumerate(screen.lists):
            _list(slide, name, lines, EDGE + place * (wide + GAP), top, wide, min(tall, 3.9))
        top += tall + GAP
    count = sum(max(len(grid.rows), 1) + 2 for grid in screen.grids)
    tall = min(0.46, (bottom - top - GAP * len(screen.grids)) / max(count, 1))
    for grid in screen.grids:
        top = _grid(slide, grid, top, tall) + GAP
    _notes(slide, screen)


def _notes(slide: Any, screen: Screen) -> None:
    told = [note for note in (screen.edited, *screen.notes) if note]
    slide.notes_slide.notes_text_frame.text = "\n".join(told)


def _write(frame: Any, lines: Told, *, anchor: Any = None, right: bool = False, apart: float = 0) -> None:
    from pptx.enum.text import PP_ALIGN

    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(0.05)
    if anchor is not None:
        frame.vertical_anchor = anchor
    for place, (text, size, ink, bold) in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.space_after = Pt(apart)
        paragraph.text = ""
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = _rgb(ink)


def _rgb(ink: str) -> Any:
    return RGBColor.from_string(ink.lstrip("#"))  # type: ignore[no-untyped-call]


def _text(
    slide: Any,
    x: float,
    y: float,
    w: float,
    h: float,
    lines: Told,
    *,
    right: bool = False,
) -> None:
    box = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(w), Inches(h))
    _write(box.text_frame, lines, right=right)


def _panel(slide: Any, x: float, y: float, w: float, h: float, lines: Told, *, apart: float = 0) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(x), Inches(y), Inches(w), Inches(h))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb("#F5F7FA")
    shape.line.color.rgb = _rgb("#D5DBE3")
    shape.line.width = Pt(0.75)
    shape.shadow.inherit = False
    _write(shape.text_frame, lines, anchor=MSO_ANCHOR.TOP, apart=apart)
    shape.text_frame.margin_left = shape.text_frame.margin_right = Inches(0.12)
    shape.text_frame.margin_top = Inches(0.08)


def _cards(slide: Any, figures: tuple[Figure, ...], top: float) -> None:
    wide = (WIDTH - 2 * EDGE - GAP * (len(figures) - 1)) / len(figures)
    for place, figure in enumerate(figures):
        status = colour(figure)
        badge = [(marked(status).split()[0] + f" {WORDS[status]}", 11, INK[status], True)] if status else []
        lines: Told = [
            (figure.metric.title, 11, TEXT, True),
            (value(figure), 22 if len(figures) <= 4 else 18, TEXT, True),
            *badge,
            (below(figure), 10, MUTED, False),
        ]
        _panel(slide, EDGE + place * (wide + GAP), top, wide, 1.25, lines)


def _described(shape: Any, words: str) -> None:
    """What a reader who does not see the shape is told; python-pptx has no name for it."""
    shape.name = words
    shape._element.nvGraphicFramePr.cNvPr.set("descr", words)  # noqa: SLF001


def _list(slide: Any, name: str, lines: tuple[Line, ...], x: float, y: float, w: float, h: float) -> None:
    told: Told = [(name, 15, TEXT, True)]
    size = 13 if sum(len(entry.text) for entry in lines) < 420 else 11
    told += [(line(entry), size, INK[entry.colour] if entry.colour else TEXT, False) for entry in lines]
    _panel(slide, x, y, w, h, told, apart=6)


def _chart(slide: Any, chart: Chart, x: float, y: float, w: float, h: float) -> None:
    told: Told = [(chart.finding, 12, TEXT, True), (chart_unit(chart), 10, MUTED, False)]
    _text(slide, x, y, w, 0.62, told)
    place = (Inches(x), Inches(y + 0.66), Inches(w), Inches(max(h - 0.66, 1.2)))
    if chart.by is None:
        _line(slide, chart, place)
    else:
        _bars(slide, chart, place)


def _line(slide: Any, chart: Chart, place: tuple[Any, ...]) -> None:
    data: Any = CategoryChartData(number_format=_number_format(chart))  # type: ignore[no-untyped-call]
    data.categories = labels(chart)
    data.add_series(chart.metric.title, [point.value for point in chart.answer.points])
    columns = chart.beside is not None
    if chart.beside is not None:
        data.add_series(chart.beside.title, [point.value for point in chart.beside.points])
    elif chart.metric.target is not None:
        data.add_series("Target", [chart.metric.target] * len(chart.answer.points))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if columns else XL_CHART_TYPE.LINE_MARKERS
    drawn = slide.shapes.add_chart(kind, *place, data)
    _described(drawn, chart.finding)
    native = drawn.chart
    _plain(native, chart)
    native.has_legend = len(native.plots[0].series) > 1
    if native.has_legend:
        native.legend.position, native.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        native.legend.font.size = Pt(10)
    for position, series in enumerate(native.plots[0].series):
        ink = _rgb(BLUE if position == 0 else LINE)
        if columns:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = ink if position == 0 else _rgb(REST)
        else:
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = ink, Pt(2.25 if position == 0 else 1.5)
            if position:
                from pptx.enum.chart import XL_MARKER_STYLE

                series.format.line.dash_style = MSO_LINE.DASH
                series.marker.style = XL_MARKER_STYLE.NONE
    if not columns and (last := _last(chart)) is not None:
        label = native.plots[0].series[0].points[last].data_label
        label.has_text_frame = True
        label.text_frame.word_wrap = False
        label.text_frame.text = said(chart.answer.points[last].value, chart.metric.unit, chart.currency)
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(11)
        label.text_frame.paragraphs[0].runs[0].font.bold = True
        label.position = XL_LABEL_POSITION.ABOVE


def _last(chart: Chart) -> int | None:
    known = [place for place, point in enumerate(chart.answer.points) if point.value is not None]
    return known[-1] if known else None


def _bars(slide: Any, chart: Chart, place: tuple[Any, ...]) -> None:
    parts = chart.worst_first(MOST_PARTS)
    data: Any = CategoryChartData(number_format=_number_format(chart))  # type: ignore[no-untyped-call]
    data.categories = [str(p.part) for p in parts]
    data.add_series(chart.metric.title, [p.value for p in parts])
    drawn = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    _described(drawn, chart.finding)
    native = drawn.chart
    _plain(native, chart)
    native.has_legend = False
    native.category_axis.reverse_order = True
    native.value_axis.visible = False
    native.value_axis.has_major_gridlines = False
    native.value_axis.minimum_scale = min(0.0, *(float(p.value or 0) for p in parts))
    plot = native.plots[0]
    plot.gap_width = 45
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(11)
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _number_format(chart), False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for position, part in enumerate(parts):
        fill = plot.series[0].points[position].format.fill
        fill.solid()
        fill.fore_color.rgb = _rgb(BAD if chart.misses(part.low, part.high) else REST)


def _plain(native: Any, chart: Chart) -> None:
    native.has_title = False
    native.font.name, native.font.size = FONT, Pt(11)
    native.value_axis.format.line.fill.background()
    native.value_axis.major_gridlines.format.line.color.rgb = _rgb("#E4E8EE")
    native.value_axis.tick_labels.number_format = "0%" if chart.metric.unit == "percent" else "#,##0"
    native.value_axis.tick_labels.number_format_is_linked = False
    native.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    native.category_axis.format.line.color.rgb = _rgb("#D5DBE3")


def _number_format(chart: Chart) -> str:
    return {"percent": "0.0%", "money": "#,##0", "count": "#,##0"}.get(chart.metric.unit, "0.0")


def _grid(slide: Any, grid: Grid, top: float, tall: float) -> float:
    _text(slide, EDGE, top, WIDTH - 2 * EDGE, 0.32, [(grid.title, 13, TEXT, True)])
    top += 0.36
    rows = max(len(grid.rows), 1)
    size = 12 if tall >= 0.4 else 10 if tall >= 0.3 else 9
    shape = slide.shapes.add_table(
        rows + 1,
        len(grid.columns),
        Inches(EDGE),
        Inches(top),
        Inches(WIDTH - 2 * EDGE),
        Inches(tall * (rows + 1)),
    )
    _described(shape, grid.title)
    table = shape.table
    for place, wide in enumerate(widths(grid)):
        table.columns[place].width = Inches(wide * (WIDTH - 2 * EDGE))
    for place, name in enumerate(grid.columns):
        _cell(table.cell(0, place), name, size, TEXT, "#E9EEF4", bold=True)
    for at, row in enumerate(grid.rows, start=1):
        for place, found in enumerate(row):
            text = str(found)
            status = text if text in INK and grid.columns[place] in grid.colours else None
            ink, tint = (INK[status], TINT[status]) if status else (TEXT, "#FFFFFF")
            _cell(table.cell(at, place), marked(text) if status else text, size, ink, tint, bold=bool(status))
    return top + tall * (rows + 1)


def _cell(cell: Any, text: str, size: float, ink: str, tint: str, *, bold: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(tint)
    _write(cell.text_frame, [(text, size, ink, bold)])
    cell.margin_left = cell.margin_right = Inches(0.06)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
