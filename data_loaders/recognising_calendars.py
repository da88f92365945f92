"""Calendars whose rows do not say what they are: holidays told by their names, entries told by a few words of many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts.contract import normalised
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching

#: Holidays of many countries as their lists name them.
_HOLIDAY = re.compile(
    r"new year|christmas|boxing day|easter|good friday|independence day|labou?r day|may day|thanksgiving|memorial day"
    r"|veterans|martin luther king|juneteenth|presidents|columbus day|bank holiday|public holiday|national day"
    r"|republic day|constitution day|ascension|assumption|corpus christi|all saints|epiphany|pentecost|whit ?monday"
    r"|reformation day|armistice|anzac|canada day|victoria day|diwali|deepavali|\bholi\b|\beid\b|ramadan|muharram"
    r"|gandhi|vesak|\bpoya\b|lunar new year|chinese new year|hanukkah|rosh hashanah|yom kippur"
    r"|neujahr|weihnacht|ostermontag|ostersonntag|karfreitag|pfingst|himmelfahrt|fronleichnam|tag der arbeit"
    r"|deutschen einheit|allerheiligen|heilige drei|reformationstag|feiertag|jour de l an|nouvel an|\bnoel\b|\bnoël\b"
    r"|paques|pâques|toussaint|assomption|fete nationale|fête nationale|fete du travail|fête du travail"
    r"|ano nuevo|año nuevo|navidad|viernes santo|jueves santo|dia del trabaj|día del trabaj|epifania|epifanía"
    r"|inmaculada|todos los santos|fiesta nacional|capodanno|\bnatale\b|pasqua|pasquetta|ferragosto|immacolata"
    r"|festa del lavoro|confraternizacao|confraternização|\bnatal\b|tiradentes|sexta feira santa|proclamacao|carnaval"
    r"|dia do trabalh|kerst|\bpasen\b|hemelvaart|pinkster|koningsdag|juledag|nytarsdag|nytårsdag|paskedag|påskdag"
    r"|juldagen|nyarsdagen|nyårsdagen|midsommar|праздничн|праздник|元日|成人の日|建国記念|祝日|신정|설날|추석|국경일|元旦|春节|国庆",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"calendar|kalender|calendrier|calendario|calendário|holiday|feiertag|férié", re.IGNORECASE
)
#: So many of the names are holidays where a list is one of holidays.
_SHARE = 0.4
#: Lists of days have few columns; what has more tells of something else that happened on them.
_COLUMNS = 8


def with_told_entries(matching: Matching, samples: Mapping[int, Sample]) -> Matching:
    """The matching without a column of categories that nobody filled: it says of no entry what it is."""
    entry = matching.pairs.get("entry")
    if entry is None or any(samples[cell].spoken for cell in entry.cells):
        return matching
    return replace(matching, pairs={name: pair for name, pair in matching.pairs.items() if name != "entry"})


def names_and_sorts_days(matching: Matching, told: Sequence[str]) -> bool:
    """Whether a list that is called a calendar names each of its days and says what it is."""
    return {"entry", "name", "start"} <= matching.pairs.keys() and bool(_CALENDAR.search(" ".join(told)))


def names_holidays(matching: Matching, samples: Mapping[int, Sample], width: int) -> bool:
    """Whether a list of days names holidays: nobody else calls days Good Friday and Christmas."""
    if not {"name", "start"} <= matching.pairs.keys() or width > _COLUMNS:
        return False
    names = samples[matching.pairs["name"].cells[0]].spoken
    told = sum(1 for name in names if _HOLIDAY.search(normalised(name)) or _HOLIDAY.search(name))
    return told >= 2 and told >= _SHARE * len(names)
