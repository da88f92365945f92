"""What only one tool does: its headings, codes and quirks, one module a tool, found by type."""

from functools import cache

from catalogue import collect
from data_loaders import sources
from data_loaders.sources.source import Export, Source

__all__ = ["Export", "Source", "all_sources"]


@cache
def all_sources() -> dict[str, Source]:
    """Every known tool by its name."""
    return collect(sources, Source)
