"""Goods receipts: what suppliers delivered and what was accepted, movement by movement."""

from typing import ClassVar

from contracts.actuals import DEBIT_CREDIT
from contracts.budget import COST_CENTER, CURRENCY, VENDOR
from contracts.contract import Choice, Contract, Currency, Day, Identifier, Money, Number, Text, Whole, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class GoodsReceipts(Contract):
    """One movement of goods or one acceptance of a service."""

    kind: ClassVar[str] = "goods_receipts"
    title: ClassVar[str] = "Goods receipts"
    about: ClassVar[str] = "Deliveries and acceptances against purchase orders, one row a movement."
    key: ClassVar[tuple[str, ...]] = ("document", "document_year", "document_line")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "posting_date"
    lines: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("purchase_order",),
        ("quantity", "amount", "base_quantity"),
        ("movement", "posting_date"),
    )
    happened: ClassVar[tuple[str, ...]] = ("posting_date", "document_date", "entered")

    document: Identifier = column("The receipt's own number.", label="Material document",
                                  example="5000000010",
                                  also_called=("mblnr", "material doc.", "gr number", "receipt number", "grn",
                                               "gr no",
                                               "materialbeleg", "document article", "documento material",
                                               "goods receipt", "receipt no", "grn number", "wareneingang",
                         "document matériel", "doc. article", "documento materiale", "doc.material",
                         "documento de material", "grn no", "receipt", "gr document", "material doc"))
    document_year: Whole = column("The year of the number.", label="Material document year",
                                  also_called=("mjahr", "material doc. year", "mat. doc. year",
                                               "materialbelegjahr"))
    document_line: Identifier = column("Its line.", label="Material document item",
                                       also_called=("zeile", "material doc.item", "mat. doc.item", "receipt line",
                                                    "materialbelegposition", "material doc. item",
                         "poste document article", "pos.documento material", "posición documento material",
                         "posizione documento materiale", "item doc. material"))
    purchase_order: Identifier = column("The order it belongs to.", label="Purchase order", example="4500012345",
                                        also_called=("ebeln", "po", "po number", "purchasing document", "po no",
                                                     "bestellung", "commande d'achat", "pedido", "order number",
                                                     "po reference",
                         "commande", "pedido compras", "ordine", "ordine d'acquisto", "ordine di acquisto",
                         "numéro de commande", "bestellnummer"))
    purchase_order_item: Identifier = column("Its line.", label="Item", example="10",
                                             also_called=("ebelp", "po item", "item", "po line", "position",
                                                          "poste",
                         "posición", "posizione", "poste de commande", "po line number", "po line no"))
    movement: Identifier = column("The movement type: 101 receipt, 102 its reversal, 122 return.",
                                  label="Movement type", example="101",
                                  also_called=("bwart", "mvt", "bewegungsart", "type de mouvement", "mvmt type",
                                               "clase de movimiento", "code mouvement",
                         "code mvt", "cód.movimiento", "clase movimiento", "tipo movimento", "tipo di movimento",
                         "tipo de movimento", "cmv", "mov."))
    posting_date: Day = column("The day it was received.", example="2026-02-14",
                               also_called=("budat", "budat_mkpf", "buchungsdatum", "pstng date", "receipt date",
                                            "gr date", "date received", "received on", "goods receipt date",
                                            "date comptable", "delivery date", "fecha contab.",
                         "fecha contabilización", "fecha de contabilización", "data di registrazione",
                         "data registrazione", "data de lançamento", "fecha contable", "receiving date",
                         "received date"))
    document_date: Day = column("The date of the delivery note.", also_called=("bldat", "document date",
                                                            "belegdatum"))
    entered: Day = column("The day it was entered.", also_called=("cpudt", "cpudt_mkpf", "entry date",
                                                               "erfassungsdatum", "entered on"))
    quantity: Number = column("How much, in the unit of entry.", label="Qty in unit of entry", example="3",
                              also_called=("erfmg", "qty in un. of entry", "quantity received", "received quantity",
                                           "menge in erfassme", "menge in erfass.me", "qty received",
                                           "quantité en unité de saisie", "qty in une",
                         "qté en un. de saisie", "qté en unité de saisie", "quantité en un. de saisie",
                         "cantidad en um entrada", "ctd.en un.medida entrada", "cantidad en unidad de entrada",
                         "qtà in un. di misura immissione", "quantità in unità di immissione", "qtd. um registro",
                         "accepted quantity"))
    quantity_unit: Text = column("The unit of entry.", label="Unit of entry", also_called=("erfme",
                                                            "erfassungsmengeneinheit", "eun",
                         "unité de saisie", "un.medida entrada", "unidad de entrada"))
    base_quantity: Number = column("How much, in the unit of stock; often 0 where the unit of entry counts.",
                                   label="Quantity", also_called=("menge", "qty", "quantité"))
    amount: Money = column("The value.", label="Amt.in loc.cur.", example="12500.00",
                           also_called=("dmbtr", "amount in lc", "amount", "value", "betrag in hauswährung",
                                        "betrag hauswähr.",
                                        "received value", "amount in local currency", "montant en devise interne",
                         "montant en di", "importe ml", "importe en moneda local", "importo in divisa interna",
                         "montante em moeda interna", "montant di", "gr value", "receipt value", "received amount"))
    currency: Currency = column("The currency of the value.", example="EUR", also_called=CURRENCY)
    debit_credit: Choice = column("In or out, where the sign is not in the numbers.", choices=DEBIT_CREDIT,
                                  also_called=("shkzg", "debit/credit ind.", "soll/haben-kennz."))
    material: Identifier = column("The material.", also_called=("matnr", "material", "article", "artikel"))
    text: Text = column("What was received.", label="Material description",
                        also_called=("sgtxt", "maktx", "text", "description", "materialkurztext",
                                     "material short text",
                         "désignation article", "texto breve de material", "testo breve materiale",
                         "denominação do material"))
    vendor_number: Identifier = column("The supplier's account.", also_called=("lifnr", "vendor number"))
    vendor: Text = column("The supplier.", dimension="vendor", also_called=VENDOR)
    cost_center: Identifier = column("The cost centre.", dimension="cost_center", also_called=("kostl",
                                                            *COST_CENTER))
    company_code: Identifier = column("The company.", also_called=("bukrs", "company code", "buchungskreis"))
    plant: Text = column("The plant.", also_called=("werks", "werk"))
    accounting_document: Identifier = column("The posting it made.", also_called=("belnr",))
    reversed_document: Identifier = column("The receipt it reverses.", also_called=("smbln",
                                                            "reversed material document"))
    reference: Text = column("The delivery note.", also_called=("xblnr", "xblnr_mkpf", "delivery note", "reference",
                                                               "lieferschein"))
