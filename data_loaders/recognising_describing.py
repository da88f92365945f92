"""A recognised table in all detail: assignments, constants, rows that are not data, questions, reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import ColumnType, columns, normalised
from data_loaders.outcome import Option, Question, Skipped
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Pair, match, unit_of
from data_loaders.recognising_grids import Grid, grid_questions, grid_rows, parts_of
from data_loaders.recognising_headers import Block, SheetCells, column_letter
from data_loaders.recognising_kinds import NUMBER_PREFIXES, Candidate, prefix_of
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import Assignment, Certainty, Part, Recognition, Reshape, RowFilter

_SUMMARY = re.compile(
    r"^(?:summary|übersicht|overview|dashboard|totals?|zusammenfassung|synthèse|resumen|riepilogo|pivot|resumo)\b",
    re.IGNORECASE,
)
_RATES = re.compile(
    r"exchange|\bfx\b|wechselkurs|taux de change|tipo de cambio|umrechnung|rates\b", re.IGNORECASE
)
_TO_CURRENCY = re.compile(r"\b(?:to|per|against|in|vs\.?|nach|zu|en) ([A-Z]{3})\b|\b1 ([A-Z]{3})\s*=")


def describe(
    cells: SheetCells,
    block: Block,
    samples: Mapping[int, Sample],
    chosen: Candidate,
    certainty: Certainty,
    fingerprint: str,
    answers: Mapping[str, str],
) -> Recognition:
    """A table whose rows are records, one each."""
    pairs = _with_answers(block, chosen, answers)
    questions = _repeated_questions(block, samples, chosen, pairs, answers)
    pairs |= _readers(chosen.kind, pairs)
    assignments = tuple(_assignment(block, pair, chosen) for pair in pairs.values())
    said = {
        **(chosen.export.constants if chosen.export else {}),
        **(chosen.scores.constants if chosen.scores else {}),
    }
    new, constants = _constants(chosen.kind, {n: t for n, t in said.items() if n not in pairs}, _width(cells))
    assignments += new
    used = {cell for assignment in assignments for cell in assignment.cells}
    contract = all_contracts()[chosen.kind]
    key = pairs[contract.key[0]].cells[0] if contract.key and contract.key[0] in pairs else None
    labels = [
        p.cells[0] for p in pairs.values() if p.column.type in (ColumnType.TEXT, ColumnType.IDENTIFIER)
    ][:3]
    skip = not_data(cells, block, key, labels)
    skip += _not_rows(cells, block, chosen, {s.row for s in skip})
    questions += chosen.scores.questions if chosen.scores else ()
    return Recognition(
        kind=chosen.kind, tool=chosen.source.name if chosen.source else None, certainty=certainty,
        score=round(chosen.score, 3), header_rows=block.header_rows, first_data_row=block.first_data_row,
        assignments=assignments,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in used),
        reasons=_reasons(block, chosen, pairs), looks_most_like=contract.title.lower(), missing=chosen.missing,
        fingerprint=fingerprint, questions=questions, constants=constants, skip=tuple(skip),
        warnings=_warnings(chosen, pairs), refusal=chosen.scores.refusal if chosen.scores else None,
    )  # fmt: skip


def _width(cells: SheetCells) -> int:
    return max(cells.columns, default=-1) + 1


def _constants(
    kind: str, texts: Mapping[str, str], first: int
) -> tuple[tuple[Assignment, ...], tuple[tuple[int, str], ...]]:
    """New raw columns that hold one text each, from the number `first` on, and their assignments."""
    known = columns(all_contracts()[kind])
    new = tuple(Assignment(known[name], (first + i,), known[name].label) for i, name in enumerate(texts))
    return new, tuple((first + i, text) for i, text in enumerate(texts.values()))


def _reasons(block: Block, chosen: Candidate, pairs: Mapping[str, Pair]) -> tuple[str, ...]:
    contract = all_contracts()[chosen.kind]
    used = {cell for pair in pairs.values() for cell in pair.cells}
    matched = [
        f"“{block.names[p.cells[0]]}” → {p.column.label} ({p.how})"
        for p in pairs.values()
        if not p.how.startswith(("by name", "the tool")) and p.column.reads is None
    ]
    notes = [
        f"“{heading}” is kept as it is: its cells cannot be {label}."
        for heading, label in chosen.matching.misshapen
    ]
    count = f"{len(used)} of {len(block.cells)} columns are those of {contract.title.lower()}"
    return (count, *chosen.reasons, *matched, *notes)


def _warnings(chosen: Candidate, pairs: Mapping[str, Pair]) -> tuple[str, ...]:
    contract = all_contracts()[chosen.kind]
    warnings = list(chosen.scores.warnings) if chosen.scores else []
    if chosen.kind in ("incidents", "requests", "changes", "problems") and contract.occurred not in pairs:
        label = columns(contract)[str(contract.occurred)].label
        warnings.append(
            f"No column says “{label}”: what is counted by it or lasts from it cannot be measured."
        )
    return tuple(warnings)


def _with_answers(block: Block, chosen: Candidate, answers: Mapping[str, str]) -> dict[str, Pair]:
    """The pairs after what the reader said about single headings (`map.`) and repeated ones (`pick.`)."""
    pairs = dict(chosen.matching.pairs)
    known = columns(all_contracts()[chosen.kind])
    by_heading = {normalised(name): cell for cell, name in reversed(block.names.items())}
    for question, answer in answers.items():
        what, _, heading = question.partition(".")
        cell = by_heading.get(normalised(heading))
        if what == "map" and cell is not None:
            pairs = {n: p for n, p in pairs.items() if cell not in p.cells}
            if answer in known:
                pairs[answer] = Pair(known[answer], (cell,), 1.0, 1.0, "as you said")
        elif what == "pick" and cell is not None:
            meant = next((c for c in block.cells if column_letter(c) == answer.upper()), None)
            name = next((n for n, p in pairs.items() if cell in p.cells), None)
            if meant is not None and name is not None:
                pairs[name] = replace(pairs[name], cells=(meant,), how="as you said")
    return pairs


def _readers(kind: str, pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """The columns that are worked out from the text of another, with that text's cells."""
    found = {}
    for name, column in columns(all_contracts()[kind]).items():
        reads = column.reads
        if kind == "work_items" and name == "state_category" and "status_category" in pairs:
            reads = "status_category"  # the board's own category knows states that no list of words does
        if reads is not None and reads in pairs and name not in pairs:
            found[name] = replace(pairs[reads], column=column)
    return found


