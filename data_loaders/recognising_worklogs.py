"""Hours that people booked on work items: a row for every booking, which no figure here counts."""

from __future__ import annotations

import re

from contracts.contract import normalised
from data_loaders.recognising_headers import Block

_ISSUE = re.compile(r"(?:issue|ticket|work item|task|story)(?: ?(?:key|id|no|number|#))?")
_BOOKED = re.compile(
    r"(?:hours|minutes|hours worked|time spent|timespent|spent time|logged|logged hours|hours logged|booked hours|"
    r"time logged|worked|billable hours)(?: (?:minutes|seconds|hours|h|min|s))?"
)
_WHEN = re.compile(
    r"(?:work|worklog|log|logged|spent|booking|entry|tracked) ?(?:date|day|at|on|started|start)|date logged|"
    r"spent at|spent on|started date|date"
)
_WHO = re.compile(
    r"(?:worklog )?(?:author|user|username|user name|full name|worker|employee|person|member|author id|author name)"
)
#: What numbers the bookings.
_NUMBERED = re.compile(r"(?:work ?log|time ?log|time ?entry)(?: ?(?:id|no|number|key))")
#: What the items themselves have, and bookings do not.
_OF_ITEMS = re.compile(
    r"(?:created|resolved|opened|closed|due|updated)(?: (?:date|at|on))?|due ?date|reporter|caller|"
    r"status|state|priority|severity|resolution"
)


def books_hours(block: Block) -> bool:
    """Whether every row is one booking: an issue, who worked on it, when, and for how long."""
    headings = {
        re.sub(r"[()\[\]_]+", " ", normalised(heading)).strip() for heading in block.raw_names.values()
    }
    wanted = (_ISSUE, _BOOKED, _WHEN, _WHO)
    if any(_NUMBERED.fullmatch(h) for h in headings):
        return all(any(one.fullmatch(h) for h in headings) for one in (_ISSUE, _BOOKED))
    return all(any(one.fullmatch(h) for h in headings) for one in wanted) and not any(
        _OF_ITEMS.fullmatch(h) for h in headings
    )


#: Why such a table is not loaded.
WHY = (
    "These are hours booked on work items, one row a booking; no figure counts them. Export the work items themselves"
    " with their time spent instead."
)
