"""What was promised to the board, and what became of it: dates, the year's landing, colours, and words by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

import pandas as pd
from pydantic import BaseModel, ConfigDict

from metrics.budget_burn import budget_position
from metrics.health import cells, health_day
from metrics.health_rules import DIMENSIONS, SEVERITY, Colour
from metrics.query_frame import frame
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.statistics import Interval, wilson
from metrics.wording import said, said_day
from warehouse import Warehouse

COLLECTION = "promises"
#: A forecast date later than this many days after a board is no promise of that board.
HORIZON = 183

Kind = Literal["date", "landing", "colour", "words"]
State = Literal["kept", "broken", "open", "cannot tell"]


class Promise(BaseModel):
    """One thing the board was told, for judging later.

    `subject` is a milestone ("project: name"), a client, or free text. `due` is the promised date, the end of
    the fiscal year, or the day on which a colour should be reached. `low` and `high` hold a landing range.
    `settled` is what a person said became of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    subject: str
    said: str
    made: date
    due: date
    board: str = ""
    author: str = ""
    dimension: str = ""
    colour: Colour | None = None
    low: float | None = None
    high: float | None = None
    settled: State | None = None

    @property
    def key(self) -> str:
        """What the promise is kept under."""
        return f"{self.made}|{self.kind}|{self.subject}|{self.dimension}|{self.due}"


@dataclass(frozen=True)
class Outcome:
    """What became of a promise, and how one can tell; `references` are the rows that say so."""

    promise: Promise
    state: State
    found: str
    references: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True)
