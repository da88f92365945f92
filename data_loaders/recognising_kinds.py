"""Which kind of rows a table holds, and which tool wrote it: weighed by rare headings, cells and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.outcome import Question
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, Pair, match, unwrapped
from data_loaders.recognising_contracts import as_contracts, lists_contracts
from data_loaders.recognising_headers import Block, SheetCells
from data_loaders.recognising_heading_words import BY_WORDS
from data_loaders.recognising_ledgers import falls_on_days, lists_payments, with_only_columns
from data_loaders.recognising_milestones import named_milestones
from data_loaders.recognising_net import with_lines, with_net, with_number
from data_loaders.recognising_said import asked_of_all, called_a_budget, named_by_its_sort, said_of_all
from data_loaders.recognising_scales import Scores, scores_of
from data_loaders.recognising_sides import with_sides
from data_loaders.recognising_survey_words import comment_cell
from data_loaders.sources import Export, Source, all_sources

#: What a column called after a recommendation score adds, even where its numbers are refused.
SURELY_A_SCORE = 3.0
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
#: What a list of documents calls its first columns, by the kind whose rows they number.
_DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "invoices": ("invoice", r"invoice|rechnung|facture|factura|fattura|fatura|faktura|factuur|\bbill\b"),
    "goods_receipts": (
        "document",
        r"receipt|\bgrn?\b|wareneingang|réception|recepción|recebimento|ricevimento|entrata",
    ),
    "purchase_orders": (
        "purchase_order",
        r"\bpo\b|purchase order|bestell|commande|pedido|ordine|orden de compra|objednáv|zamówien|inkoop|indkøb|inköp",
    ),
}
#: Columns that only a ledger has: where one is there, a document number is a reference of the posting.
_LEDGER = (
    "document",
    "account",
    "cost_center",
    "company_code",
    "account_type",
    "posting_date",
)
#: Registers whose entries people often do not number.
_LISTS_OF_TITLES = ("decisions", "escalations")
#: Words that only a register of risks has in a column of a few words.
_RAID = frozenset({"risk", "assumption", "dependency", "risiko", "annahme", "risque", "hypothèse"})
#: What a count of answers adds to satisfaction by month: the rows are no answers themselves.
SURELY_A_SUMMARY = 2.5
#: What it adds to requests, and takes from incidents, that every row calls itself a request.
SURELY_REQUESTS = 5.0
#: What it adds to incidents that the number is one of tickets.
NUMBERS_TICKETS = 1.0
#: What keys of a project and a number add to work items.
KEYED_AS_ON_A_BOARD = 0.5
#: What types of a board add to work items: no service desk has stories and epics.
TYPED_AS_ON_A_BOARD = 2.5
_BOARD_TYPES = frozenset({"story", "user story", "epic", "sub task", "subtask", "spike", "product backlog item",
                          "technical task", "tech debt", "technical debt", "chore", "user stories"})  # fmt: skip
_ALSO_BOARD_TYPES = _BOARD_TYPES | {"bug", "task", "feature", "defect", "improvement", "new feature", "enhancement",
                                    "test", "design", "research", "documentation", "issue", "initiative", "theme",
                                    "refactor", "refactoring", "feature request"}  # fmt: skip
_BOARD_KEY = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
#: What a code that stands in several rows takes from a list of what it names.
REPEATS_CODES = 1.0
#: What an amount with the day it is due adds to invoices: no ticket is to be paid.
OWED = 1.0
#: What numbers or titles of contracts beside their days add to a list of contracts.
OF_CONTRACTS = 1.5
#: What its name adds to a list of amounts by period and line.
CALLED_A_BUDGET = 1.0
#: The most that a table counts as postings which names no supplier and no heading of the ledger for its day or amount.
ASKED_AS_LEDGER = 1.9
#: What days in the middle of months take from a budget.
ON_DAYS = 2.0
#: What days of payment add to postings with a supplier and no invoice.
PAID = 1.0
#: What numbering its rows by the document adds to a kind.
NUMBERED_BY_IT = 3.0
_PREFIX = re.compile(rf"({'|'.join([*PART_PREFIXES, *(prefix for prefix, _ in NUMBER_PREFIXES)])})\d")
_NAME_WORDS: Mapping[str, str] = {
    "incidents": r"incident|inc\b|störung|tickets?\b|chamados?\b|incidencias?|incidenti|help_? ?desk|service_? ?desk",
    "requests": r"request|ritm|sc_?task|sc_req|anforderung|catalog",
    "changes": r"change|chg|rfc\b",
    "problems": r"problem",
    "ticket_slas": r"task_?sla|slas?\b",
    "work_items": r"jira|backlog|stories|work ?items?|sprint|issues\b",
    "budget": r"budget|forecast|plan ?ist|haushalt",
    "actuals": r"actuals?|ledger|fbl\dn|ksb1|cji3|spend|postings?|bseg|payments?",
    "purchase_orders": r"purchase ?_?orders?|\bpo\b|me2|procurement|bestell|ekpo",
    "goods_receipts": r"goods|receipt|mb51|\bgr\b|mseg",
    "invoices": r"invoice|rechnung|facture|faktur|spending",
    "survey_responses": r"survey|nps|csat|feedback|umfrage|enqu",
    "survey_invitations": r"invitation|invites",
    "satisfaction_summaries": r"csat|satisf|nps|zufrieden",
    "milestones": r"milestone|meilenstein",
    "calendars": r"calendar|holiday|freeze|feiertag|kalender",
    "exchange_rates": r"exchange|\bfx\b|rates?\b|kurse",
    "portfolio": r"portfolio|master|services? list|vendor",
    "risks": r"risk|raid",
    "decisions": r"decision",
    "escalations": r"escalation",
    "dependencies": r"dependenc",
    "interactions": r"interaction",
    "expectations": r"expectation",
    "opportunities": r"opportunit|pipeline",
    "readiness": r"readiness|checklist",
    "meetings": r"meeting",
    "capacity": r"capacity",
    "credits": r"credit",
    "deployments": r"deployment|release",
    "plan_items": r"plan\b|project plan",
    "sla_targets": r"sla.?target|contract",
    "stage_changes": r"stage",
    "document_headers": r"ekko|bkpf|mkpf",
}


#: The column that the answer to a question settles, where it is not of its name.
SETTLES: Mapping[str, str] = {"year": "fiscal_year"}


@dataclass(frozen=True)
class Surveyed:
    """A block with samples of its cells, its fingerprint, and what titles, names and the reader say about it."""

    cells: SheetCells
    block: Block
    samples: Mapping[int, Sample]
    told: tuple[str, ...]
    answers: Mapping[str, str]
    fingerprint: str

    @property
    def kind_answered(self) -> str | None:
        """The kind the reader gave for this sheet or for all."""
        return self.answers.get(f"kind.{self.cells.sheet.name}", self.answers.get("kind"))

    @property
    def width(self) -> int:
        """The number of the first new raw column."""
        names = self.cells.sheet.rows.column_names
        return max((int(name[1:]) for name in names if re.fullmatch(r"c\d+", name)), default=-1) + 1


@dataclass(frozen=True)
class Candidate:
    """One kind this table may be, with its headings matched, its weight, and why."""

    matching: Matching
    score: float
    source: Source | None
    export: Export | None
    reasons: tuple[str, ...]
    scores: Scores | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of what such rows need and the table lacks."""
        if self.scores is not None and self.scores.refusal:
            return ()
        known = columns(all_contracts()[self.kind])
        names = (*self.said, *(question.name for question in self.asked))
        settled = {known[SETTLES.get(name, name)].label for name in names}
        lacking = self.matching.missing(self.export)
        return tuple(label for label in lacking if settled.isdisjoint(label.split(" or ")))

    @property
    def kind(self) -> str:
        """The kind."""
        return self.matching.kind


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
    if all(candidate.missing for candidate in candidates):
        candidates = [_as_ledger(table, candidate) for candidate in candidates]
    return sorted(candidates, key=lambda candidate: -candidate.score)


