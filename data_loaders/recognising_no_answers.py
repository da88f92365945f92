"""Answers that are none: “Don't know”, “Keine Angabe”, “Refused”, and the codes survey programs write for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contracts.contract import normalised

_TEXTS = (
    "don't know|dont know|do not know|i don't know|i do not know|dk|d/k|not sure|unsure|no opinion|not applicable"
    "|not relevant|refused|refused to answer|refuse to answer|refusal|prefer not to say|prefer not to answer"
    "|i prefer not to say|i prefer not to answer|rather not say|declined|declined to answer|declined to state"
    "|no answer|no response|no reply|skipped|skip|not answered|unanswered|can't say|cannot say|can't rate"
    "|cannot rate|unable to rate|unable to say|no experience|not used|did not use|have not used|never used"
    "|not applicable / don't know|don't know / not applicable|don't know / refused|don't know / n/a"
    "|dk/ref|dk/na|not asked|missing|no rating|not rated|na / don't know|n/a / don't know|don't know/no opinion"
    "|weiß nicht|weiss nicht|weiß ich nicht|keine angabe|keine angaben|k.a.|k. a.|ka|keine antwort|keine meinung"
    "|entfällt|nicht beantwortet|kann ich nicht beurteilen|nicht beurteilbar"
    "|keine beurteilung möglich|nicht genutzt|weiß nicht / keine angabe|möchte ich nicht sagen"
    "|ne sait pas|je ne sais pas|sans réponse|pas de réponse|non concerné|non concernée|sans opinion|sans avis"
    "|ne se prononce pas|nsp|non applicable|refus|ne souhaite pas répondre|je ne souhaite pas répondre|sans objet"
    "|no sabe|no contesta|no sabe / no contesta|ns/nc|no sé|no lo sé|no aplica|no procede|prefiero no responder"
    "|prefiero no decirlo|sin respuesta|no responde|sin opinión"
    "|non so|non risponde|non applicabile|nessuna risposta|preferisco non rispondere|non saprei|non sa"
    "|não sei|não sabe|não se aplica|não respondeu|prefiro não responder|sem resposta|sem opinião|não aplicável"
    "|ns/nr|não sabe / não respondeu"
    "|weet niet|weet ik niet|niet van toepassing|nvt|n.v.t.|geen mening|geen antwoord|wil niet zeggen"
    "|ved ikke|vet ej|vet inte|vet ikke|ingen åsikt|ikke relevant|ej relevant|ønsker ikke at svare"
)  # fmt: skip
_NO_ANSWER = frozenset(map(normalised, _TEXTS.split("|")))
#: What statistics programs write for “don't know”, “refused” and “not asked”.
_CODES = frozenset({-99, -98, -97, -9, -8, -7, -1, 77, 88, 97, 98, 99, 999, -999})
_TO_A_HUNDRED = re.compile(r"%|100|percent|prozent|pourcent", re.IGNORECASE)


def is_no_answer(text: str) -> bool:
    """Whether an answer says that there is none.

    >>> is_no_answer("Don't know"), is_no_answer("(Prefer not to say)"), is_no_answer("Not satisfied")
    (True, True, False)
    """
    # Options may be numbered: “6 - Don't know”.
    said = normalised(re.sub(r"^\s*-?\d{1,3}\s*[-–:=.)]\s*", "", text))
    return said in _NO_ANSWER


def codes_of_none(numbers: Mapping[float, int], question: str) -> tuple[float, ...]:
    """The numbers among answers from 0 to 10 that are codes for none; empty where the scale may go so far.

    >>> codes_of_none({1: 3, 3: 8, 5: 9, 99: 2}, "How satisfied are you?")
    (99,)
    >>> codes_of_none({1: 3, 3: 8, 5: 9, 99: 2}, "How satisfied are you (0-100)?")
    ()
    """
    outside = {number: cells for number, cells in numbers.items() if not 0 <= number <= 10}
    inside = {number: cells for number, cells in numbers.items() if number not in outside}
    if not outside or not outside.keys() <= _CODES or _TO_A_HUNDRED.search(question):
        return ()
    if len(inside) < 3 or sum(outside.values()) >= sum(inside.values()):
        return ()
    return tuple(sorted(outside))
