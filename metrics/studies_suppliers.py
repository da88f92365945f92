"""Answers about suppliers, risks and offers that are not one number (VEN, RSK and COM of the catalogue)."""

from collections.abc import Iterable

from metrics.commerce import Offer, mood_gate
from metrics.risks import RiskRegister, register
from metrics.scope import Scope
from metrics.service_credits import CreditMonth, credits_due
from metrics.study import Figures, Part, Study
from metrics.vendors import Link, Scorecard, chain_consistency, scorecards
from metrics.wording import said, said_amount
from warehouse import Warehouse


def credit_months(w: Warehouse, scope: Scope) -> tuple[CreditMonth, ...]:
    """Credits per contract and month of the last twelve complete months."""
    return credits_due(w, scope)


def _one_currency(codes: Iterable[str | None]) -> str | None:
    """Why amounts cannot be added up; None where they can."""
    known = {code for code in codes if code}
    return f"amounts are in {', '.join(sorted(known))}, which are not added up" if len(known) > 1 else None


def _months(found: tuple[CreditMonth, ...]) -> tuple[Part, ...]:
    return tuple(
        Part(
            one.due, len(one.clauses), period=f"{one.month:%Y-%m}", part=f"{one.vendor} · {one.contract}",
            says=f"claimed {said_amount(one.claimed, one.currency, 2)}, received"
            f" {said_amount(one.received, one.currency, 2)}",
        )
        for one in found
    )  # fmt: skip


def _due(found: tuple[CreditMonth, ...]) -> Figures:
    several = _one_currency(one.currency for one in found)
    return Figures(
        sum(one.due for one in found) if found and not several else None, sum(len(one.clauses) for one in found),
        reason=several or "no supplier clause could be judged in the last twelve months", points=_months(found),
    )  # fmt: skip


def _received(found: tuple[CreditMonth, ...]) -> Figures:
    due = sum(one.due for one in found)
    several = _one_currency(one.currency for one in found)
    return Figures(
        sum(one.received for one in found) / due if due and not several else None, len(found),
        reason=several or "no service credit was due", points=_months(found),
    )  # fmt: skip


CREDITS_DUE = Study(
    name="service_credits_due", id="VEN-02", title="Service credits due in the last twelve complete months",
    asks="How much do our suppliers owe us for missed promises?",
    formula="Per clause missed in a month pool × allocation × (at risk × monthly charge), capped per month at the"
    " amount at risk; every contract and month is a line.",
    source="DIR Texas service level agreements", unit="money", answer=credit_months, figures=_due,
    needs=("sla_targets", "incidents|ticket_slas"), period=False,
)  # fmt: skip
CREDITS_RECEIVED = Study(
    name="service_credits_received", id="VEN-03", title="Service credits received of those due",
    asks="Did we get the credits we are owed?",
    formula="Credits received over credits due in the last twelve complete months.",
    unit="percent", answer=credit_months, figures=_received, needs=("sla_targets", "incidents|ticket_slas"),
    period=False,
)  # fmt: skip


def _scorecards(found: tuple[Scorecard, ...]) -> Figures:
    scores = [card.score for card in found if card.score is not None]
    return Figures(
        min(scores, default=None), len(found), reason="no supplier could be scored: no row names a vendor",
        points=tuple(
            Part(
                card.score, sum(line.n for line in card.lines), part=card.vendor,
                reason=None if card.score is not None else "nothing could be measured",
                says=f"{said(card.coverage, 'percent')} of the weights measured",
            )
            for card in found
        ),
    )  # fmt: skip


SCORECARD = Study(
    name="vendor_scorecard", id="VEN-04", title="Supplier scorecard, the lowest score",
    asks="Which supplier does not deliver what it is paid for?",
    formula="Weighted scores, 0 at the floor and 100 at the target of each metric; what has no value is weighed out"
    " and shows as coverage. Suppliers are never ranked against each other.",
    unit="points", answer=scorecards, figures=_scorecards,
    needs=("incidents|ticket_slas|changes|survey_responses|invoices|purchase_orders",),
)  # fmt: skip


def _promise(link: Link) -> str:
    priority = f"priority {link.priority}" if link.priority else None
    return " · ".join(filter(None, (link.client, link.service, priority, link.measure)))


def _chain(found: tuple[Link, ...]) -> Figures:
    known = [link for link in found if link.margin is not None]
    return Figures(
        float(sum((link.margin or 0.0) < 0 for link in known)) if known else None, len(known),
        reason="no promise to a client has an agreement under it on the same clock",
        points=tuple(
            Part(
                link.margin, 1, reason=link.reason,
                part=_promise(link),
                says=f"{link.promised:g} hours promised",
            )
            for link in found
        ),
    )  # fmt: skip


CHAIN = Study(
    name="promises_not_covered", id="VEN-05", title="Promises that the agreements under them cannot keep",
    asks="Have we promised more than we are promised?",
    formula="Promises to clients whose time is shorter than own and supplier agreements (OLA + UC) together; each with"
    " its margin in hours.",
    source="ITIL", unit="count", answer=chain_consistency, figures=_chain, needs=("sla_targets",), period=False,
)  # fmt: skip


# -- risks and offers ---------------------------------------------------------------------------------------


def _exposure(found: RiskRegister) -> Figures:
    several = _one_currency(found.exposure)
    points = [
        Part(amount, found.n, part=f"{word} ({code})")
        for word, amounts in (("threats", found.exposure), ("opportunities", found.upside))
        for code, amount in amounts.items()
    ]
    costed = found.n - found.without_cost
    return Figures(
        sum(found.exposure.values()) if costed > 0 and not several else None, costed,
        reason=found.reason or several or "no open risk has both a probability and a cost",
        points=tuple(points),
        notes=(*((f"{found.without_cost} open risks have no cost.",) if found.without_cost else ()), *found.notes),
    )  # fmt: skip


EXPOSURE = Study(
    name="risk_exposure", id="RSK-02", title="Expected cost of open risks",
    asks="How much money is at risk?",
    formula="Probability (1 to 5 as 5, 20, 40, 60, 85 %) × cost, summed over open threats; opportunities apart, and"
    " currencies never added up.",
    source="PMI", unit="money", answer=register, figures=_exposure, needs=("risks",), by_part=True,
)  # fmt: skip


def _offers(found: tuple[Offer, ...]) -> Figures:
    return Figures(
        float(sum(offer.hold for offer in found)), len(found),
        points=tuple(
            Part(
                offer.amount, 1, part=" · ".join(filter(None, (offer.client, offer.name))),
                reason=None if offer.amount is not None else "no amount",
                says=f"{offer.advice}: {offer.reason}",
            )
            for offer in found
        ),
    )  # fmt: skip


MOOD_GATE = Study(
    name="offers_to_hold", id="COM-04", title="Offers to hold because the client is unhappy",
    asks="Should we offer more to this client now?",
    formula="Open upsells and cross-sells at clients whose mood is red; each open offer is a line with the reason.",
    unit="count", answer=mood_gate, figures=_offers, needs=("opportunities",), period=False,
)  # fmt: skip
