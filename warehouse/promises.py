"""What contracts promise for an incident, by when, and how much of that time was used: stored with the incident.

The clause is the most specific that held on the day the incident was opened; one for the resolution, one for the first
response. On a clock of working time the moment the promise is due is found by turning the clock around: the instant at
which the calendar has been open for the time promised. So every question about an open incident is one comparison with
its as-of, whatever the calendar.
"""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import duckdb

from contracts.contract import UNKNOWN
from warehouse.calendars import Calendar, calendar_of, calendars, setting
from warehouse.working_time import LATEST, PLACE, beside, open_until, register, span_of, store_segments

_TYPES: Mapping[str, str] = {
    "promised_seconds": "DOUBLE",
    #: "unknown" where nobody has mapped the words for the clause's clock, or for who promises whom: it tells nothing.
    "promise_clock": "VARCHAR",
    "promise_contract": "VARCHAR",
    "promise_clause": "VARCHAR",
    "promise_schedule": "VARCHAR",
    #: When the time promised is used up. With the end of a day's work it is not exceeded before work begins again:
    #: that is `promise_bears_until`.
    "promise_due": "TIMESTAMP",
    "promise_due_day": "DATE",
    "promise_bears_until": "TIMESTAMP",
    #: Seconds from opened to the end on the clause's clock; the tool's own business time wins.
    "promise_used": "DOUBLE",
}


class Promised(NamedTuple):
    """What is promised: the instant at which its clock stops, the tool's own working time, what names its columns."""

    end: str
    business_time: str
    before: str


PROMISED: Mapping[str, Promised] = {
    "resolution": Promised("resolved", "ticket.business_duration", ""),
    "response": Promised(
        "coalesce(first_response, opened + to_microseconds(CAST(first_response_duration * 1000000 AS BIGINT)),"
        " acknowledged)",
        "NULL",
        "response_",
    ),
}

#: The stored columns, each with its type; empty where no clause promises anything.
COLUMNS: Mapping[str, str] = {
    f"{one.before}{name}": kind for one in PROMISED.values() for name, kind in _TYPES.items()
}

_CLAUSES = (
    "SELECT * FROM store.sla_targets WHERE superseded_by IS NULL AND measure IN ('resolution', 'response')"
    f" AND coalesce(party, 'SLA') IN ('SLA', '{UNKNOWN}') AND target_time IS NOT NULL"
)
_SCHEDULE = "CASE WHEN coalesce(clause.clock, '24x7') = 'working time' THEN coalesce(clause.schedule, '') END"


def with_promises(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill the columns of promises in a SELECT of incidents; returns the widened SELECT."""
    if kind != "incidents":
        return rows
    longest = dict(
        cursor.execute(
            f"SELECT measure, max(target_time) FROM ({_CLAUSES}) AS clause GROUP BY measure"
        ).fetchall()
    )
    if not longest:
        return rows
    known = calendars(cursor)
    if known:
        ends = (PROMISED[measure].end for measure in longest)
        first, last = span_of(cursor, "opened", f"greatest({', '.join(ends)})")
        store_segments(cursor, known, first, far_enough(known, last, float(max(longest.values()))))
    else:
        cursor.execute(
            "CREATE OR REPLACE TEMP TABLE working_segments (calendar BIGINT, starts TIMESTAMP, ends TIMESTAMP,"
            " next_starts TIMESTAMP, before DOUBLE)"
        )
    zone = setting(cursor, "reporting_timezone") or "UTC"
    widened = rows
    for measure in sorted(longest, reverse=True):
        _store_clauses(cursor, rows, measure)
        _store_clause_calendars(cursor, known)
        _store_times(cursor, rows, measure)
        widened = beside(widened, f"{measure}_promise_times", _values(zone, PROMISED[measure]))
    return widened


def _store_clauses(cursor: duckdb.DuckDBPyConnection, rows: str, measure: str) -> None:
    """Fill `promise_clauses`: for each client, service and priority what may hold, the most specific first."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE promise_clauses AS SELECT whose.client, whose.service, whose.priority,"
        f" list({{'seconds': clause.target_time, 'clock': CASE WHEN clause.party = '{UNKNOWN}' THEN '{UNKNOWN}'"
        " ELSE coalesce(clause.clock, '24x7') END, 'contract': clause.contract,"
        f" 'clause': clause.clause, 'schedule': {_SCHEDULE},"
        " 'valid_from': clause.valid_from, 'valid_until': clause.valid_until}"
        # Whoever is not known to promise the client anything stands behind whoever is.
        f" ORDER BY coalesce(clause.party, '') = '{UNKNOWN}',"
        "  (clause.client IS NOT NULL)::INT + (clause.service IS NOT NULL)::INT"
        "  + (clause.priority IS NOT NULL)::INT DESC, clause.valid_from DESC NULLS LAST, clause.import_id,"
        "  clause.row_no) AS clauses"
        f" FROM (SELECT DISTINCT client, service, priority FROM ({rows}) AS ticket) AS whose"
        f" JOIN (SELECT * FROM ({_CLAUSES}) WHERE measure = '{measure}') AS clause"
        " ON (clause.client IS NULL OR clause.client = whose.client)"
        " AND (clause.service IS NULL OR clause.service = whose.service)"
        " AND (clause.priority IS NULL OR clause.priority = whose.priority)"
        " GROUP BY whose.client, whose.service, whose.priority"
    )


