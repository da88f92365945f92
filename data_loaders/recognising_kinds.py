"""Which kind of rows a table holds, and which tool wrote it: weighed by rare headings, cells and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_candidates import SURELY_A_SCORE, Candidate, Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, Pair, match
from data_loaders.recognising_contracts import lists_contracts
from data_loaders.recognising_heading_ways import unwrapped
from data_loaders.recognising_ledgers import with_only_columns
from data_loaders.recognising_no_tickets import lists_people, lists_projects
from data_loaders.recognising_only_columns import completed
from data_loaders.recognising_payment_periods import period_paid
from data_loaders.recognising_registers import as_register
from data_loaders.recognising_said import asked_of_all, named_by_its_sort, said_of_all
from data_loaders.recognising_scales import Scores, scores_of
from data_loaders.recognising_sides import with_sides
from data_loaders.recognising_state_logs import state_log
from data_loaders.recognising_survey_words import comment_cell
from data_loaders.recognising_unnumbered import UNSURE, unnumbered
from data_loaders.recognising_weights import called_tasks, repeats_suppliers, said_of_it, says_little
from data_loaders.sources import Export, Source, all_sources

OUR_TEMPLATE = "the headings are those of our template"
#: What having nearly all headings of a template adds.
SURELY_A_TEMPLATE = 20.0
#: Beginnings of record numbers that name their kind.
NUMBER_PREFIXES: tuple[tuple[str, str], ...] = (
    ("INC", "incidents"),
    ("CHG", "changes"),
    ("PRB", "problems"),
    ("RITM", "requests"),
    ("SCTASK", "requests"),
    ("REQ", "requests"),
)
#: Records that belong to others and are no rows of their own here.
PART_PREFIXES: Mapping[str, str] = {
    "CTASK": "change tasks: they belong to a change and would be counted twice; export the change requests instead",
    "PTASK": "problem tasks: they belong to a problem and would be counted twice; export the problems instead",
    "KB": "knowledge articles, which no metric counts",
}
#: What a title adds to postings that says in which quarter or month they were paid.
PAID_IN_A_PERIOD = 1.5
#: What makes a register of payments sure.
IS_A_REGISTER = 2.0
#: The most that a table counts as postings which names no supplier and no heading of the ledger for its day or amount.
ASKED_AS_LEDGER = 1.9
_PREFIX = re.compile(rf"({'|'.join([*PART_PREFIXES, *(prefix for prefix, _ in NUMBER_PREFIXES)])})\d")


def tools_of(block: Block, samples: Mapping[int, Sample]) -> list[tuple[Source, Export, int]]:
    """The exports of tools whose telling headings are all here, the most telling first."""
    found = []
    for source in all_sources().values():
        names = {cell: normalised(unwrapped(h, source)) for cell, h in block.raw_names.items()}
        written = {normalised(h) for h in block.raw_names.values()} | set(names.values())
        written |= {normalised(_BRACKETS.sub(" ", h)) for h in block.raw_names.values()}
        for export in source.exports:
            told = [len(tell) for tell in export.tells if {normalised(h) for h in tell} <= written]
            if told and not written.isdisjoint(export.lacks):
                continue
            meant = _meant(export, names, samples) if told and export.when else 0
            if told and meant is not None:
                found.append((source, export, max(told) + meant))
    return sorted(found, key=lambda entry: -entry[2])


_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")


def _meant(export: Export, names: Mapping[int, str], samples: Mapping[int, Sample]) -> int | None:
    """How much more an export is meant because of its cells; None where they speak against it."""
    present = False
    for headings, words in export.when:
        for cell, name in names.items():
            if name in {normalised(h) for h in headings} and samples[cell].spoken:
                present = True
                spoken = {text.casefold() for text in samples[cell].spoken}
                if not words or spoken & set(words):
                    return 16
                if words:
                    return None  # it says what it is, and it is something else
    return None if present or export.when else 0


def not_data_of(block: Block, samples: Mapping[int, Sample]) -> str | None:
    """Why this export of a known tool holds nothing to load, where that is known."""
    if tools_of(block, samples):
        return None
    written = {normalised(h) for h in block.raw_names.values()}
    for source in all_sources().values():
        for tell, why in source.not_data:
            if {normalised(h) for h in tell} <= written:
                return f"{source.title}: {why}"
    return None


def prefix_of(text: str) -> str | None:
    """The beginning of a record number that names its kind, if it has one."""
    found = _PREFIX.match(text.upper())
    return found[1] if found else None


def weigh(table: Surveyed) -> list[Candidate]:
    """Every kind the table may be, the likeliest first."""
    tools = tools_of(table.block, table.samples)
    prefixes = _prefixes(table.samples)
    candidates = [
        c for kind in all_contracts() if (c := _weigh_kind(table, kind, tools, prefixes)) is not None
    ]
    candidates = [completed(table, candidate) for candidate in candidates]
    if all(candidate.missing for candidate in candidates):
        candidates = [_as_ledger(table, candidate) for candidate in candidates]
    complete = [candidate for candidate in candidates if not candidate.missing]
    if len(complete) == 1 and complete[0].score < IS_A_REGISTER:
        candidates = [_as_register_of_payments(table, c) if c is complete[0] else c for c in candidates]
    if all(candidate.missing or candidate.score < UNSURE for candidate in candidates):
        candidates = [unnumbered(table, candidate) for candidate in candidates]
    log = state_log(table, numbers_say(table.samples))
    if log is not None:
        candidates = [log, *(candidate for candidate in candidates if candidate.kind != log.kind)]
    return sorted(candidates, key=lambda candidate: -candidate.score)


def _as_ledger(table: Surveyed, candidate: Candidate) -> Candidate:
    """Postings completed by the only day and the only amount of the table; asked where no supplier is named."""
    if candidate.kind != "actuals":
        return candidate
    matching = with_only_columns(table.block, table.samples, candidate.matching)
    if matching is candidate.matching or replace(candidate, matching=matching).missing:
        return candidate
    score = candidate.score / 0.45 + (PAID_IN_A_PERIOD if "posting_period" in candidate.said else 0.0)
    paid = {"vendor", "vendor_number"} & matching.pairs.keys()
    return replace(candidate, matching=matching, score=score if paid else min(score, ASKED_AS_LEDGER))


def _as_register_of_payments(table: Surveyed, candidate: Candidate) -> Candidate:
    """The only kind a table may be, where each row names a supplier, a day and an amount under usual headings.

    Headings that many lists have weigh little, but nothing else has these three: where the day or the amount is called
    one of a payment or posting, that is what the rows are; otherwise they may be orders, and the reader is asked.
    """
    pairs = candidate.matching.pairs
    day, amount = pairs.get("posting_date"), pairs.get("amount") or pairs.get("amount_local")
    if candidate.kind != "actuals" or day is None or amount is None or "vendor" not in pairs:
        return candidate
    called = [table.block.raw_names.get(pair.cells[0], "") for pair in (day, amount)]
    paid = any(_OF_PAYMENTS.search(normalised(heading)) for heading in called)
    return replace(candidate, score=IS_A_REGISTER if paid else max(candidate.score, ASKED_AS_LEDGER))


_OF_PAYMENTS = re.compile(
    r"\b(?:paid|payments?|posting|posted|trans(?:action)?|clearing|bacs|cheque|check|spend|spent|billed"
    r"|buchung\w*|zahlung\w*|bezahlt|paiement|payée?|comptable|pago|pagad[oa]|contabl\w*|pagamento|pagat[oa])\b"
)


def _weigh_kind(
    table: Surveyed, kind: str, tools: list[tuple[Source, Export, int]], prefixes: Mapping[str, float]
) -> Candidate | None:
    block = table.block
    numbered = {of for prefix, of in NUMBER_PREFIXES if prefixes.get(prefix, 0) >= 0.05}
    source, export, strength = _tool(kind, tools, numbered)
    score, reasons = 0.0, []
    template = _is_template(block, kind)
    if template:
        source, export, strength = None, None, 0
        score += SURELY_A_TEMPLATE
        reasons.append(OUR_TEMPLATE)
    matching, scores = match(block, table.samples, kind, source, export), None
    if kind == "survey_responses":
        matching, scores = _with_scores(table, matching)
    matching = with_sides(block, table.samples, as_register(table, matching, template=template))
    if lists_contracts(matching):
        source, export, strength = None, None, 0
    given = set(export.constants) if export is not None else set()
    said = said_of_all(block, table.told, matching, table.answers, table.samples)
    said |= period_paid(table.told, matching)
    said = {name: text for name, text in said.items() if name not in given}
    matching = named_by_its_sort(matching, said)
    refused = scores is not None and scores.refusal is not None
    if (not matching.pairs and not refused) or _lists_others(table, matching, template=template):
        return None
    score += matching.score
    if source is not None and strength:
        score += 1.0 + 0.5 * strength
        reasons.append(f"{source.title} writes these headings")
    if "number" in matching.pairs and kind in numbered:
        score += 3.0
        reasons.append("numbers begin with " + ", ".join(sorted(prefixes)))
    elif "number" in matching.pairs and numbered:
        score *= 0.4
    more, why = said_of_it(table, kind, matching)
    score += more
    reasons += why
    taken = sum(len(pair.cells) for pair in matching.pairs.values())
    if taken >= 4:
        score += 2.0 * taken / max(len(block.cells), 1)
    if kind == "incidents" and not called_tasks(table):
        score += 0.7  # tickets that say nothing of their kind are incidents
    if said and not matching.missing(export)[1:]:
        score += 1.5
        reasons.append("titles or names say " + ", ".join(f"“{text}”" for text in said.values()))
    asked = asked_of_all(table.told, matching, {*said, *given}, table.answers)
    little = source is None and kind not in numbered and says_little(table, matching)
    candidate = Candidate(
        matching, score, source, export, tuple(reasons), scores, said, asked, doubtful=little
    )
    if refused:
        return replace(candidate, score=score + SURELY_A_SCORE)
    return replace(candidate, score=0.45 * score) if candidate.missing else candidate


def _lists_others(table: Surveyed, matching: Matching, *, template: bool) -> bool:
    """Whether the rows only look like those of a kind: suppliers named again and again, people, projects."""
    others = lists_people(table.block, matching) or lists_projects(table.block, matching)
    return repeats_suppliers(table, matching) or (others and not template)


def _tool(
    kind: str, tools: list[tuple[Source, Export, int]], numbered: Set[str]
) -> tuple[Source | None, Export | None, int]:
    """The tool that writes such rows, its export, and how plainly the headings tell it."""
    told = next(((source, export, n) for source, export, n in tools if export.kind == kind), None)
    if told is None and kind in numbered:
        return (*_numbering_tool(kind), 0)
    return told or (None, None, 0)


def _is_template(block: Block, kind: str) -> bool:
    """Whether the block has nine of ten headings of the template of a kind: then no tool's own rules hold."""
    labels = {normalised(c.label) for c in columns(all_contracts()[kind]).values() if c.reads is None}
    written = {normalised(heading) for heading in block.raw_names.values()}
    return len(labels & written) >= 0.9 * len(labels)


