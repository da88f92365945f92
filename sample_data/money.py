"""The money as SAP lists it: orders, receipts, invoices and postings, and what of it adds up or does not."""

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.budget import BUDGET, MONTHS, YEAR, month_end
from sample_data.chance import stream
from sample_data.files import Cell, Table
from sample_data.order import ACCOUNTS, TODAY, Invoice, OrderLine
from sample_data.rates import in_euro

_ELEMENTS = {
    "Managed service": ("0000635100", "Managed services"),
    "Hosting": ("0000635200", "Hosting"),
    "Application maintenance": ("0000635300", "Application maintenance"),
    "Licences": ("0000636000", "Licences"),
    "Maintenance": ("0000635400", "Maintenance contracts"),
    "Project": ("0000638000", "Project services"),
    "Internal labour": ("0000943000", "Internal activity allocation"),
    "Other": ("0000650000", "Other operating costs"),
}
_TAX = 0.25


@dataclass(frozen=True)
class Posting:
    """One line of the cost centre report; the amount is in EUR."""

    day: date
    document: str
    amount: float
    cost_center: str
    category: str
    text: str
    vendor: str | None = None
    service: str | None = None
    project: str | None = None
    po: str | None = None
    item: int | None = None
    reference: str | None = None
    dated: date | None = None


def make_postings(invoices: list[Invoice]) -> list[Posting]:
    """Every posting of 2026: posted invoices, internal labour, and two entries taken back."""
    rng = stream("postings")
    made = []
    for place, invoice in enumerate(invoices):
        amount = in_euro(invoice.amount, invoice.currency, invoice.posted) if invoice.posted else None
        if invoice.posted and amount is not None and invoice.posted.year == YEAR:
            made.append(
                Posting(
                    invoice.posted,
                    f"{5105600000 + place}",
                    amount,
                    invoice.cost_center,
                    invoice.category,
                    invoice.text,
                    invoice.vendor,
                    invoice.service,
                    invoice.project,
                    invoice.po,
                    invoice.item,
                    invoice.number,
                    invoice.dated,
                )
            )
    labour = [line for line in BUDGET if line.category == "Internal labour"]
    for month in range(1, 11):
        for line in labour:
            amount = round(line.months[month - 1] * 1000 * line.overrun * rng.uniform(0.97, 1.03), 2)
            made.append(
                Posting(
                    month_end(month),
                    f"{90004000 + len(made)}",
                    amount,
                    line.cost_center,
                    line.category,
                    f"Hours {MONTHS[month - 1]}",
                )
            )
    for wrong in [posting for posting in made if posting.category == "Other" and posting.amount > 100][
        3:12:6
    ]:
        made.append(
            Posting(
                min(TODAY, wrong.day + timedelta(days=6)),
                f"{90009000 + len(made)}",
                -wrong.amount,
                wrong.cost_center,
                wrong.category,
                f"Reversal {wrong.document}",
                wrong.vendor,
            )
        )
    return sorted(made, key=lambda posting: (posting.day, posting.document))


def orders_table(lines: list[OrderLine]) -> Table:
    """The sheet as SAP's ME2N list exports it."""
    header = (
        "Purchasing Document",
        "Item",
        "Purchasing Doc. Type",
        "Purchasing Group",
        "Document Date",
        "Name of Supplier",
        "Short Text",
        "Acct Assignment Cat.",
        "Cost Center",
        "Plant",
        "Order Quantity",
        "Order Unit",
        "Net Price",
        "Price unit",
        "Net Order Value",
        "Currency",
        "Still to be delivered (qty)",
        "Still to be delivered (value)",
        "Still to be invoiced (qty)",
        "Still to be invoiced (val.)",
        "Deletion indicator",
        "Release indicator",
        "Incomplete",
        "Delivery date",
        "Purchase Requisition",
        "Item of requisition",
        "Tax Code",
        "Created by",
    )
    rows: list[list[Cell]] = []
    for one in sorted(lines, key=lambda line: (line.po, line.item)):
        to_deliver = max(0.0, one.quantity - one.received_quantity)
        to_invoice = max(0.0, one.quantity - sum(invoice.quantity for invoice in one.invoices))
        price = one.price / one.price_unit
        currency = "US$" if one.currency == "USD" else one.currency
        rows.append(
            [
                one.po,
                one.item,
                "NB",
                "I01",
                one.ordered,
                one.vendor,
                one.text,
                "K",
                one.line.cost_center,
                "1000",
                one.quantity,
                one.unit,
                one.price,
                one.price_unit,
                one.value,
                currency,
                to_deliver,
                round(to_deliver * price, 2),
                to_invoice,
                round(to_invoice * price, 2),
                "L" if one.deleted else None,
                "R" if one.released else "B",
                None,
                one.delivery,
                None,
                0,
                "V1",
                "PURCHASING",
            ]
        )
    return Table(header, rows)


