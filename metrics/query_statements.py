"""The whole statements that give the figures of a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from metrics.query_ratios import AGGREGATE, aggregates_of
from metrics.query_text import SOURCE, Question, named_rows, where
from metrics.scope import Period


def figures(
    question: Question, *, by_period: bool = False, by: str | None = None, listed: bool = False
) -> str:
    """One scan that gives value, n and what is left out: of the whole, and per period and part.

    With `listed` lists of the measured values instead of the value, and none for the whole: its list is all of them.
    """
    groups = {"in_period": question.period()} if by_period else {}
    groups |= {"in_part": question.part(by)} if by is not None else {}
    named = ", ".join(f"{sql} AS {name}" for name, sql in {"left_out": question.left_out(), **groups}.items())
    selected = ", ".join(["left_out", *groups, _aggregates(question, listed=listed)])
    return (
        f"SELECT {selected} FROM (SELECT *, {named} FROM "
        f"{question.asked(by)}) AS grouped GROUP BY {_sets(['left_out'], list(groups), together=listed)}"
    )


def _aggregates(question: Question, *, listed: bool) -> str:
    metric = question.metric
    if listed:
        return f"{_list_of_measured(question)}, count(*) AS row_count"
    selected = f"{metric.sql} AS measured_value, count(*) AS row_count"
    if metric.kind == "mean":
        selected += f", stddev_samp({metric.measured}) AS deviation"
    if metric.kind == "net":
        selected += f", avg(({metric.measured}) * ({metric.measured})) AS deviation"
    return selected


def _list_of_measured(question: Question) -> str:
    return f"array_agg(CAST({question.metric.measured} AS DOUBLE)) FILTER (WHERE left_out = 0) AS measured_values"


def values(question: Question) -> str:
    """What each measured row contributes, as a number and nothing else, in order of size."""
    return (
        f"SELECT measured_value FROM (SELECT CAST({question.metric.measured} AS DOUBLE) AS measured_value, "
        f"{question.left_out()} AS left_out FROM {question.asked()}) AS measured WHERE left_out = 0 "
        "ORDER BY measured_value"
    )


def daily(question: Question, columns: Sequence[str], limit: int | None) -> str:
    """What can be added up per day, part and reason of leaving out; at most `limit` of them.

    Rows that are placed on no day, and those of a state, lie on the day of the as-of.
    """
    day = question.placing_day() if question.metric.when is not None else "CAST($as_of_day AS DATE)"
    groups = {"left_out": question.left_out(), "on_day": day, **_parts(question, columns)}
    named = ", ".join(f"{sql} AS {name}" for name, sql in groups.items())
    return (
        f"SELECT {', '.join(groups)}, {_kept(question)} FROM (SELECT *, {named} FROM "
        f"{question.asked(columns=question.mentioned(*columns))}) AS by_day GROUP BY {', '.join(groups)}"
        f"{_at_most(limit)}"
    )


def _kept(question: Question) -> str:
    """What figures can be added up from: counts, sums and squares, or the measured values themselves."""
    metric, measured = question.metric, question.metric.measured
    if metric.fraction is not None:
        return f"count(*) AS row_count, {_list_of_measured(question)}"
    if metric.kind == "ratio":
        aggregates = enumerate(aggregates_of(metric.sql))
        return ", ".join(
            ["count(*) AS row_count", *(f"{text} AS {AGGREGATE}{number}" for number, text in aggregates)]
        )
    if measured is None:
        return "count(*) AS row_count"
    squares = ""
    if metric.kind == "mean":
        squares = f", var_pop({measured}) * count(*) AS squares"
    if metric.kind == "net":
        squares = f", sum(({measured}) * ({measured})) AS squares"
    return f"count(*) AS row_count, sum({measured}) AS total{squares}"


def movements(question: Question, *, ended: bool, columns: Sequence[str], limit: int | None) -> str:
    """How many rows became open (or ceased to be) on each day, by what leaves them out and by part.

    Their running difference is the backlog.
    """
    opened = f'"{question.table.day(str(question.metric.open_from))}"'
    until_day = (question.until(as_day=True) or ["CAST(NULL AS DATE)"])[0]
    until = (question.until() or ["CAST(NULL AS TIMESTAMP)"])[0]
    conditions = [
        *question.population(),
        f'"{question.metric.open_from}" < CAST($at AS TIMESTAMP)',
        # A row that ends before it begins was never open; counting its end would take another row away.
        f"({until_day} IS NULL OR {until_day} >= {opened})",
    ]
    if ended:
        conditions.append(f"{until} < CAST($at AS TIMESTAMP)")
    groups = {
        "left_out": question.left_out(),
        "on_day": until_day if ended else opened,
        **_parts(question, columns),
    }
    named = ", ".join(f"{sql} AS {name}" for name, sql in groups.items())
    return (
        f"SELECT {', '.join(groups)}, count(*) AS row_count FROM (SELECT {named} FROM "
        f"{question.known_state(columns=question.mentioned(*columns))}{where(conditions)}) AS moved "
        f"GROUP BY {', '.join(groups)}{_at_most(limit)}"
    )


def _at_most(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {limit}"


def _parts(question: Question, columns: Sequence[str]) -> dict[str, str]:
    return {f"part_{number}": question.part(name) for number, name in enumerate(columns)}


def states(question: Question, at: Sequence[tuple[Period, datetime]], *, by: str | None = None) -> str:
    """The measure at several instants at once; `at` gives each period and the instant that ends it.

    Of a median or percentile lists of the measured values.
    """
    groups = ["left_out", "in_period", *(["in_part"] if by is not None else [])]
    part = {"in_part": question.part(by)} if by is not None else {}
    selected = ", ".join([*groups, _aggregates(question, listed=question.metric.fraction is not None)])
    standing = _standing(question, at, part, question.mentioned(by))
    return f"SELECT {selected} FROM {standing} GROUP BY {', '.join(groups)}"


def standing(
    question: Question, at: Sequence[tuple[Period, datetime]], columns: Sequence[str], limit: int | None
) -> str:
    """What can be added up of a state at several instants, per part; `on_day` is the first of the period."""
    parts = _parts(question, columns)
    groups = ["left_out", "on_day", *parts]
    rows = _standing(question, at, parts, question.mentioned(*columns))
    return (
        f"SELECT left_out, in_period AS on_day, {', '.join([*parts, _kept(question)])} FROM {rows} "
        f"GROUP BY {', '.join(groups)}{_at_most(limit)}"
    )


def _standing(
    question: Question, at: Sequence[tuple[Period, datetime]], named: Mapping[str, str], needed: Sequence[str]
) -> str:
    """Every row at each instant at which it is open, with more columns by name."""
    # Something that ended at the as-of itself has ended, so "open before" lies one step behind the age.
    instants = ", ".join(
        f"(DATE '{period.start}', TIMESTAMP '{min(instant, question.as_of)}', TIMESTAMP '{instant}')"
        for period, instant in at
    )
    until = "".join(f" AND ({ended} IS NULL OR {ended} >= instants.open_at)" for ended in question.until())
    came = f'"{question.table.day(str(question.metric.open_from))}"'
    # Most rows come and go within one period, many on one day; only those that cross an end can be open at one.
    crosses = [
        f"({went} IS NULL OR ({came} < {went} AND {question.period_start(came)} < {question.period_start(went)}) "
        f"OR {ended} >= CAST($at AS TIMESTAMP))"
        for went, ended in zip(question.until(as_day=True), question.until(), strict=True)
    ]
    added = "".join(f", {sql} AS {name}" for name, sql in named.items())
    return (
        f"(SELECT *, {question.left_out()} AS left_out{added} FROM {question.known_state(columns=needed, at='')} "
        "JOIN (VALUES "
        f"{instants}) AS instants (in_period, as_of, open_at) "
        f'ON known_state."{question.metric.open_from}" < instants.open_at{until}'
        f"{where(question.population() + crosses)}) AS grouped"
    )


def replayed(question: Question, store: str | None) -> str:
    """The measure over exactly the rows named by parameters, whoever took their place in `store` since.

    A view of its own has no store: it is asked again, with the conditions of the question.
    """
    selected = f"SELECT {question.metric.sql} AS measured_value, count(*) AS row_count"
    rows = named_rows(store or f'"{question.table.name}"')
    if store is not None:
        return f"{selected} FROM {question.known_state(rows)}"
    measured = f"SELECT *, {question.left_out()} AS left_out FROM {question.known_state(rows)}"
    return f"{selected} FROM ({measured}{where(question.conditions())}) AS asked WHERE left_out = 0"


def _sets(always: list[str], groups: list[str], *, together: bool) -> str:
    """The whole and the groups from one pass over the rows; where the groups make up the whole, these alone."""
    if not groups or together:
        return ", ".join(always + groups)
    return f"GROUPING SETS (({', '.join(always)}), ({', '.join(always + groups)}))"


def verdicts(question: Question, columns: Sequence[str]) -> str:
    """What each measured row contributes, with a few of its columns."""
    shown = [*SOURCE, *columns]
    listed = ", ".join(f'"{name}"' for name in shown)
    return (
        f"SELECT {listed}, measured_value FROM (SELECT {listed}, {question.left_out()} AS left_out, "
        f"{question.metric.measured} AS measured_value FROM {question.asked(columns=question.mentioned(*shown))}) "
        "AS judged WHERE left_out = 0"
    )
