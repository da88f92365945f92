"""Promises of contracts in working time, worked out again second by second from the files (INC-07, INC-16 … INC-18).

Clauses around the clock and in working time, a calendar of Copenhagen and one of a service, holidays, summer time in
between, tickets opened at night and at weekends, open ones past their time, a clause whose calendar nobody loaded, and
the tool's own business time on some.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.recomputed.plain import (
    day,
    mean,
    moment,
    month,
    read_csv,
    wilson,
    working_days,
    working_seconds,
    write_csv,
)

ZONE = "Europe/Copenhagen"
FORM = "%Y-%m-%d %H:%M:%S"
HOLIDAYS = (date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 15))
#: Time zone, opening and closing of each calendar, Monday to Friday; that of the service keeps no Danish holidays.
CALENDARS = {"Contract hours": (ZONE, 8, 17, HOLIDAYS), "Trading": ("Europe/London", 6, 20, ())}
#: Client and priority: hours promised, clock and schedule.
CLAUSES: dict[tuple[str, int], tuple[float, str, str]] = {
    ("Fjord", 1): (4, "24x7", ""), ("Fjord", 2): (9, "working time", "Contract hours"),
    ("Fjord", 3): (20.5, "working time", "contract hours"), ("Alpen", 1): (8, "24x7", ""),
    ("Alpen", 2): (18, "working time", ""), ("Alpen", 3): (10, "working time", "Trading"),
    ("Nord", 2): (8, "working time", "Night shift"),
}  # fmt: skip
#: The same of the first response.
RESPONSES: dict[tuple[str, int], tuple[float, str, str]] = {
    ("Fjord", 1): (0.5, "24x7", ""), ("Fjord", 4): (3, "working time", ""),
    ("Alpen", 2): (1.5, "working time", "Trading"),
    ("Nord", 3): (1, "working time", "Night shift"),
}  # fmt: skip


def _incidents(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(600):
        opened = datetime(2026, 3, 10) + timedelta(seconds=draw.randrange(42 * 86400))
        took = timedelta(seconds=int(draw.lognormvariate(11, 1.2)))
        resolved = opened + took if number % 5 and opened + took < datetime(2026, 4, 21) else None
        state = "Canceled" if number % 17 == 0 else "Resolved" if resolved else "In Progress"
        client = draw.choice(("Fjord", "Alpen", "Nord"))
        rows.append(
            {
                "Number": f"INC{number:07d}", "State": state, "Priority": f"{draw.randint(1, 4)} - x",
                "Opened": opened.strftime(FORM), "Resolved": resolved.strftime(FORM) if resolved else "",
                "Updated": ((resolved or opened) + timedelta(hours=draw.randrange(40))).strftime(FORM),
                "Company": client, "Business service": draw.choice(("Mail", "Payments")),
                "First response": _answered(draw, opened, resolved),
                "Business resolve time": draw.randrange(90000) if resolved and number % 11 == 0 else "",
            }
        )  # fmt: skip
    return rows


def _answered(draw: random.Random, opened: datetime, resolved: datetime | None) -> str:
    at = opened + timedelta(minutes=draw.randrange(8 * 60))
    if draw.random() < 0.2 or at > (resolved or datetime(2026, 4, 20)):
        return ""
    return at.strftime(FORM)


class Ticket(NamedTuple):
    """One row of the file, times in UTC."""

    number: str
    state: str
    priority: int
    opened: datetime
    resolved: datetime | None
    updated: datetime
    client: str
    service: str
    business: float | None
    responded: datetime | None
    #: Hours, clock and schedule of the clause on its resolution.
    clause: tuple[float, str, str] | None

    @property
    def calendar(self) -> str | None:
        """The calendar of the clause's clock: named, else of the service, else the general one; None: not loaded."""
        assert self.clause is not None
        named = {name.casefold(): name for name in CALENDARS}
        if self.clause[2]:
            return named.get(self.clause[2].casefold())
        return "Trading" if self.service == "Payments" else "Contract hours"

    def seconds(self, begin: datetime, end: datetime) -> float | None:
        """Seconds on the clause's clock."""
        assert self.clause is not None
        if self.clause[1] == "24x7":
            return (end - begin).total_seconds()
        if self.calendar is None:
            return None
        zone, opens, closes, closed = CALENDARS[self.calendar]
        return working_seconds(begin, end, zone, opens, closes, closed)

    def due(self) -> datetime | None:
        """The second in which the time promised is used up, found by halving."""
        assert self.clause is not None
        low, high = 0, 60 * 86400
        if self.seconds(self.opened, self.opened) is None:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            used = self.seconds(self.opened, self.opened + timedelta(seconds=middle))
            low, high = (
                (low, middle) if used is not None and used >= self.clause[0] * 3600 else (middle, high)
            )
        return self.opened + timedelta(seconds=high)


