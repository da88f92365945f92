"""What must the board decide, know and watch this month?"""

import ui
from ui.board_meeting import meeting

meeting(ui.page(needs=("incidents", "ticket_slas", "actuals", "milestones", "risks", "survey_responses")))
