"""How a metric and a scope become SQL: the known state, the rows that count, the groups, the intervals.

Together with `query.py` and `query_tables.py` the only place where metrics meet SQL. The text stays in the
strict subset other engines read the same way, except for the quantile list of `ranks`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from metrics.metric import Metric
from metrics.query_tables import Table
from metrics.scope import NOT_SET, Period, Scope, day_of, start_of_day
from warehouse.parents import COUNTED_AT_PARENT_SINCE

#: Names the queries give to what they add; no contract has a column of these names (a test keeps it so).
ADDED = (
    "as_of",
    "as_of_day",
    "in_period",
    "in_part",
    "left_out",
    "measured_value",
    "row_count",
    "deviation",
    "open_at",
    "on_day",
)

#: Where a row came from.
SOURCE = ("import_id", "sheet", "row_no")

#: A row dated after the newest import has a typing error in its date (G16).
FUTURE = "dated after the newest import"
EMPTY = "holds no value to measure"

#: A child is counted once, at its parent (G5).
AT_PARENT = "counted once, at its parent"

#: The smallest step of a stored timestamp: "before the next step" is "at or before".
STEP = timedelta(microseconds=1)


class Question:
    """One metric in one scope over one table, ready to be written as SQL.

    `as_of` is the instant the figure is about, `newest` the one it was asked with; `known_before` is the instant
    before which things must have happened to be known, `at` the instant of a state; all in UTC.
    """

    def __init__(self, metric: Metric, scope: Scope, table: Table, as_of: datetime) -> None:
        self.metric = metric
        self.scope = scope
        self.table = table
        self.timezone = table.timezone
        self.as_of = self.newest = as_of
        self.known_before = scope.as_of if scope.as_of is not None else as_of + STEP
        self.at = self.known_before
        if metric.at_a_point_in_time and scope.end is not None:
            end = start_of_day(scope.end, self.timezone)
            if end < self.known_before:
                self.at, self.as_of = end, end

    @property
    def begun(self) -> date | None:
        """The first day the data tell of; None where no event places a row in time."""
        placed = self.metric.when or self.metric.open_from
        return self.table.first_day(placed) if placed in self.table.event_columns and placed else None

    # -- the pieces ----------------------------------------------------------------------------------------

    @property
    def params(self) -> dict[str, Any]:
        """The values of every parameter the pieces may name; `used` picks those a text does name."""
        named: dict[str, Any] = {
            "as_of": self.as_of,
            "as_of_day": day_of(self.as_of, self.timezone),
            "known_before": self.known_before,
            "known_before_day": day_of(self.known_before, self.timezone),
            "at": self.at,
            "start_day": self.scope.start,
            "end_day": self.scope.end,
        }
        for position, (_, values) in enumerate(self.scope.filters):
            for number, value in enumerate(values):
                named[f"filter_{position}_{number}"] = value
        return named

    def _mentioned(self, by: str | None, *more: str) -> list[str]:
        """The columns a statement needs: wide tables cost planning time for every column carried along."""
        metric = self.metric
        placing = (metric.when, metric.open_from, self.table.beginning, *metric.else_when, *metric.open_until)
        filtered = [self.table.column(dimension) for dimension, _ in self.scope.filters]
        days = [self.table.day(name) for name in placing if name is not None]
        text = " ".join([metric.sql, metric.where, *(condition for condition, _ in metric.leaves_out)])
        words = {*re.findall(r"[a-z_][a-z0-9_]*", text), *placing, *filtered, *days, by, *more}
        if not metric.every_child and counted_elsewhere(self.table, self.scope):
            words.add(COUNTED_AT_PARENT_SINCE)
        return [name for name in self.table.types if name in words]

    def known_state(
        self,
        source: str | None = None,
        *,
        columns: Sequence[str] | None = None,
        at: str = "CAST($as_of AS TIMESTAMP) AS as_of, ",
    ) -> str:
        """The rows as they were known at the as-of: later rows are gone, later events have not happened.

        Without an explicit as-of this is the table itself. A row that has changed since has no known state.
        """
        table = source or f'"{self.table.name}"'
        instant = f"{at}CAST($as_of_day AS DATE) AS as_of_day"
        shown = self.table.types if columns is None else columns
        if self.scope.as_of is None:
            listed = "*" if columns is None else ", ".join(f'"{name}"' for name in columns)
            return f"(SELECT {listed}, {instant} FROM {table} AS every_row) AS known_state"
        later = {name: self._later(name) for name in self.table.event_columns}
        selected = []
        for name in shown:
            event = name.removesuffix("_day")
            if name == "state_category" and later:
                changed = " OR ".join(later.values())
                selected.append(f'CASE WHEN {changed} THEN NULL ELSE "{name}" END AS "{name}"')
            elif event in later:
                selected.append(f'CASE WHEN {later[event]} THEN NULL ELSE "{name}" END AS "{name}"')
            else:
                selected.append(f'"{name}"')
        begun = self.table.beginning
        gone = f" WHERE NOT ({later[begun]})" if begun is not None else ""
        return f"(SELECT {', '.join(selected)}, {instant} FROM {table} AS every_row{gone}) AS known_state"

    def _later(self, name: str) -> str:
        kind = "DATE" if self.table.types[name] == "DATE" else "TIMESTAMP"
        limit = "known_before_day" if kind == "DATE" else "known_before"
        return f'("{name}" IS NOT NULL AND "{name}" >= CAST(${limit} AS {kind}))'

    def population(self) -> list[str]:
        """The conditions a row must meet to be asked about at all, without those of the period."""
        conditions = [f"({self.metric.where})"] if self.metric.where else []
        for position, (dimension, values) in enumerate(self.scope.filters):
            name = self.table.column(dimension)
            if name is not None:
                conditions.append(self._one_of(name, position, values))
        return conditions

    def _one_of(self, name: str, position: int, values: Sequence[str]) -> str:
        kind = self.table.types[name]
        text = f'"{name}"' if kind == "VARCHAR" else f'CAST("{name}" AS VARCHAR)'
        either = []
        for number, value in enumerate(values):
            if value == NOT_SET:
                either.append(f'"{name}" IS NULL')
            elif kind.endswith("[]"):
                either.append(f'list_contains("{name}", $filter_{position}_{number})')
            else:
                either.append(f"{text} = $filter_{position}_{number}")
        return "(" + " OR ".join(either) + ")"

    def in_period(self) -> list[str]:
        """The conditions that place a row in the scope's period, or among the open rows at its instant."""
        metric = self.metric
        if metric.at_a_point_in_time:
            return [
                f'"{metric.open_from}" < CAST($at AS TIMESTAMP)',
                *(f"({until} IS NULL OR {until} >= CAST($at AS TIMESTAMP))" for until in self._until()),
            ]
        if metric.when is None:
            return []
        day = self._placing_day()
        conditions = [f"{day} IS NOT NULL"]
        if self.scope.start is not None:
            conditions.append(f"{day} >= CAST($start_day AS DATE)")
        if self.scope.end is not None:
            conditions.append(f"{day} < CAST($end_day AS DATE)")
        return conditions

    def _placing_day(self) -> str:
        """The day that places a row in a period."""
        names = [self.table.day(name) for name in (str(self.metric.when), *self.metric.else_when)]
        quoted = [f'"{name}"' for name in names if name in self.table.types]
        return quoted[0] if len(quoted) == 1 else f"coalesce({', '.join(quoted)})"

    def _until(self, *, as_day: bool = False) -> list[str]:
        names = [self.table.day(name) if as_day else name for name in self.metric.open_until]
        quoted = [f'"{name}"' for name in names if name in self.table.types]
        if not quoted:
            return []
        return [quoted[0] if len(quoted) == 1 else f"coalesce({', '.join(quoted)})"]

    def reasons(self) -> list[tuple[str, str]]:
        """Why a row of the population may not be measured: condition and reason, in order."""
        metric = self.metric
        found: list[tuple[str, str]] = []
        if not metric.every_child:
            found += [(condition, AT_PARENT) for condition in counted_elsewhere(self.table, self.scope)]
        if self.scope.as_of is None and metric.when in self.table.event_columns:
            found.append((self._later(str(metric.when)), FUTURE))
        found += metric.leaves_out
        if metric.measured is not None:
            found.append((f"({metric.measured}) IS NULL", EMPTY))
        return found

    def left_out(self) -> str:
        """0 for a measured row, else the number of the reason why it is not."""
        cases = "".join(
            f" WHEN {condition} THEN {number}"
            for number, (condition, _) in enumerate(self.reasons(), start=1)
        )
        return f"CASE{cases} ELSE 0 END" if cases else "0"

    def part(self, by: str | None) -> str:
        """The group of a row in a breakdown, as text; rows without a value are their own part."""
        if by is None:
            return ""
        text = f'"{by}"' if self.table.types[by] == "VARCHAR" else f'CAST("{by}" AS VARCHAR)'
        return f"coalesce({text}, '{NOT_SET}')"

    def period(self) -> str:
        """The first day of the period a row lies in."""
        return self._period_start(self._placing_day())

    def _period_start(self, day: str) -> str:
        if self.scope.grain == "day":
            return day
        return f"CAST(date_trunc('{self.scope.grain}', {day}) AS DATE)"

    def asked(self, by: str | None = None, *, columns: Sequence[str] | None = None) -> str:
        """The rows the question is about, measurable or not, with the columns it needs or those given."""
        needed = self._mentioned(by) if columns is None else columns
        return self.known_state(columns=needed) + where(self.population() + self.in_period())

    # -- whole statements ----------------------------------------------------------------------------------

    def _aggregates(self) -> str:
        selected = f"{self.metric.sql} AS measured_value, count(*) AS row_count"
        if self.metric.kind == "mean":
            selected += f", stddev_samp({self.metric.measured}) AS deviation"
        if self.metric.kind == "net":
            selected += f", avg(({self.metric.measured}) * ({self.metric.measured})) AS deviation"
        return selected

    def figures(self, *, by_period: bool = False, by: str | None = None, counted: bool = False) -> str:
        """One scan that gives value, n and what is left out: of the whole, and per period and part.

        With `counted` no value: `ranks` gives that of a median or percentile together with its interval.
        """
        groups = self._groups(by_period, by)
        aggregates = "NULL AS measured_value, count(*) AS row_count" if counted else self._aggregates()
        named = ", ".join(f"{sql} AS {name}" for name, sql in {"left_out": self.left_out(), **groups}.items())
        return (
            f"SELECT {', '.join(['left_out', *groups])}, {aggregates} FROM (SELECT *, {named} FROM "
            f"{self.asked(by)}) AS grouped GROUP BY {_sets(['left_out'], list(groups))}"
        )

    def values(self) -> str:
        """What each measured row contributes, as a number and nothing else, in order of size."""
        return (
            f"SELECT measured_value FROM (SELECT CAST({self.metric.measured} AS DOUBLE) AS measured_value, "
            f"{self.left_out()} AS left_out FROM {self.asked()}) AS measured WHERE left_out = 0 ORDER BY measured_value"
        )

    def daily(self, dimensions: Sequence[str]) -> str:
        """Counts and sums per day, part and reason of leaving out: what a roll-up of the metric keeps."""
        measured = self.metric.measured
        sums = ""
        if measured is not None and self.metric.fraction is None:
            sums = f", sum({measured}) AS total"
            if self.metric.kind == "mean":
                sums += f", var_pop({measured}) * count(*) AS squares"
            if self.metric.kind == "net":
                sums += f", sum(({measured}) * ({measured})) AS squares"
        groups = {"left_out": self.left_out(), "on_day": self._placing_day(), **self._parts(dimensions)}
        named = ", ".join(f"{sql} AS {name}" for name, sql in groups.items())
        needed = self._mentioned(None, *dimensions)
        return (
            f"SELECT {', '.join(groups)}, count(*) AS row_count{sums} FROM (SELECT *, {named} FROM "
            f"{self.asked(columns=needed)}) AS by_day GROUP BY {', '.join(groups)}"
        )

    def _parts(self, dimensions: Sequence[str]) -> dict[str, str]:
        return {f"part_{number}": self.part(name) for number, name in enumerate(dimensions)}

    def ranks(
        self,
        fractions: Sequence[float],
        *,
        by_period: bool = False,
        by: str | None = None,
        interpolated: bool = False,
    ) -> str:
        """The value, and the observed values at some fractions, of the measured rows: whole, per period and part.

        With `interpolated` the value is one of the fractions, so that one list holds everything: every list holds
        all values once more.
        """
        groups = self._groups(by_period, by)
        named = "".join(f", {sql} AS {name}" for name, sql in groups.items())
        listed = ", ".join(f"{fraction:g}" for fraction in fractions)
        quantile = "quantile_cont" if interpolated else "quantile_disc"
        around = [f"{quantile}({self.metric.measured}, [{listed}]) AS measured_values"] if listed else []
        value = [] if interpolated else [f"{self.metric.sql} AS measured_value"]
        grouping = f" GROUP BY {_sets([], list(groups))}" if groups else ""
        return (
            f"SELECT {', '.join([*groups, *value, *around])} FROM (SELECT *, {self.left_out()} AS left_out{named} "
            f"FROM {self.asked(by)}) AS ranked WHERE left_out = 0{grouping}"
        )

    def _groups(self, by_period: bool, by: str | None) -> dict[str, str]:
        groups = {"in_period": self.period()} if by_period else {}
        return groups | ({"in_part": self.part(by)} if by is not None else {})

    def movements(self, *, ended: bool, by: Sequence[str] = ()) -> str:
        """How many rows became open (or ceased to be) on each day, by what leaves them out and by part.

        Their running difference is the backlog.
        """
        opened = f'"{self.table.day(str(self.metric.open_from))}"'
        until_day = (self._until(as_day=True) or ["CAST(NULL AS DATE)"])[0]
        until = (self._until() or ["CAST(NULL AS TIMESTAMP)"])[0]
        conditions = [
            *self.population(),
            f'"{self.metric.open_from}" < CAST($at AS TIMESTAMP)',
            # A row that ends before it begins was never open; counting its end would take another row away.
            f"({until_day} IS NULL OR {until_day} >= {opened})",
        ]
        if ended:
            conditions.append(f"{until} < CAST($at AS TIMESTAMP)")
        groups = {"left_out": self.left_out(), "on_day": until_day if ended else opened, **self._parts(by)}
        named = ", ".join(f"{sql} AS {name}" for name, sql in groups.items())
        return (
            f"SELECT {', '.join(groups)}, count(*) AS row_count FROM (SELECT {named} FROM "
            f"{self.known_state(columns=self._mentioned(None, *by))}{where(conditions)}) AS moved "
            f"GROUP BY {', '.join(groups)}"
        )

    def states(self, at: Sequence[tuple[Period, datetime]], *, by: str | None = None) -> str:
        """The measure at several instants at once; `at` gives each period and the instant that ends it."""
        # Something that ended at the as-of itself has ended, so "open before" lies one step behind the age.
        instants = ", ".join(
            f"(DATE '{period.start}', TIMESTAMP '{min(instant, self.as_of)}', TIMESTAMP '{instant}')"
            for period, instant in at
        )
        groups = ["left_out", "in_period", *(["in_part"] if by is not None else [])]
        part = f", {self.part(by)} AS in_part" if by is not None else ""
        until = "".join(f" AND ({ended} IS NULL OR {ended} >= instants.open_at)" for ended in self._until())
        came = f'"{self.table.day(str(self.metric.open_from))}"'
        # Most rows come and go within one period, many on one day; only those that cross an end can be open at one.
        crosses = [
            f"({went} IS NULL OR ({came} < {went} AND {self._period_start(came)} < {self._period_start(went)}) "
            f"OR {ended} >= CAST($at AS TIMESTAMP))"
            for went, ended in zip(self._until(as_day=True), self._until(), strict=True)
        ]
        return (
            f"SELECT {', '.join(groups)}, {self._aggregates()} FROM (SELECT *, {self.left_out()} AS left_out"
            f"{part} FROM {self.known_state(columns=self._mentioned(by), at='')} "
            f"JOIN (VALUES {instants}) AS instants (in_period, as_of, "
            f'open_at) ON known_state."{self.metric.open_from}" < instants.open_at{until}'
            f"{where(self.population() + crosses)}) AS grouped GROUP BY {', '.join(groups)}"
        )

    def first_places(self, reason: str | None, limit: int) -> str:
        """Where the first rows of a list stand, so that a list that is cut need not sort wide rows."""
        return (
            f"SELECT {', '.join(SOURCE)} FROM (SELECT {', '.join(SOURCE)}, {self.left_out()} AS left_out FROM "
            f"{self.asked(columns=self._mentioned(None, *SOURCE))}) AS placed WHERE left_out = "
            f"{self._reason_number(reason)} ORDER BY {', '.join(SOURCE)} LIMIT {int(limit)}"
        )

    def rows(self, reason: str | None, limit: int | None = None) -> str:
        """The measured rows (or those left out for a reason) with everything the table says of them.

        With a limit only the rows whose places are named by parameters.
        """
        types = self.table.types
        shown = [
            f'"{name}"'
            for name in types
            if not name.endswith("_as_written") and not (name.endswith("_day") and name[:-4] in types)
        ]
        measured = f", {self.metric.measured} AS measured_value" if self.metric.measured else ""
        source = None if limit is None else _named(f'"{self.table.name}"')
        return (
            f"SELECT {', '.join(shown)}{', measured_value' if measured else ''} FROM (SELECT *, "
            f"{self.left_out()} AS left_out{measured} FROM {self.known_state(source)}"
            f"{where(self.population() + self.in_period())}) AS listed WHERE left_out = "
            f"{self._reason_number(reason)} ORDER BY {', '.join(SOURCE)}"
            f"{f' LIMIT {int(limit)}' if limit is not None else ''}"
        )

    def _reason_number(self, reason: str | None) -> int:
        return 0 if reason is None else [name for _, name in self.reasons()].index(reason) + 1

    def named_rows(self) -> str:
        """The row numbers of the measured rows as runs without a gap, per import and sheet."""
        return (
            "SELECT import_id, sheet, min(row_no) AS first_row, max(row_no) AS last_row, sum(times) AS "
            "row_count FROM (SELECT import_id, sheet, row_no, count(*) AS times, row_no - row_number() OVER "
            "(PARTITION BY import_id, sheet ORDER BY row_no) AS run FROM (SELECT import_id, sheet, row_no, "
            f"{self.left_out()} AS left_out FROM "
            f"{self.asked(columns=self._mentioned(None, *SOURCE))}) AS named WHERE left_out = 0 "
            "GROUP BY import_id, sheet, row_no) AS runs GROUP BY import_id, sheet, run "
            "ORDER BY import_id, sheet, first_row"
        )

    def replayed(self, store: str | None) -> str:
        """The measure over exactly the rows named by parameters, whoever took their place in `store` since.

        A view of its own has no store: it is asked again, with the conditions of the question.
        """
        named = _named(store or f'"{self.table.name}"')
        if store is not None:
            return f"SELECT {self._aggregates()} FROM {self.known_state(named)}"
        measured = f"SELECT *, {self.left_out()} AS left_out FROM {self.known_state(named)}"
        return (
            f"SELECT {self._aggregates()} FROM ({measured}"
            f"{where(self.population() + self.in_period())}) AS asked WHERE left_out = 0"
        )


