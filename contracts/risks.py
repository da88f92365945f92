"""Risks, assumptions, issues and actions: what may go wrong, what did, and what is done about it."""

from typing import ClassVar

from contracts.contract import (
    Choice,
    Contract,
    Currency,
    Day,
    Identifier,
    Money,
    Person,
    Rank,
    Text,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

OPEN_CLOSED: dict[str, tuple[str, ...]] = {
    "open": ("open", "active", "new", "in progress", "monitoring", "offen", "ouvert", "abierto", "identified",
             "mitigating", "watching", "watch", "treating", "on hold", "aperto", "aberto", "escalated", "raised",
             "acknowledged"),
    "closed": ("closed", "done", "resolved", "geschlossen", "fermé", "cerrado", "expired", "mitigated", "accepted",
               "complete", "completed", "chiuso", "fechado", "cancelled", "canceled"),
    "materialised": ("materialised", "materialized", "occurred", "turned issue", "became issue", "eingetreten",
                     "issue"),
}
#: 1 unlikely or small … 5 almost certain or severe; here a high number is the grave one, as risk matrices have it.
SCORES: dict[str, tuple[str, ...]] = {
    "1": ("1 - very low", "very low", "rare", "negligible", "insignificant", "sehr gering", "very unlikely",
          "très faible", "muy bajo", "muy baja", "molto basso", "molto bassa", "muito baixo", "muito baixa"),
    "2": ("2 - low", "low", "unlikely", "minor", "gering", "faible", "bajo", "baja", "basso", "bassa", "baixo",
          "baixa"),
    "3": ("3 - medium", "medium", "possible", "moderate", "mittel", "moyen", "moyenne", "medio", "media",
          "médio", "média", "moderado", "modéré"),
    "4": ("4 - high", "high", "likely", "major", "hoch", "élevé", "élevée", "fort", "forte", "alto", "alta"),
    "5": ("5 - very high", "very high", "almost certain", "severe", "critical", "sehr hoch", "certain",
          "catastrophic", "très élevé", "très élevée", "critique", "muy alto", "muy alta", "molto alto", "molto alta",
          "muito alto", "muito alta", "crítico", "critico", "kritisch"),
}


class Risks(Contract):
    """One entry of the register of risks, assumptions, issues, dependencies' worries and actions."""

    kind: ClassVar[str] = "risks"
    title: ClassVar[str] = "Risks and issues"
    about: ClassVar[str] = "The register of risks, assumptions, issues and actions, one row an entry."
    key: ClassVar[tuple[str, ...]] = ("identifier",)
    newest_by: ClassVar[str | None] = "last_review"
    occurred: ClassVar[str | None] = "raised"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("probability", "impact", "status", "owner"),)
    happened: ClassVar[tuple[str, ...]] = ("raised", "mitigation_done", "last_review", "closed")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("raised", "closed"),)

    identifier: Identifier = column("The entry's identifier.", label="Risk ID", required=True, example="R-014",
                                    also_called=("raid id", "risk no", "issue id", "action id", "risk #",
                                                 "risiko-id", "risk number", "raid no", "raid #", "raid ref", "id",
                                                 "ref", "no", "nr", "#", "n°", "nº"))
    type: Choice = column("What it is.", label="RAID type", example="risk", dimension="type",
                          choices={"risk": ("risk", "threat", "risiko", "risque", "r"),
                                   "opportunity": ("opportunity", "chance"),
                                   "assumption": ("assumption", "annahme", "a"),
                                   "issue": ("issue", "problem", "i"), "action": ("action", "mitigation", "task"),
                                   "dependency": ("dependency", "abhängigkeit", "dépendance", "d")},
                          also_called=("raid category", "register type", "entry type"))
    summary: Text = column("The entry in one line.", label="Risk title", required=True,
                         example="Vendor cannot staff night shifts",
                         also_called=("risk", "risk description", "issue description", "risk name",
                                      "risikobeschreibung", "raid title", "title", "description", "risiko",
                                      "risque", "riesgo", "risco", "rischio"))
    client: Text = column("The client it touches.", label="Client", dimension="client", also_called=("customer",))
    service: Text = column("The service it touches.", label="Service", dimension="service", example="Payments")
    project: Text = column("The project it touches.", label="Project", dimension="project")
    vendor: Text = column("The supplier it touches.", label="Vendor", dimension="vendor", also_called=("supplier",))
    raised: Day = column("When it was raised.", label="Raised on", example="2026-02-01",
                         also_called=("raised", "date raised", "identified", "date identified", "erfasst am",
                                      "raised date"))
    owner: Person = column("Who answers for it, as a keyed hash.", label="Risk owner", example="K. Holm",
                           also_called=("owner", "responsible", "verantwortlich"))
    probability: Rank = column("How likely, 1 unlikely to 5 almost certain.", label="Probability (1-5)",
                               example="4",
                               choices=SCORES, also_called=("probability", "likelihood", "prob",
                                                            "eintrittswahrscheinlichkeit", "probabilité"))
    impact: Rank = column("How bad, 1 small to 5 severe.", label="Impact (1-5)", example="3", choices=SCORES,
                          also_called=("risk impact", "severity", "schadensausmaß", "consequence"))
    cost_impact: Money = column("What it would cost.", label="Cost impact", example="50000",
                                also_called=("financial impact", "exposure", "kosten"))
    currency: Currency = column("The currency of the cost.", label="Currency", example="EUR")
    proximity: Day = column("When it could strike.", label="Proximity", also_called=("expected date",
                                                            "could occur by"))
    response: Text = column("What is done about it.", label="Risk response", example="Second supplier on stand-by",
                            also_called=("mitigation", "mitigation plan", "action plan", "maßnahme",
                                         "countermeasure"))
    mitigation_due: Day = column("When that is due.", label="Mitigation due", example="2026-04-15",
                                 also_called=("action due", "due date", "fällig"))
    mitigation_done: Day = column("When that was done.", label="Mitigation done", also_called=("action done",))
    status: Text = column("The status as written.", label="Risk status", example="open", also_called=("raid status",
                                                                                                  "status"))
    status_category: Choice = column("The status in words common to all registers.", label="Status category",
                                     reads="status", choices=OPEN_CLOSED)
    last_review: Day = column("When it was last looked at.", label="Last review", example="2026-03-20",
                              also_called=("last reviewed", "review date", "letzte prüfung", "last updated"))
    closed: Day = column("When it was closed.", label="Closed on", also_called=("risk closed", "date closed",
                                                                             "closed date", "closed"))
    became: Identifier = column("The issue or ticket it became.", label="Became", also_called=("linked issue",))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
