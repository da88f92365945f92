"""The screens of the board about one topic each: stability, money, mood, risks, opportunities, data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from metrics.board_findings import worst_parts
from metrics.board_material import Material
from metrics.board_notes import gravest_sentence, receipts_of
from metrics.board_parts import Chart, Figure, Grid, Line, Screen, gravest
from metrics.budget_burn import ACTUAL, BUDGET, COMMITTED
from metrics.client_mood import CSAT, NPS
from metrics.client_voice import silent_clients
from metrics.commerce import PIPELINE, WIN_RATE, Offer, mood_gate
from metrics.governance import DECISIONS_OVERDUE, DEPENDENCIES_IN_TIME, ESCALATIONS
from metrics.incident_trends import BACKLOG, MAJOR, TIME_TO_RESOLVE_P85, URGENT
from metrics.risks import STALE_RISKS, register
from metrics.slas import SLA_RESOLUTION, SLA_RESPONSE
from metrics.wording import counted, listed, said, said_day

#: The figures of each topic; freezing a board keeps all of them.
SERVICE = (SLA_RESOLUTION, SLA_RESPONSE, URGENT, MAJOR, TIME_TO_RESOLVE_P85, BACKLOG)
MONEY = (ACTUAL, BUDGET, COMMITTED)
MOOD = (NPS, CSAT, ESCALATIONS)
RISKS = (STALE_RISKS, DEPENDENCIES_IN_TIME, DECISIONS_OVERDUE)
SALES = (PIPELINE, WIN_RATE)
#: Every figure of the board once, in the order of its topics.
ALL = (*SERVICE, *MONEY, *MOOD, *RISKS, *SALES)

#: Silent clients that are named.
MOST_SILENT = 3


def stability(of: Material) -> Screen:
    """Incidents and promises on time."""
    figures = of.figures(*SERVICE)
    shown = tuple(figure for figure in figures if figure.metric.name not in {SLA_RESPONSE.name, MAJOR.name})
    services = of.parts(SLA_RESOLUTION, "service")
    charts = _drawn(of.trend(SLA_RESOLUTION), services)
    if not charts:  # without clocks, the tickets themselves tell how stable the service is
        charts = _drawn(of.trend(TIME_TO_RESOLVE_P85), of.trend(BACKLOG), of.trend(URGENT))[:2]
    written = gravest_sentence(figures) + worst_parts(services, gravest(figures))
    return Screen("stability", "", "", written, figures=shown, charts=charts, notes=receipts_of(figures))


def money(of: Material) -> Screen:
    """What was spent, and where the year will end."""
    position, code = of.position, of.currency
    figures = of.figures(*MONEY)
    rows = tuple(
        (
            forecast.name, said(forecast.amount, "money", code),
            _signed(forecast.deviation(position.budget)),
            said_day(forecast.exhausted) if forecast.exhausted else "not this year", forecast.assumes,
        )
        for forecast in position.forecasts
    )  # fmt: skip
    grid = Grid(
        "Where the year ends", ("Forecast", "Amount", "Against budget", "Budget used up", "It assumes"), rows
    )
    return Screen(
        "money", "", "", landing(of), figures=figures, charts=_drawn(of.trend(ACTUAL, BUDGET)),
        grids=(grid,) if rows else (), notes=(*receipts_of(figures), *position.notes),
    )  # fmt: skip


def landing(of: Material) -> str:
    """Where the year is heading, against its budget; why not where that cannot be said."""
    position, code = of.position, of.currency
    judged = position.landing.judged
    if position.reason or judged is None or judged.amount is None:
        return f"The year's landing cannot be said: {position.reason or 'there is no forecast'}."
    low, high = (said(value, "money", code) for value in (position.landing.low, position.landing.high))
    apart = judged.deviation(position.budget)
    against = (
        "" if apart is None else f", {_beyond(apart)} the budget of {said(position.budget, 'money', code)}"
    )
    last = position.through.end - timedelta(days=1) if position.through else None
    known = f", with costs up to {said_day(last)}" if last and last != of.today else ""
    others = f"; all forecasts {low} to {high}" if low != high else ""
    amount = f"{said(judged.amount, 'money', code)} ({judged.name.lower()}{others})"
    return f"Fiscal year {position.fiscal_year} is heading for {amount}{against}{known}."


def overspending(of: Material) -> str:
    """By how much the year is heading beyond its budget; nothing where it is not."""
    judged = of.position.landing.judged
    apart = judged.deviation(of.position.budget) if judged is not None and not of.position.reason else None
    if apart is None or apart <= 0:
        return ""
    return f"Fiscal year {of.position.fiscal_year} is heading {_beyond(apart)} its budget."


def _beyond(apart: float) -> str:
    return f"{said(abs(apart), 'percent')} {'over' if apart > 0 else 'under'}"


def _signed(share: float | None) -> str:
    return "—" if share is None else f"{'+' if share > 0 else ''}{said(share, 'percent')}"


def mood(of: Material) -> Screen:
    """How clients feel, and who has gone silent."""
    figures = of.figures(*MOOD)
    clients = of.parts(CSAT, "client")
    charts = _drawn(of.trend(NPS), clients)
    silent = silent_clients(of.warehouse, of.scope.but(start=None, end=None))
    lines = tuple(
        Line(f"not heard of for {c.days} days" if c.days is not None else "never heard of", "amber", c.client)
        for c in silent[:MOST_SILENT]
    )
    name = f"Silent ({MOST_SILENT} of {len(silent)})" if len(silent) > MOST_SILENT else "Silent"
    lists = ((name, lines),) if lines else ()
    written = gravest_sentence(figures) + worst_parts(clients, gravest(figures))
    return Screen(
        "mood", "", "", written, figures=figures, charts=charts, lists=lists, notes=receipts_of(figures)
    )


def risks(of: Material) -> Screen:
    """The gravest risks and how they moved, what others owe us, and decisions that wait."""
    figures = of.figures(*RISKS)
    found = register(of.warehouse, of.scope)
    scored = [risk for risk in found.risks if risk.score is not None]
    severe = [risk for risk in scored if risk.band == "severe"]
    cost = " and ".join(said(amount, "money", code) for code, amount in found.exposure.items())
    written = (
        f"{len(severe)} of {counted(found.n, 'open risk')} {'is' if len(severe) == 1 else 'are'} severe; all together"
        f" may cost {cost or 'an unknown amount'} ({found.without_cost} without a cost, {found.unscored} unscored)."
        if found.n
        else f"No risk is open: {found.reason or 'the register holds none'}."
    )
    rows = tuple(
        (
            risk.summary, risk.client or risk.service or "everywhere", f"{risk.score} {_arrow(risk.moved)}",
            {"severe": "red", "high": "amber", "moderate": "amber", "low": "green"}[risk.band or "low"],
            said(risk.expected_cost, "money", risk.currency or ""),
            "late" if risk.mitigation_overdue else "not late",
        )
        for risk in scored
    )  # fmt: skip
    columns = ("Risk", "Where", "Score", "Band", "Expected cost", "Mitigation")
    grid = Grid("The gravest risks", columns, rows, ("Band",))
    return Screen(
        "risks", "", "", written, figures=figures, grids=(grid,) if rows else (), notes=receipts_of(figures)
    )


def _arrow(moved: int | None) -> str:
    if moved is None:
        return ""
    return "→" if moved == 0 else f"{'↑' if moved > 0 else '↓'} {abs(moved)}"


def opportunities(of: Material) -> Screen:
    """What could be sold, and where the client's mood says wait."""
    figures = of.figures(*SALES)
    offers = mood_gate(of.warehouse, of.scope)
    held = [offer for offer in offers if offer.hold]
    if offers:
        written = (
            f"{len(held)} of {counted(len(offers), 'open upsell or cross-sell', 'open upsells and cross-sells')}"
            f" should wait: the client is unhappy.{_ask_first(offers)}"
        )
    elif all(figure.answer.value is None for figure in figures):
        written = gravest_sentence(figures)
    else:
        written = "No upsell or cross-sell is open."
    rows = tuple(
        (
            offer.name, offer.client or "—", said(offer.amount, "money", offer.currency or ""),
            f"{said_day(offer.expected)}{' (past)' if offer.overdue else ''}" if offer.expected else "—",
            offer.mood, offer.advice,
        )
        for offer in offers
    )  # fmt: skip
    columns = ("Offer", "Client", "Worth", "Expected", "Mood", "Advice")
    grid = Grid("Offers and the mood they meet", columns, rows, ("Mood",))
    return Screen(
        "opportunities", "", "", written, figures=figures, grids=(grid,) if rows else (), notes=receipts_of(figures)
    )  # fmt: skip


