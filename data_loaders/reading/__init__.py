"""Files in, tables of raw text cells out; all parsing happens in a limited worker process."""

from __future__ import annotations

from .isolation import read
from .sniffing import shape_of
from .tables import Issue, Limits, Reading, ReadingError, Sheet

__all__ = ["Issue", "Limits", "Reading", "ReadingError", "Sheet", "read", "shape_of"]
