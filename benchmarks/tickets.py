"""Synthetic tickets of any number, made in the database itself and built as an import builds them."""

import duckdb

from contracts.contract import Contract
from warehouse import Warehouse
from warehouse.build import rebuild
from warehouse.tables import PROVENANCE, base_columns, contract_of

DAYS = 1095
KINDS = ("incidents", "problems", "requests", "changes", "work_items", "ticket_slas", "deployments")


def tickets(warehouse: Warehouse, kind: str, n: int) -> None:
    """Fill `store.<kind>` with n synthetic rows."""
    moments = {
        "incidents": ("opened", "resolved", "closed"),
        "problems": ("opened", "resolved", "closed"),
        "requests": ("opened", "closed", "updated"),
        "changes": ("opened", "actual_end", "closed"),
        "work_items": ("created", "started", "done"),
        "ticket_slas": ("started", "ended", "breach"),
        "deployments": ("committed", "finished", "restored"),
    }[kind]
    first, second, third = moments
    extra = {
        "incidents": """, 'INC' || i AS number, CASE WHEN open THEN 'in_progress' WHEN hash(i * 11) % 100 < 3 THEN
            'cancelled' ELSE 'closed' END AS state_category, (hash(i * 5) % 4 + 1)::INT AS priority,
            (hash(i * 5) % 3 + 1)::INT AS impact, (hash(i * 6) % 3 + 1)::INT AS urgency,
            (hash(i * 17) % 5)::BIGINT AS reassignments, (hash(i * 19) % 20 = 0)::BIGINT AS reopens,
            (hash(i * 29) % 4)::BIGINT AS replies, hash(i * 23) % 10 < 8 AS tool_sla_met,
            ['Phone', 'Portal', 'Email', 'Monitoring'][(hash(i * 31) % 4 + 1)::INT] AS channel,
            'Category ' || hash(i * 37) % 30 AS category, 'Team ' || hash(i * 41) % 40 AS assignment_group,
            base + to_minutes((hash(i * 43) % 60)::BIGINT) AS acknowledged, base + INTERVAL 1 DAY AS updated,
            base + to_minutes((hash(i * 47) % 90)::BIGINT) AS first_response, lasting / 3 AS business_duration,
            lasting / 5 AS hold_duration, CASE WHEN hash(i * 53) % 50 = 0 THEN 'INC' || (i - 1) END AS parent""",
        "problems": ", 'PRB' || i AS number, hash(i * 3) % 2 = 0 AS known_error, 'closed' AS state_category",
        "requests": ", 'RITM' || i AS number, 'item' AS level, base + INTERVAL 5 DAY AS due, 100.0 AS price",
        "changes": """, 'CHG' || i AS number, ['standard', 'normal', 'emergency'][(hash(i * 3) % 3 + 1)::INT] AS type,
            ['successful', 'with_issues', 'unsuccessful'][(hash(i * 5) % 3 + 1)::INT] AS outcome,
            'closed' AS state_category, base + INTERVAL 2 DAY AS planned_start, base + INTERVAL 3 DAY AS planned_end""",
        "work_items": ", 'PAY-' || i AS item, 'Story' AS type, 'done' AS state_category",
        "ticket_slas": """, 'INC' || i AS ticket, 'P' || hash(i * 3) % 4 AS sla_name, 'SLA' AS sla_type,
            ['response', 'resolution'][(hash(i * 5) % 2 + 1)::INT] AS target, 'completed' AS stage_category,
            hash(i * 7) % 10 = 0 AS breached""",
        "deployments": ", 'D' || i AS identifier, ['success', 'failed'][(hash(i * 3) % 9 = 0)::INT + 1] AS result",
    }[kind]
    contract = contract_of(kind)
    with warehouse.writing() as cursor:
        cursor.execute(
            f"""CREATE OR REPLACE TEMP TABLE made AS SELECT 1 AS import_id, 'Sheet1' AS sheet, i + 2 AS row_no,
            'test' AS source, i::VARCHAR AS row_key, base AS newer_by, base AS {first},
            CASE WHEN NOT open THEN base + to_seconds(lasting::BIGINT) END AS {second},
            CASE WHEN NOT open THEN base + to_seconds((lasting + 86400)::BIGINT) END AS {third},
            'Service ' || hash(i * 7) % 8 AS service, 'Client ' || hash(i * 13) % 12 AS client {extra}
            FROM (SELECT i, TIMESTAMP '2023-01-01' + to_seconds((hash(i) % {DAYS * 86400})::BIGINT) AS base,
            exp((hash(i * 3) % 1000000) / 1000000.0 * 8 + 5) AS lasting, hash(i * 9) % 100 < 1 AS open
            FROM range({n}) AS t (i)) AS raw"""
        )
        _build(cursor, contract)


def _build(cursor: duckdb.DuckDBPyConnection, contract: type[Contract]) -> None:
    """Put the rows of the temporary table `made` in their place as an import does, with all that is stored beside."""
    made = [row[0] for row in cursor.execute("DESCRIBE made").fetchall()]
    kept = {**PROVENANCE, **base_columns(contract)}
    listed = ", ".join(
        f'CAST({name} AS {of}) AS "{name}"' if name in made else f'CAST(NULL AS {of}) AS "{name}"'
        for name, of in kept.items()
        if name != "superseded_by"
    )
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW arriving AS SELECT {listed} FROM made")
    rebuild(cursor, contract, staged="arriving", fills=[name for name in made if name in kept])
    cursor.execute("DROP VIEW arriving")
    cursor.execute("DROP TABLE made")


def agreements(warehouse: Warehouse) -> None:
    """The working hours of everybody, and four clauses for each client: two around the clock, two in these hours."""
    rows = {
        "calendars": """SELECT 2 AS row_no, 'working_hours' AS entry, 'Office' AS calendar, ['Mon-Fri'] AS weekdays,
            '08:00' AS opens, '17:00' AS closes, 'Europe/Berlin' AS timezone""",
        "sla_targets": """SELECT i + 2 AS row_no, 'Contract ' || i // 4 AS contract, 'Client ' || i // 4 AS client,
            'P' || i % 4 + 1 AS clause, i % 4 + 1 AS priority, 'resolution' AS measure, 95.0 AS target,
            14400.0 * (i % 4 + 1) AS target_time, ['24x7', 'working time'][(i % 4 // 2 + 1)::INT] AS clock
            FROM range(48) AS t (i)""",
    }
    with warehouse.writing() as cursor:
        for kind, sql in rows.items():
            cursor.execute(
                "CREATE OR REPLACE TEMP TABLE made AS SELECT 1 AS import_id, 'Sheet1' AS sheet, 'test' AS source,"
                f" row_no::VARCHAR AS row_key, * FROM ({sql}) AS raw"
            )
            _build(cursor, contract_of(kind))


def fill(warehouse: Warehouse, n: int) -> None:
    """So many incidents with their promises, and of the other kinds roughly what organisations have beside them."""
    agreements(warehouse)
    for kind in KINDS:
        fewer = (
            1 if kind in {"incidents", "ticket_slas"} else 50 if kind in {"changes", "deployments"} else 10
        )
        tickets(warehouse, kind, n if fewer == 1 else max(1000, n // fewer))
