"""By which clock, calendar and currency are figures made?"""

import ui
from ui import settings

settings.groups(ui.page())
