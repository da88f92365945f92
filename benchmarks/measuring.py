"""Run something in a process of its own and say what it cost: seconds, processor seconds, peak memory.

Contenders of one comparison take turns, round by round, so that a busy machine slows all of them alike; what is
reported are medians and ratios of one run, never seconds on their own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]

#: Where the measured processes keep what Python compiles, as any installation does: the first round fills it.
_COMPILED = tempfile.TemporaryDirectory(prefix="compiled-")


@dataclass(frozen=True)
class Cost:
    """One run: wall seconds, processor seconds (own and of the processes it started), peak memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Row:
    """A contender with the medians over all rounds."""

    name: str
    wall: float
    cpu: float
    memory: float
    rounds: int


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end; raises CalledProcessError with what it printed when it fails."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": _COMPILED.name}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(contenders: Mapping[str, Sequence[str]], rounds: int) -> list[Row]:
    """Let contenders take turns and give the medians of each, in the order they are named."""
    costs: dict[str, list[Cost]] = {name: [] for name in contenders}
    for turn in range(rounds):
        for name, arguments in contenders.items():
            print(f"  round {turn + 1} of {rounds}: {name}", file=sys.stderr)
            costs[name].append(run([sys.executable, *arguments]))
    return [
        Row(
            name,
            statistics.median(cost.wall for cost in taken),
            statistics.median(cost.cpu for cost in taken),
            max(cost.memory for cost in taken),
            rounds,
        )
        for name, taken in costs.items()
    ]


def table(title: str, rows: Sequence[Row], against: str, most: float) -> str:
    """A Markdown table of a comparison; ratios are of processor seconds against the named contender.

    Below it stands whether the first row keeps the promise to cost at most `most` times the named contender.
    """
    reference = next(row for row in rows if row.name == against)
    ratio = rows[0].cpu / reference.cpu
    verdict = "holds" if ratio <= most else "**does not hold**"
    lines = [
        f"### {title}",
        "",
        f"| contender | CPU s | ratio to “{against}” | wall s | peak MB |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.cpu:.2f} | {row.cpu / reference.cpu:.2f} | {row.wall:.2f} | {row.memory:,.0f} |"
        for row in rows
    ]
    said = f"Promise: ratio ≤ {most:g}; measured {ratio:.2f}: {verdict}."
    return "\n".join([*lines, "", f"{said} Medians, rounds taken in turns: {rows[0].rounds}.", ""])
