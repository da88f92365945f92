"""What changed since the last board, and why?"""

import ui
from ui.board_freeze import frozen

frozen(ui.page(needs=("incidents", "ticket_slas", "actuals", "milestones", "risks", "survey_responses")))
