"""Pages: what a filter change, a page switch, ten readers and a start cost, beside the same page as a first draft.

`python -m benchmarks.pages [--rows 200000] [--rounds 8]`. Processor seconds are those of the server's process as
Linux counts them; bytes are those of the websocket. Both servers run at once and take turns.
"""

import argparse
import csv
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.imports import HEADINGS, bridgeview, rows
from benchmarks.measuring import ROOT
from benchmarks.visitor import Run, Visitor

PAGE, OTHER_PAGE = "incidents", "quality"
CLIENTS = [f"Client {number}" for number in range(15)]
READERS = 10
#: One in so many tickets is open still: a prime number, so that every client and service has some.
OPEN = 41
#: What an open ticket does not have yet: moments and remarks of its resolution.
UNKNOWN_WHILE_OPEN = [HEADINGS.index(name) for name in (
    "Resolved", "Closed", "Close code", "Resolve time", "Business resolve time", "Made SLA", "Closed by", "Close notes",
)]  # fmt: skip

CPU_OF_A_FILTER_CHANGE = 0.04
KB_OF_A_FILTER_CHANGE = 45
RERUNS_A_SECOND = 25
CPU_OF_A_START = 2.0


@dataclass(frozen=True)
class Promise:
    """One promise beside what was measured, in its own words, and whether it holds."""

    what: str
    promised: str
    measured: str
    first_draft: str
    ratio: float | None
    holds: bool | None

    def row(self) -> str:
        """A row of the Markdown table."""
        holds = {True: "holds", False: "**does not hold**", None: "no figure promised"}[self.holds]
        ratio = "–" if self.ratio is None else f"{self.ratio:.2f}"
        return f"| {self.what} | {self.promised} | {self.measured} | {self.first_draft} | {ratio} | {holds} |"


