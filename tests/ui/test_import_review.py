"""What the page says of a file nobody recognises leads on at the page and not at the command line."""

from __future__ import annotations

from pathlib import Path

from data_loaders.loading import load
from tests.rows import warehouse_with
from ui.import_answers import offered
from ui.import_outcome import equation
from ui.import_sentences import on_the_page, once_loaded


def test_an_unknown_file_is_not_answered_with_the_words_of_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "wine.csv"
    path.write_text("Grape,Colour,Sweetness\nPinot,red,2\nGamay,red,1\n", encoding="utf-8")
    (result,) = load([path], warehouse_with(), dry_run=True)
    assert result.error is not None
    assert "kind=" in result.error, "at the command line it is answered so"
    assert "kind=" not in on_the_page(result.error)
    assert on_the_page(result.error).endswith("choose below what its rows are.")
    assert on_the_page("The file is empty.") == "The file is empty."
    assert "kind=" not in once_loaded(result.error)
    assert once_loaded(result.error).endswith("give the file again and say what its rows are.")


def test_what_sentences_offer_is_a_click_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "budget 2026.csv"
    path.write_text(
        "Cost centre,Line,Jan 2026,Feb 2026,Mar 2026\n"
        "4100,Licences,1200,1200,1200\n4100,Hosting,800,800,810\n4200,Sales revenue,9000,9100,9200\n",
        encoding="utf-8",
    )
    (result,) = load([path], warehouse_with(), dry_run=True, answers={"version": "budget", "currency": "EUR"})
    assert offered(result.warnings) == [("income", "negative")], "the sentence and the button must not part"
    assert offered(["To load it, answer fill.Client name=none."]) == [("fill.Client name", "none")]
    assert offered(["To say it, answer currency=EUR (or another code)."]) == [("currency", "<such as EUR>")]
    assert offered(["Nothing is asked here."]) == []


def test_refused_cells_and_tickets_that_are_gone_are_said_with_the_rows(tmp_path: Path) -> None:
    head, path = "Number,Opened,Short description,State,Due date\n", tmp_path / "incident.csv"
    row = "INC001000{},2026-01-05 08:00:00,Mail,New,{}\n".format
    warehouse = warehouse_with()
    path.write_text(head + "".join(row(i, "2026-01-06") for i in range(1, 4)), encoding="utf-8")
    load([path], warehouse, timezone="UTC")
    path.write_text(head + row(1, "not a day"), encoding="utf-8")
    (result,) = load([path], warehouse, timezone="UTC")
    assert "2 known before and not in this file, 1 cell refused" in equation(result)
    entry = warehouse.query("SELECT * FROM meta.imports ORDER BY import_id DESC").iloc[0].to_dict()
    assert equation({str(name): value for name, value in entry.items()}) == equation(result)
