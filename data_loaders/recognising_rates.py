"""Exchange rates in the layouts people keep: a column per currency, a column of pairs, months across, or sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.outcome import Question, Skipped
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_cells import Sample, amount_of, is_date
from data_loaders.recognising_columns import Pair, match
from data_loaders.recognising_grids import Grid, grid_of, grid_questions, parts_of, year_said
from data_loaders.recognising_heading_ways import unit_of
from data_loaders.recognising_money import split_unit
from data_loaders.recognising_period_cells import in_words, may_be_words, periods_in_cells
from data_loaders.recognising_periods import period_of
from data_loaders.recognising_quotes import Base, Quote, base_of, day_in, is_code, quote_of, units_of
from data_loaders.recognising_rate_names import pair_said, rate_cell
from data_loaders.recognising_rate_types import by_type, type_said, typed_rates, without_type
from data_loaders.recognising_records import new_columns
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import Assignment, Part, Recognition, Reshape
from data_loaders.typing_numbers import NEGATIVE_IS_INVERSE

_KIND = "exchange_rates"
_SPOKEN_OF = re.compile(
    r"exchange|\bfx\b|wechselkurs|taux de change|tipo de cambio|umrechnung|rates\b", re.IGNORECASE
)
_RATE = re.compile(
    r"rate|kurs|taux|cambio|câmbio|cours|tasso|koers|\bfx\b|\bper\b|worth|value of|wert", re.IGNORECASE
)
_RATE_TO = re.compile(r"\b(?:to|in|into|per|pro|par|por|nach|zu|en|vers|against|vs)\b", re.IGNORECASE)
_UNITS_PER = re.compile(r"(?:foreign )?(?:currency )?units? (?:per|/) [a-z]{3}")
#: Headings under which amounts stand as well as rates.
_PLAIN = frozenset({"value", "wert", "valor", "valeur", "valore", "amount", "units"})
#: Headings beside the rates that say nothing of them.
_NAMES = frozenset(
    {"currency name", "name", "country", "land", "pays", "currency description", "description"}
)


def describe_rates(table: Surveyed) -> Recognition | None:
    """The table as exchange rates, where its headings or cells name pairs of currencies; None for any other table."""
    block, samples = table.block, table.samples
    typed = typed_rates(block, samples)
    if typed and (found := by_type(table, typed, _one_rate)) is not None:
        return found
    across = _by_month_and_type(table) or _by_year(table)
    if across is not None:
        return across
    grid = grid_of(block, samples, table.told, table.answers)
    if grid is not None:
        return _by_month(table, grid) if grid.what == "month" else None
    paired = next((cell for cell in block.cells if _holds_quotes(samples[cell])), None)
    if paired is not None:
        return _by_pairs(table, paired)
    quoted = {cell: quote for cell, heading in block.raw_names.items() if (quote := quote_of(heading))}
    quoted = {cell: quote for cell, quote in quoted.items() if _holds_rates(samples[cell])}
    if quoted and _when(table, set(quoted)) is not None:
        return _wide(table, quoted, Base(None, True))
    meant = {
        cell: code_units for cell, heading in block.raw_names.items() if (code_units := units_of(heading))
    }
    meant = {c: one for c, one in meant.items() if _holds_rates(samples[c]) or not samples[c].spoken}
    codes = {cell: code for cell, (code, _) in meant.items()}
    if len(codes) >= 2 and _when(table, set(codes)) is not None and _nothing_else(block, samples, set(codes)):
        first = next((c for c in codes if samples[c].spoken), None)
        if first is None:
            return None
        base = base_of(
            (*table.told, *_other_headings(block, set(codes))), table.answers, codes.values(),
            (codes[first], samples[first].spoken[0]),
        )  # fmt: skip
        counted = any(units > 1 for _, units in meant.values())
        if counted and base.of_base is None:
            # “100 JPY” above a column is what a hundred yen are worth.
            asked = tuple(question for question in base.questions if question.name != "rate_quote")
            base = replace(base, of_base=False, questions=asked)
        return _wide(table, {c: _against(code, units, base) for c, (code, units) in meant.items()}, base)
    return _between(table) or _by_code(table) or _by_name(table)


def _by_name(table: Surveyed) -> Recognition | None:
    """Days with one rate each, of the pair that a title or the name of the file says."""
    quote, cell = pair_said(table.told), rate_cell(table.block, table.samples)
    when = _when(table, {cell}) if cell is not None else None
    if quote is None or cell is None or when is None:
        return None
    column = columns(all_contracts()[_KIND])["rate"]
    pairs = {"valid_from": when, "rate": Pair(column, (cell,), 1.0, 1.0, "the only price of the day")}
    reason = f"titles or names say {quote.one}{quote.other}: one {quote.one} is worth so many {quote.other}"
    said = {"from_currency": quote.one, "to_currency": quote.other}
    return _described(table, pairs, (), said, (), (reason,))


#: What stands above the currency that is exchanged, and above the one it is brought to, where both hold nothing but
#: codes: too short to be headings of any other table.
_FROM = frozenset({"from", "de", "da", "di", "von", "desde", "van", "fra", "från", "z"})
_TO = frozenset({"to", "a", "à", "para", "nach", "vers", "verso", "hacia", "naar", "til", "till", "na", "in"})


def _between(table: Surveyed) -> Recognition | None:
    """Rows of one rate each between two columns of codes, which only short words name: “De”, “A”."""
    block, samples = table.block, table.samples
    # A note below the table stands in its first column.
    codes = [c for c in block.cells if sum(map(is_code, samples[c].spoken)) > 0.7 * len(samples[c].spoken)]
    own = [c for c in codes if normalised(block.names[c]) in _FROM]
    other = [c for c in codes if normalised(block.names[c]) in _TO]
    if len(codes) != 2 or len(own) != 1 or len(other) != 1:
        return None
    pairs = dict(match(_without(block, set(codes)), samples, _KIND, None, None).pairs)
    if not {"valid_from", "rate"} <= pairs.keys() or not _holds_rates(samples[pairs["rate"].cells[0]]):
        return None
    known = columns(all_contracts()[_KIND])
    for name, cell in (("from_currency", own[0]), ("to_currency", other[0])):
        pairs[name] = Pair(known[name], (cell,), 0.9, 1.0, "the codes of currencies")
    return _described(table, pairs, (), {})


def _one_rate(table: Surveyed) -> Recognition | None:
    """Rows of one rate each: of a pair in a cell, of two named currencies, or of one currency."""
    paired = next((cell for cell in table.block.cells if _holds_quotes(table.samples[cell])), None)
    if paired is not None:
        return _by_pairs(table, paired)
    pairs = match(table.block, table.samples, _KIND, None, None).pairs
    if {"from_currency", "to_currency", "valid_from", "rate"} <= pairs.keys():
        return _described(table, pairs, (), {})
    return _by_code(table)


def _holds_quotes(sample: Sample) -> bool:
    texts = set(sample.spoken)
    return bool(texts) and sum(quote_of(text) is not None for text in texts) >= 0.8 * len(texts)


def _holds_rates(sample: Sample) -> bool:
    return bool(sample.spoken) and sample.numbers >= 0.8 and sample.dates < 0.5


def _other_headings(block: Block, used: set[int]) -> list[str]:
    return [heading for cell, heading in block.raw_names.items() if cell not in used]


def _nothing_else(block: Block, samples: Mapping[int, Sample], codes: set[int]) -> bool:
    """Whether beside the rates there is little more than a date: amounts in several currencies have more."""
    return not [
        c for c in block.cells
        if c not in codes and samples[c].spoken and samples[c].dates < 0.5
        and not re.search(r"\b(?:nr|numer) tabeli", normalised(block.names[c]))
        and normalised(block.names[c]) not in _NAMES and not may_be_words(_KIND, "valid_from", samples[c])
    ]  # fmt: skip


def _against(code: str, units: int, base: Base) -> Quote:
    other = base.code or "EUR"
    return Quote(other, code) if base.of_base is not False else Quote(code, other, units)


def _without(block: Block, cells: set[int]) -> Block:
    rest = tuple(cell for cell in block.cells if cell not in cells)
    return replace(
        block, cells=rest, names={c: block.names[c] for c in rest},
        raw_names={c: block.raw_names[c] for c in rest if c in block.raw_names},
    )  # fmt: skip


def _when(table: Surveyed, used: set[int]) -> Pair | None:
    """The column that says from when on the rates hold."""
    found = match(_without(table.block, used), table.samples, _KIND, None, None).pairs.get("valid_from")
    if found is not None:
        return found
    known = columns(all_contracts()[_KIND])["valid_from"]
    dates = [c for c in table.block.cells if c not in used and table.samples[c].dates >= 0.8]
    return Pair(known, (dates[0],), 0.8, 1.0, "the only dates") if len(dates) == 1 else None


def _by_pairs(table: Surveyed, cell: int) -> Recognition | None:
    """Rows that name their pair in a cell, with the rate beside it or in the same sentence."""
    block = table.block
    values = table.cells.columns[cell].slice(block.first_index)
    quotes = {text: quote for text in pc.unique(values).to_pylist() if text and (quote := quote_of(text))}
    known = columns(all_contracts()[_KIND])
    own, reason = _pair_in(table, cell)
    others = match(_without(block, {cell}), table.samples, _KIND, None, None).pairs
    pairs = {
        name: pair for name, pair in others.items() if name not in ("from_currency", "to_currency", "units")
    }
    heading = block.names[cell]
    if all(quote.rate is not None for quote in quotes.values()):
        pairs.pop("rate", None)
        said = {normalised(text): f"{quote.rate!r}" for text, quote in quotes.items()}
        rate = Assignment(known["rate"], (cell,), heading, words=said)
    else:
        numbers = [c for c in block.cells if c != cell and _holds_rates(table.samples[c])]
        taken = pairs["rate"].cells[0] if "rate" in pairs else (numbers[0] if numbers else None)
        if taken is None:
            return None
        pairs["rate"] = Pair(known["rate"], (taken,), 1.0, 1.0, "the numbers beside the pairs")
        rate = Assignment(
            known["rate"], (taken,), block.names[taken], unit=unit_of(known["rate"], block.names[taken], None)
        )
    others = {name: pair for name, pair in pairs.items() if name != "rate"}
    return _described(table, others, (*own, rate), {}, (), (reason,))


def _pair_in(table: Surveyed, cell: int) -> tuple[tuple[Assignment, ...], str]:
    """The two currencies and the units of a column of pairs, and how its first pair is read."""
    known, heading = columns(all_contracts()[_KIND]), table.block.names[cell]
    values = table.cells.columns[cell].slice(table.block.first_index)
    quotes = {text: quote for text in pc.unique(values).to_pylist() if text and (quote := quote_of(text))}
    own = (
        Assignment(
            known["from_currency"], (cell,), heading, words={t.strip(): q.one for t, q in quotes.items()}
        ),
        Assignment(
            known["to_currency"], (cell,), heading, words={t.strip(): q.other for t, q in quotes.items()}
        ),
        Assignment(
            known["units"], (cell,), heading, words={normalised(t): str(q.units) for t, q in quotes.items()}
        ),
    )
    text, first = next(iter(quotes.items()))
    return own, f"“{text}” is read as: {first.units} {first.one} is worth so many {first.other}"


def _wide(table: Surveyed, quotes: Mapping[int, Quote], base: Base) -> Recognition | None:
    """A column per pair: every filled cell is a rate."""
    block, known = table.block, columns(all_contracts()[_KIND])
    when = _when(table, set(quotes))
    if when is None:
        return None
    kept = {cell: quote for cell, quote in quotes.items() if quote.one != quote.other}
    value = table.width
    parts = tuple(Part(c, block.names[c], (q.one, q.other, str(q.units))) for c, q in kept.items())
    names = ("from_currency", "to_currency", "units")
    own = (
        *(Assignment(known[name], (value + 1 + i,), known[name].label) for i, name in enumerate(names)),
        Assignment(known["rate"], (value,), known["rate"].label, unit=NEGATIVE_IS_INVERSE),
    )
    reshape = Reshape(parts, value, tuple(range(value + 1, value + 4)))
    first = next(iter(kept.values()))
    reasons = (
        f"{len(parts)} columns are currencies; every filled one becomes a rate",
        f"“{parts[0].header}” is read as: {first.units} {first.one} is worth so many {first.other}",
        *([base.why] if base.why else []),
    )
    found = _described(table, {"valid_from": when}, own, {}, base.questions, reasons, reshape)
    return replace(found, skip=(*found.skip, *_without_rates(table, when.cells[0], list(kept), found.skip)))


def _without_rates(
    table: Surveyed, when: int, rates: Sequence[int], known: Sequence[Skipped]
) -> tuple[Skipped, ...]:
    """Rows that say something of the columns, their units and names, and hold neither a day nor a rate."""
    first, taken = table.block.first_index, {skipped.row for skipped in known}
    numbers = table.cells.numbers.slice(first).to_pylist()
    days = table.cells.columns[when].slice(first).to_pylist()
    texts = [table.cells.columns[c].slice(first).to_pylist() for c in rates if c in table.cells.columns]
    found = []
    for i, row_no in enumerate(numbers):
        said = [column[i] for column in texts if column[i]]
        dated = bool(days[i]) and (is_date(days[i]) or days[i].strip().isdigit())
        if row_no not in taken and said and not dated and all(amount_of(text) is None for text in said):
            found.append(Skipped(row_no, "note on the columns", " | ".join(said)[:200]))
    return tuple(found)


def _by_month_and_type(table: Surveyed) -> Recognition | None:
    """Months across, each with rates of several types: “Jan Average”, “Jan Closing”."""
    block, year = table.block, year_said(table.told, table.answers)
    parts = {}
    for cell, heading in block.raw_names.items():
        kind = type_said([heading])
        period = period_of(without_type(heading)) if kind else None
        if kind and period is not None and period.what == "month" and period.number:
            parts[cell] = (kind, period)
    kinds = {kind for kind, _ in parts.values()}
    if len(kinds) < 2 or len(parts) < 4 or any(not _holds_rates(table.samples[cell]) for cell in parts):
        return None
    months = {
        cell: f"{period.year or year:04d}-{period.number:02d}-01" if period.year or year else None
        for cell, (_, period) in parts.items()
    }
    grid = Grid("month", {cell: period for cell, (_, period) in parts.items()}, (), (), None, year, None)
    constants = tuple(Part(cell, block.names[cell], (months[cell], parts[cell][0])) for cell in parts)
    return _of_rows(table, grid, constants, ("valid_from", "rate_type"))


def _by_month(table: Surveyed, grid: Grid) -> Recognition | None:
    """Months across, a currency or a pair in every row."""
    parts, names = parts_of(table.block, grid, None)
    at = names.index("month") if "month" in names else None
    parts = tuple(replace(part, constants=() if at is None else (part.constants[at],)) for part in parts)
    return _of_rows(table, grid, parts, () if at is None else ("valid_from",))


def _by_year(table: Surveyed) -> Recognition | None:
    """Years across, a currency or a pair once in every row: a rate holds for its year."""
    block, samples = table.block, table.samples
    years = {
        cell: period for cell, heading in block.raw_names.items()
        if (period := period_of(heading)) is not None and period.what == "year" and period.version is None
    }  # fmt: skip
    named = [s for c, s in samples.items() if c not in years and (_holds_codes(s) or _holds_quotes(s))]
    if len(years) < 2 or not all(_holds_rates(samples[cell]) for cell in years) or not named:
        return None
    if any(sample.distinct < len(sample.spoken) for sample in named):
        return None
    grid = Grid("year", years, (), (), None, None, None)
    parts = tuple(
        Part(cell, block.names[cell], (f"{period.year:04d}-01-01", f"{period.year:04d}-12-31"))
        for cell, period in years.items()
    )
    return _of_rows(table, grid, parts, ("valid_from", "valid_until"))


def _of_rows(
    table: Surveyed, grid: Grid, parts: tuple[Part, ...], names: tuple[str, ...]
) -> Recognition | None:
    """A currency or a pair in every row, beside parts with constants for the columns of these names."""
    block, samples = table.block, table.samples
    beside = [cell for cell in block.cells if cell not in grid.cells() and samples[cell].spoken]
    paired = next((cell for cell in beside if _holds_quotes(samples[cell])), None)
    coded = next((cell for cell in beside if all(is_code(text) for text in samples[cell].spoken)), None)
    cell = paired if paired is not None else coded
    if cell is None:
        return None
    others = [c for c in beside if c != cell and normalised(block.names[c]) not in _NAMES]
    if others and not _SPOKEN_OF.search(" ".join(table.told)):
        return None
    known = columns(all_contracts()[_KIND])
    value = table.width
    when = tuple(Assignment(known[name], (value + 1 + i,), known[name].label) for i, name in enumerate(names))
    rate = Assignment(known["rate"], (value,), known["rate"].label, unit=NEGATIVE_IS_INVERSE)
    reshape = Reshape(parts, value, tuple(range(value + 1, value + 1 + len(when))))
    questions = [question for question in grid_questions(grid, "rates") if question.name == "year"]
    if paired is not None:
        own, reason = _pair_in(table, cell)
        return _described(table, {}, (*own, *when, rate), {}, questions, (reason,), reshape)
    first = next((c for c in grid.periods if samples[c].spoken), None)
    example = (samples[cell].spoken[0], samples[first].spoken[0] if first is not None else "1.08")
    base = base_of((*_other_headings(block, set(grid.periods)), *table.told), table.answers, (), example)
    own_name, other_name = (
        ("to_currency", "from_currency") if base.of_base else ("from_currency", "to_currency")
    )
    code = Assignment(known[own_name], (cell,), block.names[cell])
    reasons = (base.why,) if base.why else ()
    texts = {other_name: base.code or ""}
    return _described(table, {}, (code, *when, rate), texts, (*questions, *base.questions), reasons, reshape)


def _by_code(table: Surveyed) -> Recognition | None:
    """Rows of one currency each, with the currency they are quoted against said once, or asked."""
    block, samples = table.block, table.samples
    pairs = dict(match(block, samples, _KIND, None, None).pairs)
    own = pairs.get("from_currency")
    if "rate" not in pairs:
        numbers = [c for c in block.cells if _holds_rates(samples[c]) and _RATE.search(block.names[c])]
        # Beside “Units per EUR” stands “EUR per unit”, which says the same the other way round.
        units = [c for c in numbers if _UNITS_PER.fullmatch(normalised(block.names[c]))]
        numbers = units[:1] if len(numbers) == 2 else numbers
        if len(numbers) == 1:
            column = columns(all_contracts()[_KIND])["rate"]
            pairs["rate"] = Pair(column, (numbers[0],), 0.9, 1.0, "a rate by its heading")
    if "rate" not in pairs or "to_currency" in pairs:
        return None
    if own is None or not _holds_codes(samples[own.cells[0]]):
        free = [c for c in block.cells if c != pairs["rate"].cells[0] and _holds_codes(samples[c])]
        if len(free) != 1:
            return None
        own = Pair(
            columns(all_contracts()[_KIND])["from_currency"], (free[0],), 0.9, 1.0, "the codes of currencies"
        )
        pairs = {name: pair for name, pair in pairs.items() if free[0] not in pair.cells} | {
            "from_currency": own
        }
        if "rate" not in pairs:
            return None
    rate = pairs["rate"]
    if not _are_rates(table, own, rate, dated="valid_from" in pairs):
        return None
    heading = block.raw_names[rate.cells[0]]
    unit = split_unit(heading)[1]
    against = (f"against {unit.currency}",) if unit and unit.currency and not _RATE_TO.search(heading) else ()
    base = base_of(
        (heading, *table.told, *against, *block.raw_names.values()), table.answers, (),
        (samples[own.cells[0]].spoken[0], samples[rate.cells[0]].spoken[0]),
    )  # fmt: skip
    counted: tuple[Assignment, ...] = ()
    if not base.of_base and any(not is_code(text) for text in samples[own.cells[0]].spoken):
        counted = _codes_with_units(table, own.cells[0])
        pairs = {name: pair for name, pair in pairs.items() if name not in ("units", "from_currency")}
    texts = {"from_currency": base.code or "EUR"} if base.of_base else {"to_currency": base.code or "EUR"}
    known = columns(all_contracts()[_KIND])
    if base.of_base and "from_currency" in pairs:
        pairs["to_currency"] = Pair(known["to_currency"], own.cells, own.quality, own.weight, own.how)
        del pairs["from_currency"]
    questions = list(base.questions)
    if "valid_from" not in pairs:
        day = table.answers.get("valid_from", "") or day_in(table.told) or ""
        texts["valid_from"] = day
        if not day:
            questions.append(
                Question("valid_from", "From which day on do these rates hold? Write it as 2026-03-31.")
            )
    reasons = (base.why,) if base.why else ()
    return _described(table, pairs, counted, texts, tuple(questions), reasons)


def _holds_codes(sample: Sample) -> bool:
    """Whether the cells are codes of currencies, with or without how many of each are meant."""
    return bool(sample.spoken) and all(units_of(text) for text in sample.spoken)


def _codes_with_units(table: Surveyed, cell: int) -> tuple[Assignment, ...]:
    """The currency and how many of it are meant, of cells like “JPY100”."""
    known, heading = columns(all_contracts()[_KIND]), table.block.names[cell]
    texts = pc.unique(table.cells.columns[cell].slice(table.block.first_index)).to_pylist()
    meant = {text: found for text in texts if text and (found := units_of(text))}
    return (
        Assignment(
            known["from_currency"],
            (cell,),
            heading,
            words={t.strip(): code for t, (code, _) in meant.items()},
        ),
        Assignment(
            known["units"], (cell,), heading, words={normalised(t): str(n) for t, (_, n) in meant.items()}
        ),
    )


def _are_rates(table: Surveyed, own: Pair, rate: Pair, *, dated: bool) -> bool:
    """Whether the numbers are rates of the codes beside them: “value” beside departments and accounts is an amount."""
    block, samples = table.block, table.samples
    if not _holds_rates(samples[rate.cells[0]]) or not _rarely_repeated(samples[own.cells[0]], dated):
        return False
    plain = normalised(block.raw_names[rate.cells[0]]) in _PLAIN
    known = columns(all_contracts()["budget"])
    lines = {
        normalised(h)
        for name in ("service", "category", "cost_center", "vendor")
        for h in known[name].headings
    }
    return not plain or lines.isdisjoint(normalised(heading) for heading in block.raw_names.values())


def _rarely_repeated(codes: Sample, dated: bool) -> bool:
    """Without dates, a list of rates has every currency once."""
    return dated or codes.distinct == len(codes.spoken)


def _described(
    table: Surveyed,
    pairs: Mapping[str, Pair],
    own: Sequence[Assignment],
    texts: Mapping[str, str],
    questions: Sequence[Question] = (),
    reasons: Sequence[str] = (),
    reshape: Reshape | None = None,
) -> Recognition:
    block = table.block
    taken = {name: (pair.cells[0], block.raw_names.get(pair.cells[0], "")) for name, pair in pairs.items()}
    periods = periods_in_cells(
        _KIND, taken, table.samples, table.cells.columns, block.first_index, table.told, table.answers
    )
    texts = dict(texts)
    kind = type_said((*table.told, *(block.names[a.cells[0]] for a in own if a.cells[0] in block.names)))
    if "rate_type" not in pairs and kind is not None:
        texts["rate_type"] = kind
    first = reshape.value + 1 + len(reshape.constants) if reshape else table.width
    constant_assignments, constants = new_columns(_KIND, texts, first)
    assignments = (
        *(in_words(_plain(block, pair), periods) for pair in pairs.values()),
        *own,
        *constant_assignments,
    )
    cells = {cell for a in assignments for cell in a.cells}
    cells |= {part.cell for part in reshape.parts} if reshape else set()
    labels = [cell for cell in block.cells if table.samples[cell].spoken][:2]
    return Recognition(
        kind=_KIND, tool=None, certainty="sure", score=5.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row, assignments=assignments,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in cells),
        reasons=(*reasons, *periods.reasons), looks_most_like="exchange rates", fingerprint=table.fingerprint,
        questions=(*questions, *periods.questions), reshape=reshape, constants=constants,
        skip=tuple(not_data(table.cells, block, None, labels)),
    )  # fmt: skip


def _plain(block: Block, pair: Pair) -> Assignment:
    heading = block.names[pair.cells[0]]
    return Assignment(pair.column, pair.cells, heading, unit=unit_of(pair.column, heading, None))
