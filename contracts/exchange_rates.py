"""Exchange rates: what one unit of a currency was worth in another, by month."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Currency, Day, Number, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class ExchangeRates(Contract):
    """One rate of one currency pair in one period."""

    kind: ClassVar[str] = "exchange_rates"
    title: ClassVar[str] = "Exchange rates"
    about: ClassVar[str] = "Period-average (or other) rates with which amounts are brought to one currency."
    key: ClassVar[tuple[str, ...]] = ("from_currency", "to_currency", "valid_from", "rate_type")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "valid_from"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("rate",),)

    from_currency: Currency = column("The currency amounts are in.", label="From currency", required=True,
                                     example="USD",
                                     also_called=("from", "fcurr", "source currency", "currency", "von währung",
                                                  "base currency", "devise", "moneda", "währung", "valuta", "base",
                                                  "von", "ausgangswährung", "fremdwährung", "currency code",
                                                  "iso code",
                                                  "ccy", "code", "currency from", "devise source", "moneda origen",
                         "kód", "kod", "kod iso", "währungscode", "code devise", "divisa", "valuta code",
                         "currency iso code", "from ccy"))
    to_currency: Currency = column("The currency they are brought to.", label="To currency", required=True,
                                   example="EUR",
                                   also_called=("to", "tcurr", "target currency", "nach währung", "quote currency",
                                                "reporting currency", "zielwährung", "quote", "nach", "vers",
                                                "currency to", "devise cible", "moneda destino", "counter currency",
                                                "term currency",
                         "to ccy", "price currency"))
    valid_from: Day = column("The first day the rate holds.", label="Valid from", required=True,
                             example="2026-01-01",
                             also_called=("gdatu", "date", "month", "effective date", "rate date", "gültig ab",
                                          "period", "valid-from", "datum", "fecha", "monat", "mois", "as of",
                                          "as of date",
                                            "rate as of", "quote date", "valuation date", "end date", "time period",
                                            "period end", "month end", "day", "mes", "mese", "data", "mês",
                                            "stichtag", "effective from", "effective on", "effective at",
                                            "effective", "rate effective date", "business date", "value date",
                                            "applicable from", "applicable date", "valid on", "gültig von",
                                            "time_period", "start date", "from date", "year month", "maand", "stand"))
    valid_until: Day = column("The last day the rate holds.", label="Valid until", also_called=("valid to",
                                                            "gültig bis"))
    rate: Number = column("How many units of the second currency one unit of the first is worth; times the units.",
                          label="Exchange rate", required=True, example="0.9234",
                          also_called=("ukurs", "rate", "kurs", "fx rate", "average rate", "taux", "tipo de cambio",
                                       "cambio", "exch. rate", "wechselkurs", "tasso", "taxa", "koers",
                                       "conversion rate",
                                       "taux de change", "avg rate", "closing rate", "mid rate", "middle rate",
                                       "spot rate", "month end rate", "monthly average rate", "fx", "cours", "mid",
                                       "obs_value", "obs value", "rate value", "kurz", "kurs średni",
                                       "tasso di cambio",
                                       "taxa de câmbio", "exchange rates", "budget rate", "plan rate",
                         "sadzba", "taxa de cambio", "value", "indicative rate", "fixing", "official rate"))
    units: Number = column("How many units of the first currency the rate is for, 1 where empty.", label="Units",
                           example="1", also_called=("ffact", "ratio (from)", "from ratio", "einheiten",
                         "množství", "amount", "quantity", "units", "ratio", "einheit", "unit", "multiplier",
                         "nominal", "ilość"))
    rate_type: Choice = column(
        "Which rate it is.", example="average",
        choices={"average": ("average", "avg", "m", "m0", "mittelkurs", "period average", "monthly average", "eurx"),
                 "closing": ("closing", "spot", "end of month", "stichtag", "month end", "m1"),
                 "budget": ("budget", "plan", "p", "planning"), "selling": ("selling", "b",
                 "bank selling rate", "briefkurs"),
                 "buying": ("buying", "g", "bank buying rate", "geldkurs")},
        also_called=("kurst", "exchange rate type", "kurstyp",
                         "rate type", "type", "exrt",
                         "d0"))
