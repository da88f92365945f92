"""The screens of the board about the whole: headline and decisions, exceptions, portfolio."""

from __future__ import annotations

from collections import Counter

from metrics.board_material import Material
from metrics.board_notes import colours_of, gravest_sentence, reasons, receipts_of
from metrics.board_parts import Figure, Grid, Line, Screen
from metrics.board_topics import measured_first, overspending
from metrics.budget_burn import ACTUAL, BUDGET
from metrics.client_mood import CSAT, NPS
from metrics.health import TITLES, Row
from metrics.health_rules import DIMENSIONS, SEVERITY, Colour
from metrics.incident_trends import BACKLOG, MAJOR, TIME_TO_RESOLVE_P85, URGENT
from metrics.query_frame import frame, last_day
from metrics.query_tables import as_date
from metrics.risks import register
from metrics.slas import SLA_RESOLUTION
from metrics.wording import counted, listed, said, said_day

#: Decisions, things to know and things to watch on the first screen, each.
MOST_LINES = 3
_NEEDED = (
    "What this screen needs",
    (
        Line("a portfolio, or files whose rows say which client or service they are about", "grey"),
        Line(
            "for its colours any of: SLA clocks, tickets, survey answers, milestones, budgets, risks", "grey"
        ),
    ),
)
_YES = frozenset({"yes", "true", "x", "1", "ja", "oui"})


def headline(of: Material) -> Screen:
    """What is wrong, what the board has to decide, and what it should know and watch."""
    asked = of.figures(SLA_RESOLUTION, URGENT, NPS, ACTUAL)
    figures = measured_first(asked, of.figures(TIME_TO_RESOLVE_P85, BACKLOG, MAJOR, CSAT))
    figure = "" if of.rows else gravest_sentence(figures)
    written = " ".join(part for part in (_red_and_why(of), overspending(of), figure) if part)
    lists = (_decide(of), ("Know", _know(of, asked)), ("Watch", _watch(of, figures)))
    shown = tuple(_with_budget(of, each) for each in figures)
    return Screen("headline", "", "", written, figures=shown, lists=lists, notes=receipts_of(figures))


def _with_budget(of: Material, figure: Figure) -> Figure:
    """What was spent means little without what was planned."""
    planned = of.figure(BUDGET).answer.value
    if figure.metric.name != ACTUAL.name or planned is None:
        return figure
    return figure.standing_beside(f"budget {said(planned, 'money', of.currency)}")


def _red_and_why(of: Material) -> str:
    """Which clients are red, each with the dimensions that are, and how many are amber or grey."""
    if not of.rows:
        return f"No portfolio can be shown: {of.wall.reason or 'nothing is known'}."
    red = [row for row in of.rows if row.colour == "red"]
    named = [f"{row.part}{_dimensions(row)}" for row in red[:4]]
    more = f" and {len(red) - 4} more" if len(red) > 4 else ""
    return _counts(of, f": {', '.join(named)}{more}" if red else "") + "."


def _dimensions(row: Row) -> str:
    """The red dimensions of a client, by number beyond three; nothing where its colour was put by hand."""
    red = [TITLES[cell.dimension] for cell in row.cells if cell.colour == "red"]
    if len(red) > 3:
        return f" ({len(red)} of {len(row.cells)} dimensions)"
    return f" ({', '.join(name if name.isupper() else name.lower() for name in red)})" if red else ""


def _counts(of: Material, after_red: str = "") -> str:
    colours = Counter(row.colour for row in of.rows)
    words: dict[Colour, str] = {"amber": "amber", "green": "green", "grey": "without data"}
    rest = ", ".join(f"{colours[colour]} {word}" for colour, word in words.items() if colours[colour])
    verb = "is" if colours["red"] == 1 else "are"
    return f"{colours['red']} of {len(of.rows)} {of.parts_word} {verb} red{after_red}{'; ' + rest if rest else ''}"


def _decide(of: Material) -> tuple[str, tuple[Line, ...]]:
    """Decisions nobody has taken, the ones the board must take first, then by the day they are needed."""
    found = frame(of.warehouse, "decisions", of.scope.but(start=None, end=None))
    if not len(found.rows):
        return "Decide", (Line("No register of decisions has been loaded.", "grey"),)
    # The day to which the register goes decides what is overdue there; what is needed by a day after it may be
    # past on the board's own day.
    register_to = last_day(of.warehouse, of.scope.but(start=None, end=None), found.as_of)
    lines = []
    for row in found.rows[found.rows["decided"].isna()].to_dict("records"):
        due = as_date(row["due"])
        late = due is not None and register_to is not None and due < register_to
        past = due is not None and of.today is not None and due < of.today
        still = f" (past; the register goes to {said_day(register_to)})" if past and register_to else ""
        when = f", needed by {said_day(due)}{' (overdue)' if late else still}" if due else ""
        board = "board" in str(row["decided_by"] or "").casefold() or str(row["to_board"]).casefold() in _YES
        colour: Colour | None = "red" if late else "amber" if past else None
        lines.append((not board, str(due or "9999"), Line(f"{row['summary']}{when}", colour)))
    chosen = tuple(line for _, _, line in sorted(lines, key=lambda entry: entry[:2])[:MOST_LINES])
    name = f"Decide ({MOST_LINES} of {len(lines)} open)" if len(lines) > MOST_LINES else "Decide"
    return name, chosen or (Line("No decision is waiting in the register.", "green"),)


