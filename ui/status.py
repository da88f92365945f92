"""A colour of the portfolio as people see it everywhere: an icon, a word and a colour, never a colour alone."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from metrics.comparison import Standing
from metrics.health_rules import Colour
from ui.cards import BADGES

STANDINGS: Mapping[Colour, Standing] = {"green": "good", "amber": "warn", "red": "bad", "grey": "none"}

#: For tables and downloads, where no icon can be drawn.
SIGNS: Mapping[Colour, str] = {"green": "●", "amber": "▲", "red": "▼", "grey": "○"}


def word(colour: Colour) -> str:
    """What a colour says.

    >>> word("red"), word("grey")
    ('Off track', 'No data')
    """
    return BADGES[STANDINGS[colour]][0]


def icon(colour: Colour) -> str:
    """The icon of a colour."""
    return BADGES[STANDINGS[colour]][1]


def signed(colour: Colour) -> str:
    """A colour in a table cell: sign and word."""
    return f"{SIGNS[colour]} {word(colour)}"


def badge(colour: Colour, said: str = "") -> None:
    """A badge with icon, word and colour."""
    text, icon_name, hue = BADGES[STANDINGS[colour]]
    st.badge(said or text, icon=icon_name, color=hue)  # type: ignore[arg-type]


def status_column(words: Mapping[str, str]) -> Any:
    """How a column of statuses is shown: each word in a pill of its colour ("green", "orange", "red", "gray")."""
    return st.column_config.MultiselectColumn(options=list(words), color=list(words.values()))


#: The statuses of the portfolio with the colour of their pill.
COLOURS: Mapping[str, str] = {
    signed("green"): "green", signed("amber"): "orange", signed("red"): "red", signed("grey"): "gray",
}  # fmt: skip
