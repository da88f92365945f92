"""The portfolio wall: one row per client or service, a cell per dimension, and a drawer behind every cell."""

import html
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from charts.numbers import money, written_day
from metrics.client_voice import known_clients
from metrics.health import TITLES, Cell, Row, Wall, portfolio_wall
from metrics.health_context import By
from metrics.health_rules import DIMENSIONS, SEVERITY, Colour, Dimension
from ui import status
from ui.drawer import request
from ui.evidence import downloads
from ui.states import nobody_named
from ui.tables import prepared
from ui.view import PAGES, View, ask, escaped, page_at, say
from ui.wall_cell import Behind, Whole

#: Rows drawn as a wall; the rest are in the table below it, which has them all.
MOST_ROWS = 14
#: Reasons written out below the rows; every cell gives its own on a click.
MOST_REASONS = 6
_WIDTHS = (1.45, 1.17, *([1.17] * len(DIMENSIONS)), 1.6, 0.75, 0.5)
_HEADS = ("Overall", *TITLES.values(), "Next milestone", "At stake", "Age")

STYLE = Path(__file__).with_name("wall.css")


def wall(view: View) -> None:
    """Draw the wall with its headline; the reader chooses clients or services."""
    top = st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="wall-top"
    )
    with top:
        sentence = st.container(width="stretch")
        # Typed as never None, yet an empty query parameter gives None.
        by: By = st.segmented_control(
            "One row per", ("client", "service"), default="client", required=True, key="rows_of",
            bind="query-params", label_visibility="collapsed", format_func=lambda one: f"By {one}",
        ) or "client"  # type: ignore[unreachable]  # fmt: skip
    found: Wall = ask(view, portfolio_wall, by=by)
    rows, strangers = _known(view, found)
    with sentence:
        say(headline(found, rows))
    if not rows:
        st.html(STYLE)
        nobody_named(view, by)
        return
    draw_rows(rows[:MOST_ROWS], by, found.as_of)
    _why(rows, found.mandatory)
    _below(found, rows, strangers)


def draw_rows(rows: list[Row], by: By, today: date | None) -> None:
    """Rows of the wall under their headings."""
    st.html(STYLE)
    _heads(by)
    for number, row in enumerate(rows):
        _row(row, number, by, today)


def _known(view: View, found: Wall) -> tuple[list[Row], list[Row]]:
    """The rows of the portfolio, and those under names that it does not have."""
    if found.by == "service":
        return list(found.rows), []
    listed = set(ask(view, known_clients))
    return [r for r in found.rows if r.part in listed], [r for r in found.rows if r.part not in listed]


def worst(row: Row) -> Colour:
    """The worse of what is shown and what is computed: a colour put by hand does not hide a row from the headline."""
    return max(row.colour, row.computed, key=SEVERITY.__getitem__)


def headline(found: Wall, rows: list[Row]) -> str:
    """Who needs us now, in one or two sentences."""
    if not rows:
        return f"Nothing to show yet: {found.reason or 'no ' + found.by + ' is known'}."
    judged = [worst(row) for row in rows]
    count = {colour: judged.count(colour) for colour in SEVERITY}
    total = f"{len(rows)} {found.by}{'s' if len(rows) > 1 else ''}"
    first, colour = rows[0], judged[0]
    if colour in ("red", "amber"):
        stake = f" ({money(first.at_stake, first.currency or 'EUR')} a year)" if first.at_stake else ""
        others = [f"{count['red']} of {total} off track{_worth(rows, judged)}"] if count["red"] else []
        others += [f"{count['amber']} at risk"] if count["amber"] else []
        others += [f"{count['grey']} not judged for lack of data"] if count["grey"] else []
        by_hand = sum(row.override is not None for row in rows)
        others += [f"{by_hand} put by hand"] if by_hand else []
        bad = [TITLES[c.dimension] for c in first.cells if c.computed == colour]
        why = (
            f": {', '.join(bad)} {'is' if len(bad) == 1 else 'are'} {status.word(colour).lower()}"
            if bad
            else ""
        )
        return f"{first.part}{stake} needs us now{why}. {', '.join(others)}."
    if count["grey"]:
        return f"Nothing is known to be off track, but {count['grey']} of {total} cannot be judged for lack of data."
    return f"All {total} are measured and on track."


