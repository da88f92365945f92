"""What exactly does each figure and each column mean?"""

from ui import definitions, page

view = page()
definitions.metrics(view)
definitions.inputs()
