"""Words and headings that every kind of ticket shares: states, priorities, and how tools name common columns."""

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

#: Words for the states of a ticket. What is not listed is "unknown".
TICKET_STATES: dict[str, tuple[str, ...]] = {
    "new": ("new", "open", "opened", "unassigned", "1", "logged", "registered", "nouveau", "neu", "nuevo", "novo",
            "nuovo", "nueva", "nova", "nuova", "to do", "backlog", "queued", "offered", "draft", "abierto",
            "abierta",
            "ouvert", "offen", "aberto", "aperto", "tareas por hacer", "triggered", "ny", "nieuw", "nový", "nowe",
            "submitted", "reported", "ouverte", "à faire", "zu erledigen", "requested"),
    "in_progress": ("in progress", "work in progress", "active", "assigned", "2", "pending assignment", "accepted",
                    "processing (assigned)", "processing (planned)", "processing", "en cours",
                    "en cours (attribué)",
                    "en cours (planifié)", "in bearbeitung", "in bearbeitung (zugewiesen)", "en progreso",
                    "en curso",
                    "em andamento", "em progresso", "in corso", "in corso (assegnato)", "wip", "investigating",
                    "implement", "acknowledged", "en curso (asignada)", "in arbeit", "assess", "review",
                    "root cause analysis", "fix in progress", "being processed", "escalated", "under investigation",
                    "igang", "in behandeling", "v řešení", "w toku", "attribué", "zugewiesen", "asignado",
                    "in review", "development", "testing", "in development", "reopened", "reabierto", "rouvert"),
    "on_hold": ("on hold", "pending", "hold", "3", "waiting", "awaiting user info", "awaiting vendor",
                "awaiting problem", "awaiting evidence", "awaiting caller", "awaiting change", "awaiting parts",
                "waiting for customer", "waiting for support", "en attente", "wartend", "en espera", "pendiente",
                "pendente", "in attesa", "suspended", "blocked", "waiting on third party", "waiting on customer",
                "pending customer response", "pending vendor", "pending customer", "pending change", "on-hold",
                "esperando por el cliente", "esperando al cliente", "warten auf kunden", "in wartestellung",
                "aguardando", "afventer", "wacht", "wait", "wait - user", "wait - vendor", "wait - customer",
                "wait - implementation", "awaiting assignment", "waiting for approval", "zurückgestellt"),
    "resolved": ("resolved", "solved", "6", "fixed", "résolu", "gelöst", "behoben", "resuelto", "resuelta",
                 "resolvido", "risolto", "résolue", "resolvida", "risolta", "erledigt", "in call", "løst",
                 "opgelost",
                 "vyřešeno", "rozwiązane"),
    "closed": ("closed", "7", "complete", "completed", "done", "closed complete", "closed incomplete", "clos",
               "close", "fermé", "geschlossen", "cerrado", "cerrada", "completado", "completada", "fechado",
               "fechada", "chiuso", "chiusa", "abgeschlossen", "listo", "terminado", "finalizado", "closed skipped",
               "fertig", "terminé", "concluído", "completato", "fatto", "lukket", "gesloten", "uzavřeno",
               "zamknięte", "fulfilled", "finished", "released", "deployed", "closed - resolved"),
    "cancelled": ("cancelled", "canceled", "8", "withdrawn", "annulé", "abgebrochen", "storniert", "cancelado",
                  "annullato", "deleted", "rejected", "void", "cancelada", "annulée", "annullata", "declined",
                  "won't do", "duplicate", "spam", "closed cancelled", "closed rejected", "annulleret",
                  "geannuleerd", "zrušeno", "anulowane", "verworfen", "abgelehnt", "refusé", "rechazado"),
}

