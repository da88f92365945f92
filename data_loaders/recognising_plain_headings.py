"""Headings that say little and mean one thing in a list of tickets: its only “Date”, its only “Description”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contracts.contract import Column, normalised, without_accents
from data_loaders.recognising_cells import Sample, fits

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
#: Columns by the headings that mean them where no better one is there.
_PLAIN: Mapping[str, frozenset[str]] = {
    "state": frozenset(
        {"status reason", "statusgrund", "raison du statut", "razón para el estado", "razón del estado",
         "motivo do status", "motivo stato"}
    ),
    "opened": frozenset(
        {"date", "date time", "datetime", "timestamp", "datum", "fecha", "data", "dato", "fecha y hora", "date heure",
         "data hora", "data ora", "datum uhrzeit", "ticket date", "ticketdatum", "data do chamado"}
    ),
    "short_text": frozenset(
        {"description", "issue description", "problem description", "incident description", "ticket description",
         "alert description", "message", "details", "issue", "problem", "content", "beschreibung",
         "problembeschreibung",
         "problème", "problema", "descripción", "descrição", "descrizione", "omschrijving", "beskrivelse"}
    ),
}  # fmt: skip
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
            if cell not in used and normalised(heading) in words and samples[cell].spoken
            and fits(known[name], samples[cell]) and (name == "opened" or samples[cell].numbers < 0.5)
        ]  # fmt: skip
        if len(meant) == 1:
            found[name] = meant[0]
            used.add(meant[0])
    return found


def names_no_record(sample: Sample) -> bool:
    """Whether cells are sentences and no numbers of records: nearly all lack a digit or have several words.

    Headings, totals and notes that stand between the rows of a short list are sentences too.
    """
    numbers = sum(1 for text in sample.spoken if re.search(r"\d", text) and len(text.split()) <= 3)
    return bool(sample.spoken) and 5 * numbers < len(sample.spoken)
