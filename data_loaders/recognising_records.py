"""A table of records in all detail: assignments, constants, rows that are not data, questions, reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import ColumnType, columns, normalised
from data_loaders.outcome import Option, Question, Skipped
from data_loaders.reading.arrow_arrays import flags, strings, whole_numbers
from data_loaders.recognising_blocks import Block, column_letter
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_column_cells import repeats
from data_loaders.recognising_columns import NAME_AND_START, Pair
from data_loaders.recognising_continued import carried_balances, continued, sections, titles_of_sections
from data_loaders.recognising_contracts import lists_contracts, said_of_values
from data_loaders.recognising_currency import currency_said, title_unit
from data_loaders.recognising_days import with_days
from data_loaders.recognising_grids import year_said
from data_loaders.recognising_heading_ways import unit_of
from data_loaders.recognising_income import Income, income_among
from data_loaders.recognising_kinds import OUR_TEMPLATE
from data_loaders.recognising_measures import in_hours
from data_loaders.recognising_merged import spread_down
from data_loaders.recognising_missing import as_answered, asked_of_columns
from data_loaders.recognising_missing_values import nothing_said
from data_loaders.recognising_named_totals import only_called_totals
from data_loaders.recognising_period_cells import PeriodsFound, in_words, numbers_months, periods_in_cells
from data_loaders.recognising_periods import versions_by_text
from data_loaders.recognising_project_names import with_project
from data_loaders.recognising_rows import not_data
from data_loaders.recognising_sides import (
    credit_mark,
    credit_notes_said,
    mostly_negative,
    sign_question,
)
from data_loaders.recognising_sign_words import signed, with_sign
from data_loaders.recognising_sums import sum_rows
from data_loaders.recognising_times import DAY_AND_TIME, with_times
from data_loaders.recognising_units import with_units
from data_loaders.recognising_unnumbered import BY_OTHERS, told_apart
from data_loaders.recognition import Assignment, Certainty, Part, Recognition, Reshape
from data_loaders.typing_cells import escaped
from data_loaders.typing_words import FALSE, TRUE

_BREACHED = re.compile(
    r"\b(?:breach(?:ed)?|violat(?:ed|ion)|missed|dépassée?|verletzt|incumplid[oa]|vencid[oa]|violat[oa]|violad[oa]"
    r"|estourad[oa])\b"
)


def _with_last_change(kind: str, pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """Items whose last change nothing tells but that of their state: of two rows the one with the later stands."""
    if kind != "work_items" or "updated" in pairs or "status_changed" not in pairs:
        return dict(pairs)
    column = columns(all_contracts()[kind])["updated"]
    return {**pairs, "updated": replace(pairs["status_changed"], column=column, how="the state changed then")}


def describe(table: Surveyed, chosen: Candidate, certainty: Certainty) -> Recognition:
    """A table whose rows are records, one each."""
    cells, block = table.cells, table.block
    pairs = as_answered(table, chosen.kind, _with_answers(block, chosen, table.answers))
    pairs = _with_last_change(chosen.kind, with_times(block, table.samples, pairs))
    questions = _repeated_questions(table, chosen, pairs)
    pairs |= readers(chosen.kind, pairs)
    table, sign = with_sign(table, chosen, pairs)
    periods = _periods(table, chosen, pairs)
    questions += periods.questions
    assignments = tuple(
        in_words(assignment, periods)
        for assignment in (_assignment(table, pair, chosen, pairs) for pair in pairs.values())
    )
    assignments = _without_account(chosen.kind, assignments, table)
    assignments, working_days = in_hours(chosen.kind, assignments, (), table.answers)
    told = chosen.export is not None or OUR_TEMPLATE in chosen.reasons
    assignments, units = with_units(assignments, pairs, _first_rows(table), table.answers, told=told)
    chosen, named = with_project(table, chosen)
    said = {
        **(chosen.export.constants if chosen.export else {}),
        **(chosen.scores.constants if chosen.scores else {}),
        **chosen.said,
    }
    sap = chosen.source is not None and chosen.source.name == "sap"
    year, asked = _year_of_periods(table, chosen.kind, pairs)
    said = {**year, **said}
    questions += asked
    currency = currency_said(chosen.kind, pairs, table.samples, block, table.answers, elsewhere=sap)
    said = {**currency.texts, **said}
    assignments += currency.pieces
    lacking, refusal = asked_of_columns(table, chosen, pairs, said)
    assignments, income = _with_income(table, chosen, pairs, assignments)
    questions += (
        *lacking,
        *sign_question(chosen.kind, pairs, table.samples, table.answers, signed(chosen)),
        *income.questions,
    )
    new, constants = new_columns(chosen.kind, {n: t for n, t in said.items() if n not in pairs}, table.width)
    assignments += tuple(replace(a, header=currency.headings.get(a.column.name, a.header)) for a in new)
    used = {cell for assignment in assignments for cell in assignment.cells}
    contract = all_contracts()[chosen.kind]
    key = pairs[contract.key[0]].cells[0] if contract.key and contract.key[0] in pairs else None
    spoken = (ColumnType.TEXT, ColumnType.IDENTIFIER)
    labels = sorted({pair.cells[0] for pair in pairs.values() if pair.column.type in spoken})[:4]
    skip = not_data(cells, block, key, labels, sections=True)
    skip += _not_rows(table, chosen, {s.row for s in skip})
    so_called, loaded = only_called_totals(cells, block, pairs, key, skip)
    skip = [skipped for skipped in skip if skipped not in so_called]
    sums, differing = sum_rows(cells, block, pairs, skip)
    skip += sums
    skip += titles_of_sections(cells, block, chosen.kind, key, skip)
    skip += carried_balances(cells, block, chosen.kind, pairs, skip)
    goes_on, repeated = continued(cells, block, chosen.kind, pairs, skip)
    spread, spreading = (
        spread_down(cells, block, chosen.kind, pairs, skip, table.answers) if goes_on is None else ((), ())
    )
    in_sections = sections(cells, block, chosen.kind, pairs, skip)
    if in_sections is not None:
        number = table.width + len(constants)
        column = columns(contract)[in_sections.column]
        others = tuple(a for a in assignments if a.column.name != in_sections.column)
        assignments = (*others, Assignment(column, (number,), "titles of the sections"))
    questions += (*(chosen.scores.questions if chosen.scores else ()), *chosen.asked)
    return Recognition(
        kind=chosen.kind, tool=chosen.source.name if chosen.source else None, certainty=certainty,
        score=round(chosen.score, 3), header_rows=block.header_rows, first_data_row=block.first_data_row,
        assignments=assignments,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in used),
        reasons=(*_reasons(block, chosen, pairs), *periods.reasons), looks_most_like=contract.title.lower(),
        missing=chosen.missing,
        fingerprint=table.fingerprint, questions=questions, constants=constants, skip=tuple(skip),
        continued=goes_on, spread=spread, sections=(number, in_sections.titles) if in_sections is not None else None,
        warnings=(
            *named, *_warnings(block, chosen, pairs), *told_apart(chosen.matching, block.names),
            *_repeating(table, chosen, pairs), *currency.warnings, *differing, *repeated, *loaded, *spreading,
            *working_days, *sign, *units, *credit_notes_said(block, assignments, pairs), *income.warnings,
        ),
        refusal=(chosen.scores.refusal if chosen.scores else None) or refusal,
    )  # fmt: skip


def _with_income(
    table: Surveyed, chosen: Candidate, pairs: Mapping[str, Pair], assignments: tuple[Assignment, ...]
) -> tuple[tuple[Assignment, ...], Income]:
    """The columns of budget lines with the signs the reader wants of income among them, and what is asked and told."""
    if chosen.kind != "budget" or "amount" not in pairs:
        return assignments, Income()
    income = income_among(table, pairs, pairs["amount"].cells)
    turned = (income.turned(one) if one.column.name == "amount" else one for one in assignments)
    return tuple(turned), income


def _periods(table: Surveyed, chosen: Candidate, pairs: dict[str, Pair]) -> PeriodsFound:
    """Periods in words; a month by its number beside a calendar year becomes a month (changed in `pairs`)."""
    block, kind = table.block, chosen.kind
    if kind == "budget":
        months = with_months(block, pairs)
        pairs.clear()
        pairs.update(months)
    taken = {name: (pair.cells[0], block.raw_names.get(pair.cells[0], "")) for name, pair in pairs.items()}
    found = periods_in_cells(
        kind, taken, table.samples, table.cells.columns, block.first_index, table.told, table.answers
    )
    days = {name: (pair.cells[0], pair.column.label) for name, pair in pairs.items()
            if pair.column.type is ColumnType.DAY}  # fmt: skip
    glued = chosen.export.days_without_year if chosen.export else ()
    return with_days(found, days, table.samples, table.cells.columns, table.told, table.answers, glued)


def _year_of_periods(
    table: Surveyed, kind: str, pairs: Mapping[str, Pair]
) -> tuple[dict[str, str], tuple[Question, ...]]:
    """The fiscal year of postings that name the number of their period only: as a title says, or asked."""
    dated = {"posting_date", "document_date", "posting_period", "fiscal_year"}
    if kind != "actuals" or "period" not in pairs or dated & pairs.keys():
        return {}, ()
    year = year_said(table.told, table.answers)
    if year is not None:
        return {"fiscal_year": str(year)}, ()
    return {}, (Question("year", "The postings name their period without a year. Which fiscal year is it?"),)


def with_months(block: Block, pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """The columns of a budget with the months that numbers beside a calendar year count."""
    if not {"period", "fiscal_year"} <= pairs.keys() or "month" in pairs:
        return dict(pairs)
    period, year = pairs["period"], pairs["fiscal_year"]
    if not numbers_months(block.raw_names[period.cells[0]], block.raw_names[year.cells[0]]):
        return dict(pairs)
    month = replace(period, column=columns(all_contracts()["budget"])["month"])
    return {**{name: pair for name, pair in pairs.items() if name != "period"}, "month": month}


_ACCOUNT_AND_NAME = re.compile(r"\s*\d{4,10}\s+\D.*")


def _without_account(
    kind: str, assignments: tuple[Assignment, ...], table: Surveyed
) -> tuple[Assignment, ...]:
    """Suppliers written as “100200 Nordwind” split into account and name."""
    known = columns(all_contracts()[kind])
    vendor = next((a for a in assignments if a.column.name == "vendor"), None)
    spoken = table.samples[vendor.cells[0]].spoken if vendor and vendor.cells[0] in table.samples else ()
    written = sum(1 for text in spoken if _ACCOUNT_AND_NAME.fullmatch(text))
    if vendor is None or written < 0.8 * len(spoken) or not spoken:
        return assignments
    split = tuple(
        replace(a, part=r"^\s*(?:\d{4,10}\s+)?(.*\S)\s*$") if a is vendor else a for a in assignments
    )
    if "vendor_number" in known and all(a.column.name != "vendor_number" for a in assignments):
        split += (Assignment(known["vendor_number"], vendor.cells, vendor.header, part=r"^\s*(\d{4,10})\s"),)
    return split


def new_columns(
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


def _warnings(block: Block, chosen: Candidate, pairs: Mapping[str, Pair]) -> tuple[str, ...]:
    contract = all_contracts()[chosen.kind]
    warnings = list(chosen.scores.warnings) if chosen.scores else []
    warnings += [
        text for name, text in (chosen.export.notes if chosen.export else {}).items() if name in pairs
    ]
    if lists_contracts(chosen.matching) and "value" in pairs:
        heading = chosen.matching.pairs["value"].cells[0]
        warnings += said_of_values(block.raw_names.get(heading, ""))
    if chosen.kind in ("incidents", "requests", "changes", "problems"):
        logged = {str(contract.occurred)} if chosen.export is not None and chosen.export.event_log else set()
        told = {*pairs, *logged}
        labels = [columns(contract)[n].label for n in (str(contract.occurred), "state") if n not in told]
        if labels:
            warnings.append(
                f"No column says {' or '.join(f'“{label}”' for label in labels)}:"
                " what is counted by it or lasts from it cannot be measured."
            )
    return tuple(warnings)


def _repeating(table: Surveyed, chosen: Candidate, pairs: Mapping[str, Pair]) -> tuple[str, ...]:
    """A sentence where the column that numbers the rows mostly repeats itself, so that few rows will stand."""
    key = all_contracts()[chosen.kind].key
    logged = chosen.export is not None and chosen.export.event_log
    if len(key) != 1 or key[0] not in pairs or logged or pairs[key[0]].how == BY_OTHERS:
        return ()
    cell = pairs[key[0]].cells[0]
    sample = table.samples.get(cell)
    if sample is None or not repeats(sample):
        return ()
    heading = table.block.names[cell]
    sentence = (
        f"“{heading}” is taken as the number of each row and holds only {sample.distinct:,} different values in"
        f" {len(sample.spoken):,} rows looked at: of rows with one number the newest stands. If another column"
        f" numbers them, answer map.<heading>={key[0]}."
    )
    return (sentence,)


def _with_answers(block: Block, chosen: Candidate, answers: Mapping[str, str]) -> dict[str, Pair]:
    """The pairs after what the reader said about single headings (`map.`) and repeated ones (`pick.`)."""
    pairs = dict(chosen.matching.pairs)
    known = columns(all_contracts()[chosen.kind])
    by_heading = {normalised(name): cell for cell, name in reversed(list(block.names.items()))}
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


def readers(kind: str, pairs: Mapping[str, Pair]) -> dict[str, Pair]:
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
    table: Surveyed, chosen: Candidate, pairs: Mapping[str, Pair]
) -> tuple[Question, ...]:
    """Ask which of several columns with one heading is meant, where their cells differ."""
    block, samples, answers = table.block, table.samples, table.answers
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


def _overruling(pair: Pair, chosen: Candidate, pairs: Mapping[str, Pair]) -> tuple[int, ...]:
    """The columns of a Jira item that say it was cancelled though its state says done."""
    jira = chosen.kind == "work_items" or (chosen.source is not None and chosen.source.name == "jira")
    if pair.column.name != "state_category" or not jira:
        return ()
    return tuple(pairs[name].cells[0] for name in ("state", "resolution", "close_code") if name in pairs)


def _assignment(table: Surveyed, pair: Pair, chosen: Candidate, pairs: Mapping[str, Pair]) -> Assignment:
    block = table.block
    export, name, heading = chosen.export, pair.column.name, block.names[pair.cells[0]]
    words = {
        normalised(word): stored
        for stored, spoken in (export.words.get(name, {}) if export else {}).items()
        for word in spoken
    }
    if name == "tool_sla_met" and _BREACHED.search(normalised(heading)):
        # Here "yes" means that the promise was broken.
        words = {**dict.fromkeys(TRUE, "false"), **dict.fromkeys(FALSE, "true"), **words}
    if chosen.scores is not None:
        words |= chosen.scores.words.get(name, {})
    if chosen.kind == "budget" and name == "version":
        words |= versions_by_text(table.samples[pair.cells[0]].spoken)
    negative = None
    if export and name in export.negative:
        sign, texts = export.negative[name]
        where = [c for c, h in block.raw_names.items() if normalised(h) == normalised(sign)]
        negative = (where[0], texts) if where else None
    elif not (export and name in export.negate):
        negative = credit_mark(pair, pairs, table.samples)
    unit = unit_of(pair.column, heading, export)
    if pair.column.type is ColumnType.MONEY and unit is None and (title := title_unit(block)) is not None:
        unit = title.text
    return Assignment(
        pair.column, pair.cells, heading, unit=unit, words=words,
        overruled_by=_overruling(pair, chosen, pairs),
        negate=bool(export and name in export.negate)
        or (table.answers.get("sign") == "cost" and negative is None and mostly_negative(pair, table.samples)),
        negative=negative,
        drop=(
            *(chosen.source.noise if chosen.source else ()), *_none_of(name, chosen),
            *nothing_said(name, table.samples.get(pair.cells[0])),
        ),
        less=pair.cells[1:] if pair.column.type is ColumnType.MONEY else (),
        joined=pair.how in (DAY_AND_TIME, NAME_AND_START, BY_OTHERS),
    )  # fmt: skip


def _none_of(name: str, chosen: Candidate) -> tuple[str, ...]:
    """Patterns of the texts that are no answer in a column of scores."""
    none = chosen.scores.none.get(name, ()) if chosen.scores is not None else ()
    return tuple(escaped(text) for text in none)


def _first_rows(table: Surveyed) -> list[dict[int, str]]:
    """The first rows of data, as they are written."""
    numbered = zip(table.cells.top_numbers, table.cells.top, strict=True)
    return [row for number, row in numbered if number >= table.block.first_data_row]


def _not_rows(table: Surveyed, chosen: Candidate, taken: set[int]) -> list[Skipped]:
    """Rows that a word in one column marks as something else than data (previews and spam of surveys)."""
    cells, block = table.cells, table.block
    found = []
    for heading, (texts, why) in (chosen.export.not_rows if chosen.export else {}).items():
        for cell, written in block.raw_names.items():
            if normalised(written) != normalised(heading) or cell not in cells.columns:
                continue
            column = pc.utf8_lower(pc.utf8_trim_whitespace(cells.columns[cell].slice(block.first_index)))
            marked = flags(pc.is_in(column, value_set=strings(texts)))
            places = np.flatnonzero(marked)
            numbers = cells.numbers.take(whole_numbers(places + block.first_index)).to_pylist()
            found += [Skipped(int(row), why) for row in numbers if row not in taken]
            taken = taken | set(numbers)
    return found


# -- boards with a column per stage -----------------------------------------------------------------------------


def describe_stages(table: Surveyed, chosen: Candidate) -> list[Recognition]:
    """Work items with one date column per stage of the board: the items, and their entries into stages."""
    block, samples, answers = table.block, table.samples, table.answers
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
    items = describe(table, replace(chosen, matching=matching), "sure")
    said = (f"work starts with the stage “{block.names[start]}”; to change it, answer started_stage=<stage>",)
    value = table.width
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
