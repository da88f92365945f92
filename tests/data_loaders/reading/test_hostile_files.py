"""No file can crash, hang or fill the server; every file ends as its exact rows or as one sentence with a code."""

from __future__ import annotations

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data_loaders.reading import Reading, ReadingError, read
from tests.hostile.case import Case, Truth
from tests.hostile.generate import cases

SECONDS = 10.0
CODES = {
    "damaged",
    "empty",
    "encrypted",
    "entity-bomb",
    "memory-limit",
    "nested-zip",
    "not-a-table",
    "time-limit",
    "too-large",
    "unsafe-zip",
    "unsupported",
    "xml-bomb",
    "zip-bomb",
}


def cells_of(reading: Reading) -> list[dict[tuple[int, int], str]]:
    """(row, column) → text for every filled cell of every sheet."""
    sheets = []
    for sheet in reading.sheets:
        numbers = sheet.rows["row_no"].to_pylist()
        cells = {}
        for name in sheet.rows.column_names:
            if match := re.fullmatch(r"c(\d+)", name):
                cells |= {
                    (row, int(match[1])): text
                    for row, text in zip(numbers, sheet.rows[name].to_pylist(), strict=True)
                    if text is not None
                }
        sheets.append(cells)
    return sheets


def balanced(reading: Reading) -> bool:
    """Rows in the file are rows carried plus rows dropped as blank."""
    return all(
        sheet.rows.num_rows <= sheet.rows_total <= sheet.rows.num_rows + sheet.rows_blank
        or {"out-of-order-row", "far-cell"} & {issue.code for issue in sheet.issues}
        for sheet in reading.sheets
    )


def complaint(case: Case, folder: Path) -> str:
    """What is wrong with the reading of one file, or nothing."""
    path = folder / case.name
    path.write_bytes(case.data)
    began = time.monotonic()
    try:
        reading = read(path)
    except ReadingError as error:
        said = wrong_refusal(error, case.truth, folder)
    else:
        said = wrong_reading(reading, case.truth)
    took = time.monotonic() - began
    path.unlink()
    return said or (f"took {took:.1f} s" if took > SECONDS * busy() else "")


def busy() -> float:
    """How many processes share a processor at the moment: the promise is for a machine of one's own."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)) if hasattr(os, "getloadavg") else 1.0


def wrong_refusal(error: ReadingError, truth: Truth, folder: Path) -> str:
    """What is wrong with a refusal."""
    leaks = "Traceback" in error.sentence or str(folder) in error.sentence
    if error.code not in CODES or not error.sentence or leaks:
        return f"refused with {error.code}: {error.sentence}"
    right = truth.anything or error.code in truth.codes
    return "" if right else f"refused with {error.code} ({error.sentence}) {getattr(error, '__notes__', '')}"


def wrong_reading(reading: Reading, truth: Truth) -> str:
    """What is wrong with what was read."""
    if not balanced(reading):
        return "rows do not add up"
    if truth.anything:
        return ""
    if truth.codes:
        return "was read, though it must be refused"
    return wrong_cells(reading, truth) or wrong_notes(reading, truth)


def wrong_cells(reading: Reading, truth: Truth) -> str:
    """Which cells differ from the truth."""
    found = cells_of(reading)
    assert truth.sheets is not None
    for number, (got, wanted) in enumerate(zip(found, truth.sheets, strict=False)):
        places = [
            place for place in sorted(got.keys() | wanted.keys()) if got.get(place) != wanted.get(place)
        ]
        if places:
            shown = [(place, got.get(place), wanted.get(place)) for place in places[:3]]
            return f"sheet {number}: {len(places)} cells differ, (place, read, true): {shown}"
    return "" if len(found) == len(truth.sheets) else f"{len(found)} sheets instead of {len(truth.sheets)}"


def wrong_notes(reading: Reading, truth: Truth) -> str:
    """Which oddities were not said, or said without cause, and which counts are wrong."""
    codes = {issue.code for issue in reading.issues}
    codes |= {issue.code for sheet in reading.sheets for issue in sheet.issues}
    first = reading.sheets[0]
    found = {
        "not said": set(truth.issues) - codes,
        "said without cause": set(truth.not_issues) & codes,
        "hidden sheets": {i for i, sheet in enumerate(reading.sheets) if sheet.hidden} ^ set(truth.hidden),
        "blank rows": {first.rows_blank} - {truth.blank if truth.blank is not None else first.rows_blank},
        "native": [
            (c, first.native[c]) for c, kinds in truth.native.items() if first.native[c] != dict(kinds)
        ],
    }
    return "; ".join(f"{name}: {wrong}" for name, wrong in found.items() if wrong)


def test_every_hostile_file_ends_as_its_rows_or_as_one_sentence(tmp_path: Path) -> None:
    wrong, count = [], 0
    with ThreadPoolExecutor(2) as pool:
        # The generator is drawn in small groups: some files are large.
        waiting: list[tuple[str, object]] = []
        for case in cases():
            count += 1
            waiting.append((case.name, pool.submit(complaint, case, tmp_path)))
            if len(waiting) >= 8:
                name, future = waiting.pop(0)
                if said := future.result():  # type: ignore[attr-defined]
                    wrong.append(f"{name}: {said}")
        wrong += [f"{name}: {said}" for name, future in waiting if (said := future.result())]  # type: ignore[attr-defined]
    assert count >= 300
    assert not wrong, "\n".join(wrong)


def test_every_real_hostile_file_ends_as_rows_or_as_one_sentence(shared_data: Path) -> None:
    files = sorted(
        p for p in (shared_data / "07_hostile").rglob("*") if p.is_file() and p.name != "SOURCE.md"
    )
    if not files:
        pytest.skip("There are no files in 07_hostile.")

    def ends(path: Path) -> str:
        began = time.monotonic()
        try:
            reading = read(path)
        except ReadingError as error:
            good = error.code in CODES and error.sentence.endswith((".", "”"))
            return "" if good else f"{path.name}: {error.code} {error.sentence}"
        if time.monotonic() - began > SECONDS * busy():
            return f"{path.name}: took too long"
        return "" if balanced(reading) and reading.sheets else f"{path.name}: rows do not add up"

    with ThreadPoolExecutor(2) as pool:
        wrong = [said for said in pool.map(ends, files) if said]
    assert not wrong, "\n".join(wrong)
