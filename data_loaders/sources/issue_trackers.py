"""Issue lists of development tools: GitHub, GitLab, Redmine, Linear, Asana, YouTrack and others."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
GITHUB = Source(
    name="github",
    title="GitHub",
    exports=(
        Export(
            kind="work_items",
            tells=(("number", "title", "state", "labels", "created_at"), ("number", "title", "state", "assignees"),
                   ("number", "title", "createdat", "closedat"), ("number", "title", "milestone", "created_at"),
                   ("issue number", "title", "state", "labels"),
                   # A view of a project, which numbers its items by their address.
                   ("title", "url", "assignees", "status", "repository"), ("title", "url", "assignees", "status"),
                   ("issue number", "issue title", "pipeline"), ("issue number", "issue title", "repository")),
            headings={"item": ("number", "issue number", "url"), "state": ("state", "status", "pipeline"),
                      "reporter": ("user", "author"), "done": ("closed_at",),
                      "sprint": ("milestone",), "assignee": ("assignees", "assignee"), "created": ("created_at",),
                      "due": ("end date", "target date"), "size": ("estimate", "points")},
            # The dates of a project view are planned.
            ignore=("start date",),
        ),
    ),
)

GITLAB = Source(
    name="gitlab",
    title="GitLab",
    exports=(
        Export(
            kind="work_items",
            tells=(("issue id", "title", "author username"), ("issue id", "url", "state", "created at (utc)"),
                   ("issue id", "weight", "milestone")),
            headings={"item": ("issue id",), "done": ("closed at (utc)",), "created": ("created at (utc)",),
                      "updated": ("updated at (utc)",), "size": ("weight",), "sprint": ("milestone",),
                      "reporter": ("author", "author username"), "original_estimate": ("time estimate",),
                      "epic": ("epic title", "epic id")},
            units={"original_estimate": "s", "time_spent": "s"},
        ),
    ),
)

PLANNER = Source(
    name="planner",
    title="Microsoft Planner",
    exports=(
        Export(
            kind="work_items",
            tells=(("task id", "task name", "bucket name"), ("vorgangs-id", "vorgangsname", "bucketname"),
                   ("id de tâche", "nom de tâche", "nom du compartiment")),
            headings={"item": ("task id",), "short_text": ("task name",), "state": ("progress",),
                      "created": ("created date",), "done": ("completed date",), "due": ("due date",),
                      "started": ("start date",), "assignee": ("assigned to",), "labels": ("labels",)},
        ),
    ),
)

JIRA_PLANS = Source(
    name="jira_plans",
    title="Jira plans (Advanced Roadmaps)",
    exports=(
        Export(
            kind="work_items",
            tells=(("issue key", "hierarchy", "title"), ("issue key", "target start", "target end"),
                   ("issue key", "parent", "releases")),
            headings={"item": ("issue key",), "short_text": ("title",), "due": ("target end", "due date"),
                      "type": ("hierarchy",)},
        ),
    ),
)

REDMINE = Source(
    name="redmine",
    title="Redmine",
    exports=(
        Export(
            kind="work_items",
            tells=(("#", "project", "tracker", "subject"), ("#", "tracker", "status", "subject"),
                   ("tracker", "subject", "% done"), ("#", "projekt", "tracker", "thema"),
                   ("#", "projet", "tracker", "sujet"), ("#", "progetto", "tracker", "oggetto"),
                   ("#", "proyecto", "tipo", "asunto", "% realizado"),
                   ("#", "projeto", "tipo", "título", "% terminado"),
                   ("#", "projekt", "tracker", "priorität", "% erledigt")),
            headings={"item": ("id", "#"), "type": ("tracker", "tipo"),
                      "reporter": ("author", "autor", "auteur", "autore"),
                      "started": ("start date", "début", "beginn", "fecha de inicio", "início", "inizio"),
                      "original_estimate": ("estimated time", "temps estimé", "geschätzter aufwand", "tiempo estimado",
                                            "tempo estimado", "tempo stimato"),
                      "time_spent": ("spent time", "temps passé", "aufgewendete zeit", "tiempo dedicado", "tempo gasto",
                                     "tempo impiegato"),
                      "fix_versions": ("target version", "version cible", "zielversion", "versión prevista", "versão",
                                       "versione prevista"),
                      "done": ("closed", "fermé", "geschlossen", "cerrada", "fechado", "chiuso"),
                      "created": ("created", "créé", "angelegt", "creado", "criado", "creato")},
            units={"original_estimate": "h", "time_spent": "h"},
            words={"priority": {"1": ("immediate", "immédiat", "sofort", "inmediata", "imediata", "immediata"),
                                "2": ("haut",), "4": ("bas",)}},
        ),
    ),
)

LINEAR = Source(
    name="linear",
    title="Linear",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "team", "title", "cycle number"), ("id", "team", "title", "triaged"),
                   ("id", "team", "estimate", "project", "canceled"), ("id", "team", "title", "estimate")),
            headings={"item": ("id",), "done": ("completed",), "size": ("estimate",), "reporter": ("creator",),
                      "sprint": ("cycle name", "cycle number"), "parent": ("parent issue",), "team": ("team",)},
        ),
    ),
)

ASANA = Source(
    name="asana",
    title="Asana",
    exports=(
        Export(
            kind="work_items",
            tells=(("task id", "section/column"), ("task id", "completed at", "name", "projects")),
            headings={"item": ("task id",), "done": ("completed at",), "state": ("section/column",),
                      "updated": ("last modified",), "project": ("projects",), "labels": ("tags",),
                      "parent": ("parent task",)},
        ),
    ),
)

YOUTRACK = Source(
    name="youtrack",
    title="YouTrack",
    exports=(
        Export(
            kind="work_items",
            tells=(("issue id", "project", "summary", "state"), ("issue id", "summary", "resolved", "subsystem")),
            headings={"item": ("issue id",), "components": ("subsystem",), "labels": ("tags",),
                      "original_estimate": ("estimation",), "time_spent": ("spent time",)},
            words={"priority": {"1": ("show-stopper",)},
                   "state_category": {"to_do": ("submitted", "reopened"), "done": ("fixed", "verified"),
                                      "cancelled": ("can't reproduce", "incomplete", "won't fix", "duplicate")}},
        ),
    ),
)

BUGZILLA = Source(
    name="bugzilla",
    title="Bugzilla",
    exports=(
        Export(
            kind="work_items",
            tells=(("bug id", "product", "component"), ("bug id", "summary", "changed")),
            headings={"item": ("bug id",), "project": ("product",), "components": ("component",),
                      "created": ("opened",), "updated": ("changed",)},
        ),
    ),
)

TRAC = Source(
    name="trac",
    title="Trac",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "summary", "owner", "component", "milestone", "reporter"),
                   ("id", "summary", "owner", "component", "changetime"),
                   ("ticket", "summary", "component", "milestone")),
            headings={"item": ("id", "ticket"), "created": ("time", "created"), "updated": ("changetime", "modified"),
                      "sprint": ("milestone",), "components": ("component",), "assignee": ("owner",)},
            words={"priority": {"1": ("blocker",), "2": ("critical",), "3": ("major",), "4": ("minor",),
                                "5": ("trivial",)}},
            ignore=("severity", "version"),
        ),
    ),
)

MANTIS = Source(
    name="mantis",
    title="MantisBT",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "project", "reporter", "reproducibility"), ("id", "date submitted", "view status"),
                   ("id", "fixed in version", "summary")),
            headings={"item": ("id",), "created": ("date submitted",), "fix_versions": ("fixed in version",),
                      "components": ("category",)},
            ignore=("severity",),
        ),
    ),
)

TRELLO = Source(
    name="trello",
    title="Trello",
    exports=(
        Export(
            kind="work_items",
            tells=(("card id", "card name", "list name"), ("card id", "list name", "board name")),
            headings={"item": ("card id",), "short_text": ("card name",), "state": ("list name",),
                      "project": ("board name",), "assignee": ("members",), "updated": ("last activity date",)},
        ),
    ),
)