class Material(NamedTuple):
    """The database, the tickets with a clause on each that were not cancelled, every ticket, and the newest moment.

    Of those with a clause on the response the clause is that, and the first response stands for the resolution.
    """

    database: Path
    promised: list[Ticket]
    answers: list[Ticket]
    every: list[Ticket]
    now: datetime


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("contracts")
    hours = [
        {"Entry": "working_hours", "Calendar": name, "Weekdays": "Mon, Tue, Wed, Thu, Fri", "Opens": f"{opens:02d}:00",
         "Closes": f"{closes:02d}:00", "Time zone": zone, "Service": "Payments" if name == "Trading" else ""}
        for name, (zone, opens, closes, _) in CALENDARS.items()
    ]  # fmt: skip
    days = [
        {"Entry": "holiday", "Calendar": name, "Name": f"Holiday {one}", "Start": f"{one} 00:00:00"}
        for name, (_, _, _, closed) in CALENDARS.items()
        for one in closed
    ]
    listed = [
        {"Contract": f"{client} contract", "Client": client, "Clause": f"P{priority}", "Measure": measure,
         "Priority": priority, "Target time (hours)": hours, "Clock": clock, "Schedule": schedule, "Target": 90}
        for measure, clauses in (("resolution", CLAUSES), ("response", RESPONSES))
        for (client, priority), (hours, clock, schedule) in clauses.items()
    ]  # fmt: skip
    files = [
        write_csv(folder / "incident.csv", _incidents(3)),
        write_csv(folder / "calendar.csv", [*hours, *days]),
        write_csv(folder / "targets.csv", listed),
    ]
    database = loaded(folder / "contracts.duckdb", *files, zone=ZONE, settings={"reporting_timezone": ZONE})
    tickets = []
    for row in read_csv(files[0]):
        opened, resolved, updated, responded = (
            moment(row[name], zone=ZONE) for name in ("Opened", "Resolved", "Updated", "First response")
        )
        assert opened is not None
        assert updated is not None
        tickets.append(
            Ticket(
                row["Number"], row["State"], int(row["Priority"][0]), opened, resolved, updated, row["Company"],
                row["Business service"], float(row["Business resolve time"]) if row["Business resolve time"] else None,
                responded, CLAUSES.get((row["Company"], int(row["Priority"][0]))),
            )
        )  # fmt: skip
    promised = [one for one in tickets if one.clause is not None and one.state != "Canceled"]
    answers = [
        one._replace(clause=RESPONSES[one.client, one.priority], resolved=one.responded, business=None)
        for one in tickets
        if one.state != "Canceled" and (one.client, one.priority) in RESPONSES
    ]
    # The newest moment of all, whatever a contract knows of the ticket.
    now = max(at for one in tickets for at in (one.opened, one.resolved, one.updated) if at is not None)
    return Material(database, promised, answers, tickets, now)


def _share(hits: list[bool]) -> tuple[float, int, float, float]:
    return mean([float(hit) for hit in hits]), len(hits), *wilson(sum(hits), len(hits))


def _verdict(one: Ticket, now: datetime) -> bool | None:
    """Kept, missed, or None: not due, or no calendar tells it."""
    assert one.clause is not None
    hours, clock, _ = one.clause
    used = one.seconds(one.opened, one.resolved or now)
    if one.resolved is not None and clock == "working time" and one.business is not None:
        used = one.business
    if used is None:
        return None
    if one.resolved is not None:
        return used <= hours * 3600
    return False if used > hours * 3600 else None


def test_open_past_working_time_is_missed(figure: Any, material: Material) -> None:
    verdicts = [(one, hit) for one in material.promised if (hit := _verdict(one, material.now)) is not None]
    open_missed = [
        one for one, hit in verdicts if one.resolved is None and one.clause and one.clause[1] != "24x7"
    ]
    assert len(open_missed) > 10
    found = figure(material.database, "INC-16")
    shown = (found["value"], found["n"], found["low"], found["high"])
    assert shown == pytest.approx(_share([hit for _, hit in verdicts]), abs=1e-12)
    by_client: dict[str, list[bool]] = defaultdict(list)
    by_month: dict[str, list[bool]] = defaultdict(list)
    for one, hit in verdicts:
        by_client[one.client].append(hit)
        by_month[month(day(one.due() or one.resolved or one.opened, ZONE))].append(hit)
    assert "Nord" in by_client  # the tool's own business time needs no calendar
    for points, hits in (
        (figure(material.database, "INC-16", "--by", "client")["points"], by_client),
        (figure(material.database, "INC-16", "--grain", "month")["points"], by_month),
    ):
        for point in points:
            if point["n"]:
                shown = (point["value"], point["n"], point["low"], point["high"])
                assert shown == pytest.approx(_share(hits[point.get("period") or point["part"]]), abs=1e-12)


