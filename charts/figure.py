"""A figure as the plain dictionaries the browser draws: nothing is checked or copied while a reader waits."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from plotly.basedatatypes import BaseFigure

#: Smallest text of a figure that is read from the other end of a room, in pixels: figures do not grow with the page.
ROOM_TEXT = 18
#: Room that labels of this size take on the right.
_ROOM_MARGIN = 150

#: The properties of a trace or of the layout, in the words of plotly's reference.
Properties = dict[str, Any]


class Figure(BaseFigure):  # type: ignore[misc] # plotly has no types
    """A figure that is ready to be sent.

    Plotly's own class checks every property each time it is built, four milliseconds a figure, and again when
    it is read. Here that is done once, by the tests, which build plotly's own from each of these.
    """

    def __init__(self, data: Sequence[Properties], layout: Properties) -> None:
        # The parent's constructor and setters are what is to be avoided.
        self.__dict__["_ready"] = {"data": list(data), "layout": _plain(layout)}

    @property
    def data(self) -> list[Properties]:
        """The traces."""
        return list(self.__dict__["_ready"]["data"])

    @property
    def layout(self) -> Properties:
        """Axes, margins, shapes and annotations."""
        found: Properties = self.__dict__["_ready"]["layout"]
        return found

    def to_dict(self) -> Properties:
        """The whole figure."""
        found: Properties = self.__dict__["_ready"]
        return found

    def __repr__(self) -> str:
        return f"Figure({self.data!r}, {self.layout!r})"


def scatter(**properties: Any) -> Properties:
    """Points, or a line through them."""
    return {"type": "scatter"} | _plain(properties)


def bar(**properties: Any) -> Properties:
    """Bars."""
    return {"type": "bar"} | _plain(properties)


def heatmap(**properties: Any) -> Properties:
    """Cells whose colour is their value."""
    return {"type": "heatmap"} | _plain(properties)


def _plain(properties: Mapping[str, Any]) -> Properties:
    """What is given, and arrays of words as lists: the fast writer of JSON takes arrays of numbers and days only."""
    plain: Properties = {}
    for name, value in properties.items():
        if isinstance(value, dict):
            plain[name] = _plain(value)
        elif isinstance(value, np.ndarray) and value.dtype == object:
            plain[name] = value.tolist()
        elif value is not None:
            plain[name] = value
    return plain


def enlarged(figure: Figure) -> Figure:
    """The figure with text that can be read from the other end of a room."""
    large = {"size": ROOM_TEXT}

    def grown(part: Properties, name: str = "font") -> Properties:
        return part | {name: part.get(name, {}) | large}

    layout = grown(figure.layout)
    margin = layout["margin"]
    layout["margin"] = margin | {"r": max(int(margin["r"]), _ROOM_MARGIN)}
    for axis in ("xaxis", "yaxis"):
        layout[axis] = grown(layout[axis], "tickfont")
    layout["annotations"] = [grown(label) for label in layout["annotations"]]
    return Figure([grown(trace, "textfont") if "text" in trace else trace for trace in figure.data], layout)
