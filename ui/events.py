"""What happened or is planned, to be drawn on every time chart: freezes, waves, releases, migrations."""

from charts.trend import Event
from metrics.query_values import calendar_events
from ui.kept import kept
from ui.view import View
from warehouse import Warehouse


def events_of(view: View) -> tuple[Event, ...]:
    """The events of the warehouse's calendars that the viewer may see."""
    return _events(view.content_id, view.warehouse, view.scope.grants)


@kept(most=20)
def _events(
    content_id: str,  # noqa: ARG001 - another content has other events
    _warehouse: Warehouse,
    grants: tuple[str, ...],
) -> tuple[Event, ...]:
    return tuple(
        Event(title=title, start=start, end=end, kind=kind)
        for title, kind, start, end in calendar_events(_warehouse, grants)
    )
