"""Writes every hostile file and, beside it, its truth as JSON: `python -m tests.hostile.generate FOLDER`.

The same files every time. Each truth says whether the file must be read or refused (and with which codes), every
cell of every sheet, and the oddities that must be reported.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from . import books, texts
from .case import Case


def cases() -> Iterator[Case]:
    """All hostile files, one after the other so that the large ones are not in memory together."""
    for family in (
        texts.regular,
        texts.odd_delimited,
        texts.long_delimited,
        texts.other_text,
        texts.damaged_text,
        books.values,
        books.structures,
        books.bombs,
        books.damaged_books,
    ):
        yield from family()


def write(case: Case, folder: Path) -> Path:
    """Write one file and its truth."""
    path = folder / case.name
    path.write_bytes(case.data)
    truth = asdict(case.truth)
    if case.truth.sheets is not None:
        truth["sheets"] = [
            [[row, column, text] for (row, column), text in sorted(sheet.items())]
            for sheet in case.truth.sheets
        ]
    path.with_name(case.name + ".truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return path


def main() -> None:
    """Write all of them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    count = sum(1 for case in cases() if write(case, folder))
    sys.stdout.write(f"{count} files in {folder}\n")


if __name__ == "__main__":
    main()
