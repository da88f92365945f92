"""Every metric there is, found by its type in the modules of this folder."""

import difflib
from functools import cache

import metrics
from catalogue import collect
from metrics.metric import Metric


class UnknownMetricError(KeyError):
    """No metric has that name or identifier; the text names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def all_metrics() -> dict[str, Metric]:
    """Every metric by its name, in the order of their identifiers."""
    found: dict[str, Metric] = collect(metrics, Metric)
    return dict(sorted(found.items(), key=lambda item: (item[1].id, item[0])))


def metric_named(name: str) -> Metric:
    """The metric with this name or identifier, whatever its capitals; UnknownMetricError names the nearest."""
    known = {metric.name: metric for metric in all_metrics().values()}
    known |= {metric.id.casefold(): metric for metric in all_metrics().values()}
    found = known.get(name.strip().casefold())
    if found is not None:
        return found
    near = difflib.get_close_matches(name.strip().casefold(), known, n=1, cutoff=0.0)
    nearest = f"; the nearest is {known[near[0]].name} ({known[near[0]].id})" if near else ""
    raise UnknownMetricError(
        f"No metric is called {name!r}{nearest}. `python -m metrics --list` lists them all."
    )
