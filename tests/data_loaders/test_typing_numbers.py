"""Numbers: every national style comes back, thousands are never taken for decimals, what is ruined is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders.typing_numbers import scale_of
from tests.data_loaders.typed import assignment, column, table, value

AMOUNTS = st.decimals(Decimal("-9999999.99"), Decimal("9999999.99"), places=2)
SURE = Decimal("1234567.89")


def grouped(amount: Decimal, group: str, point: str) -> str:
    return f"{amount:,.2f}".replace(",", "\0").replace(".", point).replace("\0", group)


STYLES = {
    "1,234.56": lambda a: grouped(a, ",", "."),
    "1.234,56": lambda a: grouped(a, ".", ","),
    "1 234,56": lambda a: grouped(a, " ", ","),
    "1 234,56 with no-break spaces": lambda a: grouped(a, "\u00a0", ","),
    "1 234,56 with narrow spaces": lambda a: grouped(a, "\u202f", ","),
    "1'234.56": lambda a: grouped(a, "'", "."),
    "1’234.56": lambda a: grouped(a, "’", "."),
    "1234,56": lambda a: grouped(a, "", ","),
    "Indian": lambda a: format_decimal(a, format="#,##,##0.00", locale="en_IN"),
    "minus behind": lambda a: grouped(abs(a), ".", ",") + ("-" if a < 0 else ""),
    "parentheses": lambda a: f"({grouped(-a, ',', '.')})" if a < 0 else grouped(a, ",", "."),
    "typographic minus": lambda a: grouped(a, ",", ".").replace("-", "−"),
    "plus": lambda a: f"{a:+.2f}",
    "euro behind": lambda a: grouped(a, ".", ",") + " €",
    "euro before": lambda a: "€ " + grouped(a, ".", ","),
    "dollar after the minus": lambda a: ("-" if a < 0 else "") + "$" + grouped(abs(a), ",", "."),
    "dollars in parentheses": lambda a: (
        f"(${grouped(-a, ',', '.')})" if a < 0 else f"${grouped(a, ',', '.')}"
    ),
    "crowns": lambda a: grouped(a, ".", ",") + " kr.",
    "ringgit": lambda a: "RM" + grouped(abs(a), ",", ".") + ("-" if a < 0 else ""),
    "code behind": lambda a: grouped(a, ",", ".") + " USD",
    "credit and debit": lambda a: f"{grouped(abs(a), ',', '.')} {'CR' if a < 0 else 'DR'}",
    "credit only": lambda a: grouped(abs(a), ",", ".") + ("Cr." if a < 0 else ""),
    "Soll and Haben": lambda a: f"{grouped(abs(a), '.', ',')} {'H' if a < 0 else 'S'}",
    "credit with its currency": lambda a: f"EUR {grouped(abs(a), ',', '.')}{' CR' if a < 0 else ''}",
    "padded": lambda a: f"{grouped(a, ',', '.'):>20} ",
}


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None, max_examples=8)
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=8))
def test_an_amount_written_in_a_style_comes_back(style, amounts):
    amounts = [SURE, *amounts]
    # Without a debit beside it “Cr” might be crore, and only the reader can say.
    typed = column([STYLES[style](amount) for amount in amounts], "money", answers={"cr": "credit"})
    assert typed.values["x"] == [pytest.approx(float(amount)) for amount in amounts]
    assert not typed.decisions.questions


@settings(deadline=None, max_examples=20)
@given(st.lists(st.text("0123456789.,' -()%", min_size=1, max_size=12), min_size=1, max_size=12))
def test_digits_in_the_wrong_place_are_refused_and_never_ignored(texts):
    typed = column(["1234.5", *texts], "number")
    for text, number in zip(texts, typed.values["x"][1:], strict=True):
        if number is not None and "%" not in text:
            digits = "".join(c for c in text if c.isdigit())
            kept = "".join(c for c in f"{Decimal(repr(abs(number))):f}" if c.isdigit())
            assert digits.strip("0") == kept.strip("0"), text


# -- comma or point ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "as_point", "as_comma"), [("1,234", 1234.0, 1.234), ("1.234", 1.234, 1234.0)]
)
def test_three_digits_after_one_mark_are_asked(text, as_point, as_comma):
    typed = column([text, text.replace("1", "5")], "money")
    assert "decimal.x" in typed.questions
    for answer, expected in (("point", as_point), ("comma", as_comma)):
        assert value(text, "money", answers={"decimal.x": answer}) == expected


def test_numbers_a_program_typed_itself_are_never_in_doubt():
    assert value("1.234", "number", native=[{"number": 1}]) == 1.234


def test_typed_numbers_among_texts_keep_their_point():
    typed = column(
        ["1.234", "1.234,50", "2.000"],
        "money",
        native=[{"number": 1, "text": 2}],
        typed={0: [True, False, False]},
    )
    assert typed.values["x"] == [1.234, 1234.5, 2000.0]


def test_one_sure_cell_settles_the_column():
    assert column(["1.234"] * 5 + ["12,5"], "money").values["x"] == [1234.0] * 5 + [12.5]
    assert column(["1,234"] * 5 + ["12.5"], "money").values["x"] == [1234.0] * 5 + [12.5]
    assert column(["1.234"] * 30_000 + ["0,5"], "number").values["x"][0] == 1234.0


def test_the_other_columns_of_the_table_settle_it():
    typed = table(
        [["60.000", "150.000"], ["1,500.00", "25.00"]],
        [assignment("number", 0, "quantity"), assignment("money", 1, "amount")],
    )
    assert typed.values["quantity"] == [60.0, 150.0]
    assert "as in the other columns" in typed.decision("quantity").how


def test_comma_and_point_in_one_column_are_read_cell_by_cell_and_told():
    typed = column(["71810,5", "71810.50", "300000"], "money")
    assert typed.values["x"] == [71810.5, 71810.5, 300000.0]
    assert "both comma and point" in typed.decisions.warnings[0]


def test_a_cell_in_doubt_between_two_styles_is_asked_not_guessed():
    typed = column(["71810,5", "71810.50", "1,234"], "money")
    assert "decimal.x" in typed.questions
    assert typed.refused["x"] == ["1,234"]


def test_a_locale_never_changes_a_plain_number():
    assert value("18500.00", "money") == 18500.0


# -- what stands around the digits -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5%", 0.125),
        ("1.5E5", 150000.0),
        ("-0.5", -0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("zł 1.50", 1.5),
        ("Kč 1,50", 1.5),
        ("₹1,23,456.50", 123456.5),
        ("CHF 1'000.00", 1000.0),
        ("US$ 5.50", 5.5),
        ("- 12.50", -12.5),
        ("−12.50", -12.5),
    ],
)
def test_signs_around_the_digits(text, number):
    assert value(text, "money") == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    [
        "o",
        "abc",
        "12a",
        "1,2,3",
        "1.2.3",
        "1 2",
        "--5",
        "-5-",
        "-(5)",
        "5)",
        "1_000",
        "inf",
        "nan1",
        "0x10",
        "12 apples",
        "=SUM(A1)",
        "#DIV/0!",
        "1,23,4",
        "(5",
        "5 000 00",
        "12.5k",
        "1/2",
        "2026-03-02",
        "0.0 0.0",
        "5€50",
        "1$234",
        "1e999",
    ],
)
def test_what_is_no_number_is_refused(text):
    typed = column(["1234.56", text], "number")
    assert typed.values["x"][0] == 1234.56
    assert typed.refused["x"] == [text]


@pytest.mark.parametrize(
    "nothing", ["", "-", "?", "n/a", "NA", "..........", "None", "nan", "*", " * ", "–", "\u00a0"]
)
def test_words_for_nothing_are_empty(nothing):
    typed = column(["12.50", nothing], "money")
    assert typed.values["x"] == [12.5, None]
    assert not typed.refused["x"]


def test_numbers_ruined_by_a_spreadsheet_program_are_refused():
    texts = ["3,87,16,91,111", "0,862777778", "2050,36", "4,354"]
    typed = column(texts, "number")
    assert typed.values["x"] == [None, 0.862777778, 2050.36, 4.354]
    assert "ruined “3,87,16,91,111”" in typed.decisions.warnings[0]


def test_indian_groups_are_read_where_nothing_speaks_against_it():
    assert column(["12,34,567.89", "1,234"], "money").values["x"] == [1234567.89, 1234.0]


def test_the_reciprocal_rates_of_sap():
    assert column(["/4.00000", "0.94"], "number").values["x"] == [0.25, 0.94]


def test_several_currencies_in_one_column_are_told():
    typed = column(["€ 5.50", "USD 7.25", "8.10"], "money")
    assert typed.values["x"] == [5.5, 7.25, 8.1]
    assert "several currencies (EUR, USD)" in typed.decisions.warnings[0]


def test_percent_sign_makes_a_fraction_and_a_told_unit_too():
    assert column(["26%", "100 %"], "number", unit="percent").values["x"] == [0.26, 1.0]
    assert column(["26", "100"], "number", unit="percent", told="%").values["x"] == [0.26, 1.0]
    assert column(["0.26", "1.05"], "number", unit="percent").values["x"] == [0.26, 1.05]
    assert column(["26.5", "103.5"], "number", unit="percent").values["x"] == pytest.approx([0.265, 1.035])


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("kEUR", 1e3),
        ("k€", 1e3),
        ("TEUR", 1e3),
        ("T€", 1e3),
        ("k", 1e3),
        ("EUR k", 1e3),
        ("in thousands", 1e3),
        ("EUR in thousands", 1e3),
        ("'000", 1e3),
        ("MEUR", 1e6),
        ("Mio. EUR", 1e6),
        ("EUR m", 1e6),
        ("million", 1e6),
        ("bn", 1e9),
        ("EUR", 1),
        ("MYR", 1),
        ("RM", 1),
        ("kr", 1),
        ("Kč", 1),
        ("TRY", 1),
        ("", 1),
        (None, 1),
    ],
)
def test_the_scale_of_a_unit(unit, scale):
    assert scale_of(unit) == scale


def test_thousands_in_the_heading_multiply_and_are_told():
    typed = column(["1.5", "12.25"], "money", told="kEUR")
    assert typed.values["x"] == [1500.0, 12250.0]
    assert "Multiplied by 1,000" in typed.decision().how


def test_thousands_in_the_cell_need_a_unit():
    assert column(["€1.2k", "€3.5m"], "money").values["x"] == [1200.0, 3_500_000.0]
    assert column(["1.25k", "3.5"], "money").refused["x"] == ["1.25k"]


def test_the_sign_another_column_gives():
    sign = assignment("money", 0, negative=(1, ("H",)))
    assert table([["60.50", "60.50"], ["S", "H"]], [sign]).values["x"] == [60.5, -60.5]
    assert value("-12.50", "money", negate=True) == 12.5


# -- whole numbers -----------------------------------------------------------------------------------------


def test_whole_numbers_may_look_like_decimals_but_not_be_any():
    typed = column(["3", "3.0", "1,000", "3.5", "9007199254740993"], "whole", answers={"decimal.x": "point"})
    assert typed.values["x"] == [3, 3, 1000, None, None]
    assert typed.refused["x"] == ["3.5", "9007199254740993"]


@pytest.mark.parametrize("mark", [",", "."])
def test_in_whole_numbers_three_digits_after_a_mark_are_thousands(mark):
    typed = column([f"1{mark}234", "12", f"3{mark}000"], "whole")
    assert typed.values["x"] == [1234, 12, 3000]
    assert "no decimals" in typed.decision().how
    assert "decimal.x" in column([f"60{mark}000", "12"], "whole").questions, "sixty, or sixty thousand"


@pytest.mark.parametrize("text", ["0x10", "0b1", ".5", "1_000", "true"])
def test_what_the_database_takes_for_a_whole_number_and_people_do_not(text):
    assert column(["3", text], "whole").refused["x"] == [text]


def test_a_credit_with_a_minus_is_refused_and_a_count_has_no_sides():
    typed = column(["200.00 CR", "-200.00 CR", "1.00 DR"], "money")
    assert typed.values["x"] == [-200, None, 1]
    assert column(["12 H", "13"], "number").values["x"] == [None, 13]
