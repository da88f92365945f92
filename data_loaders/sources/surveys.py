"""Survey tools: Qualtrics (three heading rows), SurveyMonkey (two), Microsoft and Google Forms, LimeSurvey, reviews."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
QUALTRICS = Source(
    name="qualtrics",
    title="Qualtrics",
    exports=(
        Export(
            kind="survey_responses",
            enough=True,
            tells=(("responseid", "recordeddate"), ("response id", "recorded date", "progress"),
                   ("startdate", "enddate", "responseid")),
            headings={"response": ("responseid", "response id"), "responded": ("recordeddate", "enddate",
                                                                             "recorded date", "end date"),
                      "started": ("startdate", "start date"), "respondent": ("recipientemail", "recipient email"),
                      "duration": ("duration (in seconds)",), "language": ("userlanguage", "user language"),
                      "channel": ("distributionchannel", "distribution channel"),
                      "client": ("company", "account")},
            units={"duration": "s"},
            ignore=("ipaddress", "ip address", "externalreference"),
            not_rows={"status": (("survey preview", "survey test", "spam", "test", "preview", "1", "8"),
                                 "a preview, a test or spam, not an answer")},
        ),
        Export(
            kind="survey_invitations",
            tells=(("email", "email sent date", "link expiration"), ("email", "survey link", "link expiration")),
            headings={"recipient": ("email",), "sent": ("email sent date", "start date")},
        ),
    ),
)

SURVEYMONKEY = Source(
    name="surveymonkey",
    title="SurveyMonkey",
    exports=(
        Export(
            kind="survey_responses",
            enough=True,
            tells=(("respondent id", "collector id"), ("respondentid",), ("respondent id", "date created"),
                   ("respondent id", "ip address"),
                   # Answers under the numbers of the questions, without a number of the response.
                   ("startdate", "enddate", "q0001"), ("start date", "end date", "q0001")),
            headings={"response": ("respondent id", "respondentid"),
                      "responded": ("end date", "date modified", "enddate"),
                      "started": ("start date", "date created", "startdate"), "survey": ("collector id",),
                      "respondent": ("email address",), "client": ("custom data 1", "custom value")},
        ),
    ),
)

MS_FORMS = Source(
    name="ms_forms",
    title="Microsoft Forms",
    exports=(
        Export(
            kind="survey_responses",
            enough=True,
            tells=(("id", "start time", "completion time"), ("id", "startzeit", "fertigstellungszeit"),
                   ("id", "heure de début", "heure de fin"), ("id", "hora de inicio", "hora de finalización"),
                   ("id", "ora di inizio", "ora di completamento"), ("id", "hora de início", "hora de conclusão"),
                   ("id", "begintijd", "tijd van voltooien"), ("id", "starttid", "slutförandetid"),
                   ("id", "starttidspunkt", "fuldførelsestidspunkt"), ("id", "starttid", "fullføringstidspunkt"),
                   ("id", "godzina rozpoczęcia", "godzina ukończenia")),
            headings={"response": ("id",), "respondent": ("email", "name"),
                      "responded": ("completion time", "tijd van voltooien", "slutförandetid", "fuldførelsestidspunkt",
                                    "fullføringstidspunkt", "godzina ukończenia"),
                      "started": ("start time", "begintijd", "starttid", "starttidspunkt", "godzina rozpoczęcia")},
            ignore=("last modified time", "total points", "quiz feedback"),
        ),
    ),
)

GOOGLE_FORMS = Source(
    name="google_forms",
    title="Google Forms",
    exports=(
        Export(
            kind="survey_responses",
            enough=True,
            tells=(("timestamp", "email address"), ("timestamp", "username"), ("zeitstempel", "e-mail-adresse"),
                   ("horodateur", "adresse e-mail"), ("horodateur", "nom d'utilisateur"),
                   ("marca temporal", "dirección de correo electrónico"),
                   ("carimbo de data/hora", "endereço de e-mail"),
                   ("informazioni cronologiche", "indirizzo email")),
            headings={"responded": ("timestamp", "zeitstempel", "horodateur", "marca temporal"),
                      "respondent": ("email address", "username")},
        ),
    ),
)

DELIGHTED = Source(
    name="delighted",
    title="Delighted",
    exports=(
        Export(
            kind="survey_responses",
            enough=True,
            tells=(("id", "survey_type", "score"), ("response id", "survey type", "score"),
                   ("person", "survey_type", "score"), ("id", "score", "permalink")),
            headings={"response": ("id", "response id"), "responded": ("created_at", "responded at", "updated at"),
                      "respondent": ("person email", "person", "email", "person name")},
            ignore=("survey_type", "permalink"),
        ),
    ),
)

LIMESURVEY = Source(
    name="limesurvey",
    title="LimeSurvey",
    exports=(
        Export(
            kind="survey_responses",
            enough=True,
            tells=(("id", "submitdate", "lastpage"), ("response id", "date submitted", "last page"),
                   ("antwort id", "datum abgeschickt", "letzte seite"),
                   ("id de la réponse", "date de soumission", "dernière page"),
                   ("id de respuesta", "fecha de envío", "última página"),
                   ("id risposta", "data di invio", "ultima pagina"),
                   ("id da resposta", "data de envio", "última página")),
            headings={
                "response": ("id", "response id", "antwort id", "id de la réponse", "id de respuesta", "id risposta",
                             "id da resposta"),
                "responded": ("submitdate", "date submitted", "datum abgeschickt", "date de soumission",
                              "fecha de envío", "data di invio", "data de envio"),
                "started": ("startdate", "date started", "datum gestartet", "date de lancement", "fecha de inicio",
                            "data di inizio", "data de início"),
                "language": ("startlanguage", "start language", "start-sprache", "langue de départ", "idioma inicial"),
            },
            ignore=("seed", "zufallsstartwert"),
        ),
        Export(
            kind="survey_invitations",
            tells=(("tid", "email", "token", "invited"), ("tid", "email", "emailstatus", "sent"),
                   ("token", "email", "emailstatus", "remindercount")),
            headings={"recipient": ("email",), "sent": ("sent", "invited"), "survey": ("sid",)},
        ),
    ),
    # "G01Q02. How satisfied are you?": the code of the question before its text.
    wrappers=(r"[A-Za-z][\w\[\]]*\. (.+)",),
    # What a survey without time stamps writes instead of a moment.
    noise=(r"^1980-01-01 00:00:00$",),
)

REVIEWS = Source(
    name="reviews",
    title="Reviews (app stores, Google, Trustpilot)",
    exports=(
        Export(
            kind="survey_responses",
            tells=(("star rating", "review text", "review link"), ("package name", "star rating"),
                   ("review id", "review stars"), ("review id", "review content"), ("reviewid", "starrating"),
                   ("review_id", "star_rating"), ("review id", "rating", "review")),
            headings={
                "response": ("review id", "review link"),
                "responded": ("review created (utc)", "review submit date and time", "createtime", "review date",
                              "date"),
                "comment": ("review text", "review content", "comment", "review"),
                "language": ("reviewer language", "review language"),
                "service": ("package name", "domain name", "product"),
                "respondent": ("reviewer", "review consumer user id", "user name"),
                "ticket": ("reference id",),
            },
            ignore=("status", "tags", "title", "review title"),
        ),
    ),
)
