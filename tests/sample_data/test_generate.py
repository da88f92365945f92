"""The sample is what its generator writes, small enough to ship, and true to its own story."""

import csv
import json
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sample_data.generate import generate

FOLDER = Path(__file__).parents[2] / "sample_data"
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".xlsx", ".csv", ".json"})
#: Lines above the header, and lines below the rows, of the files that have any.
ABOVE = {"budget_grid_2026.xlsx": 3, "forecast_grid_2026.xlsx": 3}
BELOW = {"budget_grid_2026.xlsx": 3, "forecast_grid_2026.xlsx": 3, "sap_ksb1.csv": 1}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder the generator has just written."""
    folder = tmp_path_factory.mktemp("sample")
    generate(folder)
    return folder


def lines(name: str) -> list[list[Any]]:
    """Every line of a file, as a plain reader gives it."""
    path = FOLDER / name
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file, delimiter=";" if name == "sap_ksb1.csv" else ","))
    book = openpyxl.load_workbook(path, read_only=True)
    return [list(line) for sheet in book for line in sheet.iter_rows(values_only=True)]


def rows(name: str) -> list[dict[str, Any]]:
    """The data rows of a file by header; a repeated header keeps its last column."""
    found = lines(name)
    start = ABOVE.get(name, 0)
    header = [str(cell) for cell in found[start]]
    return [
        dict(zip(header, line, strict=False)) for line in found[start + 1 : len(found) - BELOW.get(name, 0)]
    ]


def content(path: Path) -> dict[str, bytes]:
    """What is in a file; of a workbook its parts, because compressed bytes differ between zip libraries."""
    if path.suffix != ".xlsx":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_the_generator_writes_exactly_the_committed_files(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_the_same_on_every_run(name: str, written: Path) -> None:
    assert content(written / name) == content(FOLDER / name), (
        "run `python -m sample_data.generate` and commit"
    )


def test_the_sample_is_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in FILES) <= 3_000_000


@pytest.mark.parametrize("name", sorted(TRUTH["rows"]))
def test_a_file_has_the_rows_it_claims(name: str) -> None:
    found = rows(name)
    assert len(found) == TRUTH["rows"][name]
    assert all(any(cell not in {None, ""} for cell in row.values()) for row in found)


def test_incidents_are_as_many_as_the_truth_says() -> None:
    found, truth = rows("servicenow_incident.xlsx"), TRUTH["incidents"]
    assert len({row["Number"] for row in found}) == len(found) == truth["opened"]
    assert Counter(row["Company"] for row in found) == truth["by_client_as_written"]
    assert Counter(row["State"] for row in found) == truth["by_state"]
    assert (
        Counter((row["Priority"] or "none")[:1].replace("n", "none") for row in found) == truth["by_priority"]
    )
    assert sum(row["Reopen count"] > 0 for row in found) == truth["reopened"]
    assert sum(row["Major incident state"] is not None for row in found) == truth["major"]


def test_contradictions_are_planted_as_often_as_the_truth_says() -> None:
    found, planted = rows("servicenow_incident.xlsx"), TRUTH["incidents"]["planted"]
    exported = datetime.fromisoformat(TRUTH["exported"])
    solved = [row for row in found if row["Resolved"]]
    assert sum(row["Resolved"] < row["Opened"] for row in solved) == planted["resolved before opened"]
    assert sum(row["Resolved"] > exported for row in solved) == planted["resolved in the future"]
    assert sum(row["Assignment group"] is None for row in found) == planted["without team"]
    assert sum(row["Priority"] is None for row in found) == planted["without priority"]
    assert sum(row["State"] == "Parked (old)" for row in found) == planted["unknown state"]
    words = {"?", "NULL", "-", "n/a", "(empty)"}
    assert sum(row["Configuration item"] in words for row in found) == planted["null word"]
    times = [(row["Opened"], row["Updated"]) for row in found]
    assert all(datetime(2025, 11, 1) <= opened <= exported for opened, _ in times)


def test_the_bad_release_is_visible_in_the_incidents() -> None:
    truth = TRUTH["incidents"]["release"]
    release = next(row for row in rows("servicenow_change_request.xlsx") if row["Number"] == truth["change"])
    assert (release["Close code"], release["Test plan"]) == ("Successful", "tbd")
    found = [row for row in rows("servicenow_incident.xlsx") if row["Service"] == "Customer Portal"]
    assert sum(row["Caused by Change"] == truth["change"] for row in found) == truth["incidents_declared"]
    weeks = Counter(row["Opened"].isocalendar()[:2] for row in found)
    ordinary = sorted(weeks.values())[len(weeks) // 2]
    assert max(weeks, key=lambda week: weeks[week]) in {(2026, 11), (2026, 12)}
    assert max(weeks.values()) > 2 * ordinary


def test_the_freeze_keeps_changes_out_and_piles_them_up() -> None:
    planned = [row["Planned start date"] for row in rows("servicenow_change_request.xlsx")]
    frozen = sum(datetime(2025, 12, 8) <= start < datetime(2026, 1, 5) for start in planned)
    after = sum(datetime(2026, 1, 5) <= start < datetime(2026, 1, 19) for start in planned)
    assert 0 < frozen < 8
    assert after > 25


def test_promises_are_kept_as_the_truth_says() -> None:
    clocks = [
        row
        for row in rows("servicenow_task_sla.xlsx")
        if row["Target"] == "Resolution"
        and (row["Stage"] == "Completed" or row["Has breached"] == "true")
        and row["Stage"] != "Cancelled"
    ]
    for client, expected in TRUTH["sla"]["resolution_by_client"].items():
        theirs = [
            row["Has breached"] for row in clocks if row["Type"] == "SLA" and row["Task.Company"] == client
        ]
        assert (theirs.count("false"), len(theirs)) == (expected["met"], expected["judged"])
    assert TRUTH["sla"]["resolution_by_client"]["Meridian Bank"]["share"] > 0.93


@pytest.mark.parametrize("placed_by", ["Stop time", "Breach time"])
def test_service_credits_fall_due_whichever_day_places_a_case(placed_by: str) -> None:
    """A case belongs to the month its clock stopped or its promise broke; the credits must not hang on that."""
    clauses = [row for row in rows("sla_targets.xlsx") if row["Vendor"] == "Cumulo Hosting"]
    cases: dict[tuple[str, int], list[bool]] = {}
    for row in rows("servicenow_task_sla.xlsx"):
        judged = row["Stage"] == "Completed" or row["Has breached"] == "true"
        if row["Vendor"] == "Cumulo Hosting" and judged and row["Stage"] != "Cancelled":
            when = row[placed_by] or datetime.fromisoformat(TRUTH["exported"])
            month = f"{when:%Y-%m}"
            cases.setdefault((month, int(row["Task.Priority"][0])), []).append(row["Has breached"] == "false")
    due: dict[str, float] = {}
    for clause in clauses:
        for (month, priority), met in cases.items():
            short = sum(met) / len(met) * 100 < clause["Minimum"]
            if priority == clause["Priority"] and len(met) >= clause["Minimum volume"] and short:
                share = clause["Pool (%)"] * clause["Allocation (%)"] * clause["At risk (%)"] / 1_000_000
                due[month] = round(due.get(month, 0) + share * clause["Monthly charge"], 2)
    due = {month: credit for month, credit in due.items() if month <= "2026-10"}
    assert due == TRUTH["sla"]["service_credits_due"]
    assert min(due) == "2026-07"


def german(text: str) -> float:
    """1.500,00- as a number."""
    sign = -1 if text.endswith("-") else 1
    return sign * float(text.rstrip("-").replace(".", "").replace(",", "."))


def test_money_adds_up() -> None:
    truth = TRUTH["money"]
    grid = lines("budget_grid_2026.xlsx")
    total = next(line for line in grid if line[0] == "Total")
    months = [column for column, title in enumerate(grid[3]) if str(title).endswith(" 2026")]
    lines_of_budget = rows("budget_grid_2026.xlsx")
    assert len(months) == 12
    for column in [*months, months[-1] + 1]:
        summed = sum(row[grid[3][column]] for row in lines_of_budget)
        assert total[column] == pytest.approx(summed)
    assert total[months[-1] + 1] * 1000 == pytest.approx(truth["budget_2026"])
    posted = [german(row["Val.in rep.cur."]) for row in rows("sap_ksb1.csv")]
    assert sum(posted) == pytest.approx(truth["actual_to_october"])
    assert german(lines("sap_ksb1.csv")[-1][7]) == pytest.approx(truth["actual_to_october"])
    assert (
        truth["actual_to_october"] / 10 * 12
        < truth["budget_2026"]
        < (truth["actual_to_october"] + truth["ordered_not_received_eur_lines"] + 466_000)
    )


def test_what_must_not_be_paid_shows_in_the_three_lists() -> None:
    truth = TRUTH["money"]
    orders = {(row["Purchasing Document"], row["Item"]): row for row in rows("sap_me2n.xlsx")}
    received: Counter[tuple[str, int]] = Counter()
    for row in rows("sap_mb51.xlsx"):
        received[row["Purchase order"], row["Item"]] += row["Qty in unit of entry"]
    register = rows("invoice_register.xlsx")
    found: dict[str, set[str]] = {"not received": set(), "quantity variance": set(), "price variance": set()}
    for row in register:
        key = (row["PO number"], row["PO line"])
        if row["Paid date"] or key not in orders:
            continue
        order = orders[key]
        price = order["Net Price"] / order["Price unit"]
        if not received[key]:
            found["not received"].add(row["Supplier invoice number"])
        elif row["Quantity"] > received[key]:
            found["quantity variance"].add(row["Supplier invoice number"])
        elif row["Net amount"] > row["Quantity"] * price * 1.02 + 50:
            found["price variance"].add(row["Supplier invoice number"])
    assert {reason: sorted(numbers) for reason, numbers in found.items()} == truth["do_not_pay_yet"]
    assert sum(row["PO number"] is None for row in register) == truth["without_order"]
    twice = Counter((row["Vendor"], row["Net amount"]) for row in register)
    assert next(key for key, number in twice.items() if number > 1)[0] == "Nordwind IT"
    assert max(twice.values()) == 2
    assert list(twice.values()).count(2) == len(truth["duplicate_invoice"])
    late = {
        row["PO number"]
        for row in register
        if row["PO number"]
        and orders[row["PO number"], row["PO line"]]["Document Date"] > row["Invoice date"]
    }
    assert sorted(late) == truth["retrospective_order"]


def test_mood_is_what_the_answers_say() -> None:
    spelled = {"Fjord Energi": "Fjord Energy"}
    answers: dict[tuple[str, str], list[int]] = {}
    for row in rows("survey_nps.csv"):
        client = spelled.get(row["Client"], row["Client"])
        answers.setdefault((client, row["Survey"]), []).append(int(row["NPS"]))
    for client, waves in TRUTH["mood"]["nps_by_wave"].items():
        for wave, expected in waves.items():
            scores = answers.get((client, wave), [])
            score = (
                100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
                if scores
                else None
            )
            assert score == (None if expected is None else pytest.approx(expected, abs=0.01))
    fall = TRUTH["mood"]["nps_by_wave"]["Kestrel Logistics"]
    assert fall["2026-Q2"] < fall["2026-Q1"] - 50


def test_registers_hide_one_stale_risk_and_one_broken_promise() -> None:
    truth, exported = TRUTH["registers"], datetime.fromisoformat(TRUTH["exported"])
    stale = [
        row["Risk ID"]
        for row in rows("risks.xlsx")
        if row["Risk status"] == "open" and (exported - row["Last review"]).days > 30
    ]
    assert stale == truth["stale_risks"]
    broken = [
        row
        for row in rows("interactions.xlsx")
        if row["Next step"] and row["Next step due"] < exported and not row["Next step done"]
    ]
    assert [row["Client"] for row in broken] == [truth["broken_promise"]["client"]]
    silent = [
        row["Interaction date"] for row in rows("interactions.xlsx") if row["Client"] == "Aurora Health"
    ]
    assert max(silent).date().isoformat() == truth["last_talk_with_silent_client"]
    missing = [
        row["Dependency ID"]
        for row in rows("dependencies.xlsx")
        if row["Committed date"] and row["Committed date"] < exported and not row["Delivered on"]
    ]
    assert missing == truth["broken_dependencies"]


def test_milestones_of_the_slipping_vendor_move_from_report_to_report() -> None:
    wave = [row for row in rows("milestones.xlsx") if row["Milestone"] == "Wave 3 moved"]
    forecasts = [row["Forecast date"] for row in sorted(wave, key=lambda row: row["Report date"])]
    assert len({row["Baseline date"] for row in wave}) == 1
    assert forecasts == sorted(forecasts)
    assert (forecasts[-1] - wave[0]["Baseline date"]).days == (
        TRUTH["registers"]["days_late_on_31_october"]["Data Centre Exit: Wave 3 moved"]
    )
