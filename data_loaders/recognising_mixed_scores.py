"""Scores of several measures in one column, each row saying which: “Score” beside “Type” with NPS, CSAT or CES."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.reading.arrow_arrays import flags, strings, whole_numbers
from data_loaders.recognising_answers_down import AnswersDown, answers_down
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_scale_headings import is_plain_score, worded
from data_loaders.recognising_scales import values_of
from data_loaders.recognition import Assignment, Recognition, RowFilter

#: What the cells of such a column say, normalised, and the column their scores go to.
_MEASURES: Mapping[str, str] = {
    "nps": "nps", "net promoter score": "nps", "net promoter": "nps", "nps score": "nps", "recommendation": "nps",
    "csat": "csat", "customer satisfaction": "csat", "satisfaction": "csat", "csat score": "csat",
    "zufriedenheit": "csat", "ces": "ces", "customer effort": "ces", "customer effort score": "ces",
    "effort": "ces", "effort score": "ces", "ces score": "ces",
}  # fmt: skip
#: More different texts than there are ways to name a measure are no names of one.
_FEW = 12


@dataclass(frozen=True)
class OfMeasure:
    """The rows of one measure: their cells, the filter that finds them, and the answer that says their scale."""

    measure: str
    cells: SheetCells
    filter: RowFilter
    answers: Mapping[str, str]
    survey: bool
    left_out: str = ""

    def described(self, block: Block, recognition: Recognition) -> Recognition:
        """The recognition of these rows as one among those of the table."""
        assignments = recognition.assignments
        if self.survey and recognition.kind == "survey_responses":
            # One response with a score for each measure is a row of each: they must not take each other's place.
            known = columns(all_contracts()["survey_responses"])
            named = next((a.cells for a in assignments if a.column.name == "survey"), ())
            others = tuple(a for a in assignments if a.column.name != "survey")
            both = Assignment(
                known["survey"], (*named, self.filter.cell), block.names[self.filter.cell], joined=bool(named)
            )
            assignments = (*others, both)
        said = f"“{block.names[self.filter.cell]}” says of every row what its score measures: {self.measure.upper()}"
        warnings = (*recognition.warnings, self.left_out) if self.left_out else recognition.warnings
        return replace(
            recognition, rows=self.filter, assignments=assignments, reasons=(*recognition.reasons, said),
            warnings=warnings,
        )  # fmt: skip


def by_measure(cells: SheetCells, block: Block, answers: Mapping[str, str]) -> list[OfMeasure]:
    """The rows of a table by measure, where every row with a score names one; nothing for any other table."""
    down = answers_down(cells, block)
    if down is not None and not any(name.startswith("scale.") for name in answers):
        return _by_question(cells, block, down, answers)
    score = next(
        (
            c
            for c, heading in block.raw_names.items()
            if is_plain_score(heading) or worded(heading).casefold() == "rating"
        ),
        None,
    )
    if score is None or score not in cells.columns or f"scale.{block.names[score]}" in answers:
        return []
    for cell in block.cells:
        first = (row[cell] for row in cells.top[block.first_index : block.first_index + 3] if cell in row)
        if cell != score and normalised(next(first, "")) in _MEASURES:
            return _split(cells, block, score, cell, answers)
    return []


def _by_question(
    cells: SheetCells, block: Block, down: AnswersDown, answers: Mapping[str, str]
) -> list[OfMeasure]:
    """The rows of each question that asks for a score; those of the others are left out, and that is said."""
    said = cells.columns[down.question]
    found: list[OfMeasure] = []
    for question, measure in down.measures.items():
        marked = flags(pc.is_in(said, value_set=strings([question])))
        marked[: block.first_index] = True
        own = SheetCells(
            replace(cells.sheet, rows=cells.sheet.rows.take(whole_numbers(np.flatnonzero(marked))))
        )
        values = values_of(own, down.answer, block.first_index, question)
        scale = _scale(values.numbers, measure) if values.numbers else measure
        found.append(
            OfMeasure(
                f"{measure} ({question})", own, RowFilter(down.question, texts=(question,)),
                {"kind": "survey_responses", **answers, f"scale.{block.names[down.answer]}": scale}, True,
                "" if found else down.left_out,
            )
        )  # fmt: skip
    return found


def _split(
    cells: SheetCells, block: Block, score: int, kind: int, answers: Mapping[str, str]
) -> list[OfMeasure]:
    said = cells.columns[kind]
    texts = [text for text in pc.unique(said.slice(block.first_index)).to_pylist() if text and text.strip()]
    if len(texts) > _FEW or any(normalised(text) not in _MEASURES for text in texts):
        return []
    scored = pc.is_valid(cells.columns[score].slice(block.first_index))
    if pc.any(pc.and_(scored, pc.is_null(said.slice(block.first_index)))).as_py():
        return []
    by_text: dict[str, list[str]] = {}
    for text in texts:
        by_text.setdefault(_MEASURES[normalised(text)], []).append(text)
    answered = {**({} if _is_by_month(block) else {"kind": "survey_responses"}), **answers}
    several = len(by_text) > 1 and _answered_twice(cells, block)
    found = []
    for measure, spoken in by_text.items():
        marked = flags(pc.is_in(said, value_set=strings(spoken)))
        marked[: block.first_index] = True
        own = SheetCells(
            replace(cells.sheet, rows=cells.sheet.rows.take(whole_numbers(np.flatnonzero(marked))))
        )
        scale = _scale(values_of(own, score, block.first_index).numbers, measure)
        found.append(
            OfMeasure(
                measure, own, RowFilter(kind, texts=tuple(spoken)),
                {**answered, f"scale.{block.names[score]}": scale}, several,
            )
        )  # fmt: skip
    return found


def _scale(numbers: tuple[float, ...], measure: str) -> str:
    """The measure with the highest value of its usual scale that holds these scores."""
    if measure == "nps":
        return measure
    highest = max(numbers, default=5)
    usual = next((top for top in (5, 7, 10, 100) if highest <= top), 100)
    return f"{measure}-{7 if measure == 'ces' and usual == 5 and highest < 5 else usual}"


def _is_by_month(block: Block) -> bool:
    """Whether the rows are rather months of somebody than answers: then what they are is not settled by this."""
    month = {normalised(h) for h in columns(all_contracts()["satisfaction_summaries"])["month"].headings} - {
        "date"
    }
    return any(normalised(heading) in month for heading in block.raw_names.values())


def _answered_twice(cells: SheetCells, block: Block) -> bool:
    """Whether an identifier of responses stands in several rows: each measure of a response is a row."""
    headings = {normalised(h) for h in columns(all_contracts()["survey_responses"])["response"].headings}
    for cell, heading in block.raw_names.items():
        if normalised(heading) in headings and cell in cells.columns:
            column = cells.columns[cell].slice(block.first_index).drop_null()
            return len(pc.unique(column)) < len(column)
    return False
