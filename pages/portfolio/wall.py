"""Which client or service needs us now?"""

import ui
from ui.wall import wall

view = ui.page(needs="anything")
wall(view)
