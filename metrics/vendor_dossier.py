"""What do we bring to the negotiation? Twelve months clause by clause, the tickets behind them, what could be asked."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from metrics.query_frame import frame
from metrics.scope import Scope
from metrics.service_credits import ClauseMonth, clause_months, credits_due
from metrics.statistics import quantile_disc
from metrics.vendors import chain_consistency, scorecards
from metrics.wording import said
from warehouse import Warehouse

#: Times tried in the what-if table, as shares of the time promised now.
WHAT_IF = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
#: Cases below which a tighter time is no basis for a demand.
FEWEST_CASES = 10


def negotiation_dossier(w: Warehouse, scope: Scope, vendor: str, months: int = 12) -> dict[str, pd.DataFrame]:
    """The dossier of one supplier, a table a sheet; write it with `metrics.workbook.as_workbook`.

    Sheets: scorecard with n and coverage; clauses month by month; evidence tickets of every miss; credits due
    beside those received; what a tighter or looser time would have meant; promises to clients that rest on it.
    """
    narrowed = scope.but(filters=tuple({**scope.by_dimension, "vendor": (vendor,)}.items()))
    clauses = clause_months(w, narrowed, months)
    return {
        "Scorecard": _scorecard(w, narrowed, vendor),
        "Clauses by month": _clauses(clauses),
        "Evidence tickets": _evidence(w, narrowed, clauses),
        "Service credits": _credits(w, narrowed, months),
        "What-if targets": what_if(w, narrowed),
        "Chain of promises": _chain(w, scope, vendor),
    }


def _scorecard(w: Warehouse, scope: Scope, vendor: str) -> pd.DataFrame:
    columns = ["metric", "weight", "value", "unit", "n", "low", "high", "score", "note"]
    card = next((card for card in scorecards(w, scope) if card.vendor == vendor), None)
    if card is None:
        return pd.DataFrame(columns=columns)
    rows = [
        [ln.title, ln.weight, ln.value, ln.unit, ln.n, ln.low, ln.high, ln.score, ln.reason]
        for ln in card.lines
    ]
    total = sum(line.weight for line in card.lines)
    note = f"{said(card.coverage, 'percent')} of the weights could be measured"
    rows.append(["Weighted score", total, None, "points", None, None, None, card.score, note])
    return pd.DataFrame(rows, columns=columns)


def _clauses(clauses: Iterable[ClauseMonth]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "contract": c.contract, "clause": c.clause, "measure": c.measure, "priority": c.priority,
                "service": c.service, "month": c.month, "kept": c.share, "low": c.low, "high": c.high, "cases": c.n,
                "target": c.target, "minimum": c.floor, "missed": c.defaulted, "credit": c.credit,
                "currency": c.currency, "failed cases": len(c.failed), "without supplier clock": c.gross,
                "left out": "; ".join(f"{n} {why}" for why, n in c.excluded),
                "note": "; ".join(filter(None, (c.reason, c.note))) or None,
            }
            for c in clauses
        ]
    )  # fmt: skip


def _evidence(w: Warehouse, scope: Scope, clauses: Iterable[ClauseMonth]) -> pd.DataFrame:
    promises = frame(w, "vendor_promises", scope.but(start=None, end=None), every_child=True).rows
    files = w.imports().set_index("import_id")["file"]
    columns = ["contract", "clause", "month", "number", "short_text", "service", "priority", "opened", "promise_met",
               "promised_hours", "used_hours", "file", "sheet", "row_no"]  # fmt: skip
    parts = []
    for clause in clauses:
        failed = promises[
            promises["number"].isin(clause.failed)
            & (promises["promise_import"] == clause.reference[0])
            & (promises["promise_row"] == clause.reference[2])
        ]
        parts.append(
            failed.assign(
                contract=clause.contract, clause=clause.clause, month=clause.month, file=failed["import_id"].map(files),
                promised_hours=failed["promised_seconds"] / 3600, used_hours=failed["promise_used"] / 3600,
            )[columns]
        )  # fmt: skip
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)


def _credits(w: Warehouse, scope: Scope, months: int) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "contract": c.contract, "month": c.month, "due": c.due, "cap": c.cap, "claimed": c.claimed,
                "received": c.received, "outstanding": c.outstanding, "currency": c.currency,
            }
            for c in credits_due(w, scope, months)
        ]
    )  # fmt: skip


def what_if(w: Warehouse, scope: Scope) -> pd.DataFrame:
    """What share would have been kept had the promised time been shorter or longer, per clause; and the P85 and P95.

    Only cases that are met count, so read it beside the open ones; below ten cases no share is given.
    """
    promises = frame(w, "vendor_promises", scope, when="judged", every_child=True).rows
    known = promises[
        promises["promise_used"].notna() & ~promises["state_category"].eq("cancelled").fillna(False)
    ]
    keys = ["promise_contract", "promise_clause", "promise_measure", "priority", "promised_seconds"]
    lines = []
    for values, rows in known.groupby(keys, dropna=False):
        used = rows["promise_used"].to_numpy(float)
        promised = float(rows["promised_seconds"].iloc[0])
        line = dict(zip(("contract", "clause", "measure", "priority"), values, strict=False))
        line |= {"promised hours": promised / 3600, "cases": len(rows)}
        enough = len(rows) >= FEWEST_CASES
        line |= {"P85 hours": quantile_disc(used, 0.85) / 3600 if enough else None}
        line |= {"P95 hours": quantile_disc(used, 0.95) / 3600 if len(rows) >= 2 * FEWEST_CASES else None}
        for share in WHAT_IF:
            line[f"kept at {round(100 * share)}%"] = (
                float((used <= share * promised).mean()) if enough else None
            )
        lines.append(line)
    return pd.DataFrame(lines)


def _chain(w: Warehouse, scope: Scope, vendor: str) -> pd.DataFrame:
    clauses = frame(w, "sla_targets", Scope(grants=scope.grants)).rows
    mine = {
        (int(i), str(s), int(r))
        for i, s, r in clauses.loc[clauses["vendor"] == vendor, ["import_id", "sheet", "row_no"]].itertuples(
            index=False
        )
    }
    return pd.DataFrame(
        [
            {
                "client": link.client, "service": link.service, "priority": link.priority, "measure": link.measure,
                "promised hours": link.promised, "own team hours": link.own, "supplier hours": link.supplied,
                "margin hours": link.margin, "note": link.reason,
            }
            for link in chain_consistency(w, scope.but(start=None, end=None)) if mine & set(link.references)
        ]
    )  # fmt: skip
