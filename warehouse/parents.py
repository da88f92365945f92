"""At which ticket a child is counted, worked out once while a table is built (metric catalogue, rule G5).

A major incident gathers children, a duplicate points at the first report: counting each would count one event many
times. A child is counted at the ticket on top of its chain, as long as that ticket is among the rows that stand.
"""

import duckdb

#: Kinds whose rows may be children: the column that names a row, its parent, and the moment it came to be.
FAMILIES = {"incidents": ("number", "parent", "opened")}

#: The stored column: when the parent of a ticket that is counted elsewhere came to be; empty where it counts by itself.
COUNTED_AT_PARENT_SINCE = "counted_at_parent_since"

#: A parent without a date was always there.
_ALWAYS = "TIMESTAMP '1970-01-01'"


def with_parents(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill `counted_at_parent_since` in a SELECT of a kind's rows; returns the widened SELECT.

    Parents are sought among the rows of the same source. Tickets whose chain of parents runs in a circle, or
    whose parent is not here, count by themselves: nothing may vanish from both ends.
    """
    if kind not in FAMILIES:
        return rows
    number, parent, begun = FAMILIES[kind]
    named = f"SELECT DISTINCT source, {number} AS child, {parent} AS parent FROM every_row WHERE {parent} IS NOT NULL"
    if not cursor.execute(f"SELECT 1 FROM ({named}) AS named LIMIT 1").fetchall():
        return rows
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE counted_at AS WITH RECURSIVE"
        f" standing AS (SELECT source, {number} AS ticket, {parent} AS parent, {begun} AS begun FROM ({rows}) AS built"
        "  WHERE superseded_by IS NULL),"
        " links AS (SELECT c.source, c.ticket AS child, p.ticket AS parent, p.begun FROM standing AS c"
        "  JOIN standing AS p ON p.source = c.source AND p.ticket = c.parent WHERE c.parent <> c.ticket),"
        " counted AS (SELECT source, child, begun FROM links AS l WHERE NOT EXISTS"
        "   (SELECT 1 FROM links AS above WHERE above.source = l.source AND above.child = l.parent)"
        "  UNION ALL"
        # From when its own parent came to be: what stands above that one is its parent's concern.
        "  SELECT l.source, l.child, l.begun FROM links AS l JOIN counted AS c"
        "   ON c.source = l.source AND c.child = l.parent)"
        f" SELECT source, child, coalesce(min(begun), {_ALWAYS}) AS since FROM counted GROUP BY source, child"
    )
    return (
        f"SELECT ticket.* REPLACE (counted_at.since AS {COUNTED_AT_PARENT_SINCE}) FROM ({rows}) AS ticket"
        f" LEFT JOIN counted_at ON counted_at.source = ticket.source AND counted_at.child = ticket.{number}"
    )
