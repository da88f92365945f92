"""How a metric and a scope become SQL: the known state, the rows that count, what leaves a row out, its groups.

The pieces; the statements made of them are in `query_statements.py` and `query_rows.py`. The text stays in the strict
subset other engines read the same way.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from metrics.metric import Metric
from metrics.period_starts import start_in_sql
from metrics.query_tables import Table
from metrics.scope import NOT_SET, Scope, day_of, start_of_day
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

    def mentioned(self, *more: str | None) -> list[str]:
        """The columns a statement needs: wide tables cost planning time for every column carried along."""
        metric = self.metric
        placing = (metric.when, metric.open_from, self.table.beginning, *metric.else_when, *metric.open_until)
        filtered = [self.table.column(dimension) for dimension, _ in self.scope.filters]
        days = [self.table.day(name) for name in placing if name is not None]
        text = " ".join([metric.sql, metric.where, *(condition for condition, _ in metric.leaves_out)])
        words = {*re.findall(r"[a-z_][a-z0-9_]*", text), *placing, *filtered, *days, *more}
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
        if "each_child" in self.metric.sql:
            instant += f", {str(each_child_counts(self.table, self.scope)).upper()} AS each_child"
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
            elif name == "stage_category" and "ended" in later:
                # A clock that stopped later ran on: what it ended as was not known.
                selected.append(f'CASE WHEN {later["ended"]} THEN NULL ELSE "{name}" END AS "{name}"')
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
                *(f"({until} IS NULL OR {until} >= CAST($at AS TIMESTAMP))" for until in self.until()),
            ]
        if metric.when is None:
            return []
        day = self.placing_day()
        conditions = [f"{day} IS NOT NULL"]
        if self.scope.start is not None:
            conditions.append(f"{day} >= CAST($start_day AS DATE)")
        if self.scope.end is not None:
            conditions.append(f"{day} < CAST($end_day AS DATE)")
        return conditions

    def placing_day(self) -> str:
        """The day that places a row in a period."""
        names = [self.table.day(name) for name in (str(self.metric.when), *self.metric.else_when)]
        quoted = [f'"{name}"' for name in names if name in self.table.types]
        return quoted[0] if len(quoted) == 1 else f"coalesce({', '.join(quoted)})"

    def until(self, *, as_day: bool = False) -> list[str]:
        """When a row ceased to be open, as an instant or as its day; nothing where the table does not say."""
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
        return self.period_start(self.placing_day())

    def period_start(self, day: str) -> str:
        """The first day of the period a day lies in."""
        return start_in_sql(day, self.scope.grain or "month", self.table.fiscal)

    def asked(self, by: str | None = None, *, columns: Sequence[str] | None = None) -> str:
        """The rows the question is about, measurable or not, with the columns it needs or those given."""
        needed = self.mentioned(by) if columns is None else columns
        return self.known_state(columns=needed) + where(self.conditions())

    def conditions(self) -> list[str]:
        """The conditions a row must meet, the as-of written out: what is known beforehand is compared sooner."""
        instant = "CAST($as_of AS TIMESTAMP)"
        return [
            re.sub(r"(?<!\$)\bas_of\b", instant, condition)
            for condition in self.population() + self.in_period()
        ]


def each_child_counts(table: Table, scope: Scope) -> bool:
    """Whether children count by themselves: as the scope has it, else the setting."""
    return table.counts_children if scope.children is None else scope.children == "each"


def counted_elsewhere(table: Table, scope: Scope) -> list[str]:
    """The condition under which a row is a child that is counted at its parent; none where each child counts.

    With an explicit as-of only parents that were known by then count: `known_before` is a parameter.
    """
    if each_child_counts(table, scope) or not table.has_children:
        return []
    since = f'"{COUNTED_AT_PARENT_SINCE}"'
    if scope.as_of is None:
        return [f"{since} IS NOT NULL"]
    return [f"({since} IS NOT NULL AND {since} < CAST($known_before AS TIMESTAMP))"]


def where(conditions: Sequence[str]) -> str:
    """A WHERE clause of all conditions; nothing where there are none."""
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def named_rows(source: str) -> str:
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