def receipts_table(lines: list[OrderLine]) -> Table:
    """The sheet as SAP's MB51 list exports it: what is taken back is negative; `Quantity` is often 0."""
    header = (
        "Purchase order",
        "Item",
        "Movement type",
        "Posting Date",
        "Material Document",
        "Material Doc.Item",
        "Qty in unit of entry",
        "Unit of Entry",
        "Quantity",
        "Amt.in Loc.Cur.",
        "Plant",
        "Entry Date",
        "Supplier",
        "Text",
    )
    moves = sorted(
        ((receipt, line) for line in lines for receipt in line.receipts),
        key=lambda pair: (pair[0].day, pair[1].po, pair[1].item, pair[0].movement),
    )
    rows: list[list[Cell]] = []
    for place, (receipt, line) in enumerate(moves):
        sign = 1 if receipt.movement == "101" else -1
        rows.append(
            [
                line.po,
                line.item,
                receipt.movement,
                receipt.day,
                f"{5000040000 + place}",
                1,
                sign * receipt.quantity,
                line.unit,
                0.0 if place % 5 == 0 else sign * receipt.quantity,
                in_euro(sign * receipt.amount, line.currency, receipt.day),
                "1000",
                receipt.day,
                line.vendor,
                line.text,
            ]
        )
    return Table(header, rows)


def invoices_table(invoices: list[Invoice]) -> Table:
    """The invoice register of accounts payable; net amounts match orders, amounts carry tax."""
    header = (
        "Invoice number",
        "Supplier invoice number",
        "Vendor",
        "Vendor ID",
        "PO number",
        "PO line",
        "Invoice date",
        "Received date",
        "Posted date",
        "Due date",
        "Paid date",
        "Quantity",
        "Net amount",
        "Tax",
        "Amount",
        "Currency",
        "Status",
        "Payment block",
        "Cost center",
        "Service",
        "Project",
        "Description",
    )
    rows: list[list[Cell]] = []
    for place, one in enumerate(invoices):
        tax = round(one.amount * _TAX, 2)
        rows.append(
            [
                f"{5105600000 + place}",
                one.number,
                one.vendor,
                ACCOUNTS[one.vendor],
                one.po,
                one.item,
                one.dated,
                one.received,
                one.posted,
                one.due,
                one.paid,
                one.quantity,
                one.amount,
                tax,
                round(one.amount + tax, 2),
                one.currency,
                one.status,
                None,
                one.cost_center,
                one.service,
                one.project,
                one.text,
            ]
        )
    return Table(header, rows)


def _german(amount: float) -> str:
    """An amount as a German SAP profile prints it: 1.500,00 and the minus behind."""
    text = f"{abs(amount):,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{text}-" if amount < 0 else text


def postings_table(postings: list[Posting]) -> Table:
    """The text as SAP's KSB1 exports it with a German profile; the last line is SAP's grand total."""
    header = (
        "Cost Center",
        "Cost Element",
        "Cost element name",
        "Fiscal Year",
        "Period",
        "Posting Date",
        "Document Date",
        "Val.in rep.cur.",
        "Report currency",
        "Document Number",
        "Ref. document number",
        "Purchasing Document",
        "Item",
        "Name of offsetting account",
        "WBS Element",
        "Service",
        "Document Header Text",
        "User Name",
    )
    rows: list[list[Cell]] = []
    for one in postings:
        element, name = _ELEMENTS[one.category]
        rows.append(
            [
                one.cost_center,
                element,
                name,
                YEAR,
                one.day.month,
                f"{one.day:%d.%m.%Y}",
                f"{one.dated or one.day:%d.%m.%Y}",
                _german(one.amount),
                "EUR",
                one.document,
                one.reference,
                one.po,
                one.item,
                one.vendor,
                one.project,
                one.service,
                one.text,
                "POSTING",
            ]
        )
    total: list[Cell] = [
        "*",
        *[None] * 6,
        _german(round(sum(one.amount for one in postings), 2)),
        "EUR",
        *[None] * 9,
    ]
    return Table(header, rows, below=(total,))
