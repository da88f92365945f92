"""Flags, choices, ranks and currencies: known words in many languages, unknown ones counted, never guessed."""

from __future__ import annotations

import pytest

from contracts.incidents import LEVELS, PRIORITIES, TICKET_STATES
from tests.data_loaders.typed import column, value

RISKS = {"high": ("high", "hoch"), "moderate": ("moderate", "medium"), "low": ("low",)}


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "TRUE",
        "Yes",
        "y",
        "1",
        "1.0",
        "x",
        "X",
        "✓",
        "✔",
        "oui",
        "ja",
        "Sí",
        "sim",
        "sì",
        " yes ",
        "vrai",
        "wahr",
    ],
)
def test_yes(text):
    assert value(text, "flag") is True


@pytest.mark.parametrize(
    "text",
    ["false", "FALSE", "No", "n", "0", "0.0", "✗", "non", "nein", "não", "nao", "faux", "falso", "\u00a0no"],
)
def test_no(text):
    assert value(text, "flag") is False


def test_a_flag_that_says_neither_is_refused_and_empty_is_not_no():
    typed = column(["yes", "perhaps", "", "-", None], "flag")
    assert typed.values["x"] == [True, None, None, None, None]
    assert typed.refused["x"] == ["perhaps"]


def test_the_words_of_a_tool_make_a_flag():
    typed = column(
        ["Within SLA", "SLA Violated"], "flag", words={"within sla": "true", "sla violated": "false"}
    )
    assert typed.values["x"] == [True, False]


# -- choices and ranks -------------------------------------------------------------------------------------


def test_states_in_many_words_become_one():
    texts = [
        "In Progress",
        "en cours (Attribué)",
        "__ New",
        "Awaiting User Info",
        "Closed Skipped",
        "Listo",
        "6",
    ]
    typed = column(texts, "choice", reads="state", choices=TICKET_STATES)
    assert typed.values["x"] == [
        "in_progress",
        "in_progress",
        "new",
        "on_hold",
        "closed",
        "closed",
        "resolved",
    ]


def test_a_state_nobody_mapped_is_unknown_and_counted():
    typed = column(["New", "Parked", "Parked", "-100", None], "choice", reads="state", choices=TICKET_STATES)
    assert typed.values["x"] == ["new", "unknown", "unknown", "unknown", None]
    assert typed.refused["x"] == []
    assert "“Parked” (2), “-100” (1)" in typed.decisions.warnings[0]


def test_the_words_of_a_tool_come_before_those_of_the_contract():
    typed = column(
        ["Open", "Parked"],
        "choice",
        reads="state",
        choices=TICKET_STATES,
        words={"open": "in_progress", "parked": "on_hold"},
    )
    assert typed.values["x"] == ["in_progress", "on_hold"]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("1 - Critical", 1),
        ("3 - Moderate", 3),
        ("Critical", 1),
        ("P2", 2),
        ("4", 4),
        ("4.0", 4),
        ("4 Low", 4),
        ("(3) Normal", 3),
        ("très haute", 1),
        ("HOCH", 2),
        ("5 Very Low", 5),
        ("1 - High", 1),
    ],
)
def test_priorities_in_many_words_become_a_rank(text, rank):
    assert value(text, "rank", reads="priority_label", choices=PRIORITIES) == rank


def test_an_unknown_priority_has_no_rank_and_is_counted():
    typed = column(["2 - High", "Whenever", "NA"], "rank", reads="priority_label", choices=PRIORITIES)
    assert typed.values["x"] == [2, None, None]
    assert typed.refused["x"] == []
    assert "“NA” (1), “Whenever” (1)" in typed.decisions.warnings[0]


def test_an_unknown_word_is_refused_where_the_column_stands_for_itself():
    typed = column(["2 - Medium", "Some"], "rank", choices=LEVELS)
    assert typed.values["x"] == [2, None]
    assert typed.refused["x"] == ["Some"]
    assert "write one of: 1, 2, 3, 4, 5" in typed.decision().refusal


def test_numbers_are_words_only_where_the_choices_list_them():
    typed = column(["high", "2"], "choice", choices=RISKS)
    assert typed.refused["x"] == ["2"]
    assert value("-5", "choice", choices={"new": ("-5",), "closed": ("5",)}) == "new"


def test_none_is_a_choice_where_the_choices_know_it():
    assert value("None", "choice", choices={"none": ("none",), "some": ()}) == "none"
    assert column(["high", "None"], "choice", choices=RISKS).refused["x"] == []


# -- currencies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EUR", "EUR"),
        ("eur", "EUR"),
        ("€", "EUR"),
        ("US$", "USD"),
        ("RM", "MYR"),
        ("Kč", "CZK"),
        ("£", "GBP"),
        ("zł", "PLN"),
        ("₹", "INR"),
        ("R$", "BRL"),
        ("Euro", "EUR"),
        ("US Dollar", "USD"),
        ("Schweizer Franken", "CHF"),
        (" usd ", "USD"),
        ("SAR", "SAR"),
        ("couronne danoise", "DKK"),
    ],
)
def test_signs_codes_and_names(text, code):
    assert value(text, "currency") == code


def test_a_sign_of_several_countries_is_asked():
    typed = column(["EUR", "$"], "currency")
    assert {option.value for option in typed.questions["currency.x"].options} >= {"USD", "CAD", "AUD"}
    assert column(["EUR", "$"], "currency", answers={"currency.x": "CAD"}).values["x"] == ["EUR", "CAD"]
    assert "kr" in column(["kr"], "currency").questions["currency.x"].text


def test_what_is_no_currency_is_refused():
    assert column(["EUR", "apples", "XQQ"], "currency").refused["x"] == ["apples", "XQQ"]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("InProgress", "in_progress"),
        ("OnHold", "on_hold"),
        ("WaitingForCustomer", "on_hold"),
        ("EnCours", "in_progress"),
        ("erfolgreich geschlossen", "closed"),
        ("cerrado exitosamente", "closed"),
        ("OpenPending", "unknown"),
    ],
)
def test_states_grown_together_and_of_other_tools(text, stored):
    assert value(text, "choice", choices=TICKET_STATES, reads="state") == stored
