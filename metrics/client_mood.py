"""How do clients feel about us? Recommendation, satisfaction and effort, and how sure we can be (MOOD-01 … -09)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from metrics.metric import Metric
from metrics.query import breakdown, rows, value
from metrics.scope import NOT_SET, Scope
from metrics.statistics import Change, Estimate, Interval, beyond_noise, net_promoter
from warehouse import Warehouse

NOT_AN_ANSWER = (
    ("is_preview", "a preview, test or spam"),
    ("is_unfinished", "not answered to its end"),
    ("is_repeated", "answered again later in the same wave by the same person"),
)
OFF_THE_SCALE = (
    ("nps_problem LIKE '%run from%'", "the survey's scores run on another scale than 0 to 10"),
    ("nps_problem LIKE 'more than%'", "more than 5 % of the survey's scores are no whole numbers from 0 to 10"),
    ("nps_problem IS NOT NULL", "the score is no whole number from 0 to 10"),
)  # fmt: skip

answered = partial(Metric, table="survey_answers", when="responded")

NPS = answered(
    name="net_promoter_score", id="MOOD-01", title="Net promoter score",
    asks="Would our clients recommend us?",
    formula="Promoters (9 and 10) minus detractors (0 to 6) as a share of all answers, times 100; the last answer of a"
    " person in a wave counts.",
    source="Reichheld; interval by adjusted Wald (Rocks 2016)",
    sql="avg(CASE WHEN nps >= 9 THEN 100 WHEN nps <= 6 THEN -100 ELSE 0 END)", kind="net", unit="points",
    where="nps IS NOT NULL", leaves_out=(*NOT_AN_ANSWER, *OFF_THE_SCALE), needs=("nps",), good="up",
)  # fmt: skip
PROMOTERS = answered(
    name="promoters", id="MOOD-01-PROMOTERS", title="Promoters",
    asks="How many clients would recommend us?",
    formula="Of the answers on the 0 to 10 scale, the share of 9 and 10.",
    sql="avg(CAST(nps >= 9 AS INTEGER))", kind="proportion", unit="percent",
    where="nps IS NOT NULL", leaves_out=(*NOT_AN_ANSWER, *OFF_THE_SCALE), needs=("nps",), good="up",
)  # fmt: skip
DETRACTORS = answered(
    name="detractors", id="MOOD-01-DETRACTORS", title="Detractors",
    asks="How many clients would warn others of us?",
    formula="Of the answers on the 0 to 10 scale, the share of 0 to 6.",
    sql="avg(CAST(nps <= 6 AS INTEGER))", kind="proportion", unit="percent",
    where="nps IS NOT NULL", leaves_out=(*NOT_AN_ANSWER, *OFF_THE_SCALE), needs=("nps",), good="down",
)  # fmt: skip

CSAT_OFF = ("csat_scale IS NULL OR csat > csat_scale OR csat < 1", "the score is not on the survey's scale")
CSAT = answered(
    name="customer_satisfaction", id="MOOD-04", title="Satisfied clients (top boxes)",
    asks="Are our clients satisfied?",
    formula="Of the answers, the share in the two highest boxes of the scale (4 and 5 of 5, 6 and 7 of 7, 9 and 10 of"
    " 10).",
    sql="avg(CAST(is_satisfied AS INTEGER))", kind="proportion", unit="percent", where="csat IS NOT NULL",
    leaves_out=(*NOT_AN_ANSWER, CSAT_OFF), needs=("csat",), good="up",
)  # fmt: skip
CSAT_MEAN = answered(
    name="customer_satisfaction_mean", id="MOOD-05", title="Satisfaction, mean as a share of the scale",
    asks="How high is satisfaction on average?",
    formula="The mean of (score − 1) / (highest − 1), so that scales of different length may be pooled; read it beside"
    " the top boxes only.",
    sql="avg((csat - 1) / (csat_scale - 1))", kind="mean", unit="percent", where="csat IS NOT NULL",
    leaves_out=(*NOT_AN_ANSWER, CSAT_OFF, ("csat_scale <= 1", "the scale has one value")), needs=("csat",), good="up",
)  # fmt: skip
CSAT_GOOD = answered(
    name="satisfaction_good", id="MOOD-04-GOOD", title="Ratings that are good",
    asks="How many of the good-or-bad ratings are good?",
    formula="Good / (good + bad); offered and unoffered ratings are no answers.",
    source="Zendesk satisfaction score", table="incidents", when="resolved", every_child=True,
    sql="avg(CAST(lower(satisfaction_label) LIKE 'good%' AS INTEGER))", kind="proportion", unit="percent",
    where="lower(satisfaction_label) LIKE 'good%' OR lower(satisfaction_label) LIKE 'bad%'",
    needs=("satisfaction_label",), good="up",
)  # fmt: skip
CSAT_TICKETS = Metric(
    name="ticket_satisfaction", id="MOOD-04-TICKETS", title="Satisfied callers (4 and 5 of 5)",
    asks="Are callers satisfied with how their ticket was handled?",
    formula="Of the tickets rated from 1 to 5, the share rated 4 or 5.",
    table="incidents", every_child=True,
    sql="avg(CAST(satisfaction >= 4 AS INTEGER))", kind="proportion", unit="percent",
    where="satisfaction IS NOT NULL",
    leaves_out=(("satisfaction < 1 OR satisfaction > 5", "not on a scale of 1 to 5"),),
    needs=("satisfaction",), good="up",
)  # fmt: skip

CES_OFF = ("ces_scale IS NULL OR ces > ces_scale OR ces < 1", "the score is not on the survey's scale")
CES = answered(
    name="customer_effort", id="MOOD-06", title="Answers that found it easy",
    asks="Is it easy to get something done with us?",
    formula="Of the answers, the share in the upper part of the scale (5 to 7 of 7, 4 and 5 of 5); higher is easier,"
    " older surveys in which 1 is easy are turned round by a setting.",
    sql="avg(CAST(is_easy AS INTEGER))", kind="proportion", unit="percent", where="ces IS NOT NULL",
    leaves_out=(*NOT_AN_ANSWER, CES_OFF), needs=("ces",), good="up",
)  # fmt: skip
CES_MEAN = answered(
    name="customer_effort_mean", id="MOOD-06-MEAN", title="Ease, mean score",
    asks="How easy is it on average?",
    formula="The mean of the ease score on the survey's own scale, higher easier.",
    sql="avg(ease)", kind="mean", unit="score", where="ces IS NOT NULL",
    leaves_out=(*NOT_AN_ANSWER, CES_OFF), needs=("ces",), good="up",
)  # fmt: skip
MOOD_LOG = Metric(
    name="mood_log", id="MOOD-14", title="Mood as the manager felt it",
    asks="How did our meetings with clients feel?",
    formula="The mean of the mood entries of interactions, −2 very bad to +2 very good; kept apart from surveys.",
    table="interactions", sql="avg(mood)", kind="mean", unit="score", when="held", where="mood IS NOT NULL",
    leaves_out=(("mood < -2 OR mood > 2", "not on the scale of −2 to +2"),), needs=("mood",), good="up",
)  # fmt: skip
PROMISES_KEPT = Metric(
    name="promises_kept", id="MOOD-15", title="Promises kept",
    asks="Do we do what we told our clients we would do?",
    formula="Of the next steps due by the as-of, the share done by their due day; one still open past it is broken.",
    table="interactions", sql="avg(CAST(next_step_done IS NOT NULL AND next_step_done <= next_step_due AS INTEGER))",
    kind="proportion", unit="percent", when="next_step_due",
    where="next_step_due IS NOT NULL AND next_step_due < CAST(as_of AS DATE)", needs=("next_step_due",), good="up",
)  # fmt: skip


# -- change between waves -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class NpsChange:
    """Two waves beside each other and whether the difference may be called a change; points from −100 to 100."""

    before: Estimate | None
    now: Estimate | None
    n_before: int
    n_now: int
    difference: float | None
    interval: Interval
    change: Change
    paired: int = 0
    reason: str | None = None


def nps_change(w: Warehouse, before: Scope, now: Scope, *, seed: int = 1) -> NpsChange:
    """Did recommendation change from one wave to another (MOOD-03)?

    The interval of the difference comes from both margins of error; where at least half of the later answers
    are by people of the earlier wave, from a bootstrap over these people.
    """
    waves = [rows(w, NPS, scope) for scope in (before, now)]
    estimates = [_estimate(wave) for wave in waves]
    n_before, n_now = (len(wave) for wave in waves)
    nothing = Interval(None, None)
    if estimates[0] is None or estimates[1] is None:
        which = "earlier" if estimates[0] is None else "later"
        change = beyond_noise(difference=nothing)
        reason = f"no answers in the {which} wave"
        return NpsChange(estimates[0], estimates[1], n_before, n_now, None, nothing, change, 0, reason)
    difference = estimates[1].value - estimates[0].value
    pairs = _pairs(*waves)
    if len(pairs) >= 10 and len(pairs) * 2 >= n_now:
        interval = _paired_interval(pairs, seed)
    else:
        # √(MOE1² + MOE2²): half the width of each adjusted-Wald interval, before it is cut at ±100.
        half = math.hypot(_margin(waves[0]), _margin(waves[1]))
        interval = Interval(difference - half, difference + half)
        pairs = pairs.iloc[0:0]
    return NpsChange(
        estimates[0],
        estimates[1],
        n_before,
        n_now,
        difference,
        interval,
        beyond_noise(difference=interval),
        len(pairs),
    )


def _counts(wave: pd.DataFrame) -> tuple[int, int, int]:
    scores = wave["nps"]
    promoters, detractors = int((scores >= 9).sum()), int((scores <= 6).sum())
    return promoters, len(scores) - promoters - detractors, detractors


def _estimate(wave: pd.DataFrame) -> Estimate | None:
    return net_promoter(*_counts(wave)) if len(wave) else None


def _margin(wave: pd.DataFrame) -> float:
    promoters, _, detractors = _counts(wave)
    n = len(wave) + 3
    up, down = (promoters + 0.75) / n, (detractors + 0.75) / n
    return 196.0 * float(np.sqrt((up + down - (up - down) ** 2) / n))


def _pairs(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The net step (−1, 0, 1) of people who answered in both waves, one row a person."""
    steps = []
    for wave in (before, now):
        known = wave.dropna(subset=["respondent"]).drop_duplicates("respondent", keep="last")
        net = np.where(known["nps"] >= 9, 1, np.where(known["nps"] <= 6, -1, 0))
        steps.append(pd.Series(net, index=known["respondent"].astype(str)))
    return pd.concat(steps, axis=1, join="inner", keys=["before", "now"])


