"""Which invoices may be the same one twice, and which are bills that come back every month?"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
from rapidfuzz.distance import OSA

from metrics.query_frame import frame
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.wording import counted
from warehouse import Warehouse

#: Where a row lies: import, sheet, row number.
Reference = tuple[int, str, int]

#: Two invoices of one amount this close together are suspected of being one (P2P-06).
DUPLICATE_DAYS = 7
#: Bills this many days apart come every month: bank days and short months included.
MONTH_DAYS = (25, 36)


@dataclass(frozen=True)
class Duplicate:
    """Two invoices of one supplier over one amount that may be the same; `likeness` 2: by number and by date."""

    vendor: str
    vendor_key: str
    amount: float
    first: str
    second: str
    days_apart: int | None
    likeness: int
    why: str
    second_is_paid: bool
    first_row: Reference
    second_row: Reference


@dataclass(frozen=True)
class Recurring:
    """One bill of a supplier that comes back every month: the same amount under numbers of their own.

    Its invoices are no duplicates of each other, unless two of them carry one number or came within a week.
    """

    vendor: str
    amount: float
    currency: str | None
    invoices: tuple[str, ...]
    first: date
    last: date
    rows: tuple[Reference, ...]

    @property
    def why(self) -> str:
        """Why these are not held against each other."""
        return (
            f"{counted(len(self.invoices), 'invoice')} of one amount, each a month after the one before,"
            " each with its own number"
        )


def duplicate_suspects(w: Warehouse, scope: Scope) -> tuple[Duplicate, ...]:
    """Invoices of one supplier over one amount with like numbers, or within a week of each other (P2P-06).

    Those alike in both ways come first, then the largest; credits are no suspects. Lines are added up first.
    Bills that come back every month are no duplicates of each other (`recurring_bills`).
    """
    found = []
    for amount, in_order in _of_one_amount(w, scope):
        monthly = _comes_monthly(in_order)
        for place, one in enumerate(in_order):
            pairs = (_same(amount, one, other, monthly=monthly) for other in in_order[place + 1 : place + 20])
            found += [pair for pair in pairs if pair is not None]
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, -pair.amount)))


def recurring_bills(w: Warehouse, scope: Scope) -> tuple[Recurring, ...]:
    """The bills of one supplier over one amount that come back every month, the largest first."""
    found = []
    for amount, in_order in _of_one_amount(w, scope):
        if not _comes_monthly(in_order):
            continue
        days = [day for one in in_order if (day := as_date(one["invoiced_day"]))]
        first = in_order[0]
        found.append(
            Recurring(
                str(text_of(first["vendor"]) or first["vendor_key"]), amount, text_of(first["currency"]),
                tuple(_number_of(one) for one in in_order), days[0], days[-1],
                tuple(reference(one) for one in in_order),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda bill: -bill.amount))


def _of_one_amount(w: Warehouse, scope: Scope) -> list[tuple[float, list[Mapping[Hashable, Any]]]]:
    """The invoices of one supplier over one amount, by day, wherever there are several."""
    documents = frame(w, "invoice_documents", scope, when="invoiced_day").rows
    alike: dict[tuple[str, float], list[Mapping[Hashable, Any]]] = {}
    for document in documents[documents["net"] > 0].to_dict("records"):
        if document["vendor_key"]:
            key = (str(document["vendor_key"]), round(float(document["net"]), 2))
            alike.setdefault(key, []).append(document)
    return [
        (amount, sorted(group, key=lambda one: (str(one["invoiced_day"]), str(one["invoice"]))))
        for (_, amount), group in alike.items()
        if len(group) > 1
    ]


def _comes_monthly(in_order: Sequence[Mapping[Hashable, Any]]) -> bool:
    """Whether at least three invoices lie a month apart, most of them one after the other."""
    days = [day for one in in_order if (day := as_date(one["invoiced_day"]))]
    gaps = [(later - day).days for day, later in pairwise(days)]
    monthly = sum(MONTH_DAYS[0] <= gap <= MONTH_DAYS[1] for gap in gaps)
    return monthly >= 2 and monthly > len(gaps) / 2


def _number_of(document: Mapping[Hashable, Any]) -> str:
    """The supplier's own number of an invoice, else ours."""
    return text_of(document["vendor_invoice"]) or str(document["invoice"])


def _same(
    amount: float, one: Mapping[Hashable, Any], other: Mapping[Hashable, Any], *, monthly: bool
) -> Duplicate | None:
    days = [as_date(document["invoiced_day"]) for document in (one, other)]
    apart = abs((days[1] - days[0]).days) if days[0] and days[1] else None
    numbers = [_number_of(document) for document in (one, other)]
    like, near = _alike(*numbers), apart is not None and apart <= DUPLICATE_DAYS
    if monthly and not near and _bare(numbers[0]) != _bare(numbers[1]):
        return None  # the next bill of a series: its number is like the one before because numbers are counted up
    if not like and not near:
        return None
    said = [f"like numbers {numbers[0]} and {numbers[1]}"] if like else []
    said += [f"{apart} days apart"] if near else []
    return Duplicate(
        vendor=str(text_of(one["vendor"]) or one["vendor_key"]), vendor_key=str(one["vendor_key"]), amount=amount,
        first=str(one["invoice"]), second=str(other["invoice"]), days_apart=apart, likeness=like + near,
        why=" and ".join(said), second_is_paid=bool(other["is_paid"]),
        first_row=reference(one), second_row=reference(other),
    )  # fmt: skip


def _alike(one: str, other: str) -> bool:
    """Whether two numbers are one number written twice: punctuation apart, or two signs swapped, or one lost.

    A different sign in one place is no likeness: a supplier's invoices are numbered in sequence.

    >>> _alike("INV-0042", "inv 42"), _alike("2026-041", "2026-014"), _alike("2026-041", "2026-042")
    (True, True, False)
    """
    plain = [_bare(number) for number in (one, other)]
    if plain[0] == plain[1]:
        return True
    if min(map(len, plain)) < 5 or OSA.distance(*plain) != 1:
        return False
    return len(plain[0]) != len(plain[1]) or sorted(plain[0]) == sorted(plain[1])


def _bare(number: str) -> str:
    """A number without punctuation, capitals and leading zeros of its parts."""
    parts = re.findall(r"[a-z]+|[0-9]+", number.casefold())
    return "".join(part.lstrip("0") or "0" for part in parts)


def reference(row: Mapping[Hashable, Any]) -> Reference:
    """Where the row of a paper lies."""
    return int(row["import_id"]), str(row["sheet"]), int(row["row_no"])


def text_of(value: Any) -> str | None:
    """A cell as text; None where it says nothing."""
    return None if value is None or pd.isna(value) or not str(value).strip() else str(value)
