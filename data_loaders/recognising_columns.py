"""Which heading is which column of a contract: by name, by the tool's name, by spelling, and by its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from contracts import all_contracts
from contracts.contract import Column, ColumnType, columns, normalised, without_accents
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample, fits
from data_loaders.recognising_days import lacks_year
from data_loaders.recognising_heading_variants import heading_variants, loose_variants
from data_loaders.recognising_heading_words import by_words
from data_loaders.recognising_money import split_unit
from data_loaders.recognising_period_cells import may_be_words
from data_loaders.recognising_plain_headings import ONLY_ONE, OTHER_RECORDS, names_no_record, plainly_named
from data_loaders.recognising_survey_words import survey_column
from data_loaders.recognising_version_cells import BY_CELLS, version_cell
from data_loaders.sources import Export, Source, all_sources
from data_loaders.typing_numbers import INVERSE, NEGATIVE_IS_INVERSE
from data_loaders.typing_working_days import DAYS

#: Spelling: from here on a heading is taken to be a misspelt one, below it is left alone.
CLOSE_SPELLING = 91
_PREFIXES = re.compile(
    r"^(?:inc|chg|prb|u|task|taskslatable|sc|req|ritm|sr|stat|incident|ticket|case|issue|complaint|grievance|"
    r"conversation|fields?)[ _.]"
)
#: The name of a record reached through a reference is the reference as people read it.
_FOLLOWED = re.compile(r"([\w ]+)\.(?:name|number|display_name|display_value|Name|Number)")
_UNIT = re.compile(
    r"(?P<ms>\b(?:in )?\(?(?:ms|msecs?|millis|milliseconds?|millisekunden|millisecondes)\)?\b)"
    r"|(?P<min>\b(?:in )?\(?min(?:ute)?s?\)?\b)|(?P<h>\b(?:in )?\(?(?:hrs?|hours?|std|stunden|heures|horas|ore)\)?\b)"
    r"|(?P<s>\b(?:in )?\(?(?:secs?|seconds?|sekunden|secondes|segundos)\)?\b)"
    r"|(?P<d>\b(?:in )?\(?(?:days?|tage|jours)\)?\b)",
    re.IGNORECASE,
)


#: The unit of a duration as one letter in brackets: "Resolution (h)".
_SHORT_UNIT = re.compile(r"[(\[]\s*(?:in )?(h|s|d|ms)\s*[)\]]", re.IGNORECASE)


#: How a task is told apart by two columns together.
NAME_AND_START = "the names and starts, which tell the tasks apart"
#: What Salesforce puts behind the name of a field somebody added.
_CUSTOM = "__c"
_NUMBER_SIGNS = frozenset({"#", "№"})
#: Headings that number whatever they stand beside.
_ANYBODYS = frozenset({"id", "user id", "customer id"})


@dataclass(frozen=True)
class Pair:
    """A heading taken as a column: how sure (0–1), how rare the heading is among kinds (0–1), and in which way."""

    column: Column
    cells: tuple[int, ...]
    quality: float
    weight: float
    how: str


@dataclass(frozen=True)
class Matching:
    """All headings of a block against one kind."""

    kind: str
    pairs: Mapping[str, Pair]
    misshapen: tuple[tuple[str, str], ...] = ()
    repeated: tuple[tuple[str, tuple[int, ...]], ...] = field(default=())

    @property
    def score(self) -> float:
        """How much of this kind the headings are."""
        return sum(pair.weight * pair.quality for pair in self.pairs.values())

    def missing(self, export: Export | None = None) -> tuple[str, ...]:
        """Labels of what such rows need and the block lacks; what the export says of every row is not lacking."""
        contract = all_contracts()[self.kind]
        known = columns(contract)
        lacking = [
            column.label
            for name, column in known.items()
            if column.required and name not in self.pairs and not (export and name in export.constants)
        ]
        if export is not None and export.enough:
            return tuple(lacking)
        lacking += [
            " or ".join(known[name].label for name in group[:4])
            for group in contract.needs
            if not any(name in self.pairs or (export and name in export.constants) for name in group)
        ]
        return tuple(dict.fromkeys(lacking))


@cache
def headings_of(kind: str) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Known headings of a kind: normalised heading → columns with the place of the heading in their list."""
    found: dict[str, dict[str, int]] = {}
    for name, column in columns(all_contracts()[kind]).items():
        if column.reads is not None:
            continue
        # The label of one column may be the name of another: what people read comes first.
        for place, heading in enumerate((column.label, *column.headings)):
            written = normalised(heading)
            # There are thousands of them: what most have no need of is not asked of all.
            others = without_accents(written) if not written.isascii() else ()
            for text in (written, written.replace(" ", ""), *others):
                found.setdefault(text, {}).setdefault(name, place)
    return {heading: tuple(places.items()) for heading, places in found.items()}


