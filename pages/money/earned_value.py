"""Are we getting the work we are paying for?"""

import ui
from ui.earned import earned_value

view = ui.page(needs="plan_items")
earned_value(view)
