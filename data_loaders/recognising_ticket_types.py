"""A list of tickets whose kinds are told by a column: which column that is, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import Column, columns, normalised, without_accents
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_columns import Matching, Pair, match
from data_loaders.recognising_times import with_times
from data_loaders.sources import Export

#: The kinds that one list of tickets may mix.
TICKETS = ("incidents", "requests", "changes", "problems")
#: What tools call each kind of ticket, in the languages they speak.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "incidents": (
        "incident", "incidents", "major incident", "security incident", "incident ticket", "incident report", "fault",
        "outage", "störung", "störungen", "störungsmeldung", "vorfall", "panne", "incidente", "incidentes",
        "incidencia", "incidencias", "incidente mayor", "incidente de segurança", "incidente grave", "falha",
        "incidenti", "guasto", "issue", "issues", "storing", "storingen", "hændelse", "incydent", "häiriö",
    ),
    "requests": (
        "service request", "service requests", "request", "requests", "requested item", "catalog task",
        "catalogue task", "sc_request", "sc_req_item", "sc_task", "request item", "request fulfilment",
        "request fulfillment", "request for information", "information request", "access request",
        "request for service", "service request with approvals", "question", "inquiry", "enquiry", "query",
        "demande", "demandes", "demande de service", "requête", "demande d'information", "serviceanfrage",
        "service-anfrage", "anfrage", "service-request", "serviceanforderung", "anforderung", "solicitud",
        "solicitud de servicio", "petición", "petición de servicio", "requerimiento", "requisição",
        "requisição de serviço", "solicitação", "solicitação de serviço", "pedido de serviço", "pedido", "richiesta",
        "richiesta di servizio", "richieste", "serviceverzoek", "aanvraag", "wens", "vraag", "serviceaanvraag",
        "anmodning", "serviceanmodning", "wniosek", "sr", "ritm", "sctask", "req",
    ),
    "changes": (
        "change", "changes", "change request", "change_request", "rfc", "request for change", "standard change",
        "normal change", "emergency change", "changement", "demande de changement", "änderung", "änderungsantrag",
        "änderungsanfrage", "cambio", "cambios", "solicitud de cambio", "petición de cambio", "mudança",
        "requisição de mudança", "solicitação de mudança", "gmud", "cambiamento", "modifica",
        "richiesta di modifica", "richiesta di cambiamento", "wijziging", "wijzigingsverzoek", "ændring", "zmiana",
        "chg",
    ),
    "problems": (
        "problem", "problems", "known error", "problem record", "problem ticket", "problème", "problèmes", "problema",
        "problemas", "problemi", "probleem", "prb",
    ),
}  # fmt: skip
_KIND_OF: Mapping[str, str] = {
    spelt: kind for kind, words in _WORDS.items() for word in words
    for spelt in (normalised(word), *without_accents(normalised(word)))
}  # fmt: skip
#: Words that mean a kind only beside others that do.
_EVERYDAY = frozenset(
    {"question", "issue", "issues", "inquiry", "enquiry", "query", "vraag", "fault", "falha", "panne", "guasto",
     "anfrage", "pedido",
     *(normalised(word) for word in _WORDS["problems"])}
)  # fmt: skip
#: Where a record came from, or what hangs on it, has such words too and does not say what it is itself.
_OTHERS = re.compile(
    r"\b(?:source|origin|parent|related|linked|link|converted|reported|caused|channel|via|from|for|by|child|"
    r"first|previous|old|new)\b"
)
#: "[System] Incident" of Jira, "1 - Incident".
_BEFORE = re.compile(r"^(?:\[system\]\s*|\(?\d{1,2}\)?\s*[-–:.)]\s*)", re.IGNORECASE)
#: "Service Request - Access", "Incident (network)".
_BEHIND = re.compile(r"(?:\s+[-–>|]|\s*:|\s*\()\s*\S.*$")
_SEVERAL = re.compile(r"\s*(?:/|&|\+|,|\bor\b|\band\b)\s*")
#: A column of more different texts than this tells no kinds.
_FEW = 60


@dataclass(frozen=True)
class TicketTypes:
    """The raw column that tells what each row is: its texts (as they are in the file) by kind.

    `unsaid` are texts that name no kind, the empty one among them.
    """

    cell: int
    heading: str
    texts: Mapping[str, tuple[str, ...]]
    unsaid: tuple[str, ...]


def kind_named(text: str, own: Mapping[str, str]) -> str | None:
    """The kind of ticket a word stands for; `own` are words of the tool, as they are compared."""
    bare = _BEFORE.sub("", text.strip())
    for word in (text, bare, _BEHIND.sub("", bare)):
        found = own.get(normalised(word)) or _KIND_OF.get(normalised(word))
        if found is not None:
            return found
    return _both_named(bare, own)


def _both_named(text: str, own: Mapping[str, str]) -> str | None:
    """What “Incident / Problem” stands for: an incident, until somebody has found the problem; None for other pairs."""
    kinds = {own.get(normalised(part)) or _KIND_OF.get(normalised(part)) for part in _SEVERAL.split(text)}
    if len(kinds) == 1:
        return kinds.pop()
    return "incidents" if kinds == {"incidents", "problems"} else None


def ticket_types(table: Surveyed, chosen: Candidate, *, doubtful: bool) -> TicketTypes | None:
    """The column that tells several kinds of tickets apart, or another one than this list was taken for.

    Where it is `doubtful` what the list is, a column that names the same kind in every row settles it.
    """
    if chosen.kind not in (*TICKETS, *(("work_items",) if doubtful else ())) or (
        chosen.export is not None and chosen.export.one_kind
    ):
        return None
    own = {
        normalised(word): kind
        for kind, words in (chosen.export.ticket_types if chosen.export is not None else {}).items()
        for word in words
    }
    export = chosen.export if chosen.kind == "incidents" else None
    tickets = match(table.block, table.samples, "incidents", chosen.source, export).pairs
    named = tickets.get("kind_of_ticket")
    cells = [*(named.cells[:1] if named else ()), *table.block.cells]
    for cell in dict.fromkeys(cells):
        surely = named is not None and cell == named.cells[0]
        found = _types_in(table, cell, own, surely=surely)
        if found is None or (set(found.texts) == {chosen.kind} and not doubtful):
            continue
        if surely or doubtful or len(found.texts) > 1:
            return found
    return None


def _types_in(table: Surveyed, cell: int, own: Mapping[str, str], *, surely: bool) -> TicketTypes | None:
    """The kinds a column tells; `surely` where its heading says that this is what it is for."""
    heading, sample = table.block.names[cell], table.samples[cell]
    if not sample.spoken or sample.distinct > _FEW or cell not in table.cells.columns:
        return None
    if not surely and (
        _OTHERS.search(normalised(heading)) or any(kind_named(text, own) is None for text in sample.spoken)
    ):
        return None
    counts = pc.value_counts(table.cells.columns[cell].slice(table.block.first_index)).to_pylist()
    if len(counts) > _FEW:
        return None
    texts: dict[str, list[str]] = {}
    unsaid, told, untold = [], 0, 0
    for count in counts:
        text = count["values"] or ""
        kind = kind_named(text, own) if text.strip() else None
        if kind is not None:
            texts.setdefault(kind, []).append(text)
            told += count["counts"]
        else:
            unsaid.append(text)
            untold += count["counts"] if text.strip() else 0
    texts = _meant(texts)
    if told <= untold or not texts or (untold and not surely):
        return None
    return TicketTypes(cell, heading, {kind: tuple(found) for kind, found in texts.items()}, tuple(unsaid))


def _meant(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """The texts by kind after a look at all of them: nothing where only everyday words are used.

    “Problem” and “Question” is what a customer's complaint is called too: they name kinds beside words that do.
    """
    plain = {kind: [text for text in found if _bare(text) not in _EVERYDAY] for kind, found in texts.items()}
    if not any(plain.values()):
        return {}
    if "problems" in texts and not (plain.get("incidents") or plain.get("changes")):
        others = {kind: found for kind, found in texts.items() if kind != "problems"}
        return {"incidents": [*texts.get("incidents", []), *texts["problems"]], **others}
    return texts


def _bare(text: str) -> str:
    return normalised(_BEHIND.sub("", _BEFORE.sub("", text.strip())))


# -- the same table as another kind ----------------------------------------------------------------------------

#: What a column of one kind of tickets is called in another.
_CALLED: Mapping[str, Mapping[str, str]] = {
    "incidents": {"requested_for": "caller", "requested_by": "caller", "resolution_code": "close_code"},
    "requests": {"caller": "requested_for", "requested_by": "requested_for", "resolution_code": "close_code"},
    "changes": {"caller": "requested_by", "requested_for": "requested_by", "resolution_code": "close_code"},
    "problems": {"close_code": "resolution_code"},
}


def as_kind(
    table: Surveyed, base: Candidate, native: Candidate | None, kind: str, types: TicketTypes | None
) -> Candidate | None:
    """The same table as another kind of tickets: what the tool says of its headings holds there too.

    `native` is the table as weighed for that kind, if it may be one; `types` the column that told it. None where such
    rows would lack what they need.
    """
    known = columns(all_contracts()[kind])
    called = _CALLED.get(kind, {})
    tickets = with_times(table.block, table.samples, base.matching.pairs)
    moved = {
        called.get(name, name): pair
        for name, pair in tickets.items()
        if called.get(name, name) in known and name != "level"
    }
    moved = {name: replace(pair, column=known[name]) for name, pair in moved.items()}
    first: Mapping[str, Pair] = moved
    second = match(table.block, table.samples, kind, base.source, None).pairs
    if native is not None and native.source is not None:
        first, second = native.matching.pairs, moved
    pairs, used = dict(first), {cell for pair in first.values() for cell in pair.cells}
    for name, pair in second.items():
        if name not in pairs and not used.intersection(pair.cells):
            pairs[name] = pair
            used.update(pair.cells)
    if "resolved" not in known and "resolved" in tickets and len(tickets["resolved"].cells) == 1:
        pairs = _ended(pairs, tickets["resolved"], known["closed"], used)
    if kind == "requests" and types is not None:
        pairs = _levelled(pairs, types, known["level"])
    source, export = (
        (native.source, native.export) if native and native.source else (base.source, base.export)
    )
    if export is not None and export.kind != kind:
        export = _for_kind(export, kind)
    matching = Matching(kind, pairs, base.matching.misshapen, base.matching.repeated)
    said = {name: text for name, text in (native.said if native else base.said).items() if name in known}
    found = Candidate(matching, base.score, source, export, base.reasons, said=said)
    return None if found.missing else found


def _levelled(pairs: dict[str, Pair], types: TicketTypes, level: Column) -> dict[str, Pair]:
    """Requests with their level where the types name it: an item and a task are not two wishes."""
    others = {name: pair for name, pair in pairs.items() if name != "level"}
    spoken = {normalised(text) for text in types.texts.get("requests", ())}
    named = {stored: {normalised(w) for w in (stored, *words)} for stored, words in level.choices.items()}
    if spoken <= set().union(*named.values()) and spoken & (named["item"] | named["task"]):
        return {**others, "level": Pair(level, (types.cell,), 1.0, 1.0, "its words are the levels")}
    return others


def _ended(pairs: dict[str, Pair], resolved: Pair, closed: Column, used: set[int]) -> dict[str, Pair]:
    """Where a kind knows one end only: when it was closed, or else when it was resolved."""
    cell = resolved.cells[0]
    if "closed" not in pairs:
        return {**pairs, "closed": replace(resolved, column=closed)} if cell not in used else pairs
    if cell in used or len(pairs["closed"].cells) > 1:
        return pairs
    either = (*pairs["closed"].cells, cell)
    return {**pairs, "closed": replace(pairs["closed"], cells=either, how=FIRST_FILLED)}


#: How a column is read from two: the first of them that holds something.
FIRST_FILLED = "the first of the two that is filled"


def _for_kind(export: Export, kind: str) -> Export:
    """The words, units and notes of an export for rows of another kind it holds too."""
    known = columns(all_contracts()[kind])
    words = {
        name: {stored: spoken for stored, spoken in own.items() if stored in known[name].choices}
        for name, own in export.words.items()
        if name in known
    }
    notes = {name: note for name, note in export.notes.items() if name in known}
    return replace(export, kind=kind, words=words, notes=notes, event_log=False)