def own_headings(export: Export) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Headings only this export of a tool uses."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, headings in export.headings.items():
        for place, heading in enumerate(headings):
            found.setdefault(normalised(heading), []).append((name, place))
    return {heading: tuple(entries) for heading, entries in found.items()}


@cache
def known_headings() -> frozenset[str]:
    """Every heading of every kind and tool."""
    words = {heading for kind in all_contracts() for heading in headings_of(kind)}
    for source in all_sources().values():
        for export in source.exports:
            words |= {normalised(h) for headings in export.headings.values() for h in headings}
            words |= {normalised(h) for tell in export.tells for h in tell}
    return frozenset(words)


@cache
def rarity(heading: str) -> float:
    """How much a heading says about the kind: 1 where only one kind has it, less for "number" or "status"."""
    kinds = sum(1 for kind in all_contracts() if heading in headings_of(kind))
    return 1 / kinds if kinds else 1.0


def unwrapped(heading: str, source: Source | None) -> str:
    """The heading without what the tool wraps around custom fields ("Custom field (Team)" → "Team")."""
    for pattern in source.wrappers if source else ():
        found = re.fullmatch(pattern, " ".join(heading.split()), re.IGNORECASE)
        if found:
            return found.group(1)
    return heading


#: Who is a client, and who may be a person of one.
_COMPANY = re.compile(r"\b(?:company|organi[sz]ation|firma|unternehmen|société|empresa|azienda)\b")
_CUSTOMERS = frozenset({"customer", "customer name", "client name", "customer id", "kunde", "cliente"})
_ANY_TYPE = frozenset({"type", "typ", "tipo"})


