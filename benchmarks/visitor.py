"""A reader without a browser: speaks the app's websocket, counts the bytes, looks at what the page shows.

It keeps no messages from one run to the next as a browser does, so the bytes it counts are the most there can be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import websocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

#: Seconds without a message after which the app counts as stuck.
PATIENCE = 120


@dataclass
class Run:
    """One run of a page: bytes received, wall seconds, its charts, what it says, and its controls by label."""

    received: int = 0
    wall: float = 0.0
    charts: int = 0
    texts: list[str] = field(default_factory=list)
    controls: dict[str, str] = field(default_factory=dict)


class Visitor:
    """One session with an app on this machine. Raises RuntimeError when a page shows an exception."""

    def __init__(self, port: int) -> None:
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], timeout=PATIENCE
        )
        self._controls: dict[str, str] = {}

    def visit(self, page: str, chosen: Mapping[str, Sequence[str]] | None = None) -> Run:
        """Run a page by its name in the address, with values chosen in its controls by label."""
        message = BackMsg()
        message.rerun_script.page_name = page
        for label, values in (chosen or {}).items():
            state = message.rerun_script.widget_states.widgets.add(id=self._controls[label])
            state.string_array_value.data.extend(values)
        begin = perf_counter()
        self._socket.send_binary(message.SerializeToString())
        run = Run()
        while not self._take(self._socket.recv(), run):
            pass
        run.wall = perf_counter() - begin
        self._controls |= run.controls
        return run

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    @staticmethod
    def _take(data: bytes, run: Run) -> bool:
        """Take in one message; whether it was the last of the run."""
        run.received += len(data)
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "script_finished":
            return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        element = message.delta.new_element
        shape = element.WhichOneof("type")
        if shape == "exception":
            raise RuntimeError(f"The page shows an exception: {element.exception.message}")
        if shape == "plotly_chart":
            run.charts += 1
        elif shape == "multiselect":
            run.controls[element.multiselect.label] = element.multiselect.id
        elif shape == "button":
            run.texts.append(element.button.label)
        elif shape == "markdown":
            run.texts.append(element.markdown.body)
        return False
