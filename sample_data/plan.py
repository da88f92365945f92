"""Plans and calendars: milestones report by report, plan lines, capacity, and when the world stands still."""

from datetime import date, datetime, time, timedelta

from sample_data.chance import stream
from sample_data.changes import MENDED_NIGHT, RELEASE_NIGHT
from sample_data.organisation import AGENTS, EXPORTED, PROJECTS, TEAMS, ZONE, Project, local
from sample_data.templates import Row
from sample_data.working_time import FREEZE_FIRST, FREEZE_LAST, HOLIDAYS, is_working_day

#: The last day of each month a status report was written.
REPORTS = (
    date(2026, 4, 30),
    date(2026, 5, 31),
    date(2026, 6, 30),
    date(2026, 7, 31),
    date(2026, 8, 31),
    date(2026, 9, 30),
    date(2026, 10, 31),
)

#: Project, milestone, date first agreed, days late in the end, whether the contract names it.
# fmt: off
_MILESTONES = (
    ("PORT", "Release 26.3 live", date(2026, 3, 12), 0, True), ("PORT", "Stable after release", date(2026, 4,
     15), 12, False),
    ("PORT", "Release 26.6 live", date(2026, 6, 18), 0, True), ("PORT", "Release 26.9 live", date(2026, 9,
     17), 5, True),
    ("PORT", "Old portal off", date(2026, 11, 27), 4, False),
    ("DCX", "New site ready", date(2026, 5, 15), 3, True), ("DCX", "Wave 1 moved", date(2026, 6, 26), 19, True),
    ("DCX", "Wave 2 moved", date(2026, 8, 14), 54, True), ("DCX", "Wave 3 moved", date(2026, 10, 9), 70, True),
    ("DCX", "Failover test passed", date(2026, 10, 30), 75, True), ("DCX", "Old site empty", date(2026, 12,
     18), 95, True),
    ("WPR", "Image approved", date(2026, 5, 29), 0, False), ("WPR", "Wave 1 rolled out", date(2026, 9, 30),
     9, True),
    ("WPR", "Wave 2 rolled out", date(2026, 12, 4), 14, True),
    ("MOB", "Onboarding pilot", date(2026, 6, 12), 0, False), ("MOB", "Store release", date(2026, 11, 13), 7,
     True),
)
# fmt: on
#: From which report on Cumulo admits its delays, a part of them in each.
_ADMITTED = {
    date(2026, 6, 30): 0.25,
    date(2026, 7, 31): 0.45,
    date(2026, 8, 31): 0.6,
    date(2026, 9, 30): 0.85,
    date(2026, 10, 31): 1.0,
}


def _project(key: str) -> Project:
    return next(project for project in PROJECTS if project.key == key)


def milestones() -> list[Row]:
    """One row a milestone and report; the dates first agreed never move."""
    rows: list[Row] = []
    for report in REPORTS:
        for key, name, baseline, late, contractual in _MILESTONES:
            project = _project(key)
            reached = baseline + timedelta(days=late)
            share = (
                _ADMITTED.get(report, 0.0) if key == "DCX" else min(1.0, 0.3 + 0.14 * REPORTS.index(report))
            )
            forecast = baseline + timedelta(days=round(late * share))
            done = reached <= report
            # A report never expects the past: what is due and not reached is expected two weeks on at the earliest.
            expected = (
                reached
                if done
                else max(forecast, report + timedelta(days=14))
                if forecast <= report
                else forecast
            )
            accepted = reached + timedelta(days=6 if late < 15 else 16)
            rows.append(
                {
                    "project": project.name,
                    "client": project.client,
                    "vendor": project.vendor,
                    "name": name,
                    "baseline": baseline,
                    "forecast": expected,
                    "actual": reached if done else None,
                    "submitted": reached if done else None,
                    "accepted": accepted if done and accepted <= report else None,
                    "first_time_accepted": ("yes" if late < 10 else "no")
                    if done and accepted <= report
                    else None,
                    "contractual": "yes" if contractual else "no",
                    "owner": project.manager,
                    "status": "green" if (expected - baseline).days <= 10 else "amber",
                    "report_date": report,
                }
            )
    return rows


