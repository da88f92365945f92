"""The pack says what the metrics say: its numbers are read back from each file with other tools."""

from __future__ import annotations

import io
import re

import pytest

from metrics.board import TOPICS, board, month_scope
from metrics.query import breakdown, rows, trend, value
from metrics.scope import Scope
from metrics.slas import SLA_RESOLUTION
from metrics.wording import said
from reports.__main__ import main
from reports.pack import bound, build
from tests.rows import warehouse_with
from warehouse import open_warehouse

SCOPE = month_scope("2026-09")


def clock(number: int, month: str, *, late: bool, service: str) -> dict:
    return {
        "ticket": f"T{month}{number}", "sla_name": "Resolution", "sla_type": "SLA", "target": "resolution",
        "service": service, "client": "Fjord", "started": f"2026-{month}-01 08:00",
        "ended": f"2026-{month}-0{4 if late else 2} 08:00", "breach": f"2026-{month}-03 08:00", "breached": late,
        "stage_category": "completed", "updated": f"2026-{month}-10 00:00",
    }  # fmt: skip


@pytest.fixture(scope="module")
def warehouse():
    clocks = [
        clock(n, month, late=n % every == 0, service="Mail" if n % 2 else "=cmd|'/c calc'!A1")
        for month, every in (("07", 9), ("08", 7), ("09", 4))
        for n in range(40)
    ]
    decisions = [
        {
            "identifier": "D1", "summary": "<script>alert(1)</script> #let x = 1", "raised": "2026-08-01",
            "due": "2026-09-30", "decided_by": "Board",
        }
    ]  # fmt: skip
    w = warehouse_with(ticket_slas=clocks, decisions=decisions)
    yield w
    w.close()


@pytest.fixture(scope="module")
def shown(warehouse):
    return board(warehouse, SCOPE)


@pytest.fixture(scope="module")
def kept(warehouse):
    answer = value(warehouse, SLA_RESOLUTION, SCOPE)
    assert answer.value == 0.75
    return answer


def test_slides_hold_native_charts_with_the_metrics_values(warehouse, shown, kept):
    from pptx import Presentation

    deck = Presentation(io.BytesIO(bound(warehouse, shown, "pptx")))
    assert len(deck.slides) == len(TOPICS)
    slide = deck.slides[TOPICS.index("stability")]
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert said(kept.value, "percent") in text
    line, bars = (shape.chart for shape in slide.shapes if shape.has_chart)
    asked = trend(warehouse, SLA_RESOLUTION, SCOPE.but(start="2025-09-01", grain="month"))
    assert list(line.plots[0].series[0].values) == [point.value for point in asked.points]
    parts = {
        point.part: point.value for point in breakdown(warehouse, SLA_RESOLUTION, SCOPE, "service").points
    }
    assert dict(zip(bars.plots[0].categories, bars.plots[0].series[0].values, strict=True)) == parts
    assert SLA_RESOLUTION.version in slide.notes_slide.notes_text_frame.text


def test_no_slide_runs_off_its_edge(warehouse, shown):
    from pptx import Presentation

    deck = Presentation(io.BytesIO(bound(warehouse, shown, "pptx")))
    beyond = [
        (number, shape.name)
        for number, slide in enumerate(deck.slides, start=1)
        for shape in slide.shapes
        if shape.top + shape.height > deck.slide_height or shape.left + shape.width > deck.slide_width
    ]
    assert not beyond


def test_the_annex_holds_the_rows_behind_a_figure_and_nothing_that_runs(warehouse, shown, kept):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(bound(warehouse, shown, "xlsx")))
    figures = {row[0]: row for row in book["Figures"].iter_rows(min_row=2, values_only=True)}
    assert figures[SLA_RESOLUTION.title][1] == kept.value
    assert figures[SLA_RESOLUTION.title][3] == kept.n
    behind = book[f"{SLA_RESOLUTION.id} rows"]
    head = [cell.value for cell in behind[1]]
    found = {row[head.index("row_no")] for row in behind.iter_rows(min_row=2, values_only=True)}
    assert found == set(rows(warehouse, SLA_RESOLUTION, SCOPE)["row_no"])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=cmd") for cell in cells)


def test_the_page_stands_alone(warehouse, shown, kept):
    text = bound(warehouse, shown, "html").decode()
    assert said(kept.value, "percent") in text
    assert not re.findall(r"(?:src|href)=[\"'](?!#)", text)
    assert "url(" not in text
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert text.count("<section") == len(TOPICS)


def test_the_document_is_tagged_for_readers_who_do_not_see_it(warehouse, shown):
    content = bound(warehouse, shown, "pdf")
    assert content.startswith(b"%PDF")
    assert b"pdfuaid" in content
    assert b"/StructTreeRoot" in content


def test_chosen_topics_and_forms_only(warehouse):
    told = []
    files = build(
        warehouse,
        SCOPE,
        topics=("money", "headline"),
        formats=("html",),
        progress=lambda share, _: told.append(share),
    )
    assert list(files) == ["board_2026-09.html"]
    assert re.findall(r'<section id="(\w+)"', files["board_2026-09.html"].decode()) == ["headline", "money"]
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(ValueError, match="no topic"):
        build(warehouse, SCOPE, topics=("weather",))


def test_an_empty_database_is_a_sentence(tmp_path, capsys):
    open_warehouse(tmp_path / "empty.duckdb").close()
    assert main(["--out", str(tmp_path / "out"), "--db", str(tmp_path / "empty.duckdb")]) == 1
    assert "no data yet" in capsys.readouterr().err
    assert main(["--out", str(tmp_path / "out"), "--db", str(tmp_path / "none.duckdb")]) == 1
    assert "no database" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_client_filter_reaches_every_form(warehouse):
    chosen = month_scope("2026-09", Scope.of(client="Fjord"))
    files = build(warehouse, chosen, topics=("stability",), formats=("html",))
    assert list(files) == ["board_2026-09_Fjord.html"]
    assert "client Fjord" in files["board_2026-09_Fjord.html"].decode()
