"""One client on one screen: its row of the wall, tickets, promises, money, mood, and what is said and due."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.numbers import digits, money, written
from metrics.budget_burn import BudgetPosition, budget_position
from metrics.client_voice import known_clients
from metrics.governance import Expectation, expectations
from metrics.health import Wall, portfolio_wall
from metrics.pay_holds import PayHolds, do_not_pay_yet
from metrics.query_frame import frame, references
from metrics.risks import RiskRegister, register
from metrics.scope import Scope
from metrics.wording import counted
from ui import status
from ui.budgets import standing as budget_standing
from ui.evidence import Evidence, listing, told
from ui.invoices import by_currency
from ui.states import nobody_named
from ui.view import View, ask, say
from ui.wall import draw_rows
from warehouse import Warehouse

_CHOSEN = "client_shown"


def chosen_client(view: View) -> View | None:
    """The view of the client chosen here, or of the one the filters name; None where no client is known."""
    clients = list(ask(replace(view, scope=view.scope.but(filters=())), known_clients))
    if not clients:
        say("No client is known yet: no portfolio and no row that names one.")
        nobody_named(view, "client")
        return None
    filtered = view.scope.by_dimension.get("client", ())
    if len(filtered) == 1 and filtered[0] in clients:
        name = filtered[0]
    else:
        first = _neediest(view, clients)
        name = st.selectbox("Client", clients, index=first, key=_CHOSEN, bind="query-params", width=280)
    others = {dimension: values for dimension, values in view.scope.filters if dimension != "client"}
    return replace(view, scope=view.scope.but(filters=tuple({**others, "client": (name,)}.items())))


def _neediest(view: View, clients: Sequence[str]) -> int:
    """The place of the client that comes first on the wall, which the page opens with."""
    wall: Wall = ask(replace(view, scope=view.scope.but(filters=())), portfolio_wall, by="client")
    return next((clients.index(row.part) for row in wall.rows if row.part in clients), 0)


def name_of(view: View) -> str:
    """The client a narrowed view is about."""
    return view.scope.by_dimension["client"][0]


def standing(view: View) -> None:
    """The client's row of the wall with its headline."""
    found: Wall = ask(view, portfolio_wall, by="client")
    row = next((row for row in found.rows if row.part == name_of(view)), None)
    if row is None:
        say(f"Nothing is known of {name_of(view)} in this period.")
        return
    say(f"{row.part}: {status.word(row.colour).lower()}. {row.sentence}")
    draw_rows([row], "client", found.as_of)


def budget_card(view: View) -> None:
    """Where this client's budget lands, and what is spent of it."""
    found: BudgetPosition = ask(_whole(view), budget_position)
    if found.reason or not found.budget:
        told(
            "Budget",
            "—",
            [f"not known: {found.reason or 'no budget line names this client'}"],
            key="budget",
            n=0,
        )
        return
    code, judged = found.currency, found.landing.judged
    deviation = judged.deviation(found.budget) if judged else None
    lines = [f"{money(found.actual, code)} of {money(found.budget, code)} spent"]
    if judged and deviation is not None:
        way = "over" if deviation > 0 else "under"
        lines.append(f"{written(abs(deviation), 'percent')} {way} budget; {judged.name.lower()}")
    told(
        f"Budget FY{found.fiscal_year} lands at",
        money(judged.amount, code) if judged and judged.amount is not None else "—",
        lines, key="budget", n=found.n, standing=budget_standing(view, found),
        evidence=Evidence(
            "Budget and postings", f"FY{found.fiscal_year} in {code}.",
            (*references(found.rows["budget"]), *references(found.rows["actual"])),
        ),
    )  # fmt: skip


def holds_card(view: View) -> None:
    """The unpaid invoices of this client's projects that should wait."""
    held: PayHolds = ask(_whole(view), do_not_pay_yet)
    amounts = [(hold.amount, hold.currency) for hold in held.holds]
    places = tuple(place for hold in held.holds for place in hold.invoice_rows)
    told(
        "Invoices not to pay yet", digits(len(held.holds), 0),
        [f"{by_currency(amounts)} without tax" if amounts else "nothing speaks against paying",
         f"of {counted(held.n, 'unpaid invoice')} for this client"],
        key="holds", n=held.n,
        evidence=Evidence("Invoices not to pay yet", "Unpaid invoices that should wait.", places) if places else None,
    )  # fmt: skip


