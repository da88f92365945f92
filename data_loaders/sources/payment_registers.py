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
            ),
            headings={
                "company_code": ("body name", "entity", "organisation name", "authority name", "bodyname"),
                "service": ("service label", "directorate", "strategic group", "servicelabel", "service area",
                            "department"),
                "cost_center": ("service division label", "service divison label", "servicedivisionlabel",
                                "expense area", "service code"),
                "account_name": ("detailed expenditure type", "detailed expenses type", "detailedexpendituretype",
                                 "g/l description", "g/l description.", "expense type", "expenditure category",
                                 "spend level 2", "expenditurecategory", "merchant category"),
                "account": ("detailed expenditure code", "detailed expense code", "detailedexpenditurecode",
                            "expenditure code", "expense code"),
                "vendor": ("supplier name", "supplier", "suppliername", "supplier text",
                           "supplier(beneficiary) name", "beneficiary", "beneficiary name"),
                "vendor_number": ("supplier id",),
                "posting_date": ("date paid", "datepaid", "payment date", "date of payment", "transaction date",
                                 "date"),
                "posting_period": ("period",),
                "amount": ("net amount", "netamount", "net", "amount"),
                "gross_amount": ("gross", "gross amount"),
                "tax": ("vat", "irrecoverable vat"),
                "document": ("transaction number", "transaction no", "transaction no.", "transactionnumber", "transno",
                             "sap document number", "internal ref number"),
                "document_line": ("seq no",),
                "reference": ("invoice number",),
                "text": ("narrative", "purpose of spend (summary)", "purpose of spend", "description"),
            },
            ignore=("body", "updated", "source", "definition"),
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