def _paired_interval(pairs: pd.DataFrame, seed: int) -> Interval:
    moved = (pairs["now"] - pairs["before"]).to_numpy(dtype=float)
    rng = np.random.default_rng(seed)
    means = 100 * rng.choice(moved, size=(4000, len(moved)), replace=True).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(low), float(high))


# -- accounts beside respondents ----------------------------------------------------------------------------


@dataclass(frozen=True)
class AccountNps:
    """Recommendation at both levels: every answer counting one, and every client counting one (MOOD-09)."""

    by_respondent: float | None
    by_account: float | None
    n_respondents: int
    n_accounts: int
    accounts: tuple[tuple[str, float, int], ...]
    unattributed: int
    reason: str | None = None


def account_nps(w: Warehouse, scope: Scope) -> AccountNps:
    """The net promoter score per answer and per client, side by side: one big client must not hide the others."""
    whole = value(w, NPS, scope)
    if whole.value is None:
        return AccountNps(None, None, 0, 0, (), 0, whole.reason)
    by_client = breakdown(w, NPS, scope, "client")
    named = [(str(p.part), p.n) for p in by_client.points if p.part != NOT_SET and p.n]
    silent = sum(p.n for p in by_client.points if p.part == NOT_SET)
    answers = rows(w, NPS, scope)
    accounts = []
    for client, n in named:
        promoters, _, detractors = _counts(answers[answers["client"] == client])
        accounts.append((client, 100 * (promoters - detractors) / n, n))
    mean = sum(score for _, score, _ in accounts) / len(accounts) if accounts else None
    reason = None if accounts else "the answers name no client"
    return AccountNps(whole.value, mean, whole.n, len(accounts), tuple(accounts), silent, reason)
