"""Headings of tickets that nobody listed, read by their words: “Erfasst am” is the opening, “Call ref.” the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from contracts import all_contracts
from contracts.contract import columns, normalised, without_accents
from data_loaders.recognising_document_words import DOCUMENTS, document_column
from data_loaders.recognising_money import split_unit
from data_loaders.recognising_register_words import REGISTERS, meant_by

#: How sure such a reading is, beside headings that are listed.
BY_WORDS = 0.8
_KINDS = ("incidents", "requests", "changes", "problems", "work_items")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])")


def _words(text: str) -> frozenset[str]:
    return frozenset(one for word in text.split() for one in (word, *without_accents(word)))


#: What a record is called; it stands before what a heading is about ("Call closed", "Ticket owner").
_RECORDS = {
    "incidents": _words("ticket incident inc case call conversation alert issue record störung vorfall vorgang fall "
                        "meldung dossier appel "
                        "incidente incidencia caso chamado ocorrência llamada melding zgłoszenie sag ärende"),
    "requests": _words("ticket request req ritm sr case record demande anfrage anforderung solicitud petición pedido "
                       "requisição solicitação richiesta aanvraag anmodning order"),
    "changes": _words("change chg rfc changement änderung cambio mudança cambiamento wijziging ændring record"),
    "problems": _words("problem prb problème problema probleem record"),
    "work_items": _words("issue bug task card story item work defect tâche aufgabe tarea tarefa taak opgave artifact"),
}  # fmt: skip
_DATE_WORDS = _words(
    "date time datetime timestamp stamp dt ts on at utc gmt local day when the of datum zeit zeitpunkt zeitstempel "
    "uhrzeit am um le la de du d el en la fecha hora data ora il del della di do em op dato den tid tijd tijdstip "
    "het van heure jour moment"
)
_DATE_ENDING = re.compile(r"(?:date|time|datum|zeitpunkt|zeitstempel|zeit|dato|tid|tijd)$")
_NUMBER_WORDS = _words(
    "id no nr num number ref reference référence referenz referencia referência riferimento code key n° nº no° n "
    "numéro numero número nummer kennung schlüssel clé clave chave číslo numer identifier identificador"
)


#: Whose field it is, in lists that people keep beside a tool: “Date de création de Jira”.
_TOOLS = _words("jira glpi servicenow snow zendesk freshdesk freshservice remedy topdesk otrs helpdesk itsm")
#: What joins a number to its record: “Nº do chamado”.
_OF = frozenset({"of", "the", "de", "du", "des", "do", "da", "del", "della", "dell", "di", "der"})
#: Whose number it is, where the list has no other.
_WHOSE = _words(
    "vendor supplier our internal own lieferant lieferanten fournisseur proveedor fornecedor fornitore"
)


@dataclass(frozen=True)
class _Meaning:
    """What a heading of these columns (the first the kind has) consists of: a `core`, one of `needs`, any `beside`."""

    columns: tuple[str, ...]
    core: frozenset[str]
    beside: frozenset[str]
    like: str
    less: float = 0.0
    needs: frozenset[str] = frozenset()


_OPENED = _words(
    "created create creation posted opened open opening reported report reporting logged log logging submitted submit "
    "submission entered entry raised registered register registration received captured recorded record initiated "
    "créé créée création ouvert ouverte ouverture déclaré déclarée déclaration saisi saisie enregistré enregistrement "
    "signalé signalement reçu réception émission émis erstellt erstell erstellung erfasst erfassung eröffnet "
    "eröffnung "
    "angelegt anlage anlege gemeldet melde meldung eingang eingegangen geöffnet aufgenommen aufnahme registriert "
    "creación creado creada apertura abierto abierta registro registrado registrada reportado ingreso alta criação "
    "criado criada abertura aberto aberta entrada registo creazione creato creata aperto aperta inserimento inserito "
    "registrazione segnalazione segnalato aangemaakt aanmaak aangemeld aanmeld gemeld geregistreerd registratie "
    "geopend skapad skapades oprettet opprettet registrerad registreret registrert åpnet utworzono utworzenia "
    "zgłoszenia zarejestrowano vytvořeno nahlášeno"
)
_RESOLVED = _words(
    "resolved resolve resolution solved solve solution fixed fix restored restore restoration completed "
    "completion finished finish done fulfilled fulfilment fulfillment résolu résolue résolution solution traité "
    "traitement rétabli rétablissement gelöst lösung behoben behebung erledigt erledigung wiederhergestellt "
    "wiederherstellung fertiggestellt resuelto resuelta resolución solución solucionado solucionada terminado "
    "resolvido resolvida resolução solução conclusão concluído concluída risolto risolta risoluzione soluzione "
    "completato opgelost oplos oplossing gereed afgerond løst løsning åtgärdad löst rozwiązano rozwiązania vyřešeno"
)
_CLOSED = _words(
    "closed close closing closure clôture clôturé clôturée clos fermeture fermé fermée geschlossen abschluss "
    "abgeschlossen schließung schließ schliess cierre cerrado cerrada fechamento fechado fechada encerramento "
    "encerrado encerrada chiusura chiuso chiusa gesloten sluiting afgemeld afmelding lukket lukning avslutad "
    "avsluttet stängd zamknięto zamknięcia uzavřeno"
)
_UPDATED = _words(
    "updated update modified modify modification changed change edited edit activity modifié modifiée mise "
    "aktualisiert "
    "aktualisierung mise geändert änderung actualizado actualización modificado modificación atualizado atualização "
    "alteração alterado aggiornato aggiornamento modificato modifica gewijzigd wijziging bijgewerkt opdateret "
    "ændret uppdaterad oppdatert endret zaktualizowano aktualizováno"
)
_LAST = _words(
    "last latest letzte letzter zuletzt dernière dernier última último ultima ultimo laatste laatst senest senast"
)
_START = _words(
    "start starts begin beginning beginn startdatum starttermin début inicio início inizio aanvang"
)
_END = _words("end ends finish ende enddatum endtermin fin finalización fine término fim einde")
_PLANNED = _words(
    "planned scheduled plan proposed requested window geplant geplanter geplantes geplante prévu prévue planifié "
    "planifiée planificado planificada programado programada previsto prevista planejado planejada planeado "
    "pianificato pianificata gepland geplande planerad planlagt"
)
_ACTUAL = _words(
    "actual real tatsächlich tatsächlicher tatsächliches réel réelle efectivo efetivo effettivo effettiva werkelijk "
    "werkelijke"
)
_WINDOW = _DATE_WORDS | _words("change implementation maintenance work and for")
_MEANINGS = (
    _Meaning(("planned_start",), _START, _WINDOW, "planned start date", needs=_PLANNED),
    _Meaning(("planned_end",), _END, _WINDOW, "planned end date", needs=_PLANNED),
    _Meaning(("actual_start",), _START, _WINDOW, "actual start", needs=_ACTUAL),
    _Meaning(("actual_end",), _END, _WINDOW, "actual end", needs=_ACTUAL),
    _Meaning(("opened", "created"), _OPENED, _DATE_WORDS, "created"),
    _Meaning(("resolved", "done", "closed"), _RESOLVED, _DATE_WORDS | _LAST | _words("actual final"), "resolved", 0.05),
    _Meaning(("closed", "done"), _CLOSED, _DATE_WORDS | _LAST | _words("actual final"), "closed"),
    _Meaning(
        ("acknowledged",),
        _words("acknowledged acknowledgement acknowledge ack charge carico quittiert"),
        _DATE_WORDS | _words("prise en presa in"), "acknowledged at",
    ),
    _Meaning(("updated",), _UPDATED, _DATE_WORDS | _LAST | _words("à"), "updated"),
    _Meaning(
        ("assignment_group", "team"),
        _words("group team queue squad groupe équipe gruppe equipo grupo gruppo squadra coda fila groep "
               "grupp grupa zespół zuordnungsgruppe zuweisungsgruppe bearbeitungsgruppe lösungsgruppe fachgruppe "
               "betreuergruppe supportteam"),
        _words("assigned assignment support service resolver resolving resolution responsible owner owning owned "
               "current agent technical it in charge name desk helpdesk handling fulfilment to by zuständige "
               "zuständiges tilldelad tildelt toegewezen przypisana verantwortliche verantwortliches "
               "bearbeitende de d resolutor responsable "
               "responsável responsabile"),
        "assignment group",
    ),
    _Meaning(
        ("assignee",),
        _words("agent technician engineer analyst assignee assigned owner handler bearbeiter techniker sachbearbeiter "
               "technicien intervenant técnico tecnico analista agente responsable responsável assegnatario "
               "behandelaar atendente zugewiesen zugewiesener zugewiesene attribué affecté assigné asignado atribuído "
               "assegnato encargado encarregado incaricato bearbeitender zuständiger assessor"),
        _words("primary current lead name to responsible support service resolving by id an à a para al person "
               "personne "
               "pessoa persona mitarbeiter"),
        "assignee",
    ),
    _Meaning(
        ("caller", "requested_for", "requested_by", "reporter"),
        _words("requester requestor caller reporter submitter complainant claimant visitor student citizen resident "
               "employee demandeur demandeuse déclarant déclarante rapporteur plaignant melder meldende meldender "
               "anforderer antragsteller antragstellerin anrufer beschwerdeführer melderin solicitante reportante "
               "informante denunciante requisitante requerente relator reclamante richiedente segnalante segnalatore "
               "chiamante aanmelder aanvrager"),
        _words("name email e mail mail address id username user full login vorname nachname nom nombre nome du de des "
               "do da del contact"),
        "requester", 0.05,
    ),
    _Meaning(
        ("caller", "requested_for", "requested_by", "reporter"),
        _words("raised reported submitted requested signalé déclaré demandé gemeldet angefordert beantragt reportado "
               "reportada solicitado solicitada relatado requisitado segnalato segnalata richiesto richiesta gemeld "
               "aangevraagd"),
        _words("name email user the"),
        "reported by", 0.05, _words("by par von durch por da door"),
    ),
    _Meaning(
        ("due",),
        _words("due deadline frist fällig fälligkeit fälligkeitsdatum lösungsfrist échéance vencimiento vencimento "
               "scadenza prazo límite limite termine"),
        _DATE_WORDS | _words("sla by resolution resolve response target final"),
        "due date",
    ),
    _Meaning(
        ("state",),
        _words("status state statut état estado stato zustand situação stav phase"),
        _words("current workflow name label aktueller actuel actual attuale atual latest"),
        "status",
    ),
    _Meaning(
        ("priority_label",),
        _words("priority prio priorité priorität prioridad prioridade priorità prioriteit"),
        _words("level name label current code business"),
        "priority",
    ),
    _Meaning(
        ("short_text",),
        _words("subject title summary sumário betreff titel sujet objet titre asunto título assunto oggetto titolo "
               "onderwerp"),
        _words("short name line"),
        "summary",
    ),
    _Meaning(
        ("service",),
        _words("service application app dienst servicio serviço servizio anwendung aplicación applicazione"),
        _words("affected impacted business it name betroffener betroffene concerné affecté afectado afetado impattato"),
        "service",
    ),
)  # fmt: skip


@cache
def by_words(heading: str, kind: str) -> tuple[tuple[str, float, str], ...]:
    """The column of a kind that a heading names by its words: (column, how sure, a heading like it)."""
    if kind not in _KINDS and kind not in REGISTERS and kind not in DOCUMENTS:
        return ()
    words = [word for word in normalised(_CAMEL.sub(" ", heading)).split() if not word.isdigit()]
    if not words or len(words) > 8:
        return ()
    if kind in REGISTERS:
        return meant_by(tuple(words), kind)
    if kind in DOCUMENTS:
        plain = normalised(split_unit(heading)[0]).split()
        return document_column(tuple(words), kind) or document_column(tuple(plain), kind)
    known, records = columns(all_contracts()[kind]), _RECORDS[kind]
    words = [word for word in words if word not in _TOOLS] or words
    numbers = [word for word in words if word in _NUMBER_WORDS or word in _joined(records)]
    left = [word for word in words if word not in numbers]
    rest = [word for word in left if word not in _WHOSE and word not in _OF]
    if numbers and all(word in records for word in rest) and (rest or set(numbers) - _NUMBER_WORDS):
        return ((all_contracts()[kind].key[0], BY_WORDS - 0.1 * (len(rest) < len(left)), "id"),)
    found = []
    for meaning in _MEANINGS:
        name = next((name for name in meaning.columns if name in known), None)
        cores = [word for word in words if _is_core(word, meaning)]
        if name is None or not cores or (meaning.needs and not meaning.needs.intersection(words)):
            continue
        beside = [word for word in words if word not in {*cores, *meaning.beside, *meaning.needs}]
        if all(word in records for word in beside):
            less = meaning.less if name == "closed" else 0.0
            found.append((name, BY_WORDS - less, meaning.like))
    return tuple(found) if len(found) == 1 else ()


def _is_core(word: str, meaning: _Meaning) -> bool:
    """Whether a word says it: as it is, or with “date” grown on to it (“reportdate”, “Erfassungsdatum”)."""
    if word in meaning.core:
        return True
    bare = _DATE_ENDING.sub("", word)
    moment = meaning.like in ("created", "resolved", "closed", "updated", "due date")
    return moment and bare != word and (bare in meaning.core or bare.removesuffix("s") in meaning.core)


@cache
def _joined(records: frozenset[str]) -> frozenset[str]:
    """Record and number written together: “ticketid”."""
    return frozenset(f"{record}{number}" for record in records for number in _NUMBER_WORDS)
