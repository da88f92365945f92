"""Exchange rates in every layout end as the same rows: from, to, units, day, rate; what is not said is asked."""

from __future__ import annotations

import pytest

from data_loaders.recognising_quotes import Quote, base_of, quote_of
from tests.data_loaders.sheets import columns_of, loaded, recognised
from warehouse import open_warehouse

QUOTES = [
    ("EUR/USD", Quote("EUR", "USD")), ("EURUSD", Quote("EUR", "USD")), ("EUR to USD", Quote("EUR", "USD")),
    ("USD per 100 JPY", Quote("JPY", "USD", 100)), ("1 EUR = 1,0842 USD", Quote("EUR", "USD", 1, 1.0842)),
    ("US dollar/Euro (EXR.D.USD.EUR.SP00.A)", Quote("EUR", "USD")), ("USD pro EUR", Quote("EUR", "USD")),
    ("PO/REF", None), ("Total", None), ("USD", None), ("EUR/EUR", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), QUOTES)
def test_what_is_worth_what(text: str, quote: Quote | None) -> None:
    assert quote_of(text) == quote


def test_a_thousand_or_little_more_than_one_is_not_guessed() -> None:
    quote = quote_of("1 USD = 1,277 KRW")
    assert quote is not None
    assert quote.rate is None


@pytest.mark.parametrize(
    ("title", "code", "of_base"),
    [("1 EUR =", "EUR", True), ("Units per EUR", "EUR", True), ("Rates to EUR", "EUR", False),
     ("eurofxref-hist.csv", "EUR", True), ("Rates against CHF", "CHF", None), ("Rates", None, None)],
)  # fmt: skip
def test_which_way_round_bare_codes_are_quoted(title: str, code: str | None, of_base: bool | None) -> None:
    base = base_of([title], {}, ["USD"], ("USD", "1.08"))
    assert (base.code, base.of_base) == (code, of_base)
    assert len(base.questions) == (code is None) + (of_base is None)