_TASKS = {
    "DCX": (
        "Order hardware",
        "Build network",
        "Move wave 1",
        "Move wave 2",
        "Move wave 3",
        "Failover test",
        "Parallel running",
        "Empty old site",
    ),
    "WPR": ("Build image", "Pilot shop", "Roll out wave 1", "Roll out wave 2", "Take back old devices"),
    "PORT": ("Release 26.3", "Repair release 26.3", "Release 26.6", "Release 26.9", "Switch off old portal"),
    "MOB": ("Design onboarding", "Identity check", "Pilot", "Store release", "Hypercare"),
}
_BEGINS = {
    "DCX": date(2026, 2, 2),
    "WPR": date(2026, 4, 7),
    "PORT": date(2026, 1, 12),
    "MOB": date(2026, 2, 16),
}


def plan_items() -> list[Row]:
    """The plan lines of the four projects at the export, with a few defects a plan check must find."""
    rng = stream("plan items")
    rows: list[Row] = []
    today = EXPORTED.date()
    for key, tasks in _TASKS.items():
        project, start = _project(key), _BEGINS[key]
        for place, task in enumerate(tasks, start=1):
            for part, step in enumerate(("prepare", "carry out", "accept"), start=1):
                days = rng.choice((6, 8, 10, 12, 15))
                finish = start + timedelta(days=round(days * 1.4))
                late = timedelta(days=round(rng.uniform(0, 12) * (4 if key == "DCX" and place > 3 else 1)))
                done = 100 if finish + late <= today else 40 if start <= today else 0
                cost = float(days * rng.choice((620, 680, 740)))
                rows.append(
                    {
                        "project": project.name,
                        "item": f"{place}.{part}",
                        "name": f"{task}: {step}",
                        "client": project.client,
                        "owner": rng.choice(AGENTS[project.team]),
                        "start": start,
                        "finish": finish,
                        "baseline_finish": finish,
                        "duration_days": days,
                        "actual_start": start if start <= today else None,
                        "actual_finish": finish + late if done == 100 else None,
                        "percent_complete": done,
                        "predecessors": f"{place}.{part - 1}"
                        if part > 1
                        else f"{place - 1}.3"
                        if place > 1
                        else None,
                        "acceptance": f"{task} signed off by {project.client}"
                        if step == "accept"
                        else "Reviewed by the lead",
                        "milestone": "no",
                        "planned_cost": cost,
                        "report_date": today,
                        "actual_cost": round(cost * done / 100 * rng.uniform(0.95, 1.25), 2)
                        if done
                        else None,
                    }
                )
                start = finish + timedelta(days=3)
    _spoil(rows)
    return rows


def _spoil(rows: list[Row]) -> None:
    """No owner twice, no acceptance three times, an end before its start, and a line of forty days."""
    rows[4]["owner"] = rows[31]["owner"] = None
    rows[7]["acceptance"] = rows[26]["acceptance"] = rows[50]["acceptance"] = None
    start, finish = rows[12]["start"], rows[12]["finish"]
    rows[12]["start"], rows[12]["finish"] = finish, start
    rows[20]["duration_days"] = 40