def test_answered_in_time_by_the_contract(figure: Any, material: Material) -> None:
    """A ticket that is over without a first response tells nothing; an open one past its time has missed it."""
    verdicts = [
        (one, hit)
        for one in material.answers
        if not (one.resolved is None and one.state == "Resolved")
        and (hit := _verdict(one, material.now)) is not None
    ]
    assert sum(one.resolved is None for one, _ in verdicts) > 2
    assert 0.1 < mean([float(hit) for _, hit in verdicts]) < 0.9
    found = figure(material.database, "INC-16-RESPONSE")
    shown = (found["value"], found["n"], found["low"], found["high"])
    assert shown == pytest.approx(_share([hit for _, hit in verdicts]), abs=1e-12)
    silent = [one for one in material.answers if one.resolved is None and one.state == "Resolved"]
    excluded = dict(found["receipt"]["excluded"])
    assert excluded["over without a date of its first response"] == len(silent) > 0


def test_without_a_calendar_there_is_a_reason(figure: Any, material: Material) -> None:
    untold = [
        one for one in material.promised
        if one.seconds(one.opened, one.opened) is None and (one.resolved is None or one.business is None)
    ]  # fmt: skip
    excluded = dict(figure(material.database, "INC-16")["receipt"]["excluded"])
    assert excluded["in working time, and no calendar tells it"] == len(untold) > 0


def test_open_promises_by_band(figure: Any, material: Material) -> None:
    bands: Counter[str] = Counter()
    left_out = 0
    for one in (*material.promised, *material.answers):
        if one.resolved is not None or one.state == "Resolved":
            continue
        used = one.seconds(one.opened, material.now)
        assert one.clause is not None
        if used is None:
            left_out += 1
            continue
        share = used / (one.clause[0] * 3600)
        limits = (("breached", 1), ("over 95 %", 0.95), ("86 to 95 %", 0.85), ("76 to 85 %", 0.75))
        name = next((name for name, limit in limits if share > limit), None)
        bands[name or ("50 to 75 %" if share >= 0.5 else "below 50 %")] += 1
    found = figure(material.database, "INC-17")
    assert {point["part"]: point["value"] for point in found["points"] if point["value"]} == bands
    assert found["value"] == bands.total()
    assert any(str(left_out) in note for note in found["notes"])


def test_misses_the_month_can_still_bear(figure: Any, material: Material) -> None:
    this_month = month(day(material.now, ZONE))
    placed = [(one, one.due() or one.resolved or one.opened) for one in material.promised]
    inside = [one for one, at in placed if month(day(at, ZONE)) == this_month]
    verdicts = [hit for one in inside if (hit := _verdict(one, material.now)) is not None]
    still = [
        one for one in inside
        if one.resolved is None and (at := one.due()) is not None and at >= material.now
    ]  # fmt: skip
    due = len(verdicts) + len(still)
    found = figure(material.database, "INC-18")
    assert (found["value"], found["n"]) == (math.floor(due * 0.05 + 1e-9) - verdicts.count(False), due)


def test_left_alone_for_five_working_days(figure: Any, material: Material) -> None:
    """In the calendar of the service, else the general one; a Danish holiday is none in London."""
    now = max(
        at for one in material.every for at in (one.opened, one.resolved, one.updated) if at is not None
    )
    still = [one for one in material.every if one.state == "In Progress"]
    left = []
    for one in still:
        closed = CALENDARS["Trading" if one.service == "Payments" else "Contract hours"][3]
        left.append(working_days(one.updated, now, ZONE, closed) > 5)
    assert 0 < sum(left) < len(left)
    found = figure(material.database, "INC-07")
    assert (found["value"], found["n"], found["low"], found["high"]) == pytest.approx(_share(left), abs=1e-12)


def test_summer_time_lies_within() -> None:
    """The tickets run over the night in which clocks are put forward, or nothing here would show it."""
    offsets = {datetime(2026, 3, one, 12, tzinfo=ZoneInfo(ZONE)).utcoffset() for one in (28, 29)}
    assert len(offsets) == 2
