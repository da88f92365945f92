"""Calendars: working hours, holidays, freezes, waves, releases and migrations."""

from typing import ClassVar

from contracts.contract import Choice, Contract, ListOfText, Text, Timestamp, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Calendars(Contract):
    """One entry: a stretch of time with a meaning, or the working hours of a calendar."""

    kind: ClassVar[str] = "calendars"
    title: ClassVar[str] = "Calendar entries"
    about: ClassVar[str] = "Working hours, holidays, freezes, waves, releases and migrations."
    key: ClassVar[tuple[str, ...]] = ("entry", "calendar", "name", "start", "service", "client",
                                      "weekdays", "region")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "start"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("start", "opens"),)
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("start", "end"),)

    entry: Choice = column(
        "What the entry is.", label="Entry", required=True, example="freeze", dimension="type",
        choices={"working_hours": ("working hours", "business hours", "service hours", "arbeitszeit", "schedule"),
                 "holiday": ("holiday", "public holiday", "feiertag", "jour férié", "festivo", "feriado",
                             "festività", "bank holiday", "national holiday", "federal holiday", "state holiday",
                             "regional holiday", "local holiday", "company holiday", "religious holiday",
                             "gazetted holiday", "religious festival", "cultural festival", "holidays",
                             "gesetzlicher feiertag"),
                 "freeze": ("freeze", "change freeze", "blackout", "frozen zone", "embargo", "gel"),
                 "wave": ("wave", "rollout wave", "welle", "vague"),
                 "release": ("release", "go-live", "go live", "deployment", "version"),
                 "migration": ("migration", "cutover"),
                 "maintenance": ("maintenance", "maintenance window", "wartung", "wartungsfenster")},
        also_called=("entry type", "calendar entry", "event type", "kind", "type"))
    calendar: Text = column("The calendar it belongs to; empty is the only one.", label="Calendar",
                            example="Weekdays 8-17", also_called=("calendar name", "kalender", "schedule name"))
    name: Text = column("Its name.", label="Name", example="Year-end freeze",
                        also_called=("event", "title", "freeze name", "holiday name", "bezeichnung", "description",
                                     "change freeze", "freeze", "freeze period", "release", "release name", "wave",
                                     "wave name", "welle", "maintenance window", "wartungsfenster", "migration",
                         "nom_jour_ferie", "nom du jour férié", "nombre del festivo", "festivo", "festività",
                         "feriado", "feestdag", "helligdag", "feiertagsname", "holiday description", "gel",
                         "gel des changements",
                         "période de gel", "congelamento", "congelación", "periodo di congelamento"))
    start: Timestamp = column("Its first moment.", label="Start", example="2026-12-15 00:00:00",
                              also_called=("start date", "from", "start_at", "start time", "beginn", "date",
                                           "début",
                                           "inicio", "inizio", "von", "holiday date", "date of holiday", "holidays",
                                           "holiday", "feiertage", "feiertag", "event date"))
    end: Timestamp = column("Its end; the first moment no longer part of it.", label="End",
                            example="2027-01-05 00:00:00",
                            also_called=("end date", "to", "end_at", "end time", "ende", "fin", "until", "bis",
                                         "fine"))
    weekdays: ListOfText = column("The weekdays of working hours.", label="Weekdays",
                                  example="Mon, Tue, Wed, Thu, Fri",
                                  also_called=("days", "wochentage", "working days", "day", "weekday", "tag", "jour",
                                               "día", "giorno", "day of week", "dayofweek"))
    opens: Text = column("When work starts on these days.", label="Opens", example="08:00",
                         also_called=("open", "open time", "opening time", "from time", "day start", "from",
                                       "start", "start time", "von"))
    closes: Text = column("When work ends on these days.", label="Closes", example="17:00",
                          also_called=("close", "close time", "closing time", "to time", "day end", "to",
                                        "end", "end time", "bis"))
    timezone: Text = column("The time zone of the entry.", label="Time zone", example="Europe/Copenhagen",
                            also_called=("timezone", "zeitzone", "tz"))
    region: Text = column("The country or region of a holiday.", label="Country or region", example="DK",
                          also_called=("country", "region", "land", "pays", "bundesland", "state", "province",
                                       "subdivision", "county", "country code", "countrycode", "país", "paese"))
    service: Text = column("The service it holds for; empty means all.", label="Service", dimension="service")
    client: Text = column("The client it holds for; empty means all.", label="Client", dimension="client")
    project: Text = column("The project it belongs to.", label="Project", dimension="project")
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment", "remarks"))
