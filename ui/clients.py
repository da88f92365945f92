"""One client on one screen: its row of the wall, tickets, promises, money, mood, and what is said and due."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from charts.numbers import written
from metrics.client_voice import known_clients
from metrics.governance import Expectation, expectations
from metrics.health import Wall, portfolio_wall
from metrics.query_frame import frame, references
from metrics.risks import RiskRegister, register
from metrics.scope import Scope
from ui import status
from ui.evidence import Evidence, listing
from ui.view import View, ask, say
from ui.wall import draw_rows
from warehouse import Warehouse

_CHOSEN = "client_shown"


def chosen_client(view: View) -> View | None:
    """The view of the client chosen here, or of the one the filters name; None where no client is known."""
    clients = list(ask(replace(view, scope=view.scope.but(filters=())), known_clients))
    if not clients:
        say("No client is known yet: no portfolio and no row that names one.")
        return None
    filtered = view.scope.by_dimension.get("client", ())
    if len(filtered) == 1 and filtered[0] in clients:
        name = filtered[0]
    else:
        name = st.selectbox("Client", clients, key=_CHOSEN, bind="query-params", width=280)
    others = {dimension: values for dimension, values in view.scope.filters if dimension != "client"}
    return replace(view, scope=view.scope.but(filters=tuple({**others, "client": (name,)}.items())))


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
            {"Risk": r.summary, "Score of 25": r.score, "Days since review": r.days_since_review,
             "Mitigation": "overdue" if r.mitigation_overdue else None}
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


def said_and_due(view: View) -> None:
    """What we told this client we would do: next steps, the open ones first."""
    rows: pd.DataFrame = ask(view, _steps)
    today = view.as_of.date() if view.as_of else None
    data = pd.DataFrame(
        [
            {"Next step": row["next_step"], "Due": row["next_step_due"], "Done": row["next_step_done"],
             "Standing": standing_of(row["next_step_due"], row["next_step_done"], today), "Said on": row["held"]}
            for row in rows.to_dict("records")
        ]
    )  # fmt: skip
    broken = int((data["Standing"] == BROKEN).sum()) if len(data) else 0
    listing(
        "client-steps",
        finding=f"{broken} promises broken" if broken else "No promise is broken",
        unit=f"of {len(data)} next steps",
        data=data,
        asked=lambda place: Evidence("One talk", str(rows["next_step"].iloc[place]), references(rows.iloc[[place]])),
        statuses={"Standing": STANDINGS},
        empty="no interaction with a next step",
        height=260,
    )  # fmt: skip


BROKEN, OPEN, KEPT, LATE = "▼ Broken", "○ Open", "● Kept", "▲ Kept late"
STANDINGS = {BROKEN: "red", LATE: "orange", KEPT: "green", OPEN: "gray"}


def standing_of(due: object, done: object, today: date | None) -> str:
    """Whether a promise is kept, kept late, open, or broken because its day has passed."""
    due_day = None if due is None or pd.isna(due) else pd.Timestamp(due).date()  # type: ignore[arg-type, call-overload]
    done_day = None if done is None or pd.isna(done) else pd.Timestamp(done).date()  # type: ignore[arg-type, call-overload]
    if done_day is not None:
        return LATE if due_day is not None and done_day > due_day else KEPT
    return BROKEN if due_day is not None and today is not None and due_day < today else OPEN


def _steps(w: Warehouse, scope: Scope) -> pd.DataFrame:
    rows = frame(w, "interactions", scope, when="held").rows
    return rows[rows["next_step"].notna()].sort_values(
        ["next_step_done", "next_step_due"], na_position="first"
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
        + (f"; {wrong} stand otherwise than written down" if wrong else ""),
        data=data,
        asked=lambda place: Evidence("One expectation", listed[place].text, (listed[place].reference,)),
        statuses={"Standing": _HUES},
        empty="no expectation is written down",
        height=260,
    )
