"""A currency sign of several countries (“$”, “kr”) settled by what else the file says, or left to be asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from contracts.contract import ColumnType
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_money import split_unit, unit_in_title
from data_loaders.recognition import Assignment, Recognition
from data_loaders.typing_currencies import MARKS, SHARED, TRADED, code_of

#: Further currencies written with a sign; they are named often enough, and meant by it too seldom to be offered.
_MEANT_TOO: Mapping[str, frozenset[str]] = {
    "$": frozenset({"NZD", "HKD", "TWD", "ARS", "CLP", "COP"}),
    "dollar": frozenset({"NZD", "SGD", "HKD"}),
    "dollars": frozenset({"NZD", "SGD", "HKD"}),
}
#: A code on its own in a text; CAD is as often the drawing of engineers, and counts beside amounts only.
_CODE = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(code for code in TRADED if code != 'CAD')})(?![A-Za-z])")
_SIGNED = re.compile(r"(?i)(?<![a-z])(?:us|au|a|ca|c|nz|s|hk|nt|mx)\$|\$us(?![a-z])")
_DOLLARS = re.compile(
    r"(?i)\b(us|american|australian|canadian|new zealand|singapore|hong kong|mexican) (?:dollars?|pesos?)\b"
)
_OF: Mapping[str, str] = {
    "us": "USD", "american": "USD", "australian": "AUD", "canadian": "CAD", "new zealand": "NZD",
    "singapore": "SGD", "hong kong": "HKD", "mexican": "MXN",
}  # fmt: skip


def with_signs_settled(
    recognition: Recognition, block: Block, sample: Callable[[int], Sample], told: Sequence[str]
) -> Recognition:
    """The recognition with signs read as the one currency that fits and that headings, titles, names or cells say.

    `sample` gives some cells of a raw column; `told` are titles, the name of the sheet, and last that of the file.
    Nothing is settled where two would fit.
    """
    assignments, warnings = list(recognition.assignments), []
    for place, assignment in enumerate(assignments):
        signs = _signs_of(assignment, recognition, sample)
        if not signs:
            continue
        evidence = _evidence(block, sample, told, assignment)
        words = dict(assignment.words)
        for sign in sorted(signs):
            fits = {code: where for code, where in evidence.items() if code in meant_by(sign)}
            if len(fits) == 1:
                code, where = next(iter(fits.items()))
                words[sign] = code
                warnings.append(f"“{sign}” is read as {code}: {where} says so.")
        assignments[place] = replace(assignment, words=words)
    if not warnings:
        return recognition
    return replace(
        recognition,
        assignments=tuple(assignments),
        warnings=(*recognition.warnings, *dict.fromkeys(warnings)),
    )


def meant_by(sign: str) -> frozenset[str]:
    """The currencies a shared sign may stand for."""
    return frozenset(SHARED.get(sign, ())) | _MEANT_TOO.get(sign, frozenset())


def _signs_of(assignment: Assignment, recognition: Recognition, sample: Callable[[int], Sample]) -> set[str]:
    """The shared signs among what fills a column of currencies."""
    if assignment.column.type is not ColumnType.CURRENCY:
        return set()
    constants = dict(recognition.constants)
    value = recognition.reshape.value if recognition.reshape is not None else None
    found: set[str] = set()
    for cell in assignment.cells:
        if cell in constants:
            found.add(constants[cell].strip().casefold())
            continue
        parts = (
            [part.cell for part in recognition.reshape.parts]
            if recognition.reshape and cell == value
            else [cell]
        )
        texts = [text for part in parts for text in sample(part).spoken]
        marks = (MARKS.findall(text) for text in texts) if assignment.part else ([text] for text in texts)
        found |= {mark.strip().casefold() for several in marks for mark in several}
    return found & SHARED.keys()


def _evidence(
    block: Block, sample: Callable[[int], Sample], told: Sequence[str], assignment: Assignment
) -> dict[str, str]:
    """The currencies the file names, each with where it does."""
    found: dict[str, str] = {}
    for cell, heading in block.raw_names.items():
        unit = split_unit(heading)[1]
        for code in {*([unit.currency] if unit and unit.currency else []), *named_in(heading)}:
            found.setdefault(code, f"the heading “{heading}”")
        texts = set(sample(cell).spoken) if cell not in assignment.cells else set()
        if texts and all(re.fullmatch(r"[A-Za-z]{3}", text) and code_of(text) for text in texts):
            for text in texts:
                found.setdefault(str(code_of(text)), f"the column “{heading}”")
    for text in told:
        unit = unit_in_title(text)
        for code in {*([unit.currency] if unit and unit.currency else []), *named_in(text)}:
            found.setdefault(code, f"“{text}”")
    # Names of files are often small letters throughout.
    for word in re.split(r"[^A-Za-z]+", PurePath(told[-1]).stem) if told else []:
        if _CODE.fullmatch(word.upper()):
            found.setdefault(word.upper(), f"the name of the file ({told[-1]})")
    return found


def named_in(text: str) -> set[str]:
    """The currencies a text names beyond doubt.

    >>> sorted(named_in("Spend USD, from A$")), named_in("CAD licences in $"), named_in("in US dollars")
    (['AUD', 'USD'], set(), {'USD'})
    """
    signs = {code for sign in _SIGNED.findall(text) if (code := code_of(sign)) is not None}
    return {*_CODE.findall(text), *signs, *(_OF[word.casefold()] for word in _DOLLARS.findall(text))}
