"""Changes beside the calendar: not ready in time, suspected of incidents, crowded after a freeze (CHG-04, 11, 14)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from metrics.changes import ARTEFACTS
from metrics.query_frame import frame, references
from metrics.query_tables import Engine
from metrics.scope import Scope
from metrics.statistics import Interval, poisson_interval
from metrics.wording import listed
from warehouse import Warehouse
from warehouse.calendars import after_working_days, calendar_of, calendars

#: Working days before its start in which a change must have its documents.
GATE_DAYS = 5
#: Ten working days.
AFTER_FREEZE = timedelta(days=14)
ONE_DAY = timedelta(days=1)
#: For how long after a change an incident on the same service is suspicious.
SUSPICIOUS = timedelta(hours=24)


@dataclass(frozen=True)
class Gate:
    """Changes that start within five working days and lack a document (CHG-11).

    `changes` has the columns of the contract and `missing`, a list of what is not written. `n` counts the
    changes that start in that time, need documents and of which at least one document is told. `untold` are the
    documents that cannot be looked for in some of them, because their export has no such column: neither written nor
    missing.
    """

    as_of: datetime | None
    n: int
    changes: pd.DataFrame
    reason: str | None = None
    untold: tuple[str, ...] = ()


def documentation_gate(engine: Warehouse, scope: Scope) -> Gate:
    """Which changes must not start as they are: a placeholder or a few words are no plan.

    Working days are those of the calendar of a change's service or client; without a calendar Monday to Friday.
    """
    found, as_of, notes = frame(engine, "documented_changes", scope.but(start=None, end=None))
    if found.empty or as_of is None or notes:
        reason = " ".join(notes) or "no changes have been loaded"
        return Gate(as_of, 0, found.head(0).assign(missing=None), reason)
    soon = found[
        (found["planned_start"] >= as_of)
        & (found["planned_start"] < _gates(engine, found, as_of))
        & (found["type"] != "standard")
        & ~found["state_category"].isin(["cancelled", "closed"])
        & (found["outcome"] != "cancelled")
    ]
    lacks = soon[list(ARTEFACTS)].eq(0).fillna(False)
    missing = [
        [words for (_, words), lacking in zip(ARTEFACTS.items(), row, strict=True) if lacking]
        for row in lacks.itertuples(index=False)
    ]
    shown = soon.assign(missing=pd.Series(missing, index=soon.index, dtype=object))
    untold = tuple(words for column, words in ARTEFACTS.items() if soon[column].isna().any())
    n = int((soon["documents_known"] > 0).sum())
    return Gate(
        as_of,
        n,
        shown[shown["missing"].map(len) > 0].sort_values("planned_start"),
        f"not measurable: needs {listed(untold)}" if len(soon) and not n else None,
        untold,
    )


def _gates(engine: Warehouse, changes: pd.DataFrame, as_of: datetime) -> pd.Series:
    """For each change the moment five working days after the as-of, in the hours of its service or client."""
    cursor = engine.cursor()
    known = calendars(cursor)
    whose = changes[["service", "client"]].astype(object).where(changes[["service", "client"]].notna(), None)
    pairs = list(whose.itertuples(index=False, name=None))
    places = {pair: calendar_of(known, None, *pair) for pair in set(pairs)}
    ends = {
        place: after_working_days(cursor, None if place is None else known[place], as_of, GATE_DAYS)
        for place in set(places.values())
    }
    return pd.Series([ends[places[pair]] for pair in pairs], index=changes.index, dtype="datetime64[us]")


@dataclass(frozen=True)
class Suspected:
    """Incidents within 24 hours after a change on the same service or item, beside what was to be expected (CHG-04).

    `expected` is the mean number in the same hours of the other weeks; `interval` the exact 95 % interval of
    the number found. Suspicion is never merged with declared causes.
    """

    change: str
    ended: datetime
    end_is_planned: bool
    found: int
    expected: float
    interval: Interval
    rows: tuple[tuple[int, str, int], ...]

    @property
    def more_than_expected(self) -> bool:
        """Whether chance does not explain the number."""
        return self.interval.low is not None and self.interval.low > self.expected


def suspected(engine: Engine, scope: Scope) -> tuple[Suspected, ...]:
    """Every change after which incidents came, the most suspicious first; several may claim one incident.

    Empty where a filter says nothing of incidents.
    """
    needed = ("change_number", "change_ended", "end_is_planned", "change_service", "change_item")
    pairs, as_of, notes = frame(engine, "suspected_incidents", scope, when="opened", columns=needed)
    if pairs.empty or as_of is None or notes:
        return ()
    incidents, told, _ = frame(
        engine,
        "incidents",
        scope.but(start=None, end=None),
        columns=("service", "configuration_item", "opened"),
    )
    of_service = incidents.groupby("service").indices
    of_item = incidents.groupby("configuration_item").indices
    nothing, opened = np.array([], dtype=np.int64), incidents["opened"].to_numpy()
    span = (incidents["opened"].min(), pd.Timestamp(told or as_of))
    found = []
    for change, group in pairs.groupby("change_number", sort=False):
        ended = pd.Timestamp(group["change_ended"].iloc[0])
        like_it = np.union1d(
            of_service.get(group["change_service"].iloc[0], nothing),
            of_item.get(group["change_item"].iloc[0], nothing),
        )
        found.append(
            Suspected(
                change=str(change),
                ended=ended.to_pydatetime(),
                end_is_planned=bool(group["end_is_planned"].iloc[0]),
                found=len(group),
                expected=_in_other_weeks(np.sort(opened[like_it]), ended, span),
                interval=poisson_interval(len(group)),
                rows=references(group),
            )
        )
    return tuple(
        sorted(found, key=lambda one: (not one.more_than_expected, one.expected - one.found, one.change))
    )


def _in_other_weeks(times: np.ndarray, ended: pd.Timestamp, span: tuple[pd.Timestamp, pd.Timestamp]) -> float:
    """The mean number of incidents in the same 24 hours of every other week the data cover."""
    first, last = span
    earlier = int((ended - first) // pd.Timedelta(weeks=1))
    later = int((last - ended - SUSPICIOUS) // pd.Timedelta(weeks=1))
    weeks = np.arange(-earlier, later + 1)
    weeks = weeks[weeks != 0]
    if not len(weeks):
        return 0.0
    starts = ended.to_datetime64() + weeks * np.timedelta64(7, "D")
    ends = starts + np.timedelta64(SUSPICIOUS)
    counts = np.searchsorted(times, ends, side="right") - np.searchsorted(times, starts, side="right")
    return float(counts.mean())


@dataclass(frozen=True)
class Pressure:
    """Changes planned in the ten working days after a freeze, beside a normal stretch of that length (CHG-14).

    A freeze of one service or client is followed among the changes of that service or client.
    """

    freeze: str
    end: datetime
    planned: int
    normal: float | None
    ratio: float | None
    reason: str | None
    rows: tuple[tuple[int, str, int], ...]


FEWEST_STRETCHES = 4


def pressure_after_freezes(engine: Engine, scope: Scope) -> tuple[Pressure, ...]:
    """How crowded the first two weeks after every freeze are, against the median of all other fortnights.

    Empty where a filter says nothing of changes.
    """
    changes, as_of, notes = frame(engine, "changes", scope.but(start=None, end=None))
    freezes, _, _ = frame(engine, "freezes", scope.but(start=None, end=None, filters=()))
    freezes = freezes[freezes["start"].notna() & freezes["end"].notna()]
    planned = changes[
        changes["planned_start"].notna()
        & (changes["state_category"] != "cancelled")
        & (changes["outcome"] != "cancelled")
    ]
    if planned.empty or freezes.empty or notes or as_of is None:
        return ()
    return tuple(
        _pressure(freeze, planned, freezes, pd.Timestamp(as_of)) for freeze in freezes.to_dict("records")
    )


def _pressure(
    freeze: Mapping[Hashable, Any], planned: pd.DataFrame, freezes: pd.DataFrame, as_of: pd.Timestamp
) -> Pressure:
    for name in ("service", "client"):
        if isinstance(freeze[name], str):
            planned = planned[planned[name] == freeze[name]]
            freezes = freezes[freezes[name].isna() | (freezes[name] == freeze[name])]
    end = pd.Timestamp(freeze["end"])
    after = planned[(planned["planned_start"] >= end) & (planned["planned_start"] < end + AFTER_FREEZE)]
    normal, stretches = _normal(planned["planned_start"], freezes, as_of)
    first, last = planned["planned_start"].min(), max(planned["planned_start"].max(), as_of)
    reason = None
    if planned.empty or end + AFTER_FREEZE <= first or end > last:
        reason = "no change is known from the two weeks after it"
    elif normal is None:
        reason = f"needs {FEWEST_STRETCHES} fortnights away from freezes, has {stretches}"
    elif normal == 0:
        reason = "no change is planned in a normal fortnight"
    return Pressure(
        str(freeze["name"]),
        end.to_pydatetime(),
        len(after),
        normal,
        len(after) / normal if normal and reason is None else None,
        reason,
        references(after),
    )


def _normal(starts: pd.Series, freezes: pd.DataFrame, as_of: pd.Timestamp) -> tuple[float | None, int]:
    """The median of the fortnights away from freezes, and how many there are.

    Fortnights that the data do not cover, or that are not over so that more may yet be planned, would look quiet.
    """
    if starts.empty:
        return None, 0
    stretches = starts.to_frame("start").set_index("start").resample("14D", origin="epoch").size()
    begins = pd.DatetimeIndex(stretches.index)
    ends = begins + AFTER_FREEZE
    away = (begins >= starts.min().normalize()) & (ends <= min(as_of, starts.max().normalize() + ONE_DAY))
    for start, end in freezes[["start", "end"]].itertuples(index=False, name=None):
        away &= (begins >= end + AFTER_FREEZE) | (ends <= start)
    others = stretches[away]
    return (float(others.median()) if len(others) >= FEWEST_STRETCHES else None), len(others)
