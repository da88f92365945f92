"""Headers → which kind, which column: sure, unsure (asks) or unknown (says what is missing)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import ColumnType, columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.reading import Sheet
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, Pair, known_headings, unit_of
from data_loaders.recognising_headers import Block, SheetCells, blocks_of, column_letter
from data_loaders.recognising_kinds import (
    NUMBER_PREFIXES,
    PART_PREFIXES,
    Candidate,
    not_data_of,
    prefix_of,
    weigh,
)
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import (
    Assignment,
    Certainty,
    Part,
    Recognition,
    Reshape,
    RowFilter,
    SavedMapping,
    Total,
)

__all__ = ["Assignment", "Part", "Recognition", "Reshape", "RowFilter", "SavedMapping", "Total", "recognise"]

#: From here on a match is sure; below `UNSURE` it is not worth asking about.
SURE, UNSURE = 2.0, 1.0


def recognise(
    sheet: Sheet, *, file: str, known: Mapping[str, SavedMapping], answers: Mapping[str, str]
) -> list[Recognition]:
    """What the tables of a sheet are; usually one, several for tables side by side or mixed record kinds.

    `known` are mappings used before by the fingerprint of the headings; `answers` are those of the reader:
    `kind` (a kind or "none") and `map.<heading>` (a column or "none"), `kind.<sheet>` for one sheet only.
    """
    cells = SheetCells(sheet)
    blocks = blocks_of(cells, known_headings(), frozenset())
    if not blocks:
        return [_nothing(cells)]
    found: list[Recognition] = []
    left_out: list[str] = []
    for block in blocks:
        if block.pivot:
            left_out.append(_left_out(block, "a pivot table: it repeats the data"))
            continue
        recognitions = _recognise_block(cells, block, file, known, answers)
        if found and all(r.certainty == "unknown" for r in recognitions):
            left_out.append(_left_out(block, "a small table that was not recognised"))
            continue
        found += recognitions
    if not found:
        return [_nothing(cells, left_out)]
    found[0] = replace(found[0], left_out=(*found[0].left_out, *left_out))
    return found


def _nothing(cells: SheetCells, left_out: list[str] | None = None) -> Recognition:
    first = cells.top_numbers[0] if cells.top_numbers else 1
    return Recognition(
        kind=None,
        tool=None,
        certainty="unknown",
        score=0.0,
        header_rows=(),
        first_data_row=first,
        reasons=("No row looks like column headings.",),
        left_out=tuple(left_out or ()),
    )


def _left_out(block: Block, why: str) -> str:
    first, last = column_letter(block.cells[0]), column_letter(block.cells[-1])
    return (
        f"Beside the table, columns {first}–{last} from row {block.header_rows[0]} on were left out: {why}."
    )


def _recognise_block(
    cells: SheetCells, block: Block, file: str, known: Mapping[str, SavedMapping], answers: Mapping[str, str]
) -> list[Recognition]:
    samples = {cell: cells.sample(cell, block.first_index) for cell in block.cells}
    fingerprint = _fingerprint(block)
    candidates = weigh(block, samples, (file, cells.sheet.name, *block.titles))
    reason = _no_rows(block, samples)
    if reason:
        return [
            replace(
                _unknown(block, candidates, fingerprint), reasons=(reason,), looks_most_like=None, missing=()
            )
        ]
    chosen, certainty, questions = _choose(cells, block, candidates, known.get(fingerprint), answers)
    if chosen is None:
        return [replace(_unknown(block, candidates, fingerprint), questions=questions)]
    recognition = _describe(cells, block, samples, chosen, certainty, fingerprint, answers)
    recognition = replace(recognition, questions=(*questions, *recognition.questions))
    return _split(cells, block, recognition, chosen)


def _fingerprint(block: Block) -> str:
    text = "\n".join(normalised(block.names[cell]) for cell in block.cells)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _no_rows(block: Block, samples: Mapping[int, Sample]) -> str | None:
    """Why these can be no rows of any kind, where that is plain to see."""
    if not any(sample.texts for sample in samples.values()):
        return "There are headings but no rows below them."
    for sample in samples.values():
        prefixes = {prefix_of(text) for text in sample.spoken[:50]}
        if len(prefixes) == 1 and next(iter(prefixes)) in PART_PREFIXES:
            return f"These are {PART_PREFIXES[str(next(iter(prefixes)))]}."
    return not_data_of(block)


# -- the choice ----------------------------------------------------------------------------------------------


def _choose(
    cells: SheetCells,
    block: Block,
    candidates: list[Candidate],
    saved: SavedMapping | None,
    answers: Mapping[str, str],
) -> tuple[Candidate | None, Certainty, tuple[Question, ...]]:
    """The kind to take, how sure it is, and the question where it is not."""
    answer = answers.get(f"kind.{cells.sheet.name}", answers.get("kind"))
    if answer is not None:
        if answer not in all_contracts():
            return None, "unknown", ()
        said = next((c for c in candidates if c.kind == answer), None)
        return said or Candidate(Matching(answer, {}), 0.0, None, None, ()), "sure", ()
    if saved is not None and saved.kind in all_contracts():
        same = next((c for c in candidates if c.kind == saved.kind), None)
        if same is not None:
            return replace(same, reasons=("the same headings were loaded before",)), "sure", ()
    if not candidates:
        return None, "unknown", ()
    best = candidates[0]
    others = [c for c in candidates[1:] if not c.matching.missing()]
    margin = best.score - (others[0].score if others else 0.0)
    share = sum(len(pair.cells) for pair in best.matching.pairs.values()) / max(len(block.cells), 1)
    complete = not best.matching.missing()
    if (
        complete
        and len(best.matching.pairs) >= 2
        and best.score >= SURE
        and margin >= max(0.4, 0.12 * best.score)
        and (share >= 0.2 or best.source is not None)
    ):
        return best, "sure", ()
    if complete and len(best.matching.pairs) >= 2 and best.score >= UNSURE and share >= 0.15:
        return best, "unsure", (_which_kind(block, candidates),)
    return None, "unknown", ()


def _which_kind(block: Block, candidates: list[Candidate]) -> Question:
    offered = [c for c in candidates if not c.matching.missing()][:3]
    options = tuple(
        Option(
            c.kind,
            all_contracts()[c.kind].title,
            ", ".join(
                f"{block.names[p.cells[0]]} → {p.column.label}" for p in list(c.matching.pairs.values())[:4]
            ),
        )
        for c in offered
    )
    headings = ", ".join(block.names[cell] for cell in block.cells[:8])
    return Question(
        "kind",
        f"What are the rows of this table ({headings} …)?",
        (*options, Option("none", "Nothing to load")),
        offered[0].kind,
    )


def _unknown(block: Block, candidates: list[Candidate], fingerprint: str) -> Recognition:
    best = candidates[0] if candidates else None
    near = best is not None and best.score >= 0.4 and len(best.matching.pairs) >= 2
    return Recognition(
        kind=None,
        tool=None,
        certainty="unknown",
        score=best.score if best else 0.0,
        header_rows=block.header_rows,
        first_data_row=block.first_data_row,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells),
        looks_most_like=all_contracts()[best.kind].title.lower() if best and near else None,
        missing=best.matching.missing() if best and near else (),
        fingerprint=fingerprint,
    )


# -- the description -----------------------------------------------------------------------------------------


def _describe(
    cells: SheetCells,
    block: Block,
    samples: Mapping[int, Sample],
    chosen: Candidate,
    certainty: Certainty,
    fingerprint: str,
    answers: Mapping[str, str],
) -> Recognition:
    pairs = _with_answers(block, chosen, answers)
    questions = _repeated_questions(block, samples, chosen, pairs, answers)
    pairs |= _readers(chosen.kind, pairs)
    assignments = tuple(_assignment(block, pair, chosen) for pair in pairs.values())
    constants: list[tuple[int, str]] = []
    width = max((*block.cells, *cells.columns), default=-1) + 1
    for name, text in (chosen.export.constants if chosen.export else {}).items():
        if name not in pairs:
            assignments += (_constant(chosen.kind, name, width + len(constants)),)
            constants.append((width + len(constants), text))
    used = {cell for assignment in assignments for cell in assignment.cells}
    contract = all_contracts()[chosen.kind]
    key = pairs[contract.key[0]].cells[0] if contract.key and contract.key[0] in pairs else None
    labels = [
        p.cells[0] for p in pairs.values() if p.column.type in (ColumnType.TEXT, ColumnType.IDENTIFIER)
    ][:3]
    matched = [
        f"“{block.names[p.cells[0]]}” → {p.column.label} ({p.how})"
        for p in pairs.values()
        if not p.how.startswith("by name")
    ]
    notes = [
        f"“{heading}” is kept as it is: its cells cannot be {label}."
        for heading, label in chosen.matching.misshapen
    ]
    return Recognition(
        kind=chosen.kind,
        tool=chosen.source.name if chosen.source else None,
        certainty=certainty,
        score=round(chosen.score, 3),
        header_rows=block.header_rows,
        first_data_row=block.first_data_row,
        assignments=assignments,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in used),
        reasons=tuple(
            [
                f"{len(used)} of {len(block.cells)} columns are {contract.title.lower()}",
                *chosen.reasons,
                *matched,
                *notes,
            ]
        ),
        looks_most_like=contract.title.lower(),
        missing=chosen.matching.missing(),
        fingerprint=fingerprint,
        questions=questions,
        constants=tuple(constants),
        skip=tuple(not_data(cells, block, key, labels)),
        warnings=tuple(_warnings(block, chosen)),
    )


def _with_answers(block: Block, chosen: Candidate, answers: Mapping[str, str]) -> dict[str, Pair]:
    """The pairs after what the reader said about single headings."""
    pairs = dict(chosen.matching.pairs)
    known = columns(all_contracts()[chosen.kind])
    for name, answer in answers.items():
        if not name.startswith("map."):
            continue
        heading = normalised(name.removeprefix("map."))
        for cell, written in block.names.items():
            if normalised(written) != heading:
                continue
            pairs = {n: p for n, p in pairs.items() if cell not in p.cells}
            if answer in known:
                pairs[answer] = Pair(known[answer], (cell,), 1.0, 1.0, "as you said")
    return pairs


def _readers(kind: str, pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """The columns that are worked out from the text of another, with that text's cells."""
    found = {}
    for name, column in columns(all_contracts()[kind]).items():
        reads = column.reads
        if kind == "work_items" and name == "state_category" and "status_category" in pairs:
            reads = "status_category"  # the board's own category knows states that no list of words does
        if reads in pairs and name not in pairs:
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
    for name, cells_of_heading in chosen.matching.repeated:
        if name not in pairs or pairs[name].how == "as you said":
            continue
        filled = [cell for cell in cells_of_heading if samples[cell].spoken]
        if len(filled) < 2 or len({samples[cell].spoken for cell in filled}) < 2:
            continue
        if any(normalised(a) == normalised(f"map.{block.names[c]}") for a in answers for c in filled):
            continue
        heading = block.names[filled[0]]
        questions.append(
            Question(
                f"pick.{heading}",
                f"{len(filled)} columns are called “{heading}” and hold different things. Which one is {pairs[name].column.label}?",
                tuple(
                    Option(column_letter(c), f"Column {column_letter(c)}", ", ".join(samples[c].spoken[:3]))
                    for c in filled
                ),
                column_letter(filled[0]),
            )
        )
    return tuple(q for q in questions if q.name not in answers)


