"""Write docs/reference.md from the declarations: every page, every kind of export, every column, every metric.

`python -m tools.reference` (or `make reference`); a test says when the file is stale.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

import metrics
from catalogue import collect
from contracts import all_contracts
from contracts.contract import Column, Contract, columns
from metrics.metric import Metric
from metrics.study import Study

PAGES = Path(__file__).parents[1] / "pages"
TARGET = Path(__file__).parents[1] / "docs" / "reference.md"
UNITS = {"count": "count", "percent": "%", "per_week": "per week"}
DIRECTIONS = {"up": "higher is better", "down": "lower is better", "none": "neither is better"}


def text() -> str:
    """The whole reference as Markdown."""
    kinds = sorted(all_contracts().values(), key=lambda contract: contract.title)
    declared: list[Metric | Study] = sorted(
        [*collect(metrics, Metric).values(), *collect(metrics, Study).values()], key=_in_catalogue_order
    )
    parts = [
        "# Reference",
        "Written by `make reference` from the declarations in `contracts/`, `metrics/` and `pages/`, never by hand.",
        "## What the pages answer",
        _table(("Section", "Page", "Question"), _pages()),
        "## What can be loaded",
        *(_kind(contract) for contract in kinds),
        "## What can be asked",
        "Each is the `NAME` of `python -m metrics NAME`, and so is its identifier.",
        *(_metric(one) if isinstance(one, Metric) else _study(one) for one in declared),
    ]
    return "\n\n".join(parts) + "\n"


def _pages() -> Iterable[tuple[str, ...]]:
    """Section, name and question of every page; the question is its docstring."""
    for path in sorted(PAGES.glob("*/*.py")):
        question = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        yield path.parent.name.capitalize(), path.stem.replace("_", " ").capitalize(), question


def _in_catalogue_order(metric: Metric | Study) -> tuple[str, int, str]:
    """INC-2 before INC-10: by the letters of the identifier, then by its number."""
    letters, _, rest = metric.id.partition("-")
    digits = "".join(character for character in rest.partition("-")[0] if character.isdigit())
    return letters, int(digits or 0), metric.id


def _kind(contract: type[Contract]) -> str:
    key = ", ".join(f"`{name}`" for name in contract.key) or "its whole content"
    newest = f"; of two, the one with the later `{contract.newest_by}` stands" if contract.newest_by else ""
    return "\n\n".join(
        [
            f"### {contract.title} (`{contract.kind}`)",
            contract.about,
            f"One row is known by {key}{newest}.",
            _table(
                ("Column", "Heading", "Type", "Meaning", "Also called"),
                (_column(column) for column in columns(contract).values()),
            ),
        ]
    )


def _column(column: Column) -> tuple[str, ...]:
    unit = f", {column.unit}" if column.unit else ""
    needed = ", required" if column.required else ""
    words = f" One of: {', '.join(column.choices)}." if column.choices else ""
    return (
        f"`{column.name}`",
        column.label,
        f"{column.type.value}{unit}{needed}",
        f"{column.meaning}{words}",
        ", ".join(column.also_called),
    )


def _metric(metric: Metric) -> str:
    lines = [
        f"### {metric.title} (`{metric.name}`, {metric.id})",
        metric.asks,
        metric.formula,
        _table(
            ("Unit", "Direction", "Target", "From"),
            [
                (
                    UNITS.get(metric.unit, metric.unit),
                    DIRECTIONS[metric.good],
                    "" if metric.target is None else f"{metric.target:g}",
                    f"`{metric.table}`",
                )
            ],
        ),
    ]
    if metric.leaves_out:
        reasons = "; ".join(reason for _, reason in metric.leaves_out)
        lines.append(f"Left out, counted and listed: {reasons}.")
    if metric.source:
        lines.append(f"Source: {metric.source}")
    return "\n\n".join(lines)


def _study(study: Study) -> str:
    tables = ", ".join(f"`{name}`" for name in study.tables)
    lines = [
        f"### {study.title} (`{study.name}`, {study.id})",
        study.asks,
        study.formula,
        _table(
            ("Unit", "Answer", "From"),
            [(UNITS.get(study.unit, study.unit), "a headline and its lines", tables)],
        ),
    ]
    if study.source:
        lines.append(f"Source: {study.source}")
    return "\n\n".join(lines)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = tuple(head)
    lines = [titles, ("---",) * len(titles), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main() -> int:
    """Write the file and say where."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    print(f"Wrote {TARGET.relative_to(TARGET.parents[1])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
