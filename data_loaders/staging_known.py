"""A table against what is known of the same things already: another time zone, system, or kind of ticket."""

from collections.abc import Mapping

import duckdb

from contracts import all_contracts
from contracts.contract import ColumnType, columns
from data_loaders.outcome import Option, Question
from data_loaders.recognising_ticket_types import TICKETS
from data_loaders.staged import Table
from warehouse.tables import quoted

#: The answer that the zone given is right although the same tickets lie elsewhere.
SURE = "timezone.sure"


def _sure_question(apart: str, zone: str) -> Question:
    text = (
        f"{apart} file, read in the time zone given for it ({zone}). Either this file or the earlier one was read in"
        " the wrong zone. If it is this one, give its own zone instead of an answer."
    )
    return Question(
        SURE, text, (Option("yes", f"{zone} is right", "these times take the place of the earlier ones"),)
    )


def anything_known(cursor: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether there is anything of this kind to compare with: a first import need not search for it row by row."""
    return bool(cursor.execute(f"SELECT 1 FROM filled.{quoted(table.contract.kind)} LIMIT 1").fetchall())


def compare_with_known(
    cursor: duckdb.DuckDBPyConnection, table: Table, given: Mapping[str, str]
) -> list[Question]:
    """Ask when the same tickets lie at other times than in an earlier export: a zone, or another system."""
    when = table.contract.occurred
    if (
        when is None
        or columns(table.contract)[when].type is not ColumnType.TIMESTAMP
        or not table.contract.key
    ):
        return []
    found = cursor.execute(
        f"SELECT epoch(s.{quoted(when)}) - epoch(k.{quoted(when)}) AS seconds, count(*) AS n"
        f" FROM staged s JOIN store.{quoted(table.contract.kind)} k ON k.source = s.source"
        " AND k.row_key = s.row_key AND k.superseded_by IS NULL"
        f" WHERE s.{quoted(when)} IS NOT NULL AND k.{quoted(when)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()
    both = sum(int(n) for _, n in found)
    if both < 5:
        return []
    shifted = sum(
        int(n) for seconds, n in found if seconds and abs(seconds) <= 14 * 3600 and not seconds % 900
    )
    apart = sum(int(n) for seconds, n in found if seconds and (abs(seconds) > 14 * 3600 or seconds % 900))
    label = columns(table.contract)[when].label
    if shifted > 0.8 * both and len([1 for s, n in found if n > 0.05 * both]) <= 2:
        hours = found[0][0] / 3600 if found[0][0] else found[1][0] / 3600
        known = f"{shifted:,} of {both:,} tickets that are here already"
        apart_by = f"{known} have “{label}” {hours:+g} hours apart in this"
        if "timezone" not in given:
            text = f"{apart_by} file: it was exported in another time zone. In which zone are its times?"
            return [Question("timezone", text)]
        return [] if SURE in given else [_sure_question(apart_by, given["timezone"])]
    if apart > 0.5 * both and "source" not in given:
        return [
            Question(
                "source",
                f"{apart:,} of {both:,} tickets in this file have the number of a ticket that is here already but were"
                f" opened at another time. Do both come from the same system?",
                (
                    Option(
                        table.source, "The same system", "the newer rows take the place of the older ones"
                    ),
                    Option(f"{table.source} 2", "Another system", "both are kept, as tickets of two sources"),
                ),
            )
        ]
    return []


def standing_as_another_kind(cursor: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """A sentence where tickets of a list that tells kinds apart stand from an earlier import as another kind."""
    rows = table.recognition.rows
    if rows is None or not rows.texts:
        return []
    sentences = []
    for kind in TICKETS:
        source = table.source if table.source != table.contract.kind else kind
        if kind == table.contract.kind:
            continue
        ((count,),) = cursor.execute(
            f"SELECT count(*) FROM staged s JOIN store.{quoted(kind)} k"
            " ON k.row_key = s.row_key AND k.source = ? AND k.superseded_by IS NULL",
            [source],
        ).fetchall()
        if count:
            others = all_contracts()[kind].title.lower()
            sentences.append(
                f"{count:,} of these {table.contract.title.lower()} have numbers that stand among the {others} from an"
                " earlier import. Where they are the same tickets they count twice: undo that import and load its file"
                " again."
            )
    return sentences


#: So many rows of a file are compared with all that is known where no number of theirs is.
_COMPARED = 10_000


def numbered_otherwise(cursor: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """A sentence where no number of a file is known, but many are once capitals, zeros and signs are left out."""
    kind, key = table.contract.kind, table.contract.key
    if len(key) != 1 or columns(table.contract)[key[0]].type is not ColumnType.IDENTIFIER:
        return []
    standing = f"store.{quoted(kind)} k WHERE k.source = s.source AND k.superseded_by IS NULL"
    some = f"SELECT * FROM staged LIMIT {_COMPARED}"
    ((exact, several),) = cursor.execute(
        f"SELECT count(*) FILTER (EXISTS (FROM {standing} AND k.row_key = s.row_key)), count(*) FROM ({some}) s"
    ).fetchall()
    if exact or not several:
        return []
    name = quoted(key[0])
    found = cursor.execute(
        f"SELECT s.{name}, k.{name} FROM ({some}) s JOIN store.{quoted(kind)} k ON k.source = s.source"
        f" AND k.superseded_by IS NULL AND {_bare(f's.{name}')} = {_bare(f'k.{name}')} AND {_bare(f's.{name}')} <> ''"
    ).fetchall()
    if 2 * len({here for here, _ in found}) < several:
        return []
    here, there = found[0]
    sentence = (
        f"No number of this file is known yet, but {len({one for one, _ in found}):,} are but for capitals, leading"
        f" zeros or signs (“{here}” here, “{there}” before): if they are the same {table.contract.title.lower()} they"
        " count twice now. Undo this import and write the numbers as before."
    )
    return [sentence]


def _bare(text: str) -> str:
    """SQL of a number in small letters, without signs and leading zeros."""
    plain = f"lower(regexp_replace({text}, '[^0-9A-Za-z]+', '', 'g'))"
    return f"regexp_replace({plain}, '(^|[^0-9])0+([0-9])', '\\1\\2', 'g')"
