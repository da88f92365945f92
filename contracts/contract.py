"""The vocabulary in which an input is declared: one pydantic class is one kind of row.

From a contract come the DuckDB table, header matching, typing, the sentence for a bad cell, the template
workbook and the reference. Nothing about an input is said anywhere else, except what only one tool does
(`data_loaders/sources/`).
"""

import re
import typing
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


class ColumnType(StrEnum):
    """What the cells of a column are, and so how text becomes a value."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    PERSON = "person"
    CHOICE = "choice"
    RANK = "rank"
    TIMESTAMP = "timestamp"
    DAY = "day"
    WHOLE = "whole"
    NUMBER = "number"
    MONEY = "money"
    CURRENCY = "currency"
    DURATION = "duration"
    FLAG = "flag"
    LIST = "list"

    @property
    def duckdb(self) -> str:
        """The DuckDB type of the stored column."""
        return _DUCKDB.get(self, "VARCHAR")


_DUCKDB: Mapping[ColumnType, str] = {
    ColumnType.RANK: "INTEGER",
    ColumnType.TIMESTAMP: "TIMESTAMP",
    ColumnType.DAY: "DATE",
    ColumnType.WHOLE: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.MONEY: "DOUBLE",
    ColumnType.DURATION: "DOUBLE",
    ColumnType.FLAG: "BOOLEAN",
    ColumnType.LIST: "VARCHAR[]",
}

#: Free text, kept as written (trimmed).
Text = Annotated[str | None, ColumnType.TEXT]
#: A key of another system: text even where it looks like a number; leading zeros stay.
Identifier = Annotated[str | None, ColumnType.IDENTIFIER]
#: The name or address of a person: stored as a keyed hash unless the source is told otherwise.
Person = Annotated[str | None, ColumnType.PERSON]
#: What is stored of a word that is none of the `choices`: no default, so that nothing counts it as one.
UNKNOWN = "unknown"
#: One of the words in `choices`, or "unknown"; where it `reads` another column the word itself is kept there.
Choice = Annotated[str | None, ColumnType.CHOICE]
#: A small whole number in which 1 is the most urgent; `choices` map words to it.
Rank = Annotated[int | None, ColumnType.RANK]
#: An instant; stored in UTC.
Timestamp = Annotated[datetime | None, ColumnType.TIMESTAMP]
#: A calendar day without time of day or zone.
Day = Annotated[date | None, ColumnType.DAY]
Whole = Annotated[int | None, ColumnType.WHOLE]
Number = Annotated[float | None, ColumnType.NUMBER]
#: An amount in the row's document currency; cost positive, credit negative.
Money = Annotated[float | None, ColumnType.MONEY]
#: An ISO 4217 code ("EUR"); symbols and names are normalised.
Currency = Annotated[str | None, ColumnType.CURRENCY]
#: Elapsed time; stored in seconds.
Duration = Annotated[float | None, ColumnType.DURATION]
Flag = Annotated[bool | None, ColumnType.FLAG]
#: Several values in one cell or in repeated columns.
ListOfText = Annotated[list[str] | None, ColumnType.LIST]


class Column(BaseModel):
    """One column of a contract, as every other layer sees it.

    `label` is the heading a person reads; `also_called` are the headings of other tools and languages;
    `choices` maps the stored word to the other ways of writing it; `reads` names the column whose text
    this one is worked out from; `dimension` is the name under which the scope filters it; `until` says that a cell
    which names only a day means the end of that day: what is due on the tenth is in time all through the tenth.
    `of_work` says that days and weeks of a duration are those of work: 8 hours, and 5 such days.
    `empty_means_all` says that an empty cell is a statement of its own: one that cannot be read costs the row.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    type: ColumnType
    label: str
    meaning: str
    also_called: tuple[str, ...] = ()
    example: str | None = None
    unit: str | None = None
    dimension: str | None = None
    choices: Mapping[str, tuple[str, ...]] = {}
    reads: str | None = None
    required: bool = False
    until: bool = False
    of_work: bool = False
    empty_means_all: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading under which this column is known, its own name and label first."""
        return (self.name, self.label, *self.also_called)


def column(
    meaning: str,
    *,
    label: str | None = None,
    also_called: tuple[str, ...] = (),
    example: str | None = None,
    unit: str | None = None,
    dimension: str | None = None,
    choices: Mapping[str, tuple[str, ...]] | None = None,
    reads: str | None = None,
    required: bool = False,
    until: bool = False,
    of_work: bool = False,
    empty_means_all: bool = False,
) -> Any:
    """Declare one column of a contract: what it means and how other tools call it."""
    declared = {
        "label": label,
        "also_called": also_called,
        "example": example,
        "unit": unit,
        "dimension": dimension,
        "choices": dict(choices or {}),
        "reads": reads,
        "required": required,
        "until": until,
        "of_work": of_work,
        "empty_means_all": empty_means_all,
    }
    return Field(
        default=None, description=meaning, json_schema_extra={"bridgeview": typing.cast(Any, declared)}
    )


class Contract(BaseModel):
    """What one row of a kind of export is; subclass it once per kind.

    Class attributes: `kind` names the table; `title` the thing in the plural as people say it; `about` one
    sentence; `key` the columns that identify one thing across exports (empty: rows are recognised by their
    whole content); `newest_by` the column that decides which of two rows with one key is newer; `occurred`
    the column that places a row in time; `needs` groups of columns of which a file must have at least one
    each to be such rows; `lines` says that rows of one file with one key are lines of their own, not updates of one
    another; `happened` the columns that cannot lie in the future; `follows` pairs (earlier, later).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    about: ClassVar[str] = ""
    key: ClassVar[tuple[str, ...]] = ()
    newest_by: ClassVar[str | None] = None
    occurred: ClassVar[str | None] = None
    happened: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[tuple[str, ...], ...]] = ()
    lines: ClassVar[bool] = False
    follows: ClassVar[tuple[tuple[str, str], ...]] = ()


@cache
def columns(contract: type[Contract]) -> Mapping[str, Column]:
    """The columns of a contract in the order they are declared, by name."""
    return {name: _column_of(name, field) for name, field in contract.model_fields.items()}


def _column_of(name: str, field: FieldInfo) -> Column:
    column_type = next(mark for mark in field.metadata if isinstance(mark, ColumnType))
    extra = typing.cast(dict[str, Any], field.json_schema_extra)["bridgeview"]
    return Column.model_validate(
        {
            **extra,
            "name": name,
            "type": column_type,
            "label": extra["label"] or name.replace("_", " ").capitalize(),
            "meaning": field.description or "",
        }
    )


_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"})
_PUNCTUATION = re.compile(r"[^\w%#Σ]+|_")


@lru_cache(maxsize=65_536)
def normalised(heading: str) -> str:
    """A heading or word as it is compared: lower case, one space between words, no punctuation.

    >>> normalised("  Assignment_Group.Name ")
    'assignment group name'
    """
    return " ".join(_PUNCTUATION.sub(" ", heading).casefold().split())


def without_accents(text: str) -> tuple[str, ...]:
    """The ways a text is typed where a keyboard or a program has no accents; empty where it has none itself.

    >>> without_accents("priorität"), without_accents("descrição"), without_accents("status")
    (('prioritat', 'prioritaet'), ('descricao',), ())
    """
    if text.isascii():
        return ()
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    written_out = text.translate(_WRITTEN_OUT)
    return tuple(dict.fromkeys(one for one in (bare, written_out) if one != text and one.isascii()))