def _with_scores(table: Surveyed, matching: Matching) -> tuple[Matching, Scores]:
    """The matching with score columns taken by what they hold and not only by what they are called."""
    named = {name: pair for name, pair in matching.pairs.items() if name not in ("nps", "csat", "ces")}
    known = columns(all_contracts()["survey_responses"])
    scores = scores_of(table.cells, table.block, named, known, " ".join(table.told), table.answers)
    used = {cell for pair in scores.pairs.values() for cell in pair.cells}
    pairs = {
        **{name: pair for name, pair in named.items() if not used.intersection(pair.cells)},
        **scores.pairs,
    }
    taken = [cell for pair in pairs.values() for cell in pair.cells]
    written = (
        None if "comment" in pairs or not scores.pairs else comment_cell(table.block, table.samples, taken)
    )
    if written is not None:
        pairs["comment"] = Pair(known["comment"], (written,), 0.8, 0.6, "what people wrote")
    return replace(matching, pairs=pairs), scores


def _numbering_tool(kind: str) -> tuple[Source, Export]:
    """The tool whose record numbers begin like this, with its export of the kind."""
    source = all_sources()["servicenow"]
    return source, next(export for export in source.exports if export.kind == kind)


def numbers_say(samples: Mapping[int, Sample]) -> frozenset[str]:
    """The kinds that the beginnings of the numbers name, where nearly every row has such a number."""
    prefixes = _prefixes(samples)
    named = frozenset(kind for prefix, kind in NUMBER_PREFIXES if prefix in prefixes)
    return named if sum(prefixes.values()) >= 0.95 else frozenset()


def _prefixes(samples: Mapping[int, Sample]) -> dict[str, float]:
    """Shares of number prefixes in the raw column that has the most of them."""
    best: dict[str, float] = {}
    for sample in samples.values():
        if not sample.spoken or sample.longest > 40:
            continue
        counts: dict[str, float] = {}
        for text in sample.spoken:
            prefix = prefix_of(text)
            if prefix:
                counts[prefix] = counts.get(prefix, 0) + 1 / len(sample.spoken)
        distinct = sample.distinct / len(sample.spoken)
        if sum(counts.values()) * (0.5 + distinct / 2) > sum(best.values()) and sum(counts.values()) > 0.3:
            best = counts
    return best
