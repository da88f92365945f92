"""Lists of tickets that nothing numbers: loaded with what tells their rows apart, or asked about."""

from __future__ import annotations

from pathlib import Path

from tests.data_loaders.sheets import columns_of, loaded, recognised
from warehouse import open_warehouse

LOG = """Datum;Melder;Störung;Status;Priorität;Bearbeiter;Erledigt am
05.01.2026 08:10;Ann;Drucker streikt;offen;hoch;Bob;
14.01.2026 09:20;Eva;Netz weg;{0};niedrig;Bob;{1}
14.01.2026 09:20;Eva;Netz weg;{0};niedrig;Bob;{1}"""


def test_a_list_without_numbers_keeps_every_row_and_says_what_tells_them_apart() -> None:
    result, rows = loaded(LOG.format("offen", ""), delimiter=";", file="Störungen.csv")
    # Two rows that say the same are two tickets.
    assert (result.kind, result.rows_loaded, result.rows_superseded, len(rows)) == ("incidents", 3, 0, 3)
    assert columns_of(rows, "opened", "short_text")[0] == ("2026-01-05", "Drucker streikt")
    assert any("told apart by “Störung” and “Datum”" in said for said in result.warnings)


def test_the_next_export_of_such_a_list_brings_the_same_tickets_on(tmp_path: Path) -> None:
    warehouse = open_warehouse(tmp_path / "a.duckdb")
    loaded(LOG.format("offen", ""), delimiter=";", file="Störungen.csv", warehouse=warehouse)
    result, rows = loaded(
        LOG.format("geschlossen", "15.01.2026 10:00"),
        delimiter=";",
        file="Störungen.csv",
        warehouse=warehouse,
    )
    assert (result.questions, len(rows)) == ([], 3)
    assert sorted(str(state) for (state,) in columns_of(rows, "state_category")) == [
        "closed",
        "closed",
        "new",
    ]


def test_a_first_column_of_codes_is_the_number_whatever_it_is_called() -> None:
    result, rows = loaded(
        "SS;Tipo;Status;Prioridade;Data;Resolvido;Sumário;Solicitante\n"
        "8001191;Bomba;Fechado;Alta;02/01/2026 03:52;02/01/2026 05:52;Bomba parada;Ana\n"
        "8001193;Bomba;Aberto;Baixa;13/01/2026 03:54;;Erro no display;Rui",
        delimiter=";",
    )
    assert columns_of(rows, "number", "state_category") == [("8001191", "closed"), ("8001193", "new")]
    assert any("“SS” is taken as the number" in said for said in result.warnings)


def test_a_list_of_things_to_do_is_asked_about_and_not_taken_for_tickets() -> None:
    for text in (
        "Titel,Kategorie,Priorität,Status,Fälligkeit\nDach,Bau,hoch,offen,14.01.2026\nTor,Bau,mittel,offen,15.01.2026",
        "ID,Titolo,Priorità,Stato,Giorni\nR1,Accesso,Alta,Proposto,3\nR2,Stampa,Bassa,Approvato,2",
    ):
        (found,) = recognised(text)
        assert (found.certainty, [question.name for question in found.questions][:1]) == ("unsure", ["kind"])


def test_amounts_and_people_are_no_numbers_of_tickets() -> None:
    text = "{0},Status,Priority,Created,Subject\n{1},Open,High,2026-01-05,Mail\n{2},Closed,Low,2026-01-14,VPN"
    for heading, one, two in (("Phone", "0301", "0302"), ("Cost", "10.5", "11.5"), ("Who", "Ann", "Bob")):
        _, rows = loaded(text.format(heading, one, two), file="tickets.csv")
        assert not {one, two} & set(rows["number"] if len(rows) else ())


def test_tickets_of_a_till_are_asked_about() -> None:
    result, _ = loaded(
        "Numero Ticket,Date,Statut,Mode Paiement,Montant\n1,14/01/2026,PAYE,Espèces,10\n2,15/01/2026,PAYE,Carte,20"
    )
    assert (result.rows_loaded, [q.name for q in result.questions]) == (0, ["kind"])
