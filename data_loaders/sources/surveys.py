"""Survey tools: Qualtrics (three heading rows), SurveyMonkey (two), Microsoft Forms, Google Forms, Delighted."""

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
                   ("respondent id", "ip address")),
            headings={"response": ("respondent id", "respondentid"), "responded": ("end date", "date modified"),
                      "started": ("start date", "date created"), "survey": ("collector id",),
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
                   ("id", "ora di inizio", "ora di completamento"), ("id", "hora de início", "hora de conclusão")),
            headings={"response": ("id",), "responded": ("completion time",), "started": ("start time",),
                      "respondent": ("email", "name")},
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
