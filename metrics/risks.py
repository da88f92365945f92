"""What could go wrong, how bad would it be, and does anybody look after it? (RSK-01 … RSK-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

import pandas as pd

from metrics.metric import Metric
from metrics.query_frame import frame, last_day, newest
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.statistics import wilson
from metrics.wording import counted
from warehouse import Warehouse

TYPE_UNKNOWN = ("type = 'unknown'", "of a type nobody has mapped yet")
IS_RISK = "coalesce(type, 'risk') IN ('risk', 'opportunity', 'unknown')"
IS_THREAT = "coalesce(type, 'risk') IN ('risk', 'unknown')"
IS_OPEN = "closed IS NULL AND coalesce(status_category, 'open') NOT IN ('closed', 'cancelled')"
UNSCORED = ("probability IS NULL OR impact IS NULL", "not scored: probability or impact is missing")

#: How likely each probability class is taken to be, until a register says otherwise.
LIKELIHOOD: Mapping[int, float] = {1: 0.05, 2: 0.20, 3: 0.40, 4: 0.60, 5: 0.85}

#: An open risk nobody has looked at for this long is stale.
STALE_DAYS = 30

Band = Literal["low", "moderate", "high", "severe"]

risk = partial(Metric, table="risks")

RISK_SCORE = risk(
    name="highest_risk_score", id="RSK-01", title="Highest open risk",
    asks="How bad is our worst risk?",
    formula="The highest probability (1 to 5) times impact (1 to 5) of an open risk; unscored ones are listed first.",
    sql="max(CAST(probability AS DOUBLE) * impact)", kind="ratio", unit="points",
    where=f"{IS_THREAT} AND {IS_OPEN}", leaves_out=(TYPE_UNKNOWN, UNSCORED), good="down",
)  # fmt: skip
STALE_RISKS = risk(
    name="stale_risks", id="RSK-03", title="Open risks nobody has looked at for 30 days",
    asks="Do we look at our risks?",
    formula="Of the open risks, the share last reviewed (or raised, where never reviewed) more than 30 days before"
    " the as-of.",
    source="stale ratings (GAO)",
    sql="avg(CAST(CAST(as_of AS DATE) - coalesce(last_review, raised) > 30 AS INTEGER))", kind="proportion",
    unit="percent", where=f"{IS_RISK} AND {IS_OPEN}",
    leaves_out=(TYPE_UNKNOWN, ("last_review IS NULL AND raised IS NULL", "carries no date")), good="down",
)  # fmt: skip
MATERIALISED = risk(
    name="risks_materialised", id="RSK-04", title="Risks that came true",
    asks="How many of our risks came true?",
    formula="Of the risks closed in the period, the share that became an issue or a ticket.",
    sql="avg(CAST(became IS NOT NULL AS INTEGER))", kind="proportion", unit="percent", when="closed",
    where=f"{IS_THREAT} AND closed IS NOT NULL", leaves_out=(TYPE_UNKNOWN,), good="down",
)  # fmt: skip
MITIGATED_IN_TIME = risk(
    name="mitigations_in_time", id="RSK-05", title="Mitigations done in time",
    asks="Do we do what we planned against our risks?",
    formula="Of the mitigations due by the as-of, the share done by their due day; open past it is late.",
    sql="avg(CAST(mitigation_done IS NOT NULL AND mitigation_done <= mitigation_due AS INTEGER))", kind="proportion",
    unit="percent", when="mitigation_due", where="mitigation_due IS NOT NULL AND mitigation_due < CAST(as_of AS DATE)",
    needs=("mitigation_due",), good="up",
)  # fmt: skip


def band(score: float) -> Band:
    """The band of a score from 1 to 25: 1–4 low, 5–9 moderate, 10–15 high, 16–25 severe."""
    return "severe" if score >= 16 else "high" if score >= 10 else "moderate" if score >= 5 else "low"


@dataclass(frozen=True)
class Risk:
    """One open entry of the register, scored where it can be; `moved` is its score now minus its score before."""

    identifier: str
    summary: str
    type: str
    probability: int | None
    impact: int | None
    score: int | None
    band: Band | None
    moved: int | None
    expected_cost: float | None
    currency: str | None
    client: str | None
    service: str | None
    days_since_review: int | None
    mitigation_overdue: bool
    reference: tuple[int, str, int]

    @property
    def stale(self) -> bool:
        """Whether nobody has looked at it for 30 days."""
        return self.days_since_review is not None and self.days_since_review > STALE_DAYS


@dataclass(frozen=True)
class RiskRegister:
    """The open risks, unscored ones on top and then the gravest; expected cost of threats and of opportunities apart.

    `exposure` and `upside` are per currency: sums over several currencies would mean nothing.
    """

    risks: tuple[Risk, ...]
    exposure: Mapping[str, float]
    upside: Mapping[str, float]
    without_cost: int
    as_of: datetime | None
    notes: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def n(self) -> int:
        """How many are open."""
        return len(self.risks)

    @property
    def unscored(self) -> int:
        """How many nobody has scored."""
        return sum(risk.score is None for risk in self.risks)


def register(w: Warehouse, scope: Scope) -> RiskRegister:
    """The open risks with their scores, what they are expected to cost, and how they moved (RSK-01, RSK-02)."""
    entries = frame(w, "risks", scope, when="raised", all_time=True)
    if entries.rows.empty:
        return RiskRegister((), {}, {}, 0, entries.as_of, entries.notes, "no risks have been loaded")
    as_of = newest(w, "risks", scope)
    today = last_day(w, scope, as_of)
    before = _scores_before(w)
    threats = entries.rows[entries.rows["type"].fillna("risk").isin(["risk", "opportunity"])]
    listed = [_risk(row, today, before) for row in threats.to_dict("records") if _is_open(row, today)]
    sums: dict[str, dict[str, float]] = {"risk": {}, "opportunity": {}}
    for entry in listed:
        if entry.expected_cost is not None:
            by_currency = sums[entry.type]
            code = entry.currency or "(no currency)"
            by_currency[code] = by_currency.get(code, 0.0) + entry.expected_cost
    lacking = sum(entry.expected_cost is None for entry in listed)
    in_order = sorted(listed, key=lambda r: (r.score is not None, -(r.score or 0)))
    strange = int(entries.rows["type"].eq("unknown").sum())
    notes = entries.notes
    if strange:
        notes = (*notes, f"{counted(strange, 'entry', 'entries')} {TYPE_UNKNOWN[1]}, in no list of risks.")
    return RiskRegister(tuple(in_order), sums["risk"], sums["opportunity"], lacking, as_of, notes)


def _risk(row: Mapping[Any, Any], today: date | None, before: Mapping[str, int]) -> Risk:
    probability, impact = (
        None if pd.isna(row[name]) else int(row[name]) for name in ("probability", "impact")
    )
    score = probability * impact if probability is not None and impact is not None else None
    cost = None if pd.isna(row["cost_impact"]) else float(row["cost_impact"])
    reviewed = as_date(row["last_review"]) or as_date(row["raised"])
    due = as_date(row["mitigation_due"])
    likely = LIKELIHOOD.get(probability) if probability is not None else None
    known = before.get(str(row["identifier"]))
    return Risk(
        identifier=str(row["identifier"]),
        summary=str(row["summary"]),
        type=str(row["type"]) if not pd.isna(row["type"]) else "risk",
        probability=probability,
        impact=impact,
        score=score,
        band=band(score) if score is not None else None,
        moved=score - known if score is not None and known is not None else None,
        expected_cost=likely * abs(cost) if likely is not None and cost is not None else None,
        currency=None if pd.isna(row["currency"]) else str(row["currency"]),
        client=None if pd.isna(row["client"]) else str(row["client"]),
        service=None if pd.isna(row["service"]) else str(row["service"]),
        days_since_review=(today - reviewed).days if today and reviewed else None,
        mitigation_overdue=bool(due and today and due < today and as_date(row["mitigation_done"]) is None),
        reference=(int(row["import_id"]), str(row["sheet"]), int(row["row_no"])),
    )


def _is_open(row: Mapping[Any, Any], today: date | None) -> bool:
    closed = as_date(row["closed"])
    if closed is not None:
        return bool(today and closed > today)
    return row["status_category"] not in ("closed", "cancelled")


def _scores_before(w: Warehouse) -> dict[str, int]:
    """The score each risk had in the import before its newest one."""
    found = w.query(
        "SELECT identifier, arg_max(probability * impact, import_id) AS score FROM store.risks "
        "WHERE superseded_by IS NOT NULL AND probability IS NOT NULL AND impact IS NOT NULL GROUP BY identifier"
    )
    return {str(name): int(score) for name, score in zip(found["identifier"], found["score"], strict=True)}


@dataclass(frozen=True)
class Calibration:
    """Of risks rated with one probability class: how likely they were said to be, and how many came true."""

    probability: int
    said: float
    came_true: float
    low: float | None
    high: float | None
    n: int


def calibration(w: Warehouse, scope: Scope, minimum: int = 20) -> tuple[Calibration, ...]:
    """Said against happened per probability class, over closed risks; empty below 20 of them (RSK-04)."""
    rows = frame(w, "risks", scope, when="closed").rows
    closed = rows[
        rows["closed"].notna() & rows["probability"].notna() & rows["type"].fillna("risk").eq("risk")
    ]
    if len(closed) < minimum:
        return ()
    found = []
    for rank in sorted({int(value) for value in closed["probability"]} & set(LIKELIHOOD)):
        group = closed[closed["probability"] == rank]
        count, n = int(group["became"].notna().sum()), len(group)
        found.append(Calibration(rank, LIKELIHOOD[rank], count / n, *wilson(count, n), n))
    return tuple(found)
