"""How far can the figures be trusted?"""

from ui import page, quality

view = page()
quality.overview(view)
