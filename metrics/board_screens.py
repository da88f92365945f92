"""What stands on each screen of the board, topic by topic; the declaration in board.py puts them in order."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from metrics.board_material import Chart, Figure, Grid, Line, Material, Screen, gravest
from metrics.board_promises import record
from metrics.board_since import Change
from metrics.budget_burn import ACTUAL, BUDGET, COMMITTED
from metrics.client_mood import CSAT, NPS
from metrics.client_voice import silent_clients
from metrics.commerce import PIPELINE, WIN_RATE, mood_gate
from metrics.governance import DECISIONS_OVERDUE, DEPENDENCIES_IN_TIME, ESCALATIONS
from metrics.health import TITLES, Row
from metrics.health_rules import DIMENSIONS, SEVERITY
from metrics.incident_trends import BACKLOG, MAJOR, TIME_TO_RESOLVE_P85, URGENT
from metrics.query_frame import frame, last_day
from metrics.query_tables import as_date
from metrics.risks import STALE_RISKS, register
from metrics.slas import SLA_RESOLUTION, SLA_RESPONSE
from metrics.wording import said

#: As many rows as one screen of the board can carry in large type.
MOST_ROWS = 8
#: Decisions, things to know and things to watch on the first screen, each.
MOST_LINES = 3

#: The figures of each topic; freezing a board keeps all of them.
SERVICE = (SLA_RESOLUTION, SLA_RESPONSE, URGENT, MAJOR, TIME_TO_RESOLVE_P85, BACKLOG)
MONEY = (ACTUAL, BUDGET, COMMITTED)
MOOD = (NPS, CSAT, ESCALATIONS)
RISKS = (STALE_RISKS, DEPENDENCIES_IN_TIME, DECISIONS_OVERDUE)
SALES = (PIPELINE, WIN_RATE)


def headline(of: Material) -> Screen:
    """What is wrong, what the board has to decide, and what it should know and watch."""
    figures = of.figures(SLA_RESOLUTION, URGENT, NPS, ACTUAL)
    worst = gravest(figures)
    written = wall_sentence(of)
    if worst is not None and worst.rule in {"missed", "worse"}:
        written = f"{written} {worst.sentence}"
    lists = (("Decide", _decide(of)), ("Know", _know(of)), ("Watch", _watch(of)))
    return Screen("headline", "", "", written, figures=figures, lists=lists, notes=_notes(figures))


def wall_sentence(of: Material) -> str:
    """How many of the clients are red, amber and grey, and which are red."""
    rows = of.rows
    if not rows:
        return f"No health can be shown: {of.wall.reason or 'nothing is known'}."
    counts = {colour: [row.part for row in rows if row.colour == colour] for colour in SEVERITY}
    red = counts["red"]
    named = f" ({', '.join(red[:4])}{f' and {len(red) - 4} more' if len(red) > 4 else ''})" if red else ""
    rest = ", ".join(f"{len(counts[c])} {c}" for c in ("amber", "green", "grey") if counts[c])
    verb = "is" if len(red) == 1 else "are"
    return f"{len(red)} of {len(rows)} clients {verb} red{named}{'; ' + rest if rest else ''}."


def _decide(of: Material) -> tuple[Line, ...]:
    """Decisions nobody has taken, the ones the board must take first, then by the day they are needed."""
    found = frame(of.warehouse, "decisions", of.scope.but(start=None, end=None))
    today = last_day(of.warehouse, of.scope.but(start=None, end=None), found.as_of)
    lines = []
    for row in found.rows[found.rows["decided"].isna()].to_dict("records") if len(found.rows) else ():
        due = as_date(row["due"])
        late = due is not None and today is not None and due < today
        when = f", needed by {due:%d %b %Y}{' (overdue)' if late else ''}" if due else ""
        board = "board" in str(row["decided_by"] or "").casefold() or str(row["to_board"]).casefold() in {
            "yes", "true", "x", "1", "ja", "oui",
        }  # fmt: skip
        lines.append(
            (not board, str(due or "9999"), Line(f"{row['summary']}{when}", "red" if late else None))
        )
    chosen = tuple(line for _, _, line in sorted(lines, key=lambda entry: entry[:2])[:MOST_LINES])
    return chosen or (Line("No decision is asked for in the register."),)


def _know(of: Material) -> tuple[Line, ...]:
    """What is off track: colours that got worse since the last board, else the red rows with most at stake."""
    worse = [change for change in (of.since.colours if of.since else ()) if change.worse]
    moved = [
        Line(f"{change.before} → {change.after}: {change.sentence}", change.after, change.part)
        for change in worse
        if change.dimension != "overall" and change.after in {"red", "amber"}
    ]
    lines = [line for line in moved if line.colour == "red"]
    lines += [Line(row.sentence, "red", row.part) for row in of.rows if row.colour == "red"]
    lines += [line for line in moved if line.colour == "amber"]
    seen: set[str] = set()
    once = [line for line in lines if not (line.part in seen or seen.add(line.part))]  # type: ignore[func-returns-value]
    return tuple(once[:MOST_LINES]) or (Line("Nothing is red."),)


def _watch(of: Material) -> tuple[Line, ...]:
    """What may become red: amber clients, severe risks, and a forecast beyond the budget."""
    lines = [Line(row.sentence, "amber", row.part) for row in of.rows if row.colour == "amber"]
    position = of.position
    judged = position.landing.judged
    exhausted = next((f for f in position.forecasts if f.exhausted is not None), None)
    if judged is not None and exhausted is not None and exhausted.exhausted is not None:
        used = f"{exhausted.name}: the budget is used up on {exhausted.exhausted:%d %b %Y}"
        lines.append(Line(used, "amber", "Budget"))
    severe = [risk for risk in register(of.warehouse, of.scope).risks if risk.band == "severe"]
    lines += [Line(f"{risk.summary} (score {risk.score} of 25)", "red", risk.client or "") for risk in severe]
    return tuple(lines[:MOST_LINES]) or (Line("Nothing stands out."),)


def exceptions(of: Material) -> Screen:
    """Every dimension that is red, got worse, or cannot be judged although the contract asks for it."""
    before = {(cell.part, cell.dimension): cell.colour for cell in (of.before.cells if of.before else ())}
    found = []
    for row in of.rows:
        for cell in row.cells:
            was = before.get((row.part, cell.dimension))
            if cell.colour == "red" or (was is not None and SEVERITY[cell.colour] > SEVERITY[was]):
                found.append((SEVERITY[cell.colour], row.at_stake or 0.0, row.part, cell, was))
    found.sort(key=lambda entry: (-entry[0], -entry[1], entry[2]))
    rows = tuple(
        (part, TITLES[cell.dimension], cell.colour, was or "—", cell.sentence)
        for _, _, part, cell, was in found
    )
    red = sum(cell.colour == "red" for *_, cell, _ in found)
    grey = sum(cell.colour == "grey" for row in of.rows for cell in row.cells)
    cells = sum(len(row.cells) for row in of.rows)
    written = f"{red} of {cells} cells of the portfolio are red; {grey} cannot be judged for want of data."
    more = f" (the first {MOST_ROWS} of {len(rows)})" if len(rows) > MOST_ROWS else ""
    columns = ("Client", "Dimension", "Now", "Last board", "Why")
    grid = Grid(f"Exceptions{more}", columns, rows[:MOST_ROWS], ("Now", "Last board"))
    return Screen("exceptions", "", "", written, grids=(grid,), notes=_wall_notes(of.rows))


def changes(of: Material) -> Screen:
    """What changed since the last board, split into its causes, and what became of what it was told."""
    told = record(of.warehouse, of.scope)
    judged = f"{told.kept} of {told.judged} promises that can be judged were kept" if told.judged else ""
    promised = Grid(
        f"What we told the board{f': {judged}' if judged else ''}", ("Promise", "Due", "State", "What became of it"),
        tuple((o.promise.said, f"{o.promise.due:%d %b %Y}", o.state, o.found) for o in told.outcomes[:4]),
    )  # fmt: skip
    if of.since is None:
        written = "No board was frozen for an earlier month, so there is nothing to compare with."
        return Screen("changes", "", "", written, grids=(promised,) if told.outcomes else ())
    # What was not new activity alone needs saying most; then what moved; then what stood still or cannot be split.
    ordered = sorted(
        of.since.changes,
        key=lambda c: (not (c.restated or c.definition or c.scope), not c.total, c.reason is not None),
    )
    rows = tuple(change_row(change, of.currency) for change in ordered)
    moved = [change for change in of.since.changes if change.total]
    worse = sum(change.worse for change in of.since.colours if change.dimension == "overall")
    restated = sum(bool(change.restated) for change in of.since.changes)
    because = f", {restated} of them also because rows of the past were restated" if restated else ""
    written = (
        f"Since {of.since.board.words}: {len(moved)} of {len(rows)} figures moved{because};"
        f" {worse} {'client' if worse == 1 else 'clients'} got worse."
    )
    more = f" (the first 10 of {len(rows)})" if len(rows) > 10 else ""
    columns = (
        "Figure", "Then", "Now", "Change", "New activity", "Restated rows", "Definition or threshold", "Scope",
    )  # fmt: skip
    grids = (
        Grid(f"Each change and its causes{more}", columns, rows[:10]),
        *((promised,) if told.outcomes else ()),
    )
    notes = tuple(f"{c.metric.title}: not split, {c.reason}." for c in of.since.changes if c.reason)
    rules = ("The health rules are others than on that board.",) if of.since.rules_changed else ()
    return Screen("changes", "", "", written, grids=grids, notes=rules + notes)


def change_row(change: Change, currency: str) -> tuple[str, ...]:
    """Then, now, the change and its four causes, as people read them."""
    unit = change.metric.unit

    def amount(value: float | None) -> str:
        if value is None:
            return "—"
        if abs(value) < 1e-12:
            return "0"
        text = said(abs(value), unit, currency).replace("%", "pts")
        return f"{'+' if value > 0 else '−'}{text}"

    causes = tuple(amount(value) for _, value in change.causes)
    return (
        change.metric.title, said(change.before, unit, currency), said(change.after, unit, currency),
        amount(change.total), *causes,
    )  # fmt: skip


def wall(of: Material) -> Screen:
    """The portfolio: a row per client, a colour per dimension, what comes next, what is at stake."""
    rows = tuple(
        (
            row.part, row.colour, *(row.cell(dimension).colour for dimension in DIMENSIONS),
            f"{row.next_date:%d %b} · {row.next_milestone}" if row.next_date else "—",
            said(row.at_stake, "money", row.currency or "") if row.at_stake is not None else "—",
        )
        for row in of.rows
    )  # fmt: skip
    dimensions = tuple(TITLES[dimension] for dimension in DIMENSIONS)
    more = f" (the first {MOST_ROWS + 2} of {len(rows)})" if len(rows) > MOST_ROWS + 2 else ""
    grid = Grid(
        f"Portfolio{more}", ("Client", "Overall", *dimensions, "Next milestone", "A year"), rows[: MOST_ROWS + 2],
        ("Overall", *dimensions),
    )  # fmt: skip
    return Screen(
        "wall", "", "", wall_sentence(of), grids=(grid,) if rows else (), notes=_wall_notes(of.rows)
    )


def stability(of: Material) -> Screen:
    """Incidents and promises on time."""
    figures = of.figures(*SERVICE)
    shown = tuple(figure for figure in figures if figure.metric.name not in {SLA_RESPONSE.name, MAJOR.name})
    charts = _drawn(of.trend(SLA_RESOLUTION), of.parts(SLA_RESOLUTION, "service", _parts_finding(of)))
    return Screen("stability", "", "", _written(figures), figures=shown, charts=charts, notes=_notes(figures))


def _parts_finding(of: Material) -> str:
    chart = of.parts(SLA_RESOLUTION, "service")
    if chart is None or chart.metric.target is None:
        return ""
    target = chart.metric.target
    short = [p for p in chart.answer.points if p.high is not None and p.high < target]
    known = sum(p.value is not None for p in chart.answer.points)
    return f"{len(short)} of {known} services miss the target of {said(target, 'percent')} beyond noise"


def money(of: Material) -> Screen:
    """What was spent, and where the year will end."""
    position, code = of.position, of.currency
    figures = of.figures(*MONEY)
    judged = position.landing.judged
    if position.reason or judged is None or judged.amount is None:
        written = f"The year's landing cannot be said: {position.reason or 'there is no forecast'}."
    else:
        apart = judged.deviation(position.budget)
        against = (
            ""
            if apart is None
            else f", {said(abs(apart), 'percent')} {'over' if apart > 0 else 'under'} the budget"
        )
        written = (
            f"The year is heading for {said(judged.amount, 'money', code)}"
            f" ({said(position.landing.low, 'money', code)} to {said(position.landing.high, 'money', code)})"
            f"{against} of {said(position.budget, 'money', code)}."
        )
    rows = tuple(
        (
            forecast.name, said(forecast.amount, "money", code),
            _signed(forecast.deviation(position.budget)),
            f"{forecast.exhausted:%d %b %Y}" if forecast.exhausted else "not this year", forecast.assumes,
        )
        for forecast in position.forecasts
    )  # fmt: skip
    grid = Grid(
        "Where the year ends", ("Forecast", "Amount", "Against budget", "Budget used up", "It assumes"), rows
    )
    charts = _drawn(of.trend(ACTUAL, BUDGET))
    notes = (*_notes(figures), *position.notes)
    return Screen(
        "money", "", "", written, figures=figures, charts=charts, grids=(grid,) if rows else (), notes=notes
    )


def _signed(share: float | None) -> str:
    return "—" if share is None else f"{'+' if share > 0 else ''}{said(share, 'percent')}"


def mood(of: Material) -> Screen:
    """How clients feel, and who has gone silent."""
    figures = of.figures(*MOOD)
    charts = _drawn(of.trend(NPS), of.parts(CSAT, "client"))
    silent = silent_clients(of.warehouse, of.scope.but(start=None, end=None))
    lines = tuple(
        Line(f"not heard of for {c.days} days" if c.days is not None else "never heard of", "amber", c.client)
        for c in silent[:MOST_LINES]
    )
    lists = (("Silent", lines),) if lines else ()
    return Screen(
        "mood", "", "", _written(figures), figures=figures, charts=charts, lists=lists, notes=_notes(figures)
    )


def risks(of: Material) -> Screen:
    """The gravest risks and how they moved, what others owe us, and decisions that wait."""
    figures = of.figures(*RISKS)
    found = register(of.warehouse, of.scope)
    scored = [risk for risk in found.risks if risk.score is not None]
    severe = [risk for risk in scored if risk.band == "severe"]
    cost = " and ".join(said(amount, "money", code) for code, amount in found.exposure.items())
    written = (
        f"{len(severe)} of {found.n} open risks are severe; together they may cost {cost or 'an unknown amount'}"
        f" ({found.without_cost} without a cost, {found.unscored} unscored)."
        if found.n
        else f"No risk is open: {found.reason or 'the register holds none'}."
    )
    rows = tuple(
        (
            risk.summary, risk.client or risk.service or "—", f"{risk.score} {_arrow(risk.moved)}",
            {"severe": "red", "high": "amber", "moderate": "amber", "low": "green"}[risk.band or "low"],
            said(risk.expected_cost, "money", risk.currency or ""),
            "late" if risk.mitigation_overdue else "—",
        )
        for risk in scored[:6]
    )  # fmt: skip
    grid = Grid(
        "The gravest", ("Risk", "Where", "Score", "Band", "Expected cost", "Mitigation"), rows, ("Band",)
    )
    return Screen(
        "risks", "", "", written, figures=figures, grids=(grid,) if rows else (), notes=_notes(figures)
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
    written = (
        f"{len(held)} of {len(offers)} open upsells and cross-sells should wait: the client is unhappy."
        if offers
        else "No upsell or cross-sell is open."
    )
    rows = tuple(
        (
            offer.name, offer.client or "—", said(offer.amount, "money", offer.currency or ""),
            f"{offer.expected:%d %b %Y}{' (past)' if offer.overdue else ''}" if offer.expected else "—",
            offer.mood, "wait" if offer.hold else "go on",
        )
        for offer in offers[:MOST_ROWS]
    )  # fmt: skip
    grid = Grid(
        "Offers and the mood they meet",
        ("Offer", "Client", "Worth", "Expected", "Mood", "Advice"),
        rows,
        ("Mood",),
    )
    return Screen(
        "opportunities",
        "",
        "",
        written,
        figures=figures,
        grids=(grid,) if rows else (),
        notes=_notes(figures),
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
        f"{len(live)} tables with {read:,} rows were read, {rejected:,} rows were rejected;"
        f" {len(lacking)} of {len(figures)} figures cannot be measured."
    )
    rows = tuple(
        (
            figure.metric.title, f"{figure.answer.n:,}", f"{sum(n for _, n in figure.answer.excluded):,}",
            f"{figure.answer.as_of:%d %b %Y}" if figure.answer.as_of else "—",
            f"{figure.metric.id} · {figure.metric.version}",
        )
        for figure in figures
    )  # fmt: skip
    grid = Grid("Definitions", ("Figure", "n", "Left out", "Data to", "Definition"), rows)
    notes = (
        f"{left_out:,} rows were left out of the figures, each with its reason in the receipt.",
        *([f"Not in the portfolio, so not on the wall: {', '.join(of.strangers)}."] if of.strangers else []),
        *(f"{figure.metric.title}: {figure.metric.formula}" for figure in figures),
    )
    kinds = live.groupby("kind")["imported_at"].max() if len(live) else pd.Series(dtype="datetime64[ns]")
    fresh = tuple(f"{kind}: imported {moment:%d %b %Y %H:%M} UTC" for kind, moment in kinds.items())
    return Screen("data", "", "", written, grids=(grid,), notes=notes + fresh)


def _written(figures: tuple[Figure, ...]) -> str:
    worst = gravest(figures)
    return worst.sentence if worst is not None else "Nothing is measured."


def _drawn(*charts: Chart | None) -> tuple[Chart, ...]:
    return tuple(chart for chart in charts if chart is not None)


def _notes(figures: tuple[Figure, ...]) -> tuple[str, ...]:
    """The receipt of every figure in one line for the presenter."""
    return tuple(
        f"{figure.sentence} {figure.metric.formula} [{figure.metric.id}, definition {figure.metric.version}"
        f"{f', data to {figure.answer.as_of:%d %b %Y}' if figure.answer.as_of else ''}"
        f"{_left_out(figure)}]"
        for figure in figures
    )


def _left_out(figure: Figure) -> str:
    listed = "; ".join(f"{rows:,} {reason}" for reason, rows in figure.answer.excluded)
    return f", left out: {listed}" if listed else ""


def _wall_notes(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(f"{row.part}: {row.sentence}" for row in rows if row.colour != "green")


#: Every figure of the board once, in the order of its topics.
ALL = (*SERVICE, *MONEY, *MOOD, *RISKS, *SALES)