def capacity() -> list[Row]:
    """Fourteen months of six teams; Platform Operations is booked over its hours from June."""
    rng = stream("capacity")
    rows: list[Row] = []
    for place in range(14):
        month = date(2025 + (10 + place) // 12, (10 + place) % 12 + 1, 1)
        for team in TEAMS:
            planned = 160.0 * len(AGENTS[team])
            absent = round(planned * {7: 0.32, 12: 0.22}.get(month.month, rng.uniform(0.06, 0.12)), 1)
            load = rng.uniform(0.82, 0.98)
            if team == "Platform Operations" and date(2026, 6, 1) <= month:
                load = rng.uniform(1.08, 1.24)
            if month == date(2026, 1, 1):
                load += 0.1
            rows.append(
                {
                    "team": team,
                    "month": month,
                    "planned_hours": planned,
                    "absent_hours": absent,
                    "available_hours": round(planned - absent, 1),
                    "booked_hours": round((planned - absent) * load, 1),
                }
            )
    return rows


def _entry(entry: str, name: str, start: datetime, end: datetime | None = None, **more: str) -> Row:
    return {"entry": entry, "name": name, "start": start, "end": end, "timezone": ZONE, **more}


def calendars() -> list[Row]:
    """Working hours, holidays, freezes, waves, releases and maintenance; an end is the first moment outside."""
    schedule = "8-5 weekdays Denmark"
    midnight = time(0)
    rows: list[Row] = [
        {
            "entry": "working hours",
            "calendar": schedule,
            "name": "Contract hours",
            "weekdays": "Mon, Tue, Wed, Thu, Fri",
            "opens": "08:00",
            "closes": "17:00",
            "timezone": ZONE,
        }
    ]
    rows += [
        {
            "entry": "holiday",
            "calendar": schedule,
            "name": reason,
            "region": "DK",
            "timezone": ZONE,
            "start": datetime.combine(day, midnight),
            "end": datetime.combine(day + timedelta(days=1), midnight),
        }
        for day, reason in HOLIDAYS.items()
    ]
    rows += [
        _entry(
            "freeze",
            "Year-end freeze 2025",
            datetime.combine(FREEZE_FIRST, midnight),
            datetime.combine(FREEZE_LAST + timedelta(days=1), midnight),
        ),
        _entry(
            "freeze",
            "Payments quarter-end",
            local("2026-03-30 00:00"),
            local("2026-04-02 00:00"),
            service="Payments",
        ),
        _entry(
            "freeze",
            "Payments quarter-end",
            local("2026-06-29 00:00"),
            local("2026-07-02 00:00"),
            service="Payments",
        ),
        _entry(
            "freeze",
            "Payments quarter-end",
            local("2026-09-28 00:00"),
            local("2026-10-02 00:00"),
            service="Payments",
        ),
        _entry("freeze", "Year-end freeze 2026", local("2026-12-07 00:00"), local("2027-01-04 00:00")),
        _entry(
            "release",
            "Customer Portal 26.3",
            RELEASE_NIGHT,
            RELEASE_NIGHT + timedelta(hours=4),
            service="Customer Portal",
            project="Portal Renewal",
        ),
        _entry(
            "release",
            "Customer Portal 26.3.2",
            MENDED_NIGHT,
            MENDED_NIGHT + timedelta(hours=3),
            service="Customer Portal",
            project="Portal Renewal",
        ),
        _entry(
            "release",
            "Customer Portal 26.6",
            local("2026-06-18 20:00"),
            local("2026-06-18 23:00"),
            service="Customer Portal",
            project="Portal Renewal",
        ),
        _entry(
            "release",
            "Customer Portal 26.9",
            local("2026-09-22 20:00"),
            local("2026-09-22 23:00"),
            service="Customer Portal",
            project="Portal Renewal",
        ),
        _entry(
            "release",
            "Mobile Onboarding pilot",
            local("2026-06-12 10:00"),
            local("2026-06-12 12:00"),
            service="Mobile Apps",
            project="Mobile Onboarding",
        ),
        _entry(
            "wave",
            "Data Centre Exit wave 1",
            local("2026-07-11 00:00"),
            local("2026-07-16 00:00"),
            service="ERP Hosting",
            project="Data Centre Exit",
            client="Fjord Energy",
        ),
        _entry(
            "wave",
            "Data Centre Exit wave 2",
            local("2026-10-03 00:00"),
            local("2026-10-08 00:00"),
            service="ERP Hosting",
            project="Data Centre Exit",
            client="Fjord Energy",
        ),
        _entry(
            "wave",
            "Data Centre Exit wave 3",
            local("2026-12-14 00:00"),
            local("2026-12-19 00:00"),
            service="Data Warehouse",
            project="Data Centre Exit",
            client="Fjord Energy",
        ),
        _entry(
            "wave",
            "Workplace Refresh wave 1",
            local("2026-09-21 00:00"),
            local("2026-10-10 00:00"),
            service="Workplace",
            project="Workplace Refresh",
            client="Tarn Retail",
        ),
        _entry(
            "wave",
            "Workplace Refresh wave 2",
            local("2026-11-16 00:00"),
            local("2026-12-19 00:00"),
            service="Workplace",
            project="Workplace Refresh",
            client="Tarn Retail",
        ),
    ]
    rows += [
        _entry("maintenance", "Monthly maintenance window", start, start + timedelta(hours=6))
        for start in _second_sundays()
    ]
    return rows


def _second_sundays() -> list[datetime]:
    found = []
    for place in range(14):
        month = date(2025 + (10 + place) // 12, (10 + place) % 12 + 1, 1)
        sunday = month + timedelta(days=(6 - month.weekday()) % 7 + 7)
        assert not is_working_day(sunday)
        found.append(datetime.combine(sunday, time(2)))
    return found