def _as_ledger(table: Surveyed, candidate: Candidate) -> Candidate:
    """Postings completed by the only day and the only amount of the table; asked where no supplier is named."""
    if candidate.kind != "actuals":
        return candidate
    matching = with_only_columns(table.block, table.samples, candidate.matching)
    if matching is candidate.matching or matching.missing(candidate.export):
        return candidate
    score = candidate.score / 0.45
    paid = {"vendor", "vendor_number"} & matching.pairs.keys()
    return replace(candidate, matching=matching, score=score if paid else min(score, ASKED_AS_LEDGER))


def _weigh_kind(
    table: Surveyed, kind: str, tools: list[tuple[Source, Export, int]], prefixes: Mapping[str, float]
) -> Candidate | None:
    block = table.block
    numbered = {of for prefix, of in NUMBER_PREFIXES if prefixes.get(prefix, 0) >= 0.05}
    source, export, strength = _tool(kind, tools, numbered)
    score, reasons = 0.0, []
    if _is_template(block, kind):
        source, export, strength = None, None, 0
        score += SURELY_A_TEMPLATE
        reasons.append(OUR_TEMPLATE)
    matching, scores = match(block, table.samples, kind, source, export), None
    if kind == "survey_responses":
        matching, scores = _with_scores(table, matching)
    matching = with_sides(block, table.samples, _as_register(table, matching))
    if lists_contracts(matching):
        source, export, strength = None, None, 0
    given = set(export.constants) if export is not None else set()
    said = said_of_all(block, table.told, matching, table.answers, table.samples)
    said = {name: text for name, text in said.items() if name not in given}
    matching = named_by_its_sort(matching, said)
    if (not matching.pairs and not (scores and scores.refusal)) or _lists_payments(table, matching):
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
    more, why = _said_of_it(table, kind, matching)
    score += more
    reasons += why
    taken = sum(len(pair.cells) for pair in matching.pairs.values())
    if taken >= 4:
        score += 2.0 * taken / max(len(block.cells), 1)
    if kind == "incidents":
        score += 0.7  # tickets that say nothing of their kind are incidents
    if said and not matching.missing(export)[1:]:
        score += 1.5
        reasons.append("titles or names say " + ", ".join(f"“{text}”" for text in said.values()))
    asked = asked_of_all(table.told, matching, {*said, *given}, table.answers)
    candidate = Candidate(matching, score, source, export, tuple(reasons), scores, said, asked)
    if scores is not None and scores.refusal:
        return replace(candidate, score=score + SURELY_A_SCORE)
    return replace(candidate, score=0.45 * score) if candidate.missing else candidate