def match(
    block: Block, samples: Mapping[int, Sample], kind: str, source: Source | None, export: Export | None
) -> Matching:
    """Take every heading of the block as a column of the kind where it can be one; each is used once."""
    contract = all_contracts()[kind]
    known = columns(contract)
    numbering = contract.key[0] if len(contract.key) == 1 else "item" if kind == "plan_items" else None
    ignored = {normalised(h) for h in export.ignore} if export else set()
    own = own_headings(export) if export else {}
    candidates: list[tuple[float, int, int, str, str, str]] = []
    misshapen: list[tuple[str, str]] = []
    for cell, heading in block.raw_names.items():
        if normalised(heading) in ignored or _counts_rows(heading, samples[cell]):
            continue
        for name, quality, place, text, how in _ways(
            heading, block.questions.get(cell), kind, source, own, spelling=len(block.cells) <= 80
        ):
            fit = fits(known[name], samples[cell], _own_words(export, name))
            # Of rows with one number the newest stands: by words that return all others would be lost.
            fit = fit and not (
                name == numbering
                and (
                    _repeats_words(samples[cell])
                    or _only_zeros(samples[cell])
                    or (text == "issue" and _says_sentences(samples[cell]))
                    or _counts_records(heading, samples[cell])
                )
            )
            fit = fit and not _is_of_another_sort(known[name], heading, samples[cell])
            # "Type" may tell prospects from partners: only where it holds the sorts of entries is it theirs.
            fit = fit and not (
                kind == "portfolio"
                and name == "entry"
                and text in _ANY_TYPE
                and not _all_known(known[name], samples[cell])
            )
            # An "ID" that stands in several answers is that of whoever gave them.
            whose = name == "response" and text in _ANYBODYS
            fit = fit and not (whose and samples[cell].distinct < 0.95 * len(samples[cell].spoken))
            if fit or may_be_words(kind, name, samples[cell]) or _is_day(known[name], samples[cell], export):
                # A supplier's account is not its name: a column with names comes first.
                account = name == "vendor" and _all_digits(samples[cell])
                if account and "vendor_number" in known:
                    candidates.append((0.1 - quality, place, cell, "vendor_number", text, how))
                # Words under "Item" are what was ordered; the line of the order is a number.
                words = (kind, name) == ("purchase_orders", "item") and samples[cell].numbers < 0.5
                if text == "survey id" and _numbers_answers(samples[cell]) != (name == "response"):
                    continue
                # What numbers the rows tells them apart, unless the list has a row for every change.
                again = name == numbering and repeats(samples[cell]) and not (export and export.event_log)
                # Two headings for one column: the one that has cells below it.
                empty = not samples[cell].spoken
                # Digits throughout refer to another record and tell nobody what the row is about.
                # Beside a column of companies the name of a customer is that of a person.
                bare = (name == "short_text" and _all_digits(samples[cell])) or (
                    name == "client" and text in _CUSTOMERS and _names_companies(block)
                )
                # The instant that stands in every row is when the table was written, not when something happened.
                written = known[name].type is ColumnType.TIMESTAMP and _says_one_thing(samples[cell])
                less = 0.2 * (account + words + again + bare) + 0.15 * (empty or written)
                candidates.append((less - quality, place, cell, name, text, how))
            elif quality >= 0.9:
                misshapen.append((block.names[cell], known[name].label))
    candidates.sort()
    pairs: dict[str, Pair] = {}
    used: set[int] = set()
    repeated: list[tuple[str, tuple[int, ...]]] = []
    for minus_quality, _, cell, name, text, how in candidates:
        if name in pairs or cell in used:
            continue
        same = tuple(
            c
            for c, h in block.raw_names.items()
            if normalised(h) == normalised(block.raw_names[cell]) and c not in used
        )
        cells_taken = same if known[name].type is ColumnType.LIST else (cell,)
        first_meant = export is not None and normalised(block.raw_names[cell]) in export.first_of
        if len(same) > 1 and known[name].type is not ColumnType.LIST and not first_meant:
            repeated.append((name, same))
        pairs[name] = Pair(known[name], cells_taken, -minus_quality, rarity(text), how)
        used.update(cells_taken)
    pairs = _completed(kind, known, pairs, block, samples)
    taken = {name: pair.cells for name, pair in pairs.items()}
    plain = plainly_named(kind, block.raw_names, samples, taken, known)
    pairs |= {name: Pair(known[name], (cell,), 0.6, 0.0, ONLY_ONE) for name, cell in plain.items()}
    settled = {block.names[cell] for pair in pairs.values() for cell in pair.cells}
    return Matching(
        kind, pairs, tuple(m for m in dict.fromkeys(misshapen) if m[0] not in settled), tuple(repeated)
    )


def _completed(
    kind: str,
    known: Mapping[str, Column],
    pairs: dict[str, Pair],
    block: Block,
    samples: Mapping[int, Sample],
) -> dict[str, Pair]:
    """The columns with what only their cells tell: the tasks of a plan, the versions of a budget."""
    if kind == "plan_items":
        return pairs | _told_apart_by_name(known["item"], pairs, block.raw_names, samples)
    cell = version_cell(samples) if kind == "budget" and "version" not in pairs else None
    if cell is None:
        return pairs
    others = {name: pair for name, pair in pairs.items() if cell not in pair.cells}
    return {**others, "version": Pair(known["version"], (cell,), 0.9, 0.6, BY_CELLS)}


def _names_companies(block: Block) -> bool:
    """Whether a column names companies."""
    return any(_COMPANY.search(normalised(heading)) for heading in block.raw_names.values())


def _is_day(column: Column, sample: Sample, export: Export | None) -> bool:
    """Whether the cells are days without a year, as this export writes them."""
    glued = export is not None and column.name in export.days_without_year
    return column.type is ColumnType.DAY and lacks_year(sample, glued=glued)


def _numbers_answers(sample: Sample) -> bool:
    """Whether a survey's identifier is another one in every row: then it numbers the answers and names no survey."""
    return not repeats(sample) and sample.distinct == len(sample.spoken)


def _told_apart_by_name(
    item: Column, pairs: Mapping[str, Pair], headings: Mapping[int, str], samples: Mapping[int, Sample]
) -> dict[str, Pair]:
    """The names of the tasks of a plan as what tells them apart, where nothing numbers them.

    Where a name stands twice, the name with its start does.
    """
    if "item" in pairs or not {"name", "start", "finish"} <= pairs.keys():
        return {}
    cells = pairs["name"].cells
    planned = pairs.keys() & {"predecessors", "duration_days", "percent_complete", "baseline_finish"}
    if not planned and not _OF_A_TASK.search(headings[cells[0]]):
        return {}
    if samples[cells[0]].distinct < len(samples[cells[0]].spoken):
        return {"item": Pair(item, (cells[0], pairs["start"].cells[0]), 0.8, 0.5, NAME_AND_START)}
    return {"item": Pair(item, cells, 0.8, 0.5, "the names, which tell the tasks apart")}


