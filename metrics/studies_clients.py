"""Answers about the mood of clients that are not one number (MOOD of the catalogue)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.answer import Answer
from metrics.client_mood import NPS, AccountNps, NpsChange, account_nps, nps_change
from metrics.client_voice import (
    Comments,
    Coverage,
    Driver,
    Share,
    SilentClient,
    comments,
    coverage,
    drivers,
    response_rate,
    silent_clients,
)
from metrics.comparison import compared_with
from metrics.disagreements import Disagreement, watermelons
from metrics.governance import Expectation, expectations
from metrics.health import portfolio_wall
from metrics.query import value
from metrics.query_frame import frame, last_day
from metrics.scope import Scope
from metrics.statistics import wilson
from metrics.study import Figures, Part, Study
from warehouse import Warehouse

#: A wave where the scope names no period: so many days up to the as-of, and as many before them.
WAVE_DAYS = 90
#: What tells that a client was heard, or was not.
TOUCHES = "survey_responses|interactions|incidents"


# -- recommendation -----------------------------------------------------------------------------------------


def recommendation(w: Warehouse, scope: Scope) -> Answer:
    """The net promoter score of a scope with its interval."""
    return value(w, NPS, scope)


def _recommendation(found: Answer) -> Figures:
    return Figures(
        found.value, found.n, found.low, found.high, found.reason, as_of=found.as_of,
        notes=(*found.notes, *((found.caution,) if found.caution else ())),
    )  # fmt: skip


NPS_INTERVAL = Study(
    name="net_promoter_interval", id="MOOD-02", title="Net promoter score with its 95 % interval",
    asks="How sure can we be of the net promoter score?",
    formula="Adjusted Wald: three answers are added, three quarters of one each to promoters and detractors; the"
    " interval is that of the adjusted score, cut at ±100. The value is the score itself.",
    source="Rocks 2016; MeasuringU", unit="points", answer=recommendation, figures=_recommendation,
    needs=("survey_responses",), measures=NPS, by_part=True,
)  # fmt: skip


def change_of_recommendation(w: Warehouse, scope: Scope) -> NpsChange:
    """The scope's period against the one before; without a period the last 90 days against the 90 before."""
    before = compared_with(scope, "previous")
    if before is None:
        answers = frame(w, "survey_answers", scope.but(start=None, end=None), when="responded")
        today = last_day(w, scope, answers.as_of)
        end = (today or date.min) + timedelta(days=1)
        middle = end - timedelta(days=WAVE_DAYS) if today else end
        scope = scope.but(start=middle, end=end)
        before = scope.but(start=middle - timedelta(days=WAVE_DAYS) if today else middle, end=middle)
    return nps_change(w, before, scope)


def _change(found: NpsChange) -> Figures:
    waves = (("earlier", found.before, found.n_before), ("later", found.now, found.n_now))
    return Figures(
        found.difference, found.n_before + found.n_now, found.interval.low, found.interval.high, found.reason,
        points=tuple(
            Part(
                wave.value if wave else None, n, part=name, low=wave.low if wave else None,
                high=wave.high if wave else None, reason=None if wave else "no answers",
            )
            for name, wave, n in waves
        ),
        notes=(found.change.rule,) if found.reason is None else (),
    )  # fmt: skip


NPS_CHANGE = Study(
    name="net_promoter_change", id="MOOD-03", title="Change of the net promoter score",
    asks="Has recommendation really changed?",
    formula="Score of the period minus that of the period before (without one: of the last 90 days and the 90 before);"
    " the interval comes from both margins of error, or from a paired bootstrap where the same people answered.",
    unit="points", answer=change_of_recommendation, figures=_change, needs=("survey_responses",), measures=NPS,
    by_part=True,
)  # fmt: skip


def _share(found: Share) -> Figures:
    return Figures(
        found.value, found.n, found.low, found.high, found.reason, as_of=found.as_of, notes=found.notes
    )