def _tool(
    kind: str, tools: list[tuple[Source, Export, int]], numbered: Set[str]
) -> tuple[Source | None, Export | None, int]:
    """The tool that writes such rows, its export, and how plainly the headings tell it."""
    told = next(((source, export, n) for source, export, n in tools if export.kind == kind), None)
    if told is None and kind in numbered:
        return (*_numbering_tool(kind), 0)
    return told or (None, None, 0)


#: What tools call a wish for something, beside tickets for what broke.
_REQUEST_WORDS = frozenset(
    {"service request", "request", "service requests", "requested item", "demande", "demande de service",
     "serviceanfrage", "service-anfrage", "solicitud", "petición", "requisição", "richiesta", "servicio",
     "[system] service request", "request for service", "serviceverzoek", "wens", "aanvraag"}
)  # fmt: skip


def _all_requests(table: Surveyed) -> bool:
    """Whether the column that tells what each ticket is calls every one of them a request."""
    pair = match(table.block, table.samples, "incidents", None, None).pairs.get("kind_of_ticket")
    if pair is None:
        return False
    spoken = {text.casefold() for text in table.samples[pair.cells[0]].spoken}
    return bool(spoken) and spoken <= _REQUEST_WORDS


def _said_of_it(table: Surveyed, kind: str, matching: Matching) -> tuple[float, list[str]]:
    """What numbering its rows, and the name of the file or sheet, add to a kind, and why."""
    score, reasons = 0.0, []
    if _lists_documents(table.block, kind, matching, table.samples):
        score += NUMBERED_BY_IT
        reasons.append("the rows are numbered by it")
    more, why = _said_of_money(table, kind, matching)
    score += more
    reasons += why
    if kind == "satisfaction_summaries" and {"responses", "month"} <= matching.pairs.keys():
        score += SURELY_A_SUMMARY
        reasons.append("it counts the answers behind each row")
    if kind in ("incidents", "requests") and _all_requests(table):
        score += SURELY_REQUESTS if kind == "requests" else -SURELY_REQUESTS
        reasons.append("every row says that it is a request")
    if kind == "work_items" and _keyed_as_on_a_board(table, matching):
        score += KEYED_AS_ON_A_BOARD
        reasons.append("its rows have keys as on a board")
    if lists_contracts(matching):
        score += OF_CONTRACTS
        reasons.append("its rows are contracts, told apart by their numbers or titles")
    if kind == "work_items" and _typed_as_on_a_board(table, matching):
        score += TYPED_AS_ON_A_BOARD
        reasons.append("its rows are of the types of a board")
    if kind == "portfolio" and _repeats_codes(table, matching):
        score -= REPEATS_CODES
        reasons.append("the same code stands in several rows")
    if kind == "incidents" and _numbers_tickets(table.block, matching):
        score += NUMBERS_TICKETS
        reasons.append("its rows are numbered as tickets")
    if kind in _NAME_WORDS and re.search(_NAME_WORDS[kind], " ".join(table.told), re.IGNORECASE):
        score += 0.7
        reasons.append(f"the name of the file or sheet speaks of {all_contracts()[kind].title.lower()}")
    return score, reasons


