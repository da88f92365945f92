"""Headings that say little and mean one thing in a list of tickets: its only “Date”, its only “Description”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contracts.contract import Column, normalised, without_accents
from data_loaders.recognising_cells import Sample, fits
from data_loaders.recognising_heading_variants import heading_variants

#: How such a column is told.
ONLY_ONE = "the only column of the list that can be it"
_TICKETS = ("incidents", "requests", "changes", "problems")
#: What a list of tickets has beside their numbers; one of these must be there, or it may list anything.
_OF_TICKETS = frozenset(
    {"state", "priority_label", "short_text", "assignment_group", "kind_of_ticket", "type_label", "resolved",
     "first_response"}
)  # fmt: skip
#: Headings of a number that say themselves what the list holds.
_NUMBERS_TICKETS = re.compile(
    r"^(?:ticket|incident|case|chamado|incidencia|incidente|störung|change|problem)"
)
#: What is broken: the title of a ticket where the cells below are words, and the number of a record where they are not.
_BROKEN = frozenset(
    {"störung", "fehler", "vorfall", "panne", "incident", "incidencia", "incidente", "avería", "falha", "defeito",
     "guasto", "anomalie", "anomalia", "fault", "störungsbeschreibung", "fehlerbeschreibung"}
)  # fmt: skip
#: Columns by the headings that mean them where no better one is there.
_PLAIN: Mapping[str, frozenset[str]] = {
    "state": frozenset(
        {"status reason", "statusgrund", "raison du statut", "razón para el estado", "razón del estado",
         "motivo do status", "motivo stato"}
    ),
    "opened": frozenset(
        {"date", "date time", "datetime", "timestamp", "datum", "fecha", "data", "dato", "fecha y hora", "date heure",
         "data hora", "data ora", "datum uhrzeit", "ticket date", "ticketdatum", "data do chamado", "start date",
         "startdatum", "beginn", "data início", "data de início", "fecha inicio", "fecha de inicio", "date début",
         "date de début", "data inizio", "data di inizio", "startzeit", "início", "inicio", "inizio", "début"}
    ),
    "resolved": frozenset(
        {"end date", "enddatum", "endzeit", "ende", "data fim", "data de fim", "data término", "data de término",
         "fecha fin", "fecha de fin", "fecha de término", "date fin", "date de fin", "data fine", "data di fine", "fim",
         "fin", "fine"}
    ),
    "short_text": frozenset(
        {"description", "issue description", "problem description", "incident description", "ticket description",
         "alert description", "message", "details", "issue", "problem", "content", "beschreibung",
         "problembeschreibung",
         "problème", "problema", *_BROKEN, "descripción", "descrição", "descrizione", "omschrijving", "beskrivelse"}
    ),
}  # fmt: skip
_TIMES = frozenset({"opened", "resolved"})
#: The numbers of records: words below such a heading say what is wrong, and number none.
OTHER_RECORDS = frozenset({"number", "problem", "caused_by_change", "fixed_by_change"})


def plainly_named(
    kind: str,
    headings: Mapping[int, str],
    samples: Mapping[int, Sample],
    taken: Mapping[str, tuple[int, ...]],
    known: Mapping[str, Column],
) -> dict[str, int]:
    """The raw columns that a list of tickets can only mean by headings that say little: column → raw column.

    `taken` are the raw columns that are columns of the kind already. Where two columns could be it, none is.
    """
    if kind == "capacity":
        return _sprint_begins(headings, samples, taken)
    if kind not in _TICKETS or "number" not in taken:
        return {}
    if not _OF_TICKETS & taken.keys() and not _NUMBERS_TICKETS.search(
        normalised(headings[taken["number"][0]])
    ):
        return {}
    used = {cell for cells in taken.values() for cell in cells}
    found: dict[str, int] = {}
    for name, spelt in _PLAIN.items():
        if name in taken or name not in known:
            continue
        words = spelt.union(*(without_accents(word) for word in spelt))
        meant = [
            cell for cell, heading in headings.items()
            if cell not in used and words & heading_variants(heading) and samples[cell].spoken
            and fits(known[name], samples[cell]) and (name in _TIMES or samples[cell].numbers < 0.5)
            and (normalised(heading) not in _BROKEN or names_no_record(samples[cell]))
        ]  # fmt: skip
        if name == "resolved" and "closed" in taken:
            continue
        if len(meant) == 1:
            found[name] = meant[0]
            used.add(meant[0])
    return found


_SPRINT = frozenset({"sprint", "sprint name", "iteration", "sprint no", "sprint number"})
_BEGINS = frozenset({"start date", "start", "from", "begin", "von", "beginn", "startdatum", "début", "date de début",
                     "inicio", "fecha de inicio", "início", "data de início", "inizio", "data inizio"})  # fmt: skip


def _sprint_begins(
    headings: Mapping[int, str], samples: Mapping[int, Sample], taken: Mapping[str, tuple[int, ...]]
) -> dict[str, int]:
    """The day each sprint begins as the period of its hours, where no month is said."""
    said = {cell: normalised(heading) for cell, heading in headings.items()}
    if "month" in taken or _SPRINT.isdisjoint(said.values()):
        return {}
    days = [cell for cell, text in said.items() if text in _BEGINS and samples[cell].dates >= 0.9]
    return {"month": days[0]} if len(days) == 1 else {}


def names_no_record(sample: Sample) -> bool:
    """Whether cells are sentences and no numbers of records: most lack a digit or have several words.

    Headings, totals and notes that stand between the rows of a short list are sentences too.
    """
    numbers = sum(1 for text in sample.spoken if _MAY_NUMBER.fullmatch(text.strip()))
    return bool(sample.spoken) and 5 * numbers < 2 * len(sample.spoken)


#: A word with a digit, or with a sign that joins the parts of a number; or words of which the last is a number.
_MAY_NUMBER = re.compile(r"\S*\d\S*|[^\s\-_#]+[\-_#]\S+|\S+(?:\s+\S+)?\s+\S*\d\S*|\S*\d\S*\s+\S+")