def counted_elsewhere(table: Table, scope: Scope) -> list[str]:
    """The condition under which a row is a child that is counted at its parent; none where each child counts.

    With an explicit as-of only parents that were known by then count: `known_before` is a parameter.
    """
    each = table.counts_children if scope.children is None else scope.children == "each"
    if each or not table.has_children:
        return []
    since = f'"{COUNTED_AT_PARENT_SINCE}"'
    if scope.as_of is None:
        return [f"{since} IS NOT NULL"]
    return [f"({since} IS NOT NULL AND {since} < CAST($known_before AS TIMESTAMP))"]


def where(conditions: Sequence[str]) -> str:
    """A WHERE clause of all conditions; nothing where there are none."""
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _sets(always: list[str], groups: list[str]) -> str:
    """The whole and the groups from one pass over the rows."""
    if not groups:
        return ", ".join(always)
    return f"GROUPING SETS (({', '.join(always)}), ({', '.join(always + groups)}))"


def _named(source: str) -> str:
    """The rows of a table whose places are given by the parameters imports, sheets and row_numbers."""
    return (
        f"(SELECT every_row.* FROM {source} AS every_row JOIN (SELECT DISTINCT unnest($imports) AS named_import, "
        "unnest($sheets) AS named_sheet, unnest($row_numbers) AS named_row) AS named "
        "ON every_row.import_id = named_import AND coalesce(every_row.sheet, '') = named_sheet "
        "AND every_row.row_no = named_row)"
    )


def used(sql: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters a statement names; engines refuse those it does not."""
    names = set(re.findall(r"\$([a-z_0-9]+)", sql))
    return {name: value for name, value in params.items() if name in names}