def _know(of: Material, asked: tuple[Figure, ...]) -> tuple[Line, ...]:
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
    first = {line.part: line for line in reversed(lines)}
    once = tuple(line for line in lines if first[line.part] is line)[:MOST_LINES]
    if once:
        return once
    lacking = reasons(asked)
    if not of.rows:
        why = (of.wall.reason or "nothing is known", *lacking)
        return tuple(Line(reason, "grey", "Not judged") for reason in why[:MOST_LINES])
    return (Line("Nothing is red.", "green"),)


def _watch(of: Material, figures: tuple[Figure, ...]) -> tuple[Line, ...]:
    """What may become red: amber clients, severe risks, a forecast beyond the budget, figures that got worse."""
    lines = [Line(row.sentence, "amber", row.part) for row in of.rows if row.colour == "amber"]
    position = of.position
    exhausted = next((f for f in position.forecasts if f.exhausted is not None), None)
    if position.landing.judged is not None and exhausted is not None and exhausted.exhausted is not None:
        used = f"used up on {said_day(exhausted.exhausted)} ({exhausted.name.lower()})"
        lines.append(Line(used, "amber", "Budget"))
    severe = [risk for risk in register(of.warehouse, of.scope).risks if risk.band == "severe"]
    lines += [Line(f"{risk.summary} (score {risk.score} of 25)", "red", risk.client or "") for risk in severe]
    lines += [Line(figure.sentence, "amber") for figure in figures if figure.rule in {"worse", "doubtful"}]
    return tuple(lines[:MOST_LINES]) or (Line("Nothing that is measured got worse beyond noise.", "grey"),)


def exceptions(of: Material) -> Screen:
    """Every dimension that is red, got worse, or cannot be judged although the contract asks for it."""
    if not of.rows:
        written = f"Nothing can be judged: {of.wall.reason or 'nothing is known'}."
        return Screen("exceptions", "", "", written, lists=(_NEEDED,))
    before = {(cell.part, cell.dimension): cell.colour for cell in (of.before.cells if of.before else ())}
    found = []
    for row in of.rows:
        for cell in row.cells:
            was = before.get((row.part, cell.dimension))
            if cell.colour == "red" or (was is not None and SEVERITY[cell.colour] > SEVERITY[was]):
                found.append((SEVERITY[cell.colour], row.at_stake or 0.0, row.part, cell, was))
    found.sort(key=lambda entry: (-entry[0], -entry[1], entry[2]))
    rows = tuple(
        (part, TITLES[cell.dimension], cell.colour, *([was or "not shown"] if before else []), cell.sentence)
        for _, _, part, cell, was in found
    )
    cells = [cell for row in of.rows for cell in row.cells]
    grey = sum(cell.colour == "grey" for cell in cells)
    red = sum(cell.colour == "red" for cell in cells)
    most = Counter(row.part for row in of.rows for cell in row.cells if cell.colour == "red").most_common(2)
    at = f", most at {listed([f'{part} ({n})' for part, n in most])}" if len(of.rows) > 2 and most else ""
    written = (
        f"{red} of {len(cells)} checks of {counted(len(of.rows), of.wall.by)} are red{at};"
        f" {grey} cannot be judged for want of data."
    )
    columns = (of.wall.by.capitalize(), "Dimension", "Now", *(["Last board"] if before else []), "Why")
    grid = Grid("Exceptions", columns, rows, ("Now", "Last board"), most=10)
    return Screen("exceptions", "", "", written, grids=(grid,) if rows else (), notes=colours_of(of.rows))


def wall(of: Material) -> Screen:
    """The portfolio: a row per client, a colour per dimension, what comes next, what is at stake."""
    if not of.rows:
        written = f"No portfolio can be shown: {of.wall.reason or 'nothing is known'}."
        return Screen("wall", "", "", written, lists=(_NEEDED,))
    rows = tuple(
        (
            row.part, row.colour, *(row.cell(dimension).colour for dimension in DIMENSIONS),
            f"{said_day(row.next_date, year=False)} · {row.next_milestone}" if row.next_date else "none planned",
            said(row.at_stake, "money", row.currency or "") if row.at_stake is not None else "not stated",
        )
        for row in of.rows
    )  # fmt: skip
    dimensions = tuple(TITLES[dimension] for dimension in DIMENSIONS)
    columns = (of.wall.by.capitalize(), "Overall", *dimensions, "Next milestone", "Worth a year")
    grid = Grid("Portfolio", columns, rows, ("Overall", *dimensions), most=10)
    return Screen("wall", "", "", _where_red(of), grids=(grid,), notes=colours_of(of.rows))


def _where_red(of: Material) -> str:
    """How many are red, in which dimensions most, and which dimensions nobody can judge."""
    often = Counter(c.dimension for row in of.rows for c in row.cells if c.colour == "red").most_common(2)
    most = listed([f"{TITLES[dimension]} ({n})" for dimension, n in often])
    unknown = [
        TITLES[dimension]
        for dimension in DIMENSIONS
        if all(row.cell(dimension).colour == "grey" for row in of.rows)
    ]
    written = _counts(of)
    if most:
        written += f". Red most often: {most}"
    if unknown:
        written += f". Judged for nobody: {', '.join(unknown)}"
    return f"{written}."
