"""What only the history of a ticket tells, worked out once while a table is built: an update log has it.

A file with several rows of one ticket is an update log. Two exports a week apart are not: what happened between them
is not known, so nothing is worked out from them.
"""

import duckdb

#: The stored columns: the priority a ticket was opened with, and how long a supplier held it until it was resolved.
FIRST_PRIORITY = "first_priority"
SECONDS_WITH_VENDOR = "seconds_with_vendor"

#: A history that begins later than this after the ticket was opened does not tell how the ticket began.
_BEGINS_WITHIN = "INTERVAL 1 DAY"


def with_histories(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill the two columns in a SELECT of incidents; returns the widened SELECT.

    A row of the log holds from its update to the next one; the first from the opening, the last to the resolution.
    """
    if kind != "incidents":
        return rows
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE histories AS WITH steps AS ("
        "  SELECT import_id, source, row_key, priority, vendor, opened, updated,"
        "   row_number() OVER of_ticket AS place, lead(updated) OVER of_ticket AS replaced,"
        "   last_value(resolved) OVER (of_ticket ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS over"
        "  FROM every_row WHERE updated IS NOT NULL"
        "  WINDOW of_ticket AS (PARTITION BY import_id, source, row_key ORDER BY updated, row_no)),"
        " held AS (SELECT *, CASE WHEN place = 1 THEN opened ELSE greatest(updated, opened) END AS since,"
        "   least(coalesce(replaced, over), over) AS until FROM steps)"
        " SELECT import_id, source, row_key, arg_min(priority, place) AS priority,"
        "  sum(CASE WHEN vendor IS NOT NULL AND until > since THEN epoch(until) - epoch(since) ELSE 0 END)"
        "   AS with_vendor,"
        "  count(vendor) > 0 AS names_vendor"
        " FROM held GROUP BY import_id, source, row_key"
        f" HAVING count(*) > 1 AND min(updated) <= min(opened) + {_BEGINS_WITHIN}"
    )
    if not cursor.execute("SELECT 1 FROM histories LIMIT 1").fetchall():
        return rows
    return (
        f"SELECT ticket.* REPLACE (histories.priority AS {FIRST_PRIORITY}, CASE WHEN (SELECT bool_or(names_vendor)"
        f" FROM histories) THEN histories.with_vendor END AS {SECONDS_WITH_VENDOR}) FROM ({rows}) AS ticket"
        " LEFT JOIN histories ON histories.import_id = ticket.import_id AND histories.source = ticket.source"
        " AND histories.row_key = ticket.row_key AND ticket.superseded_by IS NULL"
    )
