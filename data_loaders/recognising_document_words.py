"""Headings of orders, receipts and invoices that nobody listed, read by their words: “Nº da fatura”, “GR no.”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from contracts.contract import without_accents

#: How sure such a reading is, beside headings that are listed.
BY_WORDS = 0.8


def _words(text: str) -> frozenset[str]:
    return frozenset(one for word in text.split() for one in (word, *without_accents(word)))


_SMALL = _words(
    "the of on for in at our your de du des do da del dell della d di la le l el en am der des vom zum il"
)
_NUMBER = _words("no nr num number n º nº id # ref nummer numéro numero número kennung número")
_DATE = _words("date day dt datum tag fecha data dato jour día giorno dia")
_LINE = _words("line item position pos poste ligne línea posición riga posizione linha")
_AMOUNT = _words(
    "amount value net gross total betrag wert summe montant valeur ht importe valor importo valore"
)
_ROW = _words("line position pos ligne línea riga linha zeile")
#: What the whole of a document comes to, without what else there is money for (prices, discounts, lines).
_SUM = _words(
    "amount amt value total sum betrag wert summe montant valeur importe valor importo valore totale gesamt"
    " spend"
)
_NET = _words(
    "net netto ht neto nett líquido base taxable excl excluding without ohne sans senza sem sin hors before"
)
_GROSS = _words("gross brutto ttc bruto brut lordo incl including inkl inklusive with avec mit con com")
_TAX = _words("tax taxes vat gst hst mwst ust tva iva btw moms steuer mehrwertsteuer umsatzsteuer taxe dph")
_QUANTITY = _words("quantity qty menge quantité qté cantidad quantità quantidade")
_UNIT = _words("unit uom einheit unité unidad unidade unità")
_INVOICE = _words(
    "invoice invoices bill inv rechnung rechnungs facture factura fatura fattura faktura factuur"
)
_ORDER = _words("purchase order po bestellung bestell auftrag auftrags commande achat pedido compra orden compras "
                "ordine acquisto encomenda")  # fmt: skip
_RECEIPT = _words("goods receipt gr grn wareneingang wareneingangs réception marchandises recepción mercancías "
                  "mercancía recebimento mercadorias entrata merci ricevimento")  # fmt: skip
_RECEIVED = _words("received receipt receiving eingang eingegangen eingangs empfangen réceptionné réceptionnée reçu "
                   "reçue réception "
                   "recibido recibida recepción recebido recebida recebimento ricevuto "
                   "ricevuta ricevimento")  # fmt: skip
_INVOICED = _words("invoiced billed facturé facturée fakturiert berechnet abgerechnet facturado facturada faturado "
                   "faturada fatturato fatturata")  # fmt: skip
_DELIVERY = _words("delivery livraison liefer lieferung entrega consegna remessa")
_DUE = _words("due payable fällig fälligkeit fälligkeits échéance vencimiento scadenza vencimento")
_PAID = _words("paid payment bezahlt zahlung zahlungs payé payée paiement réglé réglée règlement pagado pagada "
               "pago pagato pagata pagamento paga")  # fmt: skip


@dataclass(frozen=True)
class _Meaning:
    """A heading of this column has a word of each set in `needs`, and besides only words of them and of `beside`."""

    column: str
    needs: tuple[frozenset[str], ...]
    like: str
    beside: frozenset[str] = frozenset()


_MEANINGS: Mapping[str, tuple[_Meaning, ...]] = {
    "invoices": (
        _Meaning("invoice", (_INVOICE, _NUMBER), "invoice number"),
        _Meaning("invoice_date", (_INVOICE, _DATE), "invoice date"),
        _Meaning("due", (_DUE,), "due date", _DATE | _INVOICE | _PAID),
        _Meaning("paid", (_PAID,), "paid date", _DATE | _INVOICE),
        _Meaning("received", (_RECEIVED,), "received date", _DATE | _INVOICE),
        _Meaning("purchase_order", (_ORDER, _NUMBER), "po number"),
        _Meaning("amount", (_SUM,), "invoice amount", _INVOICE),
        _Meaning("amount", (_SUM, _GROSS), "invoice amount", _INVOICE | _TAX),
        _Meaning("net_amount", (_SUM, _NET), "net amount", _INVOICE | _TAX),
        _Meaning("tax_amount", (_SUM, _TAX), "tax amount", _INVOICE),
    ),
    "purchase_orders": (
        _Meaning("purchase_order", (_ORDER, _NUMBER), "po number"),
        _Meaning("item", (_ORDER, _LINE), "po line", _NUMBER),
        _Meaning("item", (_ROW, _NUMBER), "po line"),
        _Meaning("document_date", (_ORDER, _DATE), "po date"),
        _Meaning("delivery_date", (_DELIVERY, _DATE), "delivery date"),
        _Meaning("net_value", (_SUM, _ORDER), "order value", _NET),
        _Meaning("received", (_RECEIVED,), "received value", _AMOUNT),
        _Meaning("invoiced", (_INVOICED,), "invoiced value", _AMOUNT),
    ),
    "goods_receipts": (
        _Meaning("document", (_RECEIPT, _NUMBER), "receipt number"),
        _Meaning("document_line", (_RECEIPT, _LINE), "receipt line", _NUMBER),
        _Meaning("purchase_order", (_ORDER, _NUMBER), "po number"),
        _Meaning("purchase_order_item", (_ORDER, _LINE), "po line", _NUMBER),
        _Meaning("posting_date", (_RECEIVED | _RECEIPT, _DATE), "receipt date"),
        _Meaning("quantity", (_QUANTITY,), "received quantity", _RECEIVED | _RECEIPT),
        _Meaning("quantity_unit", (_UNIT,), "unit of entry", _QUANTITY),
        _Meaning("amount", (_AMOUNT,), "value", _RECEIVED | _RECEIPT),
    ),
}
DOCUMENTS = frozenset(_MEANINGS)
#: A German heading is one word: “Eingangsdatum”, “Bestellposition”, “Rechnungsnr”.
_ENDINGS: Mapping[str, str] = {
    "datum": "datum", "nummer": "nummer", "nr": "nr", "position": "position", "betrag": "betrag", "wert": "wert",
    "summe": "summe",
}  # fmt: skip


@cache
def document_column(words: tuple[str, ...], kind: str) -> tuple[tuple[str, float, str], ...]:
    """The column of a list of orders, receipts or invoices that these words name: (column, how sure, one like it).

    >>> document_column(("nº", "da", "fatura"), "invoices")
    (('invoice', 0.8, 'invoice number'),)
    """
    said = frozenset(part for word in words if word not in _SMALL for part in _parts(word))
    found = tuple(
        (meaning.column, BY_WORDS, meaning.like)
        for meaning in _MEANINGS[kind]
        if all(said & needed for needed in meaning.needs) and said <= meaning.beside.union(*meaning.needs)
    )
    return found if len({column for column, _, _ in found}) == 1 else ()


def _parts(word: str) -> tuple[str, ...]:
    for ending, part in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return (word.removesuffix(ending), part)
    return (word,)
