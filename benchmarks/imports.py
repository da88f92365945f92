"""Imports: an xlsx of 100,000 × 30 and a csv of 1,000,000 × 20, against the usual code and against the floor.

`python -m benchmarks.imports make FOLDER ROWS…` writes the files; `python -m benchmarks.imports CONTENDER FILE DB` runs
one contender, which the comparison starts in a process of its own.
"""

import random
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.parsers import expat

from benchmarks.measuring import Row, compare, run, table

HEADINGS = (
    "Number", "Opened", "Short description", "Caller", "Priority",
    "State", "Category", "Assignment group", "Assigned to", "Updated",
    "Resolved", "Closed", "Impact", "Urgency", "Business service",
    "Configuration item", "Subcategory", "Channel", "Reassignment count", "Reopen count",
    "Close code", "Resolve time", "Business resolve time", "Made SLA", "Company",
    "Location", "Opened by", "Closed by", "Close notes", "Description",
)  # fmt: skip
EPOCH = datetime(2025, 1, 1)


def rows(count: int, width: int, *, seed: int = 7) -> Iterator[list[str | int | datetime]]:
    """Rows as a service desk would have them; the same for the same seed."""
    chance = random.Random(seed)
    words = [
        f"{a} {b} on {c}"
        for a in ("Cannot open", "Slow", "Error in", "No access to")
        for b in ("invoice", "mail", "VPN", "report", "printer")
        for c in ("laptop", "SAP", "portal", "line 3")
    ]
    spoken = " ".join(words).split()
    for number in range(count):
        opened = EPOCH + timedelta(minutes=5 * number % 500_000, seconds=number % 60)
        lasted = timedelta(minutes=chance.expovariate(1 / 900))
        resolved = opened + lasted
        full: list[str | int | datetime] = [
            f"INC{number:07d}",
            opened,
            chance.choice(words),
            f"Person {number % 4000}",
            f"{1 + number % 4} - P",
            "Closed",
            "Software",
            f"Desk {number % 12}",
            f"Agent {number % 90}",
            resolved,
            resolved,
            resolved + timedelta(days=5),
            "2 - Medium",
            "2 - Medium",
            f"Service {number % 40}",
            f"ci-{number % 900}",
            "Client",
            "Phone",
            number % 4,
            int(number % 50 == 0),
            "Solution provided",
            int(lasted.total_seconds()),
            int(lasted.total_seconds() / 3),
            "true",
            f"Client {number % 15}",
            "Aarhus",
            f"Agent {number % 30}",
            f"Agent {number % 50}",
            chance.choice(words) + " fixed",
            # Descriptions run over several lines and no two say the same: a third of the 150 MiB of XML.
            "\n".join(" ".join(chance.choices(spoken, k=14)) for _ in range(6)) if width == 30 else "",
        ]
        full[4] = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")[number % 4]
        yield full[:width]


def make(folder: Path, *, xlsx_rows: int, csv_rows: tuple[int, ...]) -> None:
    """Write the files the comparisons read."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        folder / "tickets.xlsx", {"constant_memory": False, "default_date_format": "yyyy-mm-dd hh:mm:ss"}
    )
    sheet = book.add_worksheet("Page 1")
    sheet.write_row(0, 0, HEADINGS)
    for place, row in enumerate(rows(xlsx_rows, 30), start=1):
        sheet.write_row(place, 0, row)
    book.close()
    for count in csv_rows:
        with (folder / f"tickets_{count}.csv").open("w", encoding="utf-8") as out:
            out.write(",".join(HEADINGS[:20]) + "\n")
            for row in rows(count, 20):
                out.write(",".join(str(cell) for cell in row) + "\n")


def bridgeview(file: Path, db: Path) -> None:
    """The whole import: worker, recognising, typing, ledger, rejects, receipts, checkpoint."""
    from data_loaders.loading import load
    from warehouse import open_warehouse

    results = load([file], open_warehouse(db), timezone="UTC", answers={"date_order": "day-first"})
    assert results[0].import_id is not None, results[0]


def pandas_openpyxl(file: Path, db: Path) -> None:
    """What one would write: read_excel, then insert into DuckDB."""
    import duckdb
    import pandas as pd

    frame = pd.read_excel(file, engine="openpyxl")
    connection = duckdb.connect(str(db))
    connection.register("frame", frame)
    connection.execute("CREATE TABLE tickets AS SELECT * FROM frame")
    connection.close()


def fastexcel_arrow(file: Path, db: Path) -> None:
    """The quickest library for xlsx, into DuckDB: no types, ledger, rejects or receipts beyond its own errors."""
    import duckdb
    import fastexcel
    import pyarrow as pa

    batch, _ = fastexcel.read_excel(file).load_sheet(0, schema_sample_rows=None).to_arrow_with_errors()
    connection = duckdb.connect(str(db))
    connection.register("frame", pa.Table.from_batches([batch]))
    connection.execute("CREATE TABLE tickets AS SELECT * FROM frame")
    connection.close()


def unzip_and_parse(file: Path, db: Path) -> None:  # noqa: ARG001 - every contender takes a database
    """The floor for xlsx: unzip every part and run a C parser over it, keeping nothing."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                with archive.open(name) as part:
                    # Nothing is called back: a call of Python for each cell would double what the floor takes.
                    expat.ParserCreate().ParseFile(part)


