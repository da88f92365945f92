"""Payment registers of public bodies and the invoice register of a ministry: published lists of who was paid what."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
PUBLIC_SPEND = Source(
    name="public_spend",
    title="Payment register of a public body",
    exports=(
        Export(
            kind="actuals",
            tells=(
                ("body", "body name", "supplier name", "net amount"),
                ("body name", "service label", "supplier name", "net amount"),
                ("bodyname", "servicelabel", "suppliername", "netamount"),
                ("departmental family", "entity", "supplier", "amount"),
                ("department family", "entity", "supplier", "amount"),
                ("body", "supplier name", "net amount", "transaction number"),
                ("authority name", "date of payment", "supplier name"),
                ("strategic group", "supplier text", "amount"),
                ("body", "organisation name", "supplier(beneficiary) name", "net amount"),
                ("organisation name", "supplier(beneficiary) name", "net amount"),
                ("directorate", "supplier", "net amount"),
                ("expense type", "expense area", "supplier", "amount"),
                ("body name", "date paid", "supplier name", "amount"),
                ("supplier", "date", "amount", "transaction number", "expense type"),
                ("beneficiary", "date paid", "amount"),
                ("body name", "payment date", "supplier name", "net amount"),
                ("body name", "invoice payment date", "supplier name", "net amount"),
                ("organisation name", "directorate", "payment date", "supplier name", "net amount"),
                ("payment date", "amount", "beneficiary name"),
                ("payment date", "amount", "benificiary name"),
                ("gl date", "invoiced value", "supplier name"),
                ("gl date", "value", "supplier"),
                ("invoice gl date", "spend", "supplier name"),
                ("directorate", "supplier", "invoice line value", "account"),
                ("strgrpcc", "cipfsubj", "transno", "amount"),
                ("directorate", "paid date", "supplier name", "total"),
                ("vendor name", "document no", "amount", "clearing date"),
                ("vendor name", "document number", "amount", "clearing date"),
            ),
            headings={
                "company_code": ("body name", "entity", "organisation name", "authority name", "bodyname"),
                "service": ("service label", "directorate", "strategic group", "servicelabel", "service area",
                            "department", "organisational unit", "business unit description", "service", "strgrpcc",
                            "service category label"),
                "cost_center": ("service division label", "service divison label", "servicedivisionlabel",
                                "expense area", "service code", "business unit no."),
                "account_name": ("detailed expenditure type", "detailed expenses type", "detailedexpendituretype",
                                 "g/l description", "g/l description.", "expense type", "expenditure category",
                                 "spend level 2", "expenditurecategory", "expenses type", "expense code description",
                                 "expenditure account code description", "expenditure account", "merchant category",
                                 "account", "category family", "cipfsubs", "sercop expenditure category",
                                 "group description"),
                "account": ("detailed expenditure code", "detailed expense code", "detailedexpenditurecode",
                            "expenditure code", "expense code"),
                "vendor": ("supplier id(t)", "supplier name", "supplier", "suppliername", "supplier text",
                           "supplier(beneficiary) name", "beneficiary", "beneficiary name", "benificiary name",
                           "vendor name"),
                "vendor_number": ("supplier id", "vendor id", "address book no."),
                # Some registers give no other day than the one on which the payment cleared the invoice.
                "posting_date": ("date paid", "datepaid", "payment date", "date of payment", "transaction date",
                                 "date", "invoice payment date", "gl date", "invoice gl date", "posting date",
                                 "pstng date", "paid date", "clearing date"),
                "posting_period": ("period",),
                "amount": ("net amount", "netamount", "net", "amount", "invoiced value", "invoice line value", "value",
                           "spend", "total"),
                "gross_amount": ("gross", "gross amount"),
                "tax": ("vat", "irrecoverable vat"),
                "document": ("transaction number", "transaction no", "transaction no.", "transactionnumber", "transno",
                             "sap document number", "internal ref number", "internal ref"),
                "document_line": ("seq no", "sequence no"),
                "reference": ("invoice number", "invoice no."),
                "capital_or_revenue": ("cap/rev",),
                "text": ("narrative", "purpose of spend (summary)", "purpose of spend", "description"),
            },
            ignore=("body", "updated", "source", "definition"),
            first_of=("procurement classification",),
        ),
    ),
)

CZECH_MINISTRY = Source(
    name="czech_ministry",
    title="Invoice register of a Czech ministry",
    exports=(
        Export(
            kind="invoices",
            tells=(("cislo faktury", "dodavatel", "castka", "datum vystaveni"),
                   ("číslo faktury", "dodavatel", "částka")),
            headings={
                "amount": ("castka - radek",), "net_amount": ("castka bez dph - radek",),
                "document_amount": ("castka",), "invoice": ("cislo faktury",),
                "vendor_invoice": ("cislo faktury dodavatele",), "line": ("cislo radku",), "type": ("typ dokladu",),
                "foreign_amount": ("castka cizi mena",), "foreign_currency": ("cizi mena id",),
                "currency": ("mena",), "text": ("ucel platby",),
            },
            ignore=("variabilni symbol",),
        ),
    ),
)

PROCUREMENT = Source(
    name="procurement_workbook",
    title="Procurement workbook",
    exports=(
        Export(
            kind="purchase_orders",
            tells=(("po number", "po date", "vendor"), ("po number", "vendor", "unit price", "quantity"),
                   ("po number", "vendor", "quantity", "payment terms")),
            headings={"document_date": ("po date", "date", "order date"), "text": ("item description", "item"),
                      "net_value": ("total (rm)", "total"), "net_price": ("unit price (rm)", "unit price"),
                      "service": ("department",), "delivery_date": ("expected delivery",),
                      "delivered": ("actual delivery",), "material_group": ("category",)},
        ),
        Export(
            kind="invoices",
            tells=(("invoice no", "invoice date", "vendor", "po reference"),
                   ("invoice no", "vendor", "due date", "status")),
            headings={"net_amount": ("subtotal (rm)", "subtotal"), "tax_amount": ("tax (6%)", "tax"),
                      "amount": ("total (rm)", "total"), "po_amount": ("po amount (rm)", "po amount")},
        ),
    ),
)