def _assignment(block: Block, pair: Pair, chosen: Candidate) -> Assignment:
    cell, export = pair.cells[0], chosen.export
    name, heading = pair.column.name, block.names[cell]
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
        pair.column,
        pair.cells,
        heading,
        unit=unit_of(pair.column, heading, export),
        words=words,
        negate=bool(export and name in export.negate),
        negative=negative,
        drop=chosen.source.noise if chosen.source else (),
    )


def _constant(kind: str, name: str, cell: int) -> Assignment:
    return Assignment(columns(all_contracts()[kind])[name], (cell,), "", None)


def _warnings(block: Block, chosen: Candidate) -> list[str]:
    contract = all_contracts()[chosen.kind]
    warnings = []
    if (
        contract.occurred
        and contract.occurred not in chosen.matching.pairs
        and chosen.kind in ("incidents", "requests", "changes", "problems")
    ):
        label = columns(contract)[contract.occurred].label
        warnings.append(
            f"No column says “{label}”: what is counted by it or lasts from it cannot be measured."
        )
    return warnings


# -- records of several kinds in one table ---------------------------------------------------------------------


def _split(cells: SheetCells, block: Block, recognition: Recognition, chosen: Candidate) -> list[Recognition]:
    """One recognition per level or kind where the record numbers are of several; else the one given."""
    number = next((a for a in recognition.assignments if a.column.name == "number"), None)
    if number is None or chosen.kind not in {kind for _, kind in NUMBER_PREFIXES}:
        return [recognition]
    column = cells.columns[number.cells[0]].slice(block.first_index)
    heads = pc.unique(
        pc.utf8_upper(pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(column.combine_chunks()), 0, 7))
    )
    prefixes = {prefix_of(head) for head in heads.to_pylist() if head}
    known = {prefix for prefix in prefixes if prefix in dict(NUMBER_PREFIXES)}
    levels = {prefix for prefix in known if dict(NUMBER_PREFIXES)[prefix] == "requests"}
    if (
        chosen.kind != "requests"
        or not levels
        or any(a.column.name == "level" for a in recognition.assignments)
    ):
        return [recognition]
    names = {"REQ": "request", "RITM": "item", "SCTASK": "task"}
    width = max((*block.cells, *(cell for cell, _ in recognition.constants))) + 1
    parts = []
    for prefix in sorted(levels):
        with_level = replace(
            recognition,
            assignments=(*recognition.assignments, _constant("requests", "level", width)),
            constants=(*recognition.constants, (width, names[prefix])),
            rows=RowFilter(number.cells[0], starts=(prefix,)) if len(prefixes) > 1 else None,
        )
        parts.append(with_level)
    return parts
