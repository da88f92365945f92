"""Monthly average exchange rates to EUR; there is none for NOK, so an amount in NOK must be left out and named."""

from datetime import date

from sample_data.budget import YEAR
from sample_data.files import Cell, Table

#: Units of the currency for one euro, January to October 2026.
PER_EURO = {
    "USD": (1.082, 1.075, 1.079, 1.091, 1.104, 1.098, 1.112, 1.107, 1.095, 1.101),
    "DKK": (7.461, 7.460, 7.459, 7.460, 7.462, 7.461, 7.460, 7.459, 7.460, 7.461),
    "SEK": (11.21, 11.18, 11.09, 10.98, 11.04, 11.12, 11.20, 11.15, 11.06, 11.01),
    "GBP": (0.846, 0.851, 0.853, 0.849, 0.844, 0.841, 0.847, 0.852, 0.855, 0.850),
}


def in_euro(amount: float, currency: str, day: date) -> float | None:
    """The amount in EUR at the average rate of the month; None where there is no rate."""
    if currency == "EUR":
        return amount
    rates = PER_EURO.get(currency)
    return round(amount / rates[day.month - 1], 2) if rates and day.month <= len(rates) else None


def rates_table() -> Table:
    """The rate list as treasury keeps it: how many EUR one unit of the currency is worth."""
    header = ("Valid from", "From currency", "To currency", "Rate")
    rows: list[list[Cell]] = [
        [date(YEAR, month + 1, 1), currency, "EUR", round(1 / per_euro[month], 6)]
        for currency, per_euro in PER_EURO.items()
        for month in range(len(per_euro))
    ]
    return Table(header, rows)
