"""Every setting an organisation may choose: what it means, what it may be, and what it is until somebody says so."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import isfinite
from typing import Any, Literal, NoReturn
from zoneinfo import available_timezones

from babel import Locale

from contracts import all_contracts
from warehouse import calendars, working_time
from warehouse.opening import WarehouseError

Type = Literal["choice", "yes or no", "whole number", "number", "words", "text", "scorecard"]

#: Names of people are kept per tool they come from: this, and the tool's name.
NAMES_IN_CLEAR = "names_in_clear."
#: Whether children are counted once at their parent or each (metric catalogue, rule G5).
CHILDREN = "children"
#: The teams whose resolutions count as first-level resolutions (INC-23).
FIRST_LEVEL_TEAMS = "first_level_teams"
#: Pages kept under names of their own; shown where they are chosen, not among the settings.
SAVED_VIEWS = "saved_views"
SCORECARD_FIELDS = ("metric", "weight", "floor", "target")


@dataclass(frozen=True)
class Setting:
    """One setting; `default` holds while nothing is chosen, None where there is nothing to fall back on.

    `choices` maps each value that may be chosen to words for it; `unset` says what happens without a value.
    `rebuilds` names the kinds of rows whose stored columns are worked out again when it changes.
    """

    name: str
    title: str
    meaning: str
    group: str
    type: Type
    default: Any = None
    choices: Mapping[Any, str] | None = None
    lowest: float = 0
    highest: float | None = None
    unset: str = ""
    check: Callable[[str], str] | None = None
    rebuilds: tuple[str, ...] = ()

    def valid(self, value: Any) -> Any:
        """The value as it is kept; WarehouseError says in one sentence why it cannot be."""
        if value is None:
            return None
        if self.type == "yes or no":
            return value if isinstance(value, bool) else self._refuse(value, "choose yes or no")
        if self.type in ("whole number", "number"):
            return self._number(value)
        if self.type == "words":
            return self._words(value)
        if self.type == "scorecard":
            return _scorecard(value)
        if not isinstance(value, str):
            self._refuse(value, "write it as text")
        text = value.strip()
        if self.check is not None and text:
            text = self.check(text)
        if self.choices is not None and text not in self.choices:
            self._refuse(value, "choose one of " + ", ".join(map(str, self.choices)))
        return text or None

    def read(self, text: str) -> Any:
        """A value as it is typed in a shell; an empty text stands for nothing chosen."""
        text = text.strip()
        if not text:
            return None
        try:
            if self.type == "yes or no":
                return {"yes": True, "true": True, "no": False, "false": False}[text.casefold()]
            if self.type in ("whole number", "number"):
                return float(text)
            if self.type == "words":
                return json.loads(text) if text.startswith("[") else text.split(";")
            return json.loads(text) if self.type == "scorecard" else text
        except (KeyError, ValueError):
            form = {"words": "names with ; between them", "scorecard": "a JSON list of lines"}
            self._refuse(text, f"write it as {form.get(self.type, self.type)}")

    def _number(self, value: Any) -> float | int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            self._refuse(value, "write a number")
        whole = self.type == "whole number"
        if whole and value != int(value):
            self._refuse(value, "write a whole number")
        if value < self.lowest or (self.highest is not None and value > self.highest):
            span = f"from {self.lowest:g}" + (f" to {self.highest:g}" if self.highest is not None else " up")
            self._refuse(value, f"write a number {span}")
        return int(value) if whole else float(value)

    def _words(self, value: Any) -> list[str]:
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
            self._refuse(value, "write a list of names")
        return list(dict.fromkeys(word.strip() for word in value if word.strip()))

    def _refuse(self, value: Any, how: str) -> NoReturn:
        raise WarehouseError(f"{self.title}: “{value}” is not possible; {how}.", "setting")


@cache
def timezones() -> tuple[str, ...]:
    """The IANA names of the time zones; that of this machine has none."""
    return tuple(sorted(available_timezones() - {"localtime"}))


def _timezone(text: str) -> str:
    known = {name.casefold(): name for name in timezones()}
    if text.casefold() not in known:
        raise WarehouseError(
            f"“{text}” is no time zone: write its IANA name, such as Europe/Berlin or UTC.", "setting"
        )
    return known[text.casefold()]


def _currency(text: str) -> str:
    if text.upper() not in currencies():
        raise WarehouseError(
            f"“{text}” is no currency: write its ISO 4217 code of three letters, such as EUR.", "setting"
        )
    return text.upper()


def _region(text: str) -> str:
    year = datetime.now(UTC).year
    calendars.public_holidays(text, year, year)
    return text.upper()


def _scorecard(value: Any) -> list[dict[str, Any]] | None:
    if not isinstance(value, list | tuple):
        raise WarehouseError("A scorecard is a list of lines.", "setting")
    for number, line in enumerate(value, start=1):
        if not isinstance(line, Mapping) or set(line) != set(SCORECARD_FIELDS) or not line["metric"]:
            raise WarehouseError(
                f"Line {number} of the scorecard needs a metric, a weight, a floor and a target.", "setting"
            )
        numbers = [line[name] for name in SCORECARD_FIELDS[1:]]
        if any(isinstance(n, bool) or not isinstance(n, int | float) or not isfinite(n) for n in numbers):
            raise WarehouseError(
                f"Line {number} of the scorecard: weight, floor and target are numbers.", "setting"
            )
        if line["weight"] <= 0 or line["floor"] == line["target"]:
            raise WarehouseError(
                f"Line {number} of the scorecard: the weight is above 0, and the floor differs from the target.",
                "setting",
            )
    return [dict(line) for line in value] or None


@cache
def currencies() -> dict[str, str]:
    """The English names of the currencies by their ISO 4217 code."""
    return {str(code): str(name) for code, name in Locale("en").currencies.items()}


# Babel has them too, but to open its first language takes longer than to import everything else here.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
MONTHS = dict(enumerate(_MONTHS, start=1))

CLOCK, FISCAL, MONEY = "Clock and calendar", "Fiscal year", "Money"
ORDERS, SCORECARD, SERVICE = "Orders and suppliers", "Supplier scorecard", "Service and clients"
KEPT, VIEWS = "Files and people", "Views"

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "reporting_timezone", "Reporting time zone", "The clock by which days, weeks and months begin.",
        CLOCK, "text", "UTC", check=_timezone, rebuilds=tuple(all_contracts()),
    ),
    Setting(
        "default_calendar", "General calendar", "The working hours of whatever has no calendar of its own, "
        "where several calendars name neither a service nor a client.",
        CLOCK, "text", unset="the only general calendar", rebuilds=working_time.KINDS,
    ),
    Setting(
        "holiday_region", "Public holidays of", "A country (DK) or a part of one (DE-BY) whose public holidays are no "
        "working time.", CLOCK, "text", unset="only holidays that are listed", check=_region,
        rebuilds=working_time.KINDS,
    ),
    Setting(
        "reporting_currency", "Reporting currency", "All money is shown in this currency.", MONEY, "text",
        unset="the currency most of the data name", check=_currency,
    ),
    Setting(
        "fiscal_start_month", "Fiscal year starts in", "The month of the first fiscal period, from 1 to 12. Trends and "
        "periods can then be fiscal quarters and years.", FISCAL, "whole number", 1, choices=MONTHS,
        lowest=1, highest=12,
    ),
    Setting(
        "fiscal_pattern", "Fiscal periods", "How the year is cut into twelve.", FISCAL, "choice", "months",
        choices={"months": "Calendar months", "4-4-5": "4-4-5 weeks"},
    ),
    Setting(
        "fiscal_year_named_after", "Fiscal year named after", "The calendar year that gives a fiscal year its number "
        "when it spans two.", FISCAL, "choice", "end",
        choices={"end": "The year it ends in", "start": "The year it starts in"},
    ),
    Setting(
        "actuals_include_receipts", "Actuals include goods received", "On: the ledger has goods received and not yet "
        "invoiced, so they are not added a second time.", MONEY, "yes or no", False,
    ),
    Setting(
        "planned_not_ordered", "Planned, not ordered", "Money meant to be spent this fiscal year for which there is no "
        "order yet, in the reporting currency.", MONEY, "number", unset="not counted",
    ),
    Setting(
        "hourly_rate", "Cost of an hour", "Turns hours of work into money, in the reporting currency.", MONEY,
        "number", unset="hours stay hours",
    ),
    Setting(
        "quantity_tolerance_percent", "Quantity tolerance (%)", "By how much an invoice may exceed what was received.",
        ORDERS, "number", 0, highest=100,
    ),
    Setting(
        "price_tolerance_percent", "Price tolerance (%)", "A price differs when it is off by more than this share and "
        "by more than the amount.", ORDERS, "number", 2, highest=100,
    ),
    Setting(
        "price_tolerance_amount", "Price tolerance (amount)", "The least difference of a line that counts.", ORDERS,
        "number", 50,
    ),
    Setting(
        "order_exempt_vendors", "Suppliers without orders", "Suppliers whose invoices need no order, such as rent.",
        ORDERS, "words", unset="none",
    ),
    Setting(
        "service_credit_rule", "Service credits of one contract", "What is due when several clauses are missed.",
        ORDERS, "choice", "sum", choices={"sum": "All of them", "largest": "The largest"},
    ),
    Setting(
        "vendor_scorecard", "Supplier scorecard", "What a supplier's score is made of: each line gives 0 points at its "
        "floor and 100 at its target.", SCORECARD, "scorecard", unset="the scorecard that comes with the app",
    ),
    Setting(
        "users_supported", "Users supported", "Incidents are counted per 100 of them.", SERVICE, "whole number",
        lowest=1, unset="not counted per user",
    ),
    Setting(
        FIRST_LEVEL_TEAMS, "First-level teams", "Teams whose resolutions count as resolved by the first level, such as "
        "the service desk; every other team is a later level.", SERVICE, "words", unset="first-level resolution is not "
        "measured", rebuilds=("incidents",),
    ),
    Setting(
        CHILDREN, "Children of an incident", "An incident that names another as its parent or as what it repeats. "
        "Ratings, contract clocks and the state of records are always looked at one by one.",
        SERVICE, "choice", "at parent", choices={"at parent": "Counted once, at the parent", "each": "Each counts"},
    ),
    Setting(
        "readiness_open_allowed", "Open criteria allowed", "So many mandatory criteria may be open, with owner and "
        "day, for a conditional go.", SERVICE, "whole number", 2,
    ),
    Setting(
        "ces_low_is_easy", "In effort scores, low is easy", "On: a 1 means that it took little effort.",
        SERVICE, "yes or no", False,
    ),
    Setting(
        SAVED_VIEWS, "Saved views", "Pages under names of their own, each as: name = page?address.", VIEWS, "words",
        unset="those that come with the app",
    ),
    Setting(
        "originals", "Keep the loaded files", "A receipt can be checked against the file itself only while it is kept. "
        "Holds for files loaded from now on.", KEPT, "choice", "plain",
        choices={"plain": "As they are", "encrypted": "Encrypted", "none": "Not at all"},
    ),
)  # fmt: skip


def is_declared(name: str) -> bool:
    """Whether a setting is one of those a person chooses on the Settings page, and not one a page keeps for itself."""
    return name in {setting.name for setting in SETTINGS} or name.startswith(NAMES_IN_CLEAR)


def declared(name: str) -> Setting:
    """A setting by its name; WarehouseError names the known ones where there is no such setting."""
    found = next((setting for setting in SETTINGS if setting.name == name), None)
    if found is not None:
        return found
    if name.startswith(NAMES_IN_CLEAR) and name != NAMES_IN_CLEAR:
        return names_in_clear(name.removeprefix(NAMES_IN_CLEAR))
    known = ", ".join([*(setting.name for setting in SETTINGS), f"{NAMES_IN_CLEAR}TOOL"])
    raise WarehouseError(f"There is no setting {name!r}. The settings are {known}.", "setting")


def names_in_clear(tool: str) -> Setting:
    """Whether names of people from one tool are kept as written."""
    return Setting(
        NAMES_IN_CLEAR + tool, f"Keep names of people from {tool} as written", "Off: only a keyed hash is kept, the "
        "same for the same person. Holds for files loaded from now on.", KEPT, "yes or no", False,
    )  # fmt: skip
