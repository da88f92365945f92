"""Jira and Jira Service Management: csv and Excel exports with all fields, in the language of the exporter."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
_SERVICE_DESK = {
    "number": ("issue key", "clave de incidencia", "vorgangsschlüssel", "clé de ticket", "clé du ticket",
               "chave da item", "chave da pendência", "chiave segnalazione", "key"),
    "kind_of_ticket": ("issue type", "tipo de incidencia", "vorgangstyp", "type de ticket", "tipo de item",
                       "tipo segnalazione"),
    "client": ("organizations", "organizaciones", "organisationen", "custom field (organizations)",
               "project name", "nombre del proyecto", "projektname", "nom du projet", "nome do projeto"),
    "assignment_group": ("team", "assignment group"),
    "service": ("affected services", "affected service"),
    "resolution_time_left": ("time to resolution", "time to done", "zeit bis zur lösung", "tiempo hasta la resolución",
                             "délai avant résolution", "tempo para resolução"),
    "response_time_left": ("time to first response", "zeit bis zur ersten antwort", "tiempo hasta la primera respuesta",
                           "délai avant première réponse", "tempo para primeira resposta"),
    "first_response": ("[chart] date of first response",),
    "satisfaction_label": ("satisfaction rating", "calificación de satisfacción", "zufriedenheitsbewertung",
                           "évaluation de satisfaction", "avaliação de satisfação"),
    "opened": ("created", "creada", "erstellt", "création", "créée", "criado", "creato"),
    "resolved": ("resolved", "resuelta", "erledigt", "résolue", "résolu", "resolvido", "risolto"),
    "updated": ("updated", "actualizada", "aktualisiert", "mise à jour", "atualizado", "aggiornato"),
    "hold_reason": ("pending reason",),
    "severity": ("severity",),
    "close_code": ("resolution", "resolución", "lösung", "résolution", "resolução", "risoluzione"),
    "parent": ("parent key", "parent"),
}

JIRA = Source(
    name="jira",
    title="Jira",
    wrappers=(
        r"(?:custom field|campo personalizado|benutzerdefiniertes feld|champ personnalisé)\s*\((.+)\)",
        r"(?:campo personalizzato|aangepast veld|brugerdefineret felt|vlastní pole)\s*\((.+)\)",
    ),
    # Text of a Java object, an empty object, a board rank, a status-time blob: none says anything.
    noise=(
        r"com\.atlassian\..*@[0-9a-f]+",
        r"ApprovalsCFValue\{.*\}",
        r"\w+(?:\.\w+)+@[0-9a-f]{5,}",
        r"\{\}",
        r"\[\]",
        r"0\|[0-9a-z]+:[0-9a-z]*",
    ),
    exports=(
        Export(
            kind="incidents",
            tells=(
                ("issue key", "issue type", "time to resolution"),
                ("issue key", "issue type", "time to first response"),
                ("issue key", "issue type", "satisfaction rating"),
                ("issue key", "request type", "time to done"),
                ("key", "issue type", "time to resolution"),
                ("key", "issue type", "time to first response"),
                ("clave de incidencia", "tipo de incidencia", "time to first response"),
                ("clave de incidencia", "tipo de incidencia", "calificación de satisfacción"),
                ("vorgangsschlüssel", "vorgangstyp", "time to resolution"),
                ("vorgangsschlüssel", "vorgangstyp", "zeit bis zur lösung"),
                ("clé de ticket", "type de ticket", "time to resolution"),
            ),
            headings=_SERVICE_DESK,
            when=((("project type", "tipo de proyecto", "projekttyp", "type de projet", "tipo de projeto",
                    "tipo di progetto"), ("service_desk", "service desk")),
                  (("time to resolution", "time to first response", "time to done", "zeit bis zur lösung"), ())),
            ignore=("[chart] time in status", "creator", "approvals"),
        ),
        Export(
            kind="work_items",
            tells=(
                ("issue key", "issue type", "status"),
                ("issue key", "issue id", "summary"),
                ("clave de incidencia", "tipo de incidencia", "estado"),
                ("vorgangsschlüssel", "vorgangstyp", "status"),
                ("clé de ticket", "type de ticket", "état"),
                ("clé de ticket", "type de ticket", "statut"),
                ("chave da item", "tipo de item", "status"),
                ("chave da pendência", "tipo de pendência", "status"),
                ("chiave segnalazione", "tipo segnalazione", "stato"),
                ("key", "issue type", "summary", "status"),
                ("key", "summary", "assignee", "reporter", "status"),
            ),
            headings={
                "project": ("project key", "clave del proyecto", "projektschlüssel"),
                "size": ("story points", "story point estimate"),
                "started": ("start date", "actual start"),
                "done": ("resolved", "resuelta", "erledigt", "résolue", "résolu", "resolvido", "risolto"),
                "parent": ("parent key", "epic link", "parent"),
                "epic": ("epic name", "parent summary"),
                "flagged": ("flagged",),
                "found_by": ("found by",),
                "client": ("organizations", "customer", "client"),
                "service": ("affected services",),
                "team": ("team",),
                "status_category": ("status category", "categoría de estado", "statuskategorie",
                                    "catégorie d'état", "categoria do status"),
                "item": ("issue key", "key"),
            },
            units={"original_estimate": "s", "remaining_estimate": "s", "time_spent": "s"},
            words={"flagged": {"true": ("impediment",)}},
            ignore=("issue id", "[chart] time in status", "time to resolution", "time to first response", "creator",
                    "project type", "impact", "actual end", "target start", "target end"),
        ),
    ),
    not_data=(
        (("issue_id", "field_name", "from_value", "to_value"),
         "a log of changed fields; flow is read from the issues themselves"),
        (("id", "params", "data", "url", "input"),
         "raw answers of an interface, each a document in one cell; export the issues as csv instead"),
    ),
)

DEVLAKE = Source(
    name="devlake",
    title="Apache DevLake",
    exports=(
        Export(
            kind="work_items",
            tells=(("issue_key", "connection_id", "issue_id", "status_name"), ("issue_key", "std_type", "std_status")),
            headings={"item": ("issue_key",), "state": ("status_name",), "status_category": ("std_status",),
                      "type": ("type", "std_type"), "size": ("story_point",), "done": ("resolution_date",),
                      "created": ("created",), "updated": ("updated",), "priority_label": ("priority_name",),
                      "assignee": ("assignee_display_name",), "reporter": ("creator_display_name",),
                      "sprint": ("sprint_name",), "original_estimate": ("original_estimate_minutes",),
                      "remaining_estimate": ("remaining_estimate_minutes",), "time_spent": ("spent_minutes",),
                      "project": ("project_id",), "project_name": ("project_name",), "parent": ("parent_key",),
                      "epic": ("epic_key",)},
            units={"original_estimate": "min", "remaining_estimate": "min", "time_spent": "min"},
            ignore=("issue_id", "connection_id", "lead_time_minutes"),
        ),
    ),
)
