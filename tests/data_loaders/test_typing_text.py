"""Text stays text: nothing is reinterpreted, markup and unseen spaces go, people are hashed, lists are split."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data_loaders.typed import assignment, column, table, value

WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="<&#\0", exclude_categories=["Cc", "Cs", "Z"]), min_size=3
)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        WORDS.filter(
            lambda text: (
                text.casefold() not in ("nil", "n/a", "null", "none", "n.a.", "#n/a")
                and set(text) - set("-.?\ufeff\u200b")
                and not set(text) & set("\ufeff\u200b")
            )
        ),
        min_size=1,
    )
)
def test_clean_text_is_kept_to_the_letter(texts):
    assert column(texts, "text").values["x"] == texts
    assert column(texts, "identifier").values["x"] == texts


@pytest.mark.parametrize(
    "text", ["00123", "1E5", "1.10", "007.0", "9007199254740993", "TRUE", "=1+1", "NA", "NS", "12/03/2026"]
)
def test_an_identifier_is_never_taken_for_anything_else(text):
    assert column([text, "A-1"], "identifier").values["x"] == [text, "A-1"]


def test_keys_a_program_made_decimals_lose_the_decimal_only_if_all_have_it():
    typed = column(["1500000001.0", None, "300000.0", ""], "identifier")
    assert typed.values["x"] == ["1500000001", None, "300000", None]
    assert "Every key ended in “.0”" in typed.decision().how
    assert column(["1500000001.0", "1.5"], "identifier").values["x"] == ["1500000001.0", "1.5"]


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        " ",
        "?",
        "null",
        "Null",
        "NULL",
        "-",
        "--",
        "–",
        "n/a",
        "None",
        "#N/A",
        "(blank)",
        "..........",
        "\u00a0",
        "\ufeff",
        " null ",
    ],
)
@pytest.mark.parametrize("kind", ["text", "identifier", "person"])
def test_words_for_nothing_are_empty(nothing, kind):
    assert column(["Anna", nothing], kind).values["x"] == ["Anna", None]


def test_na_and_ns_are_words_in_text():
    assert column(["NA", "NS"], "text").values["x"] == ["NA", "NS"]


def test_spaces_nobody_sees_go_from_the_ends():
    typed = column(["\ufeffNumber", "Hardware ", "\u00a0a b\u00a0 ", "line\nbreak", "\u200bx"], "text")
    assert typed.values["x"] == ["Number", "Hardware", "a b", "line\nbreak", "x"]


# -- markup ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("&lt;p&gt;Le r&eacute;seau&lt;/p&gt;", "Le réseau"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("a#LBBR#b#LBHR#c", "a\nb\nc"),
        ("R&amp;D", "R&D"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
        ('<a href="http://x">here</a>', "here"),
        ("it&#39;s &#x2013; ok", "it's – ok"),
        ("<div></div>", None),
    ],
)
def test_markup_of_a_tool_is_taken_out_and_told(raw, plain):
    typed = column([raw, "clean"], "text")
    assert typed.values["x"] == [plain, "clean"]
    assert "HTML was taken out of 1 cell" in typed.decision().how


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "Tom & Jerry",
        "<user@example.com>",
        "x<y",
        "AT&T",
        "if (a<b) return",
        "<not set yet>",
        "#LB",
    ],
)
def test_text_that_only_looks_like_markup_stays(text):
    assert column([text, "clean"], "text").values["x"] == [text, "clean"]


# -- people ------------------------------------------------------------------------------------------------


def test_people_are_keyed_hashes_the_same_for_every_spelling_in_case():
    typed = column(["Anna Berg", " anna berg ", None, "?"], "person", person_key="k3y")
    expected = "p_" + hashlib.sha256(b"k3y:anna berg").hexdigest()[:16]
    assert typed.values["x"] == [expected, expected, None, None]
    assert value("Anna Berg", "person", person_key="other") != expected


def test_people_are_text_where_the_source_is_told_so():
    assert value("Anna Berg", "person", person_key=None) == "Anna Berg"


# -- lists and several raw columns -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values", "told"),
    [
        ("a;b;", ["a", "b"], None),
        ("a, b ,c", ["a", "b", "c"], None),
        ("one\ntwo words", ["one", "two words"], None),
        ("a|b", ["a", "b"], None),
        ("vpn urgent", ["vpn", "urgent"], " "),
        ("vpn urgent", ["vpn urgent"], None),
        ("-", None, None),
        ("", None, None),
        ("a;;-;b", ["a", "b"], None),
    ],
)
def test_values_of_one_cell_are_split(text, values, told):
    assert value(text, "list", told=told) == values


def test_repeated_columns_become_one_list_in_order():
    labels = assignment("list")
    labels = type(labels)(labels.column, (0, 1, 2), "Labels")
    typed = table([["vpn", None, "a;b"], ["urgent", None, None], [None, "", "c"]], [labels])
    assert typed.values["x"] == [["vpn", "urgent"], None, ["a;b", "c"]]


def test_of_several_columns_the_first_that_holds_something_counts():
    first_filled = type(assignment("text"))(assignment("text").column, (0, 1), "Service")
    typed = table([["Mail", "-", None], ["Post", "Phone", " ? "]], [first_filled])
    assert typed.values["x"] == ["Mail", "Phone", None]


def test_noise_of_a_tool_is_empty():
    noise = (r"com\.atlassian\.\S+@[0-9a-f]+", r"\{\}")
    typed = column(
        ["{}", "com.atlassian.servicedesk.ApprovalsCFValue@170e16ef", "Approved"], "text", drop=noise
    )
    assert typed.values["x"] == [None, None, "Approved"]
    assert "2 cells hold nothing but noise" in typed.decision().how
    assert value("a {} b", "text", drop=noise) == "a {} b"
