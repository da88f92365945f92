"""Master lists people keep themselves: what one row is stands in their headings."""

from data_loaders.sources.source import Export, Source

_OF_ITEMS = (
    "a list of configuration items, which no figure here counts; a list of services or applications with their owners"
    " loads as portfolio"
)

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
MASTER_LISTS = Source(
    name="master_list",
    title="Master list",
    exports=(
        Export(kind="portfolio", constants={"entry": "vendor"},
               tells=(("vendor id", "vendor name"), ("vendor name", "contract start"), ("supplier id", "supplier name"),
                      ("supplier name", "contract end"), ("vendor name", "vendor type")),
               headings={"name": ("vendor name", "supplier name"), "code": ("vendor id", "supplier id")}),
        Export(kind="portfolio", constants={"entry": "client"},
               tells=(("client id", "client name"), ("client name", "account manager"),
                      ("customer name", "account manager"), ("client name", "annual revenue"),
                      ("account id", "account name", "account owner"), ("account name", "account owner"),
                      ("account name", "industry")),
               headings={"name": ("client name", "account name"), "owner": ("account owner", "account manager"),
                         "code": ("client id", "account id")}),
        Export(kind="portfolio", constants={"entry": "service"},
               tells=(("service id", "service name"), ("service name", "service owner"),
                      ("service name", "criticality"), ("service", "owner", "criticality"),
                      ("service", "service owner", "criticality"), ("application id", "application name"),
                     ("software", "vendor"), ("software name", "vendor"), ("software", "license type"),
                      ("application name", "application owner"), ("application name", "business owner"),
                      ("app id", "app name"), ("application", "business owner")),
               headings={"name": ("service name", "service", "application name", "app name", "application", "software",
                                  "software name"),
                         "code": ("service id", "application id", "app id"),
                         "status": ("lifecycle stage", "lifecycle status"),
                         "owner": ("application owner", "business owner", "app owner"),
                         "users": ("active users", "number of users")}),
        Export(kind="portfolio", constants={"entry": "project"},
               tells=(("project id", "project name", "project manager"), ("project name", "project manager")),
               headings={"code": ("project id", "project code", "project number", "project no"),
                         "name": ("project name",), "owner": ("project manager",),
                         "client": ("client", "client name", "customer", "client id")}),
    ),
    not_data=tuple((tell, _OF_ITEMS) for tell in (("ci id", "ci name"), ("ci name", "ci type"))),
)

MILESTONE_LISTS = Source(
    name="milestone_list",
    title="List of milestones",
    exports=(
        Export(kind="milestones",
               tells=(("milestone id", "description"), ("milestone id", "title"), ("milestone id", "name"),
                      ("milestone no", "description")),
               headings={"name": ("milestone", "milestone name", "title", "name", "description"),
                         "identifier": ("milestone id", "milestone no")}),
    ),
)

ACTION_LISTS = Source(
    name="action_list",
    title="List of actions",
    exports=(
        Export(kind="risks", constants={"type": "action"},
               tells=(("action id", "action"), ("action id", "action item"), ("action id", "description"),
                      ("action no", "action"), ("action #", "action")),
               headings={"identifier": ("action id", "action no", "action #"),
                         "summary": ("action", "action item", "action description", "description")}),
    ),
)

ISSUE_LOGS = Source(
    name="issue_log",
    title="Log of issues",
    exports=(
        Export(kind="risks", constants={"type": "issue"},
               tells=(("issue id", "issue description", "raised by"), ("issue id", "issue description", "date raised"),
                      ("issue no", "issue description", "date raised")),
               headings={"identifier": ("issue id", "issue no"), "summary": ("issue description", "issue title")}),
    ),
)

FREEZES = Source(
    name="freeze_list",
    title="List of freezes",
    exports=(
        Export(kind="calendars", constants={"entry": "freeze"},
               tells=(("freeze start", "freeze end"), ("freeze name", "start date", "end date"),
                      ("freeze", "start date", "end date"), ("freeze start date", "freeze end date")),
               headings={"name": ("freeze name", "freeze", "name", "reason"),
                         "start": ("freeze start", "freeze start date", "start date"),
                         "end": ("freeze end", "freeze end date", "end date")}),
    ),
)

RELEASES = Source(
    name="release_list",
    title="List of releases",
    exports=(
        Export(kind="calendars", constants={"entry": "release"},
               tells=(("version", "release date"), ("release", "release date"), ("release name", "release date"),
                      ("release", "planned release date"), ("release name", "planned release date"),
                      ("version", "planned release date"), ("release", "go-live date"), ("release", "planned date"),
                      ("release", "deployment date"), ("release name", "go-live date")),
               headings={"name": ("release name", "release", "version"),
                         "start": ("release date", "planned release date", "go-live date", "deployment date",
                                   "planned date")}),
    ),
)

WORKING_HOURS = Source(
    name="working_hours",
    title="List of working hours",
    exports=(
        Export(kind="calendars", constants={"entry": "working_hours"},
               tells=(("day", "from", "to"), ("weekday", "from", "to"), ("day", "opens", "closes"),
                      ("weekday", "opens", "closes"), ("weekday", "start", "end"), ("day", "start time", "end time"),
                      ("weekday", "start time", "end time"), ("day", "open", "close"), ("weekday", "open", "close"),
                      ("wochentag", "von", "bis"), ("tag", "von", "bis"), ("day of week", "open time", "close time"),
                      ("day", "open time", "close time"), ("weekday", "open time", "close time"),
                      ("day", "opening time", "closing time"), ("day of week", "start time", "end time"),
                      ("dayofweek", "start time local", "end time local"))),
    ),
)

HOLIDAYS = Source(
    name="holiday_list",
    title="List of holidays",
    exports=(
        Export(kind="calendars", constants={"entry": "holiday"},
               tells=(("date", "holiday"), ("date", "holiday name"), ("date", "localname", "countrycode"),
                      ("date", "public holiday"), ("datum", "feiertag"),
                      ("date", "jour férié"), ("fecha", "festivo"), ("data", "festività"), ("data", "feriado")),
               headings={"name": ("holiday", "localname", "holiday name", "public holiday", "feiertag", "jour férié",
                                  "festivo", "festività", "feriado"),
                         "start": ("date", "datum", "fecha", "data")}),
    ),
)