def _repeated_questions(
    block: Block,
    samples: Mapping[int, Sample],
    chosen: Candidate,
    pairs: Mapping[str, Pair],
    answers: Mapping[str, str],
) -> tuple[Question, ...]:
    """Ask which of several columns with one heading is meant, where their cells differ."""
    questions = []
    for name, repeated in chosen.matching.repeated:
        if name not in pairs or pairs[name].how == "as you said":
            continue
        filled = [cell for cell in repeated if samples[cell].spoken]
        heading = block.names[repeated[0]]
        if (
            len(filled) < 2
            or len({samples[cell].spoken for cell in filled}) < 2
            or f"pick.{heading}" in answers
        ):
            continue
        label = pairs[name].column.label
        questions.append(
            Question(
                f"pick.{heading}",
                f"{len(filled)} columns are called “{heading}” and hold different things. Which one is {label}?",
                tuple(
                    Option(column_letter(c), f"Column {column_letter(c)}", ", ".join(samples[c].spoken[:3]))
                    for c in filled
                ),
                column_letter(filled[0]),
            )
        )
    return tuple(questions)


def _assignment(block: Block, pair: Pair, chosen: Candidate) -> Assignment:
    export, name, heading = chosen.export, pair.column.name, block.names[pair.cells[0]]
    words = {
        normalised(word): stored
        for stored, spoken in (export.words.get(name, {}) if export else {}).items()
        for word in spoken
    }
    negative = None
    if export and name in export.negative:
        sign, texts = export.negative[name]
        where = [c for c, h in block.raw_names.items() if normalised(h) == normalised(sign)]
        negative = (where[0], texts) if where else None
    return Assignment(
        pair.column, pair.cells, heading, unit=unit_of(pair.column, heading, export), words=words,
        negate=bool(export and name in export.negate), negative=negative,
        drop=chosen.source.noise if chosen.source else (),
    )  # fmt: skip


def _not_rows(cells: SheetCells, block: Block, chosen: Candidate, taken: set[int]) -> list[Skipped]:
    """Rows that a word in one column marks as something else than data (previews and spam of surveys)."""
    found = []
    for heading, (texts, why) in (chosen.export.not_rows if chosen.export else {}).items():
        for cell, written in block.raw_names.items():
            if normalised(written) != normalised(heading) or cell not in cells.columns:
                continue
            column = pc.utf8_lower(pc.utf8_trim_whitespace(cells.columns[cell].slice(block.first_index)))
            marked = pc.fill_null(pc.is_in(column, value_set=pa.array(texts)), False)
            places = np.flatnonzero(marked.to_numpy().astype(bool))
            numbers = cells.numbers.take(pa.array(places + block.first_index)).to_pylist()
            found += [Skipped(int(row), why) for row in numbers if row not in taken]
    return found


