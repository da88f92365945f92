"""What do we hand to the board?"""

import ui
from reports.pack import MEDIA, build
from ui.board_pack import pack

pack(
    ui.page(needs=("incidents", "ticket_slas", "actuals", "milestones", "risks", "survey_responses")),
    build,
    MEDIA,
)
