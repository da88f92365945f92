"""The budget of 2026, back-loaded by the Data Centre Exit and the licences of November, and the September forecast."""

from dataclasses import dataclass
from datetime import date

from sample_data.files import Cell, Table
from sample_data.organisation import PROVIDER

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YEAR = 2026


@dataclass(frozen=True)
class BudgetLine:
    """One line of the budget: twelve months in thousands of EUR, and what a month really costs compared with plan."""

    cost_center: str
    service: str | None
    project: str | None
    vendor: str | None
    category: str
    kind: str
    months: tuple[float, ...]
    overrun: float = 1.0

    @property
    def total(self) -> float:
        """The year in thousands of EUR."""
        return round(sum(self.months), 1)


def _flat(amount: float) -> tuple[float, ...]:
    return (amount,) * 12


def _only(**months: float) -> tuple[float, ...]:
    return tuple(float(months.get(name, 0.0)) for name in MONTHS)


_DATA_CENTRE_EXIT = (10.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 50.0, 60.0, 150.0, 175.0)
_PORTAL_RENEWAL = (30.0, 30.0, 35.0, 35.0, 30.0, 25.0, 25.0, 20.0, 15.0, 15.0, 10.0, 10.0)
_WORKPLACE_REFRESH = (0.0, 0.0, 5.0, 5.0, 10.0, 10.0, 10.0, 10.0, 30.0, 40.0, 40.0, 20.0)

BUDGET = (
    BudgetLine("CC-4100", "Workplace", None, "Nordwind IT", "Managed service", "Run", _flat(30.0), 1.01),
    BudgetLine("CC-4100", "Network", None, "Nordwind IT", "Managed service", "Run", _flat(22.0), 0.99),
    BudgetLine("CC-4200", "ERP Hosting", None, "Cumulo Hosting", "Hosting", "Run", _flat(54.0), 1.06),
    BudgetLine("CC-4200", "Data Warehouse", None, "Cumulo Hosting", "Hosting", "Run", _flat(32.0), 1.05),
    BudgetLine(
        "CC-4300", "Customer Portal", None, "Baltic Apps", "Application maintenance", "Run", _flat(24.0), 1.04
    ),
    BudgetLine(
        "CC-4300", "Mobile Apps", None, "Baltic Apps", "Application maintenance", "Run", _flat(14.0), 0.98
    ),
    BudgetLine(
        "CC-4100", "Workplace", None, "Softlane Licences", "Licences", "Run", _only(Jan=40, Nov=190), 1.18
    ),
    BudgetLine("CC-4100", "Identity", None, "Softlane Licences", "Licences", "Run", _only(Nov=65), 1.26),
    BudgetLine("CC-4300", "Payments", None, "Keyvault Systems", "Maintenance", "Run", _only(Mar=38), 1.0),
    BudgetLine("CC-4100", None, None, None, "Internal labour", "Run", _flat(95.0), 0.985),
    BudgetLine("CC-4200", None, None, None, "Internal labour", "Run", _flat(60.0), 1.0),
    BudgetLine("CC-4300", None, None, None, "Internal labour", "Run", _flat(78.0), 0.99),
    BudgetLine("CC-4900", None, "Portal Renewal", "Baltic Apps", "Project", "Project", _PORTAL_RENEWAL, 1.12),
    BudgetLine(
        "CC-4900", None, "Data Centre Exit", "Cumulo Hosting", "Project", "Project", _DATA_CENTRE_EXIT, 0.58
    ),
    BudgetLine(
        "CC-4900", None, "Workplace Refresh", "Nordwind IT", "Project", "Project", _WORKPLACE_REFRESH, 0.62
    ),
    BudgetLine("CC-4900", None, "Mobile Onboarding", "Baltic Apps", "Project", "Project", _flat(15.0), 0.94),
)

#: What the owners said in September the last quarter would cost, where it differs from the budget; kEUR.
_LAST_QUARTER: dict[str | None, tuple[float, float, float]] = {
    "Data Centre Exit": (45.0, 260.0, 310.0),
    "Workplace Refresh": (30.0, 55.0, 45.0),
}


def month_end(month: int) -> date:
    """The last day of a month of 2026."""
    return date(YEAR, 12, 31) if month == 12 else date.fromordinal(date(YEAR, month + 1, 1).toordinal() - 1)


def forecast_months(line: BudgetLine) -> tuple[float, ...]:
    """Nine months as they came (plan times overrun) and three as the owners expect them, kEUR."""
    past = tuple(round(amount * line.overrun, 1) for amount in line.months[:9])
    rest = _LAST_QUARTER.get(
        line.project, tuple(round(amount * max(1.0, line.overrun), 1) for amount in line.months[9:])
    )
    return past + tuple(rest)


def _grid(title: str, subtitle: str, rows: list[tuple[BudgetLine, tuple[float, ...]]]) -> Table:
    header = (
        "Cost center",
        "Service",
        "Project",
        "Vendor",
        "Category",
        "Run/Change",
        *(f"{name} {YEAR}" for name in MONTHS),
        "Total",
    )
    lines: list[list[Cell]] = [
        [
            line.cost_center,
            line.service,
            line.project,
            line.vendor,
            line.category,
            line.kind,
            *months,
            round(sum(months), 1),
        ]
        for line, months in rows
    ]
    sums = [round(sum(months[place] for _, months in rows), 1) for place in range(12)]
    total: list[Cell] = ["Total", None, None, None, None, None, *sums, round(sum(sums), 1)]
    return Table(
        header,
        lines,
        above=((title,), (subtitle,), ()),
        below=(total, (), ("Source: controlling",)),
        money_format="#,##0.0",
    )


def budget_table() -> Table:
    """The approved budget as controlling sends it: a wide grid in kEUR under a title, with totals."""
    return _grid(
        f"{PROVIDER} - Budget {YEAR}",
        "All amounts in kEUR, approved 12 December 2025",
        [(line, line.months) for line in BUDGET],
    )


def forecast_table() -> Table:
    """The forecast of September in the same layout."""
    return _grid(
        f"{PROVIDER} - Forecast {YEAR} (9+3)",
        "All amounts in kEUR, January to September actual",
        [(line, forecast_months(line)) for line in BUDGET],
    )