# -- records of several kinds in one table ---------------------------------------------------------------------


def split(cells: SheetCells, block: Block, recognition: Recognition, chosen: Candidate) -> list[Recognition]:
    """One recognition per level of requests where one list holds several; else the one given."""
    number = next((a for a in recognition.assignments if a.column.name == "number"), None)
    if (
        number is None
        or chosen.kind != "requests"
        or any(a.column.name == "level" for a in recognition.assignments)
    ):
        return [recognition]
    column = pc.utf8_trim_whitespace(cells.columns[number.cells[0]].slice(block.first_index))
    heads = pc.unique(pc.utf8_upper(pc.utf8_slice_codeunits(column, 0, 7))).to_pylist()
    prefixes = {prefix_of(head) for head in heads if head}
    levels = sorted({p for p in prefixes if p and dict(NUMBER_PREFIXES).get(p) == "requests"})
    names = {"REQ": "request", "RITM": "item", "SCTASK": "task"}
    parts = []
    for prefix in levels:
        new, constants = _constants(
            "requests", {"level": names[prefix]}, _width(cells) + len(recognition.constants)
        )
        parts.append(
            replace(
                recognition,
                assignments=(*recognition.assignments, *new),
                constants=(*recognition.constants, *constants),
                rows=RowFilter(number.cells[0], starts=(prefix,)) if len(levels) > 1 else None,
            )
        )
    return parts or [recognition]


# -- grids -----------------------------------------------------------------------------------------------------


def describe_grid(
    cells: SheetCells,
    block: Block,
    samples: Mapping[int, Sample],
    grid: Grid,
    told: Sequence[str],
    fingerprint: str,
    answers: Mapping[str, str],
) -> list[Recognition]:
    """A table with periods across; one recognition per version where versions stand one below the other."""
    beside = tuple(cell for cell in block.cells if cell not in grid.cells())
    pairs, rates = _beside_the_grid(block, samples, beside, told)
    kind = "exchange_rates" if rates else "budget"
    labels = [cell for cell in beside if samples[cell].spoken and samples[cell].numbers < 0.5]
    skip = not_data(cells, block, None, labels[:2])
    more, warnings, versions = grid_rows(cells, block, grid, labels[:3], skip)
    reason = _no_grid(cells, grid, pairs, answers)
    if reason:
        return [
            Recognition(
                None, None, "unknown", 1.0, block.header_rows, block.first_data_row,
                unmapped=tuple((c, block.names[c]) for c in block.cells), reasons=(reason,),
                looks_most_like="budget lines", missing=("a version or a year in the headings",),
                fingerprint=fingerprint,
            )
        ]  # fmt: skip
    skip = [*skip, *more]
    segments = _segments(cells, block, grid, versions)
    found = []
    for version, first, last in segments:
        others = [
            Skipped(int(row), "row of the table above or below")
            for row in cells.numbers.slice(block.first_index).to_pylist()
            if not first <= row < last and all(s.row != row for s in skip)
        ] if len(segments) > 1 else []  # fmt: skip
        within = [s for s in skip if first <= s.row < last]
        outside = [
            replace(s, why="row of the table above or below") for s in skip if not first <= s.row < last
        ]
        found.append(
            _grid_recognition(
                cells, block, grid, pairs, kind, version, [*within, *outside, *others], tuple(warnings),
                told, fingerprint, answers,
            )
        )  # fmt: skip
    return found


def _no_grid(
    cells: SheetCells, grid: Grid, pairs: Mapping[str, Pair], answers: Mapping[str, str]
) -> str | None:
    """Why a grid is not loaded without being asked to: it repeats another sheet, or says too little."""
    if answers.get(f"kind.{cells.sheet.name}", answers.get("kind")) is not None:
        return None
    if _SUMMARY.match(cells.sheet.name):
        return (
            f"The sheet “{cells.sheet.name}” sums up others and would count twice. To load it all the same, "
            f"answer kind.{cells.sheet.name}=budget."
        )
    bare = any(period.version is None for period in grid.periods.values())
    if grid.what != "month" and ((bare and grid.version is None and "version" not in pairs) or not pairs):
        return (
            "The columns are periods, but nothing says whether the amounts were planned, spent or expected."
        )
    return None


