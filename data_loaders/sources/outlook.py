"""Calendars of Outlook and Google: what an entry is stands in its category."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
OUTLOOK = Source(
    name="outlook",
    title="Outlook or Google Calendar",
    exports=(
        Export(kind="calendars",
               tells=(("subject", "start date", "start time", "end date", "end time", "all day event"),
                      ("betreff", "beginnt am", "beginnt um", "endet am", "endet um", "ganztägiges ereignis"),
                      ("objet", "début", "fin", "journée entière"),
                      ("asunto", "fecha de comienzo", "comienzo", "fecha de finalización", "finalización",
                       "todo el día")),
               headings={"name": ("subject", "betreff", "objet", "asunto"),
                         "entry": ("categories", "kategorien", "catégories", "categorías"),
                         "start": ("start date", "beginnt am", "fecha de comienzo"),
                         "end": ("end date", "endet am", "fecha de finalización"),
                         "region": ("location", "ort", "emplacement", "ubicación"),
                         "note": ("description", "beschreibung")},
               ignore=("start time", "end time", "reminder date", "reminder time", "priority", "sensitivity",
                       "beginnt um", "endet um", "show time as")),
    ),
)
