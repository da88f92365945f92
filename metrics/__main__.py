"""Ask for figures from the command line: `python -m metrics NAME --from 2026-01-01 --grain month --format json`.

Exit 0 with an answer (also with "no value, because …"), 1 with a sentence when it cannot be asked, 2 for usage.
"""

import argparse
import csv
import difflib
import json
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from pydantic import ValidationError

from contracts import all_contracts
from contracts.contract import columns
from metrics.answer import Answer, Point
from metrics.declared import UnknownMetricError, all_metrics, all_studies, declared, metric_named
from metrics.fiscal import fiscal_calendar
from metrics.metric import Metric
from metrics.query import breakdown, rows, trend, value
from metrics.query_tables import table
from metrics.receipts import Receipt, receipt, replay
from metrics.scope import GRAINS, Scope, period_named
from metrics.study import Study
from metrics.study_command import ask_study, replay_study
from warehouse import Warehouse, WarehouseError, open_warehouse


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if not (given.list or given.replay or given.name):
        parser.error("name a metric, or use --list or --replay FILE.json")
    try:
        if given.list:
            return _list(given.format)
        warehouse = _open(given.db)
        if given.replay:
            return _replay(warehouse, Path(given.replay), given.format)
        return _ask(warehouse, parser, given)
    except (WarehouseError, UnknownMetricError, FileNotFoundError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m metrics", description="Ask for a figure and its receipt."
    )
    parser.add_argument("name", nargs="?", help="the metric's name or identifier, for example INC-19")
    parser.add_argument("--list", action="store_true", help="list every metric: name, id, title, unit")
    parser.add_argument("--replay", metavar="FILE", help="make the figure of a saved receipt (JSON) again")
    parser.add_argument(
        "--db", metavar="PATH", help="the database; else BRIDGEVIEW_DB or data/bridgeview.duckdb"
    )
    parser.add_argument("--from", dest="start", type=_day, metavar="D", help="first day, 2026-01-01")
    parser.add_argument("--to", dest="end", type=_day, metavar="D", help="the day after the last, 2026-02-01")
    parser.add_argument(
        "--period",
        metavar="P",
        help="one period: 2026, 2026-Q1, 2026-03, 2026-W09, FY2026 or FY2026-Q2 (fiscal)",
    )
    parser.add_argument(
        "--grain", choices=GRAINS, help="a point per period; fiscal ones as the settings have the year"
    )
    parser.add_argument(
        "--by", metavar="DIMENSION", help="a point per part: client, service, team, priority, …"
    )
    parser.add_argument("--where", action="append", default=[], metavar="DIM=VALUE", help="repeat for more")
    parser.add_argument(
        "--as-of", type=_moment, metavar="T", help="the state then, in the reporting time zone"
    )
    parser.add_argument(
        "--children",
        choices=("at-parent", "each"),
        help="count a ticket that belongs to another at that parent, or by itself; else as the setting has it",
    )
    parser.add_argument("--rows", action="store_true", help="list the rows behind the figure")
    parser.add_argument("--format", choices=("json", "csv", "table"), default="table")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day: write it as 2026-03-31") from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment: write it as 2026-03-31T18:00") from None


def _open(path: str | None) -> Warehouse:
    import os

    from warehouse.warehouse import DEFAULT_PATH

    chosen = Path(path or os.environ.get("BRIDGEVIEW_DB") or DEFAULT_PATH)
    if not chosen.is_file():
        raise FileNotFoundError(
            f"There is no database at {chosen}; load a file first with `python -m data_loaders FILE --db {chosen}`."
        )
    return open_warehouse(chosen)


def _ask(warehouse: Warehouse, parser: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    metric = declared(given.name)
    tables = metric.tables if isinstance(metric, Study) else (metric.table,)
    scope = _scope(warehouse, parser, given, tables)
    if given.by:
        _known_dimension(warehouse, parser, tables, given.by)
    if isinstance(metric, Study):
        ask_study(warehouse, metric, scope, by=given.by, rows=given.rows, how=given.format)
        return 0
    if given.grain:
        answer = trend(warehouse, metric, scope, given.by)
    elif given.by:
        answer = breakdown(warehouse, metric, scope, given.by)
    else:
        answer = value(warehouse, metric, scope)
    listed = rows(warehouse, metric, scope) if given.rows else None
    made = receipt(warehouse, metric, scope, answer=answer)
    if given.format == "json":
        print(
            json.dumps(
                _as_json(answer, made, listed, points=bool(given.grain or given.by)), ensure_ascii=False
            )
        )
    elif given.format == "csv":
        _as_csv(answer, listed)
    else:
        _as_table(answer, made, listed)
    return 0


def _scope(
    warehouse: Warehouse, parser: argparse.ArgumentParser, given: argparse.Namespace, tables: tuple[str, ...]
) -> Scope:
    filters: dict[str, list[str]] = {}
    for condition in given.where:
        name, equals, wanted = condition.partition("=")
        if not equals or not name:
            parser.error(
                f"--where {condition!r}: write it as dimension=value, for example client='Fjord Energy'"
            )
        _known_dimension(warehouse, parser, tables, name)
        filters.setdefault(name, []).append(wanted)
    start, end = given.start, given.end
    if given.period is not None:
        if start is not None or end is not None:
            parser.error("give either --period or --from and --to")
        _, start, end = period_named(given.period, fiscal_calendar(warehouse))
    as_of = given.as_of
    if as_of is not None and as_of.tzinfo is None:
        as_of = as_of.replace(tzinfo=ZoneInfo(str(warehouse.setting("reporting_timezone", "UTC"))))
    try:
        return Scope(
            start=start,
            end=end,
            grain=given.grain,
            as_of=as_of,
            children=given.children and given.children.replace("-", " "),
            filters=tuple((name, tuple(wanted)) for name, wanted in filters.items()),
        )
    except ValidationError as problem:
        parser.error(str(problem.errors()[0]["msg"]).removeprefix("Value error, "))


def _known_dimension(
    warehouse: Warehouse, parser: argparse.ArgumentParser, tables: tuple[str, ...], name: str
) -> None:
    """A dimension of another kind of data is an answer ("does not apply"); a name nothing has is a slip."""
    known = {
        column.dimension for contract in all_contracts().values() for column in columns(contract).values()
    } - {None}
    here = {column for each in tables for column in table(warehouse, each).types}
    if name in known or name in here:
        return
    near = difflib.get_close_matches(name, sorted(str(n) for n in known | here), n=3)
    parser.error(
        f"nothing has a dimension {name!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")
    )


