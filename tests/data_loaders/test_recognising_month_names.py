"""Names of months, against the locale data they were taken from."""

import pytest
from babel.dates import get_month_names

from contracts.contract import normalised
from data_loaders.recognising_month_names import month_words


@pytest.mark.parametrize(
    "language", ["en", "fr", "de", "es", "pt", "it", "nl", "da", "cs", "pl", "sv", "nb", "fi"]
)
def test_every_name_of_a_month_in_the_locale_data_is_known(language: str) -> None:
    names = [
        (normalised(name), number)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
        if not name.isdigit()
    ]
    assert {name: month_words().get(name) for name, _ in names} == dict(names)


def test_a_name_without_its_marks_is_the_same_month() -> None:
    assert (month_words()["fevr"], month_words()["marz"], month_words()["aout"]) == (2, 3, 8)