def _beside_the_grid(
    block: Block, samples: Mapping[int, Sample], beside: Sequence[int], told: Sequence[str]
) -> tuple[dict[str, Pair], bool]:
    """What the columns beside the periods are, and whether the grid holds exchange rates."""
    part = replace(
        block, cells=tuple(beside), names={c: block.names[c] for c in beside},
        raw_names={c: block.raw_names[c] for c in beside if c in block.raw_names},
    )  # fmt: skip
    rates = next(
        (
            c
            for c in beside
            if samples[c].spoken and all(re.fullmatch(r"[A-Z]{3}", t) for t in samples[c].spoken)
        ),
        None,
    )
    if rates is not None and _RATES.search(" ".join(told)):
        column = columns(all_contracts()["exchange_rates"])["from_currency"]
        return {"from_currency": Pair(column, (rates,), 1.0, 1.0, "by its cells")}, True
    pairs = dict(match(part, samples, "budget", None, None).pairs)
    for name in ("amount", "month", "period", "quarter"):
        pairs.pop(name, None)
    used = {cell for pair in pairs.values() for cell in pair.cells}
    texts = [c for c in beside if c not in used and samples[c].spoken and samples[c].numbers < 0.5]
    if texts and "line" not in pairs:
        line = columns(all_contracts()["budget"])["line"]
        pairs["line"] = Pair(line, (texts[0],), 0.8, 0.5, "the texts beside the amounts")
    return pairs, False


def _segments(
    cells: SheetCells, block: Block, grid: Grid, versions: Mapping[int, str]
) -> list[tuple[str | None, int, int]]:
    """Stretches of rows of one version: (version, first row, row after the last)."""
    end = cells.row_no(cells.rows - 1) + 1
    if not versions or any(period.version for period in grid.periods.values()):
        return [(grid.version, block.first_data_row, end)]
    starts = sorted(versions)
    found: list[tuple[str | None, int, int]] = []
    if any(block.first_data_row <= n < starts[0] for n in cells.numbers.slice(block.first_index).to_pylist()):
        found.append((grid.version, block.first_data_row, starts[0]))
    for row, following in zip(starts, [*starts[1:], end], strict=True):
        found.append((versions[row], row, following))
    return found


def _grid_recognition(
    cells: SheetCells,
    block: Block,
    grid: Grid,
    pairs: Mapping[str, Pair],
    kind: str,
    version: str | None,
    skip: Sequence[Skipped],
    warnings: tuple[str, ...],
    told: Sequence[str],
    fingerprint: str,
    answers: Mapping[str, str],
) -> Recognition:
    known = columns(all_contracts()[kind])
    in_column = "version" in pairs
    parts, names = parts_of(block, grid, None if in_column else version)
    value = _width(cells)
    if kind == "exchange_rates":
        keep = [i for i, name in enumerate(names) if name == "month"]
        parts = tuple(replace(part, constants=tuple(part.constants[i] for i in keep)) for part in parts)
        names = ("valid_from",) * len(keep)
        amount, texts, questions = _rate_texts(told, answers)
    else:
        if in_column and "version" in names:
            keep = [i for i, name in enumerate(names) if name != "version"]
            parts = tuple(replace(part, constants=tuple(part.constants[i] for i in keep)) for part in parts)
            names = tuple(name for name in names if name != "version")
        amount, questions = "amount", ()
        texts = {"currency": grid.currency} if grid.currency and "currency" not in pairs else {}
    numbers = tuple(range(value + 1, value + 1 + len(names)))
    constant_assignments, constants = _constants(kind, texts, value + 1 + len(names))
    beside = {**pairs, **_readers(kind, pairs)}
    assignments = (
        *(Assignment(p.column, p.cells, block.names[p.cells[0]]) for p in beside.values()),
        *(Assignment(known[n], (c,), known[n].label) for n, c in zip(names, numbers, strict=True)),
        Assignment(known[amount], (value,), known[amount].label, unit=grid.unit),
        *constant_assignments,
    )
    used = {cell for pair in beside.values() for cell in pair.cells} | grid.cells()
    asked = grid_questions(grid, version if not in_column else "said in a column")
    if kind == "exchange_rates":
        asked = tuple(question for question in asked if question.name == "year")
    return Recognition(
        kind=kind, tool=None, certainty="sure", score=5.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row, assignments=assignments,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in used),
        reasons=_grid_reasons(block, grid, beside, parts, version), looks_most_like=all_contracts()[kind].title.lower(),
        fingerprint=fingerprint, questions=(*asked, *questions),
        reshape=Reshape(parts, value, numbers, grid.totals), constants=constants, skip=tuple(skip),
        warnings=warnings, left_out=tuple(f"Column {column_letter(c)} was left out: {why}." for c, why in grid.left_out),
    )  # fmt: skip


