"""“$” is several currencies: what the file or the portfolio says settles it, and nothing else does."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded
from tests.rows import warehouse_with
from warehouse import open_warehouse

ROWS = "2026-01-31,100,D1,4711\n2026-02-28,200,D2,4712"
HEAD = "Posting date,Amount ($),Document,Cost center"

SAID = {
    "a title": (f"Spend in US dollars,,,\n{HEAD}\n{ROWS}", "export.csv", "USD"),
    "a title with a sign": (f"Ledger 2026 (A$),,,\n{HEAD}\n{ROWS}", "export.csv", "AUD"),
    "another heading": (
        f"{HEAD},Tax (SGD)\n2026-01-31,100,D1,4711,1\n2026-02-28,200,D2,4712,2",
        "export.csv",
        "SGD",
    ),
    "another column": (
        f"{HEAD},Rpt\n2026-01-31,100,D1,4711,NZD\n2026-02-28,200,D2,4712,NZD",
        "export.csv",
        "NZD",
    ),
    "the name of the file": (f"{HEAD}\n{ROWS}", "spend_mxn_2026.csv", "MXN"),
}


@pytest.mark.parametrize("how", SAID)
def test_the_file_says_which_dollar_it_is(how: str) -> None:
    text, file, code = SAID[how]
    result, rows = loaded(text, file=file)
    assert result.questions == []
    assert set(rows["currency"]) == {code}
    assert any(f"“$” is read as {code}" in warning and "says so" in warning for warning in result.warnings)


def test_signs_in_the_cells_are_settled_as_well() -> None:
    text = "Posting date,Amount,Document,Cost center,Note\n2026-01-31,$100,D1,1,USD\n2026-02-28,€200,D2,1,USD"
    result, rows = loaded(text)
    assert result.questions == []
    assert columns_of(rows, "amount", "currency") == [(100.0, "USD"), (200.0, "EUR")]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{ROWS}",
        f"CAD licences and seats,,,\n{HEAD}\n{ROWS}",
        f"Rates of USD and AUD,,,\n{HEAD}\n{ROWS}",
        f"{HEAD},Tax (EUR)\n2026-01-31,100,D1,4711,1\n2026-02-28,200,D2,4712,2",
    ],
)
def test_what_fits_twice_or_not_at_all_is_asked(text: str) -> None:
    assert [question.name for question in loaded(text)[0].questions] == ["currency.currency"]


PORTFOLIO = [
    {"entry": "client", "name": "Acme", "value": 1, "currency": "AUD"},
    {"entry": "client", "name": "Brig", "value": 1, "currency": "AUD"},
    {"entry": "client", "name": "Cole", "value": 1, "currency": "USD"},
    {"entry": "client", "name": "Dahl", "value": 1, "currency": "EUR"},
]


@pytest.mark.parametrize(
    ("clients", "code"),
    [
        ("Acme,Brig", "AUD"),
        ("ACME,acme", "AUD"),
        ("Acme,Cole", None),
        ("Acme,Unknown", None),
        ("Dahl,Dahl", None),
    ],
)
def test_the_portfolio_settles_it_where_all_clients_have_one_currency(clients: str, code: str | None) -> None:
    book = warehouse_with(portfolio=PORTFOLIO)
    first, second = clients.split(",")
    head = "Invoice number,Invoice date,Client,Vendor,Amount"
    text = f"{head}\nI1,2026-01-31,{first},V,$100\nI2,2026-02-28,{second},V,$200"
    result, rows = loaded(text, warehouse=book)
    if code is None:
        assert [question.name for question in result.questions] == ["currency.currency"]
    else:
        assert (result.questions, set(rows["currency"])) == ([], {code})
        assert any("in the portfolio" in warning for warning in result.warnings)


def test_an_answer_holds_for_these_headings_and_for_no_others() -> None:
    book = open_warehouse(":memory:")
    loaded(f"{HEAD}\n{ROWS}", answers={"currency": "CAD"}, warehouse=book)
    again, rows = loaded(f"{HEAD}\n{ROWS.replace('D', 'E')}", warehouse=book)
    assert (again.questions, set(rows["currency"])) == ([], {"CAD"})
    assert any("these headings before" in warning for warning in again.warnings)
    other = f"{HEAD},Text\n2026-03-31,100,F1,4711,a\n2026-04-30,200,F2,4712,b"
    assert [question.name for question in loaded(other, warehouse=book)[0].questions] == ["currency.currency"]
