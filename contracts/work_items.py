"""Work items: stories, tasks and defects of delivery teams, from idea to done."""

from typing import ClassVar

from contracts import ticket_words as words
from contracts.contract import (
    Choice,
    Contract,
    Day,
    Duration,
    Flag,
    Identifier,
    ListOfText,
    Number,
    Person,
    Rank,
    Text,
    Timestamp,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

#: Words for the three (or four) categories every delivery board knows.
STATUS_CATEGORIES: dict[str, tuple[str, ...]] = {
    "to_do": ("to do", "todo", "new", "open", "backlog", "selected for development", "tareas por hacer",
              "do zrobienia",
              "por hacer",
              "zu erledigen", "tarefas pendentes", "da completare",
              "à faire", "a fazer", "da fare", "tarefas pendentes", "da completare", "pendiente", "pendente",
              "tareas pendientes", "offen", "ready", "funnel",
              "analyzing", "te doen", "k řešení", "neu", "nuevo", "nouveau", "waiting for support",
              "da gestire", "新", "新建", "待办", "未开始", "打开"),
    "in_progress": ("in progress", "in review", "in development", "testing", "in test", "doing", "active", "wip",
                    "en curso", "en progreso", "in arbeit", "en cours", "em andamento", "in corso", "blocked",
                    "implementing", "review", "code review", "qa", "deploying", "in bearbeitung", "igang",
                    "pending", "on hold", "waiting for customer", "escalated", "work in progress",
                    "under investigation", "indeterminate", "waiting for approval", "stand by", "w toku", "standby",
                    "处理中", "接受/处理", "进行中", "开发中", "测试中"),
    "done": ("done", "closed", "resolved", "complete", "completed", "listo", "finalizado", "completado", "fertig",
             "erledigt", "terminé", "concluído", "completato", "fatto", "released", "finished", "deployed",
             "resuelta",
             "gedaan", "klaar", "hotovo", "gotowe", "zrobione", "chiuso", "chiusa", "risolto", "risolta",
             "fechado", "fechada", "resolvido",
             "resolvida", "cerrado", "cerrada", "resuelto", "gelöst", "résolu", "résolue", "gesloten", "opgelost",
              "geschlossen", "fermé", "terminado", "hecho", "accepted", "finalizada", "concluída", "completata",
             "completada", "terminée", "itens concluídos",
             "已完成", "完成", "已关闭", "关闭", "已解决", "已实现"),
    "cancelled": ("cancelled", "canceled", "won't do", "wont do", "rejected", "declined", "cancelado",
                  "abgebrochen",
                  "annulé", "annullato", "duplicate", "obsolete", "withdrawn", "removed", "cancelada",
                  "descartado", "won't fix", "wont fix", "abandoned", "invalid", "abgelehnt", "verworfen",
                  "storniert",
                  "rechazado", "refusé", "rejeté", "annulée", "rifiutato", "rejeitado", "wird nicht erledigt",
                  "已拒绝", "已取消", "取消"),
}


class WorkItems(Contract):
    """One work item as it stands in its newest export."""

    kind: ClassVar[str] = "work_items"
    title: ClassVar[str] = "Work items"
    about: ClassVar[str] = "Items on delivery boards, one row an item."
    key: ClassVar[tuple[str, ...]] = ("item",)
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "created"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("state", "created", "done", "started", "type"),)
    happened: ClassVar[tuple[str, ...]] = ("created", "started", "done", "status_changed", "updated")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("created", "done"), ("started", "done"))

    item: Identifier = column("The item's own identifier.", label="Issue key", required=True, example="PAY-42",
                              also_called=("key", "issue key", "id", "item", "item id", "work item", "work item id",
                                           "issue", "clave de incidencia", "clave", "vorgangsschlüssel",
                                           "schlüssel",
                                           "clé de ticket", "clé", "chave", "chave da item", "chiave", "story id",
                                           "klíč", "sleutel", "klucz zgłoszenia", "klucz", "chave da pendência",
                                           "issue_key", "task id",
                                           "chiave segnalazione", "clé du ticket", "nøgle", "chave do item",
                                           "chave do ticket",
                                           "chiave ticket", "chiave del ticket"))
    short_text: Text = column("What it is about, in one line.", label="Summary", example="Pay by instant transfer",
                              also_called=("name", "headline", "story", *words.SHORT_TEXT))
    project: Identifier = column("The project's key.", label="Project key", dimension="project", example="PAY",
                                 also_called=("project", "clave del proyecto", "projektschlüssel", "clé du projet",
                                              "chave do projeto", "chiave progetto", "klucz projektu",
                                              "area path", "project code",
                                              "projekt", "projet", "proyecto", "projeto", "progetto"))
    project_name: Text = column("The project's name.", example="Payments",
                                also_called=("nombre del proyecto", "projektname", "nom du projet",
                                             "nome do projeto",
                                             "nome progetto"))
    project_type: Text = column("The project's type.", also_called=("tipo de proyecto", "projekttyp",
                                                                  "type de projet", "tipo de projeto"))
    client: Text = column("The client it is made for.", dimension="client", also_called=words.CLIENT)
    service: Text = column("The service it alters.", dimension="service", also_called=words.SERVICE)
    vendor: Text = column("The supplier who makes it.", dimension="vendor", also_called=words.VENDOR)
    team: Text = column("The team that makes it.", dimension="team", example="Checkout",
                        also_called=("custom field (team)", "squad", "iteration team", *words.ASSIGNMENT_GROUP))
    type: Text = column("The type as the tool writes it.", label="Issue type", dimension="type", example="Story",
                        also_called=("issue type", "work item type", "type", "tipo de incidencia", "vorgangstyp",
                                     "type de ticket", "tipo", "typ", "tipo de item", "tipo segnalazione",
                                     "std type", "tipo de pendência", "issuetype", "typ zgłoszenia",
                                     "tipo ticket", "tipo di ticket",
                                     "tipo de ticket"))
    state: Text = column("The state as the tool writes it.", label="Status", example="In Review",
                         also_called=("state", "column", "board column", *words.STATE))
    status_category: Text = column("The tool's own category of the state.", label="Status category", example="Done",
                                   also_called=("categoría de estado", "statuskategorie", "catégorie d'état",
                                                "categoria do status", "categoria dello stato", "status key",
                                                "kategoria statusu",
                                                "catégorie de statut", "statuscategorie"))
    state_category: Choice = column("The state in words common to all tools.", label="State category",
                                    reads="state", choices=STATUS_CATEGORIES)
    resolution: Text = column("How it ended, as the tool writes it.", also_called=words.CLOSE_CODE)
    priority_label: Text = column("The priority as the tool writes it.", label="Priority", example="Medium",
                                  also_called=words.PRIORITY)
    priority: Rank = column("The priority as a number, 1 the most urgent.", label="Priority rank",
                            reads="priority_label", choices=words.PRIORITIES, dimension="priority")
    assignee: Person = column("The person who makes it, as a keyed hash.", also_called=words.ASSIGNEE)
    reporter: Person = column("Who asked for it, as a keyed hash.", also_called=words.CALLER)
    created: Timestamp = column("When it was written down.", example="2026-02-02 09:00:00",
                                also_called=words.OPENED)
    started: Timestamp = column("When work on it started.", example="2026-02-10 09:00:00",
                                # A target start is a plan: from it no cycle time may be taken.
                                also_called=("actual start", "custom field (actual start)", "started at",
                                             "start date", "start", "in progress date",
                                             "custom field (start date)", "activated date", "work started",
                                             "fecha de inicio", "startdatum", "date de début", "data de início"))
    done: Timestamp = column("When it was finished.", label="Resolved", example="2026-02-20 16:00:00",
                             also_called=("done", "done date", "completed", "completed at", "finished",
                                          "finish date",
                                          "end date", "custom field (actual end)", "completion date", "closed",
                                          "closed date", *words.RESOLVED, *words.CLOSED))
    status_changed: Timestamp = column("When its category of state last changed.", label="Status category changed",
                                       also_called=("status changed at", "status changed", "status change date",
                                                    "state changed at", "last status change",
                                                    "categoría de estado cambiada", "statuskategorie geändert",
                                                    "catégorie d'état modifiée", "state change date",
                                                    "categoria do status alterada",
                                                    "categoria dello stato modificata"))
    due: Day = column("When it is due.", label="Due date", example="2026-03-01", also_called=words.DUE)
    updated: Timestamp = column("When it last changed.", also_called=words.UPDATED)
    size: Number = column("Its size in story points.", unit="points", label="Story points", example="5",
                          also_called=("custom field (story points)", "custom field (story point estimate)",
                                       "story point estimate", "story point", "points", "effort", "size",
                                       "estimate points", "weight"))
    original_estimate: Duration = column("The work first estimated.", unit="s", of_work=True,
                                         also_called=("estimación original", "ursprüngliche schätzung",
                                                      "estimation originale", "estimativa original",
                                                      "stima originale", "pierwotne oszacowanie"))
    remaining_estimate: Duration = column("The work still estimated.", unit="s", of_work=True,
                                          also_called=("trabajo restante estimado", "verbleibende schätzung",
                                                       "estimation restante", "estimativa restante",
                                                       "pozostały koszt"))
    time_spent: Duration = column("The work booked.", unit="s", of_work=True,
                                  also_called=("tiempo trabajado", "aufgewendete zeit", "temps passé",
                                               "tempo gasto",
                                               "zeitaufwand", "tempo impiegato", "czas poświęcony", "time logged"))
    parent: Identifier = column("The item above it.",
                                also_called=("parent key", "epic link", "custom field (epic link)", "parent id",
                                             "clave principal", *words.PARENT))
    epic: Text = column("The epic it belongs to.", label="Epic name",
                        also_called=("parent summary", "custom field (epic name)", "epic"))
    sprint: ListOfText = column("The sprints it was in.", also_called=("sprints", "iteration", "iteration path",
                                                                      "sprint name"))
    labels: ListOfText = column("Its labels.", also_called=("label", "tags", "etiquetas", "stichwörter",
                                                            "étiquettes",
                                                           "etichette"))
    components: ListOfText = column("The components it touches.",
                                    also_called=("component", "component/s", "componentes", "komponenten",
                                                 "composants", "componenti"))
    fix_versions: ListOfText = column("The releases it ships in.",
                                      also_called=("fix version", "fix version/s", "fix versions", "release",
                                                   "versiones corregidas", "lösungsversionen", "versions corrigées",
                                                   "lösungsversion/en", "versiones de corrección"))
    blocked_days: Number = column("How many days it was blocked.", unit="days",
                                  also_called=("blocked time", "days blocked", "blocked"))
    flagged: Flag = column("Whether it is flagged as blocked now.", also_called=("custom field (flagged)",
                                                                               "impediment"))
    found_by: Choice = column("Who found the defect.", choices={"client": ("client", "customer", "production",
                                                            "uat",
                                                                         "kunde", "external", "user"),
                                                                "team": ("team", "internal", "qa", "test",
                                                            "intern")},
                              also_called=("found in", "detected by", "custom field (found by)", "reported from"))
