"""The vocabulary in which a question with one number as its answer is declared.

A metric is a constant: words, one SQL aggregate over one table or view, and which rows it is about. `value`,
`trend`, `breakdown` and `rows` in `query.py` are four shapes of that one aggregate, so no two pages can
disagree about it.
"""

import hashlib
import re
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contracts import in_words

Kind = Literal["count", "sum", "mean", "median", "percentile", "proportion", "net", "ratio"]
Unit = Literal[
    "count", "percent", "hours", "days", "minutes", "money", "points", "ratio", "score", "per_week", "items"
]

#: How the aggregate of each kind is written; the part in brackets is what is measured on one row.
_SHAPES: dict[str, str] = {
    "count": r"count\((?P<measured>\*|distinct .+)\)",
    "sum": r"sum\((?P<measured>.+)\)",
    "mean": r"avg\((?P<measured>.+)\)",
    "median": r"median\((?P<measured>.+)\)",
    "percentile": r"quantile_(?:cont|disc)\((?P<measured>.+), (?P<fraction>0\.\d+)\)",
    "proportion": r"avg\((?P<measured>.+)\)",
    "net": r"avg\((?P<measured>.+)\)",
    "ratio": r"(?P<ratio>.+)",
}


class Metric(BaseModel):
    """One question, and the one expression that answers it.

    Words: `asks` is the question and ends in "?"; `formula` says in words how the number is made; `source`
    where the definition comes from. `id` is the identifier in the metric catalogue; a variant has a suffix.

    Rows: `table` is one table or view; `loaded` are the tables that must hold rows for it to mean anything
    (nothing found in a view of collisions is none, not unknown; by default the table itself). `when` names the
    timestamp or day column that places a row in a period; `else_when` columns place one that has none, so that
    it can be counted as left out. A measure at a point in time has `open_from` and `open_until` instead: a row
    is open at t when open_from < t and the first of `open_until` that has a value is not before t. `where` is
    the population. `leaves_out` are conditions, each with its reason, under which a row of the population cannot
    be measured: such rows are excluded, counted and listed. `needs` are columns that must hold a value in at
    least one row of the table; otherwise the answer is "not measurable: needs …" ("a|b": either will do). `as_told`
    are columns that are measured together as far as rows tell of them; a note names those that none does.

    Number: `sql` is one aggregate of the shape its `kind` has (`count(*)`, `avg(x)`, `median(x)`,
    `quantile_cont(x, 0.85)` …), in the strict subset of SQL that other engines read the same way.
    The columns `as_of` (the instant for which the state is shown) and `each_child` (whether children of an incident
    count by themselves in this scope, rule G5) can be used in every expression.
    `proportion` is the average of a whole number that is 0 or 1, `net` of one that is -1, 0 or 1 (-100, 0 or 100 where
    the unit is points);
    `ratio` is any aggregate. Percentages are fractions from 0 to 1. `clock` is said in the title.

    A child is counted once, at its parent, unless the reader's setting or scope says otherwise (rule G5);
    `every_child` is for what is said of each ticket by itself, such as a rating or a contract's clock.

    Judgement: `good` is the direction that is an improvement; `target` is in the metric's own unit;
    with fewer than `minimum_n` rows there is no value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*-[A-Za-z0-9-]+$")
    title: str
    asks: str = Field(pattern=r"\?$")
    formula: str
    source: str = ""
    table: str
    loaded: tuple[str, ...] = ()
    sql: str
    kind: Kind
    unit: Unit
    when: str | None = None
    else_when: tuple[str, ...] = ()
    open_from: str | None = None
    open_until: tuple[str, ...] = ()
    where: str = ""
    leaves_out: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    as_told: tuple[str, ...] = ()
    good: Literal["up", "down", "none"] = "none"
    target: float | None = None
    minimum_n: int = 1
    clock: Literal["24x7", "working time"] | None = None
    every_child: bool = False

    @model_validator(mode="before")
    @classmethod
    def _percentiles_need_rows(cls, given: Any) -> Any:
        """A percentile of too few rows is the value of one row: P85 needs ten, P95 and beyond twenty."""
        if isinstance(given, dict) and given.get("kind") == "percentile" and "minimum_n" not in given:
            fraction = _part(str(given.get("sql")), "percentile", "fraction")
            given = {**given, "minimum_n": 20 if float(fraction or 0) >= 0.95 else 10}
        return given

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not re.fullmatch(_SHAPES[self.kind], self.sql):
            raise ValueError(f"{self.name}: the sql of a {self.kind} has the shape {_SHAPES[self.kind]}")
        if self.when is not None and self.open_from is not None:
            raise ValueError(f"{self.name}: either `when` or `open_from` places a row in time, not both")
        if self.open_until and self.open_from is None:
            raise ValueError(f"{self.name}: `open_until` needs `open_from`")
        return self

    @property
    def measured(self) -> str | None:
        """What is measured on one row, as SQL; None where rows are only counted or the kind is a ratio."""
        part = _part(self.sql, self.kind, "measured")
        return None if part is None or part == "*" or part.startswith("distinct ") else part

    @property
    def fraction(self) -> float | None:
        """The fraction of a median or percentile (0.85 for P85), else None."""
        if self.kind == "median":
            return 0.5
        part = _part(self.sql, self.kind, "fraction")
        return None if part is None else float(part)

    @property
    def things(self) -> str:
        """What the rows are, in the plural as people say it."""
        return in_words((self.loaded or (self.table,))[0])

    @property
    def at_a_point_in_time(self) -> bool:
        """Whether it describes a state at an instant and not what happened in a period."""
        return self.open_from is not None

    @property
    def version(self) -> str:
        """Twelve characters that change with the definition; every receipt carries them."""
        decides = self.model_dump_json(
            exclude={"title", "asks", "formula", "source", "good", "target", "loaded"}
        )
        return hashlib.sha256(decides.encode()).hexdigest()[:12]


def _part(sql: str, kind: str, group: str) -> str | None:
    match = re.fullmatch(_SHAPES[kind], sql)
    return match.groupdict().get(group) if match else None
