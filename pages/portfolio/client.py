"""How does one client stand with us, from tickets to money to mood?"""

import ui

view = ui.page()
