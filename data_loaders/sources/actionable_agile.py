"""ActionableAgile and jira-agile-metrics: one row an item, one column a stage of the board with the date of entry."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
ACTIONABLE_AGILE = Source(
    name="actionable_agile",
    title="ActionableAgile",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "link", "name", "type"), ("id", "link", "name", "blocked days"),
                   ("id", "link", "title", "type"), ("id", "name", "blocked days"),
                   ("id", "in progress", "done"), ("key", "in progress", "done"), ("issue key", "in progress", "done"),
                   ("key", "backlog", "ready", "done")),
            headings={"item": ("id", "key", "issue key"), "short_text": ("name", "title", "summary"),
                      "blocked_days": ("blocked days",)},
            ignore=("done", "closed", "backlog", "resolved", "created", "started", "start", "in progress", "blocked"),
        ),
    ),
)
