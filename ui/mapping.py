"""Which heading is read as which column, with samples; what a person changes is remembered for next month."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import streamlit as st

from contracts import all_contracts
from contracts.contract import columns
from data_loaders.outcome import TableResult
from data_loaders.reading import ReadingError, Sheet, read
from data_loaders.recognising import recognise
from data_loaders.recognition import Recognition

SAMPLES = 3
EXTRA = "kept beside, not used"


@dataclass(frozen=True)
class Heading:
    """One heading of a file, what it is read as (None: kept beside), and its first values."""

    heading: str
    column: str | None
    samples: tuple[str, ...]
    fixed: bool


@st.cache_data(max_entries=20, show_spinner="Reading the headings…")
def headings(path: str, name: str, sheet_name: str, answers: tuple[tuple[str, str], ...]) -> list[Heading]:
    """Every heading of a table with three of its values, in the order of the file."""
    try:
        sheets = read(Path(path), name=name).sheets
    except ReadingError:
        return []
    for sheet in sheets:
        if sheet_name not in {sheet.name, f"{sheet.member}: {sheet.name}"}:
            continue
        for found in recognise(sheet, file=name, known={}, answers=dict(answers)):
            if found.kind is not None or found.unmapped:
                return _headings(sheet, found)
    return []


def _headings(sheet: Sheet, found: Recognition) -> list[Heading]:
    read_as = [
        (a.cells[0], a.header, a.column.name, len(a.cells) > 1)
        for a in found.assignments
        if a.column.reads is None and a.cells
    ]
    beside = [(cell, header, None, False) for cell, header in found.unmapped]
    return [
        Heading(header, column, _samples(sheet, cell, found.first_data_row), fixed)
        for cell, header, column, fixed in sorted([*read_as, *beside], key=lambda entry: entry[0])
    ]


def _samples(sheet: Sheet, cell: int, first_row: int) -> tuple[str, ...]:
    name = f"c{cell}"
    if name not in sheet.rows.column_names:
        return ()
    numbers = sheet.rows.column("row_no").slice(0, 500).to_pylist()
    texts = sheet.rows.column(name).slice(0, 500).to_pylist()
    seen = dict.fromkeys(t for number, t in zip(numbers, texts, strict=True) if t and number >= first_row)
    return tuple(list(seen)[:SAMPLES])


def editor(result: TableResult, path: Path, answers: dict[str, str], key: str) -> dict[str, str] | None:
    """The headings as a table in which "read as" can be changed; the changed answers once they are applied."""
    kind = result.kind
    if kind is None:
        return _choose_kind(key)
    found = headings(str(path), result.file, result.sheet, tuple(sorted(answers.items())))
    if not found:
        return None
    known = columns(all_contracts()[kind])
    # What was read this time counts: headings seen before are read as last time.
    read_as = {
        written[0]: name for name, written in reversed(result.columns.items())
        if written and name in known and known[name].reads is None
    }  # fmt: skip
    if read_as:
        found = [one if one.fixed else replace(one, column=read_as.get(one.heading)) for one in found]
    labels = {name: column.label for name, column in known.items()}
    names = {label: name for name, label in labels.items()}
    before = pd.DataFrame(
        [
            {
                "Heading in the file": entry.heading,
                "Read as": labels.get(entry.column or "", EXTRA),
                **{f"Value {i + 1}": _at(entry.samples, i) for i in range(SAMPLES)},
            }
            for entry in found
        ]
    )
    after = st.data_editor(
        before,
        hide_index=True,
        num_rows="fixed",
        disabled=[name for name in before.columns if name != "Read as"],
        column_config={
            "Read as": st.column_config.SelectboxColumn(options=[EXTRA, *names], required=True),
        },
        key=f"map-{key}",
    )
    # What the browser sends is not trusted: only a change of "Read as" to a known column counts.
    changed = {
        f"map.{entry.heading}": names.get(str(now), "none")
        for entry, was, now in zip(found, before["Read as"], after["Read as"], strict=False)
        if now != was and (now == EXTRA or now in names) and not entry.fixed
    }
    if st.button("Use these columns", disabled=not changed, key=f"map-use-{key}"):
        return changed
    return None


def _choose_kind(key: str) -> dict[str, str] | None:
    contracts = all_contracts()
    kind = st.selectbox(
        "What are these rows?", list(contracts), index=None, format_func=lambda name: contracts[name].title,
        key=f"kind-{key}", placeholder="Choose what they are",
    )  # fmt: skip
    if kind in contracts and st.button("Read them as this", key=f"kind-use-{key}"):
        return {"kind": kind}
    return None


def _at(samples: tuple[str, ...], place: int) -> str:
    return samples[place] if place < len(samples) else ""