def _rate_texts(
    told: Sequence[str], answers: Mapping[str, str]
) -> tuple[str, dict[str, str], tuple[Question, ...]]:
    found = _TO_CURRENCY.search(" · ".join(told))
    to = answers.get("to_currency") or (found and (found[1] or found[2]))
    if to:
        return "rate", {"to_currency": to}, ()
    question = Question("to_currency", "Which currency are these rates given in (EUR, for example)?")
    return "rate", {"to_currency": ""}, (question,)


def _grid_reasons(
    block: Block, grid: Grid, pairs: Mapping[str, Pair], parts: Sequence[Part], version: str | None
) -> tuple[str, ...]:
    reasons = [f"{len(parts)} columns are amounts by {grid.what}; every filled one becomes a row"]
    reasons += [f"“{block.names[p.cells[0]]}” → {p.column.label} ({p.how})" for p in pairs.values()
                if p.column.reads is None]  # fmt: skip
    if version is not None and not any(period.version for period in grid.periods.values()):
        reasons.append(f"the amounts are {version}, as titles, sheet or file name say")
    bare = [period for period in grid.periods.values() if period.year is None]
    if bare and grid.year is not None:
        first = next(iter(grid.periods.values()))
        ends = " (the year in which it ends)" if first.what == "month" and (first.number or 1) > 1 else ""
        reasons.append(f"the fiscal year is {grid.year}{ends}, as titles, sheet or file name say")
    reasons += [
        f"“{total.header}” repeats {len(total.of)} columns and is only checked" for total in grid.totals
    ]
    return tuple(reasons)


# -- boards with a column per stage -----------------------------------------------------------------------------


def describe_stages(
    cells: SheetCells,
    block: Block,
    samples: Mapping[int, Sample],
    chosen: Candidate,
    fingerprint: str,
    answers: Mapping[str, str],
) -> list[Recognition]:
    """Work items with one date column per stage of the board: the items, and their entries into stages."""
    if chosen.kind != "work_items" or chosen.source is None or chosen.source.name != "actionable_agile":
        return []
    pairs = {
        n: p
        for n, p in chosen.matching.pairs.items()
        if p.column.type not in (ColumnType.TIMESTAMP, ColumnType.DAY)
    }
    used = {cell for pair in pairs.values() for cell in pair.cells}
    stages = [c for c in block.cells if c not in used and samples[c].spoken and samples[c].dates >= 0.8]
    if len(stages) < 2 or "item" not in pairs:
        return []
    known = columns(all_contracts()["work_items"])
    start = next(
        (c for c in stages if block.names[c] == answers.get("started_stage")), stages[min(1, len(stages) - 1)]
    )
    for name, cell in (("created", stages[0]), ("started", start), ("done", stages[-1])):
        pairs[name] = Pair(known[name], (cell,), 1.0, 1.0, "a stage of the board")
    matching = replace(chosen.matching, pairs=pairs)
    items = describe(cells, block, samples, replace(chosen, matching=matching), "sure", fingerprint, answers)
    said = (f"work starts with the stage “{block.names[start]}”; to change it, answer started_stage=<stage>",)
    value = _width(cells)
    entries = columns(all_contracts()["stage_changes"])
    parts = tuple(Part(c, block.names[c], (block.names[c], str(i + 1))) for i, c in enumerate(stages))
    kept = [(name, pairs[name]) for name in ("item", "project", "team", "type") if name in pairs]
    changes = replace(
        items, kind="stage_changes", questions=(), unmapped=(), constants=(), warnings=(),
        assignments=(
            *(Assignment(entries[name], pair.cells, block.names[pair.cells[0]]) for name, pair in kept),
            Assignment(entries["stage"], (value + 1,), "Stage"),
            Assignment(entries["position"], (value + 2,), "Stage position"),
            Assignment(entries["entered"], (value,), "Entered stage"),
        ),
        reshape=Reshape(parts, value, (value + 1, value + 2)), looks_most_like="stage changes",
        reasons=("every filled stage column is one entry into that stage",),
    )  # fmt: skip
    return [replace(items, reasons=(*items.reasons, *said)), changes]
