"""Interactions: talks with clients, the mood in them, and what was promised."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Day, Flag, Identifier, Person, Text, Whole, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Interactions(Contract):
    """One talk with a client, with the next step promised in it."""

    kind: ClassVar[str] = "interactions"
    title: ClassVar[str] = "Client interactions"
    about: ClassVar[str] = "Talks with clients: mood, insight, promise, one row a talk."
    key: ClassVar[tuple[str, ...]] = ("client", "held", "topic")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "held"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("mood", "insight", "topic", "next_step"),)
    happened: ClassVar[tuple[str, ...]] = ("held", "next_step_done")

    identifier: Identifier = column("The identifier, where there is one.", label="Interaction ID", example="I-031")
    client: Text = column("The client.", label="Client", required=True, dimension="client", example="Fjord Energy",
                          also_called=("customer", "kunde", "account"))
    held: Day = column("When it took place.", label="Interaction date", required=True, example="2026-03-18",
                       also_called=("held on", "meeting date", "contact date", "date of contact"))
    interaction: Choice = column("What it was.", label="Interaction", example="service review", dimension="type",
                                 choices={"service review": ("service review", "review", "qbr", "sdr"),
                                          "call": ("call", "phone", "telephone"), "visit": ("visit", "on site"),
                                          "mail": ("mail", "email", "e-mail"), "meeting": ("meeting", "workshop"),
                                          "informal": ("informal", "lunch", "coffee")},
                                 also_called=("interaction type", "contact type"))
    topic: Text = column("What it was about.", label="Topic", example="March outages", also_called=("subject",))
    mood: Whole = column("The mood as the manager felt it, −2 very bad to +2 very good.", label="Mood (-2 to +2)",
                         example="-1", also_called=("mood", "stimmung", "sentiment", "mood score"))
    insight: Text = column("What was learnt.", label="Insight", example="They compare us with another supplier",
                           also_called=("notes", "summary", "minutes"))
    request: Text = column("What the client asked for.", label="Client request", also_called=("request", "ask"))
    next_step: Text = column("What was promised.", label="Next step", example="Send root cause by Friday",
                             also_called=("promise", "action", "follow-up"))
    next_step_due: Day = column("When that is due.", label="Next step due", example="2026-03-20",
                                also_called=("promise due", "follow-up due", "action due"))
    next_step_done: Day = column("When that was done.", label="Next step done", also_called=("promise kept on",
                                                                                          "action done"))
    opportunity: Flag = column("Whether it opened an opportunity.", label="Opportunity seen", example="false")
    service: Text = column("The service.", label="Service", dimension="service")
    project: Text = column("The project.", label="Project", dimension="project")
    held_by: Person = column("Who held it, as a keyed hash.", label="Held by", also_called=("by", "our contact"))
    contact: Person = column("With whom, as a keyed hash.", label="Client contact", also_called=("contact person",))
