"""What speaks for a kind beside its headings: how rows are numbered, what cells hold, what names say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contracts import all_contracts
from contracts.contract import normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_calendars import names_and_sorts_days
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching, match
from data_loaders.recognising_contracts import lists_contracts
from data_loaders.recognising_heading_words import BY_WORDS
from data_loaders.recognising_ledgers import called_an_amount, falls_on_days, lists_payments, spends_on_days
from data_loaders.recognising_said import called_a_budget
from data_loaders.recognising_version_cells import version_cell

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
#: What a count of answers adds to satisfaction by month: the rows are no answers themselves.
SURELY_A_SUMMARY = 2.5
#: What it adds to answers that a table has a score for each ticket and hardly another column.
RATES_TICKETS = 2.0
_RATED_ONLY = 3
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
#: What it adds to a calendar that its days have names and sorts, and the file or sheet is called one.
OF_CALENDARS = 1.5
#: What its name adds to a list of amounts by period and line.
CALLED_A_BUDGET = 1.0
#: What days in the middle of months take from a budget.
ON_DAYS = 2.0
#: What days of payment add to postings with a supplier and no invoice.
PAID = 1.0
#: What a supplier, an amount and a day in each row add to postings.
SPENT_ON_DAYS = 0.5
#: What rows that are planned as well as spent take from postings.
HAS_VERSIONS = 2.0
#: What numbering its rows by the document adds to a kind.
NUMBERED_BY_IT = 3.0
_NAME_WORDS: Mapping[str, str] = {
    "incidents": r"incident|inc\b|störung|tickets?\b|chamados?\b|incidencias?|incidenti|help[_ ]?desk|service[_ ]?desk",
    "requests": r"request|ritm|sc[_ ]?task|sc[_ ]req|anforderung|catalog",
    "changes": r"change|chg|rfc\b",
    "problems": r"problem",
    "ticket_slas": r"task[_ ]?sla|slas?\b",
    "work_items": r"jira|backlog|stories|work ?items?|sprint|issues\b|(?:\b|_)(?:tasks|to-?dos?)(?:\b|_)"
    r"|tareas|tarefas|tâches|taches|aufgaben(?!rechn)|attività\b|kanban|trello|asana|clickup|board\b",
    "budget": r"budget|forecast|plan ?ist|haushalt",
    "actuals": r"actuals?|ledger|fbl\dn|ksb1|cji3|spend|postings?|bseg|payments?",
    "purchase_orders": r"purchase[ _]?orders?|\bpo\b|me2|procurement|bestell|ekpo",
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


#: What tools call a wish for something, beside tickets for what broke.
_REQUEST_WORDS = frozenset(
    {"service request", "request", "service requests", "requested item", "demande", "demande de service",
     "serviceanfrage", "service-anfrage", "solicitud", "petición", "requisição", "richiesta", "servicio",
     "[system] service request", "request for service", "serviceverzoek", "wens", "aanvraag"}
)  # fmt: skip


def called_tickets(table: Surveyed) -> bool:
    """Whether the name of the file or sheet speaks of tickets."""
    told = " ".join(table.told).replace("_", " ")
    return re.search(_NAME_WORDS["incidents"], told, re.IGNORECASE) is not None


def called_tasks(table: Surveyed) -> bool:
    """Whether the name of the file or sheet speaks of things to do, and not of tickets."""
    told = " ".join(table.told).replace("_", " ")
    return re.search(_NAME_WORDS["work_items"], told, re.IGNORECASE) is not None and not called_tickets(table)


#: What lists of tickets have, and lists of things to do have not.
OF_TICKETS = frozenset(
    {"caller", "channel", "first_response", "first_response_duration", "tool_sla_met", "impact", "urgency", "severity",
     "resolved", "reopens", "configuration_item", "kind_of_ticket"}
)  # fmt: skip
_MOMENTS = frozenset({"opened", "acknowledged", "resolved", "closed", "updated", "first_response"})


def says_little(table: Surveyed, matching: Matching) -> bool:
    """Whether a list has states and titles, and neither times nor a name or number that speaks of tickets.

    What people pay for are other tickets.
    """
    if matching.kind != "incidents":
        return False
    if any(_OF_SALES.search(normalised(heading)) for heading in table.block.raw_names.values()):
        return True
    said = matching.pairs.keys() & (OF_TICKETS - {"kind_of_ticket", "severity"} | _MOMENTS)
    return not said and not _numbers_tickets(table.block, matching) and not called_tickets(table)


#: Tickets of a till are paid.
_OF_SALES = re.compile(
    r"\b(?:mode (?:de )?paiement|payment (?:method|mode|type)|(?:forma|método|metodo) de (?:pago|pagamento)|"
    r"zahlungsart|"
    r"metodo di pagamento|montant pay|amount paid|monnaie rendue)"
)


def _all_requests(table: Surveyed) -> bool:
    """Whether the column that tells what each ticket is calls every one of them a request."""
    pair = match(table.block, table.samples, "incidents", None, None).pairs.get("kind_of_ticket")
    if pair is None:
        return False
    spoken = {text.casefold() for text in table.samples[pair.cells[0]].spoken}
    return bool(spoken) and spoken <= _REQUEST_WORDS


def said_of_it(table: Surveyed, kind: str, matching: Matching) -> tuple[float, list[str]]:
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
    if kind == "survey_responses" and "ticket" in matching.pairs and len(table.block.cells) <= _RATED_ONLY:
        score += RATES_TICKETS
        reasons.append("it has a score for each ticket and nothing else of it")
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
    if _is_numbered_as(table, kind, matching):
        score += NUMBERS_TICKETS
        reasons.append(f"its rows are numbered as {'requests' if kind == 'requests' else 'tickets'}")
    if kind == "calendars" and names_and_sorts_days(matching, table.told):
        score += OF_CALENDARS
        reasons.append("its days have names and sorts")
    if kind in _NAME_WORDS and re.search(
        _NAME_WORDS[kind], " ".join(table.told).replace("_", " "), re.IGNORECASE
    ):
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
    booked = {"posting_date", "document", "document_date"} & matching.pairs.keys()
    if kind == "actuals" and not booked and called_a_budget(table.told) and "period" not in matching.pairs:
        score -= CALLED_A_BUDGET
        reasons.append("titles or names call it a budget, and no row has a day or a document")
    if kind == "actuals" and version_cell(table.samples) is not None:
        score -= HAS_VERSIONS
        reasons.append("its rows say what was planned and what was spent, as no ledger does")
    if kind == "actuals" and lists_payments(table.block, matching):
        score += PAID
        reasons.append("its suppliers were paid on the days it gives")
    elif kind == "actuals" and spends_on_days(table.block, table.samples, matching):
        score += SPENT_ON_DAYS
        reasons.append("each row names a supplier, an amount and a day")
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


def repeats_suppliers(table: Surveyed, matching: Matching) -> bool:
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
    if amount is not None and amount.quality >= 0.9 and amount.cells[0] not in taken:
        return True
    free = [cell for cell in table.block.cells if cell not in taken]
    return any(called_an_amount(table.block, table.samples, cell) for cell in free)


def _numbers_tickets(block: Block, matching: Matching) -> bool:
    """Whether the heading of the number speaks of tickets, incidents or cases: no board of work items does."""
    pair = matching.pairs.get("number")
    return pair is not None and bool(_TICKET.search(normalised(block.raw_names.get(pair.cells[0], ""))))


def _is_numbered_as(table: Surveyed, kind: str, matching: Matching) -> bool:
    """Whether the heading of the number says that the rows are tickets, or requests where they may be these."""
    if kind == "requests":
        return _numbers_requests(table, matching)
    return kind == "incidents" and _numbers_tickets(table.block, matching)


def _numbers_requests(table: Surveyed, matching: Matching) -> bool:
    """Whether the heading of the number and the name of the file or sheet both speak of requests."""
    pair = matching.pairs.get("number")
    heading = normalised(table.block.raw_names.get(pair.cells[0], "")).replace("_", " ") if pair else ""
    return bool(_REQUEST.match(heading)) and any("request" in text.casefold() for text in table.told)


_REQUEST = re.compile(r"(?:service )?requests?\b|sr\b")
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
    heading = block.raw_names.get(matching.pairs[name].cells[0], "").replace("_", " ")
    if not re.search(words, heading, re.IGNORECASE):
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
