"""The screen of the board about change: what moved since the last board and why, and what became of promises."""

from __future__ import annotations

import math
from collections.abc import Sequence

from metrics.board_material import Material
from metrics.board_parts import Grid, Line, Screen
from metrics.board_promises import Outcome, Record, State, record
from metrics.board_since import Change, Since
from metrics.comparison import Standing
from metrics.wording import counted, said, said_change, said_day

COLUMNS = (
    "Figure", "Then", "Now", "Change", "New activity", "Restated rows", "Definition or threshold", "Scope", "Status",
)  # fmt: skip
#: Rows of each of the two tables that one screen carries.
MOST_CHANGES, MOST_PROMISES = 12, 5

_NEEDED = (
    "What this screen needs",
    (Line("a frozen board: freeze this one, and the next will say what changed and why", "grey"),),
)
_STATUS: dict[Standing, str] = {"good": "on track", "warn": "at risk", "bad": "off track", "none": "—"}
_GRAVITY: dict[Standing, int] = {"bad": 3, "warn": 2, "none": 1, "good": 0}
#: What was not kept comes first, then what may not be, then what was.
_PROMISES: dict[State, int] = {"broken": 0, "cannot tell": 1, "open": 2, "kept": 3}
#: What the last shown digit of a unit stands for; money is shown too coarsely to be rounded as a whole.
_STEP = {"percent": 0.001, "count": 1.0, "items": 1.0, "money": 0.0}


def changes(of: Material) -> Screen:
    """What changed since the last board, split into its causes, and what became of what it was told."""
    told = record(of.warehouse, of.scope)
    promised = (promises_grid(told),) if told.outcomes else ()
    if of.since is None:
        written = "No board was frozen for an earlier month, so there is nothing to compare with."
        return Screen("changes", "", "", written, lists=(_NEEDED,), grids=promised)
    rows = tuple(change_row(change, of.currency) for change in in_order(of.since.changes))
    title = f"Each change and its causes, since the board of {of.since.board.words}"
    notes = tuple(f"{c.metric.title}: not split, {c.reason}." for c in of.since.changes if c.reason)
    rules = ("The health rules are others than on that board.",) if of.since.rules_changed else ()
    return Screen(
        "changes", "", "", moved_words(of.since), grids=(Grid(title, COLUMNS, rows, most=MOST_CHANGES), *promised),
        notes=rules + notes + tuple(in_words(change, of.currency) for change in of.since.changes if change.total),
    )  # fmt: skip


def moved_words(since: Since) -> str:
    """Who got worse, how many figures moved, and whether by anything but new activity."""
    month = since.board.month_words
    overall = [c for c in since.colours if c.dimension == "overall"]
    worse = [f"{c.part} ({c.before} → {c.after})" for c in overall if c.worse]
    better = [f"{c.part} ({c.before} → {c.after})" for c in overall if not c.worse]
    clients = "; ".join(
        f"{', '.join(named)} got {how}" for named, how in ((worse, "worse"), (better, "better")) if named
    )
    moved = [change for change in since.changes if change.total or any(v for _, v in change.causes)]
    causes = [
        f"{count} also {because}"
        for because, count in (
            ("by restated rows", sum(bool(c.restated) for c in moved)),
            ("by a changed definition", sum(bool(c.definition) for c in moved)),
            ("by another scope", sum(bool(c.scope) for c in moved)),
            ("by a moved target", sum(c.threshold for c in since.changes)),
        )
        if count
    ]
    why = ", ".join(causes) or "all by new activity alone"
    return (
        f"Since {month}: {clients or 'no client changed its colour'};"
        f" {len(moved)} of {counted(len(since.changes), 'figure')} moved{f', {why}' if moved else ''}."
    )


def in_order(changes: Sequence[Change]) -> list[Change]:
    """What was not new activity alone needs saying most; then what got worse; what stood still comes last."""

    def place(change: Change) -> tuple[bool, bool, int, bool]:
        others = bool(change.restated or change.definition or change.scope or change.threshold)
        got_worse = _GRAVITY[change.standing_after] - _GRAVITY[change.standing_before]
        return not others, not change.total, -got_worse, change.reason is not None

    return sorted(changes, key=place)


def change_row(change: Change, currency: str) -> tuple[str, ...]:
    """Then, now, the change, its four causes and the status, as people read them; what is shown adds up too."""
    unit = change.metric.unit
    total, *causes = _shown(change)
    return (
        change.metric.title, said(change.before, unit, currency), said(change.after, unit, currency),
        _amount(total, unit, currency), *(_amount(cause, unit, currency) for cause in causes), status_words(change),
    )  # fmt: skip


def in_words(change: Change, currency: str) -> str:
    """One change in a sentence, for the presenter."""
    unit = change.metric.unit
    total, *amounts = _shown(change)
    names = [name.lower() for name, _ in change.causes]
    causes = [f"{_amount(v, unit, currency)} {name}" for v, name in zip(amounts, names, strict=True) if v]
    of_which = f", of which {', '.join(causes)}" if causes else ""
    return f"{change.metric.title}: {_amount(total, unit, currency)}{of_which}."


def _shown(change: Change) -> tuple[float | None, ...]:
    """The change and its causes rounded together to the digit shown, so that the causes add up on paper too."""
    causes = [value for _, value in change.causes]
    step = _STEP.get(change.metric.unit, 0.1)
    if change.total is None or any(value is None for value in causes) or not step:
        return (change.total, *causes)
    steps = [float(value or 0.0) / step for value in causes]
    if step == 1.0 and not all(value.is_integer() for value in steps):
        step, steps = 0.1, [value * 10 for value in steps]
    down = [math.floor(value + 1e-9) for value in steps]
    left = round(sum(steps)) - sum(down)
    for place in sorted(range(len(steps)), key=lambda p: down[p] - steps[p])[:left]:
        down[place] += 1
    return (sum(down) * step, *(value * step for value in down))


def _amount(value: float | None, unit: str, currency: str) -> str:
    if value is None:
        return "—"
    return "0" if abs(value) < 1e-12 else said_change(value, unit, currency)


def status_words(change: Change) -> str:
    """The status then and now, and whether only the target moved."""
    before, after = change.standing_before, change.standing_after
    if before == after:
        return _STATUS[after]
    return f"{_STATUS[before]} → {_STATUS[after]}{' (the target moved)' if change.threshold else ''}"


def promises_grid(told: Record) -> Grid:
    """What the board was told and what became of it: the broken ones first."""
    judged = f": {told.kept} of {told.judged} that can be judged were kept" if told.judged else ""

    def place(outcome: Outcome) -> tuple[int, bool, str]:
        return _PROMISES[outcome.state], "late" not in outcome.found, str(outcome.promise.due)

    rows = tuple(
        (o.promise.said, said_day(o.promise.made), said_day(o.promise.due), o.state, o.found)
        for o in sorted(told.outcomes, key=place)
    )
    columns = ("Promise", "Made", "Due", "State", "What became of it")
    return Grid(f"What we told the board{judged}", columns, rows, most=MOST_PROMISES)
