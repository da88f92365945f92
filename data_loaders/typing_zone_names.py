"""Short names of time zones behind times ("14:05 CET"): those with one meaning, and those that several places use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from data_loaders.outcome import Option, Question
from data_loaders.typing_cells import Cells, counted

#: Names with one meaning in exports: name → distance from UTC.
_ONE: Mapping[str, str] = {
    "CET": "+01:00", "CEST": "+02:00", "MEZ": "+01:00", "MESZ": "+02:00", "WET": "+00:00", "WEST": "+01:00",
    "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00",
    "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "AKST": "-09:00", "AKDT": "-08:00",
    "HST": "-10:00", "BRT": "-03:00", "ART": "-03:00", "SAST": "+02:00", "PKT": "+05:00", "SGT": "+08:00",
    "HKT": "+08:00", "JST": "+09:00", "KST": "+09:00", "AWST": "+08:00", "ACST": "+09:30", "AEST": "+10:00",
    "AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00", "WIB": "+07:00",
}  # fmt: skip
#: Names that several places use: name → distances, with the place.
_SEVERAL: Mapping[str, tuple[tuple[str, str], ...]] = {
    "IST": (("+05:30", "India"), ("+01:00", "Ireland"), ("+02:00", "Israel")),
    "BST": (("+01:00", "Britain in summer"), ("+06:00", "Bangladesh")),
    "CST": (("-06:00", "North America"), ("+08:00", "China")),
    "AST": (("-04:00", "Atlantic Canada"), ("+03:00", "Arabia")),
    "GST": (("+04:00", "the Gulf"), ("-02:00", "South Georgia")),
}
_NAMES = "|".join([*_ONE, *_SEVERAL])
#: Behind the time, at the end or (as Java prints dates) before the year.
#: "GMT+2", as forms write it, is a name that says its distance.
_SAYS_IT = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d\d))?")
_BEHIND = re.compile(rf"(?:\d|[AaPp][Mm])\s*\(?({_NAMES}|{_SAYS_IT.pattern})\)?(?:\s+\d{{4}})?\s*$")


#: A heading that says where its times are at home: "Created At (UTC)".
_UTC_HEADING = re.compile(r"(?<![a-z])(?:utc|gmt|zulu)(?![a-z]|\s*[+−-]\s*\d)", re.IGNORECASE)


def zone_in_heading(heading: str) -> ZoneInfo | None:
    """The zone a heading names for its times; only that of no place, whose name has one meaning.

    >>> zone_in_heading("Created At (UTC)"), zone_in_heading("Created")
    (zoneinfo.ZoneInfo(key='UTC'), None)
    """
    return ZoneInfo("UTC") if _UTC_HEADING.search(heading.replace("_", " ")) else None


@dataclass(frozen=True)
class NamedZones:
    """Date cells with the names made distances, what must be asked, and what was taken for granted."""

    cells: Cells
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()


def with_distances(cells: Cells, zone: ZoneInfo | None, answers: Mapping[str, str]) -> NamedZones:
    """The cells as their times carry a distance from UTC instead of the name of a zone.

    A name of several places is taken as that of the declared zone where it is used there, else asked.
    """
    names = sorted({found[1] for text in cells.first_texts if (found := _BEHIND.search(text))})
    if not names:
        return NamedZones(cells)
    known, questions, warnings = dict[str, str](), [], []
    for name in names:
        answer = answers.get(f"timezone.{name}", "")
        local = _distance_in(zone, name) if zone else None
        says_it = _SAYS_IT.fullmatch(name)
        if says_it:
            known[name] = f"{says_it[1]}{int(says_it[2]):02}:{says_it[3] or '00'}"
        elif name in _ONE:
            known[name] = _ONE[name]
        elif re.fullmatch(r"[+-]\d\d:\d\d", answer):
            known[name] = answer
        elif local is not None and zone is not None:
            known[name] = local
            warnings.append(f"{cells.heading}: “{name}” is taken as UTC{local}, as in {zone.key}.")
        else:
            questions.append(_question(cells, name))
            known[name] = _SEVERAL[name][0][0]
    assignment = replace(cells.assignment, zones=tuple(known.items()))
    return NamedZones(replace(cells, assignment=assignment), tuple(questions), tuple(warnings))


def _distance_in(zone: ZoneInfo, name: str) -> str | None:
    """The distance the zone has while its clock goes by this name."""
    for month in range(1, 13):
        moment = datetime(2025, month, 15, 12, tzinfo=zone)
        if moment.tzname() == name:
            text = moment.strftime("%z")
            return f"{text[:3]}:{text[3:5]}"
    return None


def _question(cells: Cells, name: str) -> Question:
    found = cells.count(n=f"contains({cells.text}, '{name}')")["n"]
    return Question(
        f"timezone.{name}",
        f"Which “{name}” is meant in {cells.heading} ({counted(found, 'cell')})? Several places use this name.",
        tuple(Option(distance, f"UTC{distance}", place) for distance, place in _SEVERAL[name]),
    )


def zone_notes(found: Sequence[NamedZones]) -> tuple[list[Question], list[str]]:
    """The questions of all date columns, each once, and their warnings."""
    questions = {question.name: question for named in found for question in named.questions}
    return list(questions.values()), [warning for named in found for warning in named.warnings]
