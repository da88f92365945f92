"""Answers kept from one run to the next: what the data, the question and the viewer decide is asked once."""

import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Result = TypeVar("Result")


def kept(most: int) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Keep the newest `most` results of a function by its arguments, but for those whose name begins with "_".

    For results nobody changes: each caller is given the same one. `st.cache_data` gives everyone a copy, and
    spent more time on copying and on naming what it keeps than the rest of a page took.
    """

    def keeping(function: Callable[..., Result]) -> Callable[..., Result]:
        counted = [
            place
            for place, name in enumerate(inspect.signature(function).parameters)
            if not name.startswith("_")
        ]
        known: OrderedDict[tuple[Any, ...], Result] = OrderedDict()
        asked: dict[tuple[Any, ...], threading.RLock] = {}
        lock = threading.Lock()

        @wraps(function)
        def keeper(*given: Any) -> Result:
            key = tuple(given[place] for place in counted)
            with lock:
                if key in known:
                    known.move_to_end(key)
                    return known[key]
                alone = asked.setdefault(key, threading.RLock())
            # Who asks the same at the same time waits for the one answer; nobody waits for another question.
            with alone:
                with lock:
                    if key in known:
                        return known[key]
                try:
                    found = function(*given)
                    with lock:
                        known[key] = found
                        while len(known) > most:
                            known.popitem(last=False)
                finally:
                    with lock:
                        asked.pop(key, None)
            return found

        return keeper

    return keeping
