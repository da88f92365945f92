"""All measurements into benchmarks/results.md: `python -m benchmarks [imports] [metrics] [pages] [--quick]`.

Each part replaces its section of the results. `--quick` takes smaller files and fewer rounds: it says in which order of
magnitude things are, not whether a promise that is nearly met is met.
"""

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import imports, pages
from benchmarks.measuring import ROOT
from benchmarks.metrics import PROMISED_MS, PROMISED_MS_PERCENTILES

RESULTS = ROOT / "benchmarks" / "results.md"
#: The number of tickets the promise about metrics is for.
PROMISED_FOR = 1_000_000
INTRO = """# Speed: promised and measured

Written by `make bench`, on a machine shared with other work. Compare the numbers of one table with each other, not with
those of another machine: ratios and processor seconds barely move with the neighbours' load, wall time does.
"""
LIBRARIES = ("duckdb", "pandas", "pyarrow", "plotly", "streamlit")


def of_imports(*, quick: bool) -> str:
    """Loading files."""
    return imports.measure(2, 10_000, (10_000, 100_000)) if quick else imports.measure()


def of_metrics(*, quick: bool) -> str:
    """Every metric in its four shapes, every size in a process of its own."""
    sizes, rounds = ([10_000], 2) if quick else ([10_000, PROMISED_FOR, 10_000_000], 5)
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "metrics.json"
        for size in sizes:
            command = ["-m", "benchmarks.metrics", str(size), "--rounds", str(rounds), "--json", str(file)]
            subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=sys.stderr)
            found += json.loads(file.read_text(encoding="utf-8"))
    lines = [
        "## Metrics",
        "",
        (
            f"Promise: every shape of a metric takes at most {PROMISED_MS} ms, beyond a million tickets a percentile "
            f"over all of history {PROMISED_MS_PERCENTILES} ms. Beside it, where there is one, the same with pandas on "
            "typed columns in memory. Wall time, medians. A question that is the first over its dimensions after an "
            "import makes the roll-up that answers the later ones: that is the first use."
        ),
        "",
        "| tickets | shapes | slower than promised | slowest | first use: median, slowest | median ratio to pandas | |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        here = [row for row in found if row["n"] == size and "ms" in row]
        if not here:
            continue
        slow = [row for row in here if row["ms"][0] > row["promised_ms"]]
        worst = max(here, key=lambda row: row["ms"][0] / row["promised_ms"])
        beside = [row["ms"][0] / row["pandas_ms"][0] for row in here if row["pandas_ms"]]
        ratio = f"{statistics.median(beside):.2f}" if beside else "–"
        firsts = [row["ms"][2] for row in here]
        verdict = "holds" if not slow else "**does not hold**"
        if size < PROMISED_FOR and not slow:
            verdict = "not shown: too few tickets"
        lines.append(
            f"| {size:,} | {len(here)} | {len(slow)} | {worst['metric']}, {worst['shape']}: {worst['ms'][0]:.0f} ms | "
            f"{statistics.median(firsts):.0f}, {max(firsts):,.0f} ms | {ratio} | {verdict} |"
        )
    return "\n".join([*lines, *(f"\n{row['skipped']}" for row in found if "skipped" in row), ""])


def of_pages(*, quick: bool) -> str:
    """What the screen costs."""
    return pages.measure(rounds=6, seconds=8) if quick else pages.measure()


PARTS: dict[str, Callable[..., str]] = {"imports": of_imports, "metrics": of_metrics, "pages": of_pages}


def machine() -> str:
    """What was measured on: cores, system, Python and libraries, and how busy it was."""
    known = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{datetime.now(UTC):%d %B %Y}; {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; {known}. Load average at the start: {busy}."
    )


def section(name: str, *, quick: bool) -> str:
    """What one part measured, with the machine and the moment under its heading."""
    kind = "A quick run: small files, few rounds" if quick else "A full run"
    heading, rest = PARTS[name](quick=quick).split("\n", 1)
    return f"{heading}\n\n{kind}. {machine()}\n{rest.rstrip()}\n"


def kept() -> dict[str, str]:
    """The sections of the results as they stand, by part."""
    if not RESULTS.exists():
        return {}
    found = re.split(r"^(?=## )", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {text[3:].split("\n", 1)[0].lower(): text for text in found}


def main() -> None:
    """Measure the parts named, or all, and put their sections into the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; without: all")
    parser.add_argument("--quick", action="store_true", help="smaller files, fewer rounds")
    given = parser.parse_args()
    if unknown := [name for name in given.parts if name not in PARTS]:
        parser.error(f"there is no part {' or '.join(unknown)}: the parts are {', '.join(PARTS)}")
    for name in given.parts or PARTS:
        print(f"{name} …", file=sys.stderr)
        sections = kept() | {name: section(name, quick=given.quick)}
        print(sections[name])
        ordered = [sections[part].rstrip() + "\n" for part in PARTS if part in sections]
        RESULTS.write_text("\n".join([INTRO, *ordered]), encoding="utf-8")


if __name__ == "__main__":
    main()
