"""Uploaded files kept as they came, under their SHA-256: what every receipt and every rebuild goes back to.

They are kept plain, encrypted with a key that lies beside the database, or not at all, as the owner chose in
the setting `originals` (`plain`, `encrypted`, `none`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.opening import WarehouseError
from warehouse.warehouse import Warehouse

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SETTING = "originals"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(warehouse: Warehouse, path: Path, sha256: str) -> str:
    """Keep a copy of a file and say how: `plain`, `encrypted` or `none`. The same bytes are kept once."""
    how = str(warehouse.setting(SETTING, "plain"))
    if how == "none" or warehouse.path is None:
        return "none"
    place = _place(warehouse, sha256, how)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_suffix(".part")
        if how == "encrypted":
            unfinished.write_bytes(_cipher(warehouse).encrypt(path.read_bytes()))
        else:
            shutil.copyfile(path, unfinished)
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        unfinished.replace(place)
    return how


def read(warehouse: Warehouse, sha256: str) -> bytes:
    """The bytes of a kept file; raises WarehouseError `not-kept` or `damaged-original`."""
    for how in ("plain", "encrypted"):
        place = _place(warehouse, sha256, how)
        if place.exists():
            content = place.read_bytes()
            content = _cipher(warehouse).decrypt(content) if how == "encrypted" else content
            if hashlib.sha256(content).hexdigest() != sha256:
                raise WarehouseError(
                    f"The kept copy {place.name} is not the file that was imported any more.",
                    "damaged-original",
                )
            return content
    raise WarehouseError(
        f"The original file with SHA-256 {sha256[:12]}… was not kept, as the privacy setting asked.",
        "not-kept",
    )


def _place(warehouse: Warehouse, sha256: str, how: str) -> Path:
    suffix = "" if how == "plain" else ".enc"
    return warehouse.folder("originals") / sha256[:2] / (sha256 + suffix)


def _cipher(warehouse: Warehouse) -> Fernet:
    from cryptography.fernet import Fernet

    assert warehouse.path is not None
    file = warehouse.path.with_name(f"{warehouse.path.stem}.originals.key")
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Fernet(file.read_bytes())
    with os.fdopen(handle, "wb") as out:
        key = Fernet.generate_key()
        out.write(key)
    return Fernet(key)