_OF_A_TASK = re.compile(r"task|activit|vorgang|aufgabe|tâche|tarea|attività|taak", re.IGNORECASE)

#: A year and the period of it in one number, as ledgers write it: 201504, 2015004.
_YEAR_AND_PERIOD = re.compile(r"(?:19|20)\d\d0?(?:0[1-9]|1[0-6])")
#: A month in digits, which names no day: 2010-09.
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")


def _is_of_another_sort(column: Column, heading: str, sample: Sample) -> bool:
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
        lasts = sample.numbers >= 0.9 and sample.spoken and _UNIT.search(normalised(heading))
        return bool(lasts) or (column.name in ("close_code", "resolution_code") and sample.dates >= 0.9)
    return column.name in OTHER_RECORDS and column.type is ColumnType.IDENTIFIER and names_no_record(sample)


def _counts_rows(heading: str, sample: Sample) -> bool:
    """Whether a column under "#" only counts the rows of this file: that identifies nothing."""
    return heading.strip() in _NUMBER_SIGNS and sample.spoken[:3] == ("1", "2", "3")


_SEVERAL = frozenset(
    {"tickets", "incidents", "requests", "changes", "problems", "cases", "issues", "items", "calls"}
)


def _counts_records(heading: str, sample: Sample) -> bool:
    """Whether a column says how many there were: numbers under “Tickets” are no number of one."""
    if normalised(heading) not in _SEVERAL or not sample.spoken:
        return False
    numbered = sample.distinct == len(sample.spoken) and all(len(text) >= 4 for text in sample.spoken)
    return not numbered and all(text.replace(",", "").isdigit() for text in sample.spoken)


def repeats(sample: Sample) -> bool:
    """Whether most cells of a column say what another cell says."""
    return len(sample.spoken) >= 10 and sample.distinct < 0.5 * len(sample.spoken)


def _says_sentences(sample: Sample) -> bool:
    """Whether most cells are several words without a number: what an issue is about, and not which it is."""
    worded = sum(1 for text in sample.spoken if " " in text.strip() and not re.search(r"\d", text))
    return 2 * worded > len(sample.spoken)


def _repeats_words(sample: Sample) -> bool:
    """Whether a column says the same few words again and again, as titles and names do and numbers do not."""
    if not repeats(sample):
        return False
    numbers = sum(1 for text in sample.spoken if re.search(r"\d", text) and text.strip().count(" ") <= 1)
    return 2 * numbers < len(sample.spoken)


def _only_zeros(sample: Sample) -> bool:
    """Whether every cell is a zero, as where a row refers to no other record."""
    return len(sample.spoken) > 1 and all(text.strip() == "0" for text in sample.spoken)


def _says_one_thing(sample: Sample) -> bool:
    """Whether every cell says the same."""
    return len(sample.spoken) > 1 and sample.distinct == 1


def _all_known(column: Column, sample: Sample) -> bool:
    """Whether every cell is a word for one of the values of the column."""
    known = {normalised(word) for stored, others in column.choices.items() for word in (stored, *others)}
    return sample.words() <= known


def _own_words(export: Export | None, name: str) -> frozenset[str]:
    """The words of the tool for the values of a column, or for those worked out from it."""
    words = export.words.get(name, {}) if export else {}
    return frozenset(normalised(word) for spoken in words.values() for word in spoken)


def _all_digits(sample: Sample) -> bool:
    return bool(sample.spoken) and all(text.isdigit() for text in sample.spoken)


