"""Where will the year's budget end, and what is still free?"""

import ui
from ui.budgets import budget

view = ui.page(needs=("budget", "actuals"))
budget(view)
