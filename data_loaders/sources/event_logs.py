"""Event logs of process mining: a row for every step of a case, in the column names of XES or of common programs."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
EVENT_LOGS = Source(
    name="event_log",
    title="Event log",
    exports=(
        Export(
            kind="stage_changes",
            # The steps of loan applications are logged so, too.
            asked=True,
            tells=(("case:concept:name", "concept:name", "time:timestamp"),
                   ("case id", "activity", "timestamp"), ("case id", "activity", "complete timestamp"),
                   ("case id", "activity", "start timestamp"), ("caseid", "activity", "timestamp"),
                   ("case", "activity", "timestamp"), ("case id", "event", "timestamp"),
                   ("case id", "activity name", "timestamp")),
            headings={"item": ("case:concept:name", "case id", "caseid", "case"),
                      "stage": ("concept:name", "activity", "activity name", "event"),
                      "entered": ("time:timestamp", "timestamp", "start timestamp", "complete timestamp")},
        ),
    ),
)

#: Known by what its columns hold, and not by their headings.
STATE_LOGS = Source(
    name="state_log",
    title="Log of states",
    exports=(
        *(Export(kind=kind, tells=(), event_log=True) for kind in ("incidents", "requests", "changes", "problems")),
        Export(kind="stage_changes", tells=()),
    ),
)
