"""What may be paid and what not: the do-not-pay-yet list with its papers side by side, matches, the period close."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from charts import bars
from charts.colours import Status
from charts.numbers import digits, money, written, written_day
from metrics.answer import Point
from metrics.invoice_duplicates import Duplicate, Recurring, duplicate_suspects, recurring_bills
from metrics.order_history import valued_by_price
from metrics.pay_holds import PayHold, PayHolds, do_not_pay_yet, side_by_side
from metrics.period_close import Unconfirmed, period_close, unconfirmed_receipts
from metrics.query_frame import frame, references
from metrics.scope import Scope
from ui.drawer import request
from ui.evidence import Evidence, downloads, listing
from ui.figure_card import figure
from ui.tables import heading, prepared
from ui.view import View, ask, escaped, say
from warehouse import Warehouse

#: States of the three-way match that need somebody to act, as people read them.
_ACT = {
    "price variance",
    "quantity variance",
    "not received",
    "no order",
    "order unknown",
    "currency differs",
    "deleted",
}


def everything(view: View) -> View:
    """The same view without a period: an unpaid invoice stays unpaid however old it is."""
    return replace(view, scope=view.scope.but(start=None, end=None))


def by_currency(amounts: list[tuple[float, str | None]]) -> str:
    """Sums in words, one for each currency: adding them up would mean nothing."""
    sums: dict[str, float] = {}
    for amount, code in amounts:
        sums[code or "?"] = sums.get(code or "?", 0.0) + amount
    return (
        " + ".join(money(total, code) for code, total in sorted(sums.items(), key=lambda one: -one[1]))
        or "nothing"
    )


def answer(view: View) -> None:
    """How much money should not leave the house yet."""
    found: PayHolds = ask(everything(view), do_not_pay_yet)
    if found.reason:
        say(f"Nothing can be checked: {found.reason}.")
    elif not found.holds:
        say(f"All {found.n} unpaid invoices may be paid: order, receipt and invoice agree.")
    else:
        total = by_currency([(hold.amount, hold.currency) for hold in found.holds])
        say(f"Do not pay {len(found.holds)} of {found.n} unpaid invoices yet: {total} without tax.")


def holds(view: View) -> None:
    """The do-not-pay-yet list; a click shows order, receipt and invoice side by side."""
    found: PayHolds = ask(everything(view), do_not_pay_yet)
    data = pd.DataFrame(
        [
            {
                "Invoice": hold.invoice, "Supplier": hold.vendor, "Amount": hold.amount, "Currency": hold.currency,
                "Why not yet": " ".join(hold.reasons), "Order": hold.order, "Invoiced": hold.invoiced, "Due": hold.due,
                "Papers": f"{len(hold.order_rows)} order, {len(hold.receipt_rows)} receipt, "
                f"{len(hold.invoice_rows)} invoice rows",
            }
            for hold in found.holds
        ]
    )  # fmt: skip
    listing(
        "pay-holds",
        finding="Do not pay yet",
        unit=f"the most money first, n = {found.n} unpaid invoices looked at",
        data=data,
        asked=lambda place: _Papers(found.holds[place]),
        empty=found.reason or "nothing speaks against any unpaid invoice",
        notes=found.notes,
        height=380,
    )


@dataclass(frozen=True)
class _Papers:
    """One held invoice with its papers, to be opened in the drawer."""

    hold: PayHold

    def open(self, view: View) -> None:
        st.dialog(escaped(f"Invoice {self.hold.invoice}"), width="large", position="right")(_papers)(
            self.hold, view
        )


def _papers(hold: PayHold, view: View) -> None:
    due = f", due {written_day(hold.due)}" if hold.due else ""
    st.markdown(
        f"**{escaped(hold.vendor or 'unknown supplier')}** · {escaped(money(hold.amount, hold.currency or ''))}{due}"
    )
    for reason in hold.reasons:
        st.markdown(f":material/front_hand: {escaped(reason)}")
    rows = side_by_side(view.warehouse, hold, view.scope.grants)
    rows["date"] = pd.to_datetime(rows["date"])
    rows[["quantity", "value"]] = rows[["quantity", "value"]].astype(float)
    st.markdown("**Order, receipt and invoice side by side**")
    shown, config = prepared(rows.rename(columns=heading))
    st.dataframe(
        shown, hide_index=True, column_config=config, placeholder="—", alt="Order, receipt and invoice"
    )
    for paper, places in (("order", hold.order_rows), ("receipt", hold.receipt_rows)):
        if not places:
            st.caption(f"There is no {paper} row for it in what was loaded.")
    downloads({"Papers": rows}, name=f"invoice_{hold.invoice}", key="papers")


def matches(view: View) -> None:
    """The states of the three-way match of all order lines."""
    rows: pd.DataFrame = ask(view, _order_matches)
    counts = rows["match_state"].value_counts() if len(rows) else pd.Series(dtype=int)
    acting = sum(int(n) for state, n in counts.items() if str(state) in _ACT)
    points = [Point(part=str(state).capitalize(), value=float(n), n=int(n)) for state, n in counts.items()]

    def status(part: Any) -> Status:
        return "bad" if str(part.part).lower() in _ACT - {"deleted"} else "none"

    def open_state(point: dict[str, Any]) -> None:
        state = str(point.get("customdata") or point.get("y")).lower()
        chosen = rows[rows["match_state"] == state]
        request(Evidence(f"Order lines: {state}", f"{len(chosen)} order lines.", references(chosen)))

    figure(
        "match-states",
        finding=f"{digits(acting, 0)} of {digits(len(rows), 0)} order lines need somebody to act",
        unit="order lines by three-way match",
        draw=lambda: bars.ranking(points, unit="count", status=status),
        data=lambda: pd.DataFrame([(p.part, p.n) for p in points], columns=["State", "Order lines"]),
        on_click=open_state,
        empty=None if len(rows) else "no purchase orders have been loaded",
        notes=(note,) if (note := valued_by_price(rows)) else (),
    )


def _order_matches(w: Warehouse, scope: Scope) -> pd.DataFrame:
    return frame(w, "order_matches", scope, when="document_date").rows[
        ["import_id", "sheet", "row_no", "match_state", "lines_valued_by_price"]
    ]


def late_orders(view: View) -> None:
    """Orders written after their invoice came."""
    rows: pd.DataFrame = ask(view, _late_orders)
    if rows.empty:
        return
    data = pd.DataFrame(
        {
            "Invoice": rows["invoice"], "Supplier": rows["vendor"], "Invoiced": rows["invoiced_day"],
            "Ordered": rows["last_ordered"], "Amount": rows["net"], "Currency": rows["currency"],
        }
    )  # fmt: skip
    listing(
        "late-orders",
        finding=f"{len(rows)} orders were placed after their invoice",
        data=data,
        asked=lambda place: Evidence(
            f"Invoice {rows['invoice'].iloc[place]}", "The order is dated after this invoice.",
            references(rows.iloc[[place]]),
        ),
        empty="every order came before its invoice",
        height=260,
    )  # fmt: skip


def _late_orders(w: Warehouse, scope: Scope) -> pd.DataFrame:
    rows = frame(w, "invoice_documents", scope, when="invoiced_day").rows
    if rows.empty:
        return rows
    late = pd.to_datetime(rows["last_ordered"]) > pd.to_datetime(rows["invoiced_day"])
    chosen: pd.DataFrame = rows[late & ~rows["without_order"].fillna(False).astype(bool)]
    return chosen.sort_values("net", ascending=False)


def suspects(view: View) -> None:
    """Invoices that may be one and the same."""
    found: tuple[Duplicate, ...] = ask(everything(view), duplicate_suspects)
    monthly: tuple[Recurring, ...] = ask(everything(view), recurring_bills)
    bills = sum(len(bill.invoices) for bill in monthly)
    names = ", ".join(dict.fromkeys(bill.vendor for bill in monthly))
    data = pd.DataFrame(
        [
            {
                "Supplier": pair.vendor, "Amount": pair.amount, "First": pair.first, "Second": pair.second,
                "Why": pair.why[:1].upper() + pair.why[1:], "Second is paid": "yes" if pair.second_is_paid else "no",
            }
            for pair in found
        ]
    )  # fmt: skip
    listing(
        "suspects",
        finding=("One pair" if len(found) == 1 else f"{len(found)} pairs") + " of invoices may be the same",
        data=data,
        asked=lambda place: Evidence(
            "Two invoices that may be one", f"{found[place].why[:1].upper()}{found[place].why[1:]}.",
            (found[place].first_row, found[place].second_row),
        ),
        empty="no two invoices look alike",
        notes=(f"Not counted: {bills} invoices that come back every month, of {names} (sheet Recurring bills).",)
        if monthly
        else (),
        height=260,
    )  # fmt: skip


def unconfirmed(view: View) -> None:
    """Invoice lines that wait for somebody to confirm the receipt."""
    waiting: Unconfirmed = ask(everything(view), unconfirmed_receipts)
    age = (
        f", half of them for more than {written(waiting.median_days, 'days')}" if waiting.median_days else ""
    )
    rows = waiting.rows
    listing(
        "unconfirmed",
        finding=f"{waiting.n} invoice lines wait for somebody to confirm the receipt{age}",
        data=rows.drop(columns=["import_id", "sheet", "row_no"]).rename(columns=heading)
        if waiting.n
        else pd.DataFrame(),
        asked=lambda place: Evidence(
            f"Invoice {rows['invoice'].iloc[place]}", "Invoiced and not confirmed as received.",
            references(rows.iloc[[place]]),
        ),
        empty=waiting.reason or "every invoiced line is received",
        height=260,
    )  # fmt: skip


def close_of_period(view: View) -> None:
    """What must be booked before the month is closed, as one workbook."""
    with st.container(border=True, key="card-close", height="stretch"):
        st.html('<div class="bv-finding">Period-close pack</div>')
        st.markdown(
            "Accruals to book, receipts nobody posted, invoices to hold, duplicates, rows without an order, and "
            "postings that look misplaced: one sheet each."
        )
        pack: dict[str, pd.DataFrame] = ask(everything(view), period_close)
        st.markdown(" · ".join(f"{name}: **{len(rows)}**" for name, rows in pack.items()))
        about = [("Data to", f"{view.as_of:%Y-%m-%d}" if view.as_of else "—")]
        downloads(pack, name="period_close", key="close", about=about, label="Period-close pack (Excel)")
