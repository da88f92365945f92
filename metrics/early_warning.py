"""Do bad weeks turn into bad moods and into cost, and who is next? A chain, where the data carry it.

The lags (1 to 8 weeks) are fixed beforehand and all are shown; nothing is shown below 16 weeks, nor where the
sign of the first half does not hold in the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from metrics.client_voice import known_clients, silent_clients
from metrics.health import health_day
from metrics.query_frame import frame
from metrics.scope import Scope
from metrics.statistics import Interval, rank_correlation
from metrics.wording import counted
from warehouse import Warehouse

LAGS = tuple(range(1, 9))
#: Fewer weeks with both an experience and a mood tell nothing.
FEWEST_WEEKS = 16
#: Weeks that hang together are resampled together.
BLOCK = 4
TOO_LITTLE = "not shown: too little data"

#: Minutes one event counts for, beside the minutes an urgent incident lasted.
REOPENED, PASSED_AROUND, BROKEN_PROMISE = 60.0, 30.0, 60.0


@dataclass(frozen=True)
class Lagged:
    """How mood or cost goes along with the experience some weeks before: Spearman's ρ, block-bootstrap interval.

    None with a `reason` where it is not shown. Negative means worse weeks are followed by worse moods, positive
    that they are followed by higher cost.
    """

    lag: int
    association: float | None
    interval: Interval
    n: int
    reason: str | None


@dataclass(frozen=True)
class Chain:
    """One client's weeks: bad-experience minutes, mood (0 to 1, None where nothing was heard), cost, and the lags.

    Cost is what was posted for the client in the reporting currency: 0 in a week without postings, None before the
    first and after the last.
    """

    client: str
    weeks: tuple[date, ...]
    experience: tuple[float, ...]
    mood: tuple[float | None, ...]
    lags: tuple[Lagged, ...]
    cost: tuple[float | None, ...] = ()
    cost_lags: tuple[Lagged, ...] = ()

    @property
    def strongest(self) -> Lagged | None:
        """The lag with the clearest link from worse weeks to worse moods; None where none is shown."""
        shown = [
            lag for lag in self.lags
            if lag.association is not None and lag.interval.high is not None and lag.interval.high < 0
        ]  # fmt: skip
        return min(shown, key=lambda lag: lag.association or 0.0, default=None)

    @property
    def strongest_cost(self) -> Lagged | None:
        """The lag with the clearest link from worse weeks to higher cost; None where none is shown."""
        shown = [
            lag for lag in self.cost_lags
            if lag.association is not None and lag.interval.low is not None and lag.interval.low > 0
        ]  # fmt: skip
        return max(shown, key=lambda lag: lag.association or 0.0, default=None)


@dataclass(frozen=True)
class EarlyWarning:
    """A client whose last three weeks were far worse than usual: what happened, and what followed in the past.

    `hits` of `warnings` earlier ones were followed by a lower mood within eight weeks.
    """

    client: str
    sentence: str
    sigmas: float
    silent_days: int | None
    lag: int | None
    hits: int
    warnings: int


def chains(w: Warehouse, scope: Scope, *, seed: int = 1) -> tuple[Chain, ...]:
    """The chain of every client of a scope."""
    today = health_day(w, scope)
    if today is None:
        return ()
    minutes, moods, costs = _experience(w, scope), _moods(w, scope), _costs(w, scope)
    found = []
    for client in known_clients(w, scope):
        weeks = _weeks(minutes.get(client), moods.get(client), today)
        cost = costs.get(client, pd.Series(dtype=float)).reindex(weeks)
        experience = minutes.get(client, pd.Series(dtype=float)).reindex(weeks, fill_value=0.0)
        mood = moods.get(client, pd.Series(dtype=float)).reindex(weeks)
        found.append(
            Chain(
                client, tuple(week.date() for week in weeks), tuple(float(value) for value in experience),
                _known(mood), lagged(experience.to_numpy(float), mood.to_numpy(float), seed=seed),
                _known(cost), lagged(experience.to_numpy(float), cost.to_numpy(float), seed=seed),
            )
        )  # fmt: skip
    return tuple(found)


def _known(values: pd.Series) -> tuple[float | None, ...]:
    return tuple(None if pd.isna(value) else float(value) for value in values)


def lagged(experience: np.ndarray, outcome: np.ndarray, *, seed: int = 1) -> tuple[Lagged, ...]:
    """Every lag from 1 to 8 weeks: mood or cost against the experience that many weeks before."""
    return tuple(_at(experience, outcome, lag, seed) for lag in LAGS)


def _at(experience: np.ndarray, mood: np.ndarray, lag: int, seed: int) -> Lagged:
    before, after = experience[:-lag], mood[lag:]
    known = ~np.isnan(after)
    x, y = before[known], after[known]
    nothing = Interval(None, None)
    if len(x) < FEWEST_WEEKS:
        return Lagged(lag, None, nothing, len(x), f"{TOO_LITTLE} ({len(x)} weeks, {FEWEST_WEEKS} are needed)")
    rho = _spearman(x, y)
    if rho is None:
        return Lagged(lag, None, nothing, len(x), f"{TOO_LITTLE} (nothing varies)")
    half = len(x) // 2
    halves = (_spearman(x[:half], y[:half]), _spearman(x[half:], y[half:]))
    if any(part is None or part * rho <= 0 for part in halves):
        return Lagged(
            lag, None, nothing, len(x), "not shown: the first half of the weeks does not hold in the second"
        )
    return Lagged(lag, rho, _block_bootstrap(x, y, seed), len(x), None)


def _spearman(x: np.ndarray, y: np.ndarray) -> float | None:
    if len(x) < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(rank_correlation(x, y))


def _block_bootstrap(x: np.ndarray, y: np.ndarray, seed: int, resamples: int = 1000) -> Interval:
    """Whole blocks of four weeks are drawn, because a bad week is rarely alone."""
    rng = np.random.default_rng(seed)
    n = len(x)
    starts = rng.integers(0, n - BLOCK + 1, size=(resamples, -(-n // BLOCK)))
    drawn = (starts[:, :, None] + np.arange(BLOCK)).reshape(resamples, -1)[:, :n]
    with np.errstate(invalid="ignore", divide="ignore"):  # a draw in which nothing varies has no correlation
        values = rank_correlation(x[drawn], y[drawn])
    values = values[~np.isnan(values)]
    if len(values) < resamples / 2:
        return Interval(None, None)
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(float(low), float(high))


# -- warnings -----------------------------------------------------------------------------------------------


def early_warnings(w: Warehouse, scope: Scope) -> tuple[EarlyWarning, ...]:
    """Clients whose last three complete weeks lie two standard deviations above their weeks before, the worst first."""
    quiet = {silent.client: silent.days for silent in silent_clients(w, scope)}
    found = []
    for chain in chains(w, scope):
        sigmas = _unusual(chain.experience)
        if sigmas is None or sigmas < 2:
            continue
        hits, warnings = hit_record(chain)
        lag = chain.strongest.lag if chain.strongest else None
        later_cost = chain.strongest_cost.lag if chain.strongest_cost else None
        sentence = (
            f"{chain.client}: the last three weeks were {sigmas:.1f} standard deviations worse than before"
        )
        if chain.client in quiet and quiet[chain.client] is not None:
            sentence += f", and nothing was heard for {quiet[chain.client]} days"
        sentence += (
            f"; in the past mood dropped {counted(lag, 'week')} later"
            if lag
            else "; what followed in the past: " + TOO_LITTLE[11:]
        )
        sentence += f", and cost rose {counted(later_cost, 'week')} later" if later_cost else ""
        found.append(
            EarlyWarning(chain.client, sentence + ".", sigmas, quiet.get(chain.client), lag, hits, warnings)
        )
    return tuple(sorted(found, key=lambda warning: -warning.sigmas))


def _unusual(experience: Sequence[float]) -> float | None:
    """How many standard deviations the last three weeks lie above those before, of which it takes eight."""
    if len(experience) < 11:
        return None
    before, last = np.asarray(experience[:-3]), np.asarray(experience[-3:])
    deviation = float(before.std(ddof=1))
    return float((last.mean() - before.mean()) / deviation) if deviation > 0 else None


def hit_record(chain: Chain) -> tuple[int, int]:
    """Of the earlier warnings that could be judged, how many a lower mood followed: (hits, warnings).

    A warning is judged by the mean mood of the eight weeks after against that of the eight weeks before.
    """
    hits = warnings = 0
    last = -8
    for week in range(11, len(chain.weeks) - 8):
        sigmas = _unusual(chain.experience[: week + 1])
        if sigmas is None or sigmas < 2 or week - last < 8:
            continue
        before = [m for m in chain.mood[max(0, week - 8) : week + 1] if m is not None]
        after = [m for m in chain.mood[week + 1 : week + 9] if m is not None]
        if before and after:
            last = week
            warnings += 1
            hits += sum(after) / len(after) < sum(before) / len(before)
    return hits, warnings


# -- the two series -----------------------------------------------------------------------------------------


def _experience(w: Warehouse, scope: Scope) -> dict[str, pd.Series]:
    """Bad-experience minutes per client and week: urgent incidents by duration, reopens, ping-pong, broken promises."""
    told = (
        "client",
        "number",
        "opened",
        "opened_day",
        "resolved",
        "state_category",
        "priority",
        "reopens",
        "reassignments",
    )
    tickets = frame(w, "incidents", scope.but(start=None, end=None), columns=told).rows
    tickets = tickets[tickets["client"].notna() & tickets["opened"].notna()]
    tickets = tickets[~tickets["state_category"].eq("cancelled").fillna(False).astype(bool)]
    lasted = (pd.to_datetime(tickets["resolved"]) - pd.to_datetime(tickets["opened"])).dt.total_seconds() / 60
    urgent = tickets["priority"].le(2).fillna(False).astype(bool)
    minutes = lasted.where(urgent & (lasted >= 0), 0.0).fillna(0.0)
    minutes += REOPENED * tickets["reopens"].fillna(0).astype(float)
    minutes += PASSED_AROUND * tickets["reassignments"].ge(3).fillna(False).astype(float)
    broken = frame(w, "ticket_slas", scope.but(start=None, end=None), columns=("ticket", "breached")).rows
    missed = set(broken.loc[broken["breached"].fillna(False).astype(bool), "ticket"])
    minutes += BROKEN_PROMISE * tickets["number"].isin(missed).astype(float)
    return _weekly(tickets["client"], tickets["opened_day"], minutes, "sum")


def _moods(w: Warehouse, scope: Scope) -> dict[str, pd.Series]:
    """The mean mood per client and week, 0 to 1: ratings of surveys and the manager's own entries."""
    answers = frame(w, "survey_answers", scope.but(start=None, end=None)).rows
    answers = answers[~answers["is_preview"].astype(bool)]
    nps = (answers["nps"] / 10).where(answers["nps_problem"].isna())
    csat = ((answers["csat"] - 1) / (answers["csat_scale"] - 1)).where(
        answers["csat"].between(1, answers["csat_scale"])
    )
    talks = frame(w, "interactions", scope.but(start=None, end=None)).rows
    felt = ((talks["mood"].astype(float) + 2) / 4).where(talks["mood"].between(-2, 2))
    clients = pd.concat([answers["client"], talks["client"]], ignore_index=True)
    days = pd.concat(
        [pd.to_datetime(answers["responded_day"]), pd.to_datetime(talks["held"])], ignore_index=True
    )
    moods = pd.concat([nps.fillna(csat).astype(float), felt.astype(float)], ignore_index=True)
    known = moods.notna() & clients.notna() & days.notna()
    return _weekly(clients[known], days[known], moods[known], "mean")


