"""When will it be done, and how sure are we?"""

import ui
from ui import forecasts

view = ui.page(needs="work_items")
forecasts.forecast(view)