class Record:
    """Every promise with its outcome, and the share of those that can be judged that were kept."""

    outcomes: tuple[Outcome, ...]
    kept: int
    judged: int

    @property
    def rate(self) -> float | None:
        """Kept over judged; None where nothing can be judged yet."""
        return self.kept / self.judged if self.judged else None

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the rate."""
        return wilson(self.kept, self.judged)


class PromiseError(ValueError):
    """The promise cannot be kept as a record; the message says what is missing."""


def promise(w: Warehouse, made: Promise) -> Promise:
    """Keep a promise, entered by hand or found at freezing; the same promise twice is one."""
    if not made.subject.strip() or not made.said.strip():
        raise PromiseError("Say what was promised, and about what.")
    if made.due < made.made:
        raise PromiseError(f"It is due on {made.due}, before it was made on {made.made}.")
    if made.kind == "colour" and (made.colour is None or made.dimension not in (*DIMENSIONS, "overall")):
        raise PromiseError(
            f"A promised colour needs the colour and one of: overall, {', '.join(DIMENSIONS)}."
        )
    w.keep(COLLECTION, made.key, made.model_dump(mode="json"), made.author)
    return made


def promises(w: Warehouse) -> tuple[Promise, ...]:
    """Every promise that was not withdrawn, oldest first."""
    kept = (Promise.model_validate(record["value"]) for record in w.kept(COLLECTION).values())
    return tuple(sorted(kept, key=lambda p: (p.made, p.kind, p.subject)))


def settle(w: Warehouse, made: Promise, state: State, author: str) -> Promise:
    """Say what became of a promise that no figure can judge."""
    if state not in get_args(State):
        raise PromiseError(f"A promise is {', '.join(get_args(State))}, not {state!r}.")
    if not author.strip():
        raise PromiseError("Say who settles this promise.")
    return promise(w, made.model_copy(update={"settled": state, "author": author}))


def told(w: Warehouse, scope: Scope, made: date, board: str, author: str) -> tuple[Promise, ...]:
    """What a board that shows these figures promises by itself: forecast dates and the landing of the year."""
    found: list[Promise] = []
    for row in _newest_milestones(w, scope):
        day = as_date(row["forecast"])
        if (
            day is None
            or as_date(row["actual"]) is not None
            or not made <= day <= made + timedelta(days=HORIZON)
        ):
            continue
        subject = f"{row['project']}: {row['name']}"
        found.append(
            Promise(kind="date", subject=subject, said=f"{subject} on {said_day(day)}", made=made, due=day,
                    board=board, author=author)
        )  # fmt: skip
    position = budget_position(w, scope)
    judged, through = position.landing.judged, position.through
    if judged is not None and judged.amount is not None and through is not None:
        range_said = " to ".join(
            said(v, "money", position.currency) for v in (position.landing.low, position.landing.high)
        )
        year_end = _year_end(through.end, through.number)
        found.append(
            Promise(
                kind="landing", subject=f"Fiscal year {position.fiscal_year}",
                said=f"The year ends at {said(judged.amount, 'money', position.currency)} ({range_said})",
                made=made, due=max(year_end, made), board=board, author=author,
                low=position.landing.low, high=position.landing.high,
            )
        )  # fmt: skip
    return tuple(found)


def record(w: Warehouse, scope: Scope) -> Record:
    """What became of every promise, and the hit rate, as of the day the data tell of."""
    today = health_day(w, scope.but(start=None, end=None, grain=None))
    if today is None:
        return Record((), 0, 0)
    everywhere = Scope(grants=scope.grants)
    outcomes = tuple(_outcome(w, everywhere, made, today) for made in promises(w))
    kept = sum(outcome.state == "kept" for outcome in outcomes)
    return Record(outcomes, kept, kept + sum(outcome.state == "broken" for outcome in outcomes))


def _outcome(w: Warehouse, scope: Scope, made: Promise, today: date) -> Outcome:
    if made.settled is not None:
        return Outcome(made, made.settled, f"settled by {made.author or 'hand'}")
    judges: Mapping[Kind, Callable[[Warehouse, Scope, Promise, date], Outcome]] = {
        "date": _date, "landing": _landing, "colour": _colour,
    }  # fmt: skip
    judge = judges.get(made.kind)
    if judge is not None:
        return judge(w, scope, made, today)
    due = "due, nobody has said what became of it" if made.due < today else "not due yet"
    return Outcome(made, "cannot tell" if made.due < today else "open", due)


def _date(w: Warehouse, scope: Scope, made: Promise, today: date) -> Outcome:
    row = next(
        (r for r in _newest_milestones(w, scope) if f"{r['project']}: {r['name']}" == made.subject), None
    )
    if row is None:
        return Outcome(made, "cannot tell", "the milestone is no longer in the data")
    where = ((int(row["import_id"]), str(row["sheet"]), int(row["row_no"])),)
    actual, forecast = as_date(row["actual"]), as_date(row["forecast"])
    if actual is not None:
        state: State = "kept" if actual <= made.due else "broken"
        return Outcome(made, state, f"reached on {said_day(actual)}, {_apart(made.due, actual)}", where)
    if made.due < today:
        now = f", now expected on {said_day(forecast)}" if forecast else ""
        return Outcome(made, "broken", f"not reached by {said_day(made.due)}{now}", where)
    if forecast is not None and forecast != made.due:
        return Outcome(
            made, "open", f"now expected on {said_day(forecast)}, {_apart(made.due, forecast)}", where
        )
    return Outcome(made, "open", "still expected on that day", where)


def _apart(promised: date, found: date) -> str:
    days = (found - promised).days
    return "as promised" if days == 0 else f"{abs(days)} days {'late' if days > 0 else 'early'}"


def _landing(w: Warehouse, scope: Scope, made: Promise, today: date) -> Outcome:
    year = int(made.subject.rsplit(" ", 1)[-1])
    position = budget_position(w, scope, year)
    if made.low is None or made.high is None:
        return Outcome(made, "cannot tell", "no range was promised")
    if today >= made.due:
        state: State = "kept" if made.low <= position.actual <= made.high else "broken"
        return Outcome(made, state, f"the year ended at {said(position.actual, 'money', position.currency)}")
    judged = position.landing.judged
    if judged is None or judged.amount is None:
        return Outcome(made, "open", "no forecast can be made now")
    inside = "inside" if made.low <= judged.amount <= made.high else "outside"
    return Outcome(
        made,
        "open",
        f"the forecast is now {said(judged.amount, 'money', position.currency)}, {inside} the range",
    )


def _colour(w: Warehouse, scope: Scope, made: Promise, today: date) -> Outcome:
    if today < made.due:
        return Outcome(made, "open", f"due on {said_day(made.due)}")
    then = scope.but(end=made.due + timedelta(days=1), filters=(("client", (made.subject,)),))
    dimensions = DIMENSIONS if made.dimension == "overall" else (made.dimension,)
    seen = cells(w, then, "client", dimensions=dimensions)  # type: ignore[arg-type]
    if not seen:
        return Outcome(made, "cannot tell", "nothing is known of this client")
    worst = max(seen, key=lambda cell: SEVERITY[cell.computed])
    if worst.computed == "grey":
        return Outcome(made, "cannot tell", f"on {said_day(made.due)} it was grey: {worst.sentence}")
    kept = SEVERITY[worst.computed] <= SEVERITY[made.colour or "green"]
    return Outcome(
        made,
        "kept" if kept else "broken",
        f"on {said_day(made.due)} it was {worst.computed}: {worst.sentence}",
    )


def _newest_milestones(w: Warehouse, scope: Scope) -> Sequence[Mapping[Any, Any]]:
    rows = frame(w, "latest_milestones", scope.but(start=None, end=None)).rows
    return rows.astype(object).where(pd.notna(rows), None).to_dict("records")


def _year_end(period_end: date, number: int) -> date:
    """The last day of the fiscal year whose period `number` ends before `period_end`."""
    months = period_end.year * 12 + period_end.month - 1 + (12 - number)
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
