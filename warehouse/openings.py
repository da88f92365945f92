"""When a ticket was opened whose log of changes does not say so: the first that any of its rows knows.

A log may begin later than its ticket. Which other rows there are changes with every import and undo, so the opening is
worked out in every build, from what each row says by itself.
"""

from collections.abc import Collection

import duckdb

from contracts.contract import Contract, columns

#: The stored column with the first change of a ticket in a log that does not state its opening.
LOGGED_FROM = "logged_from"


def may_be_logged(contract: type[Contract]) -> bool:
    """Whether rows of this kind may come from a log of changes."""
    return contract.newest_by == "updated" and "opened" in columns(contract)


def with_openings(cursor: duckdb.DuckDBPyConnection, rows: str, holds: Collection[str]) -> str:
    """Put the opening that follows from all rows of a ticket into a SELECT of rows; returns the widened SELECT."""
    if LOGGED_FROM not in holds:
        return rows
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE openings AS"
        f" SELECT source, row_key, min(coalesce({LOGGED_FROM}, opened)) AS first FROM ({rows}) AS logged"
        f" GROUP BY source, row_key HAVING count({LOGGED_FROM}) > 0"
    )
    return (
        f"SELECT logged.* REPLACE (CASE WHEN logged.{LOGGED_FROM} IS NULL THEN logged.opened ELSE openings.first END"
        f" AS opened) FROM ({rows}) AS logged LEFT JOIN openings"
        " ON openings.source = logged.source AND openings.row_key = logged.row_key"
    )
