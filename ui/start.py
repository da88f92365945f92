"""What happens before the first page: slow imports, the database, and the sample when there is nothing yet."""

import hashlib
import importlib
import logging
import threading
from pathlib import Path

from data_loaders.loading import load
from warehouse import Warehouse, WarehouseError, open_warehouse

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
#: Set once somebody has chosen to start with data of their own.
OWN_DATA = "own_data"
#: What the sample answers to the questions its files raise.
SAMPLE_TIMEZONE = "Europe/Copenhagen"
#: What the first page would otherwise wait for.
SLOW_IMPORTS = ("babel.numbers", "pandas", "plotly.graph_objects", "scipy.special", "scipy.stats")

_log = logging.getLogger(__name__)
_loading = threading.Lock()


def prepare() -> None:
    """Import what pages need and open the database, and the sample where nothing is imported yet.

    A database that cannot be opened is not an error here: the first page says so in a sentence.
    """
    for name in SLOW_IMPORTS:
        importlib.import_module(name)
    try:
        shown()
    except WarehouseError as problem:
        _log.warning("%s", problem)


def own() -> Warehouse:
    """The reader's own data: where every import goes."""
    return open_warehouse()


def shown() -> Warehouse:
    """What pages show: the reader's own data, or the sample while nothing is imported.

    The sample is a database of its own, so no figure can ever mix it with somebody's data.
    """
    warehouse = own()
    if not warehouse.is_empty() or warehouse.setting(OWN_DATA, False) or warehouse.path is None:
        return warehouse
    with _loading:
        return _sample(warehouse.path.with_name(f"{warehouse.path.stem}.sample.duckdb"))


def leave_sample() -> None:
    """Show the reader's own data from now on, even while there is none."""
    own().set_setting(OWN_DATA, True)


def sample_files() -> list[Path]:
    """The generated sample in the header shapes of real tools."""
    return sorted(p for p in SAMPLE.iterdir() if p.suffix in {".xlsx", ".csv"})


def _sample(path: Path) -> Warehouse:
    """The sample database; made anew when the sample files are others than those it was made from."""
    version = hashlib.sha256(b"".join(file.read_bytes() for file in sample_files())).hexdigest()
    warehouse = open_warehouse(path)
    if warehouse.setting("sample") == version:
        return warehouse
    if not warehouse.is_empty():
        warehouse.close()
        path.unlink()
        warehouse = open_warehouse(path)
    _log.info("Loading the sample data: this is done once.")
    results = load(sample_files(), warehouse, timezone=SAMPLE_TIMEZONE)
    for result in results:
        for said in [*([result.error] if result.error else []), *(q.text for q in result.questions)]:
            _log.warning("Sample file %s: %s", result.file, said)
    warehouse.set_setting("sample", version)
    return warehouse
