"""One DuckDB file: typed tables made from contracts, the import ledger, originals, views."""

from warehouse.opening import WarehouseError
from warehouse.warehouse import Warehouse, open_warehouse

__all__ = ["Warehouse", "WarehouseError", "open_warehouse"]
