"""What the board is shown, in order: one topic a screen, each with a headline written by the rule that fired.

To add a topic, write what stands on it in board_topics.py and put one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from metrics import board_overview as overview
from metrics import board_topics as topical
from metrics.board_changes import changes
from metrics.board_frozen import FrozenBoard, FrozenCell, FrozenFigure, keep_board, now, standing_imports
from metrics.board_material import Material
from metrics.board_parts import Figure, Screen
from metrics.board_promises import Promise, promise, promises, told
from metrics.board_since import Since, known_at
from metrics.health import Row, health_day
from metrics.health_rules import rules_text
from metrics.receipts import receipt
from metrics.scope import Scope, period_named
from metrics.wording import said_day
from warehouse import Warehouse

Progress = Callable[[float, str], None]

#: Where edited headlines are kept, by "month/topic".
HEADLINES = "headlines"


@dataclass(frozen=True)
class Topic:
    """One topic of the board: its name in the address, its title, its question, and what stands on it."""

    name: str
    title: str
    asks: str
    screen: Callable[[Material], Screen]


#: The board report. What has an order is listed.
BOARD: tuple[Topic, ...] = (
    Topic("headline", "Headline and decisions", "What is wrong, and what has to be decided?", overview.headline),
    Topic("exceptions", "Exceptions", "What is off track?", overview.exceptions),
    Topic("changes", "Since the last board", "What changed, and why?", changes),
    Topic("wall", "Portfolio", "How is every client doing?", overview.wall),
    Topic("stability", "Stability and SLA", "Is the service stable and on time?", topical.stability),
    Topic("money", "Money", "Where will the year end?", topical.money),
    Topic("mood", "Client mood", "Are clients happy with us?", topical.mood),
    Topic("risks", "Risks and dependencies", "What may go wrong?", topical.risks),
    Topic("opportunities", "Opportunities", "What could we sell, and to whom not now?", topical.opportunities),
    Topic("data", "Data and definitions", "How far can these figures be trusted?", topical.data),
)  # fmt: skip

TOPICS = tuple(topic.name for topic in BOARD)


@dataclass(frozen=True)
class Board:
    """The screens of one month for one scope; `figures` are all that were asked for, each once.

    `since` is what changed since the last board; None where none was frozen or nobody asked.
    """

    month: str
    month_words: str
    scope: Scope
    screens: tuple[Screen, ...]
    figures: tuple[Figure, ...]
    wall: tuple[Row, ...]
    data_to: date
    since: Since | None = None

    def screen(self, name: str) -> Screen:
        """The screen of a topic."""
        return next(screen for screen in self.screens if screen.topic == name)


class NoBoardError(ValueError):
    """There is nothing to show the board; the message says why."""


def last_month(w: Warehouse, grants: tuple[str, ...] = ("*",)) -> str:
    """The last month that is over, as the data tell, as "2026-10"."""
    today = health_day(w, Scope(grants=grants))
    if today is None:
        raise NoBoardError(
            "There is no data yet, so there is nothing to show the board: load a file first with"
            " `python -m data_loaders FILE` or on the page Data."
        )
    first = (today + timedelta(days=1)).replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"


def month_scope(month: str, scope: Scope | None = None) -> Scope:
    """The scope of one month, with the filters and grants of `scope`.

    >>> month_scope("2026-12").end
    datetime.date(2027, 1, 1)
    """
    try:
        named = period_named(month)
    except ValueError:
        named = None
    if named is None or named.start.day != 1 or not 28 <= (named.end - named.start).days <= 31:
        raise ValueError(f"{month!r} is not a month: write it as 2026-10.")
    return (scope or Scope()).but(start=named.start, end=named.end, grain="month")


def board(w: Warehouse, scope: Scope, topics: Sequence[str] = TOPICS) -> Board:
    """The chosen topics of the month of a scope, in the order of the board, with edited headlines in place."""
    unknown = [name for name in topics if name not in TOPICS]
    if unknown:
        raise ValueError(f"The board has no topic {unknown[0]!r}; it has {', '.join(TOPICS)}.")
    today = health_day(w, Scope(grants=scope.grants))
    if scope.start is None or today is None:
        scope = month_scope(last_month(w, scope.grants), scope)
    assert today is not None
    material = Material(w, scope)
    edits = w.kept(HEADLINES)
    shown = tuple(
        _with_headline(topic, topic.screen(material), edits.get(f"{material.month}/{topic.name}"))
        for topic in BOARD
        if topic.name in topics
    )
    figures = material.figures(*topical.ALL)
    placed = any(figure.answer.n for figure in figures if figure.metric.when is not None)
    if not placed and material.month != last_month(w, scope.grants):
        raise NoBoardError(
            f"Nothing that was loaded is about {material.month_words}, so there is no board of that month;"
            f" the newest data are of {today:%B %Y}."
        )
    known = material.since if "changes" in topics else None
    return Board(material.month, material.month_words, scope, shown, figures, material.rows, today, known)


def _with_headline(topic: Topic, screen: Screen, edit: dict[str, object] | None) -> Screen:
    named = replace(screen, title=topic.title, asks=topic.asks, headline=screen.written)
    if edit is None:
        return named
    saved = edit["saved_at"]
    when = said_day(saved) if isinstance(saved, date) else ""
    return replace(
        named,
        headline=str(edit["value"]),
        edited=f"Headline by {edit['author'] or 'the manager'}, {when}. The rule says: {screen.written}",
    )


def edit_headline(w: Warehouse, month: str, topic: str, text: str, author: str) -> None:
    """Keep the manager's headline of a topic in a month; an empty text goes back to the rule's."""
    if topic not in TOPICS:
        raise ValueError(f"The board has no topic {topic!r}.")
    if not author.strip():
        raise ValueError("Say who writes this headline.")
    w.keep(HEADLINES, f"{month}/{topic}", text.strip() or None, author.strip())


def freeze(
    w: Warehouse,
    scope: Scope,
    author: str,
    *,
    shown: Board | None = None,
    progress: Progress = lambda _share, _what: None,
) -> FrozenBoard:
    """Keep the board as it is shown now: figures, intervals, colours, sentences, thresholds, definitions, rows.

    What it promises by itself (forecast dates, the landing of the year) is recorded too. `shown` is the board
    of this scope where it has been worked out; `progress` is told the share done (0 to 1) and what comes next.
    """
    if not author.strip():
        raise ValueError("Say who freezes this board.")
    progress(0.0, "Asking every figure")
    shown = shown or board(w, scope)
    listed = [(topic, figure) for topic, figure in _by_topic(shown) if figure.scope == shown.scope]
    figures = []
    for place, (topic, figure) in enumerate(listed):
        progress(0.1 + 0.7 * place / len(listed), f"Keeping the rows of: {figure.metric.title}")
        figures.append(_frozen(w, topic, figure))
    progress(0.8, "Keeping what the board is promised")
    frozen = keep_board(
        w,
        FrozenBoard(
            month=shown.month, frozen_at=now(), author=author.strip(), scope=shown.scope, content_id=w.content_id,
            data_to=shown.data_to, figures=tuple(figures), cells=_cells(shown.wall),
            headlines={screen.topic: screen.headline for screen in shown.screens}, rules=rules_text(w),
            imports=standing_imports(w),
        ),
    )  # fmt: skip
    made = health_day(w, Scope(grants=scope.grants)) or frozen.frozen_at.date()
    known = {_open(existing) for existing in promises(w)}
    for found in told(w, shown.scope, made, frozen.key, author.strip()):
        if _open(found) not in known:
            promise(w, found)
    progress(1.0, "Frozen")
    return frozen


def _open(made: Promise) -> tuple[str, str, date, float | None, float | None]:
    """Two boards that say the same make one promise."""
    return made.kind, made.subject, made.due, made.low, made.high


def _by_topic(shown: Board) -> list[tuple[str, Figure]]:
    places = {
        "stability": topical.SERVICE, "money": topical.MONEY, "mood": topical.MOOD, "risks": topical.RISKS,
        "opportunities": topical.SALES,
    }  # fmt: skip
    topic_of = {metric.name: topic for topic, metrics in places.items() for metric in metrics}
    return [(topic_of[figure.metric.name], figure) for figure in shown.figures]


def _frozen(w: Warehouse, topic: str, figure: Figure) -> FrozenFigure:
    slip = receipt(w, figure.metric, figure.scope, answer=figure.answer)
    as_of = known_at(slip)
    known = None if as_of is None else receipt(w, figure.metric, figure.scope.but(as_of=as_of))
    return FrozenFigure(
        topic=topic, definition=figure.metric.model_dump(mode="json"), receipt=slip,
        known=known.value if known else None,
        known_rows=known.imports if known and known.imports != slip.imports else None,
        standing=figure.standing, sentence=figure.sentence,
    )  # fmt: skip


def _cells(rows: Sequence[Row]) -> tuple[FrozenCell, ...]:
    found = [
        FrozenCell(
            part=row.part, dimension="overall", colour=row.colour, computed=row.computed, value=None, n=0, low=None,
            high=None, sentence=row.sentence,
        )
        for row in rows
    ]  # fmt: skip
    found += [
        FrozenCell(
            part=row.part, dimension=cell.dimension, colour=cell.colour, computed=cell.computed, value=cell.value,
            n=cell.n, low=cell.low, high=cell.high, sentence=cell.sentence,
        )
        for row in rows
        for cell in row.cells
    ]  # fmt: skip
    return tuple(found)