# -- output -----------------------------------------------------------------------------------------------


def _as_json(answer: Answer, made: Receipt, listed: pd.DataFrame | None, *, points: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "metric": answer.metric,
        "id": answer.id,
        "title": answer.title,
        "unit": answer.unit,
        "value": answer.value,
        "n": answer.n,
        "low": answer.low,
        "high": answer.high,
        "as_of": _utc(answer.as_of),
        "reason": answer.reason,
        "receipt": made.model_dump(mode="json"),
    }
    if points:
        shown["points"] = [_point_as_json(point) for point in answer.points]
    if listed is not None:
        shown["rows"] = json.loads(listed.to_json(orient="records", date_format="iso", date_unit="s"))
    return shown


def _point_as_json(point: Point) -> dict[str, Any]:
    groups = {"period": point.period, "part": point.part}
    figures = {
        "value": point.value,
        "n": point.n,
        "low": point.low,
        "high": point.high,
        "reason": point.reason,
    }
    return {name: group for name, group in groups.items() if group is not None} | figures


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


def _records(answer: Answer) -> list[dict[str, Any]]:
    if answer.points:
        return [_point_as_json(point) for point in answer.points]
    figures = {"value": answer.value, "n": answer.n, "low": answer.low, "high": answer.high}
    return [{"metric": answer.metric, **figures, "as_of": _utc(answer.as_of), "reason": answer.reason}]


def _as_csv(answer: Answer, listed: pd.DataFrame | None) -> None:
    if listed is not None:
        listed.to_csv(sys.stdout, index=False)
        return
    records = _records(answer)
    writer = csv.DictWriter(sys.stdout, fieldnames=list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)


def _as_table(answer: Answer, made: Receipt, listed: pd.DataFrame | None) -> None:
    print(f"{answer.title} ({answer.id})")
    print(f"  {_figure(answer, answer.unit)}   as of {_utc(answer.as_of) or 'unknown'}")
    for said in (answer.caution, *made.notes):
        if said:
            print(f"  {said}")
    for reason, count in answer.excluded:
        print(f"  left out: {count} rows {reason}")
    for point in answer.points:
        name = " ".join(filter(None, (point.part, point.period)))
        print(f"  {name + (' (not complete)' if point.partial else ''):<28} {_figure(point, answer.unit)}")
    for source in made.imports:
        print(f"  from {source.file} {source.sheet}, {source.n} rows")
    if listed is not None:
        print(listed.to_string(index=False))


def _figure(shown: Answer | Point, unit: str) -> str:
    if shown.value is None:
        return f"– ({shown.reason}), n = {shown.n}"
    written = _written(shown.value, unit)
    interval = (
        f" ({_written(shown.low, unit)} … {_written(shown.high, unit)})" if shown.low is not None else ""
    )
    return f"{written}{interval}, n = {shown.n}"


def _written(number: float | None, unit: str) -> str:
    if number is None:
        return "–"
    if unit == "percent":
        return f"{100 * number:.1f} %"
    return f"{number:,.0f}" if unit in {"count", "items"} else f"{number:,.2f} {unit}"


def _list(how: str) -> int:
    every: list[Metric | Study] = [*all_metrics().values(), *all_studies().values()]
    listed = [
        {"name": metric.name, "id": metric.id, "title": metric.title, "unit": metric.unit}
        for metric in sorted(every, key=lambda one: one.id)
    ]
    if how == "json":
        print(json.dumps(listed, ensure_ascii=False))
    elif how == "csv":
        writer = csv.DictWriter(sys.stdout, fieldnames=["name", "id", "title", "unit"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    else:
        for one in listed:
            print(f"{one['name']:<36} {one['id']:<12} {one['title']} ({one['unit']})")
    return 0


def _replay(warehouse: Warehouse, file: Path, how: str) -> int:
    if not file.is_file():
        raise FileNotFoundError(f"There is no receipt at {file}.")
    try:
        saved = json.loads(file.read_text(encoding="utf-8"))
        saved = saved.get("receipt", saved)
        if isinstance(study := all_studies().get(saved.get("metric")), Study):
            return replay_study(warehouse, study, saved, how)
        made = Receipt.model_validate(saved)
    except (ValidationError, json.JSONDecodeError, AttributeError):
        raise ValueError(f"{file} holds no receipt; save one with `--format json`.") from None
    again = replay(warehouse, made, metric_named(made.metric))
    if how == "json":
        shown = {"metric": again.metric, "value": again.value, "n": again.n}
        print(json.dumps({**shown, "same": again.same, "verdict": again.verdict}, ensure_ascii=False))
    else:
        print(again.verdict)
    return 0 if again.same else 1


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        # Whoever reads the output may stop early (`| head`): then this ends quietly, like every other command.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