LAYOUTS = [
    ("Month,Currency pair,Rate\n2026-01,EUR/USD,1.08", "export.csv"),
    ("Month,Rate\nJan 2026,1 EUR = 1.08 USD", "export.csv"),
    ("Month,EUR/USD,EUR/GBP\nJan 2026,1.08,", "export.csv"),
    ("Date,USD,CYP,GBP,\n2026-01-01,1.08,N/A,N/A,", "eurofxref-hist.csv"),
    ("FX rates (1 EUR = x),,,,,,\nCurrency,Jan 2026,Feb 2026,Mar 2026,Apr 2026,May 2026,Jun 2026\nUSD,1.08,,,,,",
     "export.csv"),
    ("Pair,Jan 2026,Feb 2026,Mar 2026,Apr 2026,May 2026,Jun 2026\nEUR/USD,1.08,,,,,", "export.csv"),
    ("Currency,Units per EUR,Month\nUSD,1.08,2026-01", "export.csv"),
    ("KEY,CURRENCY,CURRENCY_DENOM,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE\nEXR.M.USD.EUR.SP00.A,USD,EUR,A,2026-01,1.08",
     "data.csv"),
    ("DATE,TIME PERIOD,US dollar/Euro (EXR.M.USD.EUR.SP00.A)\n2026-01-01,2026Jan,1.08", "ECB Data Portal.csv"),
    ("Base currency,Quote currency,Date,Rate\nEUR,USD,2026-01-01,1.08", "export.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "file"), LAYOUTS)
def test_every_layout_gives_the_same_rate(text: str, file: str) -> None:
    result, rows = loaded(text, file=file)
    assert (result.kind, result.questions) == ("exchange_rates", [])
    assert columns_of(rows, "from_currency", "to_currency", "valid_from", "rate") == [
        ("EUR", "USD", "2026-01-01", 1.08)
    ]


def test_months_without_a_year_wait_for_it() -> None:
    text = "Month,EUR/USD,EUR/GBP\nJan,1.08,0.85"
    asked, _ = loaded(text)
    assert [question.name for question in asked.questions] == ["year"]
    _, rows = loaded(text, answers={"year": "2026"})
    assert set(columns_of(rows, "to_currency", "valid_from", "rate")) == {
        ("USD", "2026-01-01", 1.08), ("GBP", "2026-01-01", 0.85)
    }  # fmt: skip


@pytest.mark.parametrize(("way", "pair"), [("of-base", ("EUR", "USD")), ("in-base", ("USD", "EUR"))])
def test_bare_codes_are_asked_for_base_and_direction(way: str, pair: tuple[str, str]) -> None:
    text = "Month,USD,GBP\n2026-01,0.92,1.17"
    asked, _ = loaded(text)
    assert [question.name for question in asked.questions] == ["base_currency", "rate_quote"]
    _, rows = loaded(text, answers={"base_currency": "EUR", "rate_quote": way})
    assert (*pair, 0.92) in columns_of(rows, "from_currency", "to_currency", "rate")


def test_rates_quoted_the_other_way_round_in_sap_are_turned() -> None:
    result, rows = loaded(
        "KURST;FCURR;TCURR;GDATU;UKURS;FFACT\nM;USD;EUR;31.01.2026;0,92000;1\nM;GBP;EUR;31.01.2026;0,85000-;1\n"
        "P;CHF;EUR;31.01.2026;/0,95;1\nM;JPY;EUR;31.01.2026;0,62;100", delimiter=";"
    )  # fmt: skip
    assert result.cells_refused == 0
    assert [
        (currency, round(float(str(rate)), 4), units, kind)
        for currency, rate, units, kind in columns_of(rows, "from_currency", "rate", "units", "rate_type")
    ] == [("USD", 0.92, 1, "average"), ("GBP", 1.1765, 1, "average"), ("CHF", 1.0526, 1, "budget"),
          ("JPY", 0.62, 100, "average")]  # fmt: skip


def test_units_of_a_pair_are_kept() -> None:
    _, rows = loaded("Date,Quote,Average rate\n2026-01-31,USD per 100 JPY,0.67")
    assert columns_of(rows, "from_currency", "to_currency", "units", "valid_from", "rate_type") == [
        ("JPY", "USD", 100.0, "2026-01-31", "average")
    ]


def test_amounts_in_two_currencies_are_no_rates() -> None:
    result, _ = loaded(
        "Vendor,Date,Invoice no,USD,EUR\nNordwind,2026-01-02,I-1,100,\nSund,2026-01-03,I-2,,200"
    )
    assert result.kind != "exchange_rates"


def test_base_and_direction_are_asked_once_for_a_source() -> None:
    book = open_warehouse(":memory:")
    text = "Month,USD,GBP\n2026-01,0.92,1.17"
    loaded(text, answers={"base_currency": "EUR", "rate_quote": "in-base"}, warehouse=book)
    result, rows = loaded(text.replace("2026-01", "2026-02"), file="february.csv", warehouse=book)
    assert result.questions == []
    assert len(rows) == 4


TYPED = [
    ("From,To,Date,Average,Closing\nUSD,EUR,2026-01-01,0.91,0.93", {}),
    ("Pair,Month,Average rate,Closing rate\nUSD/EUR,2026-01,0.91,0.93", {}),
    ("Währung,Monat,Mittelkurs,Stichtagskurs\nUSD,2026-01,0.91,0.93",
     {"base_currency": "EUR", "rate_quote": "in-base"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "answers"), TYPED)
def test_average_and_closing_rates_side_by_side_are_two_rates(text: str, answers: dict[str, str]) -> None:
    result, rows = loaded(text, answers=answers)
    assert (result.error, result.questions) == (None, [])
    assert set(columns_of(rows, "from_currency", "to_currency", "valid_from", "rate_type", "rate")) == {
        ("USD", "EUR", "2026-01-01", "average", 0.91), ("USD", "EUR", "2026-01-01", "closing", 0.93)
    }  # fmt: skip


def test_the_days_of_saps_table_of_rates_are_turned_back() -> None:
    text = "KURST,FCURR,TCURR,GDATU,UKURS,FFACT\nM,USD,EUR,79739898,0.91,1\nM,USD,EUR,79739797,0.92,1"
    result, rows = loaded(text)
    assert (result.error, result.cells_refused) == (None, 0)
    assert columns_of(rows, "valid_from", "rate") == [("2026-01-01", 0.91), ("2026-02-02", 0.92)]


def test_the_ecbs_letters_for_average_and_end_are_types() -> None:
    head = "KEY,CURRENCY,CURRENCY_DENOM,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"
    _, rows = loaded(f"{head}\nX,USD,EUR,A,2026-01,1.08\nX,USD,EUR,E,2026-01,1.09")
    assert columns_of(rows, "rate_type", "rate") == [("average", 1.08), ("closing", 1.09)]


def test_the_daily_list_of_the_czech_national_bank_says_its_day_in_the_title() -> None:
    rates = "Austrálie|dolar|1|AUD|15,237\nJaponsko|jen|100|JPY|15,622\nEMU|euro|1|EUR|25,210\nIsland|kr|100|HUF|6,129"
    result, rows = loaded(f"15.01.2025 #010\nzemě|měna|množství|kód|kurz\n{rates}", delimiter="|")
    assert (result.questions, result.rows_loaded) == ([], 4)
    assert set(columns_of(rows, "to_currency", "valid_from")) == {("CZK", "2025-01-15")}
    assert sorted(columns_of(rows, "from_currency", "rate", "units")) == [
        ("AUD", 15.237, 1.0), ("EUR", 25.21, 1.0), ("HUF", 6.129, 100.0), ("JPY", 15.622, 100.0),
    ]  # fmt: skip


def test_units_stand_with_the_code_of_a_currency() -> None:
    days = "\n".join(f"202501{day:02d};4,10{day};2,60{day};{day}" for day in range(10, 20))
    result, rows = loaded(f"data;1USD;100JPY;nr tabeli\n;dolar;jen;\n{days}\nkod ISO;USD;JPY;", delimiter=";")
    assert (result.questions, result.rows_loaded, result.skipped["note on the columns"]) == ([], 10, 2)
    assert sorted(set(columns_of(rows, "from_currency", "to_currency", "units"))) == [
        ("JPY", "PLN", 100.0), ("USD", "PLN", 1.0),
    ]  # fmt: skip
    snb = "Date;D0;D1;Value\n2025-01;M0;EUR1;0.94\n2025-01;M1;EUR1;0.95\n2025-01;M1;JPY100;0.58"
    _, rows = loaded(f"CubeId;devkum\n{snb}", delimiter=";")
    assert sorted(columns_of(rows, "from_currency", "to_currency", "units", "rate", "rate_type")) == [
        ("EUR", "CHF", 1.0, 0.94, "average"), ("EUR", "CHF", 1.0, 0.95, "closing"),
        ("JPY", "CHF", 100.0, 0.58, "closing"),
    ]  # fmt: skip


def test_average_and_closing_rates_of_each_month_across() -> None:
    head = "Currency,Jan 2026 Average,Jan 2026 Closing,Feb 2026 Average,Feb 2026 Closing"
    _, rows = loaded(f"1 EUR =,,,,\n{head}\nUSD,1.08,1.09,1.1,1.11")
    assert sorted(columns_of(rows, "from_currency", "to_currency", "valid_from", "rate", "rate_type")) == [
        ("EUR", "USD", "2026-01-01", 1.08, "average"), ("EUR", "USD", "2026-01-01", 1.09, "closing"),
        ("EUR", "USD", "2026-02-01", 1.1, "average"), ("EUR", "USD", "2026-02-01", 1.11, "closing"),
    ]  # fmt: skip


def test_so_many_of_one_into_another_is_the_price_of_the_other() -> None:
    quote = quote_of("Spot exchange rate, US$ into Sterling")
    assert quote is not None
    assert (quote.one, quote.other) == ("GBP", "USD")


def test_series_of_the_federal_reserve_say_which_way_they_are_quoted() -> None:
    text = (
        "Series Description,SPOT - EURO AREA,SPOT - BRAZIL\nUnit:,Currency:_Per_EUR,Currency:_Per_USD\n"
        "Multiplier:,1,1\nCurrency:,USD,BRL\nUnique Identifier:,H10/H10/RXI$US_N.B.EU,H10/H10/RXI_N.B.BZ\n"
        "Time Period,RXI$US_N.B.EU,RXI_N.B.BZ\n2026-02-19,1.2136,5.3938\n2026-02-22,1.2155,ND\n"
        "2026-02-23,1.2142,5.4267\n"
    )
    _, rows = loaded(text)
    found = rows.groupby(["from_currency", "to_currency"])["rate"].agg(list).to_dict()
    assert found == {("EUR", "USD"): [1.2136, 1.2155, 1.2142], ("USD", "BRL"): [5.3938, 5.4267]}


def test_rates_by_year_hold_for_their_year() -> None:
    _, rows = loaded("Average rates to USD,,,\nCurrency,2025,2024\nEUR,0.924,0.951\nGBP,0.783,0.811\n")
    assert len(rows) == 4
    assert rows["valid_from"].astype(str).unique().tolist() == ["2025-01-01", "2024-01-01"]
    assert rows["valid_until"].astype(str).unique().tolist() == ["2025-12-31", "2024-12-31"]


@pytest.mark.parametrize(
    ("text", "pair", "rates"),
    [
        ("Rates as of 2026-03-31,,,\nCurrency,Name,Units per EUR,EUR per unit\nUSD,Dollar,1.0815,0.9246\n",
         ("EUR", "USD"), [1.0815]),
        ("Country,Currency,Currency Code,Currency Units per £1,Start date\nUSA,Dollar,USD,1.2701,2026-01-01\n",
         ("GBP", "USD"), [1.2701]),
        ("DATE,DEXUSEU\n2026-01-05,1.0921\n2026-01-06,.\n2026-01-07,1.0953\n2026-01-08,1.0919\n2026-01-09,1.0915\n",
         ("EUR", "USD"), [1.0921, 1.0953, 1.0919, 1.0915]),
        ("Title,A$1=USD,A$1=CNY\n05-Jan-2026,0.6800,4.68\n06-Jan-2026,0.6724,4.62\n", ("AUD", "USD"), [0.68, 0.6724]),
    ],
)  # fmt: skip
def test_rates_of_a_site_a_tax_office_and_two_banks(
    text: str, pair: tuple[str, str], rates: list[float]
) -> None:
    _, rows = loaded(text)
    found = rows[(rows["from_currency"] == pair[0]) & (rows["to_currency"] == pair[1])]
    assert found["rate"].tolist() == rates


@pytest.mark.parametrize("heading", ["value", "Close", "rate"])
def test_one_price_a_day_is_a_rate_where_the_file_names_its_pair(heading: str) -> None:
    text = f"date,{heading}\n2026-01-02,1.0312\n2026-01-05,1.0390\n2026-01-06,1.0344\n"
    _, rows = loaded(text, file="exchange_rates_EURUSD.csv")
    assert rows["rate"].tolist() == [1.0312, 1.039, 1.0344]
    assert rows[["from_currency", "to_currency"]].to_numpy()[0].tolist() == ["EUR", "USD"]
    assert all(one.kind != "exchange_rates" for one in recognised(text, file="scores.csv"))
    assert all(
        one.kind != "exchange_rates"
        for one in recognised(text.replace(heading, "Revenue"), file="sales_EUR_USD.csv")
    )


def test_a_rate_written_as_so_many_for_a_number_of_units() -> None:
    text = "Date,USD (INR / 1 USD),YEN (INR / 100 JPY)\n2026-01-28,86.5,55.7\n2026-01-29,86.6,55.8\n"
    _, rows = loaded(text)
    found = rows.groupby(["from_currency", "to_currency", "units"])["rate"].agg(list).to_dict()
    assert found == {("USD", "INR", 1): [86.5, 86.6], ("JPY", "INR", 100): [55.7, 55.8]}
    assert quote_of("EUR/USD") == Quote("EUR", "USD")


def test_notes_right_below_a_list_of_rates_are_no_rates() -> None:
    notes = "Source: ECB reference rates,,,\nAll rates are end of month,,,"
    result, rows = loaded(f"From,To,Rate,Date\nUSD,EUR,0.92,2026-01-31\nGBP,EUR,1.17,2026-01-31\n{notes}")
    assert (result.kind, result.rows_rejected) == ("exchange_rates", 0)
    assert rows["rate"].tolist() == [0.92, 1.17]
    result, rows = loaded(
        "Month,EUR/USD,EUR/GBP\n2026-01,1.09,0.86\n2026-02,1.10,0.87\nMonthly averages of the bank"
    )
    assert (len(rows), result.rows_rejected) == (4, 0)


def test_a_last_row_with_a_day_and_no_rate_is_no_note() -> None:
    result, _ = loaded(
        "From,To,Rate,Date\nUSD,EUR,0.92,2026-01-31\nGBP,EUR,1.17,2026-01-31\nSwiss franc,EUR,,2026-01-31"
    )
    assert result.rows_rejected == 1
