"""SLA targets: what contracts promise, clause by clause, and what a miss costs."""

from typing import ClassVar

from contracts import ticket_words as words
from contracts.contract import (
    Choice,
    Contract,
    Currency,
    Day,
    Duration,
    Flag,
    Money,
    Number,
    Rank,
    Text,
    Whole,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class SlaTargets(Contract):
    """One clause of one contract: a measure, its target, and the credit for missing it."""

    kind: ClassVar[str] = "sla_targets"
    title: ClassVar[str] = "SLA targets"
    about: ClassVar[str] = "Promises in contracts with clients and suppliers, one row a clause."
    key: ClassVar[tuple[str, ...]] = ("contract", "clause", "measure", "priority", "service", "valid_from")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "valid_from"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("target_time", "target"),)
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("valid_from", "valid_until"),)

    contract: Text = column("The contract.", label="Contract", required=True, example="Nordwind managed services",
                            dimension="contract", also_called=("contract name", "agreement", "vertrag", "contrat",
                                                               "contrato", "contratto", "contract id"))
    party: Choice = column(
        "Who promises whom: we the client (SLA), a team of ours another (OLA), a supplier us (UC).",
        label="Agreement", example="UC", dimension="type",
        choices={"SLA": ("sla", "client", "customer"), "OLA": ("ola", "internal"),
                 "UC": ("uc", "vendor", "supplier", "underpinning contract")},
        also_called=("agreement type", "sla type"))
    client: Text = column("The client promised to.", dimension="client", example="Fjord Energy",
                          also_called=("customer", "kunde", "cliente"))
    vendor: Text = column("The supplier who promises.", dimension="vendor", example="Nordwind IT",
                          also_called=words.VENDOR)
    service: Text = column("The service; empty means all.", dimension="service", example="Payments",
                           also_called=words.SERVICE)
    clause: Text = column("The clause.", label="Clause", example="4.2", also_called=("clause number", "klausel",
                                                                                  "paragraph", "sla id"))
    measure: Choice = column(
        "What is measured.", label="Measure", required=True, example="resolution",
        choices={"response": ("response", "response time", "reaction", "reaktionszeit", "first response", "reaktion",
                              "antwort", "réponse", "prise en charge", "respuesta", "risposta", "presa in carico",
                              "resposta", "acknowledgement"),
                 "resolution": ("resolution", "resolution time", "lösungszeit", "time to resolve", "restore",
                                "fix", "lösung", "behebung", "wiederherstellung", "résolution", "rétablissement",
                                "resolución", "risoluzione", "ripristino", "resolução", "restoration"),
                 "availability": ("availability", "uptime", "verfügbarkeit", "disponibilité"),
                 "csat": ("csat", "satisfaction"), "nps": ("nps",),
                 "backlog": ("backlog", "aged tickets"), "change_success": ("change success",
                                                            "change success rate"),
                 "delivery": ("delivery", "on time delivery", "milestone"), "other": ("other",)},
        also_called=("metric", "sla measure", "kpi", "service level", "messgröße", "sla type", "target type",
                                                            "sla", "sla target type", "type"))
    priority: Rank = column("The priority it holds for; empty means all.", label="Priority",
                            choices=words.PRIORITIES, example="1 - Critical", dimension="priority",
                            empty_means_all=True,
                            also_called=(*words.PRIORITY, "severity", "severity level", "sev", "sévérité", "severidad",
                                         "schweregrad", "gravità", "gravidade", "criticality"))
    target_time: Duration = column("The time promised.", label="Target time (hours)", unit="h", example="4",
                                   also_called=("target hours", "time limit", "target duration", "goal",
                                                "hours", "zielzeit", "target time", "sla hours", "sla target",
                                                "sla (hours)", "target (h)",
                                                "target", "sla time", "time", "délai", "plazo", "prazo", "tempo"))
    clock: Choice = column("On which clock.", label="Clock", example="24x7",
                           choices={"24x7": ("24x7", "24/7", "calendar", "actual"),
                                    "working time": ("working time", "business", "business hours", "8x5",
                                                     "servicezeit")},
                           also_called=("clock type", "hours type", "schedule type"))
    schedule: Text = column("The working calendar, where the clock is working time.", label="Schedule",
                            example="Weekdays 8-17", also_called=("calendar", "service hours", "servicezeiten"))
    target: Number = column("The share (percent) or value that must be reached.", label="Target", example="95",
                            unit="percent", also_called=("target %", "target percent", "service level target", "ziel %",
                                                         "objectif %", "objetivo %", "obiettivo %", "meta %",
                                                         "expected level", "ziel", "expected", "sla %",
                                                         "sla target %", "sla percent",
                         "zielerreichung", "zielwert", "zielerfüllung", "erfüllungsgrad", "objectif", "objetivo",
                         "obiettivo", "target value", "compliance target", "required compliance"))
    floor: Number = column("The level below which a credit falls due.", label="Minimum", example="90",
                           unit="percent",
                           also_called=("floor", "minimum level", "minimum service level", "min", "minimum %"))
    direction: Choice = column("Whether more or less is better.", label="Direction", example="up",
                               choices={"up": ("up", "higher", "more", "at least"),
                                        "down": ("down", "lower", "less", "at most")},
                               also_called=("better",))
    minimum_volume: Whole = column("The number of cases below which the clause does not count.",
                                   label="Minimum volume", example="5", also_called=("min volume", "minimum count"))
    at_risk_percent: Number = column("The share of the monthly charge at risk.", label="At risk (%)", example="10",
                                     unit="percent", also_called=("at risk", "at-risk amount %", "at risk percent"))
    pool_percent: Number = column("The allocation of the credit pool to this category.", label="Pool (%)",
                                  unit="percent", example="50", also_called=("pool", "pool allocation",
                                                            "pool percent"))
    allocation_percent: Number = column("The allocation of the category to this clause.", label="Allocation (%)",
                                        unit="percent", example="40", also_called=("allocation", "weight",
                                                                                  "weighting",
                                                            "allocation percent"))
    monthly_charge: Money = column("The monthly charge the credit is taken from.", label="Monthly charge",
                                   example="100000", also_called=("charge", "monthly fee", "invoice base", "fees"))
    currency: Currency = column("The currency of the charge.", label="Currency", example="EUR")
    earn_back: Flag = column("Whether a credit can be earned back.", label="Earn back", also_called=("earnback",))
    valid_from: Day = column("The first day the clause holds.", label="Valid from", example="2026-01-01",
                             empty_means_all=True,
                             also_called=("start", "start date", "from", "gültig ab", "contract start"))
    valid_until: Day = column("The last day the clause holds.", label="Valid until", empty_means_all=True,
                              also_called=("valid to", "end", "end date", "until", "contract end"))
