"""Headings of surveys and reviews that nobody listed: by their words, and the question people answered in sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contracts.contract import normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_scale_headings import worded

#: How sure such a reading is, beside headings that are listed.
BY_WORDS = 0.8


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROWS = _words(
    "survey surveys response review reviews feedback rating answer ticket satisfaction customer nps csat ces"
)
_DATE = _words("date datetime time timestamp on at when data datum day utc gmt the of de la fecha le am sys")
#: Column, the words one of which says it, those that may stand beside it, and a listed heading that says as much.
_MEANINGS: tuple[tuple[str, frozenset[str], frozenset[str], str], ...] = (
    ("response", _words("id number no ref reference"), _words("survey response review feedback rating answer"),
     "response id"),
    ("started", _words("started start begun begin gestartet commencé iniciado"), _ROWS | _DATE, "start date"),
    ("responded",
     _words("submitted submission submit responded response answered answer rated rating reviewed review received "
            "completed completion taken created create survey feedback satisfaction abgeschickt abgesendet beantwortet "
            "eingegangen soumission soumis répondu réponse envío enviado respondido invio inviato risposta envio "
            "resposta respuesta antwort umfrage enquête encuesta befragungsdatum umfragedatum bewertungsdatum "
            "befragung bewertung bewertet befragt"),
     _ROWS | _DATE, "response date"),
    ("client",
     _words("company account organization organisation tenant firma unternehmen mandant société entreprise empresa "
            "azienda ditta bedrijf"),
     _words("name names id code key number associated customer client ticket of the your nom nombre nome ihre votre"),
     "company name"),
    ("language", _words("language langue sprache idioma lingua"),
     _words("reviewer review response survey user start of"),
     "user language"),
)  # fmt: skip
_SAID = re.compile(
    r"comment|remark|opmerking|verbatim|feedback|suggestion|kommentar|anmerkung|bemerkung|rückmeldung|verbesserung"
    r"|commentaire|remarque|observaci|comentario|sugerencia|comentário|observaç|sugest"
    r"|commento|suggeriment|osservazion|(?:reason|why).*(?:score|rating|answer)|review (?:text|content|body)"
    r"|(?:grund|warum).*(?:bewertung|punkt|entscheid)|what (?:could|can|did|would|do you)|how (?:could|can) we"
    r"|was (?:können|könnten|hat)|que pouvons|qué podemos|cosa (?:possiamo|potremmo)|o que podemos"
    r"|^(?:why|warum|pourquoi|por qu[eéê]|perché|waarom)\W*$"
    r"|anything else|sonst noch|autre chose|algo más|altro da|mais alguma coisa"
    r"|mitteilen|hinzufügen|ajouter|añadir|agregar|aggiungere|acrescentar"
    r"|^(?:response|answer|antwort|réponse|respuesta|risposta|resposta)$",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(r"\b(?:id|date|type|group|reply|topic|category|count|source)\b", re.IGNORECASE)


def survey_column(heading: str) -> tuple[tuple[str, float, str], ...]:
    """The column of survey responses that a heading names: (column, how sure, a heading like it).

    >>> survey_column("Review Submit Date and Time")
    (('responded', 0.8, 'response date'),)
    """
    words = frozenset(normalised(worded(heading)).split()) - {"and"}
    if not words or len(words) > 6:
        return ()
    return tuple(
        (column, BY_WORDS, like)
        for column, core, beside, like in _MEANINGS
        if words & core and words <= core | beside and (column != "response" or words & beside)
    )


def comment_cell(block: Block, samples: Mapping[int, Sample], used: Sequence[int]) -> int | None:
    """The column in which people wrote sentences about their score; None where there is none.

    What is called a comment comes before a question that most people answered in their own words.
    """
    asked = None
    for cell in block.cells:
        heading = block.questions.get(cell) or block.raw_names.get(cell, "")
        sample = samples[cell]
        if cell in used or not heading or not sample.spoken:
            continue
        text = worded(heading)
        # To “Any suggestions?” many say no.
        flagged = 1.0 if _SAID.search(text) else 0.5
        if sample.dates >= 0.5 or sample.numbers >= 0.5 or sample.flags >= flagged:
            continue
        if _SAID.search(text) and (text.rstrip().endswith("?") or not _NOT_SAID.search(text)):
            return cell
        in_sentences = sum(1 for spoken in sample.spoken if spoken.strip().count(" ") >= 2)
        if text.rstrip().endswith("?") and 2 * in_sentences >= len(sample.spoken) and asked is None:
            asked = cell if 2 * sample.distinct > len(sample.spoken) else None
    return asked
