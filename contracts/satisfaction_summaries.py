"""Satisfaction summed up elsewhere: a share or a score per client and month, without the answers behind it."""

from typing import ClassVar

from contracts.budget import CLIENT, SERVICE
from contracts.contract import Contract, Day, Number, Text, Whole, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class SatisfactionSummaries(Contract):
    """One figure of satisfaction of one client (or service, or survey) in one month."""

    kind: ClassVar[str] = "satisfaction_summaries"
    title: ClassVar[str] = "Satisfaction summaries"
    about: ClassVar[str] = (
        "Satisfaction by client and month as another tool summed it up; kept apart from answers,"
        " because nobody can count it again."
    )
    key: ClassVar[tuple[str, ...]] = ("month", "client", "service", "survey")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "month"
    happened: ClassVar[tuple[str, ...]] = ("month",)
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("csat_percent", "nps_score", "ces_score"), ("client", "service", "survey"),
    )

    month: Day = column("The first day of the month.", label="Month", required=True, example="2026-03-01",
                        also_called=("period", "monat", "mois", "mes", "mês", "mese", "date", "reporting month",
                                     "ticket solved - month", "ticket created - month", "survey response - month"))
    client: Text = column("The client.", label="Client", dimension="client", example="Fjord Energy",
                          also_called=(*CLIENT, "ticket organization name"))
    service: Text = column("The service rated.", label="Service", dimension="service", also_called=SERVICE)
    survey: Text = column("Which survey.", label="Survey", dimension="survey", also_called=("survey name",))
    csat_percent: Number = column(
        "The share of the answers that were satisfied.", label="CSAT %", unit="percent", example="92",
        also_called=("csat percent", "csat score %", "satisfied %", "% satisfied", "satisfaction %",
                     "csat pct", "customer satisfaction %", "customer satisfaction", "satisfaction rate", "csat rate",
                     "zufriedenheit %", "zufriedenheit in %", "taux de satisfaction", "satisfacción %", "csat",
                     "% satisfaction score"))
    nps_score: Number = column("Promoters less detractors, from -100 to 100.", label="NPS result",
                               also_called=("nps", "nps value", "net promoter score"))
    ces_score: Number = column("The mean effort.", label="CES result", also_called=("ces", "effort score"))
    responses: Whole = column("How many answers it sums up.", label="Responses", example="48",
                              also_called=("answers", "n", "response count", "number of responses", "ratings",
                                           "no of responses", "antworten", "réponses", "respuestas", "risposte",
                                           "respostas", "survey responses", "rated satisfaction tickets",
                                           "respondents", "encuestados", "encuestas", "befragte", "teilnehmer",
                                           "répondants", "respondentes", "total responses", "responses received",
                                           "surveys returned", "surveys received", "surveys completed",
                                           "survey count", "sample size", "response volume"))
