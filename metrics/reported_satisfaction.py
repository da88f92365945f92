"""What do other tools say of our clients' satisfaction? Their shares and scores, never averaged again (MOOD-18)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import pandas as pd

from metrics.metric import Metric
from metrics.query import rows, value
from metrics.query_frame import frame
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.statistics import wilson
from metrics.study import Figures, Part, Study
from warehouse import Warehouse

NO_COUNT = "the source gives no number of answers, and averages are not averaged"
_NOT_WEIGHED = (
    ("is_said_finer", "finer rows of the same month say it again"),
    ("responses IS NULL OR responses <= 0", NO_COUNT),
)

reported = partial(
    Metric,
    table="reported_satisfaction",
    loaded=("satisfaction_summaries",),
    kind="ratio",
    when="month",
    good="up",
)

REPORTED_CSAT = reported(
    name="reported_satisfaction", id="MOOD-04-REPORTED", title="Satisfied answers (as other tools report them)",
    asks="How many of the answers counted elsewhere were satisfied?",
    formula="Σ (share satisfied × answers) / Σ answers, as the source reports both; a share without its number of"
    " answers is shown as reported and never averaged.",
    sql="sum(csat_percent * responses) / nullif(sum(responses), 0)", unit="percent", where="csat_percent IS NOT NULL",
    leaves_out=(("csat_percent < 0 OR csat_percent > 1", "not a share from 0 to 100 %"), *_NOT_WEIGHED),
    needs=("csat_percent",),
)  # fmt: skip
REPORTED_NPS = reported(
    name="reported_net_promoter_score", id="MOOD-01-REPORTED", title="Net promoter score (as other tools report it)",
    asks="Would the clients whose answers were counted elsewhere recommend us?",
    formula="Σ (score × answers) / Σ answers, as the source reports both; a score without its number of answers is"
    " shown as reported and never averaged.",
    sql="sum(nps_score * responses) / nullif(sum(responses), 0)", unit="points", where="nps_score IS NOT NULL",
    leaves_out=(("nps_score < -100 OR nps_score > 100", "not a score from −100 to 100"), *_NOT_WEIGHED),
    needs=("nps_score",),
)  # fmt: skip
REPORTED_CES = reported(
    name="reported_customer_effort", id="MOOD-06-REPORTED", title="Ease, mean score (as other tools report it)",
    asks="How easy did the answers counted elsewhere find it?",
    formula="Σ (mean score × answers) / Σ answers, as the source reports both and on its scale; a mean without its"
    " number of answers is shown as reported and never averaged.",
    sql="sum(ces_score * responses) / nullif(sum(responses), 0)", unit="score", where="ces_score IS NOT NULL",
    leaves_out=_NOT_WEIGHED, needs=("ces_score",),
)  # fmt: skip

#: The measures a summary may give, by the column that holds it, the most usual first.
MEASURES = {"csat_percent": REPORTED_CSAT, "nps_score": REPORTED_NPS, "ces_score": REPORTED_CES}


@dataclass(frozen=True)
class Summary:
    """One figure as its source reports it: whose, of which month, and of how many answers where it says so."""

    month: date | None
    client: str | None
    service: str | None
    survey: str | None
    value: float
    answers: int | None
    reference: tuple[int, str, int]

    @property
    def whose(self) -> str:
        """Client, service and survey, as far as they are named."""
        return " · ".join(filter(None, (self.client, self.service, self.survey)))


@dataclass(frozen=True)
class Reported:
    """All figures of one measure, and what they come to where the answers behind them are counted.

    `answers` are those weighed, `weighed` the figures that give them; `value` is in the unit of `measure`. A share
    has its 95 % interval.
    """

    measure: Metric
    summaries: tuple[Summary, ...]
    value: float | None
    answers: int
    weighed: int
    low: float | None
    high: float | None
    as_of: datetime | None
    reason: str | None
    notes: tuple[str, ...] = ()

    @property
    def alone(self) -> int:
        """How many figures stand only for themselves."""
        return len(self.summaries) - self.weighed


def reported_satisfaction(w: Warehouse, scope: Scope) -> tuple[Reported, ...]:
    """What other tools report, by measure: every figure as it is, the newest first, and their weighted mean."""
    read = frame(w, "reported_satisfaction", scope, when="month")
    listed = read.rows.sort_values(["month", "client"], ascending=[False, True], kind="stable")
    answers = []
    for column, measure in MEASURES.items():
        given = listed[listed[column].notna()]
        if len(given):
            answers.append(_of_measure(w, scope, measure, column, given, read.notes))
    return tuple(answers)


def _of_measure(
    w: Warehouse, scope: Scope, measure: Metric, column: str, given: pd.DataFrame, notes: tuple[str, ...]
) -> Reported:
    whole = value(w, measure, scope)
    answers = int(rows(w, measure, scope)["responses"].sum()) if whole.value is not None else 0
    low, high = None, None
    if measure is REPORTED_CSAT and whole.value is not None:
        low, high = wilson(round(whole.value * answers), answers)
    left = tuple(f"{n} {'figure' if n == 1 else 'figures'} not weighed: {why}." for why, n in whole.excluded)
    return Reported(
        measure, tuple(_summary(row, column) for row in given.to_dict("records")), whole.value, answers, whole.n,
        low, high, whole.as_of, None if whole.excluded else whole.reason, (*notes, *left),
    )  # fmt: skip


def _summary(row: Mapping[Hashable, Any], column: str) -> Summary:
    client, service, survey = (
        None if pd.isna(row[name]) else str(row[name]) for name in ("client", "service", "survey")
    )
    answers = None if pd.isna(row["responses"]) else int(row["responses"])
    place = (int(row["import_id"]), str(row["sheet"]), int(row["row_no"]))
    return Summary(as_date(row["month"]), client, service, survey, float(row[column]), answers, place)


def _figures(found: tuple[Reported, ...]) -> Figures:
    if not found:
        return Figures(None, reason="no share or score is reported in this scope")
    first = found[0]
    points = tuple(
        Part(one.value, one.answers or 0, period=f"{one.month:%Y-%m}" if one.month else None, part=one.whose)
        for one in first.summaries
    )
    others = tuple(f"{other.measure.title} is reported too: {other.measure.id}." for other in found[1:])
    return Figures(
        first.value, first.answers, first.low, first.high, first.reason or f"not averaged: {NO_COUNT}",
        unit=first.measure.unit, as_of=first.as_of, points=points, notes=(*first.notes, *others),
    )  # fmt: skip


REPORTED = Study(
    name="satisfaction_as_reported", id="MOOD-18", title="Satisfaction as other tools report it",
    asks="What do other tools say of our clients' satisfaction?",
    formula="Every share or score by client and month as its source reports it, a line each; together they come to"
    " Σ (figure × answers) / Σ answers of those whose answers are counted, with n = answers. There is no average of"
    " averages: without the number of answers nobody knows how much each one weighs.",
    unit="percent", answer=reported_satisfaction, figures=_figures, needs=("satisfaction_summaries",), by_part=True,
)  # fmt: skip
