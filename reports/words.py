"""What every form of the pack says in the same words: values, statuses, colours, and where the figures come from."""

from __future__ import annotations

from metrics import board_notes as notes
from metrics.board import Board
from metrics.board_parts import Chart, Figure, Grid, Line, Screen
from metrics.health_rules import Colour
from metrics.wording import said_day

#: Status and colour are always a sign, a word and a colour.
SIGNS: dict[str, str] = {"red": "▼", "amber": "▲", "green": "●", "grey": "○"}
WORDS: dict[str, str] = {"red": "Off track", "amber": "At risk", "green": "On track", "grey": "No data"}
#: Text colours that read on white (4.5 : 1 and more).
INK: dict[str, str] = {"red": "#A61B1B", "amber": "#945800", "green": "#0F6B4D", "grey": "#5B6678"}
TINT: dict[str, str] = {"red": "#F8E7E8", "amber": "#FBF1DF", "green": "#E3F2EC", "grey": "#EEF1F5"}
_OF_STANDING: dict[str, Colour] = {"good": "green", "warn": "amber", "bad": "red"}


def value(figure: Figure) -> str:
    """The figure's value as the pack writes it."""
    return notes.value_words(figure)


def colour(figure: Figure) -> Colour | None:
    """The figure's status as a colour; None where it has no target, grey where it has no value."""
    return "grey" if figure.answer.value is None else _OF_STANDING.get(figure.standing)


def below(figure: Figure) -> str:
    """What stands under the value, with its n."""
    n = (
        (f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{figure.answer.n:,}",)
        if figure.answer.value is not None
        else ()
    )
    return " · ".join(notes.below(figure) + n)


def marked(cell: object) -> str:
    """A colour as a sign and its name, grey as what it means; everything else as it is."""
    text = str(cell)
    name = WORDS["grey"].lower() if text == "grey" else text
    return f"{SIGNS[text]}\N{NO-BREAK SPACE}{name}" if text in SIGNS else text


def line(entry: Line) -> str:
    """One line of a list with its sign and who it is about."""
    sign = f"{SIGNS[entry.colour]} " if entry.colour else ""
    return f"{sign}{entry.part + ': ' if entry.part else ''}{entry.text}"


def title(board: Board) -> str:
    """The title of the pack."""
    filters = "; ".join(f"{name} {', '.join(values)}" for name, values in board.scope.filters)
    return f"Board report {board.month_words}{f' ({filters})' if filters else ''}"


def stamp(board: Board) -> str:
    """How far the data go."""
    return f"{board.month_words} · data to {said_day(board.data_to)}"


def labels(chart: Chart) -> list[str]:
    """The names of a chart's points."""
    if chart.by is None:
        return [f"{point.start:%b %y}" if point.start else str(point.period) for point in chart.answer.points]
    return [str(point.part) for point in chart.answer.points]


def chart_unit(chart: Chart) -> str:
    """The unit after a chart's title."""
    return {"percent": "%", "money": chart.currency}.get(
        chart.metric.unit, chart.metric.unit.replace("_", " ")
    )


def picture_unit(chart: Chart) -> str:
    """The unit after the title of a picture, and what its two marks stand for where it has no legend."""
    told = chart_unit(chart)
    if chart.beside is None:
        return told
    return f"{told}; bars: {chart.metric.title.lower()}, lines: {chart.beside.title.lower()}"


def asks(screen: Screen) -> str:
    """The topic and its question."""
    return f"{screen.title} · {screen.asks}"


def widths(grid: Grid) -> list[float]:
    """The share of the width each column needs, by its longest text; long sentences give way, colours do not."""
    longest = [
        max([len(str(name)), *(min(len(str(row[place])), 60) for row in grid.rows)])
        for place, name in enumerate(grid.columns)
    ]
    weights = [
        max(length, 11 if name in grid.colours else 9) ** 0.75
        for name, length in zip(grid.columns, longest, strict=True)
    ]
    return [weight / sum(weights) for weight in weights]
