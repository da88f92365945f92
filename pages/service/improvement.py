"""What should we fix so that it does not come back?"""

import ui
from ui import causes

view = ui.page(needs="incidents")
causes.heaviest(view)
causes.untidy(view)
