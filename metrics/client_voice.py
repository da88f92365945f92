"""Whom do we hear, and whom not? Response rates, coverage, silent clients, and what they write (MOOD-07 … MOOD-13)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd

from metrics.comments import Reading, Themes, count_themes, themes_of, tone
from metrics.query_frame import Frame, frame, last_day, newest
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.statistics import Interval, bootstrap, rank_correlation, wilson
from warehouse import Warehouse

#: A client counts as heard for this long (MOOD-08).
HEARD_DAYS = 90
#: Silence begins after this long, or after twice the usual gap (MOOD-10).
SILENT_DAYS = 60
#: Fewer answers, or fewer different ones, say nothing about what drives satisfaction (MOOD-13).
DRIVER_ANSWERS, DRIVER_VALUES = 30, 3


@dataclass(frozen=True)
class Share:
    """A share with its count, its 95 % interval, and the reason where it is not known."""

    value: float | None
    count: int
    n: int
    low: float | None
    high: float | None
    as_of: datetime | None
    reason: str | None = None
    notes: tuple[str, ...] = ()


def _share(count: int, n: int, as_of: datetime | None, reason: str, notes: Sequence[str] = ()) -> Share:
    low, high = wilson(count, n)
    known = n > 0
    return Share(
        count / n if known else None, count, n, low, high, as_of, None if known else reason, tuple(notes)
    )


def response_rate(w: Warehouse, scope: Scope) -> Share:
    """Answers per delivered invitation (MOOD-07); unknown, not 100 %, where no invitations are imported.

    Only surveys with invitations count. Where people are known on both sides an invitation is answered by the
    person invited; otherwise answers are counted against invitations of the same survey.
    """
    invited = frame(w, "survey_invitations", scope, when="sent")
    answers = frame(w, "survey_answers", scope, when="responded", all_time=True)
    sent = invited.rows
    if sent.empty:
        reason = "unknown: no invitations have been loaded, so nobody knows how many were asked"
        return Share(None, 0, 0, None, None, answers.as_of, reason)
    delivered = sent[sent["delivered"].astype("boolean").fillna(True)]
    asked = int(delivered["invited"].fillna(1).sum())  # a row may stand for a whole sending
    given = answers.rows[
        ~answers.rows["is_preview"].astype(bool) & ~answers.rows["is_unfinished"].astype(bool)
    ]
    notes = [*invited.notes, *answers.notes]
    surveys = set(sent["survey"].fillna(""))
    given = given[given["survey"].fillna("").isin(surveys)]
    if given["respondent"].notna().all() and len(given):
        known = set(zip(given["survey"].fillna(""), given["respondent"], strict=True))
        pairs = zip(delivered["survey"].fillna(""), delivered["recipient"], strict=True)
        count = sum(pair in known for pair in pairs)
        if count:
            return _share(count, asked, invited.as_of, "no invitation was delivered", notes)
    notes.append("Answers are anonymous: they are counted against the invitations of the same survey.")
    in_period = frame(w, "survey_answers", scope, when="responded").rows
    count = int(
        in_period["survey"].fillna("").isin(surveys).sum() - in_period["is_preview"].astype(bool).sum()
    )
    if count > asked:
        reason = f"not measurable: {count} answers to {asked} invitations"
        return Share(None, count, asked, None, None, invited.as_of, reason, tuple(notes))
    return _share(count, asked, invited.as_of, "no invitation was delivered", notes)


# -- coverage and silence ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """Which clients were heard in a survey within the last days: by number and, where known, by revenue."""

    clients: Share
    revenue: float | None
    heard: tuple[str, ...]
    unheard: tuple[str, ...]
    notes: tuple[str, ...] = ()


def coverage(w: Warehouse, scope: Scope, days: int = HEARD_DAYS) -> Coverage:
    """The share of clients, and of their yearly value, that answered a survey in the days before the as-of."""
    touches = frame(w, "client_touches", scope, when="heard_on", all_time=True)
    today = _today(w, scope, touches)
    every = known_clients(w, scope)
    answered = touches.rows[touches.rows["heard_by"] == "survey"]
    since = pd.Timestamp(today - timedelta(days=days)) if today else None
    recent = answered[pd.to_datetime(answered["heard_on"]) > since] if since is not None else answered
    heard = tuple(sorted(set(recent["client"]) & set(every)))
    share = _share(len(heard), len(every), touches.as_of, "no client is known")
    values = frame(w, "portfolio", Scope(grants=scope.grants)).rows
    worth = values[(values["entry"] == "client") & values["value"].notna() & values["name"].isin(every)]
    notes: tuple[str, ...] = ()
    revenue = None
    if len(worth) and worth["currency"].dropna().nunique() > 1:
        notes = ("The yearly values of clients are in several currencies: coverage by revenue is not shown.",)
    elif len(worth) and float(worth["value"].sum()) > 0:
        revenue = float(worth.loc[worth["name"].isin(heard), "value"].sum() / worth["value"].sum())
    return Coverage(share, revenue, heard, tuple(sorted(set(every) - set(heard))), notes)


@dataclass(frozen=True)
class SilentClient:
    """A client who has said nothing for longer than usual; None where nothing was ever heard."""

    client: str
    last_heard: date | None
    days: int | None
    usual_gap: float | None
    threshold: float


def silent_clients(w: Warehouse, scope: Scope, floor: int = SILENT_DAYS) -> tuple[SilentClient, ...]:
    """Clients without an answer or interaction for more than 60 days and twice their usual gap (MOOD-10).

    A client who started less than that ago is new and not silent. Longest silence first.
    """
    touches = frame(w, "client_touches", scope, when="heard_on", all_time=True)
    today = _today(w, scope, touches)
    if today is None:
        return ()
    entries = frame(w, "portfolio", Scope(grants=scope.grants)).rows
    clients = entries[entries["entry"] == "client"]
    started = {
        str(name): as_date(start) for name, start in zip(clients["name"], clients["start"], strict=True)
    }
    ended = {
        str(name)
        for name, end in zip(clients["name"], clients["end"], strict=True)
        if (d := as_date(end)) and d < today
    }
    found = []
    for client in known_clients(w, scope):
        if client in ended:
            continue
        on = touches.rows.loc[touches.rows["client"] == client, "heard_on"]
        days = sorted({heard for value in on if (heard := as_date(value))})
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        usual = float(median(gaps)) if gaps else None
        threshold = max(float(floor), 2 * (usual or 0.0))
        since = days[-1] if days else started.get(client)
        quiet = (today - since).days if since else None
        if quiet is None or quiet > threshold:
            found.append(SilentClient(client, days[-1] if days else None, quiet, usual, threshold))
    return tuple(sorted(found, key=lambda silent: -(silent.days if silent.days is not None else 10**6)))


def known_clients(w: Warehouse, scope: Scope) -> tuple[str, ...]:
    """Every client: those of the portfolio; where it lists none, those that any other table names."""
    named = frame(w, "named_clients", scope).rows
    listed = named[named["named_in"] == "portfolio"]
    return tuple(sorted(set((listed if len(listed) else named)["client"].astype(str))))


# -- what they write ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comment:
    """One comment as written, with its rating as a share of the scale, its themes and its tone."""

    text: str
    client: str | None
    day: date | None
    rating: float | None
    themes: tuple[str, ...]
    reading: Reading
    reference: tuple[int, str, int]

    @property
    def contradicts(self) -> bool:
        """Whether rating and tone point opposite ways: worth reading; the rating stands."""
        if self.rating is None or self.reading.score is None:
            return False
        return (self.rating >= 0.8 and self.reading.tone == "negative") or (
            self.rating <= 0.4 and self.reading.tone == "positive"
        )


@dataclass(frozen=True)
class Comments:
    """All comments of a scope, newest first, with their themes counted; `unscored` says why some have no tone."""

    comments: tuple[Comment, ...]
    themes: Themes
    unscored: tuple[tuple[str, int], ...]
    n: int
    as_of: datetime | None


def comments(w: Warehouse, scope: Scope) -> Comments:
    """What clients wrote, verbatim, with themes, their mean rating, and the tone where English (MOOD-11, MOOD-12)."""
    answers = frame(w, "survey_answers", scope, when="responded")
    given = answers.rows[answers.rows["comment"].notna() & ~answers.rows["is_preview"].astype(bool)]
    listed = [_comment(row) for row in given.sort_values("responded", ascending=False).to_dict("records")]
    reasons = pd.Series([comment.reading.reason for comment in listed], dtype=object).dropna().value_counts()
    themes = count_themes((comment.text, comment.rating) for comment in listed)
    return Comments(
        tuple(listed),
        themes,
        tuple((str(why), int(n)) for why, n in reasons.items()),
        len(listed),
        answers.as_of,
    )


def _comment(row: Mapping[Hashable, Any]) -> Comment:
    text = str(row["comment"])
    return Comment(
        text,
        None if pd.isna(row["client"]) else str(row["client"]),
        as_date(row["responded_day"]),
        _rating(row["nps"], row["nps_problem"], row["csat"], row["csat_scale"]),
        themes_of(text),
        tone(text, None if pd.isna(row["language"]) else str(row["language"])),
        (int(row["import_id"]), str(row["sheet"]), int(row["row_no"])),
    )


def _rating(nps: float, problem: Any, csat: float, scale: float) -> float | None:
    """A rating as a share of its scale from 0 to 1; recommendation before satisfaction."""
    if not pd.isna(nps) and (problem is None or pd.isna(problem)):
        return float(nps) / 10
    if not pd.isna(csat) and not pd.isna(scale) and 1 <= csat <= scale and scale > 1:
        return (float(csat) - 1) / (float(scale) - 1)
    return None


# -- drivers ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Driver:
    """How an attribute goes along with the overall score: Spearman's ρ with its interval, and its mean level.

    An association, not a cause. None with a reason where there are too few answers or values. `no_number`
    counts the answers whose attribute is no number and so in no figure.
    """

    attribute: str
    association: float | None
    interval: Interval
    performance: float | None
    n: int
    reason: str | None = None
    no_number: int = 0


def drivers(
    w: Warehouse, scope: Scope, attributes: Sequence[str] = ("csat", "ease"), seed: int = 1
) -> tuple[Driver, ...]:
    """Which attributes go along with recommendation, the strongest first (MOOD-13).

    `attributes` are columns of the survey answers, or names of questions kept in their extra columns.
    """
    answers = frame(w, "survey_answers", scope, when="responded").rows
    valid = answers[
        answers["nps"].notna() & answers["nps_problem"].isna() & ~answers["is_preview"].astype(bool)
    ]
    found = [_driver(valid, attribute, seed) for attribute in attributes]
    return tuple(sorted(found, key=lambda driver: -abs(driver.association or 0.0)))


def _driver(answers: pd.DataFrame, attribute: str, seed: int) -> Driver:
    values = answers[attribute] if attribute in answers else _from_extra(answers["extra"], attribute)
    numbers = pd.to_numeric(values, errors="coerce")
    lost = int((values.notna() & numbers.isna()).sum())
    pairs = pd.DataFrame({"x": numbers, "y": answers["nps"]}).dropna()
    nothing = Interval(None, None)
    if len(pairs) < DRIVER_ANSWERS:
        reason = f"needs at least {DRIVER_ANSWERS} answers with both, has {len(pairs)}"
        return Driver(attribute, None, nothing, None, len(pairs), reason, lost)
    if pairs["x"].nunique() < DRIVER_VALUES or pairs["y"].nunique() < DRIVER_VALUES:
        return Driver(
            attribute,
            None,
            nothing,
            None,
            len(pairs),
            f"needs at least {DRIVER_VALUES} different scores",
            lost,
        )
    x, y = pairs["x"].to_numpy(float), pairs["y"].to_numpy(float)
    interval = bootstrap((x, y), rank_correlation, resamples=1000, seed=seed)
    found = float(rank_correlation(x, y))
    return Driver(attribute, found, interval, float(x.mean()), len(pairs), no_number=lost)


def _from_extra(extra: pd.Series, question: str) -> pd.Series:
    import json

    kept = extra.map(lambda text: json.loads(text) if isinstance(text, str) else {})
    return kept.map(lambda cells: cells.get(question))


# -- small things -----------------------------------------------------------------------------------------


def _today(w: Warehouse, scope: Scope, touches: Frame) -> date | None:
    """The day silence is counted to: the as-of, else the newest moment any table about clients tells of."""
    moments = (touches.as_of, newest(w, "incidents", Scope(grants=scope.grants)))
    return last_day(w, scope, max((moment for moment in moments if moment is not None), default=None))