def _ask_first(offers: Sequence[Offer]) -> str:
    unknown = list(
        dict.fromkeys(offer.client or "a client" for offer in offers if offer.advice == "ask first")
    )
    if not unknown:
        return ""
    return (
        f" Ask {listed(unknown)} first: nothing is known of {'its' if len(unknown) == 1 else 'their'} mood."
    )


def data(of: Material) -> Screen:
    """How far the data go, what could not be measured, and how every figure is defined."""
    imports = of.warehouse.imports()
    live = imports[imports["undone_at"].isna()] if len(imports) else imports
    rejected = int(live["rows_rejected"].sum()) if "rows_rejected" in live else 0
    read = int(live["rows_read"].sum()) if "rows_read" in live else 0
    figures = of.figures(*ALL)
    left_out = sum(rows for figure in figures for _, rows in figure.answer.excluded)
    lacking = [figure for figure in figures if figure.answer.value is None]
    written = (
        f"{counted(len(live), 'table')} with {counted(read, 'row')} {'was' if len(live) == 1 else 'were'} read,"
        f" {rejected:,} rejected; {len(lacking)} of {len(figures)} figures cannot be measured."
    )
    rows = tuple(
        (
            figure.metric.title, f"{figure.answer.n:,}", f"{sum(n for _, n in figure.answer.excluded):,}",
            said_day(figure.answer.as_of) if figure.answer.as_of else "—",
            f"{figure.metric.id} · {figure.metric.version}",
        )
        for figure in figures
    )  # fmt: skip
    grid = Grid("Definitions", ("Figure", "n", "Left out", "Data to", "Definition"), rows, most=len(ALL))
    notes = (
        f"{left_out:,} rows were left out of the figures, each with its reason in the receipt.",
        *([f"Not in the portfolio, so not on the wall: {', '.join(of.strangers)}."] if of.strangers else []),
        *(f"{figure.metric.title}: {figure.metric.formula}" for figure in figures),
    )
    return Screen("data", "", "", written, grids=(grid,), notes=notes + _arrived(live))


def _arrived(live: pd.DataFrame) -> tuple[str, ...]:
    """When each kind of row was last imported, one line a moment."""
    kinds = live.groupby("kind")["imported_at"].max() if len(live) else pd.Series(dtype="datetime64[ns]")
    moments: dict[str, list[str]] = {}
    for kind, moment in kinds.sort_values().items():
        moments.setdefault(f"{moment:%d %b %Y %H:%M} UTC", []).append(str(kind).replace("_", " "))
    return tuple(f"Imported {moment}: {', '.join(sorted(names))}." for moment, names in moments.items())


def _drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    return tuple(chart for chart in charts if chart is not None)


def measured_first(figures: tuple[Figure, ...], instead: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """As many figures as were asked for; what has no value gives its place to what has one."""
    known = [figure for figure in (*figures, *instead) if figure.answer.value is not None][: len(figures)]
    lacking = [figure for figure in figures if figure.answer.value is None]
    return tuple(known + lacking[: len(figures) - len(known)])
