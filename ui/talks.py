"""Talks with clients: promises kept, what clients expect, and what could be offered to whom now."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.numbers import money
from metrics.commerce import Offer, mood_gate
from metrics.governance import EscalationRate, Expectation, escalation_rates, expectations
from metrics.query_frame import frame, references
from metrics.scope import Scope
from ui import status
from ui.clients import expectation_list
from ui.evidence import Evidence, listing
from ui.invoices import by_currency
from ui.view import View, ask
from warehouse import Warehouse

_NOW = {"wait": "wait: mood is off track", "ask first": "ask first: mood unknown", "go on": "may be offered"}


def expected(view: View) -> None:
    """Everything clients expect, beside what is measured."""
    found: tuple[Expectation, ...] = ask(view, expectations)
    expectation_list(found, key="expectations")


def offers(view: View) -> None:
    """Open upsells and cross-sells with the mood of the client beside them, those to hold first."""
    found: tuple[Offer, ...] = ask(replace(view, scope=view.scope.but(start=None)), mood_gate)
    held = [offer for offer in found if offer.hold]
    data = pd.DataFrame(
        [
            {
                "Offer": o.name, "Client": o.client, "Mood": status.signed(o.mood), "Amount": o.amount,
                "Currency": o.currency, "Now": _NOW[o.advice], "Expected": o.expected,
                "Remark": "should be decided by now" if o.overdue else None, "Why": o.reason,
            }
            for o in found
        ]
    )  # fmt: skip
    total = by_currency([(o.amount or 0.0, o.currency) for o in held]) if held else money(0)
    listing(
        "offers",
        finding=f"{len(held)} of {len(found)} open offers should wait: {total}"
        if held
        else "No open offer must wait",
        unit="upsells and cross-sells beside the client's mood",
        data=data,
        asked=lambda place: Evidence(found[place].name, found[place].reason, (found[place].reference,)),
        statuses={"Mood": status.COLOURS},
        empty="no open upsell or cross-sell",
        height=300,
    )


def escalated(view: View) -> None:
    """Who escalates, and how often."""
    found: tuple[EscalationRate, ...] = ask(view, escalation_rates)
    data = pd.DataFrame(
        [
            {"Client": r.client, "In the last 30 days": r.last_30_days, "In the period": r.n,
             "A month": round(r.per_30_days, 2), "Still open": r.open}
            for r in found
        ]
    )  # fmt: skip
    still = sum(r.open for r in found)
    listing(
        "escalation-rates",
        finding=f"{sum(r.n for r in found)} escalations by clients, {still} still open",
        data=data,
        asked=lambda place: Evidence(
            found[place].client,
            "Escalations by this client in the period.",
            _escalations_of(view, found[place].client),
        ),
        empty="no client escalated in this period",
        height=260,
    )


def _escalations_of(view: View, client: str) -> tuple[tuple[int, str, int], ...]:
    rows = frame(view.warehouse, "escalations", view.scope, when="raised").rows
    rows = rows[rows["direction"].fillna("from client").eq("from client")]
    return references(rows[rows["client"] == client])


def talks(view: View) -> None:
    """Every talk, newest first, with the mood the manager noted."""
    rows: pd.DataFrame = ask(view, _talks)
    wanted = [
        name
        for name in ("held", "client", "topic", "insight", "request", "mood", "interaction", "held_by")
        if name in rows
    ]
    names = {"held": "On", "client": "Client", "mood": "Mood −2 to +2"}
    with st.expander(f"All {len(rows)} talks of the period"):
        listing(
            "talks",
            finding=f"{len(rows)} talks",
            data=rows[wanted].rename(
                columns=lambda name: names.get(name, name.replace("_", " ").capitalize())
            ),
            asked=lambda place: Evidence("One talk", "As it was noted.", references(rows.iloc[[place]])),
            empty="no talk was noted in this period",
        )


def _talks(w: Warehouse, scope: Scope) -> pd.DataFrame:
    return frame(w, "interactions", scope, when="held").rows.sort_values("held", ascending=False)
