"""Which of several clocks on one ticket decides, worked out once while a table is built.

The broken one decides, else the one that runs, else the one due first; so a ticket counts once whatever it carries.
"""

import duckdb

#: The stored column: whether this clock decides for its ticket, agreement type and target.
DECIDES = "decides"


def with_deciding(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill `decides` in a SELECT of ticket SLAs; returns the widened SELECT.

    Clocks that were replaced by a newer row decide nothing; one that was cancelled only where there is no other, so
    that its ticket is counted as left out. The clocks that decide are found apart and joined, so that the rows keep
    the order of their sheets: lists of them are read by their place.
    """
    if kind != "ticket_slas":
        return rows
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE deciding AS SELECT import_id, sheet, row_no FROM ("
        " SELECT import_id, sheet, row_no, row_number() OVER ("
        "  PARTITION BY source, ticket, coalesce(sla_type, 'SLA'), target"
        "  ORDER BY coalesce(stage_category, '') = 'cancelled', coalesce(breached, ended > breach, false) DESC,"
        "  ended IS NULL DESC, breach, import_id, row_no) AS place"
        f" FROM ({rows}) AS built WHERE superseded_by IS NULL) AS placed WHERE place = 1"
    )
    return (
        f"SELECT clock.* REPLACE (deciding.row_no IS NOT NULL AS {DECIDES}) FROM ({rows}) AS clock LEFT JOIN deciding"
        " ON deciding.import_id = clock.import_id AND deciding.sheet IS NOT DISTINCT FROM clock.sheet"
        " AND deciding.row_no = clock.row_no"
    )
