"""Answers about changes and problems that are not one number (CHG and PRB of the catalogue)."""

from metrics import changes
from metrics.answer import Answer
from metrics.change_calendar import Pressure, Suspected, pressure_after_freezes, suspected
from metrics.improvement import RepeatCost, repeat_cost
from metrics.problems import Recurrence, recurrence
from metrics.query import value
from metrics.scope import Scope
from metrics.statistics import poisson_rate_ratio
from metrics.study import Figures, Part, Study
from warehouse import Warehouse


def _suspected(found: tuple[Suspected, ...]) -> Figures:
    expected = sum(one.expected for one in found)
    return Figures(
        float(sum(one.found for one in found)), len(found),
        points=tuple(
            Part(
                float(one.found), one.found, part=one.change, low=one.interval.low, high=one.interval.high,
                says=f"{one.expected:.2f} expected" + (", more than chance" if one.more_than_expected else ""),
            )
            for one in found
        ),
        notes=(f"{expected:.2f} were to be expected in those hours; several changes may claim one incident.",),
    )  # fmt: skip


SUSPECTED = Study(
    name="suspected_incidents", id="CHG-04", title="Incidents within 24 hours after a change of their service",
    asks="Which changes may have caused incidents that nobody declared?",
    formula="Incidents opened within 24 hours after the end of a change on the same service or configuration item, each"
    " change beside the number expected from the same hours of the other weeks; never merged with declared causes.",
    unit="count", answer=suspected, figures=_suspected, needs=("changes", "incidents"),
    columns=("changes.actual_end|changes.planned_end", "changes.service|changes.configuration_item",
             "incidents.service|incidents.configuration_item"),
)  # fmt: skip


def _pressure(found: tuple[Pressure, ...]) -> Figures:
    known = [one for one in found if one.ratio is not None]
    newest = max(known or found, key=lambda one: one.end, default=None)
    return Figures(
        newest.ratio if newest else None, newest.planned if newest else 0,
        reason=newest.reason if newest else "no freeze is known in the calendars",
        points=tuple(
            Part(one.ratio, one.planned, part=f"{one.freeze} to {one.end:%Y-%m-%d}", reason=one.reason) for one in found
        ),
    )  # fmt: skip


PRESSURE = Study(
    name="post_freeze_pressure", id="CHG-14", title="Changes after the newest freeze against a normal fortnight",
    asks="How crowded is it after a freeze?",
    formula="Changes planned in the ten working days after a freeze over the median of all other fortnights that are"
    " over, among the changes of the service or client that was frozen; the newest freeze of which that is known first,"
    " each freeze as a line.",
    unit="ratio", answer=pressure_after_freezes, figures=_pressure, needs=("changes", "freezes"),
    columns=("planned_start",), period=False,
)  # fmt: skip

DORA = (
    changes.DEPLOYMENTS,
    changes.DEPLOYMENT_LEAD_TIME,
    changes.DEPLOYMENT_FAILURES,
    changes.DEPLOYMENT_RECOVERY,
)


def dora(w: Warehouse, scope: Scope) -> tuple[Answer, ...]:
    """The four figures of software delivery, as far as deployments are known."""
    return tuple(value(w, metric, scope) for metric in DORA)


def _dora(found: tuple[Answer, ...]) -> Figures:
    first = found[0]
    return Figures(
        first.value, first.n, first.low, first.high, first.reason, as_of=first.as_of,
        points=tuple(
            Part(one.value, one.n, part=f"{one.title} ({one.unit})", low=one.low, high=one.high, reason=one.reason)
            for one in found
        ),
    )  # fmt: skip


DORA_SET = Study(
    name="delivery_performance", id="CHG-16", title="Software delivery: how often, how fast, how safely",
    asks="Do we deliver often and safely?",
    formula="Deployments of the scope first, then lead time, share of failed deployments and time to recover.",
    source="DORA", unit="count", answer=dora, figures=_dora, needs=("deployments",), measures=DORA[0], by_part=True,
)  # fmt: skip


# -- problems ---------------------------------------------------------------------------------------------


def _recurrence(found: tuple[Recurrence, ...]) -> Figures:
    judged = [one for one in found if one.ratio is not None]
    days = float(sum(one.days for one in judged))
    before, after = sum(one.before for one in judged), sum(one.after for one in judged)
    whole = poisson_rate_ratio(before, days, after, days)
    return Figures(
        whole.ratio if whole else None, before + after, whole.low if whole else None, whole.high if whole else None,
        reason="no problem has been fixed long enough ago" if not judged else "no incident before the fixes",
        points=tuple(
            Part(
                one.ratio.ratio if one.ratio else None, one.before + one.after, part=one.problem,
                low=one.ratio.low if one.ratio else None, high=one.ratio.high if one.ratio else None,
                reason=one.reason, says=one.verdict,
            )
            for one in found
        ),
    )  # fmt: skip


RECURRENCE = Study(
    name="problem_recurrence", id="PRB-04", title="Incidents after the fix of a problem against before",
    asks="Did fixing the problem help?",
    formula="Incidents per day after the fix over incidents per day before it, in windows of equal length (as many"
    " days as both sides are known, at most 180), with the exact Poisson interval; needs 28 days on either side. The"
    " headline puts all fixed problems together.",
    unit="ratio", answer=recurrence, figures=_recurrence, needs=("problems", "incidents"),
    columns=("problems.fixed|problems.resolved", "incidents.problem|incidents.category"), period=False,
)  # fmt: skip


def _repeat_cost(found: RepeatCost) -> Figures:
    money = found.money is not None
    return Figures(
        found.money if money else found.hours, found.n, reason=found.reason, unit="money" if money else "hours",
        points=tuple(
            Part(cause.hours * (cause.n - 1) / cause.n, cause.n - 1, part=" · ".join(cause.name), says="hours")
            for cause in found.causes
        ),
        notes=() if money or found.hours is None else ("Hours, because the setting hourly_rate is not given.",),
    )  # fmt: skip


REPEAT_COST = Study(
    name="repeat_incident_cost", id="PRB-07", title="Cost of incidents that repeat",
    asks="What do the same causes cost us again and again?",
    formula="Hours to resolve of all but the first incident of each of the ten heaviest causes, × the setting"
    " hourly_rate where it is given.",
    unit="hours", answer=repeat_cost, figures=_repeat_cost, needs=("incidents",),
    columns=("service|category", "resolved"),
)  # fmt: skip
