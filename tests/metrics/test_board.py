"""The board: headlines by rule, frozen boards, changes split into causes that add up, promises and their outcome."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from metrics import board_overview, board_since, board_topics
from metrics.board import NoBoardError, board, edit_headline, freeze, last_month, month_scope
from metrics.board_changes import change_row
from metrics.board_frozen import frozen_boards, verify
from metrics.board_notes import below, value_words
from metrics.board_promises import Promise, PromiseError, promise, record, settle
from metrics.board_since import Change, since
from metrics.board_words import rule_of, sentence
from metrics.comparison import Comparison, compare
from metrics.declared import all_metrics
from metrics.incident_trends import URGENT
from metrics.query import value
from metrics.scope import Scope
from metrics.slas import SLA_RESOLUTION
from metrics.statistics import Change as StatisticalChange
from metrics.statistics import Interval
from tests.rows import add_rows, warehouse_with
from warehouse import Warehouse, open_warehouse


def incident(number: str, opened: str, priority: int = 1, client: str = "A") -> dict:
    return {
        "number": number, "opened": f"{opened} 08:00", "priority": priority, "client": client,
        "service": "Mail", "state": "New", "state_category": "open",
    }  # fmt: skip


SEPTEMBER = [
    incident("I1", "2026-09-02"),
    incident("I2", "2026-09-10", client="B"),
    incident("I3", "2026-09-20", priority=2),
    incident("I4", "2026-09-25", priority=3),
]
OCTOBER = [
    incident("I5", "2026-10-01"),
    incident("I6", "2026-10-05", client="B"),
    incident("I7", "2026-10-06"),
    incident("I8", "2026-10-07", client="B"),
    incident("I9", "2026-10-31", priority=3),
]


@pytest.fixture
def september() -> Warehouse:
    return warehouse_with(incidents=SEPTEMBER)


def urgent(w: Warehouse, frozen, now: Scope) -> Change:
    return next(c for c in since(w, frozen, now).changes if c.metric.name == URGENT.name)


def parts(change: Change) -> dict[str, float | None]:
    return dict(change.causes)


def adds_up(change: Change) -> bool:
    return sum(v for v in parts(change).values() if v is not None) == pytest.approx(change.total, abs=1e-12)


def test_nothing_new_is_no_change(september):
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    change = urgent(september, frozen, month_scope("2026-09"))
    assert (change.before, change.after) == (3.0, 3.0)
    assert set(parts(change).values()) == {0.0}
    assert (change.appeared, change.gone) == (0, 0)


def test_what_happened_later_is_new_activity(september):
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    add_rows(september, "incidents", OCTOBER)
    change = urgent(september, frozen, month_scope("2026-10"))
    assert parts(change) == {
        "New activity": 1.0, "Restated rows": 0.0, "Definition or threshold": 0.0, "Scope": 0.0,
    }  # fmt: skip
    assert adds_up(change)


def test_a_late_and_an_edited_row_of_the_past_are_restatements(september):
    """A September incident nobody had exported yet, and one whose priority was lowered afterwards."""
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    add_rows(september, "incidents", [incident("I0", "2026-09-01"), incident("LATE", "2026-09-03")])
    add_rows(september, "incidents", [incident("I1", "2026-09-02", priority=4)])
    change = urgent(september, frozen, month_scope("2026-09"))
    assert parts(change)["Restated rows"] == 1.0
    assert parts(change)["New activity"] == 0.0
    assert (change.appeared, change.gone) == (2, 1)
    assert adds_up(change)


def test_all_four_causes_at_once_add_up(september, monkeypatch):
    """Worked by hand: 3 then; a late row makes September 4; October has 4; of client A 2; with priority 3, 3."""
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    add_rows(september, "incidents", [*OCTOBER, incident("LATE", "2026-09-03")])
    wider = URGENT.model_copy(update={"where": URGENT.where.replace("priority <= 2", "priority <= 3")})
    assert wider.version != URGENT.version
    monkeypatch.setattr(board_since, "all_metrics", lambda: {**all_metrics(), URGENT.name: wider})
    now = month_scope("2026-10", Scope.of(client="A"))
    change = urgent(september, frozen, now)
    assert (change.before, change.after) == (3.0, 3.0)
    assert parts(change) == {
        "New activity": 0.0, "Restated rows": 1.0, "Definition or threshold": 1.0, "Scope": -2.0,
    }  # fmt: skip
    assert change.total == 0.0, "four causes that cancel out are still four causes"
    assert adds_up(change)


def test_two_boards_and_four_planted_changes_of_known_size(monkeypatch):
    """Between two boards: 3 late rows, 11 more in the new month, 5 by a wider definition, 7 by a client less."""

    def month(name: str, many: int, priority: int, client: str, letter: str) -> list[dict]:
        return [
            incident(f"{letter}{name}{n}", f"2026-{name}-{1 + n % 27:02d}", priority, client)
            for n in range(many)
        ]

    last = [incident("END", "2026-09-30", 4), incident("END2", "2026-10-31", 4)]
    september = month("09", 20, 1, "A", "a") + month("09", 4, 1, "B", "b") + last[:1]
    october = [
        *month("10", 31, 1, "A", "a"), *month("10", 7, 1, "B", "b"), *month("10", 5, 3, "A", "c"), *last[1:],
    ]  # fmt: skip
    w = warehouse_with(incidents=september)
    first = freeze(w, month_scope("2026-09"), "Kim")
    assert urgent(w, first, month_scope("2026-09")).before == 24

    add_rows(w, "incidents", october)
    add_rows(w, "incidents", month("09", 3, 2, "A", "late"))
    wider = URGENT.model_copy(update={"where": URGENT.where.replace("priority <= 2", "priority <= 3")})
    monkeypatch.setattr(board_since, "all_metrics", lambda: {**all_metrics(), URGENT.name: wider})
    for module in (board_overview, board_topics):
        monkeypatch.setattr(module, "URGENT", wider)
    for name in ("ALL", "SERVICE"):
        listed = tuple(wider if metric is URGENT else metric for metric in getattr(board_topics, name))
        monkeypatch.setattr(board_topics, name, listed)
    now = month_scope("2026-10", Scope.of(client="A"))
    second = freeze(w, now, "Kim")

    change = urgent(w, first, now)
    shown = next(f for f in second.figures if f.receipt.metric == URGENT.name)
    assert change.after == shown.receipt.value == 36
    assert parts(change) == {
        "New activity": 11.0, "Restated rows": 3.0, "Definition or threshold": 5.0, "Scope": -7.0,
    }  # fmt: skip
    assert (
        sum(v or 0.0 for v in parts(change).values()) == change.total == shown.receipt.value - change.before
    )
    assert (change.appeared, change.gone) == (3, 0)
    assert change_row(change, "EUR")[3:8] == ("+12", "+11", "+3", "+5", "−7")


def test_what_is_shown_of_a_change_adds_up_too():
    """Three causes of 0.04 points each: shown one by one they would vanish beside a change of 0.1 points."""
    whole = Change(
        SLA_RESOLUTION, "stability", 0.9, 0.9012, 10, 10, new_activity=0.0004, restated=0.0004, definition=0.0004,
        scope=0.0,
    )  # fmt: skip
    told = change_row(whole, "EUR")[3:8]
    assert told[0] == "+0.1\xa0pts"
    assert sum(float(cell.split("\xa0")[0]) for cell in told[1:]) == pytest.approx(0.1)


def test_all_that_changed_can_be_reached(september):
    """What other files and targets changed comes first; every figure of the frozen board is in the table."""
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    add_rows(september, "incidents", [*OCTOBER, incident("LATE", "2026-09-03")])
    screen = board(september, month_scope("2026-10"), ("changes",)).screens[0]
    table = screen.grids[0]
    assert {row[0] for row in table.rows} == {f.receipt.title for f in frozen.figures}
    paged = [row for number in range(table.pages) for row in table.page(number).rows]
    assert paged == list(table.rows)
    assert f"of {len(table.rows)}" in table.page(0).title
    restated = table.columns.index("Restated rows")
    moved = [row[restated] not in {"0", "—"} for row in table.rows]
    assert moved[0]
    assert moved == sorted(moved, reverse=True)
    assert "by restated rows" in screen.headline


def test_a_month_nothing_is_known_of_has_no_board(september):
    with pytest.raises(NoBoardError, match="March 2019"):
        board(september, month_scope("2019-03"))
    for wrong in ("2026-13", "2026", "2026-W09", "tomorrow"):
        with pytest.raises(ValueError, match="is not a month"):
            month_scope(wrong)


def test_with_tickets_alone_every_screen_says_what_is_missing():
    """No client, no service, no money, no mood: grey with a reason, never an empty screen or a false all-clear."""
    nameless = [
        {**incident(f"I{n}", f"2026-09-{n:02d}"), "client": None, "service": None} for n in range(1, 9)
    ]
    w = warehouse_with(incidents=nameless)
    for screen in board(w, month_scope("2026-09")).screens:
        said = [line.text for _, lines in screen.lists for line in lines]
        assert screen.figures or screen.grids or said, screen.topic
        assert screen.headline.endswith(".")
        for figure in screen.figures:
            assert figure.answer.value is not None or figure.answer.reason
        assert "Nothing is red." not in said
    first = board(w, month_scope("2026-09"), ("headline",)).screens[0]
    assert any(figure.answer.value == 8 for figure in first.figures), "what is measured comes to the front"


def test_the_first_screen_says_who_is_red_and_in_what(september):
    shown = board(september, month_scope("2026-09"), ("headline",)).screens[0]
    assert shown.headline.startswith("2 of 2 clients are red: A (stability), B (stability)."), shown.headline
    assert len(shown.lists) == 3
    assert all(1 <= len(lines) <= 3 for _, lines in shown.lists)


def test_every_figure_of_a_board_adds_up(september):
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    add_rows(september, "incidents", [*OCTOBER, incident("LATE", "2026-09-03")])
    for change in since(september, frozen, month_scope("2026-10", Scope.of(client="A"))).changes:
        if change.reason is None:
            assert adds_up(change), change.metric.name
        else:
            assert not any(v for v in parts(change).values())


def test_a_moved_target_is_told_from_a_moved_figure():
    clocks = [
        {"ticket": f"T{i}", "sla_name": "Resolution", "sla_type": "SLA", "target": "resolution",
         "started": "2026-09-01 08:00", "ended": f"2026-09-0{4 if i < 6 else 2} 08:00", "breach": "2026-09-03 08:00",
         "breached": i < 6, "updated": "2026-09-10 00:00", "stage_category": "completed"}
        for i in range(40)
    ]  # fmt: skip
    w = warehouse_with(ticket_slas=clocks)
    frozen = freeze(w, month_scope("2026-09"), "Kim")
    w.set_setting("targets", {"sla_resolution": 0.5})
    change = next(
        c for c in since(w, frozen, month_scope("2026-09")).changes if c.metric.name == "sla_resolution"
    )
    assert (change.standing_before, change.standing_after) == ("bad", "good")
    assert change.threshold
    assert change.total == 0.0


def test_a_frozen_board_can_be_made_again_from_its_rows(september):
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    add_rows(september, "incidents", [incident("I1", "2026-09-02", priority=4), *OCTOBER])
    kept = frozen_boards(september)[0]
    assert kept == frozen
    assert all(again.same for again in verify(september, kept))
    assert kept.figures[0].metric.version == kept.figures[0].receipt.version


def test_the_board_shows_what_the_metrics_say(september):
    shown = board(september, month_scope("2026-09"))
    for figure in shown.figures:
        assert figure.answer.value == value(september, figure.metric, month_scope("2026-09")).value


def test_an_edited_headline_is_shown_with_the_rule_s_beside_it(september):
    edit_headline(september, "2026-09", "stability", "A calm month.", "Kim")
    screen = board(september, month_scope("2026-09"), ("stability",)).screens[0]
    assert screen.headline == "A calm month."
    assert "Kim" in screen.edited
    assert screen.written in screen.edited
    edit_headline(september, "2026-09", "stability", " ", "Kim")
    assert board(september, month_scope("2026-09"), ("stability",)).screens[0].headline == screen.written
    with pytest.raises(ValueError, match="who"):
        edit_headline(september, "2026-09", "stability", "x", "")


def test_a_change_within_noise_is_never_called_a_change(september):
    add_rows(september, "incidents", OCTOBER)
    before, now = (value(september, URGENT, month_scope(m)) for m in ("2026-09", "2026-10"))
    moved = compare(URGENT, now, before)
    assert now.value != before.value
    assert not moved.change.beyond_noise
    said = sentence(URGENT, now, rule_of(URGENT, now, "none", moved), moved, "EUR")
    assert "up from" not in said
    assert "n = 4" in said


def test_what_stayed_the_same_got_neither_better_nor_worse(september):
    """A signal of the series before may fire although the two months are equal."""
    now = value(september, URGENT, month_scope("2026-09"))
    moved = Comparison(now, StatisticalChange(True, "down", "a shift"), Interval(None, None))
    assert rule_of(URGENT, now, "none", moved) == "level"


def clocks(service: str, kept: int, missed: int) -> list[dict]:
    return [
        {
            "ticket": f"{service}{number}", "sla_name": "P3 resolution", "sla_type": "SLA", "target": "resolution",
            "service": service, "started": "2026-09-02 08:00", "breach": "2026-09-10 08:00",
            "ended": "2026-09-09 08:00" if number < kept else "2026-09-11 08:00", "breached": number >= kept,
            "stage_category": "completed",
        }
        for number in range(kept + missed)
    ]  # fmt: skip


def test_a_headline_names_who_is_worst():
    w = warehouse_with(ticket_slas=clocks("Mail", 40, 0) + clocks("Portal", 10, 30))
    screen = board(w, month_scope("2026-09")).screen("stability")
    assert screen.written.endswith("Worst: Portal (25.0\xa0%).")
    assert "Portal misses the target of 95.0\xa0% beyond noise (1 of 2 services)" in screen.charts[1].finding


def test_a_figure_from_few_rows_is_not_shown_by_itself():
    w = warehouse_with(ticket_slas=clocks("Mail", 1, 2))
    figure = board(w, month_scope("2026-09")).screen("stability").figures[0]
    assert figure.answer.n == 3
    assert value_words(figure) == "—"
    assert below(figure) == ("too few to show by itself; the receipt has the figure",)


def test_without_data_there_is_a_sentence():
    with pytest.raises(NoBoardError, match="no data"):
        last_month(open_warehouse(":memory:"))
    with pytest.raises(NoBoardError):
        board(open_warehouse(":memory:"), Scope())


def milestone(name: str, report: str, forecast: str, actual: str | None = None) -> dict:
    return {
        "project": "Move", "name": name, "client": "A", "baseline": "2026-09-30", "forecast": forecast,
        "actual": actual, "report_date": report,
    }  # fmt: skip


def test_promised_dates_are_judged_and_counted():
    """Three dates told in August: one kept, one missed, one still to come."""
    w = warehouse_with(
        milestones=[
            milestone("Kept", "2026-08-31", "2026-09-20"),
            milestone("Missed", "2026-08-31", "2026-09-25"),
            milestone("Coming", "2026-08-31", "2026-12-01"),
        ]
    )
    freeze(w, month_scope("2026-08"), "Kim")
    freeze(w, month_scope("2026-08"), "Kim")
    add_rows(
        w,
        "milestones",
        [
            milestone("Kept", "2026-10-15", "2026-09-20", "2026-09-18"),
            milestone("Missed", "2026-10-15", "2026-11-10"),
            milestone("Coming", "2026-10-15", "2026-12-11"),
        ],
    )
    told = record(w, month_scope("2026-10"))
    found = {o.promise.subject: (o.state, o.found) for o in told.outcomes}
    assert len(found) == len(told.outcomes) == 3, "the same promise on two boards is one"
    assert found["Move: Kept"] == ("kept", "reached on 18 Sep 2026, 2 days early")
    assert found["Move: Missed"] == ("broken", "not reached by 25 Sep 2026, now expected on 10 Nov 2026")
    assert found["Move: Coming"] == ("open", "now expected on 11 Dec 2026, 10 days late")
    assert (told.kept, told.judged, told.rate) == (1, 2, 0.5)


def test_a_promise_by_hand_is_settled_by_hand(september):
    made = Promise(
        kind="words", subject="Service desk", said="Two more people by autumn", made=date(2026, 8, 1),
        due=date(2026, 9, 1), author="Kim",
    )  # fmt: skip
    promise(september, made)
    assert record(september, month_scope("2026-09")).outcomes[0].state == "cannot tell"
    settle(september, made, "kept", "Kim")
    assert record(september, month_scope("2026-09")).rate == 1.0
    with pytest.raises(PromiseError):
        promise(september, made.model_copy(update={"due": made.made - timedelta(days=1)}))


def test_reading_a_state_back_is_no_restatement():
    """A row dated after the newest data is closed on the screen and open as known then: nobody restated it."""
    w = warehouse_with(
        incidents=[
            {**incident("I1", "2026-09-02"), "resolved": "2027-05-01 08:00", "state_category": "resolved"},
            incident("I2", "2026-09-10"),
        ]
    )
    frozen = freeze(w, month_scope("2026-09"), "Kim")
    for change in since(w, frozen, month_scope("2026-09")).changes:
        assert not change.total
        assert not change.restated
        assert (change.appeared, change.gone) == (0, 0)


def test_rows_cannot_be_restated_while_the_same_files_stand(september):
    """What the old question answers otherwise over the same files is another reading of them, a definition."""
    frozen = freeze(september, month_scope("2026-09"), "Kim")
    read_otherwise = tuple(f.model_copy(update={"known": (f.known or 0.0) - 1.0}) for f in frozen.figures)
    then = frozen.model_copy(update={"figures": read_otherwise})
    change = urgent(september, then, month_scope("2026-09"))
    assert (parts(change)["Restated rows"], parts(change)["Definition or threshold"]) == (0.0, 1.0)
    assert adds_up(change)
    add_rows(september, "incidents", OCTOBER)
    assert parts(urgent(september, then, month_scope("2026-09")))["Restated rows"] == 1.0
