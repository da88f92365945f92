"""Working-time clocks: elapsed seconds within the service hours of a calendar."""

import duckdb

#: The kinds of ticket for which working time is stored.
KINDS: tuple[str, ...] = ()


def with_working_time(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Add the working-time columns of a kind to a SELECT of its rows; returns the widened SELECT."""
    return rows