def duckdb_read_csv(file: Path, db: Path) -> None:
    """DuckDB's own reader into a table, types sniffed."""
    import duckdb

    connection = duckdb.connect(str(db))
    connection.execute("CREATE TABLE tickets AS SELECT * FROM read_csv(?)", [str(file)])
    connection.close()


CONTENDERS: dict[str, Callable[[Path, Path], None]] = {
    function.__name__: function
    for function in (bridgeview, pandas_openpyxl, fastexcel_arrow, unzip_and_parse, duckdb_read_csv)
}


def measure(
    rounds: int = 5, xlsx_rows: int = 100_000, csv_rows: tuple[int, ...] = (10_000, 100_000, 1_000_000)
) -> str:
    """All comparisons of imports as Markdown; the last of `csv_rows` is compared with DuckDB's own reader."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("  writing the files to import", file=sys.stderr)
        # In a process of its own: a child's peak memory counts that of the parent it was forked from.
        sizes = [str(count) for count in (xlsx_rows, *csv_rows)]
        run([sys.executable, "-m", "benchmarks.imports", "make", str(folder), *sizes])
        xlsx = _compare(folder, folder / "tickets.xlsx", ("bridgeview", "unzip_and_parse"), rounds)
        # The quickest library beside it, to see what is left for types, ledger, rejects and receipts.
        usual = ("bridgeview", "pandas_openpyxl", "fastexcel_arrow")
        slow = _compare(folder, folder / "tickets.xlsx", usual, min(rounds, 3))
        csv = _compare(
            folder, folder / f"tickets_{csv_rows[-1]}.csv", ("bridgeview", "duckdb_read_csv"), rounds
        )
        growth = [
            _compare(folder, folder / f"tickets_{count}.csv", ("bridgeview",), min(rounds, 3))[0]
            for count in csv_rows
        ]
    per_row = [
        f"{count:,} rows: {row.cpu:.2f} s, {row.cpu / count * 1e6:.1f} µs a row, {row.memory:,.0f} MB"
        for count, row in zip(csv_rows, growth, strict=True)
    ]
    return "\n".join(
        [
            "## Imports",
            "",
            table(f"xlsx, {xlsx_rows:,} × 30, against the floor", xlsx, "unzip_and_parse", 3),
            table(f"xlsx, {xlsx_rows:,} × 30, against the usual code", slow, "pandas_openpyxl", 0.1),
            table(f"csv, {csv_rows[-1]:,} × 20, against DuckDB's own reader", csv, "duckdb_read_csv", 2.5),
            "### Growth of a csv import with its rows",
            "",
            *[f"- {line}" for line in per_row],
            "",
            _growth({count: row.cpu for count, row in zip(csv_rows, growth, strict=True)}),
            "",
        ]
    )


def _growth(seconds: dict[int, float]) -> str:
    """What each further row costs from one size to the next: what every import costs, however small, is left out."""
    counts = sorted(seconds)
    further = [(seconds[more] - seconds[fewer]) / (more - fewer) * 1e6 for fewer, more in pairwise(counts)]
    said = ", ".join(
        f"{cost:.1f} µs up to {count:,} rows" for cost, count in zip(further, counts[1:], strict=True)
    )
    verdict = "holds" if further and further[-1] <= 1.25 * further[0] else "**does not hold**"
    return (
        f"Each further row costs {said}. Promise: linear, at most 1.25 times as much at the end: {verdict}."
    )


def _compare(folder: Path, file: Path, names: tuple[str, ...], rounds: int) -> list[Row]:
    class FreshDatabase(list[str]):
        """A command whose database is a new one, in a folder of its own, each time it is run."""

        def __iter__(self) -> Iterator[str]:
            # Originals and backups lie beside a database: a second one of the same name would find them.
            return iter([*self[:], str(Path(tempfile.mkdtemp(dir=folder)) / "bridgeview.duckdb")])

    return compare(
        {name: FreshDatabase(["-m", "benchmarks.imports", name, str(file)]) for name in names}, rounds
    )


if __name__ == "__main__":
    if sys.argv[1] == "make":
        xlsx_rows, *csv_rows = map(int, sys.argv[3:])
        make(Path(sys.argv[2]), xlsx_rows=xlsx_rows, csv_rows=tuple(csv_rows))
    else:
        CONTENDERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
