"""What one row of each kind of export is: one pydantic class a file, found by its type."""

from functools import cache

import contracts
from catalogue import collect
from contracts.contract import Contract


@cache
def all_contracts() -> dict[str, type[Contract]]:
    """Every contract by the name of its table."""
    return {contract.kind: contract for contract in collect(contracts, Contract).values()}


def in_words(kind: str) -> str:
    """What the rows of a kind, or of a view, are called within a sentence.

    >>> in_words("ticket_slas"), in_words("sla_targets"), in_words("incident_movements")
    ('ticket SLAs', 'SLA targets', 'incident movements')
    """
    known = all_contracts().get(kind)
    if known is None:
        return kind.replace("_", " ")
    # What begins with an abbreviation keeps it within a sentence.
    return known.title if known.title[:2].isupper() else known.title[0].lower() + known.title[1:]
