"""How long every metric takes in its four shapes, beside pandas on the same rows in the same run.

    python -m benchmarks.metrics 10000 1000000 [--metric NAME]… [--rounds 5] [--json FILE]

Synthetic tickets over three years: skewed durations, 1 % open, 3 % cancelled, eight services, twelve clients.
The promise: at a million tickets every shape takes at most 100 ms (median of the rounds).
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from metrics.declared import all_metrics
from metrics.metric import Metric
from metrics.query import breakdown, rows, trend, value
from metrics.scope import Scope
from warehouse import Warehouse, open_warehouse
from warehouse.build import rebuild
from warehouse.tables import PROVENANCE, base_columns, contract_of

DAYS = 1095
SHAPES = ("value", "trend", "breakdown", "rows")
KINDS = ("incidents", "problems", "requests", "changes", "work_items", "ticket_slas", "deployments")
PROMISED_MS = 100


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
        made = [row[0] for row in cursor.execute("DESCRIBE made").fetchall()]
        kept = {**PROVENANCE, **base_columns(contract)}
        listed = ", ".join(
            f'CAST({name} AS {of}) AS "{name}"' if name in made else f'CAST(NULL AS {of}) AS "{name}"'
            for name, of in kept.items()
            if name != "superseded_by"
        )
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW arriving AS SELECT {listed} FROM made")
        # As an import does it: what is stored beside the rows is worked out by the same build.
        rebuild(cursor, contract, staged="arriving", fills=[name for name in made if name in kept])
        cursor.execute("DROP VIEW arriving")
        cursor.execute("DROP TABLE made")


def shapes(warehouse: Warehouse, metric: Metric) -> dict[str, Callable[[], object]]:
    """The four shapes as a page asks for them: all time, per month, per service, a first screen of rows."""
    return {
        "value": lambda: value(warehouse, metric, Scope()),
        "trend": lambda: trend(warehouse, metric, Scope.of(grain="month")),
        "breakdown": lambda: breakdown(warehouse, metric, Scope(), "service"),
        "rows": lambda: rows(warehouse, metric, Scope(), limit=200),
    }


def in_pandas(frame: pd.DataFrame) -> dict[str, dict[str, Callable[[], object]]]:
    """What a user would write with pandas for some of the metrics, as columns already typed."""

    def resolved() -> pd.DataFrame:
        over = frame[frame["resolved"].notna() & (frame["state_category"] != "cancelled")]
        return over.assign(hours=(over["resolved"] - over["opened"]).dt.total_seconds() / 3600)

    def month(of: pd.DataFrame, when: str) -> pd.Series:
        return of[when].dt.to_period("M")

    def backlog() -> pd.Series:
        came = frame["opened"].dt.normalize().value_counts()
        went = frame["resolved"].dt.normalize().value_counts()
        return came.sub(went, fill_value=0).sort_index().cumsum()

    def shaped(
        when: str, measure: Callable[[pd.DataFrame], pd.Series], how: str
    ) -> dict[str, Callable[[], object]]:
        """Value, trend and breakdown of one measured column the way pandas does them."""

        def rows_of() -> tuple[pd.DataFrame, pd.Series]:
            found = resolved() if when == "resolved" else frame
            return found, measure(found)

        def by(group: Callable[[pd.DataFrame], pd.Series]) -> object:
            found, measured = rows_of()
            grouped = measured.groupby(group(found))
            return grouped.quantile(0.85) if how == "p85" else getattr(grouped, how)()

        def whole() -> object:
            measured = rows_of()[1]
            return measured.quantile(0.85) if how == "p85" else getattr(measured, how)()

        return {
            "value": whole,
            "trend": lambda: by(lambda found: month(found, when)),
            "breakdown": lambda: by(lambda found: found["service"]),
        }

    return {
        "incidents_opened": shaped("opened", lambda found: found["opened"], "count"),
        "incident_backlog": {"trend": backlog, "value": lambda: int(frame["resolved"].isna().sum())},
        "time_to_resolve": shaped("resolved", lambda found: found["hours"], "median"),
        "time_to_resolve_p85": shaped("resolved", lambda found: found["hours"], "p85"),
        "mean_time_to_resolve": shaped("resolved", lambda found: found["hours"], "mean"),
        "reopened": shaped("resolved", lambda found: found["reopens"] > 0, "mean"),
        "tool_sla_flag": shaped("opened", lambda found: found["tool_sla_met"], "mean"),
    }


def timed(run: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median wall and processor time of some runs in milliseconds, after one to warm up.

    On a busy machine read the processor time: it barely moves with the neighbours' load.
    """
    run()
    wall, processor = [], []
    for _ in range(rounds):
        begin, spent = time.perf_counter(), time.process_time()
        run()
        wall.append(1000 * (time.perf_counter() - begin))
        processor.append(1000 * (time.process_time() - spent))
    return statistics.median(wall), statistics.median(processor)


def main() -> None:
    """Run and print one line per metric and size; with --json keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 1_000_000])
    parser.add_argument("--metric", action="append", help="only this metric; repeat for more")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    kept = []
    for n in given.sizes:
        warehouse = open_warehouse(":memory:")
        for kind in KINDS:
            # A change per fifty tickets, a problem, request or item per ten: roughly what organisations have.
            fewer = 50 if kind in {"changes", "deployments"} else 10
            tickets(warehouse, kind, n if kind in {"incidents", "ticket_slas"} else max(1000, n // fewer))
        columns = "opened, resolved, state_category, service, reopens, tool_sla_met"
        beside = in_pandas(warehouse.query(f"SELECT {columns} FROM incidents"))
        print(f"{n:,} tickets, median ms of {given.rounds}: wall/processor, in brackets pandas")
        slow = 0
        for metric in all_metrics().values():
            if given.metric and metric.name not in given.metric:
                continue
            if value(warehouse, metric, Scope()).n == 0:
                continue
            line = []
            for shape, run in shapes(warehouse, metric).items():
                ours = timed(run, given.rounds)
                theirs = beside.get(metric.name, {}).get(shape)
                other = timed(theirs, given.rounds) if theirs else None
                slow += ours[0] > PROMISED_MS
                beside_it = f" [{other[0]:5.0f}/{other[1]:5.0f}]" if other else ""
                line.append(f"{shape} {ours[0]:5.0f}/{ours[1]:5.0f}{beside_it}")
                kept.append({"n": n, "metric": metric.name, "shape": shape, "ms": ours, "pandas_ms": other})
            print(f"  {metric.name:<34} {'  '.join(line)}", flush=True)
        print(f"  {slow} of the shapes take longer than {PROMISED_MS} ms")
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
