"""Budget, milestones and risks as they stood on a day: None is today, with all that is known.

A day in the past sees only what the dates of the rows show was known by then. Where they do not show it, the
answer is a reason and no value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from metrics.budget_burn import BudgetPosition, positions_of
from metrics.budget_sources import BudgetSources
from metrics.measured import Measured, Parts, of_part
from metrics.order_history import ONLY_NOW
from metrics.query_frame import frame, newest, references
from metrics.query_tables import as_date, table
from metrics.query_text import STEP
from metrics.risks import Risk, register
from metrics.scope import NOT_SET, Scope, start_of_day
from metrics.wording import counted, said, said_amount, said_day
from warehouse import Warehouse

#: A contractual date missed counts as this slip: more than all the time left.
MISSED = 9.0


# -- budget -------------------------------------------------------------------------------------------------


def budget_landings(
    w: Warehouse, scope: Scope, by: str, _today: date, days: Sequence[date | None]
) -> list[Parts]:
    """How far the judged forecast ends above (positive) or below the budget, as a share."""
    sources = BudgetSources(w, scope)
    now = {
        str(p.part): p
        for p in positions_of(w, scope, sources, by, named_only=True)
        if p.part not in (None, NOT_SET)
    }
    years = {position.fiscal_year for position in now.values()}
    found: list[Parts] = []
    for day in days:
        if day is None:
            found.append({part: _landing(position, scope, by) for part, position in now.items()})
            continue
        then = sources.on(day)
        positions = positions_of(w, scope, then, by, named_only=True)
        another = then.newest_year is not None and then.newest_year not in years
        measured: dict[str, Measured] = {}
        for p in positions:
            if p.part in (None, NOT_SET):
                continue
            part = str(p.part)
            unknown = (
                f"the fiscal year was {then.newest_year}, with another budget" if another else then.only_now
            )
            if unknown == ONLY_NOW and part in now and not _listed_only(now[part].rows["orders"]):
                unknown = None  # the orders of others
            if unknown:
                measured[part] = _unknown(of_part(scope, by, part), p.n, unknown, "percent")
            else:
                measured[part] = _landing(p, scope, by)
        found.append(measured)
    return found


def _listed_only(orders: pd.DataFrame) -> bool:
    """Whether any of these orders is known from an order list alone."""
    return not orders.empty and bool(orders["received_from"].eq("order list").any())


def _landing(position: BudgetPosition, scope: Scope, by: str) -> Measured:
    judged = position.landing.judged
    deviation = judged.deviation(position.budget) if judged else None
    places = tuple(place for rows in position.rows.values() for place in references(rows))
    says = ""
    if judged and judged.amount is not None and deviation is not None:
        way = "over" if deviation >= 0 else "under"
        says = (
            f"FY{position.fiscal_year} lands at {said_amount(judged.amount, position.currency)},"
            f" {said(abs(deviation), 'percent')} {way} the budget of"
            f" {said_amount(position.budget, position.currency)} ({judged.name.lower()})"
        )
    if position.missing_rates:
        lacking = counted(sum(rate.rows for rate in position.missing_rates), "row")
        says += f"; {lacking} without an exchange rate left out"
    reason = position.reason or (None if deviation is not None else "no period of the year is over yet")
    return Measured(
        deviation, position.n, says, of_part(scope, by, str(position.part)), as_of=position.as_of, reason=reason,
        unit="percent", references=places,
    )  # fmt: skip


# -- milestones ---------------------------------------------------------------------------------------------


def milestone_slips(
    w: Warehouse, scope: Scope, by: str, today: date, days: Sequence[date | None]
) -> list[Parts]:
    """The worst open milestone: its slip as a share of the time left to its first baseline."""
    column = table(w, "latest_milestones", scope.grants).column(by)
    if column is None:
        return [{} for _ in days]
    latest = frame(w, "latest_milestones", scope)
    every = frame(w, "milestones", scope).rows if any(days) else latest.rows
    found: list[Parts] = []
    for day in days:
        rows = latest.rows if day is None else _reports_by(every, day)
        worst: dict[str, Measured] = {}
        for row in rows[rows["actual"].isna()].to_dict("records"):
            part = row[column]
            slip = None if part is None or pd.isna(part) else _slip(row, day or today)
            if slip is None:
                continue
            share, says = slip
            reported = as_date(row["report_date"])
            as_of = start_of_day(reported, "UTC") if reported else latest.as_of
            count = worst[str(part)].n + 1 if str(part) in worst else 1
            if str(part) not in worst or share > (worst[str(part)].value or 0.0):
                worst[str(part)] = Measured(
                    share, count, says, of_part(scope, by, str(part)), as_of=as_of, unit="percent",
                    references=((int(row["import_id"]), str(row["sheet"]), int(row["row_no"])),),
                )  # fmt: skip
            else:
                worst[str(part)] = replace(worst[str(part)], n=count)
        if day is not None:
            _not_reported(worst, latest.rows, rows, column, scope, by)
        found.append(worst)
    return found


def _reports_by(reports: pd.DataFrame, day: date) -> pd.DataFrame:
    """The newest report of each milestone by a day, with the baseline of its first."""
    reported = pd.to_datetime(reports["report_date"])
    known = reports[reported <= pd.Timestamp(day)].sort_values(["report_date", "import_id", "row_no"])
    by_milestone = known.groupby(["project", "name"], sort=False)
    first = by_milestone["baseline"].transform("first")  # the first that is given
    known = known.assign(original_baseline=first)
    late = pd.to_datetime(known["actual"]) > pd.Timestamp(day)
    known["actual"] = known["actual"].mask(late)
    return known.groupby(["project", "name"], sort=False).tail(1)


def _not_reported(
    worst: dict[str, Measured],
    now: pd.DataFrame,
    then: pd.DataFrame,
    column: str,
    scope: Scope,
    by: str,
) -> None:
    """Say for which parts no report by that day exists, though there are milestones today."""
    told = set(then[column].dropna().astype(str))
    for part in sorted(set(now[column].dropna().astype(str)) - told):
        rows = now[now[column].astype(str) == part]
        dated = rows["report_date"].notna().any()
        why = "no report on its milestones is that old" if dated else "its milestone reports carry no date"
        worst[part] = _unknown(of_part(scope, by, part), len(rows), why, "percent")


def _slip(row: Mapping[Any, Any], today: date) -> tuple[float, str] | None:
    """How far an open milestone has slipped, as a share of the time left, and in words; None without a baseline."""
    baseline, forecast = as_date(row["original_baseline"]), as_date(row["forecast"])
    if baseline is None:
        return None
    contractual = not pd.isna(row["contractual"]) and bool(row["contractual"])
    name = f"{row['project']}: {row['name']}"
    if baseline < today:
        says = f"{name} has missed its {'contractual ' if contractual else ''}date of {said_day(baseline)}"
        says += f", now expected on {said_day(forecast)}" if forecast else ""
        return (MISSED if contractual else 0.5), says
    slip, left = ((forecast or baseline) - baseline).days, (baseline - today).days
    if slip <= 0:
        return 0.0, f"{name} is expected on {said_day(forecast or baseline)}, as agreed"
    share = slip / max(left, 1)
    says = (
        f"{name} slips by {counted(slip, 'day')}, {said(share, 'percent')} of the {counted(left, 'day')} left"
    )
    return min(share, MISSED), says


# -- risks --------------------------------------------------------------------------------------------------


def worst_risks(
    w: Warehouse, scope: Scope, by: str, _today: date, days: Sequence[date | None]
) -> list[Parts]:
    """The highest score of an open risk of each part."""
    history = _versions(w) if any(days) else {}
    found: list[Parts] = []
    for day in days:
        seen = scope if day is None else scope.but(as_of=_end_of(w, day))
        listed = register(w, seen)
        as_of = newest(w, "risks", scope) if day is None else seen.as_of
        mine: dict[str, list[Risk]] = {}
        for risk in listed.risks:
            part = getattr(risk, by, None)
            if part is not None and risk.type == "risk":
                mine.setdefault(part, []).append(risk)
        found.append(
            {
                part: _worst(risks, history, of_part(scope, by, part), day, as_of)
                for part, risks in mine.items()
            }
        )
    return found


def _worst(
    risks: Sequence[Risk],
    history: Mapping[str, Sequence[tuple[date | None, int | None]]],
    scope: Scope,
    day: date | None,
    as_of: datetime | None,
) -> Measured:
    scores = [
        risk.score if day is None else _score_by(history.get(risk.identifier, ()), day) for risk in risks
    ]
    known = [(score, risk) for score, risk in zip(scores, risks, strict=True) if score is not None]
    places = tuple(risk.reference for risk in risks)
    reason = None
    if day is not None and len(known) < len(risks):
        reason = f"{len(risks) - len(known)} of its {len(risks)} risks have been reviewed since"
    if not known:
        why = reason or "its risks are not scored"
        return Measured(
            None, len(risks), "", scope, as_of=as_of, reason=why, unit="points", references=places
        )
    score, worst = max(known, key=lambda pair: pair[0])
    return Measured(
        float(score), len(risks), f"the worst open risk scores {score} of 25: {worst.summary}", scope, as_of=as_of,
        reason=reason, unit="points", references=(worst.reference,),
    )  # fmt: skip


def _versions(w: Warehouse) -> dict[str, list[tuple[date | None, int | None]]]:
    """Every version of each risk ever imported: when it was last looked at, and what it scored; the oldest first."""
    found = w.query(
        "SELECT identifier, coalesce(last_review, raised) AS looked_at, probability * impact AS score "
        "FROM store.risks ORDER BY identifier, looked_at NULLS FIRST, import_id"
    )
    versions: dict[str, list[tuple[date | None, int | None]]] = {}
    for name, looked_at, score in found.itertuples(index=False):
        versions.setdefault(str(name), []).append(
            (as_date(looked_at), None if pd.isna(score) else int(score))
        )
    return versions


def _score_by(versions: Sequence[tuple[date | None, int | None]], day: date) -> int | None:
    """What a risk scored on a day: by its newest version of then; None where every version is younger."""
    then = [score for looked_at, score in versions if looked_at is not None and looked_at <= day]
    return then[-1] if then else None


def _end_of(w: Warehouse, day: date) -> datetime:
    """The last moment of a day in the reporting time zone."""
    return start_of_day(day + timedelta(days=1), str(w.setting("reporting_timezone", "UTC"))) - STEP


def _unknown(scope: Scope, n: int, reason: str, unit: str) -> Measured:
    return Measured(None, n, "", scope, reason=reason, unit=unit)
