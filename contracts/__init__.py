"""What one row of each kind of export is: one pydantic class a file, found by its type."""

from functools import cache

import contracts
from catalogue import collect
from contracts.contract import Contract


@cache
def all_contracts() -> dict[str, type[Contract]]:
    """Every contract by the name of its table."""
    return {contract.kind: contract for contract in collect(contracts, Contract).values()}