def _store_clause_calendars(cursor: duckdb.DuckDBPyConnection, known: list[Calendar]) -> None:
    """Fill `promise_calendars`: the calendar behind every schedule a clause names, by service and client."""
    named = cursor.execute(
        "SELECT DISTINCT clause.schedule, service, client FROM (SELECT service, client, unnest(clauses) AS clause"
        " FROM promise_clauses) AS listed WHERE clause.schedule IS NOT NULL"
    ).fetchall()
    register(
        cursor,
        "promise_calendars",
        {"schedule": "VARCHAR", "service": "VARCHAR", "client": "VARCHAR", "calendar": "BIGINT"},
        [(*one, calendar_of(known, *one)) for one in named],
    )


def far_enough(known: list[Calendar], last: date, seconds: float) -> date:
    """A day by which every calendar has been open for so many seconds after another, holidays in between."""
    weekly = min(_seconds_a_week(one) for one in known)
    weeks = min(2 * math.ceil(seconds / weekly) + 12, 52 * 100)
    return min(LATEST, last + timedelta(weeks=weeks))


def _seconds_a_week(calendar: Calendar) -> float:
    # Hours on several lines may overlap, so only the longest counts: a span that is too long harms nothing.
    return max(
        len(one.weekdays)
        * (((one.closes.hour - one.opens.hour) * 60 + one.closes.minute - one.opens.minute - 1) % 1440 + 1)
        * 60
        for one in calendar.hours
    )


def turned_around(due: str) -> tuple[str, str]:
    """SQL: the moment at which a calendar has been open for `due` seconds, and until when that bears being open.

    `d` is the last of its stretches that begins before that.
    """
    inside = "epoch(d.ends) - epoch(d.starts)"
    # Microseconds: a timestamp knows no more. Beyond the last hours of a calendar nothing falls due.
    moment = f"d.starts + to_microseconds(CAST(round(({due} - d.before) * 1000000) AS BIGINT))"
    return (
        f"CASE WHEN {due} <= d.before + ({inside}) THEN {moment} END",
        f"CASE WHEN {due} < d.before + ({inside}) THEN {moment} ELSE d.next_starts END",
    )


def _store_times(cursor: duckdb.DuckDBPyConnection, rows: str, measure: str) -> None:
    """Fill `<measure>_promise_times`: what is promised for each incident, until when, and the time used."""
    due = "(before_opening + clause.seconds)"
    working, bears_until = turned_around(due)
    around_the_clock = "opened + to_microseconds(CAST(round(clause.seconds * 1000000) AS BIGINT))"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {measure}_promise_times AS SELECT {PLACE}, clause, worked, lasted,"
        f" CASE clause.clock WHEN '{UNKNOWN}' THEN NULL WHEN 'working time' THEN {working} ELSE {around_the_clock} END"
        f" AS until, CASE WHEN clause.clock = '{UNKNOWN}' THEN NULL WHEN clause.clock <> 'working time' THEN"
        f" {around_the_clock} ELSE {bears_until} END AS bears_until"
        " FROM ("
        f"  SELECT {PLACE}, opened, clause, ticket.calendar, {open_until('a', 'opened')} AS before_opening,"
        f"  {open_until('b', 'ended')} - {open_until('a', 'opened')} AS worked, epoch(ended) - epoch(opened) AS lasted"
        "  FROM ("
        f"   SELECT {PLACE}, opened, ended, clause, c.calendar FROM ("
        f"    SELECT {PLACE}, opened, {PROMISED[measure].end} AS ended, ticket.service, ticket.client,"
        "     list_filter(p.clauses, lambda one:"
        "     (one.valid_from IS NULL OR ticket.opened_day >= one.valid_from)"
        "     AND (one.valid_until IS NULL OR ticket.opened_day <= one.valid_until))[1] AS clause"
        f"    FROM ({rows}) AS ticket JOIN promise_clauses AS p ON p.client IS NOT DISTINCT FROM ticket.client"
        "    AND p.service IS NOT DISTINCT FROM ticket.service AND p.priority IS NOT DISTINCT FROM ticket.priority"
        "   ) AS ticket LEFT JOIN promise_calendars AS c ON c.schedule = clause.schedule"
        "   AND c.service IS NOT DISTINCT FROM ticket.service AND c.client IS NOT DISTINCT FROM ticket.client"
        "   WHERE clause IS NOT NULL"
        "  ) AS ticket"
        "  ASOF LEFT JOIN working_segments AS a ON a.calendar = ticket.calendar AND a.starts <= ticket.opened"
        "  ASOF LEFT JOIN working_segments AS b ON b.calendar = ticket.calendar AND b.starts <= ticket.ended"
        " ) AS ticket ASOF LEFT JOIN working_segments AS d ON d.calendar = ticket.calendar"
        f" AND d.before < {due} ORDER BY {PLACE}"
    )


def _values(zone: str, promised: Promised) -> str:
    """What is stored of the times found."""
    clause = "found.clause"
    values = {
        "promised_seconds": f"{clause}.seconds",
        "promise_clock": f"{clause}.clock",
        "promise_contract": f"{clause}.contract",
        "promise_clause": f"{clause}.clause",
        "promise_schedule": f"nullif({clause}.schedule, '')",
        "promise_due": "found.until",
        "promise_due_day": f"CAST(timezone('{zone}', timezone('UTC', found.until)) AS DATE)",
        "promise_bears_until": "found.bears_until",
        "promise_used": f"CASE WHEN found.lasted >= 0 THEN CASE {clause}.clock WHEN '{UNKNOWN}' THEN NULL"
        f" WHEN 'working time' THEN coalesce({promised.business_time}, found.worked) ELSE found.lasted END END",
    }
    return ", ".join(f"{sql} AS {promised.before}{name}" for name, sql in values.items())
