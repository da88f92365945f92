"""A log of every change of a ticket, from its first on, tells when it was opened, resolved and closed."""

from collections.abc import Collection

from data_loaders.recognition import Recognition
from data_loaders.sources import all_sources
from warehouse.openings import LOGGED_FROM

#: What follows from the changes, and the states that a ticket of that kind of end is in.
ENDS = {"resolved": "('resolved', 'closed')", "closed": "('closed', 'cancelled')"}

OPENED = "“Opened” is the first change of each number in the log"
ENDED = "“Resolved” and “Closed” are the changes with which it came to its last end"


def is_event_log(recognition: Recognition) -> bool:
    """Whether the tool is known to write a row for every change of a ticket, from the first on."""
    source = all_sources().get(recognition.tool or "")
    return source is not None and any(
        export.event_log for export in source.exports if export.kind == recognition.kind
    )


def with_ends(select: str, known: Collection[str]) -> tuple[str, tuple[str, ...], str]:
    """Widen a SELECT of typed changes (row_key, source, updated, state_category, row_no): SQL, columns filled, a note.

    A log may begin later than a ticket: where it begins is kept, and the build takes an earlier opening that other
    rows of the ticket state.

    A ticket that was over and came back to life is over since its last end; one whose last change leaves it open
    has none. Columns the file says itself (`known`) stay as they are.
    """
    stated = "coalesce(logged.opened, spans.stated)" if "opened" in known else "NULL::TIMESTAMP"
    filled = {
        "opened": f"coalesce({stated}, spans.first_change)",
        LOGGED_FROM: f"CASE WHEN {stated} IS NULL THEN spans.first_change END",
    }
    if "state_category" in known:
        filled |= {name: f"ends.{name}_at" for name in ENDS if name not in known}
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in filled.items())
    ended = ", ".join(
        f"min(changed) FILTER (WHERE state IN {states}) AS {name}_at" for name, states in ENDS.items()
    )
    sql = (
        f"WITH logged AS ({select}),"
        " changes AS (SELECT row_key, opened, updated AS changed, state_category AS state,"
        "  row_number() OVER (PARTITION BY row_key ORDER BY updated, row_no) AS place"
        "  FROM logged WHERE updated IS NOT NULL),"
        " spans AS (SELECT row_key, min(opened) AS stated, min(changed) AS first_change, coalesce(max(place) FILTER"
        "  (WHERE coalesce(state, '') NOT IN ('resolved', 'closed', 'cancelled')), 0) AS last_open"
        "  FROM changes GROUP BY row_key),"
        f" ends AS (SELECT changes.row_key, {ended} FROM changes JOIN spans ON spans.row_key = changes.row_key"
        "  WHERE changes.place > spans.last_open GROUP BY changes.row_key)"
        f" SELECT logged.* REPLACE ({replaced}) FROM logged"
        " LEFT JOIN spans ON spans.row_key = logged.row_key LEFT JOIN ends ON ends.row_key = logged.row_key"
    )
    told = {"opened": OPENED, "resolved": ENDED}
    said = "; ".join(text for name, text in told.items() if name in filled and name not in known)
    return sql, tuple(filled), f"This is a log of changes: {said}." if said else ""
