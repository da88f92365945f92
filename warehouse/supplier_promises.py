"""When the promises of suppliers in working time are due, stored with the incident: a ticket may be under several.

As with our own (`promises.py`) the clock is turned around once while the table is built, so that an open case past its
time is one comparison. Clauses around the clock need nothing stored.
"""

import duckdb

from warehouse.calendars import calendar_of, calendars
from warehouse.promises import PROMISED, far_enough, turned_around
from warehouse.working_time import PLACE, beside, open_until, register, span_of, store_segments

#: The stored column: for each clause in working time, by its place, when it is due and the time worked on it.
SUPPLIER_PROMISES = "supplier_promises"
TYPE = (
    "STRUCT(clause_import BIGINT, clause_sheet VARCHAR, clause_row BIGINT, due TIMESTAMP, bears_until TIMESTAMP,"
    " worked DOUBLE)[]"
)

_CLAUSES = (
    "SELECT import_id AS clause_import, sheet AS clause_sheet, row_no AS clause_row, vendor, client, service, priority,"
    " measure, target_time AS seconds, coalesce(schedule, '') AS schedule, valid_from, valid_until"
    " FROM store.sla_targets WHERE superseded_by IS NULL AND vendor IS NOT NULL AND coalesce(party, 'UC') = 'UC'"
    " AND clock = 'working time' AND measure IN ('resolution', 'response') AND target_time IS NOT NULL"
)


def with_supplier_promises(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill the column in a SELECT of incidents; returns the widened SELECT. Nothing without a calendar."""
    if kind != "incidents":
        return rows
    longest = cursor.execute(f"SELECT max(seconds) FROM ({_CLAUSES}) AS clause").fetchall()[0][0]
    known = calendars(cursor)
    if longest is None or not known:
        return rows
    ends = ", ".join(one.end for one in PROMISED.values())
    first, last = span_of(cursor, "opened", f"greatest({ends})")
    store_segments(cursor, known, first, far_enough(known, last, float(longest)))
    asked = cursor.execute(
        f"SELECT DISTINCT clause.schedule, ticket.service, ticket.client FROM ({_CLAUSES}) AS clause"
        f" JOIN ({rows}) AS ticket ON ticket.vendor = clause.vendor"
    ).fetchall()
    register(
        cursor,
        "supplier_calendars",
        {"schedule": "VARCHAR", "service": "VARCHAR", "client": "VARCHAR", "calendar": "BIGINT"},
        [(*whose, calendar_of(known, *whose)) for whose in asked],
    )
    _store_times(cursor, rows)
    return beside(rows, "supplier_times", f"found.promises AS {SUPPLIER_PROMISES}")


def _store_times(cursor: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Fill `supplier_times`: for each incident under such clauses when each is due, and the time worked on it."""
    due = "(before_opening + seconds)"
    working, bears_until = turned_around(due)
    end = " ".join(f"WHEN '{measure}' THEN {one.end}" for measure, one in PROMISED.items())
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE supplier_times AS SELECT {PLACE}, list({{'clause_import': clause_import,"
        " 'clause_sheet': clause_sheet, 'clause_row': clause_row,"
        f" 'due': {working}, 'bears_until': {bears_until},"
        " 'worked': worked} ORDER BY clause_import, clause_row) AS promises FROM ("
        f"  SELECT {PLACE}, clause_import, clause_sheet, clause_row, seconds, asked.calendar,"
        f"   {open_until('a', 'opened')} AS before_opening,"
        f"   CASE WHEN ended >= opened THEN {open_until('b', 'ended')} - {open_until('a', 'opened')} END AS worked"
        "  FROM ("
        "   SELECT ticket.import_id, ticket.sheet, ticket.row_no, opened, clause_import, clause_sheet, clause_row,"
        f"   seconds, w.calendar, CASE clause.measure {end} END AS ended"
        f"   FROM ({rows}) AS ticket JOIN ({_CLAUSES}) AS clause ON clause.vendor = ticket.vendor"
        "    AND (clause.client IS NULL OR clause.client = ticket.client)"
        "    AND (clause.service IS NULL OR clause.service = ticket.service)"
        "    AND (clause.priority IS NULL OR clause.priority = ticket.priority)"
        "    AND (clause.valid_from IS NULL OR ticket.opened_day >= clause.valid_from)"
        "    AND (clause.valid_until IS NULL OR ticket.opened_day <= clause.valid_until)"
        "   JOIN supplier_calendars AS w ON w.schedule = clause.schedule"
        "    AND w.service IS NOT DISTINCT FROM ticket.service AND w.client IS NOT DISTINCT FROM ticket.client"
        "   WHERE w.calendar IS NOT NULL AND opened IS NOT NULL"
        "  ) AS asked"
        "  ASOF LEFT JOIN working_segments AS a ON a.calendar = asked.calendar AND a.starts <= asked.opened"
        "  ASOF LEFT JOIN working_segments AS b ON b.calendar = asked.calendar AND b.starts <= asked.ended"
        " ) AS timed ASOF LEFT JOIN working_segments AS d ON d.calendar = timed.calendar"
        f" AND d.before < {due} GROUP BY {PLACE} ORDER BY {PLACE}"
    )
