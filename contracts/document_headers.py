"""Document headers: what an ERP keeps once per purchase order, material document or accounting document."""

from typing import ClassVar

from contracts.budget import CURRENCY, VENDOR
from contracts.contract import (
    Choice,
    Contract,
    Currency,
    Day,
    Flag,
    Identifier,
    Money,
    Person,
    Text,
    Whole,
    column,
)

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class DocumentHeaders(Contract):
    """One header; its lines are purchase orders, goods receipts or postings in files of their own."""

    kind: ClassVar[str] = "document_headers"
    title: ClassVar[str] = "Document headers"
    about: ClassVar[str] = "Headers that an ERP exports apart from their lines (EKKO, MKPF, BKPF)."
    key: ClassVar[tuple[str, ...]] = ("document_register", "company_code", "document", "fiscal_year")
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = "document_date"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (("vendor_number", "posting_date", "document_date"),)

    document_register: Choice = column(
        "Which lines it heads.", required=True, example="purchase_order", dimension="type",
        choices={"purchase_order": ("purchase order", "ekko"), "material_document": ("material document", "mkpf"),
                 "posting": ("accounting document", "bkpf")})
    company_code: Identifier = column("The company.", example="US00", also_called=("bukrs", "company code"))
    document: Identifier = column("The document number.", required=True, example="4500000000",
                                  also_called=("ebeln", "mblnr", "belnr", "document number", "purchasing document",
                                               "material document"))
    fiscal_year: Whole = column("The fiscal year, where the number alone is not unique.",
                                also_called=("gjahr", "mjahr", "fiscal year", "material doc. year"))
    type: Text = column("The document type.", example="NB", also_called=("bsart", "blart", "vgart", "document type",
                                                                        "purchasing doc. type"))
    vendor_number: Identifier = column("The supplier's account.", also_called=("lifnr", "vendor", "supplier"))
    vendor: Text = column("The supplier.", dimension="vendor", also_called=("name1", "name 1",
                                                                          *(v for v in VENDOR if v != "supplier")))
    document_date: Day = column("The date of the document.", example="2026-01-15",
                                also_called=("bedat", "bldat", "document date", "purchase order date"))
    posting_date: Day = column("The day it was posted.", also_called=("budat", "posting date"))
    created: Day = column("The day it was entered.", also_called=("aedat", "cpudt", "created on", "entry date"))
    period: Whole = column("The period of the fiscal year.", also_called=("monat", "period", "posting period"))
    currency: Currency = column("The currency of the document.", example="USD", also_called=CURRENCY)
    exchange_rate: Text = column(
        "The exchange rate as the ERP writes it; a leading slash means divide (/3.7434), none means multiply.",
        also_called=("wkurs", "kursf", "exchange rate"))
    reference: Text = column("The reference.", also_called=("xblnr", "ihrez", "reference"))
    text: Text = column("The header text.", also_called=("bktxt", "description", "document header text"))
    deleted: Text = column("The deletion indicator as written.", also_called=("loekz", "deletion indicator"))
    release_state: Text = column("The release indicator as written.", also_called=("frgke", "release indicator"))
    release_group: Text = column("The release group; empty means no release is needed.",
                                 also_called=("frggr", "release group"))
    amount: Money = column("The value of the document, where the header has one.", also_called=("rlwrt", "ktwrt"))
    reversed_by: Identifier = column("The document that reverses it.", also_called=("stblg", "reversed with"))
    reversal: Flag = column("Whether it reverses another.", also_called=("xreversal",))
    user: Person = column("Who entered it, as a keyed hash.", also_called=("ernam", "usnam", "created by",
                                                                         "user name"))
