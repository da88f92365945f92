"""The pack says what the metrics say: its numbers are read back from each file with other tools."""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
import zlib
from dataclasses import replace

import pytest

from metrics.board import TOPICS, board, month_scope
from metrics.board_notes import below, value_words
from metrics.board_parts import Grid
from metrics.query import breakdown, rows, trend, value
from metrics.scope import Scope
from metrics.slas import SLA_RESOLUTION
from metrics.wording import said
from reports.__main__ import main
from reports.document import content
from reports.pack import bound, build
from tests.rows import add_rows, warehouse_with
from warehouse import WarehouseError, open_warehouse
from warehouse.backup import back_up

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
    assert figures[SLA_RESOLUTION.title][2] == kept.value
    assert figures[SLA_RESOLUTION.title][4] == kept.n
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


def opened(document: bytes) -> str:
    """A PDF as text, its compressed streams opened: enough to see its structure without a PDF library."""
    parts = [document]
    for found in re.finditer(rb"stream\r?\n", document):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(document[found.end() :]))
    return b"\n".join(parts).decode("latin-1")


def test_the_document_is_tagged_for_readers_who_do_not_see_it(warehouse, shown):
    """What PDF/UA-1 asks for and a program can see: marked, titled, language, tab order, every figure in words."""
    content = bound(warehouse, shown, "pdf")
    assert content.startswith(b"%PDF")
    text = opened(content)
    assert "pdfuaid" in text
    assert re.search(r"/MarkInfo\s*<<\s*/Marked true", text)
    assert re.search(r"/Lang\s*\(en\)", text)
    assert re.search(r"/DisplayDocTitle true", text)
    assert re.search(r"/Title\s*\(Board report", text)
    pages = len(re.findall(r"/Type\s*/Page\b(?!s)", text))
    assert len(re.findall(r"/Tabs\s*/S\b", text)) == pages >= len(TOPICS)
    drawn = sum(len(screen.charts) for screen in shown.screens)
    assert drawn
    figures = [element for element in text.split("endobj") if re.search(r"/S\s*/Figure\b", element)]
    assert len(figures) == drawn
    assert all(re.search(r"/Alt\s*[(<]", element) for element in figures)
    assert len(re.findall(r"/S\s*/H1\b", text)) == len(TOPICS) + 1, (
        "a heading a topic, and one for the sources"
    )
    assert re.search(r"/S\s*/TH\b", text)


def test_every_form_and_the_screen_show_the_same_figures(warehouse, shown):
    """Value, what stands under it, headlines, and every cell of every table, in each of the files."""
    from openpyxl import load_workbook
    from pptx import Presentation

    deck = Presentation(io.BytesIO(bound(warehouse, shown, "pptx")))
    slides = {
        "\n".join(
            [s.text_frame.text for s in slide.shapes if s.has_text_frame]
            + [cell.text_frame.text for s in slide.shapes if s.has_table for cell in s.table.iter_cells()]
        )
        for slide in deck.slides
    }
    page = html.unescape(bound(warehouse, shown, "html").decode())
    document = json.dumps(content(shown), ensure_ascii=False)
    figures = {}
    book = load_workbook(io.BytesIO(bound(warehouse, shown, "xlsx")))
    for row in book["Figures"].iter_rows(min_row=2, values_only=True):
        figures[row[0]] = row[1:3]
    for screen in shown.screens:
        told = [screen.headline, *(line.text for _, lines in screen.lists for line in lines)]
        for figure in screen.figures:
            told += [value_words(figure), *below(figure)]
            assert figures[figure.metric.title] == (value_words(figure), figure.answer.value)
        cells = [str(cell) for grid in screen.grids for row in grid.rows for cell in row]
        told += ["no data" if cell == "grey" else cell for cell in cells]
        slide = "\n".join(text for text in slides if screen.title in text)
        for words in told:
            assert words in page, f"HTML lacks {words!r}"
            assert json.dumps(words, ensure_ascii=False)[1:-1] in document, f"PDF lacks {words!r}"
            assert words in slide, f"PPTX lacks {words!r} of {screen.title}"


def test_a_table_too_long_for_one_slide_goes_on_on_the_next(warehouse, shown):
    from pptx import Presentation

    from reports.powerpoint import slides

    rows = tuple((f"row {number}", "red") for number in range(19))
    long = replace(shown.screens[1], grids=(Grid("Exceptions", ("Client", "Now"), rows, ("Now",)),), lists=())
    deck = Presentation(io.BytesIO(slides(replace(shown, screens=(long,)))))
    found = [
        cell.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
    ]
    assert len(deck.slides) == 3
    assert [text for text in found if text.startswith("row")] == [name for name, _ in rows]


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


def test_what_cannot_be_bound_is_a_sentence(tmp_path, capsys):
    database = tmp_path / "b.duckdb"
    w = open_warehouse(database)
    add_rows(w, "ticket_slas", [clock(n, "09", late=False, service="Mail") for n in range(3)])
    w.close()
    file = tmp_path / "file"
    file.touch()

    def told(*given: str) -> str:
        assert main([*given, "--db", str(database), "--format", "html"]) == 1
        return capsys.readouterr().err.strip().splitlines()[-1]

    out = ["--out", str(tmp_path / "out")]
    assert "'2026-13' is not a month" in told("--month", "2026-13", *out)
    assert "Nothing that was loaded is about March 2019" in told("--month", "2019-03", *out)
    assert "No client is called 'Nobody'; there are Fjord" in told("--client", "Nobody", *out)
    assert "is a file, not a folder" in told("--month", "2026-09", "--out", str(file))
    assert not (tmp_path / "out").exists()
    with pytest.raises(SystemExit):
        main(["--topics", "weather", *out])
    assert "weather is not one of headline" in capsys.readouterr().err
    assert main(["--month", "2026-09", "--topics", "stability,headline", "--client", "Fjord", *out,
                 "--db", str(database), "--format", "html,pdf"]) == 0  # fmt: skip
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "board_2026-09_Fjord.html",
        "board_2026-09_Fjord.pdf",
    }


def test_a_scheduled_job_beside_the_open_app_is_told_of_the_backup(tmp_path, capsys, monkeypatch):
    database = tmp_path / "b.duckdb"
    w = open_warehouse(database)
    backup = back_up(w)
    w.close()

    def locked(path):
        raise WarehouseError(f"{path} is open in another program.", "locked")

    monkeypatch.setattr("reports.__main__.open_warehouse", locked)
    assert main(["--out", str(tmp_path / "out"), "--db", str(database)]) == 1
    assert f"--db {backup}" in capsys.readouterr().err


def test_a_client_filter_reaches_every_form(warehouse):
    chosen = month_scope("2026-09", Scope.of(client="Fjord"))
    files = build(warehouse, chosen, topics=("stability",), formats=("html",))
    assert list(files) == ["board_2026-09_Fjord.html"]
    assert "client Fjord" in files["board_2026-09_Fjord.html"].decode()
