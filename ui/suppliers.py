"""Suppliers on one page: scorecards, clauses month by month, credits due, the chain of promises, the dossier."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from charts import bars
from charts.colours import Status
from charts.numbers import digits, money, written
from metrics.answer import Point
from metrics.query_frame import frame
from metrics.service_credits import ClauseMonth, CreditMonth, clause_months, credits_due
from metrics.vendor_dossier import negotiation_dossier
from metrics.vendors import Link, Scorecard, chain_consistency, scorecards
from ui.drawer import request
from ui.evidence import Evidence, downloads, listing
from ui.figure_card import figure
from ui.invoices import by_currency
from ui.tables import heading, table
from ui.view import View, ask, escaped, say

#: Below this score a supplier is shown as an exception.
_LOW = 50.0


def _all(view: View) -> View:
    return replace(view, scope=view.scope.but(start=None, end=None))


def answer(view: View) -> None:
    """Which promises suppliers miss and what they owe us for it."""
    owed: tuple[CreditMonth, ...] = ask(_all(view), credits_due)
    open_credits = [(c.outstanding, c.currency) for c in owed if c.outstanding > 0]
    clauses: tuple[ClauseMonth, ...] = ask(_all(view), clause_months)
    missed = [c for c in clauses if c.defaulted]
    judged = [c for c in clauses if c.share is not None]
    if not clauses:
        say("No supplier clauses are loaded: nothing can be held against a contract.")
        return
    worst = Counter(c.vendor for c in missed).most_common(1)
    most = f", {worst[0][0]} {worst[0][1]} of them" if worst else ""
    said = f"Suppliers missed {len(missed)} of {len(judged)} clause-months of the last twelve months{most}"
    due = (
        f"; {by_currency(open_credits)} of service credits are due and not received." if open_credits else "."
    )
    say(said + due)


def cards(view: View) -> None:
    """The weighted score of every supplier with its coverage; suppliers are not ranked against one another."""
    found: tuple[Scorecard, ...] = ask(view, scorecards)
    points = [
        Point(part=card.vendor, value=card.score, n=sum(line.n for line in card.lines))
        for card in found
        if card.score is not None
    ]

    def status(part: Any) -> Status:
        return "bad" if (part.value or 0) < _LOW else "none"

    low = [p for p in points if (p.value or 0) < _LOW]
    thin = [card.vendor for card in found if card.coverage < 0.5]
    figure(
        "scorecards",
        finding=f"{len(low)} of {len(points)} suppliers score below {_LOW:.0f} of 100",
        unit="0 at the floor, 100 at the target",
        draw=lambda: bars.ranking(points, unit="points", status=status),
        data=lambda: scorecard_table(found),
        on_click=lambda point: request(
            _Card(next(c for c in found if c.vendor == str(point.get("customdata"))))
        ),
        notes=(f"Less than half of the weights could be measured for {', '.join(thin)}.",) if thin else (),
        empty=None if points else "no row names a supplier",
    )


class _Card:
    """One scorecard, to be opened in the drawer."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card

    def open(self, view: View) -> None:
        st.dialog(escaped(self.card.vendor), width="large", position="right")(_card)(self.card)
        del view


def _card(card: Scorecard) -> None:
    st.markdown(
        f"**{digits(card.score or 0, 0)} of 100** from {written(card.coverage, 'percent')} of the weights: "
        "what could not be measured is weighed out, not counted as good."
    )
    rows = scorecard_table((card,))
    table(rows.drop(columns=["Supplier"]), alt=f"Scorecard of {card.vendor}")
    downloads({"Scorecard": rows}, name=f"scorecard_{card.vendor}", key="scorecard")


def scorecard_table(found: tuple[Scorecard, ...]) -> pd.DataFrame:
    """All lines of the scorecards, each with value, n, interval, score and why it is missing."""
    return pd.DataFrame(
        [
            {
                "Supplier": card.vendor, "Measure": line.title, "Weight": line.weight,
                "Value": written(line.value, line.unit), "n": line.n, "95 % from": written(line.low, line.unit),
                "95 % to": written(line.high, line.unit), "Score": line.score, "Not measured because": line.reason,
                "Coverage %": card.coverage,
            }
            for card in found for line in card.lines
        ]
    )  # fmt: skip


def owed(view: View) -> None:
    """Service credits due by our tickets beside those claimed and received."""
    found: tuple[CreditMonth, ...] = ask(_all(view), credits_due)
    listed = [c for c in found if c.due or c.claimed or c.received]
    data = pd.DataFrame(
        [
            {
                "Supplier": c.vendor, "Contract": c.contract, "Month": f"{c.month:%b %Y}",
                "Due": c.due, "Claimed": c.claimed, "Received": c.received,
                "Outstanding": c.outstanding, "At most": c.cap, "Currency": c.currency,
                "Clauses missed": ", ".join(one.clause or one.measure for one in c.clauses if one.defaulted),
            }
            for c in listed
        ]
    )  # fmt: skip
    open_credits = [(c.outstanding, c.currency) for c in listed if c.outstanding > 0]

    def asked(place: int) -> Evidence:
        month = listed[place]
        clauses = tuple(c.reference for c in month.clauses if c.defaulted)
        tickets = [number for c in month.clauses if c.defaulted for number in c.failed]
        rows = frame(
            view.warehouse,
            "incidents",
            view.scope.but(start=None, end=None),
            columns=("number",),
            every_child=True,
        ).rows
        places = tuple(
            (int(r["import_id"]), str(r["sheet"]), int(r["row_no"]))
            for r in rows[rows["number"].isin(tickets)].to_dict("records")
        )
        return Evidence(
            f"{month.vendor}, {month.month:%B %Y}",
            f"{money(month.due, month.currency or '')} due from {len(tickets)} missed tickets: the clauses, the credit "
            "rows and the tickets.",
            (*clauses, *month.references, *places),
        )  # fmt: skip

    listing(
        "credits",
        finding=f"{by_currency(open_credits)} of service credits outstanding"
        if open_credits
        else "No credit is outstanding",
        unit="due by our own tickets, in the last 12 months",
        data=data,
        asked=asked,
        empty="no clause was missed and no credit was given",
        height=300,
    )


