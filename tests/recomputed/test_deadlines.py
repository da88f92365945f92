"""What is due on a day is in time until that day is over, in the zone of the file; a written time counts as written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.recomputed.plain import write_csv

ZONE = "America/New_York"
#: Two hours before and after the end of the tenth in New York, and on the day itself with a time that has passed.
IN_TIME, LATE = "2026-03-10 22:00:00", "2026-03-11 02:00:00"


#: Kind of row, its figure, letters of its numbers, when it was done, its deadline, and whether in time is counted.
CASES = (
    ("requests", "REQ-02", "RITM", "Closed", "Due", False),
    ("problems", "PRB-05", "PRB", "Root cause found", "Due", True),
    ("changes", "CHG-08", "CHG", "Actual end date", "Agreed end", True),
)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_day_is_a_deadline_until_it_is_over(
    figure: Any, loaded: Callable[..., Path], tmp_path: Path, case: tuple[str, str, str, str, str, bool]
) -> None:
    kind, name, number, end, deadline, good = case
    rows = [
        {"Number": f"{number}{n:07d}", "State": "Closed", "Opened": "2026-03-01 08:00:00", end: ended,
         deadline: "2026-03-10", "Short description": "x"}
        for n, ended in enumerate([IN_TIME] * 3 + [LATE])
    ]  # fmt: skip
    database = loaded(tmp_path / "days.duckdb", write_csv(tmp_path / "days.csv", rows), zone=ZONE, kind=kind)
    assert figure(database, name)["value"] == (0.75 if good else 0.25)
    with_time = [{**row, deadline: "2026-03-10 12:00:00"} for row in rows]
    written = write_csv(tmp_path / "times.csv", with_time)
    assert figure(loaded(tmp_path / "times.duckdb", written, zone=ZONE, kind=kind), name)["value"] == (
        not good
    )


def test_a_day_in_a_workbook(figure: Any, loaded: Callable[..., Path], tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "requests.xlsx")
    sheet, day, time = (
        book.add_worksheet(),
        *(book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm")),
    )
    sheet.write_row(0, 0, ["Number", "State", "Opened", "Closed", "Due", "Item"])
    for n, closed in enumerate([datetime(2026, 3, 10, 22)] * 3 + [datetime(2026, 3, 11, 2)], start=1):
        sheet.write_row(n, 0, [f"RITM{n:07d}", "Closed Complete"])
        sheet.write_datetime(n, 2, datetime(2026, 3, 1, 8), time)
        sheet.write_datetime(n, 3, closed, time)
        sheet.write_datetime(n, 4, date(2026, 3, 10), day)
        sheet.write(n, 5, "Laptop")
    book.close()
    database = loaded(tmp_path / "b.duckdb", tmp_path / "requests.xlsx", zone=ZONE, kind="requests")
    assert figure(database, "REQ-02")["value"] == 0.25
