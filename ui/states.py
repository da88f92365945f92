"""A page without data says what is missing and what to do; stale or sample data are never taken for fresh."""

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from charts.findings import inside
from charts.numbers import digits, written_day
from contracts import all_contracts
from contracts.contract import Contract, columns
from data_loaders.sources import all_sources
from data_loaders.templates import template
from metrics.metric import Metric
from metrics.query import value
from metrics.query_tables import table
from ui import start
from ui.facts import Facts
from ui.scope_bar import clear_filters
from ui.view import View, escaped, page_at
from warehouse import Warehouse

STALE_AFTER_DAYS = 7


def nothing_to_show(view: View, kinds: tuple[str, ...]) -> None:
    """What is missing, why it is needed, the one thing to do about it, and a template to fill in."""
    contracts = [all_contracts()[kind] for kind in kinds]
    names = " or ".join(inside(contract.title) for contract in contracts)
    with st.container(border=True, key="card-nothing"):
        st.header(f"No {names} yet", anchor=False)
        st.markdown(
            f"This page is made from {names}. {contracts[0].about} Load the export of your tool, "
            "or fill in the template."
        )
        with st.container(horizontal=True):
            if st.button("Load data", type="primary", icon=":material/upload:"):
                st.switch_page(page_at("data/imports.py"))
            for contract in contracts:
                st.download_button(
                    f"Template for {inside(contract.title)}",
                    data=partial(template, contract.kind),
                    file_name=f"{contract.kind}_template.xlsx",
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"template-{contract.kind}",
                )
    if view.scope.grants != ("*",):
        st.caption("You see only the clients you were given access to.")


#: Where the rows of a kind are read first.
READ_FIRST = {
    "incidents": "service/incidents.py", "ticket_slas": "service/slas.py", "changes": "service/changes.py",
    "problems": "service/problems.py", "requests": "service/requests.py", "work_items": "delivery/flow.py",
    "milestones": "delivery/plans.py", "survey_responses": "clients/mood.py", "budget": "money/budget.py",
    "actuals": "money/budget.py", "purchase_orders": "money/orders.py", "invoices": "money/orders.py",
    "plan_items": "money/earned_value.py", "risks": "governance/risks.py",
}  # fmt: skip


def nobody_named(view: View, by: str) -> None:
    """What is loaded names no client or service: where it can be read all the same, and how to name one."""
    with st.container(border=True, key="card-nobody"):
        st.header(f"No row names a {by}", anchor=False)
        st.markdown(
            f"This page has one row per {by}. Load a portfolio list, or exports in which a column names the {by};"
            " on the Data page a column can be mapped by hand. What is loaded can be read here:"
        )
        with st.container(horizontal=True):
            for kind, path in READ_FIRST.items():
                if not table(view.warehouse, kind, view.scope.grants).is_empty:
                    st.page_link(
                        page_at(path), label=all_contracts()[kind].title, icon=":material/arrow_forward:"
                    )
        with st.container(horizontal=True):
            if st.button("Load data", type="primary", icon=":material/upload:", key="nobody-load"):
                st.switch_page(page_at("data/imports.py"))
            st.download_button(
                "Template for the portfolio", data=partial(template, "portfolio"), on_click="ignore",
                file_name="portfolio_template.xlsx", icon=":material/download:", key="nobody-template",
            )  # fmt: skip


def nothing_at_all() -> None:
    """The page of somebody who has chosen to start with their own data and has loaded none."""
    with st.container(border=True, key="card-nothing"):
        st.header("No data yet", anchor=False)
        st.markdown("Load the exports of your tools; this page shows what they say as soon as they are in.")
        if st.button("Load data", type="primary", icon=":material/upload:"):
            st.switch_page(page_at("data/imports.py"))


def sample_banner(warehouse: Warehouse) -> None:
    """Says on every page that the figures are made up, with the way out."""
    if not warehouse.sample:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="sample"):
        st.markdown(
            ":orange-badge[:material/science: Sample data] These figures are made up: a year of five clients."
        )
        if st.button(
            "Start with my own data", type="tertiary", icon=":material/arrow_forward:", key="own-data"
        ):
            start.leave_sample()
            st.switch_page(page_at("data/imports.py"))


