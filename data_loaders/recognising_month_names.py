"""The names of the months as headings write them: thirteen languages, in full and short, in every case."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

#: January | February | …, as Unicode's locale data have them (a test asks Babel), and a few short ones more. They are
#: written here because to ask Babel for them takes a tenth of what a small import takes.
_NAMES = """
ene enero gen gennaio jan janeiro januar januari january janv janvier led leden ledna sty styczeń stycznia
tammi tammikuu tammikuuta | feb febbraio febrero februar februari february fev fevereiro févr février helmi
helmikuu helmikuuta lut lutego luty úno únor února | bře březen března maalis maaliskuu maaliskuuta maart
maerz mar marca march mars marts marzec marzo março mrt mrz mär märz | abr abril apr april aprile avr avril
dub duben dubna huhti huhtikuu huhtikuuta kwi kwiecień kwietnia | kvě květen května mag maggio mai maio maj
maja may mayo mei touko toukokuu toukokuuta | cze czerwca czerwiec giu giugno juin jun june junho juni junio
kesä kesäkuu kesäkuuta červen června čvn | heinä heinäkuu heinäkuuta juil juillet jul julho juli julio july
lip lipca lipiec lug luglio července červenec čvc | ago agosto août aug august augusti augustus elo elokuu
elokuuta sie sierpień sierpnia srp srpen srpna | sep sept september septembre septiembre set setembro
settembre syys syyskuu syyskuuta wrz wrzesień września zář září | loka lokakuu lokakuuta oct october octobre
octubre okt oktober ott ottobre out outubro paź październik października říj říjen října | lis listopad
listopada listopadu marras marraskuu marraskuuta nov november novembre novembro noviembre | dec december des
desember dez dezember dezembro dic dicembre diciembre déc décembre gru grudnia grudzień joulu joulukuu
joulukuuta pro prosince prosinec
"""


@cache
def month_words() -> Mapping[str, int]:
    """Names and short names of months, normalised, with and without their marks, by the number of the month."""
    words = {
        name: number for number, names in enumerate(_NAMES.split("|"), start=1) for name in names.split()
    }
    return words | {_plain(name): number for name, number in words.items()}


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
