"""Which values a dimension has, over all kinds of rows: what a reader can choose from."""

from datetime import date

from metrics.query_tables import Engine, as_date, table

MOST = 500


def values_of(engine: Engine, dimension: str, kinds: tuple[str, ...], grants: tuple[str, ...]) -> list[str]:
    """The values of a dimension that the viewer may see, the most frequent first, at most 500."""
    selects = [
        f'SELECT CAST("{column}" AS VARCHAR) AS part FROM "{kind}" WHERE "{column}" IS NOT NULL'
        for kind in kinds
        if (column := table(engine, kind, grants).dimensions.get(dimension)) is not None
    ]
    if not selects:
        return []
    found = engine.query(
        "SELECT part, count(*) AS rows_with_it FROM ("
        + " UNION ALL ".join(selects)
        + ") AS every_part GROUP BY part ORDER BY rows_with_it DESC, part LIMIT $most",
        {"most": MOST},
        grants,
    )
    return [str(part) for part in found["part"]]


def calendar_events(engine: Engine, grants: tuple[str, ...]) -> list[tuple[str, str, date, date | None]]:
    """Freezes, waves, releases and migrations as (title, kind, first day, last day), in order of time."""
    if not table(engine, "calendars", grants).types:
        return []
    found = engine.query(
        "SELECT coalesce(name, entry) AS title, entry, start_day, end_day FROM calendars "
        "WHERE entry IN ('freeze', 'wave', 'release', 'migration') AND start_day IS NOT NULL "
        "ORDER BY start_day, title LIMIT 200",
        None,
        grants,
    )
    return [
        (str(title), str(entry), as_date(start) or date.min, as_date(end))
        for title, entry, start, end in found.itertuples(index=False)
    ]
