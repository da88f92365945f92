"""Are we keeping the dates we promised?"""

import ui
from metrics.plans import (
    CAPACITY_LOAD,
    FIRST_TIME_ACCEPTANCE,
    LARGEST_SLIP,
    MILESTONE_SLIP,
    MILESTONES_ON_TIME,
)
from ui import milestones

view = ui.page(needs=("milestones", "plan_items"))
ui.answer(view, MILESTONES_ON_TIME, MILESTONE_SLIP, FIRST_TIME_ACCEPTANCE)
ui.kpis(view, MILESTONES_ON_TIME, MILESTONE_SLIP, LARGEST_SLIP, FIRST_TIME_ACCEPTANCE)
milestones.slips(view)
ui.kpis(view, CAPACITY_LOAD, lambda: milestones.plans(view))
