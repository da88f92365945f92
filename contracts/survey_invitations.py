"""Survey invitations: who was asked, so that silence can be told from satisfaction."""

from typing import ClassVar

from contracts.contract import Contract, Flag, Identifier, Person, Text, Timestamp, Whole, column
from contracts.survey_responses import CLIENT

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class SurveyInvitations(Contract):
    """One invitation of one person to one survey."""

    kind: ClassVar[str] = "survey_invitations"
    title: ClassVar[str] = "Survey invitations"
    about: ClassVar[str] = "Invitations to surveys, one row a person asked, or the number asked in one sending."
    key: ClassVar[tuple[str, ...]] = ("recipient", "survey", "client", "sent")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "sent"
    happened: ClassVar[tuple[str, ...]] = ("sent", "opened")
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("recipient", "invited"),)
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("sent", "opened"),)

    survey: Text = column("Which survey.", example="Service survey 2026-Q1", dimension="survey",
                          also_called=("survey id", "survey name", "campaign", "wave", "umfrage", "enquête"))
    client: Text = column("The client asked.", dimension="client", example="Fjord Energy", also_called=CLIENT)
    recipient: Person = column("The person asked, as a keyed hash.", label="Recipient",
                               example="a.person@example.com",
                               also_called=("email", "email address", "recipient email", "invitee", "contact",
                                            "recipientemail", "sent to", "contact email", "customer email",
                                            "respondent email", "participant"))
    sent: Timestamp = column("When they were asked.", label="Sent", required=True, example="2026-03-15 08:00:00",
                             also_called=("sent at", "invited at", "invitation date", "sent date",
                                          "invitation sent",
                                          "sent on", "date sent", "versendet am", "envoyé le", "distribution date",
                                          "delivered on", "date invited", "email sent date",
                                     "invitation sent at", "survey sent at", "survey sent", "sent date time",
                                     "survey sent date", "invited", "invitation date time"))
    invited: Whole = column("How many people the row stands for; 1 where empty.", label="Invited", example="1",
                            also_called=("invitations sent", "invitations", "number invited", "invited count",
                                         "surveys sent", "sent count", "number sent", "no of invitations",
                                         "invitations delivered", "eingeladen", "einladungen", "invités",
                                         "invitations envoyées", "invitados", "convidados", "invitati"))
    delivered: Flag = column("Whether the invitation arrived.", label="Delivered", example="true",
                             also_called=("is delivered", "delivery status", "zugestellt", "bounced?"))
    opened: Timestamp = column("When they opened it.", label="Invitation opened",
                               also_called=("opened at", "opened date", "date opened", "email opened"))
    ticket: Identifier = column("The ticket they were asked about.", also_called=("ticket id", "ticket number"))
