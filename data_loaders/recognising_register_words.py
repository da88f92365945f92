"""Headings of registers and plans that nobody listed, read by their words: “Mitigation strategy”, “BL1 Finish”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

#: How sure such a reading is, beside headings that are listed.
BY_WORDS = 0.8


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATE = _words(
    "date day datetime time at on when the of by utc gmt datum termin am le la du de d el fecha data dato expected "
    "estimated"
)
_NUMBER = _words("id no nr num number ref reference code key nummer numéro numero número kennung")
_NAME = _words(
    "name title description summary short brief bezeichnung titel beschreibung nom titre nombre nome"
)
_PERSON = _words(
    "owner owners responsible accountable assignee assigned lead verantwortlich verantwortlicher "
    "verantwortliche responsable responsabile responsável eigentümer propriétaire propietario proprietario proprietário"
)
_BESIDE_PERSON = _words("to person party name names by the of")
_FINISH = _words("finish end completion complete ende fin fine fim término einde")
_START = _words("start begin beginning commencement anfang beginn début inicio inizio início")
_PLANNED = _words(
    "planned plan scheduled schedule current forecast proposed early geplant geplanter geplantes prévu"
)
_ACTUAL = _words("actual act achieved reached delivered real ist effective tatsächlich réel réelle effettiva")
_BASELINE = _words("baseline baselined bl bl1 base basisplan original")


@dataclass(frozen=True)
class _Meaning:
    """A heading of this column consists of a `core`, one of `needs` where there are any, and words `beside` it.

    `like` is a listed heading that says as much: a heading many kinds have speaks for none. `less` makes it come
    after others for the same column.
    """

    column: str
    core: frozenset[str]
    beside: frozenset[str]
    like: str
    needs: frozenset[str] = frozenset()
    less: float = 0.0


_SCORE = _words(
    "inherent initial current gross raw score rating level value of the scale 1 5 pre unmitigated overall"
)
_MITIGATION = _words(
    "mitigation mitigating mitigate response reaction treatment countermeasure countermeasures remediation maßnahme "
    "maßnahmen gegenmaßnahme gegenmaßnahmen atténuation mitigación mitigazione mitigação"
)
_PROBABILITY = _words("probability likelihood prob eintrittswahrscheinlichkeit wahrscheinlichkeit probabilité "
                      "probabilidad probabilità probabilidade")  # fmt: skip
_IMPACT = _words(
    "impact severity consequence consequences auswirkung schadensausmaß schadenshöhe impacto impatto"
)
_DUE = _words("due target deadline fällig échéance vencimiento scadenza")
_PROJECT = _words("project projekt projet proyecto progetto projeto program programme initiative")
_DECISION = _words("decision decisions entscheidung décision decisión decisione decisão beschluss")
_COMPLETE = _words("complete completed completion progress done fortschritt avancement")
#: Currencies that a heading of an amount ends with; what others are called are words as well.
_CURRENCIES = _words("usd eur gbp chf sek nok dkk aed inr aud cad jpy sgd pln czk hkd nzd zar brl mxn")
#: What each register calls its rows; such a word may stand before what a heading is about.
_ROWS: Mapping[str, frozenset[str]] = {
    "risks": _words(
        "risk risks raid issue item entry register log threat risiko risque riesgo rischio risco"
    ),
    "decisions": _DECISION | _words("adr log record item"),
    "milestones": _words("milestone milestones deliverable gate meilenstein jalon hito"),
    "plan_items": _words("task activity wbs package row line outline vorgang"),
    "portfolio": _words("project contract service vendor supplier client customer account application"),
}
_MEANINGS: Mapping[str, tuple[_Meaning, ...]] = {
    "risks": (
        _Meaning("probability", _PROBABILITY, _SCORE, "likelihood"),
        _Meaning("impact", _IMPACT, _SCORE, "risk impact"),
        # What stays once the response works is no substitute where the risk itself is rated.
        _Meaning("probability", _PROBABILITY, _SCORE, "likelihood", _words("residual net"), 0.1),
        _Meaning("impact", _IMPACT, _SCORE, "risk impact", _words("residual net"), 0.1),
        _Meaning("response", _MITIGATION,
                 _NAME | _words("plan plans strategy strategies action actions measure measures steps details approach "
                                "planned current proposed recommended"), "mitigation"),
        _Meaning("response", _words("action actions"), _words("plan planned required corrective preventive taken"),
                 "action plan", less=0.05),
        _Meaning("mitigation_due", _DUE,
                 _MITIGATION | _DATE | _words("action resolution closure close completion planned"), "due date"),
        _Meaning("mitigation_due", _words("resolution closure completion"), _MITIGATION | _DATE | _words("action"),
                 "due date", _words("expected planned estimated")),
        _Meaning("mitigation_done", _words("completed done implemented"), _DATE, "action done",
                 _MITIGATION | _words("action actions")),
        _Meaning("raised", _words("raised identified identification logged reported opened created discovered "
                                  "detected recorded registered erfasst identifiziert identifié"),
                 _DATE | _words("first initially"), "created"),
        _Meaning("closed", _words("closed closure close resolved retired geschlossen clôture cierre"),
                 _DATE | _words("actual"), "closed"),
        _Meaning("last_review", _words("review reviewed updated update assessed assessment"),
                 _DATE | _words("last latest most recent"), "last updated"),
        _Meaning("owner", _PERSON, _BESIDE_PERSON | _MITIGATION | _words("action"), "owner"),
        _Meaning("status", _words("status state statut estado stato"), _words("current register"), "status"),
        _Meaning("cost_impact", _words("cost costs financial monetary exposure loss emv kosten coût costo coste"),
                 _words("cost exposure impact estimated potential max maximum value of total amount expected"),
                 "financial impact"),
        _Meaning("summary", _NAME | _words("statement event"), _words("of the"), "risk description"),
        _Meaning("project", _PROJECT, _NUMBER | _NAME, "project name"),
    ),
    "decisions": (
        _Meaning("summary", _DECISION, _NAME | _words("needed required requested to be made statement point key"),
                 "decision title"),
        _Meaning("summary", _words("action option course"), frozenset(), "decision title",
                 _words("recommended proposed"), 0.05),
        _Meaning("decided", _words("decided decision taken made approved agreed"), _DATE, "decision date",
                 _words("date on when day time datum fecha")),
        _Meaning("due", _DUE | _words("needed required"), _DATE | _words("resolution"), "decision due"),
        _Meaning("decided_by", _words("maker makers approver approvers authority forum committee"),
                 _words("s the of name"), "decision maker"),
        _Meaning("decided_by", _words("by"), _words("made taken"), "decided by", _words("decided approved made taken")),
        _Meaning("outcome", _words("outcome resolution result status taken chosen selected"),
                 _words("action option final current"), "outcome"),
        _Meaning("reason", _words("rationale reason justification why reasoning begründung"), _words("for the"),
                 "rationale"),
        _Meaning("owner", _PERSON, _BESIDE_PERSON, "owner"),
    ),
    "milestones": (
        _Meaning("project", _PROJECT, _NUMBER | _NAME, "project name"),
        _Meaning("baseline", _BASELINE | _words("planned plan scheduled contractual agreed approved"),
                 _DATE | _FINISH | _words("delivery due target"), "baseline"),
        _Meaning("forecast", _words("forecast forecasted current revised projected target anticipated latest due "
                                    "deadline estimated expected"),
                 _DATE | _FINISH | _words("delivery estimate actual"), "forecast"),
        _Meaning("actual", _ACTUAL, _DATE | _FINISH | _words("delivery"), "actual"),
        _Meaning("percent_complete", _COMPLETE, _words("% percent percentage pct physical work"), "progress"),
        _Meaning("owner", _PERSON, _BESIDE_PERSON, "owner"),
    ),
    "portfolio": (
        _Meaning("start", _START | _words("onboarding onboarded"), _DATE | _PLANNED, "start date"),
        _Meaning("end", _FINISH | _words("expiry expiration expires deadline"), _DATE | _PLANNED | _words("target"),
                 "end date"),
        _Meaning("status", _words("status state statut estado stato"), _words("current overall"), "status"),
        _Meaning("owner", _PERSON | _words("manager"), _BESIDE_PERSON, "owner"),
    ),
    "plan_items": (
        _Meaning("project", _PROJECT, _NUMBER | _NAME, "project name"),
        _Meaning("name", _words("task activity vorgang aufgabe tâche tarea attività"), _NAME, "task"),
        _Meaning("name", _NAME, frozenset(), "title", less=0.1),
        _Meaning("start", _START, _DATE | _PLANNED, "start"),
        _Meaning("finish", _FINISH | _words("due deadline"), _DATE | _PLANNED | _words("target"), "finish"),
        _Meaning("duration_days", _words("duration dauer durée duración durata duração"),
                 _PLANNED | _words("original estimated d days h hours in working work at"), "duration"),
        _Meaning("actual_start", _START, _DATE, "actual start", _ACTUAL),
        _Meaning("actual_finish", _FINISH, _DATE, "actual finish", _ACTUAL),
        _Meaning("baseline_finish", _FINISH, _DATE | _words("project planned"), "baseline finish", _BASELINE),
        _Meaning("percent_complete", _COMPLETE, _words("% percent percentage pct physical work duration"),
                 "percent complete"),
        _Meaning("predecessors", _words("predecessor predecessors dependencies dependency depends prerequisite "
                                        "prerequisites vorgänger"),
                 _NUMBER | _words("on ids details act"), "predecessors"),
        _Meaning("owner", _PERSON | _words("resource resources"), _BESIDE_PERSON | _words("initials"), "owner"),
    ),
}  # fmt: skip
REGISTERS = frozenset(_MEANINGS)


@cache
def meant_by(words: tuple[str, ...], kind: str) -> tuple[tuple[str, float, str], ...]:
    """The column of a register or plan that these words name: (column, how sure, a heading like it).

    >>> meant_by(("mitigation", "due", "date"), "risks")
    (('mitigation_due', 0.8, 'due date'),)
    """
    rows = _ROWS[kind]
    numbers = [word for word in words if word in _NUMBER]
    key = {"plan_items": "item", "portfolio": ""}.get(kind, "identifier")
    if (
        key
        and numbers
        and len(words) > len(numbers)
        and all(word in rows for word in words if word not in numbers)
    ):
        return ((key, BY_WORDS, "id"),)
    if kind == "risks":
        words = tuple(word for word in words if word not in _CURRENCIES)
    found: dict[str, tuple[float, str]] = {}
    for meaning in _MEANINGS[kind]:
        cores = meaning.core.intersection(words)
        if not cores or (meaning.needs and not meaning.needs.intersection(words)):
            continue
        explained = meaning.core | meaning.beside | meaning.needs | rows
        if all(word in explained for word in words):
            sure, like = BY_WORDS - meaning.less, meaning.like
            found.setdefault(meaning.column, (sure, like))
    return tuple((column, sure, like) for column, (sure, like) in found.items())