def _said_of_money(table: Surveyed, kind: str, matching: Matching) -> tuple[float, list[str]]:
    """What names, days and payments add to a kind of amounts, or take from it, and why."""
    score, reasons = 0.0, []
    if kind == "budget" and not matching.missing(None) and called_a_budget(table.told):
        score += CALLED_A_BUDGET
        reasons.append("titles or names call it a budget")
    if kind == "budget" and falls_on_days(table.samples, matching):
        score -= ON_DAYS
        reasons.append("its amounts fall on single days, as postings do")
    if kind == "actuals" and lists_payments(table.block, matching):
        score += PAID
        reasons.append("its suppliers were paid on the days it gives")
    if kind == "invoices" and {"amount", "due"} <= matching.pairs.keys():
        score += OWED
        reasons.append("its amounts are to be paid by a day")
    return score, reasons


def _keyed_as_on_a_board(table: Surveyed, matching: Matching) -> bool:
    """Whether the rows have a key of a project and a number (“PAY-42”) under “Key”, as no service desk calls it."""
    pair = matching.pairs.get("item")
    if pair is None or normalised(table.block.raw_names[pair.cells[0]]) not in ("key", "issue key"):
        return False
    spoken = table.samples[pair.cells[0]].spoken
    return bool(spoken) and all(_BOARD_KEY.fullmatch(text.strip()) for text in spoken)


def _typed_as_on_a_board(table: Surveyed, matching: Matching) -> bool:
    """Whether the types of the rows are those of a board, stories or epics or their tasks among them."""
    pair = matching.pairs.get("type")
    if pair is None or table.samples[pair.cells[0]].distinct > 20:
        return False
    words = {text.replace("-", " ") for text in table.samples[pair.cells[0]].words()}
    return bool(words & _BOARD_TYPES) and words <= _ALSO_BOARD_TYPES


def _repeats_codes(table: Surveyed, matching: Matching) -> bool:
    """Whether a code stands in several rows: then the rows are about what it names, and are not its list."""
    pair = matching.pairs.get("code")
    if pair is None:
        return False
    sample = table.samples[pair.cells[0]]
    return sample.distinct <= 0.5 * len(sample.spoken)


def _lists_payments(table: Surveyed, matching: Matching) -> bool:
    """Whether what looks like a list of suppliers or clients names them again and again beside amounts.

    Of each name one row would stand, and the amounts of all others would be gone.
    """
    if matching.kind != "portfolio" or "name" not in matching.pairs:
        return False
    names = table.samples[matching.pairs["name"].cells[0]]
    if names.distinct == len(names.spoken):
        return False
    amount = match(table.block, table.samples, "actuals", None, None).pairs.get("amount")
    taken = {cell for pair in matching.pairs.values() for cell in pair.cells}
    return amount is not None and amount.quality >= 0.9 and amount.cells[0] not in taken


def _numbers_tickets(block: Block, matching: Matching) -> bool:
    """Whether the heading of the number speaks of tickets, incidents or cases: no board of work items does."""
    pair = matching.pairs.get("number")
    return pair is not None and bool(_TICKET.search(normalised(block.raw_names.get(pair.cells[0], ""))))


_TICKET = re.compile(
    r"^(?:ticket|incident|case|complaint|grievance|conversation|störung|chamado|incidencia|incidente|"
    r"reclamaç|reclamo|réclamation|n(?:ume)?r zgłoszenia)"
    r"|(?:ticket|incident|chamado|complaint)$"
)


def _lists_documents(block: Block, kind: str, matching: Matching, samples: Mapping[int, Sample]) -> bool:
    """Whether one of the first two columns numbers documents of this kind and no column is one of a ledger."""
    name, words = _DOCUMENTS.get(kind, ("", ""))
    if name not in matching.pairs or matching.pairs[name].cells[0] not in block.cells[:2]:
        return False
    if not re.search(words, block.raw_names.get(matching.pairs[name].cells[0], ""), re.IGNORECASE):
        return False
    taken = matching.pairs[name].cells[0]
    receipt = match(block, samples, "goods_receipts", None, None).pairs.get("document")
    if (
        kind == "purchase_orders"
        and receipt is not None
        and receipt.quality >= BY_WORDS
        and receipt.cells[0] != taken
    ):
        return False  # the number of the order stands beside that of what was received
    ledger = match(block, samples, "actuals", None, None).pairs
    return not any(
        pair.quality >= 0.9 and pair.cells[0] != taken
        and normalised(block.raw_names[pair.cells[0]]) in _ONLY_OF_LEDGERS.get(
            column, (normalised(block.raw_names[pair.cells[0]]),)
        )
        for column in _LEDGER if (pair := ledger.get(column)) is not None
    )  # fmt: skip


