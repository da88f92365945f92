"""Some four hundred work items of four projects as Jira keeps them; the Data Centre Exit slows down from June."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sample_data.chance import between, lognormal, pick, poisson, shuffled, stream
from sample_data.files import Cell, Table
from sample_data.organisation import AGENTS, EXPORTED, PROJECTS, START, Project, local
from sample_data.working_time import add_working, is_working_day

#: New items a working day by project key, and the ordinary days from start to done.
_PACE = {"PORT": (0.62, 5.0), "DCX": (0.46, 7.0), "WPR": (0.30, 4.0), "MOB": (0.36, 6.0)}
_TOPICS = {
    "PORT": ("checkout", "order history", "search", "document upload", "login", "price list", "returns"),
    "DCX": (
        "ERP database move",
        "storage migration",
        "network cut-over",
        "backup in the new site",
        "firewall zones",
        "decommissioning",
        "failover test",
    ),
    "WPR": ("laptop roll-out", "Windows image", "printer move", "shop devices", "training"),
    "MOB": ("onboarding flow", "identity check", "push messages", "consent texts", "app store release"),
}
_VERBS = ("Build", "Test", "Document", "Prepare", "Review", "Automate")
_SPRINT_ONE = date(2025, 11, 3)


@dataclass
class WorkItem:
    """One Jira work item as it stands at the export."""

    project: Project
    type: str
    summary: str
    created: datetime
    priority: str
    reporter: str
    assignee: str | None
    points: int | None
    key: str = ""
    status: str = "To Do"
    category: str = "To Do"
    resolution: str | None = None
    started: datetime | None = None
    done: datetime | None = None
    due: date | None = None
    epic: "WorkItem | None" = None
    flagged: bool = False
    found_by: str | None = None
    labels: list[str] = field(default_factory=list)
    sprints: list[str] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        """When the item last changed."""
        return self.done or self.started or self.created


def make_work_items() -> list[WorkItem]:
    """Every work item; keys count up per project in the order of creation."""
    rng = stream("work items")
    made = [item for project in PROJECTS for item in _of_project(rng, project)]
    made.sort(key=lambda item: item.created)
    counts = dict.fromkeys((project.key for project in PROJECTS), 0)
    for item in made:
        counts[item.project.key] += 1
        item.key = f"{item.project.key}-{counts[item.project.key]}"
    return made


def _of_project(rng: random.Random, project: Project) -> list[WorkItem]:
    epics = [
        WorkItem(
            project,
            "Epic",
            topic.capitalize(),
            START + timedelta(days=2 + place, hours=9),
            "Medium",
            project.manager,
            project.manager,
            None,
            status="In Progress",
            category="In Progress",
            started=START + timedelta(days=5 + place, hours=9),
        )
        for place, topic in enumerate(_TOPICS[project.key][:4])
    ]
    pace, days = _PACE[project.key]
    made, day = list(epics), START.date()
    while day <= EXPORTED.date():
        rate = pace if is_working_day(day) else 0.0
        if project.key == "PORT" and date(2026, 3, 16) <= day <= date(2026, 4, 10):
            rate *= 1.8
        made += [_one(rng, project, day, days, epics) for _ in range(poisson(rng, rate))]
        day += timedelta(days=1)
    return made


def _one(rng: random.Random, project: Project, day: date, days: float, epics: list[WorkItem]) -> WorkItem:
    created = datetime.combine(day, datetime.min.time()) + timedelta(hours=8, minutes=rng.randrange(540))
    after_release = project.key == "PORT" and date(2026, 3, 13) <= day <= date(2026, 4, 20)
    kind = pick(rng, {"Story": 0.45, "Task": 0.35, "Bug": 0.9 if after_release else 0.2})
    topic = rng.choice(_TOPICS[project.key])
    verb = "Fix" if kind == "Bug" else rng.choice(_VERBS)
    item = WorkItem(
        project,
        kind,
        f"{verb} {topic} ({rng.randrange(1, 40)})",
        created,
        pick(rng, {"Highest": 0.04, "High": 0.2, "Medium": 0.58, "Low": 0.18}),
        project.manager,
        rng.choice(AGENTS[project.team]) if rng.random() < 0.93 else None,
        None if kind == "Bug" else rng.choice((1, 2, 3, 3, 5, 5, 8, 13)),
        epic=rng.choice(epics),
    )
    if kind == "Bug":
        item.found_by = pick(rng, {"Client": 0.62 if after_release else 0.22, "Team": 0.78})
        item.labels.append("client-found" if item.found_by == "Client" else "internal")
    item.labels += shuffled(rng, ["backend", "security", "docs", "vendor"])[: rng.choice((0, 0, 1, 2))]
    item.due = (created + timedelta(days=rng.randrange(14, 60))).date() if rng.random() < 0.6 else None
    _live(rng, item, days)
    return item


def _live(rng: random.Random, item: WorkItem, days: float) -> None:
    """Start it, perhaps finish it, remember the sprints it lived through."""
    started = add_working(item.created, rng.expovariate(1 / 60) * 3600)
    slow = item.project.key == "DCX" and started >= local("2026-06-01")
    done = add_working(started, lognormal(rng, days * (3.4 if slow else 1.0) * 5, 0.75) * 3600)
    if rng.random() < 0.04:
        item.status, item.category, item.resolution = "Cancelled", "Done", "Won't Do"
        item.done = min(done, EXPORTED - timedelta(hours=3))
        item.done = max(item.done, item.created)
        return
    item.flagged = slow and rng.random() < 0.6
    if started > EXPORTED:
        return
    item.started = started
    if done <= EXPORTED:
        item.done = done
        item.status = item.category = "Done"
        item.resolution = "Done" if rng.random() < 0.95 else None
        item.flagged = False
    else:
        item.status = pick(
            rng, {"In Progress": 0.6, "In Review": 0.25, "Waiting for vendor": 0.6 if slow else 0.05}
        )
        item.category = "In Progress"
    first = (started.date() - _SPRINT_ONE).days // 14
    last = ((item.done or EXPORTED).date() - _SPRINT_ONE).days // 14
    item.sprints = [f"{item.project.key} Sprint {number + 1}" for number in range(first, last + 1)][-3:]


def _moment(moment: datetime | None) -> str | None:
    """A time as Jira Cloud's English export prints it: 05/Mar/26 4:07 PM."""
    if moment is None:
        return None
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    half = "AM" if moment.hour < 12 else "PM"
    return (
        f"{moment.day:02d}/{months[moment.month - 1]}/{moment:%y} {moment.hour % 12 or 12}:"
        f"{moment.minute:02d} {half}"
    )