@dataclass(frozen=True)
class Server:
    """A running app: its process, its port, and the processor seconds it took until it answered."""

    process: int
    port: int
    start: float

    @property
    def cpu(self) -> float:
        """Processor seconds of the process so far, user and system."""
        return _cpu(self.process)


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(script: str, environment: dict[str, str]) -> Iterator[Server]:
    """Start an app on a free port, wait until it answers, stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(1200):
            if process.poll() is not None:
                raise RuntimeError(f"{script} stopped before it answered, exit code {process.returncode}.")
            if _answers(port):
                break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{script} did not answer within a minute.")
        yield Server(process.pid, port, _cpu(process.pid))
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def write_tickets(file: Path, count: int) -> None:
    """An export of tickets with some of them open."""
    with file.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(HEADINGS)
        for number, row in enumerate(rows(count, len(HEADINGS))):
            if number % OPEN == 0:
                row[HEADINGS.index("State")] = "In Progress"
                for place in UNKNOWN_WHILE_OPEN:
                    row[place] = ""
            sheet.writerow(row)


@dataclass(frozen=True)
class Cost:
    """One run of a page: processor seconds of the server and kilobytes over the websocket."""

    cpu: float
    kilobytes: float


def cost_of(server: Server, act: Callable[[], Run]) -> Cost:
    """What an action costs the server, with what it tidies up just after."""
    before = server.cpu
    run = act()
    time.sleep(0.2)
    return Cost(server.cpu - before, run.received / 1000)


def filter_changes(server: Server, visitor: Visitor, page: str, rounds: int) -> list[Cost]:
    """A filter change to each client in turn; raises AssertionError where the page does not follow."""

    def choose(client: str) -> Run:
        run = visitor.visit(page, {"Client": [client]})
        assert run.charts == 4, f"{client}: {run.charts} charts instead of 4"
        assert any(f"Client: {client}" in text for text in run.texts), f"{client} is not shown as chosen"
        return run

    return [cost_of(server, lambda client=client: choose(client)) for client in CLIENTS[:rounds]]


def readers_at_once(server: Server, page: str, seconds: float) -> tuple[float, float]:
    """Ten readers who change filters without a pause: reruns a second, processor seconds a rerun."""
    visitors = [Visitor(server.port) for _ in range(READERS)]
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(lambda visitor: visitor.visit(page), visitors))
        begin, spent = time.perf_counter(), server.cpu

        def read(place: int) -> int:
            count = 0
            while time.perf_counter() - begin < seconds:
                visitors[place].visit(page, {"Client": [CLIENTS[(place + count) % len(CLIENTS)]]})
                count += 1
            return count

        count = sum(pool.map(read, range(READERS)))
    wall, spent = time.perf_counter() - begin, server.cpu - spent
    for visitor in visitors:
        visitor.close()
    return count / wall, spent / count


def page_switches(server: Server, visitor: Visitor, rounds: int) -> tuple[float, float]:
    """Processor seconds of a switch between two pages seen before, and of running the same pages again."""
    for page in (PAGE, OTHER_PAGE):
        visitor.visit(page)
    again, switched = [], []
    for _ in range(rounds):
        for page in (PAGE, OTHER_PAGE):
            switched.append(cost_of(server, lambda page=page: visitor.visit(page)).cpu)
            again.append(cost_of(server, lambda page=page: visitor.visit(page)).cpu)
    return statistics.mean(switched), statistics.mean(again)


def measure(count: int = 200_000, rounds: int = len(CLIENTS), seconds: float = 20) -> str:
    """All comparisons of pages as Markdown."""
    if not Path("/proc/self/stat").exists():
        raise SystemExit("The cost of a server is read from /proc: measure pages on Linux.")
    rounds = min(rounds, len(CLIENTS))
    with tempfile.TemporaryDirectory() as name:
        file, database = Path(name) / "tickets.csv", Path(name) / "tickets.duckdb"
        print(f"  loading {count:,} tickets", file=sys.stderr)
        write_tickets(file, count)
        subprocess.run(
            [sys.executable, "-m", "benchmarks.pages", "--load", str(file), str(database)],
            cwd=ROOT,
            check=True,
        )
        with (
            serving("app.py", {"BRIDGEVIEW_DB": str(database)}) as ours,
            serving("benchmarks/first_draft.py", {"FIRST_DRAFT_FILE": str(file)}) as draft,
        ):
            promises = compare(ours, draft, rounds, seconds)
    return "\n".join([
        "## Pages", "",
        (f"The incidents page, four cards and four charts over {count:,} tickets, last six months; one reader chooses "
        f"{rounds} clients one after another, then the same clients again. Server processor seconds (mean) and bytes "
        "over the websocket, without the browser's own store of messages. The first draft reads the csv with pandas "
        "on every run and draws the four charts with plotly.express."), "",
        "| what | promise | measured | first draft | ratio | |",
        "|---|---|---|---|---|---|",
        *[promise.row() for promise in promises], "",
    ])  # fmt: skip


def compare(ours: Server, draft: Server, rounds: int, seconds: float) -> list[Promise]:
    """Every promise measured on both servers."""
    visitor, other = Visitor(ours.port), Visitor(draft.port)
    visitor.visit(PAGE)
    other.visit("")
    print("  filter changes", file=sys.stderr)
    new = filter_changes(ours, visitor, PAGE, rounds)
    usual = filter_changes(draft, other, "", rounds)
    seen = filter_changes(ours, visitor, PAGE, rounds)
    print("  page switches", file=sys.stderr)
    switched, again = page_switches(ours, visitor, max(2, rounds // 3))
    visitor.close()
    other.close()
    print("  ten readers at once", file=sys.stderr)
    speed, each = readers_at_once(ours, PAGE, seconds)
    draft_speed, draft_each = readers_at_once(draft, "", seconds)
    kilobytes, draft_kilobytes = _mean(c.kilobytes for c in [*new, *seen]), _mean(c.kilobytes for c in usual)
    usual_cpu, new_cpu, seen_cpu = (_mean(c.cpu for c in costs) for costs in (usual, new, seen))
    return [
        _cpu_promise("filter change, figures asked before", seen_cpu, usual_cpu),
        _cpu_promise("filter change, every figure new", new_cpu, usual_cpu),
        Promise(
            "bytes of a filter change", f"≤ {KB_OF_A_FILTER_CHANGE} KB", f"{kilobytes:.0f} KB",
            f"{draft_kilobytes:.0f} KB", kilobytes / draft_kilobytes, kilobytes <= KB_OF_A_FILTER_CHANGE,
        ),
        Promise(
            "ten readers at once", f"≥ {RERUNS_A_SECOND} reruns a second",
            f"{speed:.1f} a second, {each:.3f} CPU s a rerun",
            f"{draft_speed:.1f} a second, {draft_each:.3f} CPU s", speed / draft_speed, speed >= RERUNS_A_SECOND,
        ),
        Promise(
            "page switch without recomputation", "as running the page again (≤ 1.25 ×)",
            f"{switched:.3f} CPU s, running it again {again:.3f}", "has one page", switched / again,
            switched <= 1.25 * again,
        ),
        Promise(
            "start until the server answers (the draft imports only when visited)",
            f"≤ {CPU_OF_A_START:.1f} CPU s", f"{ours.start:.1f} CPU s",
            f"{draft.start:.1f} CPU s", ours.start / draft.start, ours.start <= CPU_OF_A_START,
        ),
    ]  # fmt: skip


def _cpu_promise(what: str, cpu: float, usual: float) -> Promise:
    return Promise(
        what, f"≤ {CPU_OF_A_FILTER_CHANGE} CPU s", f"{cpu:.3f} CPU s", f"{usual:.3f} CPU s", cpu / usual,
        cpu <= CPU_OF_A_FILTER_CHANGE,
    )  # fmt: skip


def _mean(numbers: Iterator[float] | Sequence[float]) -> float:
    return statistics.mean(numbers)


def main() -> None:
    """Measure and print; `--load FILE DATABASE` only fills a database."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=len(CLIENTS))
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--load", nargs=2, type=Path, metavar=("FILE", "DATABASE"))
    given = parser.parse_args()
    if given.load:
        bridgeview(*given.load)
    else:
        print(measure(given.rows, given.rounds, given.seconds))


if __name__ == "__main__":
    main()