RESPONSE_RATE = Study(
    name="response_rate", id="MOOD-07", title="Response rate of surveys",
    asks="How many of those we ask do answer?",
    formula="Answers over delivered invitations; unknown, not 100 %, where no invitations are loaded.",
    unit="percent", answer=response_rate, figures=_share, needs=("survey_responses|survey_invitations",), by_part=True,
)  # fmt: skip


def _coverage(found: Coverage) -> Figures:
    points = (
        Part(found.clients.value, found.clients.n, part="of clients", reason=found.clients.reason),
        Part(found.revenue, found.clients.n, part="of revenue",
             reason=None if found.revenue is not None else "no yearly values in one currency are known"),
    )  # fmt: skip
    whole = _share(found.clients)
    return Figures(
        whole.value, whole.n, whole.low, whole.high, whole.reason, as_of=whole.as_of, points=points,
        notes=(*whole.notes, *found.notes),
    )  # fmt: skip


COVERAGE = Study(
    name="survey_coverage", id="MOOD-08", title="Clients heard in the last 90 days",
    asks="Whom have we not heard?",
    formula="The share of clients, and of their yearly value, that answered a survey in the 90 days before the as-of.",
    unit="percent", answer=coverage, figures=_coverage,
    needs=("portfolio|survey_responses|interactions|incidents",), period=False,
)  # fmt: skip


def _accounts(found: AccountNps) -> Figures:
    points = (
        Part(found.by_account, found.n_accounts, part="(per client)", reason=found.reason),
        Part(found.by_respondent, found.n_respondents, part="(per answer)", reason=found.reason),
        *(Part(score, n, part=client) for client, score, n in found.accounts),
    )
    said = (f"{found.unattributed} answers name no client.",) if found.unattributed else ()
    return Figures(found.by_account, found.n_accounts, reason=found.reason, points=points, notes=said)


ACCOUNT_NPS = Study(
    name="net_promoter_by_account", id="MOOD-09", title="Net promoter score, every client counting once",
    asks="Does one big client hide the others?",
    formula="The mean of the clients' own scores, each client counting once; beside it the score per answer.",
    unit="points", answer=account_nps, figures=_accounts, needs=("survey_responses",), measures=NPS,
)  # fmt: skip


def _silent(found: tuple[SilentClient, ...]) -> Figures:
    return Figures(
        float(len(found)), len(found),
        points=tuple(
            Part(
                None if one.days is None else float(one.days), 1, part=one.client,
                reason="never heard" if one.days is None else None,
            )
            for one in found
        ),
    )  # fmt: skip


SILENT = Study(
    name="silent_clients", id="MOOD-10", title="Silent clients",
    asks="Who has stopped talking to us?",
    formula="Clients without an answer or interaction for more than 60 days and twice their usual gap; the lines are"
    " the days of silence.",
    unit="count", answer=silent_clients, figures=_silent, needs=(TOUCHES,), period=False,
)  # fmt: skip


def _tone(found: Comments) -> Figures:
    scored = [c.reading for c in found.comments if c.reading.score is not None]
    mean = sum(reading.score or 0.0 for reading in scored) / len(scored) if scored else None
    tones = Counter(reading.tone for reading in scored)
    return Figures(
        mean, len(scored), reason="no comment could be scored: only English ones are",
        points=tuple(Part(float(count), count, part=tone) for tone, count in sorted(tones.items())),
        notes=tuple(f"{count} not scored: {why}." for why, count in found.unscored),
    )  # fmt: skip


def _themes(found: Comments) -> Figures:
    unmatched = found.themes.unmatched_share
    return Figures(
        None if unmatched is None else 1 - unmatched, found.n, reason="no comments in this scope",
        points=tuple(
            Part(
                float(theme.comments), theme.comments, part=theme.name,
                says=None if theme.mean_rating is None else f"mean rating {theme.mean_rating:.2f} of 1",
            )
            for theme in found.themes.themes
        ),
    )  # fmt: skip


