"""Real exports that nobody on the team wrote, worked out again from the files with nothing but lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.recomputed.plain import (
    PERIODS,
    day,
    days,
    hours,
    mean,
    median,
    moment,
    month,
    quantile,
    read_csv,
    week,
    wilson,
)

LOG = "01_servicenow/uci_incident_event_log/incident_event_log_119998.csv"
FORM = "%d/%m/%Y %H:%M"


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


class Ticket(NamedTuple):
    """The newest row of one ticket of the log, and the priority of its first."""

    row: dict[str, str]
    first_priority: int
    opened: datetime
    resolved: datetime | None
    closed: datetime | None
    updated: datetime

    @property
    def over(self) -> datetime | None:
        return self.resolved or self.closed


class Log(NamedTuple):
    """The database and the tickets of the log."""

    database: Path
    tickets: list[Ticket]
    now: datetime


def _at(text: str) -> datetime:
    found = moment(text, FORM)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def log(shared_data: Path, loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Log:
    rows: dict[str, list[tuple[datetime, int, dict[str, str]]]] = defaultdict(list)
    for place, row in enumerate(read_csv(shared_data / LOG)):
        rows[row["number"]].append((_at(row["sys_updated_at"]), place, row))
    tickets = []
    for updates in rows.values():
        ordered = sorted(updates, key=lambda update: update[:2])
        newest = ordered[-1][2]
        resolved, closed = (moment(newest[name], FORM) for name in ("resolved_at", "closed_at"))
        first = int(ordered[0][2]["priority"][0])
        tickets.append(Ticket(newest, first, _at(newest["opened_at"]), resolved, closed, ordered[-1][0]))
    database = loaded(tmp_path_factory.mktemp("log") / "log.duckdb", shared_data / LOG)
    now = max(at for one in tickets for at in (one.opened, one.resolved, one.closed, one.updated) if at)
    return Log(database, tickets, now)


@pytest.mark.parametrize("grain", ["day", "week", "month", "quarter"])
def test_the_log_per_period(figure: Any, log: Log, grain: str) -> None:
    label = PERIODS[grain]
    opened = Counter(label(day(one.opened)) for one in log.tickets)
    took: dict[str, list[float]] = defaultdict(list)
    for one in log.tickets:
        if one.resolved:
            took[label(day(one.resolved))].append(hours(one.opened, one.resolved))
    for point in figure(log.database, "INC-01", "--grain", grain)["points"]:
        assert point["value"] == opened.get(point["period"], 0), point
    means = {point["period"]: point for point in figure(log.database, "INC-09", "--grain", grain)["points"]}
    p85 = {point["period"]: point for point in figure(log.database, "INC-08-P85", "--grain", grain)["points"]}
    assert set(took) <= set(means)
    for period, values in took.items():
        assert (means[period]["n"], means[period]["value"]) == (
            len(values),
            pytest.approx(mean(values), rel=1e-9),
        )
        expected = pytest.approx(quantile(values, 0.85), rel=1e-9) if len(values) >= 10 else None
        assert p85[period]["value"] == expected, period


def test_shares_of_the_log(figure: Any, log: Log) -> None:
    resolved = [one for one in log.tickets if one.resolved]
    digits = {"impact": 0, "urgency": 0, "priority": 0}
    shown = [{name: int(one.row[name][0]) for name in digits} for one in log.tickets]
    channels = [one.row["contact_type"] for one in log.tickets if one.row["contact_type"] != "?"]
    expected = {
        "INC-19": [int(one.row["reopen_count"]) > 0 for one in resolved],
        "INC-20-1": [int(one.row["reassignment_count"]) >= 1 for one in resolved],
        "INC-24": [day(one.opened) == day(one.resolved) for one in resolved if one.resolved],
        "INC-33": [channel == "Self service" for channel in channels],
        "INC-34": [one["priority"] == one["impact"] + one["urgency"] - 1 for one in shown],
        "INC-34-LOWERED": [int(one.row["priority"][0]) > 1 for one in log.tickets if one.first_priority == 1],
        "PRB-02": [one.row["problem_id"] != "?" for one in resolved],
        "CHG-03": [one.row["caused_by"] != "?" for one in log.tickets],
    }
    for name, hits in expected.items():
        found = figure(log.database, name)
        answered = (found["value"], found["n"], found["low"], found["high"])
        assert answered == pytest.approx(_share(hits), abs=1e-12), name


def test_the_backlog_of_the_log(figure: Any, log: Log) -> None:
    """At the end of every month and on a day in the middle: how many, how old."""
    for point in figure(log.database, "INC-03", "--grain", "month")["points"][:-1]:
        year, number = map(int, point["period"].split("-"))
        end = datetime(year + number // 12, number % 12 + 1, 1)
        assert point["value"] == sum(
            one.opened < end and (one.over is None or one.over >= end) for one in log.tickets
        ), point
    at = datetime(2016, 4, 18)
    ages = [
        days(one.opened, at)
        for one in log.tickets
        if one.opened < at and (one.over is None or one.over >= at)
    ]
    found = figure(log.database, "INC-05", "--to", "2016-04-18")
    assert (found["value"], found["n"]) == (pytest.approx(median(ages), rel=1e-12), len(ages))
    assert figure(log.database, "INC-05-P85", "--to", "2016-04-18")["value"] == pytest.approx(
        quantile(ages, 0.85)
    )
    moved = sum(1 for one in log.tickets) - sum(
        1 for one in log.tickets if one.over and one.over >= one.opened
    )
    assert figure(log.database, "INC-04")["value"] == moved


def test_limits_of_the_log(figure: Any, log: Log) -> None:
    found = figure(log.database, "INC-29")
    counts = Counter(week(day(one.opened)) for one in log.tickets)
    values = [counts.get(point["period"], 0) for point in found["points"]]
    assert values == [point["value"] for point in found["points"]]
    moved = mean([float(abs(after - before)) for before, after in pairwise(values)])
    assert found["value"] == pytest.approx(mean([float(value) for value in values]))
    assert found["high"] == pytest.approx(found["value"] + 2.66 * moved)
    assert found["low"] == pytest.approx(max(found["value"] - 2.66 * moved, 0))


@pytest.mark.parametrize(("by", "heading"), [("team", "assignment_group"), ("category", "category")])
def test_parts_of_the_log(figure: Any, log: Log, by: str, heading: str) -> None:
    took: dict[str, list[float]] = defaultdict(list)
    for one in log.tickets:
        if one.resolved:
            name = one.row[heading]
            took["(not set)" if name == "?" else name].append(hours(one.opened, one.resolved))
    points = figure(log.database, "INC-08", "--by", by)["points"]
    measured = {point["part"]: point for point in points if point["n"]}
    assert set(measured) == set(took)
    for name, values in took.items():
        assert (measured[name]["value"], measured[name]["n"]) == (
            pytest.approx(median(values)),
            len(values),
        ), name


def test_a_dashboard_export_without_dates_of_an_end(
    figure: Any, shared_data: Path, loaded: Callable[..., Path], tmp_path: Path
) -> None:
    """Its states say what is open; nothing says how long anything took, and no figure pretends to."""
    file = shared_data / "01_servicenow/snow_ticket_dashboard/incident.csv"
    rows = read_csv(file)
    database = loaded(tmp_path / "dashboard.duckdb", file)
    assert figure(database, "INC-01")["value"] == len(rows)
    still = [row for row in rows if row["state"] not in ("Closed", "Resolved", "Canceled", "Cancelled")]
    assert figure(database, "INC-03")["value"] == len(still)
    assert figure(database, "INC-04")["reason"] == "not measurable: needs Resolved or Closed"
    assert figure(database, "INC-08")["reason"] == "not measurable: needs Resolved"
    by_state = Counter(row["priority"][0] for row in rows)
    points = figure(database, "INC-01", "--by", "priority")["points"]
    assert {point["part"]: point["value"] for point in points} == by_state


def test_problems_of_an_event_log(
    figure: Any, shared_data: Path, loaded: Callable[..., Path], tmp_path: Path
) -> None:
    """A problem opens with its first change; those that came to an end did so when they last entered it."""
    folder = shared_data / "02_itil_event_logs/bpi2013_volvo"
    file = folder / "problems_open-cleaned.csv"
    changes: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in read_csv(file, delimiter=";"):
        at = datetime.strptime(row["Change Date"], "%Y-%m-%d %H:%M")  # noqa: DTZ007 the file is read as UTC
        changes[row["Problem Number"]].append((at, row["Problem Status"]))
    database = loaded(tmp_path / "volvo.duckdb", file)
    first = {number: min(at for at, _ in told) for number, told in changes.items()}
    months = Counter(month(day(at)) for at in first.values())
    assert figure(database, "PRB-01-OPENED")["value"] == len(first)
    points = figure(database, "PRB-01-OPENED", "--grain", "month")["points"]
    assert {point["period"]: point["value"] for point in points if point["value"]} == months
    # Of two changes in one minute the later row is the later change.
    last = {number: max(reversed(told), key=lambda change: change[0])[1] for number, told in changes.items()}
    waiting = [
        number for number, status in last.items() if status not in ("Closed", "Completed", "Cancelled")
    ]
    assert figure(database, "PRB-01")["value"] == len(waiting)
    now = max(at for told in changes.values() for at, _ in told)
    ages = [days(first[number], now) for number in waiting]
    assert figure(database, "PRB-01-AGE")["value"] == pytest.approx(median(ages), rel=1e-12)


def test_a_board_of_students(
    figure: Any, shared_data: Path, loaded: Callable[..., Path], tmp_path: Path
) -> None:
    """Headings that repeat and 12-hour times: throughput and lead time are what a list of issues can tell."""
    import csv

    file = shared_data / "03_jira/jira_cloud_en_student/Jira.csv"
    with file.open(newline="", encoding="utf-8-sig") as opened:
        headings, *rows = csv.reader(opened)
    place = {name: headings.index(name) for name in ("Issue Type", "Created", "Resolved", "Status")}
    items = [
        row for row in rows
        if row and row[place["Issue Type"]] not in ("Epic", "Sub-task", "Subtask")
    ]  # fmt: skip
    form = "%d/%b/%y %I:%M %p"
    done = [
        (_with(row[place["Created"]], form), _with(row[place["Resolved"]], form))
        for row in items
        if row[place["Resolved"]]
    ]
    database = loaded(tmp_path / "jira.duckdb", file)
    assert figure(database, "FLW-02")["value"] == len(done)
    weeks = Counter(week(day(end)) for _, end in done)
    points = figure(database, "FLW-02", "--grain", "week")["points"]
    assert {point["period"]: point["value"] for point in points if point["value"]} == weeks
    leads = [days(begin, end) for begin, end in done if end >= begin]
    found = figure(database, "FLW-04")
    assert (found["value"], found["n"]) == (pytest.approx(median(leads), rel=1e-9), len(leads))


def _with(text: str, form: str) -> datetime:
    found = moment(text, form)
    assert found is not None
    return found


def test_a_french_help_desk(
    figure: Any, shared_data: Path, loaded: Callable[..., Path], tmp_path: Path
) -> None:
    file = shared_data / "04_helpdesk/glpi_fr_tiny/glpi.csv"
    rows = read_csv(file, delimiter=";")
    database = loaded(tmp_path / "glpi.duckdb", file)
    told = [
        datetime.strptime(row["Dernière modification"], "%Y-%m-%d %H:%M")  # noqa: DTZ007 the file is read as UTC
        for row in rows
    ]
    opened = [datetime.strptime(row["Date d'ouverture"], "%Y-%m-%d %H:%M") for row in rows]  # noqa: DTZ007
    assert figure(database, "INC-03")["value"] == len(rows)
    found = figure(database, "INC-05")
    assert found["value"] == pytest.approx(median(days(at, max(told)) for at in opened))
    assert max(told) - min(opened) < timedelta(days=1)
