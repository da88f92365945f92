"""Is a new service ready to be handed over, and does it settle afterwards? (SIM-01 … SIM-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Literal

import pandas as pd

from metrics.query_frame import frame, last_day, references
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.wording import counted
from warehouse import Warehouse

Verdict = Literal["go", "conditional", "no-go"]

#: Mandatory criteria that may still be open in a conditional go, each with an owner and a day.
OPEN_ALLOWED = 2
#: Fewer earlier launches give no curve to compare with (SIM-02).
LAUNCHES_TO_COMPARE = 3


@dataclass(frozen=True)
class Gate:
    """One gate of one project: the share of criteria done, the verdict, and why; open criteria with their rows.

    A criterion counts as done only with evidence. `open_mandatory` are (criterion, has owner and day).
    """

    project: str
    gate: str
    verdict: Verdict
    done: int
    n: int
    open_mandatory: tuple[tuple[str, bool], ...]
    without_evidence: tuple[str, ...]
    sentence: str
    references: tuple[tuple[int, str, int], ...]

    @property
    def share(self) -> float | None:
        """The share of applicable criteria that are done."""
        return self.done / self.n if self.n else None


def gates(w: Warehouse, scope: Scope, open_allowed: int | None = None) -> tuple[Gate, ...]:
    """Go, conditional or no-go per project and gate (SIM-01), the least ready first."""
    allowed = (
        open_allowed if open_allowed is not None else int(w.setting("readiness_open_allowed", OPEN_ALLOWED))
    )
    criteria = frame(w, "readiness", scope.but(start=None, end=None)).rows
    applicable = criteria[~criteria["status"].eq("not_applicable").fillna(False).astype(bool)]
    found = [
        _gate(str(project), str(gate), rows, allowed)
        for (project, gate), rows in applicable.groupby(["project", "gate"])
    ]
    order = {"no-go": 0, "conditional": 1, "go": 2}
    return tuple(sorted(found, key=lambda gate: (order[gate.verdict], gate.share or 0.0)))


def _gate(project: str, name: str, rows: pd.DataFrame, allowed: int) -> Gate:
    evidence = rows["evidence"].fillna("").str.strip().ne("")
    said_done = rows["status"].eq("done").fillna(False).astype(bool)
    done = said_done & evidence
    mandatory = rows["mandatory"].astype("boolean").fillna(True).astype(bool)
    waiting = rows[mandatory & ~done]
    looked_after = (waiting["owner"].notna() & waiting["due"].notna()).tolist()
    still = f"{counted(len(waiting), 'mandatory criterion is', 'mandatory criteria are')} open"
    if waiting.empty:
        verdict: Verdict = "go"
        sentence = "Every mandatory criterion is done and proven."
    elif len(waiting) <= allowed and all(looked_after):
        verdict = "conditional"
        sentence = f"{still}, each with an owner and a day."
    else:
        verdict = "no-go"
        alone = looked_after.count(False)
        sentence = still + (
            f", {alone} of them without owner or day." if alone else f"; at most {allowed} may be."
        )
    return Gate(
        project, name, verdict, int(done.sum()), len(rows),
        tuple(zip(waiting["criterion"].astype(str), looked_after, strict=True)),
        tuple(rows.loc[said_done & ~evidence, "criterion"].astype(str)), sentence, references(rows),
    )  # fmt: skip


# -- after the launch -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hypercare:
    """Incidents a week since a launch, beside the median of earlier launches where at least three are known."""

    service: str
    launched: date
    weeks: tuple[int, ...]
    usual: tuple[float, ...]
    n_launches: int
    reason: str | None

    @property
    def ratios(self) -> tuple[float | None, ...]:
        """Each week against the usual one; None where nothing is known or usual is 0."""
        return tuple(
            count / self.usual[week] if week < len(self.usual) and self.usual[week] else None
            for week, count in enumerate(self.weeks)
        )


def hypercare(w: Warehouse, scope: Scope, weeks: int = 12) -> tuple[Hypercare, ...]:
    """The curve of incidents after each launch in the portfolio, the newest launch first (SIM-02).

    A launch is the start of a service in the portfolio, from a day on which incidents are already known.
    """
    entries = frame(w, "portfolio", Scope(grants=scope.grants)).rows
    told = ("service", "opened_day", "state_category")
    incidents = frame(w, "incidents", scope.but(start=None, end=None), columns=told)
    rows = incidents.rows[~incidents.rows["state_category"].eq("cancelled").fillna(False).astype(bool)]
    today = last_day(w, scope, incidents.as_of)
    if today is None or rows.empty:
        return ()
    begun = as_date(rows["opened_day"].min())
    curves: dict[str, tuple[date, tuple[int, ...]]] = {}
    for row in entries[entries["entry"].eq("service")].to_dict("records"):
        launched = as_date(row["start"])
        if launched is not None and begun is not None and begun <= launched <= today:
            curves[str(row["name"])] = (launched, _curve(rows, str(row["name"]), launched, today, weeks))
    found = []
    for service, (launched, curve) in curves.items():
        earlier = [other for day, other in curves.values() if day < launched]
        usual: tuple[float, ...] = ()
        reason = None
        if len(earlier) >= LAUNCHES_TO_COMPARE:
            usual = tuple(
                float(median(other[week] for other in earlier if week < len(other)))
                for week in range(max(map(len, earlier), default=0))
            )
        else:
            reason = f"{len(earlier)} earlier launches are known; {LAUNCHES_TO_COMPARE} are needed to compare"
        found.append(Hypercare(service, launched, curve, usual, len(earlier), reason))
    return tuple(sorted(found, key=lambda curve: curve.launched, reverse=True))


def _curve(rows: pd.DataFrame, service: str, launched: date, today: date, weeks: int) -> tuple[int, ...]:
    """Incidents in each complete week after a launch, weeks without any included."""
    complete = min(((today - launched).days + 1) // 7, weeks)
    opened = pd.to_datetime(rows.loc[rows["service"] == service, "opened_day"])
    week = (opened - pd.Timestamp(launched)).dt.days // 7
    return tuple(int((week == number).sum()) for number in range(complete))


@dataclass(frozen=True)
class HandoverDebt:
    """What a service was handed over with and still owes: open defects, known errors, missing documents (SIM-03)."""

    service: str
    as_of: datetime | None
    open_defects: int
    known_errors: int
    missing_documents: int
    references: tuple[tuple[int, str, int], ...]

    @property
    def total(self) -> int:
        """Everything still owed."""
        return self.open_defects + self.known_errors + self.missing_documents


def handover_debt(w: Warehouse, scope: Scope, as_of: tuple[datetime, ...] = ()) -> tuple[HandoverDebt, ...]:
    """The debt of every service in the readiness checklist now, and at each instant given for a burn-down."""
    criteria = frame(w, "readiness", scope.but(start=None, end=None)).rows
    services = sorted({str(name) for name in criteria["service"].dropna()})
    items = frame(w, "work_items", Scope(grants=scope.grants))
    problems = frame(w, "problems", Scope(grants=scope.grants))
    moments = as_of or (scope.as_of or max((f.as_of for f in (items, problems) if f.as_of), default=None),)
    return tuple(
        _debt(service, moment, criteria, items.rows, problems.rows)
        for moment in moments
        for service in services
    )


def _debt(
    service: str, moment: datetime | None, criteria: pd.DataFrame, items: pd.DataFrame, problems: pd.DataFrame
) -> HandoverDebt:
    until = pd.Timestamp(moment) if moment is not None else pd.Timestamp.max
    defects = items[
        items["service"].eq(service)
        & items["type"].fillna("").str.contains("bug|defect|fehler|anomal", case=False)
        & (items["created"] < until)
        & ~(items["done"] < until)
        & ~items["state_category"].isin(["cancelled"])
    ] if len(items) else items  # fmt: skip
    errors = problems[
        problems["service"].eq(service) & problems["known_error"].fillna(False).astype(bool)
        & ~(problems["resolved"] < until)
    ] if len(problems) else problems  # fmt: skip
    papers = criteria[
        criteria["service"].eq(service)
        & (criteria["area"].fillna("") + " " + criteria["criterion"].fillna("")).str.contains(
            "document|runbook|manual|knowledge|dokument", case=False)
        & ~criteria["status"].eq("not_applicable").fillna(False).astype(bool)
        & ~(criteria["status"].eq("done").fillna(False).astype(bool) & criteria["evidence"].fillna("").ne("")
            & ~(pd.to_datetime(criteria["done"]) >= until))
    ]  # fmt: skip
    rows = tuple(place for part in (defects, errors, papers) for place in references(part))
    return HandoverDebt(service, moment, len(defects), len(errors), len(papers), rows)
