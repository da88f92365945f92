"""What a question is asked about: the period, its grain, filters, the as-of and the viewer's grants."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from metrics.fiscal import FiscalCalendar

Grain = Literal["day", "week", "month", "quarter", "year", "fiscal-quarter", "fiscal-year"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year", "fiscal-quarter", "fiscal-year")
#: Grains that follow the fiscal calendar in the settings.
FISCAL_GRAINS: tuple[Grain, ...] = ("fiscal-quarter", "fiscal-year")

#: How rows without a value in a dimension are named, in filters and in breakdowns.
NOT_SET = "(not set)"


class Scope(BaseModel):
    """What is being asked about. Frozen, so that it can be the key of a cached answer.

    `start` and `end` are days in the reporting time zone, half-open: `end` itself is outside; None means
    all there is. `as_of` is an instant in UTC without zone: the state as it was then; None means the newest
    moment the data tell of. `children` says whether a ticket that belongs to another is counted once at that
    parent or by itself; None means the setting of the warehouse. `filters` hold a dimension and the values
    it may have. `timezone` is the
    reporting time zone; None means that of the warehouse.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: date | None = None
    end: date | None = None
    grain: Grain | None = None
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    as_of: datetime | None = None
    grants: tuple[str, ...] = ("*",)
    timezone: str | None = None
    children: Literal["at parent", "each"] | None = None

    @field_validator("as_of")
    @classmethod
    def _in_utc(cls, as_of: datetime | None) -> datetime | None:
        return as_of.astimezone(UTC).replace(tzinfo=None) if as_of is not None and as_of.tzinfo else as_of

    @field_validator("filters")
    @classmethod
    def _in_one_order(
        cls, filters: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Two scopes that mean the same are equal, however their filters were given."""
        return tuple(sorted((name, tuple(sorted(set(values)))) for name, values in filters if values))

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.start and self.end and self.end <= self.start:
            raise ValueError(
                f"The period ends on {self.end}, which is not after its start on {self.start};"
                " the end day itself is not part of the period."
            )
        return self

    @classmethod
    def of(
        cls,
        *,
        start: str | date | None = None,
        end: str | date | None = None,
        grain: Grain | None = None,
        as_of: str | datetime | None = None,
        grants: tuple[str, ...] = ("*",),
        timezone: str | None = None,
        **filters: str | list[str] | tuple[str, ...],
    ) -> Self:
        """A scope from plain values, filters by name.

        >>> Scope.of(start="2026-03-01", end="2026-04-01", client="Fjord Energy").filters
        (('client', ('Fjord Energy',)),)
        """
        return cls.model_validate(
            {
                "start": start,
                "end": end,
                "grain": grain,
                "as_of": as_of,
                "grants": grants,
                "timezone": timezone,
                "filters": tuple(
                    (name, (values,) if isinstance(values, str) else tuple(values))
                    for name, values in filters.items()
                ),
            }
        )

    def but(self, **changes: object) -> Self:
        """The same scope with some fields changed."""
        return type(self).model_validate({**self.model_dump(), **changes})

    @property
    def by_dimension(self) -> Mapping[str, tuple[str, ...]]:
        """The filters by dimension."""
        return dict(self.filters)


class Period(NamedTuple):
    """One day, week, month, quarter or year, of the calendar or fiscal: half-open, in the reporting time zone."""

    label: str
    start: date
    end: date


def period_of(day: date, grain: Grain, fiscal: FiscalCalendar | None = None) -> Period:
    """The period of that grain in which a day lies; weeks start on Monday and carry their ISO number.

    A fiscal quarter or year needs the fiscal calendar; ValueError without.

    >>> period_of(date(2026, 3, 1), "week")
    Period(label='2026-W09', start=datetime.date(2026, 2, 23), end=datetime.date(2026, 3, 2))
    >>> period_of(date(2025, 8, 1), "fiscal-quarter", FiscalCalendar(start_month=4)).label
    'FY2026-Q2'
    """
    if grain in FISCAL_GRAINS:
        return _fiscal_period(day, grain, _known(fiscal))
    if grain == "day":
        return Period(day.isoformat(), day, day + timedelta(days=1))
    if grain == "week":
        monday = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Period(f"{year}-W{week:02d}", monday, monday + timedelta(days=7))
    if grain == "month":
        first = day.replace(day=1)
        return Period(f"{first:%Y-%m}", first, _months_later(first, 1))
    if grain == "year":
        return Period(f"{day.year}", date(day.year, 1, 1), date(day.year + 1, 1, 1))
    first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return Period(f"{first.year}-Q{(first.month + 2) // 3}", first, _months_later(first, 3))


def _fiscal_period(day: date, grain: Grain, fiscal: FiscalCalendar) -> Period:
    found = fiscal.period_of(day)
    if grain == "fiscal-year":
        return Period(f"FY{found.year}", fiscal.year_start(found.year), fiscal.year_start(found.year + 1))
    number = (found.number + 2) // 3
    return Period(f"FY{found.year}-Q{number}", *fiscal.quarter(found.year, number))


def _known(fiscal: FiscalCalendar | None) -> FiscalCalendar:
    if fiscal is None:
        raise ValueError("A fiscal quarter or year can only be placed with the fiscal calendar.")
    return fiscal


def periods(first: date, end: date, grain: Grain, fiscal: FiscalCalendar | None = None) -> Iterator[Period]:
    """Every period that has a day in [first, end), the quiet ones too, in order."""
    period = period_of(first, grain, fiscal)
    while period.start < end:
        yield period
        period = period_of(period.end, grain, fiscal)


#: How fiscal periods are written: FY2026, FY26, FY2026-Q2, FY26 Q2.
_FISCAL_LABEL = re.compile(r"FY ?(\d{4}|\d{2})(?:[- ]?Q([1-4]))?", re.IGNORECASE)


def period_named(label: str, fiscal: FiscalCalendar | None = None) -> Period:
    """The period a label such as 2026, 2026-Q1, 2026-03, 2026-W09, 2026-03-02, FY2026 or FY2026-Q2 stands for.

    >>> period_named("2026-Q1").end
    datetime.date(2026, 4, 1)
    >>> period_named("FY26 Q2", FiscalCalendar(start_month=4)).start
    datetime.date(2025, 7, 1)
    """
    named = _FISCAL_LABEL.fullmatch(label)
    if named is not None:
        return _fiscal_named(int(named[1]) + (2000 if len(named[1]) == 2 else 0), named[2], _known(fiscal))
    try:
        if "-W" in label:
            year, week = label.split("-W")
            return period_of(date.fromisocalendar(int(year), int(week), 1), "week")
        if "-Q" in label:
            year, quarter = label.split("-Q")
            return period_of(date(int(year), int(quarter) * 3 - 2, 1), "quarter")
        match label.count("-"):
            case 0:
                return Period(label, date(int(label), 1, 1), date(int(label) + 1, 1, 1))
            case 1:
                return period_of(date.fromisoformat(label + "-01"), "month")
        return period_of(date.fromisoformat(label), "day")
    except ValueError:
        raise ValueError(
            f"{label!r} is not a period: write 2026, 2026-Q1, 2026-03, 2026-W09, 2026-03-02, FY2026 or FY2026-Q2."
        ) from None


def _fiscal_named(year: int, quarter: str | None, fiscal: FiscalCalendar) -> Period:
    if quarter is None:
        return _fiscal_period(fiscal.year_start(year), "fiscal-year", fiscal)
    return _fiscal_period(fiscal.quarter(year, int(quarter))[0], "fiscal-quarter", fiscal)


def start_of_day(day: date, timezone: str) -> datetime:
    """The instant at which a day begins in a time zone, in UTC without zone."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone))
    return midnight.astimezone(UTC).replace(tzinfo=None)


def day_of(instant: datetime, timezone: str) -> date:
    """The day an instant (UTC without zone) falls on in a time zone."""
    return instant.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).date()


def _months_later(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
