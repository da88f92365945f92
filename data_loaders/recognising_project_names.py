"""The project of a plan that names none, as the name of its sheet or file says it: “Falcon_milestones_2026-03.xlsx”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_month_names import month_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that say what a file is, and not of which project.
_OF_FILES = _words(
    """project projects projekt projet proyecto progetto projeto programme program plan plans planner planning planned
    milestone milestones meilenstein meilensteine jalon jalons hitos schedule schedules gantt chart timeline timelines
    roadmap task tasks activities activity wbs workplan work breakdown deliverables list liste listing overview
    tracker register log sheet table data file book workbook mappe feuille hoja foglio export exported import report
    status weekly monthly quarterly daily portfolio pmo ms msp mpp mpx microsoft excel csv xlsx xls jira asana monday
    smartsheet trello clickup primavera planview wrike teamgantt template sample example test demo input output master
    main all new old copy kopie copie draft final latest current version rev update updated terminplan projektplan
    zeitplan terminliste cronograma calendrier planification piano pianificazione the of for and de du des der die das
    baseline forecast actual summary details detail raw full items item rows tabelle feuil blad planilha"""
)
_NOT_A_WORD = re.compile(r"[^\W\d_]{3,}|[A-Z]{2,}\d*")
_VERSION = re.compile(r"(?i)v?\d[\d.]*|[a-z]?\d+|q[1-4]|fy\d+|kw\d+|cw\d+|wk?\d+|\(\d+\)")


def project_in_names(told: Sequence[str]) -> str | None:
    """The project that the sheet (last but one of `told`) or else the file is called after.

    None where a name only says that it is a plan: two projects may well call their files “plan.xlsx”.

    >>> project_in_names(["Sheet1", "Falcon_milestones_2026-03.xlsx"]), project_in_names(["Data", "plan_v2.csv"])
    ('Falcon', None)
    >>> project_in_names(["ERP roll-out", "plans.xlsx"])
    'ERP roll-out'
    """
    for text in (told[-2] if len(told) > 1 else "", PurePath(told[-1]).stem):
        words = re.split(r"[\s_]+|(?<=[a-z])(?=[A-Z])|(?<=\D)-(?=\d)|(?<=\d)-", text.strip())
        own = [
            word for word in words if word.strip("-–()[].,") and not _tells_nothing(word.strip("-–()[].,"))
        ]
        if any(_NOT_A_WORD.search(word) for word in own):
            return " ".join(own).strip(" -–()[].,")
    return None


def _tells_nothing(word: str) -> bool:
    bare = word.casefold().rstrip("0123456789")
    parts = re.split(r"[-–]", bare)
    return (
        all(part in _OF_FILES or part in month_words() for part in parts)
        or _VERSION.fullmatch(word) is not None
    )


def with_project(table: Surveyed, chosen: Candidate) -> tuple[Candidate, tuple[str, ...]]:
    """A plan that names no project as one of the project its sheet or file is called after, and the sentence."""
    project = project_in_names(table.told) if any(one.name == "project" for one in chosen.asked) else None
    if project is None:
        return chosen, ()
    asked = tuple(question for question in chosen.asked if question.name != "project")
    sentence = (
        f"No column and no title says the project: the rows are those of “{project}”, as the sheet or the file is"
        " called. If that is not its name, answer project=<name>."
    )
    return replace(chosen, asked=asked, said={**chosen.said, "project": project}), (sentence,)
