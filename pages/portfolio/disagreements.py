"""Where do two sources say different things, before the board notices?"""

import ui
from ui import radar

view = ui.page(needs="anything")
radar.radar(view)
radar.overrides(view)
