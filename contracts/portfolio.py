"""Portfolio: the master list of clients, services, projects, suppliers and contracts, and what they are worth."""

from typing import ClassVar

from contracts.budget import CURRENCY
from contracts.contract import (
    Choice,
    Contract,
    Currency,
    Day,
    Flag,
    Identifier,
    Money,
    Person,
    Rank,
    Text,
    Whole,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Portfolio(Contract):
    """One client, service, project, supplier, team or contract that we look after."""

    kind: ClassVar[str] = "portfolio"
    title: ClassVar[str] = "Portfolio"
    about: ClassVar[str] = "Clients, services, projects, suppliers, teams and contracts with their owners and values."
    key: ClassVar[tuple[str, ...]] = ("entry", "name", "client")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = None
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("owner", "value", "code", "status", "client", "criticality", "start"),
    )
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("start", "end"),)

    entry: Choice = column(
        "What it is.", label="Portfolio entry", required=True, example="service", dimension="type",
        choices={"client": ("client", "customer", "account", "kunde", "cliente"),
                 "service": ("service", "application", "dienst", "servicio", "servizio", "serviço"),
                 "project": ("project", "projekt", "projet", "proyecto", "progetto", "projeto"),
                 "vendor": ("vendor", "supplier", "lieferant", "fournisseur", "proveedor", "fornitore", "fornecedor"),
                 "team": ("team", "group", "support group"), "cost_center": ("cost center", "cost centre"),
                 "pipeline": ("pipeline", "upcoming service", "demand"),
                 "contract": ("contract", "agreement", "vertrag", "contrat", "contrato", "contratto")},
        also_called=("entry", "portfolio type", "entry type", "object type", "type", "typ", "tipo", "record type",
                     "objekttyp"))
    name: Text = column("Its name.", label="Name", required=True, example="Payments",
                        also_called=("vendor name", "service name", "client name", "project name", "supplier name",
                                     "customer name", "team name"))
    code: Identifier = column("Its code in other systems.", label="Code", example="SVC-007",
                              also_called=("vendor id", "service id", "client id", "project id", "id", "short name",
                                           "supplier id",
                         "vendor no.", "vendor no", "vendor number", "supplier no", "supplier no.",
                         "supplier number", "customer no", "customer no.", "customer number", "client no",
                         "client number", "client code", "customer id", "service code", "vendor code", "supplier code",
                         "project number",
                         "project code", "kundennummer", "lieferantennummer", "account id"))
    client: Text = column("The client it belongs to.", label="Client", dimension="client", example="Fjord Energy",
                          also_called=("customer", "kunde", "cliente"))
    service: Text = column("The service it belongs to.", label="Service", dimension="service",
                           also_called=("dienst", "servicio", "servizio", "serviço"))
    vendor: Text = column("The supplier behind it.", label="Vendor", dimension="vendor", example="Nordwind IT",
                          also_called=("supplier", "lieferant", "fournisseur", "proveedor", "fornitore", "fornecedor"))
    team: Text = column("The team behind it.", label="Team", dimension="team", also_called=("support group",))
    support_level: Whole = column("The support level of a team: 1, 2 or 3.", label="Support level",
                                  also_called=("level", "tier level"))
    owner: Person = column("Who answers for it, as a keyed hash.", label="Owner", also_called=("service owner",
                                                                                           "account manager",
                                                                                           "project manager"))
    category: Text = column("Its category.", label="Category", dimension="category", also_called=("segment",
                                                            "domain"))
    criticality: Rank = column("How critical it is, 1 the most.", label="Criticality", example="1",
                               choices={"1": ("critical", "1 - most critical", "gold", "platinum", "tier 1"),
                                        "2": ("high", "2 - somewhat critical", "silver", "tier 2"),
                                        "3": ("medium", "3 - less critical", "bronze", "tier 3"),
                                        "4": ("low", "4 - not critical", "tier 4")},
                               also_called=("business criticality", "tier", "kritikalität", "criticité", "criticidad",
                                             "criticidade", "criticità"))
    value: Money = column("What it is worth a year: revenue of a client, cost of a service.", label="Yearly value",
                          example="1200000", also_called=("value", "annual value", "contract value", "total value",
                                                          "revenue", "annual revenue", "acv", "run cost",
                                                          "budget", "project budget", "annual cost", "jahreswert",
                         "annual contract value", "annual fee", "yearly value", "vertragswert",
                         "valeur annuelle", "valor anual", "valore annuo",
                         "contract value p.a.", "contract value per year", "annual spend", "yearly spend",
                         "annual contract value (acv)", "value p.a.", "volume p.a.", "jahresvolumen", "umsatz p.a.",
                         "yearly cost", "run cost p.a.", "annual amount", "wert", "valeur", "valor", "valore"))
    total_value: Money = column("What it is worth over its whole term, where the source says that and not a year.",
                                label="Total contract value",
                                also_called=("tcv", "total contract value (tcv)", "total contract amount",
                                             "contract total", "contract total value", "total value of contract",
                                             "lifetime value", "value over term", "total agreement value",
                                             "gesamtvertragswert", "gesamtauftragswert", "vertragsgesamtwert",
                                             "montant total du contrat", "valor total del contrato",
                                             "valor total do contrato", "valore totale del contratto"))
    monthly_value: Money = column("What it is worth a month, where the source says that and not a year.",
                                  label="Monthly value",
                                  also_called=("monthly contract value", "monthly fee", "mrr",
                                               "value per month",
                                               "value p.m.", "monatswert", "monatlicher wert", "montant mensuel",
                                               "valor mensual", "valor mensal", "canone mensile",
                                               "contract value per month", "monthly recurring revenue"))
    currency: Currency = column("The currency of the value.", label="Currency", example="EUR",
                                also_called=CURRENCY)
    users: Whole = column("How many people use it.", label="Users", example="850", also_called=("headcount",
                                                            "user count"))
    expected_tickets: Whole = column("How many tickets a month it is expected to bring.", label="Expected tickets",
                                     also_called=("expected monthly tickets",))
    start: Day = column("When it starts.", label="Start date", example="2024-01-01",
                        also_called=("contract start", "start", "go-live", "go live date", "since",
                                     "contract start date", "start of contract", "effective date",
                                     "commencement date", "award date", "awarded", "awarded date", "date awarded",
                                     "date of award", "signature date", "date signed", "signed date",
                                     "vertragsbeginn", "date de début", "fecha de inicio"))
    end: Day = column("When it ends.", label="End date", also_called=("contract end", "end", "expiry", "renewal date",
                                                              "contract end date", "end of contract",
                                                              "expiry date", "expiration date",
                                                              "contract expiry", "contract expiry date",
                                                              "vertragsende", "date de fin", "fecha de fin"))
    notice: Day = column("The last day to give notice.", label="Notice by", also_called=("notice date",))
    status: Text = column("Its status.", label="Status", example="active", dimension="status")
    contract: Text = column("The contract behind it.", label="Contract", also_called=("contract name",))
    board: Flag = column("Whether the board wants to see it.", label="Board relevant", example="true",
                         also_called=("show to board", "board"))
    note: Text = column("Anything else.", label="Note", also_called=("notes", "comment"))
