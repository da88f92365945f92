"""Requests: somebody asked for something from the catalogue; orders, their items and the tasks below them."""

from typing import ClassVar

from contracts import ticket_words as words
from contracts.contract import (
    Choice,
    Contract,
    Currency,
    Identifier,
    Money,
    Number,
    Person,
    Rank,
    Text,
    Timestamp,
    Whole,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

#: The numbers of catalogue tasks are not those of incidents: 3 is done here and does not wait.
_STATE_NUMBERS = {"new": ("1",), "in_progress": ("2",), "on_hold": ("-5",), "closed": ("3", "4", "7"),
                  "cancelled": ("8",)}
#: Words for the states of a request.
REQUEST_STATES: dict[str, tuple[str, ...]] = {
    category: (*(word for word in spoken if not word.isdigit()), *_STATE_NUMBERS.get(category, ()))
    for category, spoken in words.TICKET_STATES.items()
}


class Requests(Contract):
    """One request, requested item or catalogue task; `level` keeps the three apart, never count them together."""

    kind: ClassVar[str] = "requests"
    title: ClassVar[str] = "Requests"
    about: ClassVar[str] = "Service requests on three levels: the order, its items, and the tasks that fulfil them."
    key: ClassVar[tuple[str, ...]] = ("number",)
    newest_by: ClassVar[str | None] = "updated"
    occurred: ClassVar[str | None] = "opened"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("state", "opened", "closed", "stage", "item", "short_text"),
    )
    happened: ClassVar[tuple[str, ...]] = ("opened", "closed", "updated")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("opened", "closed"),)

    number: Identifier = column(
        "The record's own identifier.", required=True, example="RITM0010001",
        also_called=("request number", "ritm number", "requested item", "ritm", "sctask", "catalog task",
                     "task number",
                     "request id", "req number", "item number", "numéro", "nummer", "número", "numero",
                     "sc_req_item", "anforderungsnummer", "id", "ticket id", "catalog task number",
                     "service request number", "service request sr number", "sr number", "unique key",
                     "case id", "caseid", "case enquiry id", "service request id", "sr id"),
    )
    level: Choice = column(
        "Which of the three levels the record is: the request (REQ), an item of it (RITM), or a task (SCTASK).",
        example="item", dimension="level",
        choices={"request": ("req", "sc_request", "request"),
                 "item": ("ritm", "sc_req_item", "requested item"),
                 "task": ("sctask", "sc_task", "catalog task", "catalogue task")},
        also_called=("record level", "task type", "sys_class_name"),
    )
    parent: Identifier = column("The record above it: the request of an item, the item of a task.",
                                example="REQ0010001",
                                also_called=("request", "request_item", "request item", "parent", "parent request",
                                             "requested item",
                         "anforderung", "demande", "solicitud", "solicitação", "richiesta"))
    item: Text = column("What was ordered from the catalogue.", example="New laptop", dimension="category",
                        also_called=("cat_item", "catalog item", "catalogue item", "katalogelement",
                                     "élément de catalogue", "elemento del catálogo", "articolo del catalogo",
                         "artikel", "article", "élément", "artículo", "elemento", "articolo",
                         "item de catálogo", "artigo"))
    state: Text = column("The state as the tool writes it.", example="Closed Complete",
                         also_called=("request_state", "request state", *words.STATE))
    state_category: Choice = column("The state in words common to all tools.", reads="state",
                                    choices=REQUEST_STATES)
    stage: Text = column("The step of the workflow as the tool writes it.",
                         also_called=("phase", "étape", "etapa", "fase"))
    approval: Text = column("The approval as the tool writes it.", also_called=("approval state", "genehmigung",
                                                                               "approbation", "aprobación"))
    priority_label: Text = column("The priority as the tool writes it.", label="Priority", example="4 - Low",
                                  also_called=words.PRIORITY)
    priority: Rank = column("The priority as a number, 1 the most urgent.", label="Priority rank",
                            reads="priority_label", choices=words.PRIORITIES, dimension="priority")
    opened: Timestamp = column("When it was asked for.", example="2026-03-02 08:15:00",
                               also_called=("requested date", "requested on", "ordered", "order date",
                                            *words.OPENED))
    due: Timestamp = column("When it was promised.", example="2026-03-05 17:00:00", until=True, also_called=words.DUE)
    closed: Timestamp = column("When it was fulfilled and closed.", example="2026-03-04 10:00:00",
                               also_called=("fulfilled", "completed", "completed at", "delivered", *words.CLOSED,
                                            *words.RESOLVED))
    updated: Timestamp = column("When it last changed.", also_called=words.UPDATED)
    requested_for: Person = column("Who gets it, as a keyed hash.", also_called=("requested_for", *words.CALLER))
    service: Text = column("The service it belongs to.", dimension="service", example="Workplace",
                           also_called=words.SERVICE)
    configuration_item: Text = column("The configuration item it concerns.", also_called=words.CONFIGURATION_ITEM)
    category: Text = column("The category.", also_called=words.CATEGORY)
    channel: Text = column("How it was asked for.", dimension="channel", also_called=words.CHANNEL)
    assignment_group: Text = column("The team that fulfils it.", dimension="team", example="Desktop Support",
                                    also_called=words.ASSIGNMENT_GROUP)
    assignee: Person = column("The person who fulfils it, as a keyed hash.", also_called=words.ASSIGNEE)
    vendor: Text = column("The supplier who fulfils it.", dimension="vendor", also_called=words.VENDOR)
    client: Text = column("The client it belongs to.", dimension="client", example="Fjord Energy",
                          also_called=words.CLIENT)
    quantity: Number = column("How many were ordered.", example="1", also_called=("qty", "menge", "quantité"))
    price: Money = column("What it costs, in the currency of the row.", example="1200",
                          also_called=("cost", "total price", "preis", "prix", "precio"))
    currency: Currency = column("The currency of the price.", example="EUR")
    reassignments: Whole = column("How often it changed teams.",
                                  also_called=("reassignment count", "reassignment_count"))
    converted_from: Identifier = column("The incident it was made from.",
                                        also_called=("converted from incident", "origin incident"))
    close_code: Text = column("How it ended, as the tool writes it.", also_called=words.CLOSE_CODE)
    short_text: Text = column("What it is about, in one line.", label="Short description",
                              example="Laptop for new joiner",
                              also_called=words.SHORT_TEXT)
