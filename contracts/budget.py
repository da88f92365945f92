"""Budget: what was planned, spent and forecast, by period; the long form of every monthly grid."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Currency, Day, Money, Text, Timestamp, Whole, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

VENDOR = ("supplier", "vendor name", "supplier name", "lieferant", "fournisseur", "proveedor", "fornecedor",
          "fornitore", "dodavatel", "dodávateľ", "leverancier", "leverandør", "kreditor", "beneficiary",
          "supplier text", "creditor name", "supplier(beneficiary) name", "merchant", "payee", "name of supplier",
          "merchant name", "creditor",
          "vendor/supplying plant", "supplier/supplying plant", "name 1", "raison sociale", "nom du fournisseur",
          "fournisseur/division fournisseur", "fournisseur/site fournisseur", "proveedor/centro suministrador",
          "fornecedor/centro fornecedor", "fornitore/div. fornitrice", "fornitore/divisione fornitrice",
          "leverancier/leverende vestiging", "supplier or party", "nombre del proveedor", "nome do fornecedor",
          "nome fornitore", "payee name", "lieferantenname", "name des lieferanten", "nom fournisseur",
          "leverantör", "dostawca", "sprzedawca", "leverandørnavn", "leverandor", "toimittaja", "kontrahent")
COST_CENTER = ("cost centre", "cost center code", "kostenstelle", "centre de coûts", "centro de coste",
               "centro de costos", "centro de custo", "centro di costo", "kostenplaats", "omkostningssted",
               "cost centre code", "nákladové středisko", "costcenter", "cc", "centre de coût", "cost object",
               "kostnadsställe", "kostsenter", "kostnadssted", "koststed", "mpk", "miejsce powstawania kosztów",
               "centro costo", "centro coste", "cost ctr", "costcentre", "level name", "ccoste", "ceco",
               "cost center name", "cost centre name", "kostenstellenbezeichnung", "centre de coût/ordre")
PROJECT = ("project name", "wbs element", "wbs", "projekt", "projet", "proyecto", "projeto", "progetto",
           "psp-element", "psp element", "project code", "order", "internal order", "innenauftrag")
SERVICE = ("service name", "it service", "dienst", "servicio", "serviço", "servizio", "application",
           "service label",
           "product", "anwendung", "department", "abteilung", "département", "departamento", "directorate",
           "dipartimento", "afdeling")
CLIENT = ("customer", "customer name", "client name", "kunde", "cliente", "account", "company name")
CURRENCY = ("währung", "devise", "moneda", "moeda", "valuta", "mena", "crcy", "curr", "ccy", "waers",
            "currency code", "waluta", "měna", "monnaie", "divisa", "invoice currency code",
             "currency key", "invoice currency", "invoice currency unit", "currency unit", "mata uang",
             "billing cur code", "billing currency", "billing currency code")


class Budget(Contract):
    """One amount of one budget line in one period and version."""

    kind: ClassVar[str] = "budget"
    title: ClassVar[str] = "Budget lines"
    about: ClassVar[str] = "Budget, actual and forecast amounts by period; grids are turned into this long form."
    key: ClassVar[tuple[str, ...]] = ("version", "fiscal_year", "month", "period", "quarter", "cost_center",
                                      "service", "project", "client", "vendor", "category", "kind_of_cost", "line")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "month"
    lines: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("month", "period", "fiscal_year", "quarter"),
        ("cost_center", "service", "project", "client", "vendor", "category", "line"),
    )

    fiscal_year: Whole = column("The fiscal year.", example="2026",
                                also_called=("fy", "year", "geschäftsjahr", "exercice", "ejercicio", "jahr",
                                             "année", "yr", "jaar", "år",
                                             "año", "ano", "anno", "gjahr", "budget year", "ano fiscal", "rok"))
    period: Whole = column("The period of the fiscal year, 1 the first.", example="1",
                           also_called=("posting period", "periode", "période", "periodo", "período",
                                        "fiscal period",
                                        "monat", "buchungsperiode", "month number", "month no", "month no.", "období",
                                        "month",
                                        "mois", "mes", "mês", "mese", "maand", "måned", "månad", "miesiąc",
                                        "accounting period", "acctg period", "gl period"))
    quarter: Whole = column("The quarter of the fiscal year, where amounts are given by quarter.",
                            also_called=("qtr", "quartal", "trimestre"))
    month: Day = column("The first day of the calendar month, where the source says it.", example="2026-01-01",
                        also_called=("calendar month", "period start", "mois", "mes", "mês", "mese", "date",
                                     "month start", "monat", "maand", "måned", "månad", "měsíc", "miesiąc",
                                     "year/month", "year month", "yearmonth", "month/year", "budget month",
                                     "reporting month", "period", "periode", "période", "periodo", "período",
                                     "time", "time period", "cost month", "fiscal month"))
    version: Choice = column(
        "Whether it was planned, spent or is expected.", example="budget", dimension="version",
        choices={"budget": ("budget", "plan", "planned", "budgeted", "soll", "prévu", "presupuesto", "orçamento",
                            "original budget", "approved budget", "target", "bud", "planwert", "bdg",
                            "preventivo", "adopted", "appropriation", "geplant", "begroting", "budgetiert",
                            "planung", "planzahlen", "planansatz", "ansatz", "soll-kosten", "plankosten", "budget voté",
                            "voté", "dotación", "previsto", "previsione iniziale", "stanziamento", "rozpočet",
                            "original plan", "projected cost", "projected costs", "projected amount",
                            "projected expense", "projected expenses", "allocated", "allocation",
                            "budget estimate", "budget estimates"),
                 "actual": ("actual", "actuals", "ist", "spent", "réel", "réalisé", "real", "realizado",
                            "consuntivo",
                            "act", "effective", "expenditure", "spend", "ytd actual", "istwert", "realisatie",
                            "gasto real", "executado", "realisiert", "actual spend", "istkosten", "ist-kosten",
                            "réalisations", "mandaté", "impegnato", "pagato", "liquidado", "skutečnost", "actual cost",
                            "actual costs", "act costs", "consumed", "expended", "utilised", "utilized"),
                 "forecast": ("forecast", "fcst", "estimate", "outlook", "fc", "prognose", "prévision", "previsión",
                              "previsão", "previsione", "latest estimate", "le", "hochrechnung", "projection",
                              "estimated", "pronóstico", "forecasted", "vorschau", "erwartung", "atterrissage",
                              "reforecast", "eac")},
        also_called=("scenario", "budget type", "amount type", "szenario", "scénario", "measure", "value type",
                     "data type", "plan version", "budget version", "type", "version type", "plan/ist", "ist/plan",
                     "soll/ist", "plan/actual", "budget/actual", "actual/budget", "budget/actual/forecast", "art",
                     "tipo", "typ", "wertart", "type de montant", "versione", "versión", "versão"))
    cost_center: Text = column("The cost centre.", label="Cost center", dimension="cost_center", example="4711",
                               also_called=COST_CENTER)
    service: Text = column("The service paid for.", dimension="service", example="Payments", also_called=SERVICE)
    project: Text = column("The project paid for.", dimension="project", also_called=PROJECT)
    client: Text = column("The client it is for.", dimension="client", also_called=CLIENT)
    vendor: Text = column("The supplier paid.", dimension="vendor", example="Nordwind IT", also_called=VENDOR)
    category: Text = column("The kind of cost as the source names it.", dimension="category", example="Licences",
                            also_called=("cost category", "account", "kostenart", "cost element", "expense type",
                                         "expense category", "catégorie", "categoría", "categoria", "kategorie",
                                         "gl account", "budget category", "cost type", "budget line", "rubrique",
                                         "account name", "ledger account", "gl account name", "account description",
                                         "cost element name", "nature", "libellé nature", "kostenartengruppe"))
    kind_of_cost: Choice = column(
        "Whether it keeps things running, improves them, or builds new ones.", label="Run or change", example="run",
        dimension="type",
        choices={"run": ("run", "opex", "operations", "maintenance", "betrieb", "bau", "keep the lights on", "r",
                         "revenue"),
                 "enhance": ("enhance", "enhancement", "change", "small change", "weiterentwicklung", "grow"),
                 "project": ("project", "capex", "transform", "investment", "projekt", "c", "capital")},
        also_called=("run/change", "run or grow", "capex/opex", "opex/capex", "type of spend", "spend type"))
    line: Text = column("The line as the source names it, where it is none of the above.", label="Budget line",
                        example="Payment gateway support",
                        also_called=("item", "description", "line item", "position", "bezeichnung", "libellé",
                                     "descripción", "descrizione", "descrição", "name", "budget item",
                                     "omschrijving"))
    amount: Money = column(
        "The amount; cost positive, credit negative.", required=True, example="12500",
        also_called=("value", "betrag", "montant", "importe", "valor", "importo", "wert", "net amount", "bedrag",
                     "částka", "total amount", "beløb", "kwota"))
    currency: Currency = column("The currency of the amount.", example="EUR", also_called=CURRENCY)
    progress: Text = column("How much of the work is done, where the plan says it (percent, for earned value).",
                            also_called=("% complete", "percent complete", "progress", "fertigstellungsgrad"))
    approved: Timestamp = column("When this version was approved.", also_called=("approved on", "approval date"))
