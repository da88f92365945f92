"""One load at work beside the page: how far it is, and the way to stop it."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from warehouse import Warehouse, WarehouseError


@dataclass
class Job:
    """A load in a thread of its own; the page reads `stage`, `share`, `file` and, when done, `results`."""

    warehouse: Warehouse
    files: Sequence[tuple[Path, str]]
    answers: Mapping[str, Mapping[str, str]]
    dry_run: bool
    stage: str = "Starting"
    share: float | None = None
    place: int = 0
    results: list[TableResult] = field(default_factory=list)
    failure: str | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> "Job":
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)
        self._thread.start()
        return self

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self._thread is not None and self._thread.is_alive()

    def cancel(self) -> None:
        """Ask it to stop; a file is imported as a whole or not at all."""
        self._stop.set()

    def _run(self) -> None:
        try:
            for place, (path, name) in enumerate(self.files):
                self.place = place
                self.results += load(
                    [path],
                    self.warehouse,
                    answers=self.answers.get(name, {}),
                    names={path: name},
                    dry_run=self.dry_run,
                    progress=self._progress,
                    cancelled=self._stop.is_set,
                )
                if self._stop.is_set():
                    break
        except WarehouseError as problem:
            self.failure = str(problem)

    def _progress(self, stage: str, share: float | None) -> None:
        self.stage, self.share = stage, share