def _worth(rows: list[Row], judged: list[Colour]) -> str:
    """How much a year is with those off track, of how much in all; nothing where it is not known in one currency."""
    if any(row.at_stake is None for row in rows) or len({row.currency for row in rows}) != 1:
        return ""
    code = rows[0].currency or "EUR"
    off = sum(row.at_stake or 0.0 for row, colour in zip(rows, judged, strict=True) if colour == "red")
    every = sum(row.at_stake or 0.0 for row in rows)
    return f" ({money(off, code)} of {money(every, code)} a year)"


def _heads(by: By) -> None:
    with st.container(key="wall-head"):
        columns = st.columns(_WIDTHS, gap="xsmall")
        for place, (column, title) in enumerate(zip(columns, (by.capitalize(), *_HEADS), strict=True)):
            number = " bv-wall-number" if place >= len(_WIDTHS) - 2 else ""
            column.html(f'<div class="bv-wall-head{number}">{title}</div>')


def _row(row: Row, number: int, by: By, today: date | None) -> None:
    with st.container(key=f"wall-row-{number}"):
        columns = st.columns(_WIDTHS, gap="xsmall")
        with columns[0]:
            if by == "client":
                if st.button(
                    escaped(row.part), type="tertiary", key=f"part-{number}", on_click=only_client, args=(row.part,),
                    help="Everything about this client",
                ):  # fmt: skip
                    st.switch_page(page_at("portfolio/client.py"))
            else:
                st.html(f'<div class="bv-wall-text"><b>{html.escape(row.part)}</b></div>')
        with columns[1], st.container(gap=None):
            _button(row.colour, f"{number}-overall", Whole(row, by))
            _beside(row.computed, row.override is not None, row.reported, row.colour)
        for column, dimension in zip(columns[2:], DIMENSIONS, strict=False):
            cell = row.cell(dimension)
            with column, st.container(gap=None):
                _button(cell.colour, f"{number}-{dimension}", Behind(cell, by))
                _beside(cell.computed, cell.override is not None, cell.reported, cell.colour)
        columns[-3].html(f'<div class="bv-wall-text">{_milestone(row, today)}</div>')
        stake = money(row.at_stake, row.currency or "EUR") if row.at_stake is not None else "—"
        columns[-2].html(f'<div class="bv-wall-text bv-wall-number">{stake}</div>')
        age = f"{row.data_age_days} d" if row.data_age_days is not None else "—"
        columns[-1].html(f'<div class="bv-wall-text bv-wall-number">{age}</div>')


def only_client(client: str) -> None:
    """Filter every page by this client alone; for use in a callback."""
    st.session_state["client"] = [client]


def _milestone(row: Row, today: date | None) -> str:
    if row.next_milestone is None or row.next_date is None:
        return "none planned"
    days = f", in {(row.next_date - today).days} d" if today else ""
    name = html.escape(row.next_milestone)
    return f'{written_day(row.next_date)}{days}<small class="bv-wall-one" title="{name}">{name}</small>'


def _button(colour: Colour, place: str, behind_it: Whole | Behind) -> None:
    st.button(
        status.word(colour), icon=status.icon(colour), key=f"cell-{colour}-{place}", on_click=request,
        args=(behind_it,), width="stretch",
    )  # fmt: skip


