"""Answers in words, faces and stars as steps of a scale: “Very satisfied”, “Strongly agree”, “😀”, “★★★☆☆”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.contract import normalised

#: Answers in words on the usual scale of five, from the least to the most satisfied.
SCALE_WORDS: Mapping[str, tuple[str, ...]] = {
    "1": ("very dissatisfied", "very unsatisfied", "extremely dissatisfied", "completely dissatisfied", "terrible",
          "awful", "very poor", "very bad", "very unhappy", "extremely unhappy", "sehr unzufrieden", "très insatisfait",
          "très insatisfaite", "pas du tout satisfait", "muy insatisfecho", "muy insatisfecha", "muito insatisfeito",
          "muito insatisfeita", "molto insoddisfatto", "molto insoddisfatta", "zeer ontevreden", "meget utilfreds",
          "mycket missnöjd", "bardzo niezadowolony", "velmi nespokojen", "strongly disagree",
          "very difficult", "sehr schwierig", "😡", "😠", "😭", "😢", "🤬"),
    "2": ("dissatisfied", "unsatisfied", "somewhat dissatisfied", "poor", "bad", "unhappy", "unzufrieden",
          "eher unzufrieden", "insatisfait", "insatisfaite", "plutôt insatisfait", "insatisfecho", "insatisfecha",
          "insatisfeito", "insatisfeita", "insoddisfatto", "insoddisfatta", "ontevreden", "utilfreds", "missnöjd",
          "niezadowolony", "nespokojen", "disagree", "difficult", "schwierig", "🙁", "☹", "☹️", "😞", "😟", "😕", "👎"),
    "3": ("neutral", "neither satisfied nor dissatisfied", "neither", "ok", "okay", "average", "fair", "weder noch",
          "teils teils", "neutre", "ni satisfait ni insatisfait", "neutro", "neutra", "indiferente", "neutrale",
          "neutraal", "hverken eller", "varken eller", "neutralny", "neutrální", "neither agree nor disagree",
          "neither easy nor difficult", "neither happy nor unhappy", "😐", "😑", "😶"),
    "4": ("satisfied", "somewhat satisfied", "good", "happy", "zufrieden", "eher zufrieden", "satisfait", "satisfaite",
          "plutôt satisfait", "satisfecho", "satisfecha", "satisfeito", "satisfeita", "soddisfatto", "soddisfatta",
          "tevreden", "tilfreds", "nöjd", "zadowolony", "spokojen", "agree", "easy", "einfach", "🙂", "😊", "☺", "☺️",
          "👍"),
    "5": ("very satisfied", "extremely satisfied", "completely satisfied", "excellent", "very good", "great",
          "very happy", "extremely happy", "sehr zufrieden", "très satisfait", "très satisfaite", "muy satisfecho",
          "muy satisfecha", "muito satisfeito", "muito satisfeita", "molto soddisfatto", "molto soddisfatta",
          "zeer tevreden", "meget tilfreds", "mycket nöjd", "bardzo zadowolony", "velmi spokojen", "strongly agree",
          "very easy", "sehr einfach", "😀", "😃", "😄", "😁", "😍", "🤩"),
}  # fmt: skip
#: Scales that put words on other steps than the usual one does, the least first; words between “|” share a step.
_OTHER_SCALES = (
    ("poor", "fair|average", "good", "very good", "excellent"),
    ("not at all satisfied", "not so satisfied|slightly satisfied", "somewhat satisfied|moderately satisfied",
     "very satisfied", "extremely satisfied|completely satisfied"),
    ("not at all easy", "not so easy|slightly easy", "somewhat easy|moderately easy", "very easy", "extremely easy"),
    ("sehr unzufrieden", "unzufrieden", "eher unzufrieden", "eher zufrieden", "zufrieden", "sehr zufrieden"),
    ("one", "two", "three", "four", "five"),
    ("one star", "two stars", "three stars", "four stars", "five stars"),
    ("pas du tout satisfait|pas du tout satisfaite", "peu satisfait|peu satisfaite|plutôt pas satisfait",
     "neutre|moyennement satisfait|ni satisfait ni insatisfait",
     "satisfait|satisfaite|plutôt satisfait|assez satisfait",
     "très satisfait|très satisfaite|tout à fait satisfait"),
    ("très mauvais|très mauvaise", "mauvais|mauvaise", "moyen|moyenne|correct", "bon|bonne",
     "très bon|très bonne|excellent|excellente"),
    ("überhaupt nicht zufrieden|gar nicht zufrieden", "wenig zufrieden|weniger zufrieden|nicht zufrieden",
     "teilweise zufrieden|mäßig zufrieden|neutral|teils teils|mittelmäßig zufrieden", "zufrieden|ziemlich zufrieden",
     "sehr zufrieden|äußerst zufrieden"),
    ("sehr schlecht", "schlecht|eher schlecht", "mittel|mittelmäßig|befriedigend|neutral|okay|ok", "gut|eher gut",
     "sehr gut|ausgezeichnet"),
    ("nada satisfecho|nada satisfecha", "poco satisfecho|poco satisfecha",
     "algo satisfecho|algo satisfecha|neutral|ni satisfecho ni insatisfecho|medianamente satisfecho",
     "satisfecho|satisfecha|bastante satisfecho|bastante satisfecha",
     "muy satisfecho|muy satisfecha|totalmente satisfecho"),
    ("muy malo|muy mala|pésimo|muy mal", "malo|mala|mal", "regular|normal|neutral", "bueno|buena|bien",
     "muy bueno|muy buena|excelente|muy bien"),
    ("nada satisfeito|nada satisfeita", "pouco satisfeito|pouco satisfeita",
     "neutro|mais ou menos satisfeito|indiferente",
     "satisfeito|satisfeita|bastante satisfeito", "muito satisfeito|muito satisfeita|totalmente satisfeito"),
    ("péssimo|péssima|muito ruim|muito mau", "ruim|mau|má", "regular|razoável|médio", "bom|boa",
     "ótimo|ótima|muito bom|muito boa|excelente"),
    ("per niente soddisfatto|per nulla soddisfatto|per niente soddisfatta", "poco soddisfatto|poco soddisfatta",
     "neutrale|né soddisfatto né insoddisfatto|mediamente soddisfatto",
     "soddisfatto|soddisfatta|abbastanza soddisfatto",
     "molto soddisfatto|molto soddisfatta|del tutto soddisfatto"),
    ("pessimo|pessima|molto scarso", "scarso|scarsa|insufficiente", "sufficiente|discreto|nella media", "buono|buona",
     "ottimo|ottima|molto buono|eccellente"),
    *(
        tuple(degree if degree.startswith("n") else f"{degree} {word}".strip()
              for degree, word in zip(degrees, (low,) * 3 + ("",) + (high,) * 3, strict=True))
        for low, high in (("dissatisfied", "satisfied"), ("unhappy", "happy"), ("difficult", "easy"),
                          ("disagree", "agree"))
        for neither in (f"neutral|neither|neither {high} nor {low}",)
        for degrees in (
            ("extremely", "very", "", neither, "", "very", "extremely"),
            ("extremely", "moderately", "slightly", neither, "slightly", "moderately", "extremely"),
            ("completely", "mostly", "somewhat", neither, "somewhat", "mostly", "completely"),
            ("very", "", "somewhat", neither, "somewhat", "", "very"),
            ("strongly", "", "somewhat", neither, "somewhat", "", "strongly"),
            ("strongly", "", "slightly", neither, "slightly", "", "strongly"),
        )
    ),
)  # fmt: skip
_STARS = re.compile(r"(?P<full>[★⭐](?:\ufe0f?[★⭐])*)\ufe0f?(?P<empty>☆*)")


@dataclass(frozen=True)
class Steps:
    """The steps of the texts of a column, by the text as it is looked up, and the highest step of their scale."""

    of: Mapping[str, str]
    maximum: str


def spoken_as(text: str) -> str:
    """A text as answers in words are compared: normalised, a face as it is.

    >>> spoken_as("Very  Satisfied!"), spoken_as(" 😀 ")
    ('very satisfied', '😀')
    """
    return normalised(text) or text.strip()


def steps_of(texts: Iterable[str]) -> Steps | None:
    """The scale on which all these texts have a step of their own; None where there is none.

    >>> steps_of(["Very satisfied", "Neutral"]).of
    {'very satisfied': '5', 'neutral': '3'}
    >>> steps_of(["Extremely happy", "Very happy", "Happy"]).maximum
    '7'
    """
    words = list(dict.fromkeys(map(spoken_as, texts)))
    stars = {word: found for word in words if (found := _STARS.fullmatch(word))}
    if stars and len(stars) == len(words):
        counted = {word: sum(c in "★⭐" for c in found["full"]) for word, found in stars.items()}
        highest = max(counted[word] + len(found["empty"]) for word, found in stars.items())
        return Steps({word: str(number) for word, number in counted.items()}, str(max(highest, 5)))
    usual = {word: _USUAL[word] for word in words if word in _USUAL}
    if len(usual) == len(words) and not _share_a_step(usual):
        return Steps(usual, "5")
    for scale in _OTHER:
        if all(word in scale for word in words):
            return Steps({word: scale[word] for word in words}, max(scale.values()))
    return None


def _share_a_step(steps: Mapping[str, str]) -> bool:
    """Whether two words of different degree have one step, so that the scale must have more of them."""
    roots: dict[str, set[str]] = {}
    for word, step in steps.items():
        # “satisfait” and “satisfaite” are one answer of two people, and so are two faces.
        roots.setdefault(step, set()).add(
            normalised(word).rstrip("aeo") if len(word) > 4 else normalised(word)
        )
    return any(len(different) > 1 for different in roots.values())


def _by_word(scale: tuple[str, ...]) -> Mapping[str, str]:
    return {
        normalised(word): str(step) for step, words in enumerate(scale, start=1) for word in words.split("|")
    }


_USUAL = {spoken_as(word): step for step, words in SCALE_WORDS.items() for word in words}
_OTHER = tuple(map(_by_word, _OTHER_SCALES))
