"""A currency sign of several countries settled by the portfolio: all clients of a table are paid in one currency."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from data_loaders.outcome import Question
from data_loaders.recognising_shared_signs import meant_by
from data_loaders.recognition import Recognition
from data_loaders.typing_currencies import SHARED
from warehouse.tables import SHOWN_NAMES

#: More clients than these are no list of clients, and names of people or tickets perhaps.
_MOST = 200


def currency_of_clients(
    cursor: duckdb.DuckDBPyConnection, recognition: Recognition, questions: Sequence[Question]
) -> tuple[dict[str, str], list[str]]:
    """Answers to questions for a currency that the portfolio gives, and a sentence for each that says so.

    `raw` holds the rows of the table. Every client named in it must be in the portfolio with its currency, all with
    the same one, and the sign must be able to mean it.
    """
    asked = [question for question in questions if question.name.startswith("currency.")]
    client = next((a for a in recognition.assignments if a.column.name == "client"), None)
    if not asked or client is None:
        return {}, []
    cell = f"c{client.cells[0]}"
    named = cursor.execute(
        f"SELECT DISTINCT lower(trim({cell})) FROM raw WHERE nullif(trim({cell}), '') IS NOT NULL LIMIT {_MOST + 1}"
    ).fetchall()
    known = dict(
        cursor.execute(
            "SELECT lower(name), min(currency) FROM store.portfolio WHERE superseded_by IS NULL AND entry = 'client'"
            " AND currency IS NOT NULL GROUP BY lower(name) HAVING count(DISTINCT currency) = 1"
        ).fetchall()
    )
    known |= {
        written: known[name]
        for written, name in cursor.execute(
            f"SELECT lower(written), lower(name) FROM {SHOWN_NAMES} WHERE dimension = 'client'"
        ).fetchall()
        if name in known
    }
    codes = {known.get(name) for (name,) in named}
    if len(named) > _MOST or len(codes) != 1 or None in codes:
        return {}, []
    code = str(codes.pop())
    meant = {
        question.name: sign
        for question in asked
        for sign in SHARED
        if tuple(option.value for option in question.options) == SHARED[sign] and code in meant_by(sign)
    }
    who = "the client" if len(named) == 1 else f"all {len(named)} clients"
    said = [
        f"“{sign}” is read as {code}: that is the currency of {who} in the portfolio."
        for sign in meant.values()
    ]
    return dict.fromkeys(meant, code), list(dict.fromkeys(said))
