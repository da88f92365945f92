"""Charts as SVG pictures, drawn without a browser and without a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from metrics.board_parts import Chart
from metrics.wording import said
from reports.words import labels

FONTS = Path(__file__).parent / "fonts"
#: Parts beyond this many would be too thin to read.
MOST_PARTS = 8

BLUE, REST, LINE, INK, BAD = "#1F5FA8", "#C9D1DB", "#667085", "#101828", "#BD3641"
_CONFIG: dict[str, Any] = {
    "font": "Inter",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "labelColor": "#475467", "domainColor": "#D5DBE3", "ticks": False, "title": None},
    "axisY": {"gridColor": "#E4E8EE", "domain": False, "tickCount": 4},
    "axisX": {"grid": False, "labelAngle": 0},
    "text": {"font": "Inter", "fontSize": 12, "color": INK},
}  # fmt: skip


def svg(chart: Chart, width: int = 560, height: int = 230) -> str:
    """The picture of a chart; the title stands outside it."""
    import vl_convert

    _fonts()
    spec = _trend(chart) if chart.by is None else _parts(chart)
    whole = {"width": width, "height": height, "background": None, "config": _CONFIG, **spec}
    return str(vl_convert.vegalite_to_svg(whole))


@cache
def _fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))


def _format(unit: str) -> str:
    return {"percent": ".0%", "money": "~s", "count": "~s"}.get(unit, "~r")


def _trend(chart: Chart) -> dict[str, Any]:
    names, points, unit = labels(chart), chart.answer.points, chart.metric.unit
    rows = [
        {"when": name, "value": p.value, "over": not p.partial, "series": "now"}
        for name, p in zip(names, points, strict=True)
    ]
    known = [row for row in rows if row["value"] is not None]
    from_zero = unit in {"count", "money"}
    x = {
        "field": "when",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": names},
        "axis": {"values": names[::-1][:: 2 if len(names) > 7 else 1]},
    }
    y = {
        "field": "value", "type": "quantitative", "scale": {"zero": from_zero, "nice": True},
        "axis": {"format": _format(unit)},
    }  # fmt: skip
    layers: list[dict[str, Any]] = []
    if chart.beside is not None:
        other = [
            {"when": name, "value": p.value}
            for name, p in zip(names, chart.beside.points, strict=False)
            if p.value is not None
        ]
        layers.append(
            {"data": {"values": other}, "mark": {"type": "tick", "color": LINE, "thickness": 2, "bandSize": 28},
             "encoding": {"x": x, "y": y}}
        )  # fmt: skip
        layers.insert(
            0,
            {
                "data": {"values": known},
                "mark": {"type": "bar", "color": BLUE, "size": 24},
                "encoding": {"x": x, "y": y},
            },
        )
    else:
        line = {"type": "line", "color": BLUE, "strokeWidth": 2.5}
        layers.append({"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": y}})
        dots = {"type": "point", "filled": True, "size": 55, "color": BLUE, "opacity": 1}
        layers.append(
            {
                "data": {"values": [row for row in known if row["over"]]},
                "mark": dots,
                "encoding": {"x": x, "y": y},
            }
        )
        if known:
            last = {**known[-1], "label": said(known[-1]["value"], unit, chart.currency)}  # type: ignore[arg-type]
            mark = {"type": "text", "dy": -14, "fontWeight": 600, "fontSize": 13, "color": BLUE}
            layers.append(
                {"data": {"values": [last]}, "mark": mark,
                 "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}}}
            )  # fmt: skip
    if chart.metric.target is not None:
        layers += _target(
            chart, {"y": {**y, "field": "at"}}, {"x": {"value": 4}}, {"align": "left", "dy": -8}
        )
    return {"layer": layers}


def _target(
    chart: Chart, place: dict[str, Any], corner: dict[str, Any], mark: dict[str, Any]
) -> list[dict[str, Any]]:
    target = chart.metric.target
    data = {"values": [{"at": target, "label": f"Target {said(target, chart.metric.unit, chart.currency)}"}]}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "strokeDash": [6, 4], "color": LINE, "strokeWidth": 1.5},
            "encoding": place,
        },
        {
            "data": data,
            "mark": {"type": "text", "color": LINE, "fontSize": 12, **mark},
            "encoding": {**place, **corner, "text": {"field": "label", "type": "nominal"}},
        },
    ]


def _parts(chart: Chart) -> dict[str, Any]:
    unit, target = chart.metric.unit, chart.metric.target
    points = chart.worst_first(MOST_PARTS)
    rows = [
        {
            "part": p.part, "value": p.value,
            "label": f"{said(p.value, unit, chart.currency)}{f' (n={p.n})' if p.n < 30 else ''}",
            "colour": BAD if chart.misses(p.low, p.high) else REST,
        }
        for p in points
    ]  # fmt: skip
    y = {"field": "part", "type": "nominal", "sort": None, "axis": {"domain": False, "labelLimit": 170}}
    top = max((float(p.value or 0) for p in points), default=1.0)
    x = {
        "field": "value", "type": "quantitative", "axis": None,
        "scale": {"domain": [min(0.0, *(float(p.value or 0) for p in points)), max(top, target or 0) * 1.22 or 1]},
    }  # fmt: skip
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "height": {"band": 0.66}},
            "encoding": {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "align": "left", "dx": 5},
            "encoding": {"x": x, "y": y, "text": {"field": "label", "type": "nominal"}},
        },
    ]
    if target is not None:
        rule = {"type": "rule", "strokeDash": [6, 4], "color": LINE, "strokeWidth": 1.5}
        at = {"values": [{"at": target}]}
        layers.append({"data": at, "mark": rule, "encoding": {"x": {**x, "field": "at"}}})
    return {"layer": layers}
