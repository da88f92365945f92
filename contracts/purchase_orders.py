"""Purchase orders: what was ordered from suppliers, line by line."""

from typing import ClassVar

from contracts.budget import CLIENT, COST_CENTER, CURRENCY, PROJECT, SERVICE, VENDOR
from contracts.contract import (
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

class PurchaseOrders(Contract):
    """One line of one purchase order."""

    kind: ClassVar[str] = "purchase_orders"
    title: ClassVar[str] = "Purchase orders"
    about: ClassVar[str] = "Orders to suppliers, one row an order line."
    key: ClassVar[tuple[str, ...]] = ("purchase_order", "item")
    newest_by: ClassVar[str | None] = "changed"
    occurred: ClassVar[str | None] = "document_date"
    lines: ClassVar[bool] = True
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("net_value", "quantity", "net_price", "open_to_deliver"),
        ("vendor", "vendor_number", "text", "document_date", "item"),
    )
    happened: ClassVar[tuple[str, ...]] = ("document_date", "delivered", "changed")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("document_date", "delivery_date"),)

    purchase_order: Identifier = column(
        "The order number.", label="PO number", required=True, example="4500012345",
        also_called=("ebeln", "purchasing document", "po", "po no", "po no.", "po #", "order number", "order id",
                     "purchase order number", "bestellung", "bestellnummer", "einkaufsbeleg", "document d'achat",
                     "commande", "n° commande", "numéro de commande", "pedido", "número de pedido", "ordine",
                     "numero ordine", "purchasing doc.", "purchase order no", "bestelling", "inkooporder",
                     "indkøbsordre", "objednávka", "číslo objednávky",
                     "documento de compras", "purchasing document number", "po id",
                     "bestellnr", "bestell nr", "bestell-nr.", "n° de commande", "no commande", "nº pedido",
                     "nº de pedido", "orden de compra", "n. ordine", "n° ordine", "inköpsorder", "ordernummer",
                     "nr zamówienia", "zamówienie", "bon de commande", "purchase order nr",
                         "número do pedido", "ordem de compra",
                         "documento compras", "documento acquisti", "documento d'acquisto", "doc. compras",
                         "doc.compras", "documento de compra", "orden", "aankoopdocument", "inkoopdocument",
                         "document achat", "doc. achat", "purch.doc.", "purch. doc.", "purchasing doc. no."))
    item: Identifier = column("The line.", label="PO line", example="10",
                              also_called=("ebelp", "item", "po item", "line", "position", "poste", "posición",
                                           "pos.",
                                           "line no", "line item", "posizione", "po line no",
                                           "purchasing document item", "line number", "purchase order item", "po line",
                                           "bestellposition", "poste de commande", "posición de pedido", "pos",
                         "linha", "riga", "línea", "ligne",
                         "posicion", "item do documento de compras", "pos. acquisto", "itm", "n° poste",
                         "position du document", "line item number", "po line number",
                         "item number"))
    vendor_number: Identifier = column("The supplier's account.", also_called=("lifnr", "vendor number",
                                                            "supplier id",
                                                                              "vendor id", "kreditor",
                         "supplier number", "vendor account", "supplier code", "vendor code", "proveedor nº",
                         "código proveedor", "codice fornitore", "code fournisseur", "kreditorennummer",
                         "supplier no", "vendor no", "vendor no.", "account number"))
    vendor: Text = column("The supplier.", label="Vendor", dimension="vendor", example="Nordwind IT",
                          also_called=(*(v for v in VENDOR if v != "kreditor"), "name", "tiers"))
    document_type: Text = column("The type of order.", also_called=("bsart", "purchasing doc. type", "po type",
                                                                    "order type", "document type",
                         "type document achat", "type de document d'achat", "cl.documento compras",
                         "clase documento compras", "tipo doc.compras", "tipo documento acquisti",
                         "tipo doc. acquisti"))
    document_date: Day = column(
        "The day it was ordered.", label="PO date", example="2026-01-15",
        also_called=("bedat", "document date", "order date", "purchase order date", "bestelldatum", "belegdatum",
                     "date de commande", "fecha de pedido", "data ordine", "date", "po created", "date document",
                     "purchasing document date", "ordered on", "orderdatum", "bestellt am",
                     "date commande", "fecha del pedido", "data do pedido", "data dell'ordine", "datum", "fecha",
                     "data", "dato", "po creation date", "doc. date", "datum objednávky", "dátum objednávky",
                         "besteldatum", "tanggal po",
                         "date du document", "fecha documento", "fecha de documento", "data do documento",
                         "data documento", "creation date", "created date", "created on", "created date and time",
                         "creation date and time", "date de création", "fecha de creación", "data creazione",
                         "data de criação", "erstellt am", "erstellungsdatum", "documentdatum", "approved date",
                         "issued date"))
    delivery_date: Day = column(
        "The day delivery was promised.", example="2026-02-15",
        also_called=("eindt", "delivery date", "expected delivery", "lieferdatum", "date de livraison",
                     "deliv. date",
                     "fecha de entrega", "data di consegna", "expected delivery date", "promised date",
                     "leverdatum",
                     "statist. delivery date", "need by date", "need by", "required date",
                     "requested delivery date",
                         "fecha entrega", "data consegna", "data de remessa", "data de entrega", "date livraison",
                         "promised delivery", "promise date", "requested receipt date", "expected receipt date",
                         "expected date", "due date", "leveringsdato", "leveransdatum"))
    delivered: Day = column("The day it was delivered, where the list says it.", label="Actual delivery",
                            also_called=("actual delivery date", "received on", "delivered on",
                                         "goods receipt date"))
    changed: Day = column("When the line last changed.", also_called=("aedat", "changed on", "last changed"))
    material: Identifier = column("The material.", also_called=("matnr", "material number", "article", "artikel"))
    material_group: Text = column("The material group.", dimension="category",
                                  also_called=("matkl", "material group", "category", "warengruppe",
                                               "groupe de marchandises", "commodity"))
    text: Text = column("What was ordered.", label="Short text", example="Support January to March",
                        also_called=("txz01", "description", "item description", "kurztext", "désignation",
                                     "texto breve", "testo breve", "item", "product", "material description",
                                     "purchase order item text", "libellé", "beschreibung", "descripción",
                                     "descrizione", "descrição", "bezeichnung", "text",
                         "texte court", "texto breve do material", "desc.", "artikelbezeichnung", "item name",
                         "product name", "line description", "description courte", "omschrijving", "popis", "opis"))
    quantity: Number = column("How much was ordered.", label="Order quantity", example="3",
                              also_called=("menge", "quantity", "qty", "bestellmenge", "quantité", "cantidad",
                                           "quantità", "po quantity", "qté commandée", "quantity ordered",
                         "quantité commandée", "quantité de commande", "cantidad de pedido", "cantidad pedido",
                         "quantidade do pedido", "quantità ordinata", "quantità d'ordine", "bestelhoeveelheid",
                         "qty ordered", "ordered quantity", "ordered qty", "quantidade", "hoeveelheid", "ilość",
                         "množství"))
    quantity_unit: Text = column("The unit of the quantity.", label="Order unit", example="EA",
                                 also_called=("meins", "unit", "uom", "bestellmengeneinheit", "order quantity unit",
                                              "unit of measure", "oun",
                                              "unité",
                         "unité de quantité de commande", "unité de commande", "unidad medida pedido",
                         "unidad de medida de pedido", "unidade de medida do pedido", "unità di misura ordine",
                         "unità di misura", "unidad", "unidade", "einheit"))
    net_price: Money = column("The price per price unit, without tax.", example="4166.67",
                              also_called=("netpr", "unit price", "price", "nettopreis", "prix net", "precio neto",
                                           "prezzo netto", "net order price", "einzelpreis", "prix unitaire",
                         "preço líquido", "prix net de commande", "precio neto pedido", "precio unitario",
                         "preço unitário", "prezzo unitario", "nettoprijs", "unit cost", "price per unit"))
    price_unit: Number = column("How many units the price is for.", label="Price unit", example="1",
                                also_called=("peinh", "per", "preiseinheit", "unité de prix",
                         "base de prix", "cantidad base", "unidade de preço", "unità di prezzo", "unidad de precio"))
    net_value: Money = column(
        "The value of the line, without tax.", label="Net order value", example="12500.00",
        also_called=("netwr", "net value", "amount", "total", "order value", "total value", "nettobestellwert",
                     "line value", "po amount", "approved amount", "approved value",
                     "committed amount", "extended cost", "extended price", "extended amount", "line amount",
                     "value", "bestellwert", "valeur nette", "valor neto",
                     "valore netto",
                     "line total", "total amount", "net amount", "po value", "nettowert", "montant",
                     "montant ht", "total ht", "importe", "importe neto", "betrag", "importo", "valor", "bedrag",
                     "belopp", "beløb", "kwota", "order amount", "gesamtwert", "auftragswert", "netto", "order total",
                     "nettobetrag", "valor total", "importo netto",
                         "cena bez dph", "částka bez dph", "hodnota objednávky", "suma bez dph",
                         "valor líquido", "montant net", "importo totale", "importe total", "total price",
                     "extended price", "line amount", "total net order value", "extended amount",
                     "item total",
                         "valeur nette de commande", "valor neto de pedido", "valor neto pedido",
                         "valor líquido do pedido", "valore netto dell'ordine", "valore netto ordine",
                         "netto bestelwaarde", "ordered amount", "amount ordered", "committed amount",
                         "po line amount", "importe de línea", "total de línea", "montant de la ligne"))
    currency: Currency = column("The currency of the line.", example="EUR",
                                also_called=("document currency", "order currency", "po currency", *CURRENCY))
    open_to_deliver: Money = column(
        "What is still to be delivered, in value.", label="Still to be delivered (value)",
        also_called=("still to be delivered (val.)", "open value", "noch zu liefern (wert)",
                     "reste à livrer (valeur)",
                     "value still to be delivered", "delivery value open",
                         "por entregar (valor)", "por suministrar (valor)", "a ser fornecido (valor)",
                         "a fornecer (valor)", "ancora da consegnare (valore)", "da consegnare (valore)",
                         "nog te leveren (waarde)", "open delivery value", "undelivered value"))
    open_to_invoice: Money = column(
        "What is still to be invoiced, in value.", label="Still to be invoiced (value)",
        also_called=("still to be invoiced (val.)", "noch zu berechnen (wert)", "reste à facturer (valeur)",
                     "value still to be invoiced",
                         "por calcular (valor)", "por facturar (valor)", "a ser faturado (valor)",
                         "a faturar (valor)", "ancora da fatturare (valore)", "da fatturare (valore)",
                         "nog te factureren (waarde)", "open invoice value", "uninvoiced value"))
    quantity_open_to_deliver: Number = column("What is still to be delivered, in quantity.",
                                              label="Still to be delivered (qty)",
                                              also_called=("noch zu liefern (menge)", "open quantity",
                                                           "reste à livrer (quantité)",
                         "por entregar (cantidad)", "por suministrar (cantidad)", "a ser fornecido (qtd.)",
                         "a fornecer (quantidade)", "ancora da consegnare (quantità)", "da consegnare (quantità)",
                         "remaining quantity", "outstanding quantity"))
    quantity_open_to_invoice: Number = column("What is still to be invoiced, in quantity.",
                                              label="Still to be invoiced (qty)",
                                              also_called=("noch zu berechnen (menge)",
                                                           "reste à facturer (quantité)",
                         "por calcular (cantidad)", "por facturar (cantidad)", "a ser faturado (qtd.)",
                         "a faturar (quantidade)", "ancora da fatturare (quantità)", "da fatturare (quantità)"))
    received: Money = column("What was received, in value.", also_called=("received value", "gr value",
                                                                        "value received", "amount received",
                         "gr amount", "receipt amount", "amount delivered", "delivered value", "received amount"))
    invoiced: Money = column("What was invoiced, in value.", also_called=("invoiced value", "ir value",
                                                                        "value invoiced", "amount invoiced",
                         "invoice value", "invoiced amount", "billed amount", "amount billed", "bill amount"))
    deleted: Text = column("The deletion indicator as written; L means deleted.", label="Deletion indicator",
                           also_called=("loekz", "deletion indicator", "löschkennzeichen", "ind. de suppression",
                                        "indicador de borrado", "deleted",
                         "code de suppression", "indicador borrado", "código de eliminação", "codice cancellazione",
                         "deletion flag"))
    release_state: Text = column("The release indicator as written.", label="Release indicator",
                                 also_called=("frgke", "freigabekennzeichen", "release state", "release status"))
    delivery_complete: Text = column("Whether no more delivery is expected, as written.",
                                     also_called=("elikz", "delivery completed", "endlieferung"))
    status: Text = column("The status as written.", example="Open", dimension="status",
                          also_called=("po status", "order status", "statut", "estado", "stato",
                         "approval status", "purchase order status", "document status", "stav", "stan"))
    requisition: Identifier = column("The requisition it came from.", label="Purchase requisition",
                                     also_called=("banfn", "banf", "bestellanforderung", "requisition",
                                                  "demande d'achat"))
    company_code: Identifier = column("The company that ordered.", also_called=("bukrs", "buchungskreis"))
    plant: Text = column("The plant.", also_called=("werks", "werk", "division", "centro"))
    cost_center: Identifier = column("The cost centre.", label="Cost center", dimension="cost_center",
                                     example="4711",
                                     also_called=("kostl", *COST_CENTER))
    project: Identifier = column("The project.", dimension="project", also_called=PROJECT)
    service: Text = column("The service or department that ordered.", dimension="service", example="Payments",
                           also_called=SERVICE)
    client: Text = column("The client it is for.", dimension="client", also_called=CLIENT)
    payment_terms: Text = column("The terms of payment.", also_called=("zterm", "zahlungsbedingungen",
                                                                     "conditions de paiement"))
    requester: Person = column("Who ordered, as a keyed hash.", label="Created by",
                               also_called=("ernam", "requested by", "angelegt von", "créé par", "creado por",
                                            "requisitioner", "buyer"))