def _beside(computed: Colour, put: bool, reported: Colour | None, shown: Colour) -> None:
    """What was said beside what was computed, where the two differ."""
    lines = []
    if put and computed != shown:
        lines.append(f"rules: {status.word(computed).lower()}")
    if reported and reported != computed:
        lines.append(f"reported {status.word(reported).lower()}")
    if lines:
        st.html(f'<div class="bv-wall-said">{"<br>".join(map(html.escape, lines))}</div>')


def _why(rows: list[Row], mandatory: tuple[Dimension, ...]) -> None:
    """Who is off track or at risk, each with the reason that decides and what else is as bad."""
    judged = [row for row in rows if worst(row) in ("red", "amber")][:MOST_REASONS]
    if not judged:
        return
    with st.container(border=True, key="wall-why"):
        st.html(
            '<div class="bv-finding">Why <span>the reason that decides, and what else is as bad</span></div>'
        )
        for row in judged:
            first, others = reasons(row, mandatory)
            colour = worst(row)
            word = status.word(colour).lower()
            with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
                status.badge(colour)
                why = (
                    f"{TITLES[first.dimension]}: {escaped(first.sentence)}"
                    if first
                    else escaped(row.sentence)
                )
                also = (
                    f" :gray[Also {word}: {', '.join(TITLES[c.dimension] for c in others)}.]"
                    if others
                    else ""
                )
                st.markdown(f"**{escaped(row.part)}** · {why}{also}")


def reasons(row: Row, mandatory: tuple[Dimension, ...]) -> tuple[Cell | None, list[Cell]]:
    """The cell that decides the colour of a row, and the others that are as bad."""
    as_bad = [cell for cell in row.cells if cell.computed == worst(row)]
    deciding = next((cell for cell in as_bad if cell.dimension in mandatory), None)
    return deciding, [cell for cell in as_bad if cell is not deciding]


def _below(found: Wall, rows: list[Row], strangers: list[Row]) -> None:
    decide = ", ".join(TITLES[dimension] for dimension in found.mandatory)
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="wall-foot"
    ):
        with st.container(width="stretch"):
            st.caption(
                f"The worst of {decide} decides; what is not measured is never on track. Click a cell for its reason."
            )
        for path, label, icon in (
            ("portfolio/disagreements.py", "Disagreements", ":material/compare_arrows:"),
            ("portfolio/health_rules.py", "Rules", ":material/rule:"),
        ):
            if path in st.session_state[PAGES]:
                st.page_link(page_at(path), label=label, icon=icon)
    if strangers:
        names = ", ".join(row.part for row in strangers[:6]) + (" …" if len(strangers) > 6 else "")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f":orange[:material/info:] {len(strangers)} more names are in the data and not in the portfolio: "
                f"{escaped(names)}."
            )
            st.page_link(
                page_at("data/imports.py"), label="Decide who they are", icon=":material/arrow_forward:"
            )
    every = [*rows, *strangers]
    with st.expander(f"All {len(every)} as a table"):
        table = as_table(every, found.by)
        shown, config = prepared(table)
        for name in ("Overall", *TITLES.values()):
            shown[name] = table[name].map(lambda value: [value])
            config[name] = status.status_column(status.COLOURS)
        st.dataframe(
            shown, hide_index=True, column_config=config, alt="The portfolio as a table", placeholder="—"
        )
        downloads({"Portfolio": table}, name="portfolio", key="wall-table")


def as_table(rows: list[Row], by: By) -> pd.DataFrame:
    """The wall as a table: colours as words, the reason, and what is at stake."""
    return pd.DataFrame(
        [
            {
                by.capitalize(): row.part,
                "Overall": status.signed(row.colour),
                **{TITLES[cell.dimension]: status.signed(cell.colour) for cell in row.cells},
                "Computed": status.word(row.computed),
                "Reported": status.word(row.reported) if row.reported else None,
                "Reason": row.sentence,
                "Next milestone": row.next_milestone,
                "On": row.next_date,
                "A year": row.at_stake,
                "Currency": row.currency,
                "Data age in days": row.data_age_days,
            }
            for row in rows
        ]
    )
