"""Actuals: postings of a ledger, cost by cost."""

from typing import ClassVar

from contracts.budget import CLIENT, COST_CENTER, CURRENCY, PROJECT, SERVICE, VENDOR
from contracts.contract import (
    Choice,
    Contract,
    Currency,
    Day,
    Flag,
    Identifier,
    Money,
    Number,
    Person,
    Text,
    Whole,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

DEBIT_CREDIT: dict[str, tuple[str, ...]] = {
    "debit": ("s", "soll", "debit", "dr", "d", "débit", "debe", "dare", "40"),
    "credit": ("h", "haben", "credit", "cr", "c", "crédit", "haber", "avere", "50"),
}


class Actuals(Contract):
    """One line of one posting."""

    kind: ClassVar[str] = "actuals"
    title: ClassVar[str] = "Postings"
    about: ClassVar[str] = "Actual costs from a ledger or payment register, one row a posting line."
    key: ClassVar[tuple[str, ...]] = ()
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "posting_date"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("amount", "amount_local"),
        ("posting_date", "document_date", "period", "posting_period", "fiscal_year"),
        ("document", "account", "vendor", "cost_center", "account_name", "project", "vendor_number", "reference"),
    )
    happened: ClassVar[tuple[str, ...]] = ("posting_date", "document_date", "cleared")

    company_code: Identifier = column("The company that posts.",
                                      also_called=("bukrs", "bukr", "buchungskreis", "société", "company code",
                                                   "entity", "body", "body name", "organisation name",
                                                   "authority name", "organisation", "company",
                         "sociedad", "società", "empresa", "business unit", "agency", "entity name", "ledger",
                         "company name"))
    document: Identifier = column(
        "The document number.", label="Document number", example="5000012345",
        also_called=("belnr", "belegnummer", "document no", "document no.", "transaction number", "transaction no",
                     "transaction no.", "transno", "trans no", "voucher", "journal", "refdocno", "doc. no.",
                     "n° document", "n° pièce", "sap document number", "internal ref number", "transactionnumber",
                     "document", "numéro de pièce", "journal entry", "transaction id", "payment reference",
                     "documentno", "voucher number", "numero documento", "número de documento",
                         "nº documento", "n. documento", "nº doc.", "nº de documento", "num", "ref no",
                     "check number",
                         "journal name", "journal number", "journal no", "journal no.", "journal id", "document id",
                         "numéro de document", "no de pièce", "docnr", "belegfeld 1", "belegnr", "belegnr.",
                         "belegnummer 1", "entry number", "check no", "cheque number", "warrant number",
                         "n° ecriture", "voucher no", "voucher no.", "vch no", "vch no.",
                         "n° mandat", "numéro de mandat", "numéro mandat", "mandat",
                         "report id", "expense report", "n° de pièce", "pièce", "piece"))
    document_line: Identifier = column("The line of the document.", label="Document line", example="1",
                                       also_called=("buzei", "line item", "item no", "posting row", "seq no",
                                                    "journal entry item", "posição", "buchungszeile", "line",
                         "je line", "journal line", "line no", "line number", "lineno", "je line number"))
    document_type: Text = column("The document type.", example="RE", dimension="type",
                                 also_called=("blart", "belegart", "doc. type", "document type",
                                              "journal entry type",
                                              "type de pièce", "typ dokladu",
                         "clase de documento", "tipo de documento", "tipo documento", "transaction type",
                         "type de document", "entry type", "voucher type", "vch type"))
    fiscal_year: Whole = column("The fiscal year.", example="2026",
                                also_called=("gjahr", "geschäftsjahr", "year", "fiscal yr", "exercice", "ejercicio",
                                             "financial year"))
    period: Whole = column("The period of the fiscal year.", example="3",
                           also_called=("monat", "posting period", "periode", "période", "periodo", "perbl", "per",
                                        "fiscal period", "período", "buchungsperiode"))
    posting_period: Text = column("Year and period in one cell, as written (201603, 2026/03).",
                                  also_called=("year/month", "yearmonth", "fiscal year/period", "period/year",
                                                   "date", "month", "quarter", "period", "payment period"))
    posting_date: Day = column(
        "The day it was posted or paid.", example="2026-03-31",
        also_called=("date", "budat", "buchungsdatum", "pstng date", "posting dt", "date comptable", "fecha contab.",
                     "date paid", "payment date", "date of payment", "paid date", "transaction date",
                     "datepaid", "date de comptabilisation", "fecha de contabilización", "data lançamento",
                     "data registrazione", "boekdatum", "datum zaúčtování", "paymentdate", "post date",
                     "fecha contable", "data di registrazione", "posted date", "gl date", "pay date",
                         "data de lançamento", "data contabile",
                         "accounting date", "effective date", "issue date", "check date", "fecha contabilización",
                         "fecha de asiento", "fecha asiento", "data contabilização", "data de contabilização",
                         "data di contabilizzazione", "datum", "fecha", "data", "date comptabilisation",
                         "date d'écriture", "date écriture", "date pièce comptable", "buchungstag", "buch.datum",
                         "buch.-datum", "buch.dat.", "buchungsdat.", "je date",
                         "journal date", "entry date", "disbursement date", "warrant date",
                         "expense date", "data da movimentação", "award date", "date of award", "dateconvention",
                         "data transação", "grant date", "date de convention",
                         "data pagamento",
                         "fe.contabilización", "fe.contab.", "fecha contab", "dt.lançamento", "dt. lançamento",
                         "data reg.", "data di reg.", "date cpt.", "date cptble", "date de paiement",
                         "date du paiement", "date paiement", "trans date", "trans. date",
                         "fecha de pago", "data do pagamento", "data de pagamento",
                         "data di pagamento", "zahlungsdatum", "zahldatum", "datum úhrady",
                         "datum platby", "dátum úhrady"))
    document_date: Day = column("The date of the document.", example="2026-03-28",
                                also_called=("bldat", "belegdatum", "doc. date", "document dt", "date pièce",
                                             "date de la pièce", "fecha doc.", "data documento", "invoice date",
                         "date du document", "fecha documento", "fecha de documento", "data do documento",
                         "fecha factura", "bill date", "voucher date"))
    due_date: Day = column("When it is to be paid.", also_called=("net due date", "zfbdt", "nettofälligkeit",
                                                               "due date", "net due dt", "échéance nette",
                         "échéance", "fecha vencimiento", "data di scadenza", "vencimiento neto",
                         "nettofälligkeitsdatum"))
    cleared: Day = column("When it was cleared.", also_called=("augdt", "clearing date", "ausgleichsdatum", "ausgleich",
                                                            "clearing",
                         "date rapprochement", "date de rapprochement", "fecha compensación", "data di pareggio"))
    clearing_document: Identifier = column("The document that cleared it.",
                                           also_called=("augbl", "clearing document", "clrng doc.",
                                                        "ausgleichsbeleg",
                         "pièce rapprochement", "pièce de rapprochement", "documento compensación",
                         "doc.compensación", "documento di pareggio"))
    account_type: Choice = column(
        "Whose account it is; one posting has lines of several, so a cost is a line of a general ledger account.",
        example="general_ledger", dimension="account_type",
        choices={"general_ledger": ("s", "gl", "g/l", "g/l account", "gl account", "general ledger", "ledger"),
                 "vendor": ("k", "vendor", "supplier", "kreditor", "accounts payable"),
                 "customer": ("d", "customer", "debitor"), "material": ("m", "material"), "asset": ("a", "asset")},
        also_called=("koart", "kontoart", "account type"))
    account: Identifier = column(
        "The account or cost element.", example="615000",
        also_called=("hkont", "saknr", "cost element", "kostenart", "g/l account", "gl account", "g/l acct",
                     "konto", "sachkonto", "compte", "g/l account no.", "g/l account no",
                     "gl account no", "cuenta", "conta", "conto", "compte général", "expense code",
                     "detailed expenditure code", "detailed expense code", "kstar", "account number", "rekening",
                     "cuenta de mayor", "expenditure code", "objective code", "detailedexpenditurecode",
                     "offst.acct",
                     "conto co.ge.",
                         "nature comptable", "clase de coste", "classe de custo", "voce di costo",
                         "clase de costo", "elemento de custo",
                         "ledger account", "main account", "natural account", "nominal code", "nominal account",
                         "n/c", "account code", "gl code", "sollkonto", "konto soll", "soll-konto",
                         "compte comptable", "n° compte", "numéro de compte", "cuenta contable", "nº cuenta",
                         "número de cuenta", "conta contábil", "conta contabil", "conto contabile", "object code",
                         "cost element code", "compte de charge"))
    account_name: Text = column(
        "The account or cost element in words.", example="Consultancy", dimension="category",
        also_called=("cost element name", "cost element descr.", "g/l account long text", "g/l description",
                     "g/l description.", "kostenartenbezeichnung", "expense type", "expenditure category",
                     "detailed expenditure type", "detailed expenses type", "expenditure type",
                     "account description",
                     "g/l acct long text", "category", "expenditurecategory", "kstar bezeichnung", "spend level 1",
                     "subjective", "merchant category", "account name", "g/l account name", "libellé du compte",
                     "detailedexpendituretype", "procurement classification", "expense description", "bezeichnung",
                         "nominal name", "ledger account name", "gl account name", "kontobezeichnung",
                         "kontenbezeichnung", "nombre de cuenta", "descripción cuenta", "intitulé du compte",
                         "libellé compte", "spend category", "expense category", "spending category", "object class",
                         "nature name", "expenditure account", "denominazione conto", "designation clase de coste",
                         "denom.clase de coste", "denominación clase de coste", "denom.classe custo",
                         "denominazione voce di costo", "désignation nature comptable", "descr.clase coste"))
    cost_center: Identifier = column("The cost centre.", label="Cost center", dimension="cost_center",
                                     example="4711",
                                     also_called=("kostl", *COST_CENTER, "expense area", "service code",
                         "kost1", "kostenstelle 1", "kost 1", "kostenst.", "kst", "section analytique",
                         "centro coste", "departamento code", "dept", "dept id", "department id"))
    profit_center: Identifier = column("The profit centre.", also_called=("prctr", "profit centre", "profitcenter",
                                                                         "centre de profit"))
    order: Identifier = column("The internal order.", also_called=("aufnr", "auftrag", "ordre", "orden",
                                                            "internal order",
                                                                  "innenauftrag"))
    project: Identifier = column("The project or its structure element.", dimension="project",
                                 also_called=("projk", "posid", "object", "project definition",
                                              *(p for p in PROJECT if p not in ("order", "internal order",
                                                                               "innenauftrag")),
                         "projektdefinition", "elemento pep", "élément otp", "elemento wbs", "elemento pep/orden",
                         "project id"))
    service: Text = column("The service or department that pays.", dimension="service", example="Payments",
                           also_called=("service division label", "service divison label", "strategic group",
                                        "servicelabel", "servicedivisionlabel", *SERVICE))
    client: Text = column("The client it is for.", dimension="client", also_called=CLIENT)
    vendor_number: Identifier = column("The supplier's account.", also_called=("lifnr", "vendor account",
                                                            "supplier id",
                                                                              "lieferantennummer", "vendor number",
                                                                              "supplier number",
                                                            "offsetting acct no."))
    vendor: Text = column("The supplier.", dimension="vendor", example="Nordwind IT",
                          also_called=("name of offsetting account", "offsetting account name", "suppliername",
                                       *VENDOR,
                         "supplier or party", "payee name", "paid to", "nome favorecido", "favorecido",
                         "beneficiary name", "supplier (beneficiary) name", "approved supplier (beneficiary) name",
                         "bénéficiaire", "beneficiario", "beneficiaire", "fornecedor", "nom du bénéficiaire",
                         "nombre del proveedor", "vendor/payee", "payee/vendor", "recipient", "recipient name",
                         "recipient org name",
                         "recipient organisation", "recipient organization", "grantee", "grantee name",
                         "grant recipient", "nombeneficiaire", "nom bénéficiaire"))
    amount_local: Money = column(
        "The amount in the currency of the company; cost positive, credit negative.",
        label="Amount in local currency",
        example="12500.00",
        also_called=("dmbtr", "amt.in loc.cur.", "amount in lc", "betrag in hauswährung", "betrag hauswährung",
                     "montant en devise interne", "importe en moneda local", "amount in company code currency",
                     "amount in local cur.", "company code currency value", "montante em moeda interna",
                         "accounted amount", "functional amount", "base amount", "importe en moneda de sociedad",
                         "montant en di", "montant en devise de la société", "importe moneda local",
                         "importo in divisa interna", "montante moeda interna", "betrag hauswähr", "amount (lcy)",
                         "amount in base currency", "amount in functional currency", "importo in valuta interna",
                         "importe en ml", "buchungsbetrag euro"))
    amount: Money = column(
        "The amount in the currency of the row; cost positive, credit negative.", example="12500.00",
        also_called=("wrbtr", "amount in doc. curr.", "amount in document currency", "val/coarea crcy",
                     "val.in rep.cur.", "value tran. curr.", "betrag", "net amount", "montant", "importe", "valor",
                     "importo", "wert", "value", "net", "amount in transaction currency", "netamount", "wert/bwähr",
                     "value in obj. crcy", "val/obj. crcy", "wkgbtr", "amount in dc", "betrag in belegwährung",
                     "wert in berichtswährung", "val. in rep. cur.", "kwota", "bedrag", "amount paid",
                     "value coarea crcy",
                     "wert/kostrechkreiswährung", "valor/moneda so.co", "val.dev.objet", "net value", "částka",
                         "val./devise objet", "valeur", "val./devise", "valor/moneda obj.",
                         "valor na moeda do objeto", "valore", "valore in divisa oggetto",
                         "importe en moneda de objeto", "val./dev. objet",
                         "check amount", "payment amount", "paid amount", "disbursement amount",
                         "transaction amount", "montant en devise pièce", "montant en devise document",
                         "importe en moneda de documento", "importe en moneda doc.", "valor pago", "valor pago (r$)",
                         "amount excluding vat", "amount excl. vat", "amount ex vat", "net amount excluding vat",
                         "value excluding vat", "invoice line value",
                         "umsatz", "split amount", "expenditure amount", "spend amount", "spend", "importo pagato",
                         "montant payé", "importe pagado",
                         "valor/mon.inf.", "valor/moneda inf.", "valor en moneda del informe", "valor/moeda rel.",
                         "valor em moeda do relatório", "valore/divisa rep.", "valore in divisa report",
                         "val./devise état", "valeur en devise du rapport", "valor en mon.inf.",
                         "buchungsbetrag", "valor transação",
                         "amount awarded", "award amount", "grant amount", "billing gross amt",
                         "uhrazená částka", "zaplacená částka", "trans amount",
                         "billing gross amount", "billing amount", "billing amt", "settlement amount"))
    gross_amount: Money = column("The amount with tax.", also_called=("gross", "gross amount", "amount incl. vat",
                                                                      "gross value"))
    tax: Money = column("The tax.", also_called=("vat", "irrecoverable vat", "tax amount", "mwst", "tva", "iva"))
    currency: Currency = column("The currency of the amount.", example="EUR",
                                also_called=("document currency", "report currency", "pswsl", "object currency",
                                             "transaction currency", "doc. currency", "rcur", "twaer", "owaer",
                                             "belegwährung", "berichtswährung", "coarea currency", *CURRENCY,
                         "entered currency", "devise pièce", "devise de la pièce", "moneda de documento",
                         "moneda doc.", "divisa documento", "moeda do documento", "transaction currency code",
                         "currency key",
                         "moneda del informe", "moneda informe", "moeda do relatório", "divisa report",
                         "devise du rapport", "devise du document", "moneda del documento", "divisa del documento",
                         "moeda documento"))
    local_currency: Currency = column("The currency of the company.",
                                      also_called=("hwaer", "local crcy", "hauswährung", "company code currency",
                                                   "lcurr",
                         "devise interne", "moneda local", "divisa interna", "moeda interna", "accounted currency",
                         "ledger currency", "functional currency"))
    debit_credit: Choice = column("Debit or credit, where the sign is not in the amount.", example="debit",
                                  choices=DEBIT_CREDIT,
                                  also_called=("shkzg", "debit/credit", "soll/haben", "d/c", "debit/credit ind",
                                               "debit/credit indicator", "s/h"))
    quantity: Number = column("The quantity.", also_called=("menge", "total quantity", "qty", "gesamtmenge",
                                                            "quantité",
                         "menge erfaßt gesamt", "menge erfasst gesamt", "quantité totale", "cantidad total",
                         "quantità totale"))
    purchase_order: Identifier = column("The purchase order it belongs to.", example="4500012345",
                                        also_called=("ebeln", "purchasing document", "po number",
                                                     "purchase order no",
                                                     "einkaufsbeleg", "bestellung", "commande d'achat", "po",
                                                     "po no",
                                                     "purchasing doc.", "document d'achat", "pedido"))
    purchase_order_item: Identifier = column("Its line.", also_called=("ebelp", "item", "po item", "position",
                                                                      "poste", "purchase order item"))
    reference: Text = column("The reference, often the supplier's invoice number.",
                             also_called=("xblnr", "referenz", "ref. document number", "invoice number",
                                          "référence",
                                          "referencia", "reference document", "ref.doc.no.", "invoice no",
                         "ref", "reference number", "external reference", "référence pièce", "belegfeld 2",
                         "document reference", "check number"))
    reversal: Flag = column("Whether it reverses another posting.",
                            also_called=("xreversal", "reversed", "storno", "reversal indicator"))
    reversed_by: Identifier = column("The document that reverses it.", also_called=("stblg", "reversed with",
                                                                                   "reverse document",
                                                            "stornobeleg"))
    capital_or_revenue: Text = column("Whether it is capital or running cost, as written.", dimension="capital",
                                      also_called=("capital or revenue", "capital/ revenue", "capital/revenue",
                                                   "capitalorrevenue", "revenue/capital"))
    text: Text = column("The text of the line.", example="March support",
                        also_called=("sgtxt", "item text", "description", "buchungstext", "libellé", "texto",
                                     "narrative", "document header text", "positionstext", "testo", "belegkopftext",
                                     "purpose of spend", "long description", "name", "extended description",
                                     "purpose of spend (summary)", "ucel platby", "memo",
                         "line memo", "line description", "journal description", "details", "memo/description",
                         "concepto", "concept", "histórico", "historico", "descrizione", "libellé écriture"))
    user: Person = column("Who posted it, as a keyed hash.", label="User name",
                          also_called=("usnam", "user name", "entered by", "benutzer", "erfasser", "utilisateur",
                                       "usuario", "username"))
