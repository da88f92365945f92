"""Opportunities: work clients may buy, from a remark in delivery to a signed order."""

from typing import ClassVar

from contracts.contract import (
    Choice,
    Contract,
    Currency,
    Day,
    Identifier,
    Money,
    Number,
    Person,
    Text,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Opportunities(Contract):
    """One opportunity as it stands."""

    kind: ClassVar[str] = "opportunities"
    title: ClassVar[str] = "Opportunities"
    about: ClassVar[str] = "Commercial opportunities, one row an opportunity."
    key: ClassVar[tuple[str, ...]] = ("identifier",)
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "created"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("amount", "stage"),)
    happened: ClassVar[tuple[str, ...]] = ("created", "closed", "updated")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("created", "closed"),)

    identifier: Identifier = column("The opportunity's identifier.", label="Opportunity ID", required=True,
                                    example="OPP-12", also_called=("opp id", "opportunity number", "deal id"))
    name: Text = column("What would be sold.", label="Opportunity", required=True,
                        example="24×7 support for Billing",
                        also_called=("opportunity name", "deal", "deal name"))
    client: Text = column("The client.", label="Client", dimension="client", example="Fjord Energy",
                          also_called=("customer", "account", "account name"))
    service: Text = column("The service.", label="Service", dimension="service")
    stage: Text = column("The stage as written.", label="Stage", example="Proposal", dimension="stage",
                         also_called=("sales stage", "phase", "deal stage"))
    outcome: Choice = column("Whether it is open, won or lost.", label="Outcome", reads="stage",
                             choices={"won": ("won", "closed won", "gewonnen", "gagné", "signed"),
                                      "lost": ("lost", "closed lost", "verloren", "perdu", "dropped", "withdrawn"),
                                      "open": ("open", "prospecting", "qualification", "proposal", "negotiation",
                                               "lead", "discovery", "quoted", "identified")})
    kind_of_sale: Choice = column("More of the same, something else, or a renewal.", label="Sale", example="upsell",
                                  dimension="type",
                                  choices={"upsell": ("upsell", "up-sell", "expansion"),
                                           "cross-sell": ("cross-sell", "cross sell"),
                                           "renewal": ("renewal", "extension"), "new": ("new", "new business")},
                                  also_called=("opportunity type", "deal type"))
    amount: Money = column("What it is worth.", label="Amount", example="120000", also_called=("value",
                                                            "deal value",
                                                                                             "opportunity value"))
    currency: Currency = column("The currency.", label="Currency", example="EUR")
    probability: Number = column("How likely it is, in percent.", label="Probability (%)", example="40",
                                 unit="percent", also_called=("probability", "win probability", "chance"))
    created: Day = column("When it was noted.", label="Created on", example="2026-01-15",
                          also_called=("created", "create date", "created date"))
    expected_close: Day = column("When it is expected to be decided.", label="Expected close", example="2026-05-31",
                                 also_called=("close date", "expected close date"))
    closed: Day = column("When it was won or lost.", label="Closed on", also_called=("won lost at", "closed date",
                                                                                  "decision date"))
    updated: Day = column("When it last changed.", label="Last updated", also_called=("updated",
                                                            "last modified date"))
    owner: Person = column("Who pursues it, as a keyed hash.", label="Opportunity owner", also_called=("owner",
                                                                                                   "sales rep"))
    came_from: Text = column("Where it came from.", label="Opportunity source", example="delivery",
                             also_called=("lead source", "source"))
    source_interaction: Identifier = column("The talk it came from.", label="Source interaction", example="I-031")
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
