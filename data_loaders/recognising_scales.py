"""Which column of a survey is a recommendation, a satisfaction or an effort score, and on which scale."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

import pyarrow.compute as pc

from contracts.contract import Column
from data_loaders.outcome import Option, Question
from data_loaders.recognising_blocks import Block, SheetCells, column_letter
from data_loaders.recognising_cells import NULL_WORDS
from data_loaders.recognising_columns import Pair
from data_loaders.recognising_no_answers import codes_of_none, is_no_answer
from data_loaders.recognising_rows import rows_above_summaries
from data_loaders.recognising_scale_headings import best_is_lowest, lowest_of, scale_by_words
from data_loaders.recognising_scale_options import in_options
from data_loaders.recognising_scale_words import spoken_as, steps_of

_OVERALL = re.compile(
    r"\b(?:overall|in general|insgesamt|gesamtzufriedenheit|alles in allem|globale?ment|dans l.ensemble"
    r"|satisfaction globale|en general|satisfacción general|nel complesso|complessiv[ao]|no geral|satisfação geral"
    r"|over het algemeen)\b",
    re.IGNORECASE,
)
_ONE_TO_TEN = re.compile(r"\b1\s*(?:-|–|to|bis|à|a|until)\s*10\b", re.IGNORECASE)
_SAID_SCALE = re.compile(
    r"\b[01]\s*(?:-|–|to|bis|à|a|until)\s*(5|7|10|100)\b|(?:out of|of|von|sur|/)\s*(5|7|10|100)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^\s*(-?\d+(?:[.,]\d+)?)(?:\s*(?:[-–:/(=].*|★+|(?:stars?|points?|punkte)?(?:\s*(?:out of|of|von|sur|de|su|van)"
    r"\s*\d+(?:\s*stars?)?)?)?)\s*$",
    re.IGNORECASE,
)
#: The highest answer, where the answers themselves say it: "4/5", "4 out of 5".
_OUT_OF = re.compile(r"\d\s*(?:/|out of|of|von|sur|de|su|van)\s*(5|7|10|100)\b", re.IGNORECASE)
#: The same the other way round: "Extremely likely - 10".
_NUMBER_LAST = re.compile(r"^\s*[^\W\d_][^\d]*?\s*[-–:/(=]\s*(\d+)\s*\)?\s*$")
_LIKERT = re.compile(
    r"satisf|zufrieden|happy|good|poor|excellent|soddisf|satisfe|bad\b|easy|difficult|tevreden|tilfreds|nöjd|spokoj"
    r"|terrible|awful|great|zadowol",
    re.IGNORECASE,
)

#: How much a score says of the kind that only surveys hold.
_ASKED = 1.8
#: More different texts than this are no scale in words.
_FEW = 15
#: The columns whose cells may say in words what their number means.
_STEPPED = frozenset({"nps", "csat", "ces"})


@dataclass(frozen=True)
class Values:
    """The different values of a column: the numbers among them, how many cells have one, and the other words.

    `each` are the numbers of all texts, normalised; `labelled` says that some texts say in words what they mean
    ("10 - Very likely"). `out_of` is the highest answer, where the answers say it ("4/5"). `none` are the texts that
    say that there is no answer, with how many cells have each.
    """

    numbers: tuple[float, ...]
    cells: int
    words: tuple[str, ...]
    each: Mapping[str, str] = field(default_factory=dict)
    labelled: bool = False
    out_of: str | None = None
    none: Mapping[str, int] = field(default_factory=dict)

    @property
    def low(self) -> float:
        """The lowest number."""
        return min(self.numbers)

    @property
    def high(self) -> float:
        """The highest number."""
        return max(self.numbers)


@dataclass(frozen=True)
class Scores:
    """What was found: columns, constants for scale maxima, and what stands in the way.

    `none` are the texts of each score column that say that there is no answer.
    """

    pairs: Mapping[str, Pair]
    constants: Mapping[str, str]
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
    refusal: str | None = None
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    none: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def values_of(cells: SheetCells, cell: int, first_index: int, question: str = "") -> Values:
    """The values of a whole raw column down to its averages; many different ones are no scale."""
    column = cells.columns.get(cell)
    if column is None:
        return Values((), 0, ())
    rows = rows_above_summaries(cells, first_index)
    counted = pc.value_counts(column.slice(first_index, rows).drop_null())
    if len(counted) > 300:
        return Values((), 0, ("many",))
    numbers: dict[float, int] = {}
    written: dict[float, list[str]] = {}
    words = []
    none: dict[str, int] = {}
    spoken: dict[str, str] = {}
    plain = True
    highest: set[str | None] = set()
    for entry in counted.to_pylist():
        written_so, times = str(entry["values"]), int(entry["counts"])
        text = written_so.strip()
        found = _NUMBER.match(text) or _NUMBER_LAST.match(text)
        if is_no_answer(text):
            none[written_so] = times
        elif found:
            value = float(found[1].replace(",", "."))
            numbers[value] = numbers.get(value, 0) + times
            written.setdefault(value, []).append(written_so)
            spoken[spoken_as(text)] = f"{value:g}"
            plain &= found[0].strip() == found[1]
            said = _OUT_OF.search(text)
            highest.add(said[1] if said else None)
        elif text.casefold() not in NULL_WORDS:
            words.append(text)
    for code in codes_of_none(numbers, question):
        times = numbers.pop(code)
        none |= {text: times if i == 0 else 0 for i, text in enumerate(written[code])}
    return Values(
        tuple(sorted(numbers)), sum(numbers.values()), tuple(words), spoken, not plain,
        highest.pop() if len(highest) == 1 else None, none,
    )  # fmt: skip


def scores_of(
    cells: SheetCells,
    block: Block,
    taken: Mapping[str, Pair],
    known: Mapping[str, Column],
    told: str,
    answers: Mapping[str, str],
) -> Scores:
    """The score columns of a survey. `taken` are the columns named so far, `told` file, sheet and titles."""
    used = {cell for name, pair in taken.items() if name not in ("nps", "csat", "ces") for cell in pair.cells}
    found, beside = Scores({}, {}), list[str]()
    # Of several questions the one about the whole is the score.
    for cell in sorted(block.cells, key=lambda cell: not _OVERALL.search(block.raw_names.get(cell, ""))):
        heading = block.raw_names.get(cell, "")
        if cell in used or not heading:
            continue
        text = f"{heading} {block.questions.get(cell, '')}".strip()
        if len(text) > 400:
            continue  # an information sheet, not a question
        said = answers.get(f"scale.{block.names[cell]}")
        scale = said or scale_by_words(text, told)
        if scale is None or scale == "none":
            continue
        name = scale.split("-")[0]
        if name in found.pairs and not said:
            beside += [block.names[cell]] if values_of(cells, cell, block.first_index).numbers else []
            continue
        before = found.pairs.keys()
        options = in_options(cells, block, cell) if scale in ("nps", "csat", "ces") else None
        if options is not None:
            steps, words = (None, ()) if scale == "nps" else (steps_of(options.words), options.words)
            if steps is not None:
                found = _add_words(found, options.cells, known, options.question, scale, words)
                used |= set(options.cells)
                continue
        values = values_of(cells, cell, block.first_index, text)
        found = _add(found, block, cell, known, scale, text, values)
        scored = (found.pairs.keys() - before) & _STEPPED
        if values.labelled:
            found = replace(found, words={**found.words, **dict.fromkeys(scored, values.each)})
        if values.none and scored:
            found = _without(found, block.names[cell], scored, values.none)
    if beside and found.pairs:
        listed = ", ".join(f"“{name}”" for name in beside[:3]) + (" …" if len(beside) > 3 else "")
        also = f"{listed} {'is a score too and is' if len(beside) == 1 else 'are scores too and are'} kept beside, not"
        found = replace(
            found, warnings=(*found.warnings, f"{also} measured: each measure has one score an answer.")
        )
    return (
        found
        if found.pairs or found.refusal or taken.keys() & _STEPPED
        else _unscored(found, cells, block, used)
    )


def _unscored(found: Scores, cells: SheetCells, block: Block, used: set[int]) -> Scores:
    """Say which question may be a score, where none of a survey was taken for one."""
    for cell in block.cells:
        text = block.questions.get(cell) or block.raw_names.get(cell, "")
        if cell in used or not text.rstrip().endswith("?"):
            continue
        values = values_of(cells, cell, block.first_index)
        if values.numbers and not values.words and values.low >= 0 and values.high <= 10:
            name = block.names[cell]
            doubt = (
                f"No question is read as a score. “{name}” was answered with {values.low:g} to {values.high:g}: to read"
                f" it as one, answer scale.{name}=nps (or csat-5, csat-10, ces-7)."
            )
            return replace(found, warnings=(*found.warnings, doubt))
    return found


def _add(
    found: Scores, block: Block, cell: int, known: Mapping[str, Column], scale: str, text: str, values: Values
) -> Scores:
    name = block.names[cell]
    if not values.numbers:
        kind = "csat" if scale == "score" else scale.partition("-")[0]
        if kind in ("csat", "ces") and values.words and values.words != ("many",):
            return _add_words(found, (cell,), known, name, kind, values.words)
        return found
    if scale == "nps":
        return _add_nps(found, name, cell, known, text, values)
    if scale == "score":
        return _add_score(found, name, cell, known, values)
    kind, _, said_maximum = scale.partition("-")
    maximum = said_maximum or lowest_of(text) or _maximum(kind, text, values)
    if maximum is None or values.low < 0:
        return found
    found = _with(
        found,
        {kind: Pair(known[kind], (cell,), 0.95, _weight(text), f"a score up to {maximum}")},
        {f"{kind}_max": maximum},
    )
    return _turned(found, name, kind, int(maximum), values) if best_is_lowest(text) else found


def _without(found: Scores, name: str, scored: Set[str], none: Mapping[str, int]) -> Scores:
    """The scores without the texts that say that there is no answer, and how many they are."""
    listed = ", ".join(f"“{text.strip()}”" for text in list(none)[:4])
    how_many = sum(none.values())
    said = f"“{name}”: {how_many:,} {'answer is' if how_many == 1 else 'answers are'} none ({listed}) and left empty."
    without = {**found.none, **dict.fromkeys(scored, tuple(none))}
    return replace(found, none=without, warnings=(*found.warnings, said))


def _weight(text: str) -> float:
    """How much a score says of the kind: a question put to somebody more than a heading that a list may have too."""
    return _ASKED if "?" in text or len(text) > 25 else 1.0


def _turned(found: Scores, name: str, kind: str, maximum: int, values: Values) -> Scores:
    """A scale whose lowest number is the best answer, turned around so that higher is better."""
    if values.low < 1 or values.high > maximum:
        return found
    turned = {text: f"{maximum + 1 - float(number):g}" for text, number in values.each.items()}
    said = (
        f"“{name}” calls 1 the best answer: it is turned around, 1 is read as {maximum} and {maximum} as 1."
    )
    return replace(found, warnings=(*found.warnings, said), words={**found.words, kind: turned})


def _add_words(
    found: Scores,
    cells: tuple[int, ...],
    known: Mapping[str, Column],
    name: str,
    scale: str,
    words: tuple[str, ...],
) -> Scores:
    """Satisfaction or effort in words: as a step where every word has one; satisfaction also as written."""
    steps = steps_of(words)
    if steps is None and (len(words) > _FEW or not any(_LIKERT.search(word) for word in words)):
        return found  # many different texts are what people wrote
    if scale == "csat":
        found = _with(
            found, {"csat_label": Pair(known["csat_label"], cells, 0.95, 1.0, "satisfaction in words")}
        )
    if steps is None:
        unusual = [word for word in words if steps_of((word,)) is None]
        listed = ", ".join(f"“{word}”" for word in (unusual or words)[:5])
        kept = "is kept in words only" if scale == "csat" else "is not read"
        doubt = f"“{name}” {kept}: no scale is known that has {listed}."
        return replace(found, warnings=(*found.warnings, doubt))
    how = "words as steps of a scale"
    found = _with(
        found, {scale: Pair(known[scale], cells, 0.95, _weight(name), how)}, {f"{scale}_max": steps.maximum}
    )
    listed = ", ".join(f"{word} = {step}" for word, step in sorted(steps.of.items(), key=lambda one: one[1]))
    said = f"“{name}” is read as a scale from 1 to {steps.maximum}: {listed}."
    return replace(found, warnings=(*found.warnings, said), words={**found.words, scale: dict(steps.of)})


def _add_nps(
    found: Scores, name: str, cell: int, known: Mapping[str, Column], text: str, values: Values
) -> Scores:
    seen = ", ".join(f"{v:g}" for v in values.numbers[:12])
    refusal = None
    how_else = f"To load it as satisfaction instead, answer scale.{name}=csat."
    if any(value != int(value) for value in values.numbers):
        refusal = f"“{name}” is called a recommendation score but holds fractions ({seen}). {how_else}"
    elif values.low < 0 or values.high > 10:
        refusal = (
            f"“{name}” is called a recommendation score but goes from {values.low:g} to {values.high:g}; "
            f"such a score goes from 0 to 10. {how_else}"
        )
    elif _ONE_TO_TEN.search(text) and values.low >= 1:
        refusal = (
            f"“{name}” is asked on a scale from 1 to 10; a recommendation score needs 0 to 10. {how_else}"
        )
    elif values.high <= 7 and values.low >= 1 and values.cells >= 20:
        refusal = (
            f"“{name}” is called a recommendation score but all {values.cells:,} answers lie between "
            f"{values.low:g} and {values.high:g}; such a score goes from 0 to 10. {how_else}"
        )
    if refusal:
        return replace(found, refusal=found.refusal or refusal)
    warnings = found.warnings
    if values.low >= 1 and values.cells >= 200:
        doubt = f"Nobody of {values.cells:,} answered 0 in “{name}”: is its scale 0 to 10, and not 1 to 10?"
        warnings = (*warnings, doubt)
    return replace(
        _with(found, {"nps": Pair(known["nps"], (cell,), 0.95, _ASKED, "a score from 0 to 10")}),
        warnings=warnings,
    )


def _add_score(found: Scores, name: str, cell: int, known: Mapping[str, Column], values: Values) -> Scores:
    if len(values.words) >= len(values.numbers):
        return found  # answers to several questions, most of them in words
    if (
        values.low >= 0
        and values.high == 10
        and 0 in values.numbers
        and all(v == int(v) for v in values.numbers)
    ):
        return _with(found, {"nps": Pair(known["nps"], (cell,), 0.95, 1.0, "a score from 0 to 10")})
    if values.low >= 1 and values.high == 5:
        return _with(
            found, {"csat": Pair(known["csat"], (cell,), 0.95, 1.0, "a score from 1 to 5")}, {"csat_max": "5"}
        )
    if values.low < 0 or values.high > 100:
        return found
    options = (
        Option("nps", "Recommendation, 0 to 10"),
        Option("csat-5", "Satisfaction up to 5"),
        Option("csat-7", "Satisfaction up to 7"),
        Option("csat-10", "Satisfaction up to 10"),
        Option("csat-100", "Satisfaction up to 100"),
        Option("ces-7", "Effort up to 7"),
        Option("none", "No score"),
    )
    question = Question(
        f"scale.{name}",
        f"“{name}” (column {column_letter(cell)}) holds numbers from {values.low:g} to "
        f"{values.high:g}. What do they score, and on which scale?",
        options,
    )
    return replace(
        _with(found, {"csat": Pair(known["csat"], (cell,), 0.95, 1.0, "a score")}),
        questions=(*found.questions, question),
    )


def _maximum(kind: str, text: str, values: Values) -> str | None:
    said = _SAID_SCALE.search(text)
    if said:
        return said[1] or said[2]
    if values.out_of is not None and values.high <= int(values.out_of):
        return values.out_of
    if values.high > 100:
        return None
    if values.high > 10:
        return "100"
    if values.high > 7:
        return "10"
    if values.high > 5 or (kind == "ces" and values.high < 5):
        return "7"
    return "5"


def _with(found: Scores, pairs: Mapping[str, Pair], constants: Mapping[str, str] | None = None) -> Scores:
    return replace(found, pairs={**found.pairs, **pairs}, constants={**found.constants, **(constants or {})})