#: Where a column has headings of other lists too (a date, the name of the company), those that only ledgers use.
_ONLY_OF_LEDGERS: Mapping[str, frozenset[str]] = {
    "posting_date": frozenset(
        {"posting date", "buchungsdatum", "date comptable", "fecha contable", "data registrazione", "budat"}
    ),
    "company_code": frozenset({"company code", "buchungskreis", "bukrs", "sociedad", "società", "empresa"}),
}


def _as_register(table: Surveyed, matching: Matching) -> Matching:
    """The matching of a register, completed by what its cells say."""
    if matching.kind in _LISTS_OF_TITLES:
        return _numbered_by_title(table, matching)
    if matching.kind == "milestones":
        return named_milestones(table.cells, table.block, table.samples, matching)
    if matching.kind in ("invoices", "purchase_orders"):
        numbered = with_number(table.block, table.samples, matching)
        return with_net(table.block, table.samples, with_lines(table.block, table.samples, numbered))
    if matching.kind == "goods_receipts" and "quantity" not in matching.pairs:
        return _with_one_quantity(matching)
    if matching.kind == "portfolio" and not _is_template(table.block, matching.kind):
        return as_contracts(table.block, table.samples, matching) or matching
    if matching.kind == "risks":
        # Who rates probability and impact keeps a register, with or without numbers.
        matching = _without_told_impact(table, matching)
        rated = {"probability", "impact"} <= matching.pairs.keys()
        return _with_raid_type(table, _numbered_by_title(table, matching) if rated else matching)
    return matching


def _with_one_quantity(matching: Matching) -> Matching:
    """Receipts with one quantity only: it is the one that was entered, whatever its unit."""
    if "base_quantity" not in matching.pairs:
        return matching
    column = columns(all_contracts()["goods_receipts"])["quantity"]
    only = replace(matching.pairs["base_quantity"], column=column)
    others = {name: pair for name, pair in matching.pairs.items() if name != "base_quantity"}
    return replace(matching, pairs={**others, "quantity": only})


#: How a proposal ended: under “Decision” they are its outcome, and no two rows can be told apart by them.
_VERDICTS = frozenset({"approved", "rejected", "accepted", "declined", "deferred", "pending", "go", "yes", "no",
                       "withdrawn", "approve", "reject", "granted", "denied"})  # fmt: skip


def _numbered_by_title(table: Surveyed, matching: Matching) -> Matching:
    """A register without numbers: the title stands for the number."""
    if "summary" not in matching.pairs:
        return matching
    title = matching.pairs["summary"]
    sample = table.samples[title.cells[0]]
    if sample.spoken and sample.words() <= _VERDICTS:
        return replace(matching, pairs={n: p for n, p in matching.pairs.items() if n != "summary"})
    if "identifier" in matching.pairs or 10 * sample.distinct < 9 * len(sample.spoken):
        return matching
    column = columns(all_contracts()[matching.kind])["identifier"]
    number = replace(title, column=column, weight=0.0, how="the title, as there is no number")
    return replace(matching, pairs={**matching.pairs, "identifier": number})


def _without_told_impact(table: Surveyed, matching: Matching) -> Matching:
    """Without an impact that is told in sentences: issues say what they did, and rate nothing."""
    pair = matching.pairs.get("impact")
    if pair is None or not table.samples[pair.cells[0]].spoken:
        return matching
    known = {normalised(word) for stored, words in pair.column.choices.items() for word in (stored, *words)}
    spoken = table.samples[pair.cells[0]].spoken
    if any(normalised(text) in known or re.match(r"\s*\d", text) for text in spoken):
        return matching
    return replace(matching, pairs={name: p for name, p in matching.pairs.items() if name != "impact"})


def _with_raid_type(table: Surveyed, matching: Matching) -> Matching:
    """The column that says which entry is a risk and which an issue, whatever it is called."""
    used = {cell for name, pair in matching.pairs.items() if name != "type" for cell in pair.cells}
    cell = next(
        (c for c, s in table.samples.items() if c not in used and s.distinct <= 8 and _RAID & s.words()), None
    )
    if cell is None:
        return matching
    column = columns(all_contracts()["risks"])["type"]
    pair = Pair(
        column, (cell,), 1.0, 1.0 + SURELY_A_SCORE, "its cells tell risks from issues and assumptions"
    )
    return replace(matching, pairs={**matching.pairs, "type": pair})


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
