"""One name for one client: names that differ by spelling, legal form or code are proposed as one.

A person says whether they are; what was written stays in the row, so every decision can be taken back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cleanco import basename
from rapidfuzz import fuzz

from contracts import all_contracts
from warehouse import journal
from warehouse.build import in_order, rebuild
from warehouse.tables import NAMED_DIMENSIONS, contract_of, named_columns, quoted, written_name
from warehouse.warehouse import Warehouse

#: Names at least this alike (0–100, after the legal form is taken off) are proposed as one.
ALIKE = 88


@dataclass(frozen=True)
class Proposal:
    """Two names of one dimension that may mean the same thing, with the rows each appears in."""

    dimension: str
    written: str
    name: str
    rows_written: int
    rows_name: int
    likeness: float
    why: str


def kinds_with(dimension: str) -> dict[str, list[str]]:
    """The kinds that hold names of a dimension, with the columns that hold them."""
    found: dict[str, list[str]] = {}
    for kind, contract in all_contracts().items():
        named = [name for name, column in named_columns(contract).items() if column.dimension == dimension]
        if named:
            found[kind] = named
    return found


def names_in_use(warehouse: Warehouse, dimension: str) -> dict[str, int]:
    """Every name of a dimension as written in the rows that stand, with how many rows have it."""
    counted: dict[str, int] = {}
    for kind, names in kinds_with(dimension).items():
        for column in names:
            for written, rows in warehouse.records(
                f"SELECT {written_name(column)}, count(*) FROM store.{quoted(kind)}"
                f" WHERE superseded_by IS NULL AND {quoted(column)} IS NOT NULL GROUP BY 1"
            ):
                counted[str(written)] = counted.get(str(written), 0) + int(rows)
    return counted


def proposals(warehouse: Warehouse, dimensions: Iterable[str] = NAMED_DIMENSIONS) -> list[Proposal]:
    """The pairs of names that may be one and about which nobody has decided, most alike first."""
    found: list[Proposal] = []
    for dimension in dimensions:
        used = names_in_use(warehouse, dimension)
        settled = {
            frozenset((str(written), str(name)))
            for written, name in warehouse.records(
                "SELECT written, name FROM meta.aliases WHERE dimension = ?", [dimension]
            )
        }
        merged = {
            str(written)
            for (written,) in warehouse.records(
                "SELECT written FROM meta.aliases WHERE dimension = ? AND same", [dimension]
            )
        }
        for code, name in _codes(warehouse, dimension):
            if code in used and code not in merged and frozenset((code, name)) not in settled:
                why = "the code and the name of one entry"
                found.append(Proposal(dimension, code, name, used[code], used.get(name, 0), 100.0, why))
                settled.add(frozenset((code, name)))
        names = sorted(set(used) - merged)
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                likeness, why = alike(one, other)
                if likeness < ALIKE or frozenset((one, other)) in settled:
                    continue
                rarer, usual = sorted((one, other), key=lambda name: (used[name], name))
                found.append(Proposal(dimension, rarer, usual, used[rarer], used[usual], likeness, why))
    return sorted(found, key=lambda proposal: -proposal.likeness)


def _codes(warehouse: Warehouse, dimension: str) -> list[tuple[str, str]]:
    """Codes with their names as the portfolio says them, and keys of boards whose full name is used elsewhere."""
    said = warehouse.records(
        "SELECT DISTINCT code, name FROM store.portfolio WHERE superseded_by IS NULL AND entry = ?"
        " AND code IS NOT NULL AND name IS NOT NULL AND code <> name ORDER BY ALL",
        [dimension],
    )
    pairs = [(str(code), str(name)) for code, name in said]
    if dimension == "project":
        used = names_in_use(warehouse, dimension)
        key = written_name("project")
        keys = warehouse.records(
            f"SELECT DISTINCT {key}, project_name FROM store.work_items WHERE superseded_by IS NULL"
            f" AND {key} IS NOT NULL AND project_name IS NOT NULL AND {key} <> project_name ORDER BY ALL"
        )
        pairs += [(str(key), str(name)) for key, name in keys if str(name) in used]
    return pairs


def alike(one: str, other: str) -> tuple[float, str]:
    """How alike two names are (0–100), and what they differ by in words."""
    plain_one, plain_other = _plain(one), _plain(other)
    if not plain_one or not plain_other:
        return 0.0, ""
    if plain_one == plain_other:
        return 100.0, "the same but for capitals, punctuation or legal form"
    if sorted(re.findall(r"\d+", plain_one)) != sorted(re.findall(r"\d+", plain_other)):
        return 0.0, ""  # "Region 1" and "Region 2" are alike and never the same
    short, long = sorted((plain_one, plain_other), key=len)
    initials = "".join(word[0] for word in long.split())
    if len(short) >= 3 and short == initials:
        return 90.0, "one is the initials of the other"
    if len(short) >= 4 and long.split()[0] == short:
        return 92.0, "one is the first word of the other"
    likeness = float(fuzz.token_sort_ratio(plain_one, plain_other))
    return likeness, f"{likeness:.0f} % the same letters"


def _plain(name: str) -> str:
    without_code = re.sub(r"^\s*[A-Z0-9]{1,8}\s*[-–:|]\s+|\s*[(\[][^)\]]*[)\]]\s*$", "", name)
    in_words = re.sub(r"\s*&\s*", " and ", str(basename(without_code)))
    return " ".join(re.sub(r"[^\w\s]+", " ", in_words).casefold().split())


def decide(warehouse: Warehouse, dimension: str, written: str, name: str, *, same: bool) -> None:
    """Say whether two names mean one thing; if so, every row old and new shows `name`."""
    if written == name:
        raise ValueError(f"{written!r} is the name itself.")
    with warehouse.writing() as cursor:
        before = cursor.execute(
            "DELETE FROM meta.aliases WHERE dimension = ? AND written = ? AND (same OR name = ?) RETURNING same",
            [dimension, written, name],
        ).fetchall()
        merged = dict(
            cursor.execute(
                "SELECT written, name FROM meta.aliases WHERE dimension = ? AND same", [dimension]
            ).fetchall()
        )
        if same and written in _followed(name, merged):
            # The name to show was itself shown as this one: it stands for itself again.
            cursor.execute(
                "DELETE FROM meta.aliases WHERE dimension = ? AND written = ? AND same", [dimension, name]
            )
        cursor.execute(
            "INSERT INTO meta.aliases VALUES (?, ?, ?, ?, ?)",
            [dimension, written, name, same, datetime.now(UTC).replace(tzinfo=None)],
        )
        journal.note(cursor, "alias", dimension=dimension, written=written, name=name, same=same)
        for kind in in_order(kinds_with(dimension)) if same or (True,) in before else ():
            rebuild(cursor, contract_of(kind))


def _followed(name: str, merged: Mapping[str, str]) -> list[str]:
    """The names a name is shown as, one after the other."""
    chain: list[str] = []
    while (name := merged.get(name, "")) and name not in chain:
        chain.append(name)
    return chain


def take_back(warehouse: Warehouse, dimension: str, written: str) -> None:
    """Undo a decision: the name is shown as it was written again."""
    with warehouse.writing() as cursor:
        cursor.execute("DELETE FROM meta.aliases WHERE dimension = ? AND written = ?", [dimension, written])
        journal.note(cursor, "alias taken back", dimension=dimension, written=written)
        for kind in in_order(kinds_with(dimension)):
            rebuild(cursor, contract_of(kind))


def decisions(warehouse: Warehouse) -> list[tuple[str, str, str, bool]]:
    """Everything decided so far: dimension, name as written, name shown, whether they are the same."""
    return [
        (str(dimension), str(written), str(name), bool(same))
        for dimension, written, name, same in warehouse.records(
            "SELECT dimension, written, name, same FROM meta.aliases ORDER BY dimension, name, written"
        )
    ]
