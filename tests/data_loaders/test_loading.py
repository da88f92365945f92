"""What an import promises: books that balance, questions instead of guesses, corrections that load back."""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from data_loaders.rejects_workbook import rejects_workbook
from tests.data_loaders.sheets import loaded
from warehouse import Warehouse, aliases, ledger, open_warehouse

HEADER = "Number,Opened,State,Priority,Assignment group,Company,Short description,Updated"


def _row(
    number: int, opened: str = "2026-03-02 08:00:00", updated: str = "2026-03-05 10:00:00", **more: str
) -> str:
    cells = {
        "state": "New",
        "priority": "3 - Moderate",
        "group": "Service Desk",
        "company": "Fjord Energy",
    } | more
    return (
        f"INC{number:07d},{opened},{cells['state']},{cells['priority']},{cells['group']},{cells['company']},"
        f"Printer {number},{updated}"
    )


def _file(folder: Path, name: str, rows: Sequence[str], header: str = HEADER) -> Path:
    file = folder / name
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def _load(warehouse: Warehouse, *files: Path, **more: object) -> list[TableResult]:
    return load(files, warehouse, **{"timezone": "UTC", **more})  # type: ignore[arg-type]


def _balanced(result: TableResult) -> bool:
    return result.rows_read == (
        result.rows_loaded + result.rows_superseded + result.rows_rejected + result.rows_skipped
    )


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty database file."""
    return open_warehouse(tmp_path / "book.duckdb")


def test_a_refused_cell_is_listed_with_its_place_and_the_row_still_counts(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = [_row(i) for i in range(1, 30)] + [_row(30, updated="soon")]
    (result,) = _load(warehouse, _file(tmp_path, "march.csv", rows))
    assert (result.rows_loaded, result.rows_rejected, result.cells_refused) == (30, 0, 1)
    assert _balanced(result)
    refused = ledger.rejects(warehouse, result.import_id).iloc[0]
    assert (refused["row_no"], refused["column_name"], refused["value"]) == (31, "Updated", "soon")
    assert "soon" in refused["reason"]


def test_a_row_without_its_number_is_refused_whole_and_loads_back_once_corrected(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = [_row(i) for i in range(1, 30)] + [_row(30).replace("INC0000030", "")]
    (result,) = _load(warehouse, _file(tmp_path, "march.csv", rows))
    assert (result.rows_loaded, result.rows_rejected) == (29, 1)
    assert _balanced(result)
    assert result.import_id is not None
    book = tmp_path / "rejected.xlsx"
    book.write_bytes(rejects_workbook(warehouse, result.import_id))
    sheet = openpyxl.load_workbook(book)
    page = sheet["Rejected"]
    headings = [cell.value for cell in page[1]]
    assert "Reason" in headings
    page.cell(2, headings.index("Number") + 1).value = "INC0000030"
    sheet.save(book)
    (again,) = _load(warehouse, book)
    assert again.error is None, again
    assert (again.kind, again.rows_loaded, again.new) == ("incidents", 1, 1)
    assert warehouse.records("SELECT count(*), count(opened) FROM incidents") == [(30, 30)]


def test_dates_that_fit_both_orders_are_asked_and_the_answer_is_remembered(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    first = _file(
        tmp_path, "april.csv", [_row(i, "03/04/2026 08:00", "05/04/2026 09:00") for i in range(1, 9)]
    )
    (asked,) = _load(warehouse, first)
    (question,) = asked.questions
    assert (question.name, {option.value for option in question.options}) == (
        "date_order",
        {"day-first", "month-first"},
    )
    assert asked.import_id is None
    assert warehouse.is_empty()
    (done,) = _load(warehouse, first, answers={"date_order": "day-first"})
    assert done.import_id
    assert str(warehouse.records("SELECT min(opened_day) FROM incidents")[0][0]) == "2026-04-03"
    second = _file(
        tmp_path, "may.csv", [_row(i, "03/05/2026 08:00", "05/05/2026 09:00") for i in range(20, 29)]
    )
    (next_month,) = load([second], warehouse)
    assert next_month.import_id, next_month.questions


def test_days_are_those_of_the_zone_of_the_first_import(warehouse: Warehouse, tmp_path: Path) -> None:
    file = _file(tmp_path, "late.csv", [_row(i, "2026-03-02 00:30:00") for i in range(1, 9)])
    load([file], warehouse, timezone="Europe/Copenhagen")
    opened, day = warehouse.records("SELECT DISTINCT opened::VARCHAR, opened_day::VARCHAR FROM incidents")[0]
    assert (opened, day) == ("2026-03-01 23:30:00", "2026-03-02")


def test_the_same_tickets_some_hours_apart_raise_the_time_zone_question(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _load(
        warehouse,
        _file(tmp_path, "utc.csv", [_row(i, f"2026-03-02 {8 + i % 9:02d}:00:00") for i in range(1, 30)]),
    )
    shifted = [_row(i, f"2026-03-02 {10 + i % 9:02d}:00:00") for i in range(1, 30)]
    (result,) = load([_file(tmp_path, "local.csv", shifted)], warehouse)
    assert [question.name for question in result.questions] == ["timezone"]
    assert "+2 hours" in result.questions[0].text
    assert warehouse.records("SELECT count(*) FROM meta.imports") == [(1,)]
    # A zone given out of habit is asked about too; whoever is sure says so.
    (habit,) = _load(warehouse, tmp_path / "local.csv")
    assert [question.name for question in habit.questions] == ["timezone.sure"]
    source = warehouse.records("SELECT DISTINCT source FROM incidents")[0][0]
    (same,) = _load(warehouse, tmp_path / "local.csv", answers={"source": str(source)})
    assert [question.name for question in same.questions] == ["timezone.sure"]
    (sure,) = _load(warehouse, tmp_path / "local.csv", answers={"timezone.sure": "yes"})
    assert (sure.rows_loaded, sure.questions) == (29, [])
    # What takes the place of all there was needs no comparison with it.
    (instead,) = load([tmp_path / "utc.csv"], warehouse, timezone="UTC", replaces=True)
    assert (instead.rows_loaded, instead.questions) == (29, [])


def test_known_numbers_opened_at_other_times_raise_the_question_of_the_source(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _load(warehouse, _file(tmp_path, "one.csv", [_row(i) for i in range(1, 30)]))
    other = _file(tmp_path, "two.csv", [_row(i, f"2025-07-{i:02d} 11:{i:02d}:00") for i in range(1, 30)])
    (result,) = _load(warehouse, other)
    assert [question.name for question in result.questions] == ["source"]
    (kept,) = _load(warehouse, other, answers={"source": result.questions[0].options[1].value})
    assert kept.new == 29
    assert warehouse.records("SELECT count(*) FROM incidents") == [(58,)]


def test_a_file_that_holds_everything_replaces_its_source_and_undo_brings_it_back(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    _load(warehouse, _file(tmp_path, "all.csv", [_row(i) for i in range(1, 30)]))
    before = warehouse.query("SELECT * FROM store.incidents ORDER BY row_key")
    (result,) = _load(warehouse, _file(tmp_path, "fewer.csv", [_row(i) for i in range(1, 11)]), replaces=True)
    assert warehouse.records("SELECT count(*) FROM incidents") == [(10,)]
    assert result.vanished == 19
    assert result.import_id is not None
    ledger.undo(warehouse, result.import_id)
    assert warehouse.query("SELECT * FROM store.incidents ORDER BY row_key").equals(before)


def test_names_of_people_are_hashed_in_mapped_and_in_unknown_columns(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    header = HEADER + ",Caller,Opened by,Colour"
    rows = [_row(i) + ",Maria Jensen,Ole Olsen,red" for i in range(1, 9)]
    _load(warehouse, _file(tmp_path, "people.csv", rows, header))
    for table in ("store.incidents", "meta.imports", "meta.rejects"):
        everything = warehouse.query(f"SELECT * FROM {table}").to_csv()
        assert "Jensen" not in everything
        assert "Olsen" not in everything
    caller, extra = warehouse.records("SELECT caller, extra FROM incidents LIMIT 1")[0]
    assert str(caller).startswith("p_")
    assert '"Colour":"red"' in str(extra)


def test_columns_of_their_own_are_kept_without_the_spaces_around_them(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    header = HEADER + ',"Colour ""of"" the day",Été,Ward'
    rows = [
        _row(1) + ',"\xa0a ""b"" \\ c ",é\u2003,n/a',
        _row(2) + ',"two\nlines",,   ',
        *(_row(i) + ",,,North" for i in range(3, 9)),
    ]
    _load(warehouse, _file(tmp_path, "own.csv", rows, header))
    found = warehouse.records("SELECT extra FROM incidents ORDER BY number LIMIT 3")
    assert [json.loads(str(extra)) for (extra,) in found] == [
        {'Colour "of" the day': 'a "b" \\ c', "Été": "é"},
        {'Colour "of" the day': "two\nlines"},
        {"Ward": "North"},
    ]


def test_an_alias_joins_old_and_new_rows_and_can_be_taken_back(warehouse: Warehouse, tmp_path: Path) -> None:
    _load(warehouse, _file(tmp_path, "a.csv", [_row(i) for i in range(1, 6)]))
    _load(warehouse, _file(tmp_path, "b.csv", [_row(i, company="Fjord Energy A/S") for i in range(6, 9)]))
    (proposal,) = aliases.proposals(warehouse, ["client"])
    aliases.decide(warehouse, "client", proposal.written, proposal.name, same=True)
    _load(warehouse, _file(tmp_path, "c.csv", [_row(i, company="Fjord Energy A/S") for i in range(9, 12)]))
    assert warehouse.records("SELECT client, count(*) FROM incidents GROUP BY client") == [
        ("Fjord Energy", 11)
    ]
    aliases.take_back(warehouse, "client", proposal.written)
    assert sorted(warehouse.records("SELECT client, count(*) FROM incidents GROUP BY client")) == [
        ("Fjord Energy", 5),
        ("Fjord Energy A/S", 6),
    ]


def test_a_round_number_of_rows_raises_the_alarm_of_a_cut_export(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    (result,) = _load(warehouse, _file(tmp_path, "cut.csv", [_row(i) for i in range(1, 1_001)]))
    assert any("stop an export" in warning for warning in result.warnings)


def test_titles_and_totals_do_not_hide_a_cut_export(warehouse: Warehouse, tmp_path: Path) -> None:
    listed = _file(tmp_path, "cut.csv", [_row(i) for i in range(1, 501)]).read_text(encoding="utf-8")
    path = tmp_path / "report.csv"
    path.write_text(f"Weekly report\n\n{listed.rstrip()}\nTotal,500\n", encoding="utf-8")
    (result,) = _load(warehouse, path)
    assert result.rows_loaded == 500
    assert result.rows_skipped
    assert any(warning.startswith("Exactly 500 rows") for warning in result.warnings)


def test_contradictions_in_time_are_listed_and_the_rows_stay(warehouse: Warehouse, tmp_path: Path) -> None:
    header = HEADER + ",Resolved"
    rows = [_row(i) + ",2026-03-03 08:00:00" for i in range(1, 20)] + [_row(20) + ",2026-03-01 08:00:00"]
    (result,) = _load(warehouse, _file(tmp_path, "odd.csv", rows, header))
    assert (result.rows_loaded, result.rows_rejected) == (20, 0)
    listed = ledger.rejects(warehouse, result.import_id)
    assert list(listed["code"]) == ["before-opened"]


def test_the_database_is_made_again_from_the_kept_files_with_equal_checksums(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    from data_loaders.rebuilding import rebuild
    from warehouse.backup import checksum

    _load(warehouse, _file(tmp_path, "a.csv", [_row(i) for i in range(1, 30)]))
    (second,) = _load(
        warehouse, _file(tmp_path, "b.csv", [_row(i, updated="2026-04-01 08:00:00") for i in range(5, 9)])
    )
    _load(warehouse, _file(tmp_path, "c.csv", [_row(i, company="Fjord Energy A/S") for i in range(40, 45)]))
    assert second.import_id is not None
    ledger.undo(warehouse, second.import_id)
    aliases.decide(warehouse, "client", "Fjord Energy A/S", "Fjord Energy", same=True)
    assert warehouse.path is not None
    again = rebuild(warehouse.path, tmp_path / "again.duckdb")
    assert checksum(again) == checksum(warehouse)
    again.close()


def test_an_export_that_lacks_columns_of_an_earlier_one_meets_it_and_undo_restores_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """Columns nobody fills are not stored, nor what another column says already: neither may be noticed."""
    whole = "SELECT * FROM store.incidents ORDER BY row_key, import_id"
    _load(warehouse, _file(tmp_path, "a.csv", [_row(i) for i in range(1, 30)]))
    before = warehouse.query(whole)
    assert list(before["row_key"]) == list(before["number"])
    assert before["newer_by"].equals(before["updated"])
    assert before["vendor"].isna().all()
    short = [_row(i, state="Closed").rsplit(",", 1)[0] for i in range(10, 40)]
    (later,) = _load(warehouse, _file(tmp_path, "b.csv", short, HEADER.rsplit(",", 1)[0]))
    assert (later.new, later.changed, later.rows_loaded) == (10, 20, 30)
    after = warehouse.query(whole)
    assert list(after["row_key"]) == list(after["number"])
    assert after["newer_by"].notna().all()
    assert warehouse.records("SELECT count(*) FROM incidents WHERE state = 'Closed'") == [(30,)]
    assert later.import_id is not None
    ledger.undo(warehouse, later.import_id)
    assert warehouse.query(whole).equals(before)


def test_in_a_long_export_too_every_spelling_of_a_person_is_one_person(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    callers = ("Ann Lee", " ann lee", "Bo Ek", "")
    rows = [f"{_row(i)},{callers[i % 4]},{callers[(i + 1) % 4]}" for i in range(50_400)]
    (result,) = _load(warehouse, _file(tmp_path, "long.csv", rows, HEADER + ",Caller,Approved by"))
    assert (result.rows_loaded, result.error) == (50_400, None)

    def hashed(name: str) -> str:
        return "p_" + hashlib.sha256(f"{warehouse.person_key}:{name}".encode()).hexdigest()[:16]

    people = "SELECT caller, count(*) FROM incidents GROUP BY 1 ORDER BY 2 DESC, 1 NULLS LAST"
    found = dict(warehouse.records(people))
    assert found == {hashed("ann lee"): 25_200, hashed("bo ek"): 12_600, None: 12_600}
    approved = "SELECT extra->>'Approved by', count(*) FROM incidents GROUP BY 1"
    assert dict(warehouse.records(approved)) == found


def test_a_list_printed_between_bars_loads_without_its_lines_titles_and_totals(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    def line(*cells: str) -> str:
        return "|" + "|".join(cell.ljust(18) for cell in cells) + "|"

    head = line("Supplier", "Document Number", "Posting Date", "Amount in local currency"[:18], "Crcy")
    head = head.replace("Amount in local cu", "Amount in local currency")
    rows = [
        line("100200", f"19000000{i:02}", f"{i:02}.03.2026", f"{i}.000,00-", "EUR") for i in range(13, 23)
    ]
    title, rule = "02.11.2026          Supplier Line Items          {}", "-" * 90
    total = line("*", "", "", "175.000,00-", "EUR")
    text = [title.format(1), rule, head, rule, *rows[:6], rule, title.format(2), rule, head, rule, *rows[6:]]
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*text, rule, total, rule]) + "\n", encoding="cp1252")
    (result,) = _load(warehouse, path)
    assert (result.error, result.questions, result.kind) == (None, [], "actuals")
    assert (result.rows_loaded, result.rows_rejected, result.cells_refused) == (10, 0, 0)
    assert result.skipped["line drawn between the rows"] == 6
    assert (result.skipped["title repeated in the body"], result.skipped["total"]) == (1, 1)
    assert warehouse.records("SELECT sum(amount_local) FROM actuals") == [(175_000.0,)]


@pytest.mark.parametrize("label", ["", "Cost Center 4711", "Result"])
def test_a_row_that_adds_up_the_rows_above_is_no_posting(
    warehouse: Warehouse, tmp_path: Path, label: str
) -> None:
    head = "Cost Center,Cost Element,Posting Date,Document Number,Val.in rep.cur.,Report currency"
    rows = [f"4711,654000,2026-03-{i:02},70{i},{i}.25,EUR" for i in range(1, 6)]
    subtotal, total = f"{label},,,,16.25,EUR", ",,,,36.75,EUR"
    more = [f"4712,654000,2026-04-{i:02},80{i},{10 + i / 4},EUR" for i in range(1, 3)]
    path = tmp_path / "ksb1.csv"
    path.write_text("\n".join([head, *rows, subtotal, *more, ",,,,20.75,EUR", ",,,,37.00,EUR"]))
    (result,) = _load(warehouse, path)
    assert (result.rows_loaded, result.skipped["total"]) == (7, 3)
    # A line without date that is no sum is a posting like the others.
    path.write_text("\n".join([head, *rows, total]))
    (result,) = _load(warehouse, path)
    assert result.rows_loaded == 6


def test_a_total_that_is_not_the_sum_of_its_rows_is_said(warehouse: Warehouse, tmp_path: Path) -> None:
    head = "Invoice number,Vendor,Invoice date,Amount,Currency"
    rows = [f"R-{i},Nordwind,2026-03-{i:02},{i}.50,EUR" for i in range(1, 4)]
    path = tmp_path / "invoices.csv"
    path.write_text("\n".join([head, *rows, "Total,,,7.50,EUR"]))
    (result,) = _load(warehouse, path)
    assert result.skipped["total"] == 1
    assert not [warning for warning in result.warnings if "sum of the rows" in warning]
    path.write_text("\n".join([head, *rows, "Total,,,99.50,EUR"]))
    (result,) = _load(warehouse, path)
    assert [warning for warning in result.warnings if warning.startswith("Row 5 is called a total")]


def test_a_file_of_a_zip_that_cannot_be_read_is_said_beside_the_others(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    good = _file(tmp_path, "march.csv", [_row(i) for i in range(1, 4)])
    package = tmp_path / "march.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.write(good, "march.csv")
        archive.writestr("april.xlsx", b"PK\x03\x04 torn off in the middle")
    loaded, unread = _load(warehouse, package)
    assert (loaded.rows_loaded, loaded.error) == (3, None)
    assert unread.kind is None
    assert "april.xlsx" in unread.warnings[0]


def test_a_file_that_replaces_its_source_stands_although_it_is_older_than_what_it_replaces(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    wrong = [_row(i, state="Closed", updated="2026-03-09 10:00:00") for i in range(1, 5)]
    _load(warehouse, _file(tmp_path, "wrong.csv", wrong))
    right = _file(tmp_path, "right.csv", [_row(i) for i in range(1, 4)])
    (result,) = _load(warehouse, right, replaces=True)
    assert (result.rows_loaded, result.rows_superseded, result.vanished) == (3, 0, 1)
    assert warehouse.records("SELECT count(*), count(*) FILTER (state = 'New') FROM incidents") == [(3, 3)]
    ledger.undo(warehouse, int(result.import_id or 0))
    assert warehouse.records("SELECT count(*), count(*) FILTER (state = 'Closed') FROM incidents") == [(4, 4)]


def test_what_nobody_foresaw_in_a_file_ends_as_a_sentence_and_changes_nothing(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("c7")

    monkeypatch.setattr("data_loaders.loading_tables.stage", fails)
    path = tmp_path / "tickets.csv"
    path.write_text("Number,Opened,State\nINC1,2026-03-01 08:00,Open\n")
    (result,) = load([path], warehouse, timezone="UTC")
    assert result.code == "importer-fault"
    assert "KeyError: 'c7'" in str(result.error)
    assert warehouse.is_empty()


def test_a_calendar_that_makes_no_sense_is_refused_and_the_next_file_still_loads(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    calendar = tmp_path / "calendar.csv"
    calendar.write_text("Entry,Weekdays,Opens,Closes\nworking hours,Mon-Fri,08:00,100%\n")
    tickets = _file(tmp_path, "tickets.csv", [_row(1)])
    refused, loaded = _load(warehouse, calendar, tickets)
    assert (refused.code, refused.import_id) == ("time-of-day", None)
    assert "100%" in str(refused.error)
    assert loaded.rows_loaded == 1


def _clients(warehouse: Warehouse) -> list[str]:
    return [name for (name,) in warehouse.records("SELECT DISTINCT client FROM incidents ORDER BY 1")]


def test_names_confirmed_and_then_refused_stand_as_written_again() -> None:
    warehouse = open_warehouse(":memory:")
    loaded("Number,State,Company\nINC1,New,Acme Ltd\nINC2,New,ACME Limited", warehouse=warehouse)
    aliases.decide(warehouse, "client", "ACME Limited", "Acme Ltd", same=True)
    assert _clients(warehouse) == ["Acme Ltd"]
    aliases.decide(warehouse, "client", "ACME Limited", "Acme Ltd", same=False)
    assert _clients(warehouse) == ["ACME Limited", "Acme Ltd"]


def test_the_second_of_two_names_joined_in_a_chain_is_taken_back_alone() -> None:
    warehouse = open_warehouse(":memory:")
    loaded("Number,State,Company\nINC1,New,A\nINC2,New,B\nINC3,New,C", warehouse=warehouse)
    aliases.decide(warehouse, "client", "A", "B", same=True)
    aliases.decide(warehouse, "client", "B", "C", same=True)
    assert _clients(warehouse) == ["C"]
    aliases.take_back(warehouse, "client", "B")
    assert _clients(warehouse) == ["B", "C"]
    aliases.decide(warehouse, "client", "B", "A", same=True)
    assert _clients(warehouse) == ["A", "C"]
    assert ("client", "A", "A", True) not in aliases.decisions(warehouse)


def test_a_part_of_a_file_that_was_undone_comes_back_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mixed.csv"
    file.write_text(
        "Number,Opened,State\nINC0001,2026-01-02 10:00,New\nINC0002,2026-01-03 10:00,New\n"
        "CHG0001,2026-01-02 10:00,New\nCHG0002,2026-01-03 10:00,New\n"
    )
    warehouse = open_warehouse(":memory:")
    first = load([file], warehouse, timezone="UTC")
    changes = next(result for result in first if result.kind == "changes")
    assert changes.import_id is not None
    ledger.undo(warehouse, changes.import_id)
    again = load([file], warehouse, timezone="UTC")
    assert not any(result.already_imported for result in again)
    assert warehouse.records("SELECT count(*) FROM changes") == [(2,)]
    assert warehouse.records("SELECT count(*) FROM incidents") == [(2,)]
    assert all(result.already_imported for result in load([file], warehouse, timezone="UTC"))
