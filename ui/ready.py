"""Whether the start has imported what pages need: nobody else may import in the meantime.

Two threads that import modules of one circle in different orders are shown half of a module by Python. So the
first page waits for the start; without one (in a test of a single page) nobody waits.
"""

import threading

_ready = threading.Event()
_ready.set()


def starting() -> None:
    """The start begins to import."""
    _ready.clear()


def started() -> None:
    """The start has imported, or has failed: pages may go on."""
    _ready.set()


def wait() -> None:
    """Until nobody is importing."""
    _ready.wait()
