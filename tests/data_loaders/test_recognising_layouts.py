"""Layouts people give to lists of tickets: headings in two rows, groups with titles, a summary beside the list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from data_loaders.reading import read
from data_loaders.recognising import recognise
from data_loaders.recognising_pasted import taken_apart
from tests.data_loaders.sheets import columns_of, lines, loaded, mapping, recognised, sheet_of

ROWS = "".join(f"INC{i:04d},Closed,P2,Desk,2026-01-{i} 08:00,2026-01-{i} 09:00,x\n" for i in range(11, 25))
HEADINGS = "Number,State,Priority,Assignment group,Opened,Resolved,Short description\n"


def test_headings_below_a_merged_one_are_headings_and_those_beside_it_too() -> None:
    (found,) = recognised(
        "Number,State,Priority,Assignment group,Dates,,Short description\n,,,,Opened,Resolved,\n" + ROWS
    )
    assert (found.header_rows, found.first_data_row) == ((1, 2), 3)
    assert mapping(found)["opened"] == "Opened"
    assert mapping(found)["resolved"] == "Resolved"
    assert mapping(found)["short_text"] == "Short description"


def test_headings_that_return_below_two_merged_ones_keep_what_stands_above_them() -> None:
    lines = "".join(
        f"CHG{i},New,2026-01-{i} 08:00,2026-01-{i} 09:00,2026-01-{i} 08:10,2026-01-{i} 09:30\n"
        for i in range(11, 25)
    )
    (found,) = recognised("Number,State,Planned,,Actual,\n,,Start,End,Start,End\n" + lines)
    assert found.kind == "changes"
    assert {name: mapping(found)[name] for name in ("planned_start", "planned_end", "actual_start", "actual_end")} == {
        "planned_start": "Planned Start", "planned_end": "Planned End",
        "actual_start": "Actual Start", "actual_end": "Actual End",
    }  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Assignment group: Network (10)", "Network", "Priority 1 - Critical (7 tickets)"]
)
def test_the_title_of_a_group_in_the_column_of_numbers_is_no_ticket(title: str) -> None:
    half = len(ROWS) // 2
    result, rows = loaded(HEADINGS + f"{title},,,,,,\n" + ROWS[:half] + f"{title} b,,,,,,\n" + ROWS[half:])
    assert len(rows) == 14
    assert result.skipped["title of a section"] == 2


def test_a_number_alone_in_its_row_is_still_a_ticket() -> None:
    _, rows = loaded(HEADINGS + ROWS + "INC9999,,,,,,\n")
    assert len(rows) == 15


def test_a_summary_beside_the_list_asks_nothing_and_is_said() -> None:
    lines = ROWS.splitlines()
    beside = ["Closed,12", "New,2"]
    text = HEADINGS.strip() + ",,State,Count\n"
    text += "".join(f"{line},,{beside[i] if i < 2 else ','}\n" for i, line in enumerate(lines))
    result, rows = loaded(text)
    assert not result.questions
    assert len(rows) == 14
    assert columns_of(rows, "state")[0] == ("Closed",)
    assert any("columns I–J" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Resolve time", "1:02:03:04"),
        ("Resolution time (ms)", "93784000"),
        ("Time to resolve in milliseconds", "93784000"),
    ],
)
def test_days_before_a_clock_and_milliseconds_are_read(heading: str, cell: str) -> None:
    lines = "".join(f"{i},Closed,2026-01-{i} 08:00,{cell}\n" for i in range(11, 21))
    _, rows = loaded(f"Ticket ID,State,Opened,{heading}\n" + lines)
    assert set(rows["calendar_duration"]) == {93_784.0}


def test_titles_that_return_number_no_rows_so_that_none_is_lost() -> None:
    lines = "".join(f"{i}/01/2026,Acme,Printer broken,High,Open,Ann\n" for i in range(13, 29))
    result, _ = loaded("Date,Client,Issue,Priority,Status,Owner\n" + lines)
    assert result.rows_superseded == 0
    assert result.import_id is None


def test_a_list_of_outages_has_its_beginnings_and_ends() -> None:
    lines = "".join(f"OUT-{i},Payments,2026-01-{i} 08:00,2026-01-{i} 09:30,Sev 1\n" for i in range(11, 21))
    _, rows = loaded("Outage ID,Service,Start time,End time,Severity\n" + lines)
    assert columns_of(rows, "number")[0] == ("OUT-11",)
    assert ((rows["resolved"] - rows["opened"]).dt.total_seconds() == 5400).all()


def test_counts_of_groups_and_a_summary_below_are_no_tickets() -> None:
    counts = "".join(f",,,{name} Count,,,{n}\n" for name, n in (("Desk", 14), ("Grand", 14)))
    below = "Total incidents,14,,,,,\nOpen,3,,,,,\nClosed,11,,,,,\n"
    half = len(ROWS) // 2
    result, rows = loaded(HEADINGS + ROWS[:half] + counts + ROWS[half:] + below)
    assert (len(rows), result.rows_rejected, result.rows_skipped) == (14, 0, 5)


@pytest.mark.parametrize("line", ["--------,---,---,---,---,---,---", ":---,---,---,---,---,---,---:"])
def test_a_line_drawn_below_the_headings_is_no_ticket(line: str) -> None:
    result, rows = loaded(HEADINGS + line + "\n" + ROWS)
    assert (len(rows), result.rows_rejected) == (14, 0)
    assert result.skipped["line drawn between the rows"] == 1


def test_headings_in_two_languages_or_with_their_place_are_read() -> None:
    cells = [
        "Number / Numéro",
        "2. State",
        "Priority / Priorité",
        "Assignment group",
        "5) Opened",
        "Resolved / Résolu",
        "x",
    ]
    (found,) = recognised(",".join(cells) + "\n" + ROWS)
    assert [mapping(found)[name] for name in ("number", "state", "priority_label", "opened", "resolved")] == [
        cells[i] for i in (0, 1, 2, 4, 5)
    ]


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
def test_a_list_pasted_into_one_column_is_taken_apart(delimiter: str) -> None:
    # The columns of the text given here are divided by a sign that is not in it: the sheet has one column.
    text = (HEADINGS + ROWS).replace(",", delimiter)
    result, rows = loaded(text, delimiter="¤")
    assert (result.kind, len(rows)) == ("incidents", 14)
    assert {str(opened)[11:16] for opened in rows["opened"]} == {"08:00"}


def test_a_column_of_sentences_is_not_taken_apart() -> None:
    text = "Comment; what, else\n" + "".join(f"Good, fast; friendly {i}\n" for i in range(12))
    (found,) = recognised(text, delimiter="¤")
    assert found.kind is None


@pytest.mark.parametrize("cell", ["INC1,Closed\nP2,Desk", "x" * 200_000 + ",b,c"], ids=["lines", "long"])
def test_a_cell_that_no_line_of_a_list_holds_ends_as_a_sentence(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "pasted.xlsx"
    book = openpyxl.Workbook()
    for text in (HEADINGS.strip(), *ROWS.splitlines(), cell[:32_000]):
        book.active.append([text])
    book.save(path)
    (sheet,) = read(path).sheets
    rows = sheet.rows.set_column(
        1, "c0", pa.array([*sheet.rows.column("c0").to_pylist()[:-1], cell], pa.string())
    )
    sheet = replace(sheet, rows=rows)
    assert taken_apart(sheet) is sheet


def test_a_row_of_units_below_the_headings_says_the_units_and_is_no_row() -> None:
    lines = "".join(f"4711,615000,2026-01-{i},500{i},{i},{i}0.50\n" for i in range(11, 19))
    result, rows = loaded(
        f"Cost center,Account,Posting date,Document number,Quantity,Amount\n,,,,pcs,EUR\n{lines}"
    )
    assert (len(rows), result.rows_read, result.cells_refused) == (8, 8, 0)
    assert rows["currency"].unique().tolist() == ["EUR"]


def test_a_first_row_of_words_that_are_no_units_stays_a_row() -> None:
    lines = "".join(f"Step {i},2026-01-{i},2026-02-{i},{i}\n" for i in range(11, 19))
    result, _ = loaded(f"Milestone,Baseline,Forecast,Progress\nKickoff,TBD,TBD,TBD\n{lines}")
    assert result.rows_read == 9


@pytest.mark.parametrize(
    "label", ["Subtotal Network", "Anzahl", "Nombre Network", "Recuento", "Zwischensumme DB"]
)
def test_a_count_below_each_group_is_no_ticket(label: str) -> None:
    half = len(ROWS) // 2
    result, rows = loaded(HEADINGS + ROWS[:half] + f"{label},7,,,,,\n" + ROWS[half:] + f"{label},7,,,,,\n")
    assert len(rows) == 14
    assert result.rows_skipped == 2


def test_tables_side_by_side_have_their_own_titles() -> None:
    months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    blank = "," * 13
    table = lines(
        f"Budget 2026{blank},Budget 2027\nCost center,{months},,Cost center,{months}\n"
        f"4711,{','.join('1' * 12)},,4711,{','.join('2' * 12)}\n4712,{','.join('3' * 12)},,4712,{','.join('4' * 12)}"
    )
    first, second = recognise(sheet_of(table), file="plan.csv", known={}, answers={"currency": "EUR"})
    for found, year in ((first, "2026"), (second, "2027")):
        assert found.reshape is not None
        assert {str(text)[:4] for part in found.reshape.parts for text in part.constants if text} >= {year}


def test_a_pivot_behind_an_empty_column_takes_nothing_from_the_table() -> None:
    pivot = ["Row Labels,Count of Number", "Network,6", "DB Ops,8", "Grand Total,14"]
    body = (HEADINGS + ROWS).strip().split("\n")
    text = "\n".join(line + ",," + (pivot[i] if i < len(pivot) else ",") for i, line in enumerate(body))
    result, rows = loaded(text)
    assert (result.kind, len(rows)) == ("incidents", 14)


def test_headings_merged_over_three_rows_are_found_in_the_first() -> None:
    quarters = ["Q1", None, None, "Q2", None, None]
    table = [
        ["Cost center", "Service", "2026", None, None, None, None, None],
        [None, None, *quarters],
        [None, None, "Jan", "Feb", "Mar", "Apr", "May", "Jun"],
        ["4711", "Network", "1", "2", "3", "4", "5", "6"],
        ["4712", "Payments", "7", "8", "9", "1", "2", "3"],
    ]
    (found,) = recognise(sheet_of(table), file="budget 2026.xlsx", known={}, answers={"currency": "EUR"})
    assert {"cost_center", "service"} <= {a.column.name for a in found.assignments}


def test_another_kind_below_that_shares_some_headings_is_a_table_of_its_own() -> None:
    rows = lines((HEADINGS + ROWS).strip())
    rows += [["Total", "14"], [], ["Changes"]]
    rows += [["Number", "Type", "State", "Planned start date", "Planned end date", "Assignment group"]]
    for day in range(11, 20):
        rows.append([f"CHG{day}", "Normal", "Closed", f"2026-01-{day} 08:00", f"2026-01-{day} 09:00", "Desk"])
    found = recognise(sheet_of(rows), file="export.csv", known={}, answers={})
    assert [one.kind for one in found] == ["incidents", "changes"]
    assert mapping(found[1])["planned_start"] == "Planned start date"


def test_lines_above_a_table_of_a_web_page_are_its_titles(tmp_path: Path) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    cells = "".join(f"<th>{text}</th>" for text in ("Cost center", *months))
    values = "".join(f"<td>{text}</td>" for text in ("4711", *map(str, range(12))))
    page = f"<h1>IT budget 2026</h1><p>in kEUR</p><table><tr>{cells}</tr><tr>{values}</tr></table>"
    file = tmp_path / "plan.xls"
    file.write_text(f"<html><body>{page}</body></html>")
    (sheet,) = read(file).sheets
    assert sheet.rows.column("c0").to_pylist()[:2] == ["IT budget 2026", "in kEUR"]
    assert sheet.rows.column("row_no").to_pylist() == [1, 2, 3, 4]
    (found,) = recognise(sheet, file="plan.xls", known={}, answers={})
    assert not found.questions


@pytest.mark.parametrize("name", ["Süd", "Åre"])
def test_one_letter_of_a_macintosh_in_a_whole_file_is_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / "mac.csv"
    file.write_bytes((HEADINGS + ROWS.replace("Desk", name)).replace("\n", "\r").encode("mac_roman"))
    (sheet,) = read(file).sheets
    assert sheet.rows.column("c3").to_pylist()[1] == name


@pytest.mark.parametrize(
    "rows",
    [
        ("Category,Document number,Posting date,Amount\nHosting,1,2026-01-15,100.00\nTravel,2,2026-01-16,200.00\n"
        "Licences,3,2026-01-17,300.00\nMedia,4,2026-01-18,400.00\nConsulting,5,2026-01-19,500.00\n"),
        ("Client,Service,Opened,Number,State\nMedia,Mail,2026-01-15 10:00,INC1,Closed\n"
        "Acme,Mail,2026-01-16 10:00,INC2,Closed\nMedia,VPN,2026-01-17 10:00,INC3,Closed\n"),
    ],
    ids=["postings", "tickets"],
)  # fmt: skip
def test_a_word_for_average_that_names_what_a_row_is_about_takes_no_row_away(rows: str) -> None:
    result, _ = loaded(rows)
    assert (result.rows_loaded, result.rows_skipped) == (rows.count("\n") - 1, 0)


@pytest.mark.parametrize(("said", "skipped"), [("8", 1), ("3", 0)])
def test_a_row_called_an_average_is_left_out_where_it_is_the_mean_of_those_above(
    said: str, skipped: int
) -> None:
    scores = "".join(
        f"2026-01-{day},{score}\n" for day, score in zip(range(11, 17), (6, 7, 8, 8, 9, 10), strict=True)
    )
    result, _ = loaded(f"Response date,How likely are you to recommend us?\n{scores}Media,{said}\n")
    assert result.skipped.get("average", 0) == skipped
