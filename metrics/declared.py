"""Every metric and study there is, found by its type in the modules of this folder."""

import difflib
from functools import cache

import metrics
from catalogue import collect
from metrics.metric import Metric
from metrics.study import Study


class UnknownMetricError(KeyError):
    """No metric has that name or identifier; the text names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def all_metrics() -> dict[str, Metric]:
    """Every metric by its name, in the order of their identifiers."""
    found: dict[str, Metric] = collect(metrics, Metric)
    return dict(sorted(found.items(), key=lambda item: (item[1].id, item[0])))


@cache
def all_studies() -> dict[str, Study]:
    """Every answer that is not one number, by its name, in the order of their identifiers."""
    found: dict[str, Study] = collect(metrics, Study)
    return dict(sorted(found.items(), key=lambda item: (item[1].id, item[0])))


def declared(name: str) -> Metric | Study:
    """What has this name or identifier, whatever its capitals; UnknownMetricError names the nearest."""
    every: list[Metric | Study] = [*all_metrics().values(), *all_studies().values()]
    known = {one.name: one for one in every} | {one.id.casefold(): one for one in every}
    found = known.get(name.strip().casefold())
    if found is not None:
        return found
    near = difflib.get_close_matches(name.strip().casefold(), known, n=1, cutoff=0.0)
    nearest = f"; the nearest is {known[near[0]].name} ({known[near[0]].id})" if near else ""
    raise UnknownMetricError(
        f"No metric is called {name!r}{nearest}. `python -m metrics --list` lists them all."
    )


def metric_named(name: str) -> Metric:
    """The metric with this name or identifier; UnknownMetricError where there is none or it is no metric."""
    found = declared(name)
    if isinstance(found, Metric):
        return found
    raise UnknownMetricError(f"{found.title} ({found.id}) is not one number; choose a metric with one.")
