"""What rows of a kind cannot do without and no heading says: asked, with the columns that may hold it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts import all_contracts
from contracts.contract import Column, ColumnType, columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.recognising_candidates import SETTLES, Candidate, Surveyed
from data_loaders.recognising_cells import Sample, fits
from data_loaders.recognising_columns import Matching, Pair

#: The answer that there is no such column.
NONE = "none"
_OFFERED = 8


def as_answered(table: Surveyed, kind: str, pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """The pairs with the headings the reader named for columns (`column.<column>=<heading>`)."""
    known = columns(all_contracts()[kind])
    block = table.block
    cells = {normalised(name): cell for cell, name in reversed(list(block.names.items()))}
    answered = dict(pairs)
    for question, heading in table.answers.items():
        what, _, name = question.partition(".")
        cell = cells.get(normalised(heading))
        if what == "column" and name in known and cell is not None:
            answered = {n: pair for n, pair in answered.items() if cell not in pair.cells}
            answered[name] = Pair(known[name], (cell,), 1.0, 1.0, "as you said")
    return answered


def asked_of_columns(
    table: Surveyed, chosen: Candidate, pairs: Mapping[str, Pair], said: Iterable[str]
) -> tuple[tuple[Question, ...], str | None]:
    """Questions for what such rows need and lack, and the sentence that refuses the table where asking is no use."""
    contract = all_contracts()[chosen.kind]
    known = columns(contract)
    settled = {*pairs, *said, *(SETTLES.get(question.name, question.name) for question in chosen.asked)}
    if chosen.scores is not None and (chosen.scores.refusal or chosen.scores.questions):
        return (), None
    what = contract.title.lower()
    lacking = Matching(chosen.kind, dict(pairs)).missing(chosen.export)
    required = [
        name for name, column in known.items()
        if column.required and name not in settled and column.label in lacking
    ]  # fmt: skip
    questions, hopeless = [], []
    for name in required:
        if table.answers.get(f"column.{name}") == NONE and known[name].type is ColumnType.IDENTIFIER:
            continue
        options = _options(table, known[name], pairs)
        if options:
            questions.append(_question(known[name], what, options))
        else:
            hopeless.append(known[name].label)
    in_groups = {known[name].label for name in required}
    groups = [
        label for label in lacking
        if label not in in_groups
        and not any(known[name].label in label.split(" or ") for name in settled)
    ]  # fmt: skip
    if not hopeless and not groups:
        return tuple(questions), None
    unused = [
        name for cell, name in table.block.names.items() if all(cell not in p.cells for p in pairs.values())
    ]
    example = f", such as map.{unused[0]}=<column>" if unused else ""
    sentence = (
        f"To be read as {what} this table lacks {', '.join([*hopeless, *groups])}."
        f" Say which heading holds it: answer map.<heading>=<column>{example}."
    )
    return (), sentence


def _options(table: Surveyed, column: Column, pairs: Mapping[str, Pair]) -> list[Option]:
    """The columns that may hold it, the likeliest first, with three of their values."""
    used = {cell for pair in pairs.values() for cell in pair.cells}
    free = {
        cell: sample for cell, sample in table.samples.items()
        if cell not in used and sample.spoken and fits(column, sample) and cell in table.block.names
    }  # fmt: skip
    likely = sorted(free, key=lambda cell: (-_identifies(column, free[cell]), cell))
    return [
        Option(table.block.names[cell], table.block.names[cell], ", ".join(_values(free[cell])))
        for cell in likely[:_OFFERED]
    ]


def _identifies(column: Column, sample: Sample) -> float:
    """How far the cells could tell rows apart; the same for all where the column need not."""
    if column.type is not ColumnType.IDENTIFIER:
        return 0.0
    longish = sample.longest > 60 or sample.dates >= 0.5
    return 0.0 if longish else round(sample.distinct / len(sample.spoken), 1)


def _values(sample: Sample) -> list[str]:
    return [text if len(text) <= 40 else text[:37] + "…" for text in dict.fromkeys(sample.spoken)][:3]


def _question(column: Column, what: str, options: list[Option]) -> Question:
    none: tuple[Option, ...] = ()
    if column.type is ColumnType.IDENTIFIER:
        none = (
            Option(
                NONE, "None of them", "rows are told apart by all their cells, so a changed row is a new one"
            ),
        )
    return Question(
        f"column.{column.name}",
        f"Which column is “{column.label}” of these {what}? No heading says it.",
        (*options, *none),
    )
