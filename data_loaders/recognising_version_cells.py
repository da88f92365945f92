"""A column whose cells say “Actual”, “Budget” or “Forecast” for each row, whatever stands above it."""

from __future__ import annotations

from collections.abc import Mapping

from data_loaders.recognising_cells import Sample
from data_loaders.recognising_periods import version_in

#: How such a column is told.
BY_CELLS = "its cells say what was planned and what was spent"
#: Versions are short words, and few of them.
_LONGEST, _MOST = 30, 12


def version_cell(samples: Mapping[int, Sample]) -> int | None:
    """The one raw column in which every cell names a version, two different ones at least; None where none does."""
    found = [cell for cell, sample in samples.items() if _names_versions(sample)]
    return found[0] if len(found) == 1 else None


def _names_versions(sample: Sample) -> bool:
    if len(sample.spoken) < 2 or sample.longest > _LONGEST or not 2 <= sample.distinct <= _MOST:
        return False
    versions = {version_in(text) for text in set(sample.spoken)}
    return None not in versions and len(versions) >= 2