#: Words for a priority: 1 is the most urgent.
PRIORITIES: dict[str, tuple[str, ...]] = {
    "1": ("1 - critical", "critical", "p1", "sev1", "highest", "blocker", "kritisch", "critique", "crítica",
          "crítico", "critica", "critico", "très haute", "sehr hoch", "muy alta", "muito alta", "very high",
          "major",
          "1 critical", "majeure", "mayor", "emergency", "urgent - critical", "sev 1", "prio 1", "priority 1",
          "1 very high", "molto alta", "höchste", "kritická", "krytyczny", "meget høj", "la más alta"),
    "2": ("2 - high", "high", "p2", "sev2", "urgent", "hoch", "haute", "alta", "élevée", "alto", "2 high", "sev 2",
          "prio 2", "priority 2", "dringend", "høj", "hoog", "vysoká", "wysoki", "importante"),
    "3": ("3 - moderate", "moderate", "medium", "normal", "p3", "sev3", "mittel", "moyenne", "media", "média",
          "standard", "medio", "normale", "3 medium", "3 normal", "3 moderate", "sev 3", "prio 3", "priority 3",
          "mellem", "gemiddeld", "střední", "średni", "average"),
    "4": ("4 - low", "low", "p4", "sev4", "niedrig", "basse", "baja", "baixa", "bassa", "faible", "minor", "4 low",
          "sev 4", "prio 4", "priority 4", "gering", "lav", "laag", "nízká", "niski", "menor", "mineure"),
    "5": ("5 - planning", "planning", "p5", "very low", "lowest", "sehr niedrig", "très basse", "muy baja",
          "muito baixa", "molto bassa", "trivial", "5 - very low", "5 very low", "sev 5", "prio 5", "priority 5"),
}

#: Words for impact, urgency and severity.
LEVELS: dict[str, tuple[str, ...]] = {
    "1": ("1 - high", "high", "critical", "hoch", "haute", "alta", "extensive/widespread", "1 - critical", "1 high",
          "very high", "très haute", "sehr hoch", "muy alta", "extensive / widespread", "major"),
    "2": ("2 - medium", "medium", "moderate", "mittel", "moyenne", "media", "média", "significant/large",
          "2 - high",
          "2 medium", "significant / large", "significant"),
    "3": ("3 - low", "low", "niedrig", "basse", "baja", "baixa", "bassa", "moderate/limited", "3 - moderate",
          "3 low",
          "moderate / limited", "minor"),
    "4": ("4 - low", "4 low", "very low", "minor/localized", "minor / localized", "très basse", "sehr niedrig"),
    "5": ("5 - planning", "5 - very low", "5 very low"),
}

STATE = ("status", "ticket status", "statut", "estado", "stato", "zustand", "ticket state", "état", "status name",
         "current status", "stav", "stan", "situação", "std status", "status value")
PRIORITY = ("ticket priority", "priorité", "priorität", "prioridad", "prioridade", "priorità", "prio", "prioritet",
            "prioriteit", "priorita", "priorytet", "priority name", "dringlichkeitsstufe")
IMPACT = ("auswirkung", "impacto", "impatto", "impact level", "gevolg", "dopad", "påvirkning")
URGENCY = ("urgence", "dringlichkeit", "urgencia", "urgência", "urgenza", "urgentie", "naléhavost", "hastegrad")
OPENED = ("opened_at", "opened at", "created", "sys_created_on", "sys_created_at", "created at", "created time",
          "created on", "opening date", "open time", "opened on", "open_time",
          "reported", "reported date", "reported on", "date d'ouverture", "date ouverture", "ouvert le", "eröffnet",
          "erstellt", "erstellt am", "geöffnet", "eröffnet am", "eröffnungsdatum", "erstellungsdatum",
          "geöffnet am", "creada", "creado", "fecha de apertura", "abierto", "fecha de creación", "criado",
          "criado em", "aberto em", "data de abertura", "data de criação", "data di apertura", "creato",
          "creato il",
          "data creazione", "aperto", "créé", "créée", "créé le", "date de création", "date opened", "open date",
          "date/time opened", "created date", "creation date", "submit date", "date created", "date submitted",
          "start_date", "oprettet", "aangemaakt", "aangemaakt op", "vytvořeno", "utworzono", "abierto el",
          "create time", "reported at", "ticket created", "opened date", "logged date", "date logged")