def _costs(w: Warehouse, scope: Scope) -> dict[str, pd.Series]:
    """What was posted for each client a week, in the reporting currency; 0 in the quiet weeks between two postings."""
    told = ("client", "posted_day", "reported")
    posted = frame(w, "cost_postings", scope.but(start=None, end=None), columns=told).rows.dropna(
        subset=list(told)
    )
    by_client = _weekly(posted["client"], posted["posted_day"], posted["reported"].astype(float), "sum")
    return {client: costs.asfreq("7D", fill_value=0.0) for client, costs in by_client.items()}


def _weekly(clients: pd.Series, days: pd.Series, values: pd.Series, how: str) -> dict[str, pd.Series]:
    if clients.empty:
        return {}
    monday = pd.to_datetime(days).dt.to_period("W-SUN").dt.start_time
    grouped = pd.DataFrame({"client": clients, "week": monday, "value": values}).groupby(["client", "week"])[
        "value"
    ]
    totals = grouped.sum() if how == "sum" else grouped.mean()
    return {str(client): part.droplevel(0) for client, part in totals.groupby(level=0)}


def _weeks(minutes: pd.Series | None, moods: pd.Series | None, today: date) -> pd.DatetimeIndex:
    """Every complete week from the first that tells of a client to the as-of, the quiet ones too."""
    begun = [series.index.min() for series in (minutes, moods) if series is not None and len(series)]
    if not begun:
        return pd.DatetimeIndex([])
    last_monday = today - timedelta(days=today.weekday() + 7)
    if (today + timedelta(days=1)).weekday() == 0:
        last_monday += timedelta(days=7)
    return pd.date_range(
        min(begun), datetime(last_monday.year, last_monday.month, last_monday.day), freq="7D"
    )
