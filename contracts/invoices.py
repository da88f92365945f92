"""Invoices: what suppliers asked to be paid, line by line where the register has lines."""

from typing import ClassVar

from contracts.budget import CLIENT, COST_CENTER, CURRENCY, PROJECT, SERVICE, VENDOR
from contracts.contract import Contract, Currency, Day, Identifier, Money, Number, Text, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Invoices(Contract):
    """One invoice, or one line of it."""

    kind: ClassVar[str] = "invoices"
    title: ClassVar[str] = "Invoices"
    about: ClassVar[str] = "Invoices of suppliers, one row an invoice or an invoice line."
    key: ClassVar[tuple[str, ...]] = ("invoice", "vendor", "line")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "invoice_date"
    lines: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("amount", "net_amount", "document_amount"),
        ("invoice_date", "due", "paid", "posted"),
    )
    happened: ClassVar[tuple[str, ...]] = ("invoice_date", "received", "posted", "paid")

    invoice: Identifier = column(
        "The invoice number in our books.", label="Invoice number", required=True, example="INV-2026-0001",
        also_called=("invoice no", "invoice no.", "invoice", "inv no", "inv_no", "rechnungsnummer",
                     "rechnung", "numéro de facture", "n° facture", "facture", "número de factura", "factura",
                     "número da fatura", "fatura", "numero fattura", "fattura", "factuurnummer", "fakturanummer",
                     "cislo faktury", "číslo faktury", "numer faktury", "bill number", "invoice #", "faktura",
                     "rechnungsnr", "rechnungs nr", "rechnung nr", "re nr", "facture n°", "n° de facture",
                     "numéro facture", "nº factura", "n.º factura", "nº de factura", "num factura", "nº fatura",
                     "n. fattura", "n fattura", "nr fattura", "fattura n", "fakturanr", "faktura nr",
                     "faktura nummer", "factuurnr", "invoice num", "invoice nr", "inv number", "inv #", "bill no",
                     "nr faktury", "číslo faktúry", "evidenční číslo faktury", "číslo dokladu",
                     "invoice document", "invoice document number", "inv. doc. no.", "rechnungsbeleg",
                         "nota fiscal", "voucher number", "voucher no",
                         "inv. no.", "supplier invoice", "bill", "numéro de la facture", "número factura",
                         "numero documento", "nr. fattura", "invoice reference", "bill no.", "ap invoice",
                         "invoice ref", "invoice ref.", "invoice id", "invoice doc.",
                         "invoice doc", "nomor faktur", "no faktur"))
    line: Identifier = column("Its line.", label="Invoice line", example="1",
                              also_called=("line", "line no", "cislo radku", "číslo řádku", "invoice item",
                                           "position",
                                           "line number", "invoice line no", "rechnungsposition"))
    type: Text = column("The type as written: invoice, advance, credit note.", label="Document type", example="F",
                        dimension="type", also_called=("typ dokladu", "invoice type", "document type", "belegart",
                                                       "typ", "type de document"))
    vendor: Text = column("The supplier.", label="Vendor", dimension="vendor", example="Nordwind IT",
                          also_called=("dodavatel", *VENDOR,
                         "supplier or party", "supplier/party", "tiers",
                         "vendor display name", "invoice partner display name",
                         "bill from", "remit to", "vendor/supplier"))
    vendor_number: Identifier = column("The supplier's account.", also_called=("kod partnera", "vendor id",
                                                                              "supplier id", "vendor number",
                                                            "lifnr",
                                                                              "kreditorennummer", "ico", "ičo",
                         "vendor account", "supplier number", "vendor no", "vendor no.", "vendor code",
                         "supplier code", "supplier no", "account number"))
    vendor_invoice: Identifier = column("The supplier's own invoice number.", label="Supplier invoice number",
                                        example="OF08/48037",
                                        also_called=("cislo faktury dodavatele", "external invoice number",
                                                     "vendor invoice number", "vendor invoice no", "reference",
                                                     "supplier reference", "variabilni symbol",
                                                     "externe rechnungsnummer",
                         "supplier's invoice number", "supplier invoice number", "supplier invoice no", "vendor ref",
                         "external document no.", "external document no", "document externe"))
    purchase_order: Identifier = column("The order it refers to.", label="PO number", example="4500012345",
                                        also_called=("po reference", "po", "po no", "purchase order",
                                                     "order number",
                                                     "bestellnummer", "ebeln", "bestellung", "n° commande",
                                                     "po ref",
                                                     "purchasing document", "pedido", "ordine", "cislo objednavky"))
    purchase_order_item: Identifier = column("Its line.", label="PO line", also_called=("po item", "po line no",
                                                                                      "ebelp"))
    invoice_date: Day = column("The date on the invoice.", example="2026-03-05",
                               also_called=("datum vystaveni", "invoice dt", "rechnungsdatum", "date de facture",
                                            "date facture", "fecha de factura", "data fattura", "data da fatura",
                                            "factuurdatum", "fakturadato", "issue date", "bill date", "inv date",
                                            "date of invoice", "document date", "datum vystavení", "belegdatum",
                                            "fakturadatum",
                                            "fecha factura", "data da fatura", "data fatura", "inv dt",
                                            "date de la facture", "data emissione", "fecha de emisión",
                                            "data de emissão", "data wystawienia", "date", "datum", "fecha", "data",
                                            "dato",
                         "created date", "data di emissione", "invoice created date", "issued on", "date d'émission",
                         "invoice date - date", "invoice/bill date", "bill/invoice date", "doc. date",
                         "doc date", "purchase date"))
    received: Day = column("The day it arrived.", label="Received date",
                           also_called=("datum prijeti", "received on", "date received", "eingangsdatum",
                                        "date de réception", "receipt date", "invoice received", "datum přijetí",
                                        "dátum doručenia", "dátum prijatia",
                                        "datum doručení"))
    posted: Day = column("The day it was posted.", label="Posted date",
                         also_called=("posting date", "budat", "buchungsdatum", "posted on", "date comptable",
                         "accounting date", "gl date", "posting dt"))
    due: Day = column("The day it is to be paid.", label="Due date", example="2026-04-04",
                      also_called=("datum splatnosti", "payment due", "fällig am", "fälligkeitsdatum", "échéance",
                                   "date d'échéance", "vencimiento", "fecha de vencimiento", "scadenza",
                                   "data di scadenza", "vervaldatum", "net due date", "vencimento",
                                   "due in date", "payment due date",
                         "net due", "due by", "payable by", "terms due date", "date échéance", "scadenza pagamento",
                         "data vencimento", "data de vencimento", "zahlbar bis", "splatnost", "dátum splatnosti",
                         "termin płatności",
                         "forfaldsdato", "förfallodatum", "forfallsdato", "eräpäivä", "förfaller",
                         "termin platnosci", "data płatności"))
    paid: Day = column("The day it was paid.", label="Paid date",
                       also_called=("datum uhrady", "payment date", "paid on", "date paid", "zahlungsdatum",
                                    "date de paiement", "fecha de pago", "data pagamento", "clearing date",
                                    "settlement date", "datum úhrady", "dátum úhrady", "datum zaplacení",
                                    "bezahlt am", "check date",
                                    "cheque date", "settled date", "clear date",
                         "paid at", "payment made", "date payment", "date paiement", "date de règlement",
                         "date règlement",
                         "fecha de cobro", "data do pagamento", "last payment date", "fecha pago",
                         "data de pagamento", "data del pagamento"))
    quantity: Number = column("The quantity invoiced.", also_called=("qty", "menge", "quantité",
                                                            "invoiced quantity"))
    net_amount: Money = column("The amount of the row without tax; a credit note is negative.", label="Net amount",
                               example="12500.00",
                               also_called=("subtotal", "castka bez dph - radek", "net", "amount excl. vat",
                                            "nettobetrag", "montant ht", "base imponible", "imponibile", "netto",
                                            "montant hors taxe", "nettobeløb", "kwota netto", "amount excl. tax",
                                            "valor líquido", "netto amount",
                                            "amount excluding tax", "net value", "total ht", "importe neto",
                                            "částka bez dph", "suma bez dph", "cena bez dph", "net total",
                         "importo netto",
                         "net invoice amount", "invoice amount excl. vat", "amount without tax", "untaxed amount",
                         "base", "amount excl vat", "tax excluded", "line amount", "extended amount",
                         "taxable value", "taxable amount", "tax base amount", "assessable value", "valor sem iva",
                         "total sem iva", "totale imponibile"))
    tax_amount: Money = column("The tax of the row.", label="Tax",
                               also_called=("vat", "amount of vat",
                                     "tax amount", "mwst", "tva", "iva", "dph", "vat amount", "gst",
                                            "steuerbetrag", "montant tva", "btw", "moms",
                         "tax total", "total tax", "imposta", "impuesto", "imposto", "montant de la tva", "iva (22%)"))
    amount: Money = column("The amount of the row with tax, as it is paid.", label="Amount", example="14875.00",
                           also_called=("total", "castka - radek", "invoice amount", "gross amount", "total amount",
                                        "bruttobetrag", "betrag", "montant ttc", "importe", "importe total",
                                        "importo", "valor", "amount due", "gross", "rechnungsbetrag", "total ttc",
                                        "montant", "částka", "invoice total", "bedrag", "grand total", "brutto",
                                        "amount incl. vat", "invoice value", "beløb", "belopp", "kwota",
                                        "kwota brutto", "valor total", "totale", "totale fattura", "total factura",
                                        "gesamtbetrag", "amount incl. tax", "total incl. vat", "gross total",
                                        "total fatura", "montant total", "totaal", "sum",
                         "importo totale", "totaalbedrag", "valor da fatura", "importe factura",
                                        "total open amount", "payment amount",
                         "total invoice amount", "invoice total amount", "total amount due", "total invoice",
                         "amount billed", "montant de la facture", "importe de la factura", "importo fattura",
                         "invoice spend", "total with tax", "total including tax", "line item amount",
                         "line total", "cost", "bill total", "total bill amount", "total invoiced", "totale documento",
                         "total com iva", "valor com iva", "částka s dph", "částka vč. dph", "částka včetně dph",
                         "celková částka", "cena s dph", "suma s dph", "celková suma", "celkom s dph",
                         "hodnota s dph", "uhrazená částka", "kwota z vat", "celkem s dph"))
    document_amount: Money = column(
        "The amount of the whole invoice where rows are its lines; repeated on every line, never to be summed.",
        label="Invoice total", also_called=("castka", "invoice gross total"))
    currency: Currency = column("The currency of the amounts.", example="EUR",
                                also_called=("mena", "invoice currency", *CURRENCY))
    foreign_amount: Money = column("The amount of the whole invoice in its own currency, where the books keep another.",
                                   also_called=("castka cizi mena", "foreign currency amount",
                                                "amount in foreign currency"))
    foreign_paid: Money = column("What was paid in that currency.", also_called=("uhrada cizi mena",))
    foreign_currency: Identifier = column("That currency, as the register codes it.",
                                          also_called=("cizi mena id", "foreign currency"))
    status: Text = column("The status as written.", example="Approved", dimension="status",
                          also_called=("invoice status", "payment status", "statut", "estado", "stato", "stav",
                                       "approval status",
                         "paid status", "validation status", "bill status", "zahlungsstatus"))
    payment_block: Text = column("Why payment is blocked, as written.", also_called=("zahlsperre", "blocked",
                                                                                    "pay block",
                                                            "blocage paiement"))
    payment_terms: Text = column("The terms of payment.", also_called=("terms", "zahlungsbedingungen", "zterm",
                                                                     "conditions de paiement"))
    po_amount: Money = column("The amount of the order, where the register repeats it.", label="PO amount",
                              also_called=("order amount", "po value"))
    cost_center: Identifier = column("The cost centre.", dimension="cost_center", also_called=COST_CENTER)
    project: Identifier = column("The project.", dimension="project", also_called=PROJECT)
    service: Text = column("The service it is for.", dimension="service", also_called=SERVICE)
    client: Text = column("The client it is for.", dimension="client", also_called=CLIENT)
    text: Text = column("What it is for.", label="Description", example="Support March",
                        also_called=("ucel platby", "text", "beschreibung", "libellé", "concepto", "descrizione",
                                     "purpose", "descripción", "účel platby", "subject", "item description",
                                     "verwendungszweck", "objet",
                         "line description", "memo", "notes"))