def _whole(view: View) -> View:
    """The same view without a period: a budget is about its year, an unpaid invoice stays unpaid."""
    return replace(view, scope=view.scope.but(start=None, end=None))


def promises(view: View) -> None:
    """The contract: what was promised for which priority."""
    rows: pd.DataFrame = ask(view, _clauses)
    data = pd.DataFrame(
        {
            "Measure": rows["measure"].str.capitalize(), "Priority": rows["priority"], "Service": rows["service"],
            "Within h": rows["target_time"] / 3600,
            "Target %": rows["target"].where(rows["target"] <= 1, rows["target"] / 100),
            "Contract": rows["contract"], "Until": rows["valid_until"],
        }
    )  # fmt: skip
    listing(
        "client-clauses",
        finding=f"{len(rows)} promises in the contract",
        data=data,
        asked=lambda place: Evidence("One clause", "As it stands in the SLA targets.", references(rows.iloc[[place]])),
        empty="no SLA targets name this client",
        height=230,
    )  # fmt: skip


def _clauses(w: Warehouse, scope: Scope) -> pd.DataFrame:
    rows = frame(w, "sla_targets", scope.but(start=None, end=None)).rows
    return rows[rows["party"].fillna("SLA").eq("SLA")].sort_values(["measure", "priority"])


def risks(view: View) -> None:
    """The open risks that name this client."""
    found: RiskRegister = ask(view, register)
    data = pd.DataFrame(
        [
            {"Risk": r.summary, "Score of 25": pd.NA if r.score is None else r.score,
             "Days since review": r.days_since_review, "Mitigation": "overdue" if r.mitigation_overdue else None}
            for r in found.risks
        ]
    )  # fmt: skip
    listing(
        "client-risks",
        finding=f"{found.n} open risks" + (f", {found.unscored} not scored" if found.unscored else ""),
        data=data,
        asked=lambda place: Evidence(
            found.risks[place].identifier, found.risks[place].summary, (found.risks[place].reference,)
        ),
        empty=found.reason or "no open risk names this client",
        height=230,
    )


def expected(view: View) -> None:
    """What this client expects, beside what is measured."""
    found: tuple[Expectation, ...] = ask(view, expectations)
    expectation_list(found, key="client-expectations")


_WORDS = {
    "met": "● Met",
    "at risk": "▲ At risk",
    "missed": "▼ Missed",
    "open": "○ Open",
    "not measurable": "○ Not measurable",
}
_HUES = {
    "● Met": "green",
    "▲ At risk": "orange",
    "▼ Missed": "red",
    "○ Open": "gray",
    "○ Not measurable": "gray",
}


def expectation_list(found: tuple[Expectation, ...], *, key: str) -> None:
    """Expectations with their standing worked out beside the one written down."""
    order = {"missed": 0, "at risk": 1, "not measurable": 2, "open": 3, "met": 4}
    listed = sorted(found, key=lambda e: order[e.standing])
    data = pd.DataFrame(
        [
            {
                "Expectation": e.text, "Client": e.client, "Standing": _WORDS[e.standing],
                "Measured": written(e.answer.value, e.answer.unit) if e.answer else None,
                "n": e.answer.n if e.answer else None,
                "Said": e.said, "By": e.due, "Remark": e.reason,
            }
            for e in listed
        ]
    )  # fmt: skip
    data = data.astype({"n": "Int64"}) if len(data) else data
    missed = sum(e.standing == "missed" for e in found)
    wrong = sum(
        e.said in ("met", "missed", "at risk")
        and e.standing in ("met", "missed", "at risk")
        and e.said != e.standing
        for e in found
    )
    listing(
        key,
        finding=f"{missed} of {len(found)} expectations are missed"
        + (f"; {wrong} stand{'s' if wrong == 1 else ''} otherwise than written down" if wrong else ""),
        data=data,
        asked=lambda place: Evidence("One expectation", listed[place].text, (listed[place].reference,)),
        statuses={"Standing": _HUES},
        empty="no expectation is written down",
        height=260,
    )