RESOLVED = ("resolved_at", "resolved at", "solved at", "resolved time", "resolution date", "resolved on",
            "resolved_time", "date resolved", "date de résolution", "gelöst am", "gelöst", "resuelta", "resuelto",
            "fecha de resolución", "data de resolução", "data di risoluzione", "resolution_date", "solved date",
            "lösungsdatum", "résolu le", "résolu", "resolved date", "resolution time stamp", "risolto",
            "risolto il",
            "resolvido", "resolvido em", "resuelto el", "behoben am", "date solved", "solve date", "løst",
            "opgelost op", "vyřešeno", "date of resolution", "solved on", "time to resolution", "fix time")
CLOSED = ("closed_at", "closed at", "closed time", "closing date", "close date", "close_time", "closed on",
          "date de clôture", "date de fermeture", "geschlossen am", "geschlossen", "schließdatum",
          "fecha de cierre", "cerrado", "cerrado el", "data de fechamento", "fechado em", "data di chiusura",
          "chiuso", "chiuso il", "close_date", "date closed", "closed date", "closure date", "fermé le",
          "clos le", "fermé", "fermée", "clos", "clôturé", "clôturé le", "clôturée", "lukket", "gesloten op",
          "uzavřeno", "zamknięto", "fechado", "close time", "abgeschlossen am")
UPDATED = ("sys_updated_on", "sys_updated_at", "updated at", "last update", "last updated time", "last update time",
           "last_update", "dernière modification", "zuletzt aktualisiert", "aktualisiert", "actualizada",
           "actualizado", "última atualização", "ultimo aggiornamento", "updated on", "last modified",
           "last modified date", "mis à jour", "atualizado", "última actualización", "letzte aktualisierung",
           "letzte änderung", "geändert am", "mise à jour", "mis à jour le", "aggiornato", "aggiornato il",
           "atualizado em", "last updated", "last updated on", "modified", "modified on", "update time",
           "opdateret", "bijgewerkt", "aktualizováno", "updated date", "date updated", "last modified at")
DUE = ("due_date", "due date", "due", "sla due", "sla_due", "due by time", "date d'échéance", "fällig", "fällig am",
       "fälligkeitsdatum", "échéance", "fecha de vencimiento", "vencimiento", "data de vencimento", "scadenza",
       "data di scadenza", "vervaldatum", "forfaldsdato", "due by", "target date", "deadline", "time to resolve",
       "temps de résolution")
SERVICE = ("business service", "business_service", "service name", "service_id_friendlyname", "affected service",
           "affected services", "service ci", "dienst", "servicio", "serviço", "servizio", "application", "product",
           "service affected", "servicename", "it service", "service impacted", "impacted service", "anwendung",
           "aplicación", "aplicação", "applicazione", "applikation", "produkt", "producto", "produit", "system",
           "product purchased", "product name", "service component", "tjeneste", "služba", "usługa")
CONFIGURATION_ITEM = ("cmdb_ci", "ci", "ci name", "ci_name", "configuration item (affected)", "affected ci",
                      "élément de configuration", "konfigurationselement", "elemento de configuración",
                      "item de configuração", "elemento di configurazione", "ci name (aff)", "ci name aff",
                      "configuration_item", "asset", "konfigurationsobjekt")
CATEGORY = ("kategorie", "catégorie", "categoría", "categoria", "ticket category", "kategori", "category name")
SUBCATEGORY = ("sub category", "sub-category", "sous-catégorie", "unterkategorie", "subcategoría", "subcategoria",
               "sottocategoria", "sub_category", "subkategorie", "underkategori", "subcategorie")
CHANNEL = ("contact type", "contact_type", "source", "via", "kanal", "canal", "ticket channel", "canale",
           "reported source", "origin", "kontaktart", "type de contact", "tipo de contacto", "tipo de contato",
           "tipo di contatto", "quelle", "request source", "source de la demande", "meldeweg", "kanaal")
