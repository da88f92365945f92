"""Headers → which kind, which column: sure, unsure (asks) or unknown (says what is missing)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.reading import Sheet
from data_loaders.recognising_blocks import Block, SheetCells, column_letter
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_cells import Sample, without_text
from data_loaders.recognising_columns import Matching, Pair
from data_loaders.recognising_formats import with_formats
from data_loaders.recognising_grid_down_tables import describe_grid_down
from data_loaders.recognising_grid_tables import describe_grid
from data_loaders.recognising_grids import grid_of, period_headings
from data_loaders.recognising_grids_down import grid_down
from data_loaders.recognising_headers import blocks_of
from data_loaders.recognising_kinds import (
    PART_PREFIXES,
    SURELY_A_TEMPLATE,
    not_data_of,
    numbers_say,
    prefix_of,
    weigh,
)
from data_loaders.recognising_known_headings import known_headings
from data_loaders.recognising_measures import describe_measures
from data_loaders.recognising_milestone_columns import describe_milestone_columns
from data_loaders.recognising_mixed_scores import by_measure
from data_loaders.recognising_periods import version_headings
from data_loaders.recognising_quotes import series_in, series_names
from data_loaders.recognising_rates import describe_rates
from data_loaders.recognising_records import describe, describe_stages
from data_loaders.recognising_said import called_a_budget
from data_loaders.recognising_several_kinds import split_by_numbers, split_by_types
from data_loaders.recognising_shared_signs import with_signs_settled
from data_loaders.recognising_stacked import stacked, within
from data_loaders.recognising_targets import describe_targets
from data_loaders.recognising_ticket_columns import kind_by_columns
from data_loaders.recognising_ticket_types import TICKETS, as_kind, ticket_types
from data_loaders.recognising_unnumbered import BY_OTHERS
from data_loaders.recognising_worklogs import WHY, books_hours
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
#: Kinds whose rows may stand in a grid with months across.
_OF_GRIDS = ("budget", "exchange_rates", "capacity", "satisfaction_summaries")


def recognise(
    sheet: Sheet, *, file: str, known: Mapping[str, SavedMapping], answers: Mapping[str, str]
) -> list[Recognition]:
    """What the tables of a sheet are; usually one, several for tables side by side or mixed record kinds.

    `known` are mappings used before by the fingerprint of the headings; `answers` are those of the reader:
    `kind` (a kind or "none") and `map.<heading>` (a column or "none"), `kind.<sheet>` for one sheet only.
    """
    return [with_formats(one, sheet) for one in _recognise_parts(sheet, file, known, answers)]


def _recognise_parts(
    sheet: Sheet, file: str, known: Mapping[str, SavedMapping], answers: Mapping[str, str]
) -> list[Recognition]:
    """The tables of a sheet, one below the other and beside each other."""
    parts = stacked(sheet, known_headings())
    if len(parts) == 1:
        return _recognise_tables(sheet, file, known, answers)
    found = [(part, _recognise_tables(part, file, known, answers)) for part in parts]
    sure = [entry for entry in found if any(one.certainty != "unknown" for one in entry[1])]
    left_out = tuple(
        f"The table from row {part.rows.column('row_no')[0].as_py()} on was left out: it was not recognised."
        for part, recognitions in found
        if all(one.certainty == "unknown" for one in recognitions)
    )
    if not sure:
        return _recognise_tables(sheet, file, known, answers)
    tables = [within(one, part, sheet) for part, recognitions in sure for one in recognitions]
    return [replace(tables[0], left_out=(*tables[0].left_out, *left_out)), *tables[1:]]


def _recognise_tables(
    sheet: Sheet, file: str, known: Mapping[str, SavedMapping], answers: Mapping[str, str]
) -> list[Recognition]:
    """The tables of a sheet, or of a part of one, beside each other."""
    cells = SheetCells(sheet)
    series = series_in(text for row in cells.top for text in row.values())
    known_here = known_headings() | series_names() | series | version_headings()
    blocks = blocks_of(cells, known_here, period_headings(cells))
    if not blocks:
        return [_nothing(cells)]
    found: list[Recognition] = []
    left_out: list[str] = []
    for block in blocks:
        if block.pivot:
            left_out.append(_left_out(block, "a pivot table, which repeats the data"))
            continue
        measured = by_measure(cells, block, answers)
        recognitions = [
            one.described(block, recognition)
            for one in measured
            for recognition in _recognise_block(one.cells, block, file, known, one.answers, one.measure)
        ] or _recognise_block(cells, block, file, known, answers)
        told = (*block.titles, sheet.name, file)
        sample = partial(cells.sample, first=block.first_index)
        recognitions = [with_signs_settled(one, block, sample, told) for one in recognitions]
        if found and all(recognition.certainty != "sure" for recognition in recognitions):
            left_out.append(_left_out(block, "a table that was not recognised"))
            continue
        found += recognitions
    if not found:
        return [_nothing(cells, left_out)]
    found[0] = replace(found[0], left_out=(*found[0].left_out, *left_out))
    return found


def _nothing(cells: SheetCells, left_out: list[str] | None = None) -> Recognition:
    first = cells.top_numbers[0] if cells.top_numbers else 1
    return Recognition(
        kind=None, tool=None, certainty="unknown", score=0.0, header_rows=(), first_data_row=first,
        reasons=(
            "No row looks like column headings: put the name of each column in a row above them and load it again.",
        ), left_out=tuple(left_out or ()),
    )  # fmt: skip


def _left_out(block: Block, why: str) -> str:
    first, last = column_letter(block.cells[0]), column_letter(block.cells[-1])
    return (
        f"Beside the table, columns {first}–{last} from row {block.header_rows[0]} on were left out: {why}."
    )


def _recognise_block(
    cells: SheetCells,
    block: Block,
    file: str,
    known: Mapping[str, SavedMapping],
    answers: Mapping[str, str],
    measure: str = "",
) -> list[Recognition]:
    samples = {
        cell: without_text(cells.sample(cell, block.first_index), block.raw_names.get(cell))
        for cell in block.cells
    }
    told = (*block.titles, cells.sheet.name, file)
    table = Surveyed(cells, block, samples, told, answers, _fingerprint(block, measure))
    candidates = weigh(table)
    reason = _no_rows(block, samples)
    if reason:
        return [replace(_unknown(table, []), reasons=(reason,))]
    if table.kind_answered in (None, "exchange_rates") and not (candidates and _is_surely(candidates[0])):
        rates = describe_rates(table)
        if rates is not None:
            return [rates]
    if table.kind_answered in (None, "sla_targets") and not (candidates and _is_surely(candidates[0])):
        targets = describe_targets(table)
        if targets:
            return targets
    if table.kind_answered in (None, "milestones") and not (candidates and _is_list(candidates[0])):
        milestones = describe_milestone_columns(table)
        if milestones:
            return milestones
    grids = _grids(table, candidates, known.get(table.fingerprint))
    if grids:
        return grids
    chosen, certainty, questions = _choose(table, candidates, known.get(table.fingerprint))
    if chosen is None:
        return [replace(_unknown(table, candidates), questions=questions)]
    stages = describe_stages(table, chosen)
    if stages:
        return stages
    return _of_kinds(table, candidates, chosen, certainty, questions, known)


def _of_kinds(
    table: Surveyed,
    candidates: list[Candidate],
    chosen: Candidate,
    certainty: Certainty,
    questions: tuple[Question, ...],
    known: Mapping[str, SavedMapping],
) -> list[Recognition]:
    """The table as the chosen kind, or once for each kind that its numbers or a column of types tell apart."""
    types = None if _kind_said(table, known) else ticket_types(table, chosen, doubtful=certainty != "sure")
    told = types is not None and not types.unsaid
    if certainty == "unsure" and (told or chosen.kind in numbers_say(table.samples)):
        certainty, questions = "sure", ()  # the rows themselves say what they are
    if types is None and not _kind_said(table, known) and not numbers_say(table.samples):
        chosen, certainty, questions = _by_columns(table, candidates, chosen, certainty, questions)
    if types is not None and chosen.kind not in TICKETS:
        chosen = next((c for c in candidates if c.kind in TICKETS and not c.missing), chosen)
    recognition = describe(table, chosen, certainty)
    recognition = replace(recognition, questions=(*questions, *recognition.questions))

    def of_kind(kind: str) -> Recognition | None:
        native = next((c for c in candidates if c.kind == kind and not c.missing), None)
        other = as_kind(table, chosen, native, kind, types) or native
        before = known.get(f"{table.fingerprint}-{kind}")
        if other is not None and before is not None:
            other = _as_saved(table.block, other, before)
        return describe(table, other, certainty) if other else None

    parts = split_by_numbers(table, recognition, of_kind)
    if types is None or len(parts) > 1 or parts[0].kind != recognition.kind:
        return parts
    return split_by_types(table, parts[0], types, of_kind)


def _by_columns(
    table: Surveyed,
    candidates: list[Candidate],
    chosen: Candidate,
    certainty: Certainty,
    questions: tuple[Question, ...],
) -> tuple[Candidate, Certainty, tuple[Question, ...]]:
    """The choice after a look at the columns that only one kind of tickets has: another kind, or a question."""
    told = kind_by_columns(table, chosen)
    native = next((c for c in candidates if told and c.kind == told[0]), None)
    other = as_kind(table, chosen, native, told[0], None) if told else None
    if told is None or other is None:
        return chosen, certainty, questions
    if told[1]:
        reason = f"its columns are those of {all_contracts()[other.kind].title.lower()}"
        return replace(other, reasons=(*other.reasons, reason)), "sure", ()
    return chosen, "unsure", (_which_kind(table.block, [other, chosen]),)


def _kind_said(table: Surveyed, known: Mapping[str, SavedMapping]) -> bool:
    """Whether a person said what all rows under these headings are, now or before."""
    saved = known.get(table.fingerprint)
    return table.kind_answered is not None or (saved is not None and "kind" in saved.answers)


def _grids(table: Surveyed, candidates: list[Candidate], saved: SavedMapping | None) -> list[Recognition]:
    """The table as a grid, with its periods across or down; nothing for a list."""
    if table.kind_answered not in (None, *_OF_GRIDS):
        return []
    first = candidates[0] if candidates else None
    grid = grid_of(table.block, table.samples, table.told, table.answers)
    called = grid is not None and grid.year is not None and called_a_budget(table.told)
    if grid is not None and grid.undated and first and _is_list(first) and not called:
        return []  # a list of projects has budgets and actuals too
    if grid is not None and not (first and first.source and not first.missing):
        measures = describe_measures(table, grid)
        return [measures] if measures is not None else describe_grid(table, grid)
    if grid is not None or (first and (_is_surely(first) or _is_list(first))):
        return []
    down = grid_down(table.block, table.samples, table.told, table.answers, saved)
    described = describe_grid_down(table, down) if down is not None else None
    return [described] if described is not None else []


def _is_list(candidate: Candidate) -> bool:
    """Whether a table has all that a list of one kind needs, its amounts or scores in a column of that name."""
    return not candidate.missing and candidate.score >= SURE


def _is_surely(candidate: Candidate) -> bool:
    """Whether a tool or a template gives the table away, so that no other layout is looked for."""
    return candidate.score >= SURELY_A_TEMPLATE or (candidate.source is not None and not candidate.missing)


def _fingerprint(block: Block, measure: str) -> str:
    text = "\n".join([*(normalised(block.names[cell]) for cell in block.cells), *filter(None, [measure])])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _no_rows(block: Block, samples: Mapping[int, Sample]) -> str | None:
    """Why these can be no rows of any kind, where that is plain to see."""
    if not any(sample.texts for sample in samples.values()):
        return "There are headings but no rows below them."
    for sample in samples.values():
        prefixes = {prefix_of(text) for text in sample.spoken[:50]}
        if len(prefixes) == 1 and (found := PART_PREFIXES.get(str(next(iter(prefixes))))):
            return f"These are {found}."
    return WHY if books_hours(block, samples) else not_data_of(block, samples)


# -- the choice ----------------------------------------------------------------------------------------------


def _choose(
    table: Surveyed, candidates: list[Candidate], saved: SavedMapping | None
) -> tuple[Candidate | None, Certainty, tuple[Question, ...]]:
    """The kind to take, how sure it is, and the question where it is not."""
    answer, block = table.kind_answered, table.block
    if answer is not None:
        if answer not in all_contracts():
            return None, "unknown", ()
        said = next((c for c in candidates if c.kind == answer), None)
        if answer in TICKETS and (said is None or said.missing):
            base = next((c for c in candidates if c.kind in TICKETS and not c.missing), None)
            said = (as_kind(table, base, said, answer, None) if base else None) or said
        return said or Candidate(Matching(answer, {}), 0.0, None, None, ()), "sure", ()
    if saved is not None and saved.kind in all_contracts():
        same = next((c for c in candidates if c.kind == saved.kind), None)
        again = _as_saved(block, same or Candidate(Matching(saved.kind, {}), 0.0, None, None, ()), saved)
        if again.matching.pairs:
            return again, "sure", ()
    if not candidates:
        return None, "unknown", ()
    best = candidates[0]
    others = [c for c in candidates[1:] if not c.missing]
    margin = best.score - (others[0].score if others else 0.0)
    taken = sum(len(pair.cells) for pair in best.matching.pairs.values())
    share = taken / max(len(block.cells), 1)
    refused = best.scores is not None and best.scores.refusal is not None
    # A list of days under “Holidays” has one column, and that says what the days are.
    lone = bool(best.said) and len(block.cells) <= 2
    complete = not best.missing and (taken >= 2 or lone or best.source is not None or refused)
    clear = margin >= max(0.4, 0.12 * best.score)
    clear &= not best.doubtful and (best.export is None or not best.export.asked)
    if complete and best.score >= SURE and clear and (share >= 0.2 or best.source is not None):
        return best, "sure", ()
    # A score that is called one says enough, however many other columns stand beside it.
    scored = best.scores is not None and bool(best.scores.pairs)
    if complete and best.score >= UNSURE and (share >= 0.15 or scored):
        return best, "unsure", (_which_kind(block, candidates),)
    return None, "unknown", ()


def _as_saved(block: Block, candidate: Candidate, saved: SavedMapping) -> Candidate:
    """The candidate with the headings mapped as last time."""
    found = candidate.matching.pairs
    known = columns(all_contracts()[candidate.kind])

    def stands(name: str) -> bool:
        said = saved.columns.get(block.names[found[name].cells[0]], name)
        if said is None or said == name:
            return said == name
        # Two columns may be read from one heading: the text, and what is worked out from it.
        shared = said in found and found[said].cells == found[name].cells
        shared |= found[name].how == BY_OTHERS
        return shared or (said in known and known[said].reads is not None)

    pairs = {name: pair for name, pair in found.items() if stands(name)}
    used = {cell for pair in pairs.values() for cell in pair.cells}
    headings = {block.names[cell]: cell for cell in block.cells if cell not in used}
    for heading, name in saved.columns.items():
        # What a person said of a heading holds next month, although the heading itself does not tell.
        if name is not None and name in known and name not in pairs and heading in headings:
            pairs[name] = Pair(known[name], (headings.pop(heading),), 1.0, 1.0, "as last time")
    matching = replace(candidate.matching, pairs=pairs)
    return replace(candidate, matching=matching, reasons=("the same headings were loaded before",))


def _which_kind(block: Block, candidates: list[Candidate]) -> Question:
    offered = [c for c in candidates if not c.missing][:3]
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
    headings = ", ".join(_short(block.names[cell]) for cell in block.cells[:8])
    return Question(
        "kind",
        f"What are the rows of this table ({headings} …)?",
        (*options, Option("none", "Nothing to load")),
        offered[0].kind,
    )


def _short(heading: str) -> str:
    """A heading in one line of a sentence."""
    text = " ".join(heading.split())
    return text if len(text) <= 60 else text[:57] + "…"


def _unknown(table: Surveyed, candidates: list[Candidate]) -> Recognition:
    block = table.block
    best = candidates[0] if candidates else None
    near = best is not None and len(best.matching.pairs) >= 2
    headings = ", ".join(f"“{_short(heading)}”" for heading in list(block.raw_names.values())[:6])
    strange = (
        f"Its headings ({headings} …) are those of no kind of rows known here; to load it all the same, answer"
        " kind=<kind> and map.<heading>=<column> for its columns."
    )
    return Recognition(
        kind=None, tool=None, certainty="unknown", score=best.score if best else 0.0,
        header_rows=block.header_rows, first_data_row=block.first_data_row,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells),
        looks_most_like=all_contracts()[best.kind].title.lower() if best and near else None,
        missing=best.missing if best and near else (), fingerprint=table.fingerprint,
        reasons=() if near else (strange,),
    )  # fmt: skip
