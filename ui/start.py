"""What happens before the first page: slow imports, the database, and the sample when there is nothing yet."""

import hashlib
import importlib
import logging
import threading
from functools import cache
from pathlib import Path

from data_loaders.loading import load
from ui.kept import kept
from warehouse import Warehouse, WarehouseError, open_warehouse

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
#: Set once somebody has chosen to start with data of their own.
OWN_DATA = "own_data"
#: What the sample answers to the questions its files raise.
SAMPLE_TIMEZONE = "Europe/Copenhagen"
#: What every page needs. `scipy.stats`, a second of processor time, is not among them:
#: it serves one figure of one page.
SLOW_IMPORTS = (
    "babel.numbers", "pandas", "plotly.io", "plotly.tools", "scipy.special", "ui.figures", "ui.scope_bar", "ui.states",
)  # fmt: skip

_log = logging.getLogger(__name__)


class Sample:
    """The sample database of one app, made in the background the first time.

    `place` files of `total` are loaded so far; `failure` says why it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = 0
        self.total = len(sample_files())
        self.failure: WarehouseError | None = None
        self.warehouse: Warehouse | None = None
        self._thread = threading.Thread(target=self._run, name="sample", daemon=True)
        self._thread.start()
        # A sample that is there already opens at once: nobody should see a page about waiting for it.
        self._thread.join(timeout=0.5)

    def wait(self) -> None:
        """Until it is there or has failed."""
        self._thread.join()

    def _run(self) -> None:
        try:
            warehouse = self._made()
            warehouse.make_ready()
            self.warehouse = warehouse
        except WarehouseError as problem:
            self.failure = problem

    def _made(self) -> Warehouse:
        """The sample database; made anew when the sample files are others than those it was made from."""
        version = sample_version()
        warehouse = open_warehouse(self.path)
        if warehouse.setting("sample") == version:
            return warehouse
        if not warehouse.is_empty():
            warehouse.close()
            self.path.unlink()
            warehouse = open_warehouse(self.path)
        warehouse.set_setting("reporting_timezone", SAMPLE_TIMEZONE)
        for place, file in enumerate(sample_files()):
            self.place = place
            for result in load([file], warehouse, timezone=SAMPLE_TIMEZONE):
                for said in [*([result.error] if result.error else []), *(q.text for q in result.questions)]:
                    _log.warning("Sample file %s: %s", result.file, said)
        warehouse.set_setting("sample", version)
        return warehouse


_samples: dict[Path, Sample] = {}
_one_at_a_time = threading.Lock()


def begin() -> None:
    """Import what pages need, make the views they read and start making the sample, which goes on in the background.

    A database that cannot be opened is not an error here: the first page says so in a sentence.
    """
    for name in SLOW_IMPORTS:
        importlib.import_module(name)
    try:
        found = shown()
        if isinstance(found, Warehouse):
            found.make_ready()
    except WarehouseError as problem:
        _log.warning("%s", problem)


def prepare() -> None:
    """As `begin`, and wait until the sample is there."""
    begin()
    for sample in list(_samples.values()):
        sample.wait()


def own() -> Warehouse:
    """The reader's own data: where every import goes."""
    return open_warehouse()


def shown() -> Warehouse | Sample:
    """What pages show: the reader's own data; while nothing is imported the sample, or that it is being made.

    The sample is a database of its own, so no figure can ever mix it with somebody's data. Raises
    WarehouseError where the database, or the sample, cannot be opened.
    """
    warehouse = own()
    if (
        not _is_empty(warehouse.content_id, warehouse)
        or warehouse.setting(OWN_DATA, False)
        or warehouse.path is None
    ):
        return warehouse
    path = warehouse.path.with_name(f"{warehouse.path.stem}.sample.duckdb").resolve()
    with _one_at_a_time:
        sample = _samples.get(path)
        if sample is None:
            sample = _samples[path] = Sample(path)
    if sample.failure is not None:
        raise sample.failure
    return sample.warehouse or sample


@kept(most=10)
def _is_empty(content_id: str, _warehouse: Warehouse) -> bool:  # noqa: ARG001 - other content may be some
    return _warehouse.is_empty()


def leave_sample() -> None:
    """Show the reader's own data from now on, even while there is none."""
    own().set_setting(OWN_DATA, True)


def sample_files() -> list[Path]:
    """The generated sample in the header shapes of real tools."""
    return sorted(p for p in SAMPLE.iterdir() if p.suffix in {".xlsx", ".csv"})


@cache
def sample_version() -> str:
    """What the sample files hold, as one short text."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in sample_files())).hexdigest()
