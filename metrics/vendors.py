"""Do our suppliers deliver what they are paid for? Scorecard, promises, and a chain that holds (VEN-01, -04, -05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from contracts.contract import UNKNOWN
from metrics.answer import Point
from metrics.declared import UnknownMetricError, metric_named
from metrics.metric import Metric
from metrics.query import breakdown
from metrics.query_frame import frame
from metrics.scope import NOT_SET, Scope
from warehouse import Warehouse


def _vendor_promise(name: str, identifier: str, measure: str, words: str) -> Metric:
    return Metric(
        name=name, id=identifier, title=f"Supplier {words} promises kept",
        asks=f"Do suppliers keep their {words} times?",
        formula=f"Of the incidents under a supplier's {words} clause whose time was up in the period, the share kept;"
        " still open past it is missed.",
        table="vendor_promises", every_child=True,
        when="judged", else_when=("opened",), loaded=("incidents", "sla_targets"), kind="proportion", unit="percent",
        good="up", target=0.95,
        sql="avg(CASE WHEN promise_used IS NOT NULL THEN CAST(promise_used <= promised_seconds AS INTEGER) "
        "WHEN promise_met IS NULL AND coalesce(promise_bears_until, promise_due) < as_of THEN 0 END)",
        where=f"promise_measure = '{measure}'",
        leaves_out=(
            ("state_category = 'cancelled'", "cancelled"),
            (
                "promise_clock = 'unknown' AND promise_used IS NULL AND promise_due IS NULL",
                "under a clause whose clock nobody has mapped yet",
            ),
            (
                "promise_met IS NULL AND promise_due IS NULL",
                "open under a clause in working time, and neither a calendar nor a clock of the tool tells it",
            ),
            ("promise_met IS NULL AND coalesce(promise_bears_until, promise_due) >= as_of", "not due yet"),
            ("promise_met < opened", "met before it was opened"),
            ("promise_used IS NULL AND promise_met IS NOT NULL", "without working time"),
        ),
    )  # fmt: skip


VENDOR_RESOLUTION = _vendor_promise("vendor_resolution", "VEN-01", "resolution", "resolution")
VENDOR_RESPONSE = _vendor_promise("vendor_response", "VEN-01-RESPONSE", "response", "response")


# -- scorecard --------------------------------------------------------------------------------------------

#: What a scorecard weighs until the setting vendor_scorecard says otherwise; floor scores 0 and target 100.
SCORECARD: tuple[Mapping[str, Any], ...] = (
    {"metric": "vendor_resolution", "weight": 30, "floor": 0.80, "target": 0.95},
    {"metric": "vendor_response", "weight": 15, "floor": 0.80, "target": 0.95},
    {"metric": "INC-19", "weight": 15, "floor": 0.15, "target": 0.03},
    {"metric": "customer_satisfaction", "weight": 20, "floor": 0.60, "target": 0.85},
    {"metric": "three_way_matched", "weight": 20, "floor": 0.80, "target": 1.00},
)


@dataclass(frozen=True)
class Line:
    """One metric of one supplier's scorecard: value, n, and its score from 0 to 100; None with the reason."""

    metric: str
    title: str
    unit: str
    weight: float
    value: float | None
    n: int
    low: float | None
    high: float | None
    score: float | None
    reason: str | None


@dataclass(frozen=True)
class Scorecard:
    """A supplier's weighted score over what could be measured, and which share of the weights that is (VEN-04)."""

    vendor: str
    score: float | None
    coverage: float
    lines: tuple[Line, ...]


def scored(value: float, floor: float, target: float) -> float:
    """0 at the floor, 100 at the target, straight between, in either direction.

    >>> scored(0.9, 0.8, 1.0), scored(0.02, 0.15, 0.03)
    (50.0, 100.0)
    """
    return round(min(max((value - floor) / (target - floor), 0.0), 1.0) * 100, 9)


def scorecards(
    w: Warehouse, scope: Scope, weights: Sequence[Mapping[str, Any]] | None = None
) -> tuple[Scorecard, ...]:
    """A scorecard per supplier, the best score first; a metric without a value is weighed out and shows in coverage.

    Suppliers are never ranked against each other: each is scored against floor and target.
    """
    chosen = weights or w.setting("vendor_scorecard") or SCORECARD
    by_metric = [_asked(w, scope, rule) for rule in chosen]
    vendors = sorted({vendor for one in by_metric for vendor in one.points})
    cards = [
        _scorecard(vendor, [_line(one, one.points.get(vendor)) for one in by_metric]) for vendor in vendors
    ]
    return tuple(sorted(cards, key=lambda card: -(card.score if card.score is not None else -1)))


class _Asked(NamedTuple):
    """One line of the setting, its metric, and what that says of every supplier, or why it cannot be asked."""

    rule: Mapping[str, Any]
    metric: Metric | None
    points: Mapping[str, Point]
    reason: str | None


