"""Hours that people booked on work items: a row for every booking, which no figure here counts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contracts.contract import normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample

_ISSUE = re.compile(
    r"(?:issue|ticket|work item|task|story|incident|case|chamado|vorgang|incidencia|incidente|"
    r"tarea|tarefa|tâche|aufgabe)"
    r"(?: ?(?:key|id|no|nr|number|nummer|#))?|(?:n[º°o]|id) (?:do |du |de |del )?(?:chamado|ticket|incidente)"
)
_BOOKED = re.compile(
    r"(?:hours|minutes|hours worked|time spent|timespent|spent time|logged|logged hours|hours logged|booked hours|"
    r"time logged|worked|billable hours|duration|duração|duracao|duración|duracion|durée|dauer|durata|minuten|stunden|"
    r"heures|horas|minutos|ore|zeitaufwand|tempo gasto|tiempo dedicado|temps passé|tempo impiegato)"
    r"(?: (?:minutes|seconds|hours|h|min|s))?"
)
_WHEN = re.compile(
    r"(?:work|worklog|log|logged|spent|booking|entry|tracked) ?(?:date|day|at|on|started|start)|date logged|"
    r"spent at|spent on|started date|date|datum|data|fecha|day|tag|jour|día|dia"
)
_WHO = re.compile(
    r"(?:worklog )?(?:author|user|username|user name|full name|worker|employee|person|member|author id|author name|"
    r"benutzer|mitarbeiter|utilisateur|usuario|usuário|utente|collaborateur|técnico|techniker|technician)"
)
#: When of the day it began and ended, instead of who worked.
_FROM, _TO = (
    re.compile(
        r"(?:start|from|begin|beginn|von|début|debut|de|inicio|início|inizio|desde|da)(?: (?:time|zeit|hora|ora))?"
    ),
    re.compile(r"(?:end|to|until|stop|ende|bis|fin|à|fim|fine|hasta|até|a)(?: (?:time|zeit|hora|ora))?"),
)
#: What numbers the bookings.
_NUMBERED = re.compile(r"(?:work ?log|time ?log|time ?entry)(?: ?(?:id|no|number|key))")
#: What the items themselves have, and bookings do not.
_OF_ITEMS = re.compile(
    r"(?:created|resolved|opened|closed|due|updated)(?: (?:date|at|on))?|due ?date|reporter|caller|"
    r"(?:status|state|priority|severity|resolution|statut|estado|stato|prioridade|prioridad|priorität|priorité|priorità)"
    r"(?: .*)?"
)


def books_hours(block: Block, samples: Mapping[int, Sample]) -> bool:
    """Whether every row is one booking: an issue, when, for how long, and who worked or from when to when."""
    headings = {
        cell: re.sub(r"[()\[\]_]+", " ", normalised(heading)).strip()
        for cell, heading in block.raw_names.items()
    }
    said = headings.values()
    if any(_NUMBERED.fullmatch(h) for h in said):
        return all(any(one.fullmatch(h) for h in said) for one in (_ISSUE, _BOOKED))
    if any(_OF_ITEMS.fullmatch(h) for h in said):
        return False
    if not all(any(one.fullmatch(h) for h in said) for one in (_ISSUE, _BOOKED, _WHEN)):
        return False
    times = [
        any(one.fullmatch(h) and samples[cell].dates < 0.5 for cell, h in headings.items())
        for one in (_FROM, _TO)
    ]
    return any(_WHO.fullmatch(h) for h in said) or all(times)


#: Why such a table is not loaded.
WHY = (
    "These are hours booked on work items, one row a booking; no figure counts them. Export the work items themselves"
    " with their time spent instead."
)
