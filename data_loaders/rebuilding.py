"""Make a database again from the kept originals and the journal: the proof that nothing else is needed."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from data_loaders.staging_known import SURE
from warehouse import Warehouse, WarehouseError, aliases, journal, ledger, open_warehouse, originals, settings
from warehouse.declared_settings import is_declared


def rebuild(path: Path, into: Path, *, progress: Callable[[str], None] | None = None) -> Warehouse:
    """Replay the journal of the database `path` into the new database file `into`; returns it open.

    Raises WarehouseError where an original was not kept or an import does not load as it did.
    """
    if into.exists():
        raise WarehouseError(f"{into} exists already: a rebuild starts from nothing.", "exists")
    source = open_warehouse(":memory:")
    source.path = path  # only the folders beside the file are read, the database itself may be lost
    fresh = open_warehouse(into)
    for file in (path.with_name(f"{path.stem}.key"),):
        if file.exists():
            fresh_key = into.with_name(f"{into.stem}.key")
            fresh_key.write_text(file.read_text(encoding="ascii"), encoding="ascii")
            fresh_key.chmod(0o600)
    numbers: dict[int, int] = {}
    for action in journal.actions(path):
        if progress is not None:
            progress(f"{action['action']} {action.get('file', action.get('name', ''))}")
        _replay(action, source, fresh, numbers)
    return fresh


def _replay(action: dict[str, Any], source: Warehouse, fresh: Warehouse, numbers: dict[int, int]) -> None:
    match action["action"]:
        case "import":
            _import_again(action, source, fresh, numbers)
        case "undo":
            ledger.undo(fresh, numbers[action["import_id"]])
        case "alias":
            aliases.decide(fresh, action["dimension"], action["written"], action["name"], same=action["same"])
        case "alias taken back":
            aliases.take_back(fresh, action["dimension"], action["written"])
        case "setting" if is_declared(action["name"]):
            settings.change(fresh, action["name"], action["value"])
        case "setting":
            fresh.set_setting(action["name"], action["value"])
        case "kept":
            fresh.keep(
                action["collection"],
                action["key"],
                action["value"],
                action["author"],
                datetime.fromisoformat(action["saved_at"]),
            )
        case other:
            raise WarehouseError(f"The journal holds an action this version does not know: {other}.", "newer")


#: Questions that earlier versions did not ask, with what they took for granted.
_UNASKED = {SURE: "yes", "sign": "credit", "column.number": "none"}


def _load_as_before(
    file: Path, action: dict[str, Any], fresh: Warehouse, answers: dict[str, str]
) -> list[TableResult]:
    return load(
        [file], fresh, answers=answers, replaces=action["replaces"], again=True, names={file: action["file"]}
    )


def _import_again(
    action: dict[str, Any], source: Warehouse, fresh: Warehouse, numbers: dict[int, int]
) -> None:
    content = originals.read(source, action["sha256"])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "original"
        file.write_bytes(content)
        results = _load_as_before(file, action, fresh, action["answers"])
        unasked = {q.name: _UNASKED[q.name] for r in results for q in r.questions if q.name in _UNASKED}
        if unasked:
            results = _load_as_before(file, action, fresh, {**action["answers"], **unasked})
    made = [result.import_id for result in results if result.import_id is not None]
    if len(made) != len(action["import_ids"]):
        raise WarehouseError(
            f"{action['file']} does not load as it did before: "
            + " ".join(r.error or "; ".join(q.text for q in r.questions) for r in results),
            "differs",
        )
    numbers.update(zip(action["import_ids"], made, strict=True))
