"""Boards and backlogs: Azure DevOps, Pivotal Tracker, ClickUp, Shortcut, OpenProject, Taiga, Rally and others."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
AZURE_DEVOPS = Source(
    name="azure_devops",
    title="Azure DevOps",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "work item type", "title", "state"), ("id", "work item type", "title 1", "state"),
                   ("id", "work item type", "title", "assigned to")),
            headings={"item": ("id",), "short_text": ("title", "title 1"), "project": ("team project", "area path"),
                      "sprint": ("iteration path",), "size": ("story points", "effort", "size"),
                      "remaining_estimate": ("remaining work",), "time_spent": ("completed work",),
                      "started": ("activated date",), "done": ("closed date", "resolved date"),
                      "due": ("target date", "due date"), "updated": ("changed date",),
                      "status_changed": ("state change date",), "reporter": ("created by",)},
            units={"original_estimate": "h", "remaining_estimate": "h", "time_spent": "h"},
            # The build in which a defect was found, not who found it.
            ignore=("found in",),
        ),
    ),
)

PIVOTAL = Source(
    name="pivotal",
    title="Pivotal Tracker",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "title", "current state", "requested by"), ("id", "title", "iteration", "current state")),
            headings={"item": ("id",), "state": ("current state",), "size": ("estimate",), "done": ("accepted at",),
                      "reporter": ("requested by",), "assignee": ("owned by",), "due": ("deadline",),
                      "sprint": ("iteration",)},
            words={
                # What is finished or delivered waits for somebody to accept it; what is rejected is worked on again.
                "state_category": {"to_do": ("unscheduled", "unstarted", "planned"),
                                   "in_progress": ("started", "finished", "delivered", "rejected"),
                                   "done": ("accepted",)},
                "priority": {"1": ("p0 - critical",), "2": ("p1 - high",), "3": ("p2 - medium",),
                             "4": ("p3 - low",)},
            },
            ignore=("task status", "blocker status"),
            first_of=("owned by",),
        ),
    ),
)

CLICKUP = Source(
    name="clickup",
    title="ClickUp",
    exports=(
        Export(
            kind="work_items",
            tells=(("task id", "task name", "list name", "space name"), ("task id", "task custom id", "task name"),
                   ("task id", "task name", "folder name")),
            headings={"item": ("task id",), "short_text": ("task name",), "created": ("date created",),
                      "done": ("date closed", "date done"), "project": ("list name",), "parent": ("parent id",),
                      "assignee": ("assignees", "assignee"), "type": ("task type",),
                      "original_estimate": ("time estimated",), "time_spent": ("time spent",)},
            units={"original_estimate": "ms", "time_spent": "ms"},
        ),
    ),
)

SHORTCUT = Source(
    name="shortcut",
    title="Shortcut",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "name", "type", "requester", "owners", "epic"), ("id", "name", "type", "requestor", "owners"),
                   ("id", "name", "is_completed", "moved_at", "epic")),
            headings={"item": ("id",), "short_text": ("name",), "size": ("estimate",), "done": ("completed_at",),
                      "reporter": ("requester", "requestor"), "assignee": ("owners",), "flagged": ("is_blocked",),
                      "sprint": ("iteration",)},
        ),
    ),
)

OPENPROJECT = Source(
    name="openproject",
    title="OpenProject",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "type", "subject", "status", "accountable"),
                   ("id", "type", "subject", "status", "finish date"),
                   ("id", "subject", "type", "status", "remaining work")),
            headings={"item": ("id",), "short_text": ("subject",), "due": ("finish date", "due date"),
                      "fix_versions": ("version",), "reporter": ("author",),
                      "original_estimate": ("work", "estimated time"), "remaining_estimate": ("remaining work",
                                                                                              "remaining hours"),
                      "time_spent": ("spent time",)},
            units={"original_estimate": "h", "remaining_estimate": "h", "time_spent": "h"},
            # Planned, not begun.
            ignore=("start date",),
        ),
    ),
)

TAIGA = Source(
    name="taiga",
    title="Taiga",
    exports=(
        Export(
            kind="work_items",
            tells=(("ref", "subject", "status", "is_closed"), ("ref", "subject", "sprint", "backlog_order")),
            headings={"item": ("ref",), "short_text": ("subject",), "size": ("total-points", "total_points"),
                      "done": ("finish_date", "finished_date"), "created": ("created_date",),
                      "updated": ("modified_date",), "assignee": ("assigned_to",), "reporter": ("owner",),
                      "sprint": ("sprint",)},
            ignore=("id", "sprint_id"),
        ),
    ),
)

RALLY = Source(
    name="rally",
    title="Rally",
    exports=(
        Export(
            kind="work_items",
            tells=(("formatted id", "name", "schedule state"), ("formatted id", "name", "plan estimate"),
                   ("formatted id", "name", "flow state")),
            headings={"item": ("formatted id",), "short_text": ("name",), "size": ("plan estimate",),
                      "state": ("schedule state", "flow state", "state"), "done": ("accepted date",),
                      "started": ("in progress date", "in-progress date"), "sprint": ("iteration",),
                      "fix_versions": ("release",), "created": ("creation date",), "flagged": ("blocked",),
                      "updated": ("last update date",), "assignee": ("owner",), "reporter": ("submitted by",),
                      "remaining_estimate": ("task remaining total",)},
            words={"state_category": {"to_do": ("idea", "defined"), "in_progress": ("in-progress",),
                                      "done": ("accepted",)}},
            units={"remaining_estimate": "h"},
        ),
    ),
)

MONDAY = Source(
    name="monday",
    title="monday.com",
    exports=(
        Export(
            kind="work_items",
            tells=(("name", "status", "item id (auto generated)"), ("name", "subitems", "item id (auto generated)"),
                   ("name", "person", "status", "item id")),
            headings={"item": ("item id (auto generated)", "item id"), "short_text": ("name",),
                      "assignee": ("person", "owner", "people"), "size": ("estimated sp", "story points"),
                      "created": ("creation log",), "labels": ("tags",)},
            words={"state_category": {"in_progress": ("working on it", "stuck")}},
        ),
    ),
)

WRIKE = Source(
    name="wrike",
    title="Wrike",
    exports=(
        Export(
            kind="work_items",
            tells=(("key", "folder", "title", "custom status"), ("key", "parent task", "title", "custom status")),
            headings={"item": ("key",), "short_text": ("title",), "project": ("folder",), "state": ("custom status",),
                      "due": ("end date",), "created": ("created",), "done": ("completed",)},
            # Planned, not begun; the status beside the custom one only groups it.
            ignore=("start date", "duration", "status"),
        ),
    ),
)

TEAMWORK = Source(
    name="teamwork",
    title="Teamwork",
    exports=(
        Export(
            kind="work_items",
            tells=(("id", "task list", "task name"), ("id", "task list name", "task name")),
            headings={"item": ("id",), "short_text": ("task name",), "project": ("project", "task list"),
                      "time_spent": ("logged time",), "done": ("completed on", "date completed")},
            ignore=("start date",),
        ),
    ),
)

VERSIONONE = Source(
    name="versionone",
    title="VersionOne",
    exports=(
        Export(
            kind="work_items",
            tells=(("title", "id", "estimate pts."), ("name", "number", "estimate pts.")),
            headings={"item": ("id", "number"), "short_text": ("title", "name"), "size": ("estimate pts.",)},
        ),
    ),
)