def clauses(view: View) -> None:
    """Clause by clause: how often each was missed in twelve months."""
    found: tuple[ClauseMonth, ...] = ask(_all(view), clause_months)
    grouped: dict[tuple[str, str, str], list[ClauseMonth]] = {}
    for month in found:
        grouped.setdefault((month.vendor, month.contract, month.clause or month.measure), []).append(month)
    lines = sorted(grouped.items(), key=lambda one: -sum(m.defaulted for m in one[1]))
    data = pd.DataFrame(
        [
            {
                "Supplier": vendor, "Clause": clause, "Contract": contract,
                "Months missed": sum(m.defaulted for m in months),
                "Months judged": sum(m.share is not None for m in months), "Cases": sum(m.n for m in months),
                "Timed with holds": sum(m.gross for m in months),
                "Kept in the last judged month %": next(
                    (m.share for m in reversed(months) if m.share is not None), None
                ),
                "Target %": months[-1].target, "Least %": months[-1].floor,
                "Not judged because": next((m.reason for m in reversed(months) if m.reason), None),
            }
            for (vendor, contract, clause), months in lines
        ]
    )  # fmt: skip

    def asked(place: int) -> Evidence:
        (vendor, _, clause), months = lines[place]
        tickets = {number for m in months for number in m.failed}
        rows = frame(
            view.warehouse,
            "incidents",
            view.scope.but(start=None, end=None),
            columns=("number",),
            every_child=True,
        ).rows
        places = tuple(
            (int(r["import_id"]), str(r["sheet"]), int(r["row_no"]))
            for r in rows[rows["number"].isin(tickets)].to_dict("records")
        )
        return Evidence(
            f"{vendor}: {clause}",
            f"{len(tickets)} tickets missed it in twelve months.",
            (months[-1].reference, *places),
        )

    missed = sum(any(m.defaulted for m in months) for _, months in lines)
    gross, cases = sum(m.gross for m in found), sum(m.n for m in found)
    gross_note = (
        f"{digits(gross, 0)} of {digits(cases, 0)} cases have no supplier clock in the tool: time on hold counts as the"
        " supplier's there."
    )
    listing(
        "clauses",
        finding=f"{missed} of {len(lines)} clauses were missed at least once",
        unit="last 12 complete months",
        data=data,
        asked=asked,
        notes=(gross_note,) if gross else (),
        empty="no supplier clauses are loaded",
        height=300,
    )


def chain(view: View) -> None:
    """Promises to clients that those behind us cannot keep even if they do all they promised."""
    found: tuple[Link, ...] = ask(_all(view), chain_consistency)
    broken = [link for link in found if link.margin is not None and link.margin < 0]
    listed = broken or list(found)
    data = pd.DataFrame(
        [
            {
                "Client": link.client, "Service": link.service, "Priority": link.priority, "Measure": link.measure,
                "Promised h": link.promised, "Own team h": link.own, "Supplier h": link.supplied,
                "Margin h": link.margin, "Remark": link.reason,
            }
            for link in listed
        ]
    )  # fmt: skip
    listing(
        "chain",
        finding=f"{len(broken)} of {len(found)} promises to clients cannot be kept by the agreements behind them",
        data=data,
        asked=lambda place: Evidence(
            "A promise and what stands behind it", "The clauses of the client and of those it rests on.",
            listed[place].references,
        ),
        empty="no SLA targets are loaded",
        height=260,
    )  # fmt: skip


def dossier(view: View) -> None:
    """The negotiation dossier of one supplier as a workbook, with what other targets would have meant."""
    vendors = sorted(
        {c.vendor for c in ask(_all(view), clause_months)} | {c.vendor for c in ask(view, scorecards)}
    )
    with st.container(border=True, key="card-dossier", height="stretch"):
        st.html('<div class="bv-finding">Negotiation dossier <span>12 months, clause by clause</span></div>')
        if not vendors:
            st.markdown(":gray[:material/help: Nothing to show: no row names a supplier]")
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            vendor = st.selectbox("Supplier", vendors, key="dossier-vendor", width=260)
            pack = _dossier(view.content_id, view, vendor, view.scope.model_dump_json())
            downloads(pack, name=f"dossier_{vendor}", key="dossier", label="Dossier (Excel)")
        st.caption(" · ".join(f"{name}: {len(rows)} rows" for name, rows in pack.items()))
        tried = pack["What-if targets"]
        if tried.empty:
            st.markdown(":gray[:material/help: No case falls under a timed clause of this supplier.]")
            return
        st.markdown("**What other promised times would have meant**")
        shown = tried.rename(columns=_what_if_heading)
        table(shown, alt="What other promised times would have meant")


def _what_if_heading(name: str) -> str:
    # The columns hold shares: a name that ends with "%" is shown in per cent.
    return (
        f"At {name.removeprefix('kept at ').removesuffix('%')} % of the time, kept %"
        if name.startswith("kept")
        else heading(name)
    )


@st.cache_data(max_entries=20, show_spinner=False)
def _dossier(content_id: str, _view: View, vendor: str, scope: str) -> dict[str, pd.DataFrame]:  # noqa: ARG001
    return negotiation_dossier(_view.warehouse, _view.scope.but(start=None, end=None), vendor)