def _ways(
    heading: str,
    question: str | None,
    kind: str,
    source: Source | None,
    own: Mapping[str, tuple[tuple[str, int], ...]],
    *,
    spelling: bool,
) -> list[tuple[str, float, int, str, str]]:
    """Columns a heading may stand for: (column, quality, place in its list, heading found, in which way)."""
    index = headings_of(kind)
    if heading.strip() in _NUMBER_SIGNS and heading.strip() not in index:
        key = all_contracts()[kind].key
        numbered = bool(key) and columns(all_contracts()[kind])[key[0]].type is ColumnType.IDENTIFIER
        return [(key[0], 0.8, 0, "id", "the sign for a number")] if numbered else []
    found: list[tuple[str, float, int, str, str]] = []
    exact = normalised(heading)
    for text, quality in _texts(heading, source):
        found += [
            (name, min(1.0, quality + 0.04), place - 1000, text, "the tool's own name")
            for name, place in own.get(text, ())
        ]
        found += [(name, quality, place, text, "by name") for name, place in index.get(text, ())]
    if not found and (apart := words_apart(heading)):
        # “ContractValueUSD” is written like “Contract value USD”, and is no more doubtful.
        return _ways(apart, question, kind, source, own, spelling=False)
    if not found and question:
        found += [
            (name, 0.9, place, text, "by the question")
            for text in heading_variants(question)
            for name, place in index.get(text, ())
        ]
    if not found:
        meant = survey_column(heading) if kind == "survey_responses" else by_words(heading, kind)
        found += [(name, sure, 0, text, "by its words") for name, sure, text in meant]
    if not found and len(exact) >= 6 and spelling:
        close = process.extractOne(exact, index.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_SPELLING)
        if close is not None:
            text, ratio, _ = close
            found += [
                (name, 0.85 * ratio / 100, place, text, f"spelt like “{text}”") for name, place in index[text]
            ]
    return found


def words_apart(heading: str) -> str | None:
    """The words of a heading that are told apart by their capitals only; None for any other."""
    if not _CAPITALS.fullmatch(heading.strip()):
        return None
    return _BEFORE_CAPITAL.sub(" ", heading.strip())


_CAPITALS = re.compile(
    r"[A-Za-z][a-z0-9]+(?:[A-Z][a-z0-9]*)*[A-Z][A-Za-z0-9]*|[A-Z]{3,}[a-z]{2,}(?:[A-Z][a-z0-9]*)*"
)
_BEFORE_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def _texts(heading: str, source: Source | None) -> list[tuple[str, float]]:
    """The texts to look up, the most literal first."""
    exact = normalised(heading)
    bare = unwrapped(heading, source)
    texts = [(exact, 1.0)]
    if bare != heading:
        texts.append((normalised(bare), 0.97))
    texts += [(text, 0.95) for text in sorted(heading_variants(bare)) if text != exact]
    loose = sorted(loose_variants(bare))
    texts += [(text, 0.92) for text in loose] + [(_PREFIXES.sub("", text), 0.91) for text in loose]
    followed = _FOLLOWED.fullmatch(heading.strip())
    if followed:
        texts.append((normalised(followed[1]), 0.94))
    without_unit = " ".join(_UNIT.sub(" ", exact).split())
    texts += [(text, 0.93) for text in (_PREFIXES.sub("", exact), without_unit) if text != exact]
    if heading.strip().casefold().endswith(_CUSTOM):
        texts.append((normalised(heading.strip()[: -len(_CUSTOM)]), 0.94))
    if len(exact) > 5 and exact.endswith("s"):
        texts.append((exact[:-1], 0.9))
    return [(text, quality) for text, quality in texts if text]


def unit_of(column: Column, heading: str, export: Export | None) -> str | None:
    """The unit a heading or the tool says the numbers are in; None where nothing is said."""
    heading = words_apart(heading) or heading
    tool = export.units.get(column.name) if export else None
    said: str | None
    if column.type is ColumnType.DURATION:
        # What this file says counts more than what the tool does usually.
        short, found = _SHORT_UNIT.search(heading), _UNIT.search(normalised(heading))
        said = short[1].lower() if short else (found.lastgroup if found else tool)
    elif column.unit in DAYS:
        # A duration in days under “Duration (h)” is given in hours.
        short, found = _SHORT_UNIT.search(heading), _UNIT.search(normalised(heading))
        said = tool or (short[1].lower() if short else found.lastgroup if found else None)
    elif tool is not None:
        said = tool
    elif column.type is ColumnType.MONEY:
        money = split_unit(heading)[1]
        said = money.text if money else None
    elif column.unit == "percent" and "%" in heading:
        said = "percent"
    elif column.label == "Exchange rate":
        said = (
            INVERSE
            if re.search(r"inverse|indirect|reciprocal", heading, re.IGNORECASE)
            else NEGATIVE_IS_INVERSE
        )
    else:
        said = None
    return said
