"""The fiscal year of the organisation: which period, quarter and year a day lies in, and which days they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from warehouse.declared_settings import MONTHS

if TYPE_CHECKING:  # Periods are known to scopes, and engines know scopes.
    from metrics.query_tables import Engine

#: Weeks of the twelve periods of a 4-4-5 year; a 53rd week goes to the last.
_WEEKS_445 = (4, 4, 5) * 4


class FiscalPeriod(NamedTuple):
    """One of the twelve periods of a fiscal year; days half-open."""

    year: int
    number: int
    start: date
    end: date

    @property
    def label(self) -> str:
        """As people write it, with the month it starts in: FY2026 P03 (Mar 2026)."""
        return f"FY{self.year} P{self.number:02d} ({self.start:%b %Y})"


@dataclass(frozen=True)
class FiscalCalendar:
    """When the fiscal year starts, how it is cut into twelve periods, and after which year it is named.

    `pattern` "months" has calendar months; "4-4-5" has weeks from Monday and starts on the Monday nearest
    to the first of `start_month`. `named_after` says whether a year that spans two is called after the year
    it ends in (the usual way) or the one it starts in.
    """

    start_month: int = 1
    pattern: Literal["months", "4-4-5"] = "months"
    named_after: Literal["end", "start"] = "end"

    def __post_init__(self) -> None:
        if not 1 <= self.start_month <= 12:
            raise ValueError(
                f"A fiscal year cannot start in month {self.start_month}: give a month from 1 to 12."
            )
        if self.pattern not in ("months", "4-4-5"):
            raise ValueError(f'A fiscal pattern is "months" or "4-4-5", not {self.pattern!r}.')

    def year_start(self, year: int) -> date:
        """The first day of a fiscal year."""
        calendar_year = year - 1 if self.start_month > 1 and self.named_after == "end" else year
        first = date(calendar_year, self.start_month, 1)
        if self.pattern == "months":
            return first
        return first + timedelta(days=-first.weekday() if first.weekday() <= 3 else 7 - first.weekday())

    def periods(self, year: int) -> tuple[FiscalPeriod, ...]:
        """The twelve periods of a fiscal year in order, without gaps."""
        starts = [self.year_start(year)]
        if self.pattern == "months":
            for _ in range(12):
                last = starts[-1]
                starts.append(date(last.year + last.month // 12, last.month % 12 + 1, 1))
        else:
            for weeks in _WEEKS_445[:-1]:
                starts.append(starts[-1] + timedelta(weeks=weeks))
            starts.append(self.year_start(year + 1))
        return tuple(
            FiscalPeriod(year, number, start, end)
            for number, (start, end) in enumerate(pairwise(starts), start=1)
        )

    def period_of(self, day: date) -> FiscalPeriod:
        """The period a day lies in."""
        for year in (day.year - 1, day.year, day.year + 1):
            for period in self.periods(year):
                if period.start <= day < period.end:
                    return period
        raise ValueError(f"{day} lies in no fiscal period.")  # the years touch each other: cannot happen

    def period(self, year: int, number: int) -> FiscalPeriod:
        """A period by year and number from 1 to 12."""
        return self.periods(year)[number - 1]

    def quarter(self, year: int, number: int) -> tuple[date, date]:
        """The days of a quarter by year and number from 1 to 4, half-open: three of the twelve periods."""
        of = self.periods(year)[3 * number - 3 : 3 * number]
        return of[0].start, of[-1].end

    @property
    def is_calendar_year(self) -> bool:
        """Whether fiscal quarters and years are those of the calendar."""
        return self.start_month == 1 and self.pattern == "months"

    @property
    def words(self) -> str:
        """When the year begins: "from April", of weeks "from the Monday nearest to 1 April".

        >>> FiscalCalendar(start_month=4).words
        'from April'
        """
        month = MONTHS[self.start_month]
        return f"from {month}" if self.pattern == "months" else f"from the Monday nearest to 1 {month}"

    @property
    def note(self) -> str:
        """What a fiscal quarter or year is, as a sentence."""
        weeks = "; a quarter is 13 weeks, the last has a 53rd week" if self.pattern == "4-4-5" else ""
        named = f" and is named after the year it {self.named_after}s in" if self.start_month > 1 else ""
        return f"The fiscal year runs {self.words}{named}{weeks}."


def fiscal_calendar(engine: Engine) -> FiscalCalendar:
    """The fiscal calendar in the settings: fiscal_start_month, fiscal_pattern, fiscal_year_named_after."""
    return FiscalCalendar(
        start_month=int(engine.setting("fiscal_start_month", 1)),
        pattern=engine.setting("fiscal_pattern", "months"),
        named_after=engine.setting("fiscal_year_named_after", "end"),
    )
