"""The quarter or month of a register of payments whose rows give no day: what its title or name says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from data_loaders.recognising_columns import Matching
from data_loaders.recognising_periods import period_of

_PAYMENTS = re.compile(
    r"payments?|paid|spend(?:ing)?|expenditures?|zahlungen|paiements|dépenses|pagos|gastos|pagamenti|pagamentos",
    re.IGNORECASE,
)
_WHEN = frozenset({"posting_date", "document_date", "period", "posting_period", "fiscal_year", "cleared"})
_WORD = re.compile(r"[^\W_]+")


def period_paid(told: Sequence[str], matching: Matching) -> dict[str, str]:
    """The period in which all suppliers of a list were paid, as its title says it; empty where rows say it themselves.

    A list of suppliers that speaks neither of payments nor of a quarter or month is something else.
    """
    if matching.kind != "actuals" or _WHEN & matching.pairs.keys():
        return {}
    if not {"vendor", "vendor_number"} & matching.pairs.keys() or not any(map(_PAYMENTS.search, told)):
        return {}
    for text in told:
        for first, second in pairwise(_WORD.findall(text)):
            for said in (f"{first} {second}", f"{second} {first}"):
                period = period_of(said)
                if period is not None and period.year is not None and period.what in ("month", "quarter"):
                    return {"posting_period": said}
    return {}