TONE = Study(
    name="comment_tone", id="MOOD-11", title="Tone of English comments, mean",
    asks="How do people write to us?",
    formula="Mean VADER score (−1 to 1) of the English comments with the phrases of IT put right; others are not"
    " scored, and the tone never overrides a rating.",
    source="VADER", unit="score", answer=comments, figures=_tone, needs=("survey_responses",), by_part=True,
)  # fmt: skip
THEMES = Study(
    name="comment_themes", id="MOOD-12", title="Comments that speak of a known theme",
    asks="What do people write about?",
    formula="The share of comments with a keyword of at least one theme; each theme with its count and mean rating.",
    unit="percent", answer=comments, figures=_themes, needs=("survey_responses",), by_part=True,
)  # fmt: skip


def _drivers(found: tuple[Driver, ...]) -> Figures:
    first = next((one for one in found if one.association is not None), None)
    return Figures(
        first.association if first else None, first.n if first else 0, first.interval.low if first else None,
        first.interval.high if first else None, reason="; ".join(f"{one.attribute} {one.reason}" for one in found),
        points=tuple(
            Part(one.association, one.n, part=one.attribute, low=one.interval.low, high=one.interval.high,
                 reason=one.reason)
            for one in found
        ),
        notes=tuple(
            f"{one.no_number:,} answers on {one.attribute} are no number and left out."
            for one in found
            if one.no_number
        ),
    )  # fmt: skip


DRIVERS = Study(
    name="mood_drivers", id="MOOD-13", title="What goes along with recommendation most",
    asks="What should we get better at first?",
    formula="Spearman's ρ of each attribute with the recommendation score, with a bootstrap interval; from 30 answers"
    " and 3 different scores on. An association, not a cause.",
    unit="ratio", answer=drivers, figures=_drivers, needs=("survey_responses",),
    measures=NPS, by_part=True,
)  # fmt: skip


@dataclass(frozen=True)
class Watermelons:
    """Clients green by contract and unhappy; `judged` is how many clients have both colours measured."""

    found: tuple[Disagreement, ...]
    judged: int
    reason: str | None


def watermelon_clients(w: Warehouse, scope: Scope) -> Watermelons:
    """Clients whose contract is green while their mood is red, or who have escalated."""
    wall = portfolio_wall(w, scope, "client")
    judged = sum(
        row.cell("sla").computed != "grey" and row.cell("mood").computed != "grey" for row in wall.rows
    )
    return Watermelons(tuple(watermelons(wall.rows)), judged, wall.reason)


def _watermelons(found: Watermelons) -> Figures:
    measurable = bool(found.judged or found.found)
    return Figures(
        float(len(found.found)) if measurable else None, found.judged,
        reason=found.reason or "not measurable: needs a client whose SLA and whose mood are both measured",
        points=tuple(Part(1.0, 1, part=one.part, says=one.sentence) for one in found.found),
    )  # fmt: skip


WATERMELON = Study(
    name="watermelon_clients", id="MOOD-16", title="Clients green by contract and unhappy",
    asks="Where are we green outside and red inside?",
    formula="Clients whose SLA dimension is green while their mood is red, or who escalated at least twice in 30 days.",
    unit="count", answer=watermelon_clients, figures=_watermelons, needs=("survey_responses|escalations|ticket_slas",),
)  # fmt: skip


def _expectations(found: tuple[Expectation, ...]) -> Figures:
    judged = [one for one in found if one.standing in ("met", "at risk", "missed")]
    met = sum(one.standing == "met" for one in judged)
    interval = wilson(met, len(judged))
    return Figures(
        met / len(judged) if judged else None, len(judged), interval.low, interval.high,
        reason="no expectation could be judged",
        points=tuple(
            Part(
                one.answer.value if one.answer else None, one.answer.n if one.answer else 0,
                part=" · ".join(filter(None, (one.client, one.text))),
                reason=one.reason or (None if one.answer and one.answer.value is not None else "no metric is named"),
                says=one.standing,
            )
            for one in found
        ),
    )  # fmt: skip


EXPECTATIONS = Study(
    name="expectations_met", id="MOOD-17", title="Expectations met",
    asks="Do we give our clients what they expect?",
    formula="Of the expectations that are met, at risk or missed by their metric's value, the share that is met.",
    unit="percent", answer=expectations, figures=_expectations, needs=("expectations",),
)  # fmt: skip