ASSIGNMENT_GROUP = ("assignment_group", "group", "team", "assigned group", "support group",
                    "assigned to - technician group", "assigned to - group", "attribué à - groupe de techniciens",
                    "attribué à - groupe", "team_id_friendlyname", "assigned team", "zuweisungsgruppe",
                    "groupe d'affectation", "grupo de asignación", "grupo de atribuição", "gruppo di assegnazione",
                    "queue", "resolver group", "support team", "gruppe", "groupe", "grupo", "gruppo",
                    "tildelingsgruppe",
                    "toewijzingsgroep", "bearbeitergruppe", "groupe d'assignation", "zugewiesene gruppe",
                    "owning group", "equipo", "équipe", "équipe attribuée", "assigned support group")
ASSIGNEE = ("assigned to", "assigned_to", "agent", "assigned to - technician", "attribué à - technicien",
            "agent_id_friendlyname", "owner", "zugewiesen an", "persona asignada", "responsável", "assegnatario",
            "attribué à", "technician", "assigned analyst", "asignado a", "atribuído a", "assegnato a",
            "bearbeiter",
            "affecté à", "assigned agent", "assignee name", "zuständig", "personne assignée", "bearbeitet von",
            "responsable", "tildelt", "toegewezen aan", "přiřazeno", "przypisany do", "assigned engineer",
            "zugewiesene person", "assigné à", "agente", "assignee display name")
VENDOR = ("supplier", "u_vendor", "third party", "lieferant", "fournisseur", "proveedor", "fornecedor", "fornitore",
          "leverancier", "leverandør", "dodavatel", "dostawca", "vendor name", "supplier name", "provider",
          "service provider")
CLIENT = ("company", "organization", "organisation", "customer", "account", "org_id_friendlyname", "entity",
          "kunde",
          "cliente", "entité", "client name", "customer name", "organización", "organização", "azienda",
          "unternehmen", "société", "account name", "customer company", "firma", "empresa", "entidad", "entidade",
          "organizzazione", "mandant", "klant", "zákazník", "klient", "bedrijf", "virksomhed", "organization name",
          "company name", "client/account")
CALLER = ("caller_id", "requester", "requester name", "requester - requester", "reporter", "demandeur - demandeur",
          "caller_id_friendlyname", "requested for", "requested_for", "opened for", "affected user", "melder",
          "informador", "solicitante", "richiedente", "contact", "full name", "demandeur", "anforderer", "appelant",
          "anrufer", "informante", "chiamante", "reported by", "customer email", "requester email", "autor",
          "rapporteur", "segnalatore", "kontakt", "requerente", "anmelder", "aanvrager", "reporter name",
          "creator display name", "angefordert für")
SHORT_TEXT = ("short_description", "short description", "subject", "summary", "title", "titre", "titel", "resumen",
              "resumo", "titolo", "kurzbeschreibung", "betreff", "ticket subject", "asunto", "description courte",
              "zusammenfassung", "résumé", "riepilogo", "assunto", "descripción breve", "breve descripción",
              "descrição resumida", "breve descrizione", "brève description", "oggetto", "título", "objet", "emne",
              "onderwerp", "kort beskrivelse", "korte omschrijving", "název", "tytuł", "headline",
              "descripción corta", "descrição curta", "descrizione breve", "sujet", "samenvatting")
PARENT = ("parent key", "parent ticket", "parent id", "parent", "übergeordnet", "parent task", "hauptticket")
CLOSE_CODE = ("resolution code", "close code", "closed_code", "resolution", "closure code", "closure_code",
              "close_code", "resolution category", "abschlusscode", "code de fermeture", "código de cierre",
              "código de fechamento", "codice di chiusura", "code de clôture", "schließcode", "resolución",
              "résolution", "lösung", "resolução", "risoluzione", "código de resolución", "lösungscode",
              "code de résolution")
