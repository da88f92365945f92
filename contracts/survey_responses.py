"""Survey responses: what clients and users answered when asked how they feel about the service."""

from typing import ClassVar

from contracts.contract import Contract, Duration, Flag, Identifier, Number, Person, Text, Timestamp, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

CLIENT = ("company", "account", "organization", "organisation", "customer", "kunde", "cliente", "client name",
          "account name", "company name", "unternehmen", "société", "empresa", "azienda", "customer name")


class SurveyResponses(Contract):
    """One answer of one person to one survey."""

    kind: ClassVar[str] = "survey_responses"
    title: ClassVar[str] = "Survey responses"
    about: ClassVar[str] = "Answers to surveys (recommendation, satisfaction, effort), one row a response."
    key: ClassVar[tuple[str, ...]] = ("response", "survey")
    newest_by: ClassVar[str | None] = "responded"
    occurred: ClassVar[str | None] = "responded"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("nps", "csat", "ces", "csat_label"),)
    happened: ClassVar[tuple[str, ...]] = ("responded", "started")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("started", "responded"),)

    response: Identifier = column(
        "The response's own identifier.", label="Response ID", example="R_1a2b3c",
        also_called=("response id", "responseid", "respondent id", "respondentid", "id", "survey response id",
                     "submission id", "antwort-id", "identifiant de réponse", "id de respuesta", "response number",
                     "resp_id", "#", "network id", "entry id", "survey id", "survey response number", "antwort id",
                     "review id", "reviewid", "id réponse", "id de réponse", "id de la réponse", "n° réponse",
                     "id respuesta", "unique id",
                     "id de la respuesta", "id risposta", "id della risposta", "id resposta", "id da resposta",
                     "id de resposta", "antwort nr", "antwortnummer", "number"))
    survey: Text = column("Which survey it answers; empty stands for the only one of the file.", label="Survey",
                          example="Service survey 2026-Q1", dimension="survey",
                          also_called=("survey id", "survey name", "collector id", "collectorid", "survey title",
                                       "umfrage", "enquête", "encuesta", "survey type", "campaign", "wave"))
    responded: Timestamp = column(
        "When it was answered.", label="Response date", example="2026-03-20 10:00:00",
        also_called=("end date", "enddate", "recorded date", "recordeddate", "completion time", "timestamp",
                     "surveyed at", "surveyed_at", "response date", "submitted at", "responded at", "submitted",
                     "date", "zeitstempel", "horodateur", "marca temporal", "fertigstellungszeit",
                     "heure de fin", "hora de finalización", "carimbo de data/hora", "informazioni cronologiche",
                     "completed", "date submitted", "response_date", "survey date", "submit date", "answered at",
                     "survey response date",
                     "ora di completamento", "hora de conclusão", "created_at", "created at", "tidsstempel",
                     "datum", "fecha", "data", "dato", "antwortdatum", "date de réponse", "fecha de respuesta",
                     "data risposta", "data da resposta", "abgeschlossen am", "date/time", "response time stamp",
                     "rated at", "tijdstempel", "hora de conclusión", "date de fin", "rating date", "date rated",
                     "survey completed", "completed at", "completion date", "submission date", "submitdate",
                     "datum abgeschickt", "submitted date", "updatetime"))
    started: Timestamp = column("When answering began.", label="Start date",
                                also_called=("startdate", "start date", "start time", "startzeit", "heure de début",
                                             "hora de inicio", "ora di inizio", "date started",
                                             "datum gestartet", "date de début", "fecha de inicio"))
    client: Text = column("The client who answers.", dimension="client", example="Fjord Energy", also_called=CLIENT)
    respondent: Person = column(
        "The person who answers, as a keyed hash.", label="Respondent",
        also_called=("email", "email address", "recipientemail", "recipient email", "e-mail", "username", "person",
                     "customer email", "e-mail-adresse", "adresse e-mail", "correo electrónico", "respondent email",
                     "contact email", "user", "person email", "ip address", "contact", "name", "user id",
                     "dirección de correo electrónico", "indirizzo email", "adresse de messagerie"))
    nps: Number = column(
        "How likely they are to recommend us, 0 to 10.", label="NPS", example="9", unit="0–10",
        also_called=("nps score", "likelihood to recommend", "net promoter score", "recommend score",
                     "how likely are you to recommend us to a friend or colleague",
                     "weiterempfehlung", "weiterempfehlungsbereitschaft", "recommandation", "recomendación",
                     "how likely are you to recommend us", "recommendation score", "nps rating", "recommendation",
                     "wie wahrscheinlich ist es dass sie uns weiterempfehlen"))
    csat: Number = column("How satisfied they are, on a scale up to `csat_max`.", label="CSAT", example="4",
                          also_called=("satisfaction", "csat score", "customer satisfaction",
                                       "overall satisfaction",
                                       "satisfaction score", "customer satisfaction rating", "zufriedenheit",
                                       "satisfacción", "satisfação", "soddisfazione", "satisfaction rating",
                                       "how satisfied are you", "gesamtzufriedenheit", "satisfaction globale",
                                       "customer_satisfaction", "star rating"))
    csat_max: Number = column("The highest value of the satisfaction scale.", label="CSAT scale maximum",
                              example="5",
                              also_called=("csat scale", "scale max"))
    csat_label: Text = column("The satisfaction in words, where the tool has words.", label="CSAT as written",
                              example="Satisfied")
    ces: Number = column("How easy it was, on a scale up to `ces_max`; higher is easier.", label="CES", example="6",
                         also_called=("customer effort score", "effort score", "ces score", "effort", "ease",
                                      "how easy was it", "customer effort"))
    ces_max: Number = column("The highest value of the effort scale.", label="CES scale maximum", example="7",
                             also_called=("ces scale",))
    comment: Text = column(
        "What they wrote.", label="Comment", example="Quick help, thank you.",
        also_called=("comments", "feedback", "verbatim", "open-ended response", "kommentar", "commentaire",
                     "comentario", "commento", "comentário", "anmerkungen", "reason", "additional comments",
                     "what is the main reason for your score", "suggestions", "remarks", "bemerkung", "text",
                     "response text",
                     "what can we do better", "any other comments", "commentaires", "comentarios",
                     "satisfaction comment", "rating comment", "survey comment", "csat comment", "customer comment"))
    language: Text = column("The language of the answer.",
                            also_called=("user language", "userlanguage", "lang", "sprache", "langue", "idioma",
                                            "start language", "reviewer language"))
    channel: Text = column("How they were asked.", dimension="channel",
                           also_called=("distribution channel", "distributionchannel", "source", "survey channel"))
    service: Text = column("The service they answer about.", dimension="service", also_called=("product",
                                                            "service name",
                                                                                             "application"))
    project: Text = column("The project they answer about.", dimension="project", also_called=("project name",))
    vendor: Text = column("The supplier they answer about.", dimension="vendor", also_called=("supplier",))
    ticket: Identifier = column("The ticket they answer about.", label="Ticket",
                                also_called=("ticket id", "ticket number", "case id", "case number", "incident",
                                             "conversation id", "trigger id", "source id", "task"))
    finished: Flag = column("Whether the survey was answered to its end.", label="Finished",
                            also_called=("finished", "completed?", "is complete"))
    progress: Number = column("How far it was answered, in percent.", unit="percent", label="Progress",
                              also_called=("progress",))
    status: Text = column("The kind of response as the tool writes it (previews and spam are no answers).",
                          label="Status", also_called=("status", "response type", "response status"))
    duration: Duration = column("How long answering took.", unit="s", label="Duration (in seconds)",
                                also_called=("duration", "time taken"))
    tags: Text = column("Tags of the tool.", also_called=("tag", "labels"))
