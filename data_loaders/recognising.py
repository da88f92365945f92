"""Headers → which kind, which column: sure, unsure (asks) or unknown (says what is missing)."""

from __future__ import annotations

from data_loaders.recognition import Assignment, Part, Recognition, Reshape, RowFilter, SavedMapping, Total

__all__ = ["Assignment", "Part", "Recognition", "Reshape", "RowFilter", "SavedMapping", "Total"]
