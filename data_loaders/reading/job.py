"""What a reader in the worker needs: limits, a folder to write to, progress, and the report it fills."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from .sheet_writer import IssueList, SheetWriter
from .tables import Limits, ReadingError


class Job:
    """The reading of one file: hands out sheet writers and gathers their reports."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        self.issues = IssueList(limits.listed_issues)
        self.shape = ""
        self.member = ""
        # What zips and the like have unpacked to so far, in bytes and in files.
        self.unpacked = self.members = 0
        self._reports: list[dict[str, Any]] = []
        self._opened = 0
        self._told = 0.0

    def open_sheet(self, name: str, shape: str, *, hidden: bool = False) -> SheetWriter:
        """Begin a sheet; give it back to `close_sheet` when its last row is written."""
        self._opened += 1
        if self._opened > self.limits.sheets:
            raise ReadingError("too-large", f"The file has more than {self.limits.sheets:,} sheets.")
        writer = SheetWriter(
            self.folder, self._opened, name, shape, self.limits, member=self.member, hidden=hidden
        )
        if hidden:
            writer.issues.add("hidden-sheet", f"Sheet “{name}” is hidden in the workbook.")
        return writer

    def close_sheet(self, writer: SheetWriter) -> None:
        """Finish a sheet and keep its part of the report."""
        self._reports.append(writer.close())

    def progress(self, stage: str, done: float | None = None) -> None:
        """Tell the parent how far the reading is (done from 0 to 1), at most five times a second."""
        now = time.monotonic()
        if now - self._told >= 0.2:
            self._told = now
            sys.stdout.write(json.dumps({"stage": stage, "done": done}) + "\n")
            sys.stdout.flush()

    def report(self) -> dict[str, Any]:
        """The whole report, ready for JSON; a file without a single cell is refused."""
        odd = {issue["code"] for sheet in self._reports for issue in sheet["issues"]}
        if not any(sheet["parts"] for sheet in self._reports) and not odd & {
            "uncached-formula",
            "error-cell",
        }:
            raise ReadingError(
                "empty", "There is not a single cell with content in it; please export it again."
            )
        return {"shape": self.shape, "sheets": self._reports, "issues": self.issues.report()}
