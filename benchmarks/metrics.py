"""How long every metric takes in its four shapes, beside pandas on the same rows in the same run.

    python -m benchmarks.metrics 10000 1000000 10000000 [--metric NAME]… [--rounds 5] [--json FILE]

Synthetic tickets over three years: skewed durations, 1 % open, 3 % cancelled, eight services, twelve clients. Beyond a
million they are made in a file beside the benchmark's others, and without pandas, whose frames would not fit.
The promise: every shape takes at most 100 ms (median of the rounds), beyond a million tickets a percentile over all of
history 350 ms. What a question takes that is asked for the first time after an import is measured beside it.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from benchmarks.tickets import fill
from metrics.declared import all_metrics
from metrics.metric import Metric
from metrics.query import breakdown, rows, trend, value
from metrics.query_tables import table
from metrics.scope import Scope
from warehouse import Warehouse, open_warehouse

SHAPES = ("value", "trend", "breakdown", "rows")
PROMISED_MS = 100
PROMISED_MS_PERCENTILES = 350
#: Up to so many tickets the database is in memory and pandas stands beside it.
IN_MEMORY = 1_000_000
#: What a million tickets take while they are made: on disk, the file and what is built beside it; in memory.
DISK_PER_MILLION, MEMORY_PER_MILLION = 500_000_000, 500_000_000


class Timing(NamedTuple):
    """Milliseconds: wall and processor time (medians of the rounds), and wall time of the first run of all."""

    wall: float
    processor: float
    first: float


def promised(metric: Metric, shape: str, n: int) -> int:
    """How many milliseconds a shape of a metric may take among n tickets."""
    percentile = metric.fraction is not None and shape != "rows"
    return PROMISED_MS_PERCENTILES if percentile and n > IN_MEMORY else PROMISED_MS


def lacking(n: int, folder: Path) -> str | None:
    """Why n tickets cannot be measured on this machine, in a sentence; None where they can."""
    disk = shutil.disk_usage(folder).free / (n / 1e6 * DISK_PER_MILLION)
    memory = _memory_available() / (n / 1e6 * MEMORY_PER_MILLION)
    short = [name for name, enough in (("disk space", disk), ("memory", memory)) if enough < 1]
    if n <= IN_MEMORY or not short:
        return None
    return f"{n:,} tickets were not measured: this machine has too little free {' and '.join(short)}."


def _memory_available() -> float:
    """Bytes of memory that are free or can be made so; all there is where the system does not say."""
    known = Path("/proc/meminfo")
    if known.exists():
        found = re.search(r"MemAvailable:\s+(\d+) kB", known.read_text(encoding="ascii"))
        if found:
            return float(found[1]) * 1024
    return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0.0


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


def timed(run: Callable[[], object], rounds: int) -> Timing:
    """What some runs take after a first one.

    On a busy machine read the processor time: it barely moves with the neighbours' load.
    """
    begin = time.perf_counter()
    run()
    first = 1000 * (time.perf_counter() - begin)
    wall, processor = [], []
    for _ in range(rounds):
        begin, spent = time.perf_counter(), time.process_time()
        run()
        wall.append(1000 * (time.perf_counter() - begin))
        processor.append(1000 * (time.process_time() - spent))
    return Timing(statistics.median(wall), statistics.median(processor), first)


def measure(n: int, rounds: int, names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Every metric that has rows (or those named) among n tickets, one line each; what was measured as records."""
    kept: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        short = lacking(n, Path(folder))
        if short is not None:
            print(short)
            return [{"n": n, "skipped": short}]
        warehouse = open_warehouse(":memory:" if n <= IN_MEMORY else Path(folder) / "tickets.duckdb")
        fill(warehouse, n)
        columns = "opened, resolved, state_category, service, reopens, tool_sla_met"
        beside = in_pandas(warehouse.query(f"SELECT {columns} FROM incidents")) if n <= IN_MEMORY else {}
        print(f"{n:,} tickets, median ms of {rounds}: wall/processor (the first), in brackets pandas")
        for metric in all_metrics().values():
            if (names and metric.name not in names) or table(warehouse, metric.table).is_empty:
                continue
            runs = {shape: timed(run, rounds) for shape, run in shapes(warehouse, metric).items()}
            if value(warehouse, metric, Scope()).n == 0:
                continue
            line = []
            for shape, ours in runs.items():
                theirs = beside.get(metric.name, {}).get(shape)
                other = timed(theirs, rounds) if theirs else None
                beside_it = f" [{other.wall:5.0f}/{other.processor:5.0f}]" if other else ""
                line.append(f"{shape} {ours.wall:5.0f}/{ours.processor:5.0f} ({ours.first:5.0f}){beside_it}")
                kept.append(
                    {
                        "n": n,
                        "metric": metric.name,
                        "shape": shape,
                        "ms": ours,
                        "pandas_ms": other,
                        "promised_ms": promised(metric, shape, n),
                    }
                )
            print(f"  {metric.name:<34} {'  '.join(line)}", flush=True)
        warehouse.close()
    slow = sum(row["ms"].wall > row["promised_ms"] for row in kept)
    print(f"  {slow} of {len(kept)} shapes take longer than promised")
    return kept


def main() -> None:
    """Run and print one line per metric and size; with --json keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 1_000_000])
    parser.add_argument("--metric", action="append", default=[], help="only this metric; repeat for more")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    kept = [row for n in given.sizes for row in measure(n, given.rounds, given.metric)]
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