def _account(name: str | None) -> str | None:
    return f"712020:{name.lower().replace(' ', '-')}" if name else None


def _padded(values: list[str], length: int) -> list[str | None]:
    return [*values, *[None] * (length - len(values))][:length]


def work_items_table(items: list[WorkItem]) -> Table:
    """The text as Jira Cloud's `Export CSV (all fields)` writes it: repeated columns hold lists."""
    header = (
        "Summary",
        "Issue key",
        "Issue id",
        "Issue Type",
        "Status",
        "Project key",
        "Project name",
        "Project type",
        "Project lead",
        "Project lead id",
        "Priority",
        "Resolution",
        "Assignee",
        "Assignee Id",
        "Reporter",
        "Reporter Id",
        "Creator",
        "Creator Id",
        "Created",
        "Updated",
        "Last Viewed",
        "Resolved",
        "Due date",
        "Votes",
        "Labels",
        "Labels",
        "Labels",
        "Watchers",
        "Original estimate",
        "Time Spent",
        "Custom field (Client)",
        "Custom field (Flagged)",
        "Custom field (Found by)",
        "Custom field (Rank)",
        "Sprint",
        "Sprint",
        "Sprint",
        "Custom field (Start date)",
        "Custom field (Story Points)",
        "Custom field (Team)",
        "Comment",
        "Parent",
        "Parent key",
        "Parent summary",
        "Status Category",
        "Status Category Changed",
    )
    rows: list[list[Cell]] = []
    for place, item in enumerate(items):
        seen = _moment(between(stream(f"viewed {item.key}"), item.created, EXPORTED))
        spent = str(int((item.points or 2) * 5400)) if item.done else None
        comment = (
            f"{_moment(item.started)};{_account(item.assignee)};Waiting for Cumulo; no date yet"
            if item.flagged
            else None
        )
        parent = (
            (str(10000 + items.index(item.epic)), item.epic.key, item.epic.summary)
            if item.epic
            else (None,) * 3
        )
        rows.append(
            [
                item.summary,
                item.key,
                10000 + place,
                item.type,
                item.status,
                item.project.key,
                item.project.name,
                "software",
                item.project.manager,
                _account(item.project.manager),
                item.priority,
                item.resolution,
                item.assignee,
                _account(item.assignee),
                item.reporter,
                _account(item.reporter),
                item.reporter,
                _account(item.reporter),
                _moment(item.created),
                _moment(item.updated),
                seen,
                _moment(item.done) if item.resolution else None,
                _moment(datetime.combine(item.due, datetime.min.time())) if item.due else None,
                0,
                *_padded(item.labels, 3),
                _account(item.reporter),
                str((item.points or 2) * 7200),
                spent,
                item.project.client,
                "Impediment" if item.flagged else None,
                item.found_by,
                f"0|i{place:05d}:",
                *_padded(item.sprints, 3),
                _moment(item.started),
                f"{item.points}.0" if item.points else None,
                item.project.team,
                comment,
                *parent,
                item.category,
                _moment(item.updated),
            ]
        )
    return Table(header, rows)
