"""A board as it was shown: values, intervals, colours, sentences, thresholds, definitions and the rows behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from metrics.comparison import Standing
from metrics.health_rules import Colour
from metrics.metric import Metric
from metrics.receipts import Receipt, Replayed, SourceRows, replay
from metrics.scope import Scope
from warehouse import Warehouse

#: Where frozen boards are kept; the key is the month and the moment of freezing.
COLLECTION = "boards"


class FrozenFigure(BaseModel):
    """One figure as shown: the metric's whole definition, the receipt with the rows, status and sentence.

    `known` is the value read again with the as-of written down, which is how it is read for comparison later;
    `known_rows` are the rows of that reading where they are others than the receipt's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    definition: dict[str, Any]
    receipt: Receipt
    known: float | None
    known_rows: tuple[SourceRows, ...] | None = None
    standing: Standing
    sentence: str

    @property
    def metric(self) -> Metric:
        """The metric as it was defined then; raises ValidationError where it can no longer be read."""
        return Metric.model_validate(self.definition)


class FrozenCell(BaseModel):
    """One colour of the portfolio wall as shown; `dimension` is "overall" for the whole row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str
    dimension: str
    colour: Colour
    computed: Colour
    value: float | None
    n: int
    low: float | None
    high: float | None
    sentence: str


class FrozenBoard(BaseModel):
    """Everything a board was told: `rules` is the text of the health rules in force, `headlines` are per topic.

    `imports` are the imports that stood then: where they still do, no source row can have been restated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    month: str
    frozen_at: datetime
    author: str
    scope: Scope
    content_id: str
    data_to: date
    figures: tuple[FrozenFigure, ...]
    cells: tuple[FrozenCell, ...]
    headlines: dict[str, str]
    rules: str
    imports: tuple[int, ...] | None = None

    @property
    def key(self) -> str:
        """The month and the moment of freezing."""
        return f"{self.month}/{self.frozen_at:%Y-%m-%dT%H:%M:%S.%f}"

    @property
    def month_words(self) -> str:
        """The month as people say it."""
        return f"{date.fromisoformat(f'{self.month}-01'):%B %Y}"

    @property
    def words(self) -> str:
        """The board as people name it."""
        return f"{self.month_words}, frozen {self.frozen_at:%d %b %Y %H:%M} by {self.author}"


def keep_board(w: Warehouse, board: FrozenBoard) -> FrozenBoard:
    """Keep a frozen board; boards kept before stay."""
    w.keep(COLLECTION, board.key, board.model_dump(mode="json"), board.author)
    return board


def frozen_boards(w: Warehouse) -> tuple[FrozenBoard, ...]:
    """Every frozen board, the newest first."""
    kept = w.kept(COLLECTION)
    return tuple(
        sorted(
            (FrozenBoard.model_validate(record["value"]) for record in kept.values()),
            key=lambda board: board.key,
            reverse=True,
        )
    )


def last_board(w: Warehouse, month: str) -> FrozenBoard | None:
    """The newest board frozen for a month before this one."""
    return next((board for board in frozen_boards(w) if board.month < month), None)


def verify(w: Warehouse, board: FrozenBoard) -> tuple[Replayed, ...]:
    """Every figure of a frozen board made again from exactly the rows its receipt names."""
    return tuple(replay(w, figure.receipt, figure.metric) for figure in board.figures)


def standing_imports(w: Warehouse) -> tuple[int, ...]:
    """The imports that have not been undone."""
    imports = w.imports()
    return tuple(int(number) for number in imports.loc[imports["undone_at"].isna(), "import_id"])


def now() -> datetime:
    """This moment in UTC without zone, as records are kept."""
    return datetime.now(UTC).replace(tzinfo=None)
