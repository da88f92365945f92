"""General ledgers of accounting programs: the journals and booking batches they export."""

from data_loaders.sources.source import Export, Source

# The headings of a tool read better as paragraphs than one a line.
# fmt: off
FRENCH_FEC = Source(
    name="french_fec",
    title="French file of accounting entries (FEC)",
    exports=(
        Export(
            kind="actuals",
            tells=(("journalcode", "ecrituredate", "comptenum"), ("ecriturenum", "ecrituredate", "comptenum"),
                   ("journalcode", "ecrituredate", "montant", "sens")),
            headings={
                "document": ("ecriturenum",), "document_type": ("journalcode",), "posting_date": ("ecrituredate",),
                "account": ("comptenum",), "account_name": ("comptelib",), "vendor_number": ("compauxnum",),
                "vendor": ("compauxlib",), "reference": ("pieceref",), "document_date": ("piecedate",),
                "text": ("ecriturelib",), "cleared": ("datelet",), "clearing_document": ("ecriturelet",),
                "amount": ("montant",), "debit_credit": ("sens",),
            },
            ignore=("validdate", "montantdevise", "idevise", "devise"),
        ),
    ),
)

XERO = Source(
    name="xero",
    title="Xero",
    wrappers=(r"\*(.+)",),
    exports=(
        Export(
            kind="invoices",
            tells=(("contactname", "invoicenumber", "lineamount", "total"),
                   ("contactname", "invoicenumber", "unitamount", "accountcode")),
            headings={"invoice": ("invoicenumber",), "vendor": ("contactname",), "vendor_invoice": ("reference",),
                      "invoice_date": ("invoicedate",), "due": ("duedate", "plannedpaymentdate"),
                      # The total of the invoice stands on each of its lines.
                      "document_amount": ("total",), "net_amount": ("lineamount",), "tax_amount": ("taxamount",),
                      "text": ("description",), "currency": ("currency",), "status": ("status",), "type": ("type",)},
            ignore=("invoiceamountdue", "invoiceamountpaid", "taxtotal", "unitamount", "discount"),
        ),
        Export(
            kind="actuals",
            tells=(("source", "contact", "debit", "credit", "account code"),
                   ("source", "contact", "gross", "net", "account code"),
                   ("source", "description", "reference", "debit", "credit", "running balance"),
                   ("source", "description", "reference", "debit", "credit", "gross")),
            headings={
                "posting_date": ("date",), "document_type": ("source",), "vendor": ("contact",),
                "text": ("description",), "reference": ("reference",), "document": ("invoice number",),
                "account": ("account code",), "account_name": ("account", "account name"),
            },
            # The sides and their difference are there; what is with tax, without it and the tax are kept as they are.
            ignore=("gross", "net", "gst", "vat", "tax", "account type", "contact group"),
        ),
    ),
)

QUICKBOOKS = Source(
    name="quickbooks",
    title="QuickBooks",
    exports=(
        Export(
            kind="invoices",
            tells=(("date", "transaction type", "num", "due date", "open balance"),
                   ("date", "type", "num", "due date", "open balance"),
                   ("date", "transaction type", "num", "vendor", "due date", "amount")),
            headings={"invoice_date": ("date",), "type": ("transaction type", "type"), "invoice": ("num",),
                      "due": ("due date",), "vendor": ("vendor", "name", "vendor display name"),
                      "amount": ("amount",), "text": ("memo/description", "memo")},
            ignore=("past due", "open balance", "aging"),
        ),
        Export(
            kind="actuals",
            tells=(("date", "transaction type", "num", "name", "account"),
                   ("date", "transaction type", "num", "name", "split", "amount"),
                   ("date", "transaction type", "num", "name", "debit", "credit"),
                   ("type", "date", "num", "name", "split", "amount"), ("type", "date", "num", "name", "account")),
            headings={
                "posting_date": ("date",), "document_type": ("transaction type", "type"), "document": ("num",),
                "vendor": ("name",), "text": ("memo/description", "memo", "description"),
                "account_name": ("account", "full name", "distribution account"),
            },
            ignore=("split", "balance", "clr", "adj"),
        ),
    ),
)

SAGE = Source(
    name="sage",
    title="Sage 50",
    exports=(
        Export(
            kind="actuals",
            tells=(("type", "n/c", "date", "details"), ("type", "account", "nominal", "date", "details", "net"),
                   ("tran number", "type", "date", "n/c")),
            headings={
                "posting_date": ("date",), "document_type": ("type",), "vendor_number": ("a/c", "account"),
                "account": ("n/c", "nominal"), "reference": ("ref",), "text": ("details",), "tax": ("vat", "tax"),
                "amount": ("net amount", "net"), "gross_amount": ("gross amount", "gross"),
                "document": ("tran number", "no", "number"),
            },
            ignore=("ex.ref", "t/c", "paid", "bank"),
        ),
    ),
)

DATEV = Source(
    name="datev",
    title="DATEV",
    exports=(
        Export(
            kind="actuals",
            tells=(("umsatz (ohne soll/haben-kz)", "soll/haben-kennzeichen", "konto", "belegdatum"),
                   ("umsatz (ohne soll-/haben-kennzeichen)", "soll-/haben-kennzeichen", "konto", "belegdatum"),
                   ("umsatz", "soll/haben-kennzeichen", "konto", "belegdatum")),
            headings={
                "amount": ("umsatz (ohne soll/haben-kz)", "umsatz (ohne soll-/haben-kennzeichen)", "umsatz"),
                "debit_credit": ("soll/haben-kennzeichen", "soll-/haben-kennzeichen"),
                "currency": ("wkz umsatz",), "account": ("konto",), "posting_date": ("belegdatum",),
                "document": ("belegfeld 1",), "text": ("buchungstext",),
                "cost_center": ("kost1 - kostenstelle", "kost1 – kostenstelle", "kost1"),
            },
            days_without_year=("posting_date",),
            ignore=("basisumsatz", "basis-umsatz", "wkz basisumsatz", "wkz basis-umsatz", "datum zuord. steuerperiode"),
        ),
    ),
)