def freshness(known: Facts) -> str:
    """One line: up to when the data go, from which sources, and how many rows were refused."""
    if not known.kinds:
        return "Nothing is imported yet"
    sources = [tool_title(name) for name in known.tools] or ["your files"]
    shown = ", ".join(sources[:3]) + (f" and {len(sources) - 3} more" if len(sources) > 3 else "")
    day = f"Data to {written_day(known.as_of.date())} {known.as_of:%H:%M} UTC" if known.as_of else "Data"
    return f"{day} · {shown} · {digits(known.rows, 0)} rows, {digits(known.rejected, 0)} rejected"


def tool_title(name: str) -> str:
    """A tool as it calls itself."""
    source = all_sources().get(name)
    return source.title if source else name.replace("_", " ").capitalize()


def stale_stamp(warehouse: Warehouse, as_of: datetime | None) -> str | None:
    """How old the data are when they are older than a week, or nothing; sample data do not age."""
    if as_of is None or warehouse.sample:
        return None
    days = (datetime.now(UTC).replace(tzinfo=None) - as_of).days
    return f"{digits(days, 0)} days old" if days > STALE_AFTER_DAYS else None


def nothing_in_period(view: View, kind: str) -> bool:
    """Says that the period holds no rows of this kind although there are some, with the way to them.

    True where the filters leave none in any period: then there is nothing else to show.
    """
    known = table(view.warehouse, kind, view.scope.grants)
    contract = all_contracts()[kind]
    if contract.occurred is None or contract.occurred not in known.types or view.scope.start is None:
        return False
    counted = Metric(
        name=f"{kind}_in_period", id="ROWS-1", title="Rows in the period", asks="Is there anything?",
        formula="Number of rows in the period.", table=kind, sql="count(*)", kind="count", unit="count",
        when=contract.occurred,
    )  # fmt: skip
    if view.value(counted).value:
        return False
    everything = view.value(counted, view.scope.but(start=None, end=None))
    # Money that names no client belongs to the client of its project or service, which the rows themselves do not say.
    by_client = "client" in view.scope.by_dimension
    attributed = "project" in known.types and by_client
    none = everything.value == 0 or (everything.value is None and not by_client)
    if none and view.scope.filters and not attributed:
        _filtered_away(view, counted, inside(contract.title), everything.notes)
        return True
    with st.container(horizontal=True, vertical_alignment="center", key="nothing-in-period"):
        st.markdown(
            f":orange[:material/info:] No {inside(contract.title)} with “{_label(contract)}” in this period; "
            f"{digits(everything.n, 0)} in all the data."
        )
        if everything.n:
            st.button("Show all data", key="show-all", on_click=_show_all)
    return False


def _label(contract: type[Contract]) -> str:
    """What places the rows of a kind in time, as people call it."""
    return columns(contract)[str(contract.occurred)].label


def _filtered_away(view: View, counted: Metric, rows: str, notes: tuple[str, ...]) -> None:
    """The filters leave no row of the kind a page is about: which they are, why, and the way out."""
    there = value(view.warehouse, counted, view.scope.but(start=None, end=None, filters=()))
    filters = "; ".join(f"{name}: {', '.join(values)}" for name, values in view.scope.filters)
    with st.container(border=True, key="card-filtered"):
        st.header(f"No {rows} with these filters", anchor=False)
        st.markdown(
            escaped(
                f"{filters[:1].upper()}{filters[1:]} leaves none of {digits(there.n, 0)} {rows}. {' '.join(notes)}"
            )
        )
        st.button(
            "Take the filters off", type="primary", icon=":material/filter_alt_off:", key="filters-off",
            on_click=clear_filters,
        )  # fmt: skip


def _show_all() -> None:
    st.session_state["period"] = "all"


def preparing(sample: start.Sample) -> None:
    """The page while the sample is made for the first time; it gives way to the page asked for by itself."""
    _watch(sample)
    st.caption("You need not wait to load data of your own.")
    if st.button("Load my own data now", icon=":material/upload:", key="own-data-now"):
        st.switch_page(page_at("data/imports.py"))


@st.fragment(run_every="1s")
def _watch(sample: start.Sample) -> None:
    if sample.warehouse is not None or sample.failure is not None:
        st.rerun()
    st.progress(
        sample.place / max(sample.total, 1),
        text=f"Loading the sample data, file {sample.place + 1} of {sample.total}. This is done once.",
    )
