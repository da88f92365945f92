"""Lists of contracts: each row a contract with its number or title, its two sides, its days and its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, Pair, match
from data_loaders.recognising_heading_ways import words_apart


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONTRACT = _words("contract contracts agreement vertrag vertrags contrat contrato contratto contractual")
_NUMBER = _words("no number num nr id ref reference code # nummer numéro numero número n nº n° contractid")
_TITLE = _words("title name description subject of the titel bezeichnung objet objeto oggetto")
#: How the column was found that names a contract.
_APART = "what tells the contracts apart"
_SMALL = _words("du de del di o do the of")
#: A German heading is one word.
_NUMBERS = frozenset({"vertragsnummer", "vertragsnr", "contractno", "contractnumber", "contractid"})
_TITLES = frozenset({"vertragsbezeichnung", "vertragstitel", "vertragsname", "contracttitle", "contractname"})
#: What a contract was awarded for, which is all of it.
_AWARDED = frozenset({"amount", "contract amount", "award amount", "awarded amount", "amount awarded", "award value",
                      "awarded value", "contract price", "contract sum", "price", "total amount", "total price",
                      "montant", "montant du marché", "importe", "importo", "auftragssumme"})  # fmt: skip
_CLIENT = frozenset({"client", "customer", "kunde", "cliente"})
_VENDOR = _words(
    "vendor supplier suppliers provider contractor lieferant fournisseur proveedor fornitore fornecedor"
)


def as_contracts(block: Block, samples: Mapping[int, Sample], matching: Matching) -> Matching | None:
    """The matching of a list whose rows are contracts, named by what tells them apart; None for any other list.

    A client with two contracts stands in two rows: named by the client, one would take the other's place.
    """
    if matching.kind != "portfolio" or "entry" in matching.pairs:
        return None
    plain = dict(match(block, samples, "portfolio", None, None).pairs)
    if not plain.keys() & {"start", "end"}:
        return None
    numbers, titles = _called(block, _is_number), _called(block, _is_title)
    if not numbers and not titles and _speaks_of_contracts(block):
        numbers, titles = _called(block, _is_any_number), _called(block, _is_any_title)
        if not titles and not _shared_by_rows(block, samples):
            return None  # a list of clients or suppliers with the days of their contracts
    apart = [cell for cell in (*titles, *numbers) if _tells_apart(samples[cell])]
    called = next(iter(apart), next((cell for cell in numbers if _nearly(samples[cell])), None))
    if called is None:
        return None
    known = columns(all_contracts()["portfolio"])
    own = {*numbers[:1], called}
    pairs = {
        name: pair for name, pair in plain.items()
        if name not in ("name", "code", "contract") and own.isdisjoint(pair.cells)
    }  # fmt: skip
    pairs["name"] = Pair(known["name"], (called,), 0.95, 1.0, _APART)
    others = [cell for cell in (*numbers, *titles) if cell != called]
    if others:
        name = "code" if others[0] in numbers else "contract"
        pairs[name] = Pair(known[name], (others[0],), 0.9, 0.6, "the contract")
    for side, words in (("client", _CLIENT), ("vendor", _VENDOR)):
        whose = next((cell for cell in block.cells if _names_side(block, samples, cell, words)), None)
        if side not in pairs and whose is not None and all(whose not in p.cells for p in pairs.values()):
            pairs[side] = Pair(known[side], (whose,), 0.9, 0.6, f"the {side} of the contract")
    if not {"value", "total_value", "monthly_value"} & pairs.keys():
        used = {cell for pair in pairs.values() for cell in pair.cells}
        amounts = [cell for cell in block.cells if cell not in used and _heading(block, cell) in _AWARDED
                   and samples[cell].numbers >= 0.8]  # fmt: skip
        if len(amounts) == 1:
            pairs["total_value"] = Pair(known["total_value"], (amounts[0],), 0.9, 0.6, "what was agreed")
    return replace(matching, pairs=pairs)


def lists_contracts(matching: Matching) -> bool:
    """Whether the rows were found to be contracts."""
    return matching.kind == "portfolio" and "name" in matching.pairs and matching.pairs["name"].how == _APART


#: What says that a value is that of a year.
_A_YEAR = re.compile(
    r"\b(?:annual\w*|yearly|per (?:year|annum)|p\.? ?a|/ ?(?:year|yr)|acv|arr|jahres?\w*|jährlich\w*|annu\w+|anual\w*"
    r"|revenue|run cost|spend)\b",
    re.IGNORECASE,
)


def said_of_values(heading: str) -> tuple[str, ...]:
    """A sentence where a list of contracts does not say whether their values are those of a year."""
    if not heading or _A_YEAR.search(heading):
        return ()
    sentence = (
        f"“{heading}” is taken as the value of each contract a year. If it is that of the whole term, answer"
        f" map.{heading}=total_value; if that of a month, map.{heading}=monthly_value."
    )
    return (sentence,)


def _called(block: Block, test: Callable[[str], bool]) -> list[int]:
    return [cell for cell in block.cells if test(_heading(block, cell))]


def _heading(block: Block, cell: int) -> str:
    heading = block.raw_names.get(cell, "")
    return normalised(words_apart(heading) or heading)


def _is_number(heading: str) -> bool:
    words = set(heading.split())
    return heading in _NUMBERS or bool(
        words & _CONTRACT and words & _NUMBER and words <= _CONTRACT | _NUMBER | _SMALL
    )


def _is_title(heading: str) -> bool:
    words = set(heading.split())
    return heading in _TITLES or bool(words & _CONTRACT and words <= _CONTRACT | _TITLE | _SMALL)


def _is_any_number(heading: str) -> bool:
    words = set(heading.split())
    return bool(words) and words <= _NUMBER


def _is_any_title(heading: str) -> bool:
    return heading in ("title", "titel", "objet", "objeto", "oggetto", "subject", "bezeichnung")


def _speaks_of_contracts(block: Block) -> bool:
    """Whether a heading is about contracts: “Contract value”, “Contract type”."""
    return any(set(_heading(block, cell).split()) & _CONTRACT for cell in block.cells)


def _shared_by_rows(block: Block, samples: Mapping[int, Sample]) -> bool:
    """Whether a client or supplier stands in several rows."""
    whose = [cell for cell in block.cells if _names_side(block, samples, cell, _CLIENT | _VENDOR)]
    return any(samples[cell].distinct < len(samples[cell].spoken) for cell in whose)


def _tells_apart(sample: Sample) -> bool:
    return bool(sample.spoken) and sample.distinct == len(sample.spoken)


def _nearly(sample: Sample) -> bool:
    return bool(sample.spoken) and 10 * sample.distinct >= 9 * len(sample.spoken)


def _names_side(block: Block, samples: Mapping[int, Sample], cell: int, words: frozenset[str]) -> bool:
    heading = set(_heading(block, cell).split())
    named = heading & words and heading <= words | {"name", "names", "organisation", "company"}
    return bool(named) and samples[cell].dates < 0.5