def _asked(w: Warehouse, scope: Scope, rule: Mapping[str, Any]) -> _Asked:
    name = str(rule.get("metric"))
    try:
        metric = metric_named(name)
        if float(rule["target"]) == float(rule["floor"]):
            raise ValueError("floor and target are the same")
        float(rule["weight"])
    except UnknownMetricError:
        return _Asked(rule, None, {}, f"the setting vendor_scorecard names {name!r}, which is no metric")
    except (KeyError, TypeError, ValueError) as problem:
        reason = (
            f"the setting vendor_scorecard needs weight, floor and target as numbers for {name} ({problem})"
        )
        return _Asked(rule, None, {}, reason)
    answer = breakdown(w, metric, scope, "vendor")
    points = {str(point.part): point for point in answer.points if point.part != NOT_SET}
    return _Asked(rule, metric, points, answer.reason)


def _line(asked: _Asked, point: Point | None) -> Line:
    rule, metric = asked.rule, asked.metric
    if metric is None:
        weight = rule.get("weight")
        known = float(weight) if isinstance(weight, int | float) else 0.0
        name = str(rule.get("metric"))
        return Line(name, name, "", known, None, 0, None, None, None, asked.reason)
    value = point.value if point else None
    score = scored(value, float(rule["floor"]), float(rule["target"])) if value is not None else None
    reason = (point.reason if point else None) or asked.reason or "no row names this supplier"
    return Line(
        metric.name, metric.title, metric.unit, float(rule["weight"]), value, point.n if point else 0,
        point.low if point else None, point.high if point else None, score, None if score is not None else reason,
    )  # fmt: skip


def _scorecard(vendor: str, lines: list[Line]) -> Scorecard:
    known = [line for line in lines if line.score is not None]
    weight = sum(line.weight for line in known)
    total = sum(line.weight for line in lines)
    score = sum(line.weight * (line.score or 0.0) for line in known) / weight if weight else None
    return Scorecard(vendor, score, weight / total if total else 0.0, tuple(lines))


# -- the chain of promises ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """One promise to a client and what stands behind it; a negative margin cannot be kept even if all do theirs.

    Hours on the clock of the promise. `margin` is None where nothing stands behind it or clocks differ.
    """

    client: str | None
    service: str | None
    priority: int | None
    measure: str
    promised: float
    own: float | None
    supplied: float | None
    margin: float | None
    reason: str | None
    references: tuple[tuple[int, str, int], ...]


def chain_consistency(w: Warehouse, scope: Scope) -> tuple[Link, ...]:
    """Every promise to a client minus the agreements under it (OLA + UC), the worst first (VEN-05)."""
    clauses = frame(w, "sla_targets", Scope(grants=scope.grants)).rows
    timed = clauses[clauses["target_time"].notna() & clauses["measure"].isin(["response", "resolution"])]
    party = timed["party"].fillna("SLA").where(timed["vendor"].isna() | timed["party"].notna(), "UC")
    wanted = scope.by_dimension.get("client")
    ours = timed[party == "SLA"]
    if wanted is not None:
        ours = ours[ours["client"].isin(wanted) | ours["client"].isna()]
    links = [_link(row, timed[party == "OLA"], timed[party == "UC"]) for row in ours.to_dict("records")]
    return tuple(sorted(links, key=lambda link: (link.margin is None, link.margin or 0.0)))


def _link(row: Mapping[Any, Any], own: pd.DataFrame, supplied: pd.DataFrame) -> Link:
    behind = [_behind(row, rows) for rows in (own, supplied)]
    clock = row["clock"] if not pd.isna(row["clock"]) else "24x7"
    clocks = {str(value) if not pd.isna(value) else "24x7" for rows in behind for value in rows["clock"]} | {
        clock
    }
    promised = float(row["target_time"]) / 3600
    hours = [float(rows["target_time"].max()) / 3600 if len(rows) else None for rows in behind]
    margin, reason = None, None
    if hours == [None, None]:
        reason = "nothing stands behind this promise"
    elif UNKNOWN in clocks:
        reason = "the agreements run on a clock nobody has mapped yet"
    elif len(clocks) > 1:
        reason = "the agreements run on different clocks"
    else:
        margin = promised - sum(hour for hour in hours if hour is not None)
    places = [(int(row["import_id"]), str(row["sheet"]), int(row["row_no"]))]
    places += [
        (int(i), str(s), int(r)) for rows in behind
        for i, s, r in rows[["import_id", "sheet", "row_no"]].itertuples(index=False)
    ]  # fmt: skip
    return Link(
        None if pd.isna(row["client"]) else str(row["client"]),
        None if pd.isna(row["service"]) else str(row["service"]),
        None if pd.isna(row["priority"]) else int(row["priority"]), str(row["measure"]), promised, hours[0], hours[1],
        margin, reason, tuple(places),
    )  # fmt: skip


def _behind(row: Mapping[Any, Any], rows: pd.DataFrame) -> pd.DataFrame:
    """The agreements for the same measure that cover the promise's service and priority."""
    fits = rows["measure"] == row["measure"]
    for name in ("service", "priority"):
        if not pd.isna(row[name]):
            fits &= rows[name].isna() | (rows[name] == row[name])
    fitting: pd.DataFrame = rows[fits.to_numpy(dtype=bool)]
    return fitting
