"""Answers one below the other: a row for each question of each response, the question in one column of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow.compute as pc

from contracts.contract import normalised
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_scale_headings import scale_by_words, worded

_QUESTION = frozenset({"question", "question text", "questiontext", "survey question", "question label", "item text",
                       "question title", "frage", "fragetext", "pregunta", "domanda", "pergunta", "vraag"})  # fmt: skip
_ANSWER = frozenset({"answer", "response", "value", "score", "rating", "response value", "answer value", "answer text",
                     "response text", "numeric answer", "answer numeric", "answer score", "response score",
                     "question answer", "antwort", "wert", "réponse", "valeur", "respuesta", "valor", "risposta",
                     "valore", "resposta", "antwoord"})  # fmt: skip
_SCORED = ("nps", "csat", "ces")
#: A questionnaire has no more questions than this; of those that ask for a score each is read by itself.
_QUESTIONS, _PARTS = 200, 12


@dataclass(frozen=True)
class AnswersDown:
    """The columns of the question and the answer, the measure of each question that asks for a score, and the rest.

    `others` are the questions that ask for none, with how many answers there are to them.
    """

    question: int
    answer: int
    measures: Mapping[str, str]
    others: Mapping[str, int]

    @property
    def left_out(self) -> str:
        """What to say of the other questions; empty where there are none."""
        if not self.others:
            return ""
        listed = ", ".join(f"“{text}”" for text in list(self.others)[:3]) + (
            " …" if len(self.others) > 3 else ""
        )
        how_many = sum(self.others.values())
        return (
            f"Every row is the answer to one question. {how_many:,} answers to questions that ask for no score are"
            f" left out: {listed}."
        )


def answers_down(cells: SheetCells, block: Block) -> AnswersDown | None:
    """How a table holds a row for each question; None where it holds none or no question asks for a score."""
    named = {cell: normalised(worded(heading)) for cell, heading in block.raw_names.items()}
    questions = [cell for cell, heading in named.items() if heading in _QUESTION and cell in cells.columns]
    answers = [cell for cell, heading in named.items() if heading in _ANSWER and cell in cells.columns]
    if len(questions) != 1 or not answers:
        return None
    counted = pc.value_counts(cells.columns[questions[0]].slice(block.first_index).drop_null()).to_pylist()
    asked = {str(entry["values"]): int(entry["counts"]) for entry in counted if str(entry["values"]).strip()}
    if not 1 <= len(asked) <= _QUESTIONS:
        return None
    found = {text: scale_by_words(text, "") for text in asked}
    measures = {text: measure for text, measure in found.items() if measure in _SCORED}
    if not 1 <= len(measures) <= _PARTS:
        return None
    # Where numbers and words stand beside each other, the numbers are the answer.
    numeric = [
        cell
        for cell in answers
        if "numeric" in named[cell] or "value" in named[cell] or "score" in named[cell]
    ]
    others = {text: times for text, times in asked.items() if text not in measures}
    return AnswersDown(questions[0], (numeric or answers)[0], measures, others)
