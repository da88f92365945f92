"""The clocks that run at an instant, and the share of its time each has used, on the clock its clause names."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from contracts.contract import UNKNOWN
from metrics.needed import lacking_columns
from metrics.query_frame import frame, newest
from metrics.query_tables import table
from metrics.query_text import STEP
from metrics.scope import Scope
from metrics.slas import NEEDS_RESPONSE
from warehouse import Warehouse
from warehouse.working_time import OpenTime

BROKEN, SHARE_UNKNOWN = "breached", "share not known"
ROUND_THE_CLOCK = "24×7"
#: A clock that names no calendar that is loaded: its hours would be a guess.
UNKNOWN_HOURS = "hours not known"


def band_of(broken: bool, used: float) -> str:
    """The band a share lies in; both ends of "50 to 75 %" belong to it."""
    if broken:
        return BROKEN
    if np.isnan(used):
        return SHARE_UNKNOWN
    limits = ((0.95, "over 95 %"), (0.85, "86 to 95 %"), (0.75, "76 to 85 %"))
    otherwise = "50 to 75 %" if used >= 0.5 else "below 50 %"
    return next((band for limit, band in limits if used > limit), otherwise)


class Running(NamedTuple):
    """A row per running clock, the instant, and the filters that say nothing of clocks; None: nothing is loaded."""

    clocks: pd.DataFrame | None
    as_of: datetime | None
    notes: tuple[str, ...]


#: What is asked of a clock: a wide row takes four times as long to read.
_OF_CLOCKS = (
    "ticket", "sla_name", "sla_type", "target", "decides", "stage_category", "started", "ended", "breach",
    "original_breach", "breached", "elapsed_percent", "business_elapsed_percent", "paused", "business_paused",
    "schedule", "service", "client",
)  # fmt: skip


def running_clocks(engine: Warehouse, scope: Scope) -> Running:
    """The clocks of the tool that run at the as-of: with `used`, `broken`, `clock` and `as_exported`.

    The schedule of the clock says its hours, else the clause of a contract of the same name; where neither names a
    clock it runs 24×7. Pauses are taken out: by the time of breach without them, else by the pause that is known. The
    exported share stands only where nothing better can be: on hold, when it does not move, and in unknown hours.
    """
    as_of = newest(engine, "ticket_slas", scope)
    if as_of is None:
        return Running(None, None, ())
    known = _literal(scope.as_of or as_of + STEP)
    found, _, notes = frame(
        engine,
        "ticket_slas",
        scope,
        columns=_OF_CLOCKS,
        only=f"started < {known} AND (ended >= {known} OR (ended IS NULL AND coalesce(stage_category, '') NOT IN "
        "('completed', 'cancelled')))",
    )
    if notes or found.empty:
        return Running(None if notes else _with_nothing(found), as_of, notes)
    now = pd.Series(pd.Timestamp(as_of), index=found.index)
    open_time = _open_time(engine, found[["started", "breach", "original_breach"]], as_of)
    hours = _hours_of(engine, scope, found, open_time)
    used = pd.Series(np.nan, index=found.index)
    for place in sorted(hours[hours >= 0].unique()):
        used[hours == place] = _share(found[hours == place], now, open_time, int(place))
    used[hours == _ALWAYS] = _share(found[hours == _ALWAYS], now, open_time, None)
    on_hold = (found["stage_category"] == "paused") & ~(found["ended"] >= now)
    told = found["business_elapsed_percent"].where(hours != _ALWAYS, found["elapsed_percent"])
    exported = on_hold | (hours == _NOT_KNOWN)
    said_broken = found["breached"].fillna(False).astype(bool) & ~(found["breach"] > now)
    clocks = found.assign(
        used=used.where(~exported, told.astype(float) / 100),
        as_exported=exported & told.notna(),
        clock=[_in_words(open_time, int(place)) for place in hours],
        # On hold the time of breach still moves: only the tool can say that it is broken.
        broken=said_broken | ((found["breach"] < now) & ~on_hold),
    )
    return Running(clocks, as_of, ())


#: Until when an incident is open: its resolution or, where the tool has none, its end.
_OVER = "coalesce(resolved, closed)"
#: What contracts promise for incidents: the view with its clauses, what is promised, and when its clock stops.
_PROMISED = (("incident_promises", "resolution", _OVER), ("response_promises", "response", "responded"))


def running_promises(engine: Warehouse, scope: Scope) -> Running:
    """The open incidents for which a contract promises a time, as clocks: the same columns.

    A ticket may be waiting for its first response and its resolution; where no export tells a first response, nobody
    can say which tickets wait for it.
    """
    as_of = newest(engine, "incidents", scope)
    if as_of is None:
        return Running(None, None, ())
    known = _literal(scope.as_of or as_of + STEP)
    told = lacking_columns(NEEDS_RESPONSE, [table(engine, "incidents", scope.grants)]) == ()
    parts = []
    for view, target, end in _PROMISED if told else _PROMISED[:1]:
        found, _, notes = frame(
            engine,
            view,
            scope,
            every_child=True,
            only=f"opened < {known} AND coalesce({end} >= {known}, TRUE) AND ({_OVER} >= {known} OR ({_OVER} IS NULL "
            "AND coalesce(state_category, '') NOT IN ('resolved', 'closed', 'cancelled')))",
        )
        if notes:
            return Running(None, as_of, notes)
        parts.append(found.assign(target=target))
    found = pd.concat([one for one in parts if not one.empty] or parts[:1], ignore_index=True)
    found = found.assign(
        ticket=found["number"], sla_name=named_clause(found), sla_type="SLA", started=found["opened"],
        breach=found["promise_due"],
    )  # fmt: skip
    if found.empty:
        return Running(_with_nothing(found), as_of, ())
    now = pd.Series(pd.Timestamp(as_of), index=found.index)
    open_time = _open_time(engine, found[["started", "breach"]], as_of)
    places = [
        _ALWAYS if clock != "working time" else _place(open_time.calendar_of(*whose))
        for clock, *whose in found[["promise_clock", "promise_schedule", "service", "client"]]
        .astype(object).where(lambda cells: cells.notna(), None).itertuples(index=False, name=None)
    ]  # fmt: skip
    hours = pd.Series(places, index=found.index)
    left = (found["breach"] - now).dt.total_seconds()
    for place in sorted(hours[hours >= 0].unique()):
        of_it = hours == place
        left[of_it] = open_time.seconds(int(place), now[of_it], found.loc[of_it, "breach"])
    clocks = found.assign(
        used=1 - left / found["promised_seconds"],
        as_exported=False,
        clock=[_in_words(open_time, int(place)) for place in hours],
        broken=(found["promise_bears_until"] < now).astype(bool),
    )
    return Running(clocks, as_of, ())


def named_clause(found: pd.DataFrame) -> pd.Series:
    """The clause behind an incident as people tell it from others: contract and clause."""
    both = found["promise_contract"] + " · " + found["promise_clause"]
    return both.fillna(found["promise_clause"]).fillna(found["promise_contract"])


def _with_nothing(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(used=np.nan, as_exported=False, clock="", broken=False)


#: In the place of a calendar: no calendar is needed, or the one that is needed is not here.
_ALWAYS, _NOT_KNOWN = -1, -2


def _place(calendar: int | None) -> int:
    return _NOT_KNOWN if calendar is None else calendar


def _in_words(open_time: OpenTime, place: int) -> str:
    if place < 0:
        return ROUND_THE_CLOCK if place == _ALWAYS else UNKNOWN_HOURS
    name = open_time.calendars[place].name
    return f"working time ({name})" if name else "working time"


def _literal(instant: datetime) -> str:
    return f"TIMESTAMP '{instant}'"


def _open_time(engine: Warehouse, moments: pd.DataFrame, as_of: datetime) -> OpenTime:
    first, last = moments.min().min(), moments.max().max()
    days: list[date] = [as_of.date(), *(one.date() for one in (first, last) if not pd.isna(one))]
    # A time of breach centuries away is a typing error: its calendar need not be known.
    return OpenTime(engine.cursor(), min(days), min(max(days), as_of.date() + timedelta(days=3660)))


def _share(found: pd.DataFrame, now: pd.Series, open_time: OpenTime, calendar: int | None) -> pd.Series:
    """The share used: what is left until the breach, over the time promised without pauses."""
    now = now[found.index]

    def lasting(begin: pd.Series, end: pd.Series) -> pd.Series:
        if calendar is None:
            return (end - begin).dt.total_seconds()
        return pd.Series(open_time.seconds(calendar, begin, end), index=found.index)

    paused = found["paused" if calendar is None else "business_paused"].fillna(0).astype(float)
    promised = lasting(found["started"], found["original_breach"])
    promised = promised.where(promised > 0, lasting(found["started"], found["breach"]) - paused)
    return (1 - lasting(now, found["breach"]) / promised.where(promised > 0)).astype(float)


def _hours_of(engine: Warehouse, scope: Scope, found: pd.DataFrame, open_time: OpenTime) -> pd.Series:
    """The calendar on which each clock runs: its place, or that it runs always, or that nobody can say."""
    clauses = _clauses(engine, scope)
    columns = ["schedule", "sla_name", "service", "client"]
    asked = found[columns].astype(object).where(found[columns].notna(), None)
    known: dict[tuple[str | None, ...], int] = {}
    for whose in set(asked.itertuples(index=False, name=None)):
        known[whose] = _hours(open_time, clauses, *whose)
    return pd.Series([known[whose] for whose in asked.itertuples(index=False, name=None)], index=found.index)


def _hours(
    open_time: OpenTime,
    clauses: dict[str, set[tuple[str, str | None]]],
    schedule: str | None,
    name: str | None,
    service: str | None,
    client: str | None,
) -> int:
    if schedule is not None:
        calendar = open_time.calendar_of(schedule, service, client)
        if calendar is not None:
            return calendar
        if re.fullmatch(r"\s*24\s*[x×*/-]\s*7.*", schedule, re.IGNORECASE):
            return _ALWAYS
    told = clauses.get(str(name).casefold(), set())
    if len(told) == 1:
        clock, named = next(iter(told))
        if clock == UNKNOWN:
            return _NOT_KNOWN
        return _ALWAYS if clock == "24x7" else _place(open_time.calendar_of(named, service, client))
    return _NOT_KNOWN if schedule is not None or told else _ALWAYS


def _clauses(engine: Warehouse, scope: Scope) -> dict[str, set[tuple[str, str | None]]]:
    """Clock and calendar of every clause that names its clock, by clause and by contract."""
    named = ("clause", "contract", "clock", "schedule")
    listed = frame(engine, "sla_targets", scope.but(filters=()), columns=named).rows
    found: dict[str, set[tuple[str, str | None]]] = {}
    if listed.empty:
        return found
    for column in ("clause", "contract"):
        said = listed[[column, "clock", "schedule"]].dropna(subset=[column, "clock"])
        for name, clock, schedule in said.itertuples(index=False, name=None):
            one = (str(clock), None if pd.isna(schedule) else str(schedule))
            found.setdefault(str(name).casefold(), set()).add(one)
    return found
