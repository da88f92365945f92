"""What the cells of a column say of it, beside its heading: counts and sentences are no numbers of records."""

from __future__ import annotations

import re

from contracts.contract import Column, ColumnType, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_days import lacks_year
from data_loaders.recognising_heading_ways import NUMBER_SIGNS, UNIT
from data_loaders.recognising_plain_headings import OTHER_RECORDS, names_no_record
from data_loaders.sources import Export

#: Who is a client, and who may be a person of one.
_COMPANY = re.compile(r"\b(?:company|organi[sz]ation|firma|unternehmen|société|empresa|azienda)\b")


def names_companies(block: Block) -> bool:
    """Whether a column names companies."""
    return any(_COMPANY.search(normalised(heading)) for heading in block.raw_names.values())


def is_day(column: Column, sample: Sample, export: Export | None) -> bool:
    """Whether the cells are days without a year, as this export writes them."""
    glued = export is not None and column.name in export.days_without_year
    return column.type is ColumnType.DAY and lacks_year(sample, glued=glued)


def numbers_answers(sample: Sample) -> bool:
    """Whether a survey's identifier is another one in every row: then it numbers the answers and names no survey."""
    return not repeats(sample) and sample.distinct == len(sample.spoken)


#: A year and the period of it in one number, as ledgers write it: 201504, 2015004.
_YEAR_AND_PERIOD = re.compile(r"(?:19|20)\d\d0?(?:0[1-9]|1[0-6])")
#: A month in digits, which names no day: 2010-09.
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")


def is_of_another_sort(column: Column, heading: str, sample: Sample) -> bool:
    """Whether cells cannot be what their heading is listed for, though a text could be anything.

    Numbers under a heading with a unit last that long, “Resolution” above dates is when it ended, sentences
    under “Problem” are not the number of its record, a “Period” of six digits begins with its year, and a month
    is no day.
    """
    if column.name == "period" and column.type is ColumnType.WHOLE:
        return bool(sample.spoken) and all(_YEAR_AND_PERIOD.fullmatch(text.strip()) for text in sample.spoken)
    if column.name == "posting_date":
        return bool(sample.spoken) and all(_YEAR_AND_MONTH.fullmatch(text.strip()) for text in sample.spoken)
    if column.type is ColumnType.TEXT:
        lasts = sample.numbers >= 0.9 and sample.spoken and UNIT.search(normalised(heading))
        return bool(lasts) or (column.name in ("close_code", "resolution_code") and sample.dates >= 0.9)
    return column.name in OTHER_RECORDS and column.type is ColumnType.IDENTIFIER and names_no_record(sample)


def counts_rows(heading: str, sample: Sample) -> bool:
    """Whether a column under "#" only counts the rows of this file: that identifies nothing."""
    return heading.strip() in NUMBER_SIGNS and sample.spoken[:3] == ("1", "2", "3")


_SEVERAL = frozenset(
    {"tickets", "incidents", "requests", "changes", "problems", "cases", "issues", "items", "calls"}
)


def counts_records(heading: str, sample: Sample) -> bool:
    """Whether a column says how many there were: numbers under “Tickets” are no number of one."""
    if normalised(heading) not in _SEVERAL or not sample.spoken:
        return False
    numbered = sample.distinct == len(sample.spoken) and all(len(text) >= 4 for text in sample.spoken)
    return not numbered and all(text.replace(",", "").isdigit() for text in sample.spoken)


def repeats(sample: Sample) -> bool:
    """Whether most cells of a column say what another cell says."""
    return len(sample.spoken) >= 10 and sample.distinct < 0.5 * len(sample.spoken)


def says_sentences(sample: Sample) -> bool:
    """Whether most cells are several words without a number: what an issue is about, and not which it is."""
    worded = sum(1 for text in sample.spoken if " " in text.strip() and not re.search(r"\d", text))
    return 2 * worded > len(sample.spoken)


def repeats_words(sample: Sample) -> bool:
    """Whether a column says the same few words again and again, as titles and names do and numbers do not."""
    if not repeats(sample):
        return False
    numbers = sum(1 for text in sample.spoken if re.search(r"\d", text) and text.strip().count(" ") <= 1)
    return 2 * numbers < len(sample.spoken)


def only_zeros(sample: Sample) -> bool:
    """Whether every cell is a zero, as where a row refers to no other record."""
    return len(sample.spoken) > 1 and all(text.strip() == "0" for text in sample.spoken)


def says_one_thing(sample: Sample) -> bool:
    """Whether every cell says the same."""
    return len(sample.spoken) > 1 and sample.distinct == 1


def all_known(column: Column, sample: Sample) -> bool:
    """Whether every cell is a word for one of the values of the column."""
    known = {normalised(word) for stored, others in column.choices.items() for word in (stored, *others)}
    return sample.words() <= known


def own_words(export: Export | None, name: str) -> frozenset[str]:
    """The words of the tool for the values of a column, or for those worked out from it."""
    words = export.words.get(name, {}) if export else {}
    return frozenset(normalised(word) for spoken in words.values() for word in spoken)


def all_digits(sample: Sample) -> bool:
    """Whether every cell is digits and nothing else."""
    return bool(sample.spoken) and all(text.isdigit() for text in sample.spoken)
