"""Client mood on one page: recommendation with its interval, who is heard and who is silent, and what they write."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from charts import mood as charts
from charts.numbers import digits, written, written_day, written_interval
from metrics.answer import Answer, Point
from metrics.client_mood import NPS, AccountNps, account_nps, nps_change
from metrics.client_voice import (
    Comments,
    Coverage,
    Driver,
    Share,
    SilentClient,
    coverage,
    drivers,
    response_rate,
    silent_clients,
)
from metrics.client_voice import comments as read_comments
from metrics.early_warning import Chain, EarlyWarning, chains, early_warnings
from metrics.scope import Scope
from metrics.studies_clients import ACCOUNT_NPS, COVERAGE, RESPONSE_RATE, SILENT
from metrics.wording import listed
from ui.drawer import Request, request
from ui.evidence import Evidence, listing, told
from ui.figure_card import figure
from ui.study_drawer import StudyRequest
from ui.view import View, ask, escaped, say
from warehouse import Warehouse

_TONES = {"positive": "green", "neutral": "gray", "negative": "red", "not scored": "gray"}


def answer(view: View) -> None:
    """Recommendation with its interval, whether it changed, and who is silent."""
    now = view.value(NPS)
    if now.value is None:
        say(f"Mood cannot be measured yet: {now.reason}.")
        return
    between = written_interval(now.low, now.high, "points")
    said = f"Net promoter score {written(now.value, 'points')} ({between}, n = {now.n})"
    change = _change(view, now)
    quiet: tuple[SilentClient, ...] = ask(_all(view), silent_clients)
    silent = f" Silent: {', '.join(one.client for one in quiet[:3])}." if quiet else ""
    below = _below_zero(view)
    unhappy = f" Surely below zero: {listed(below[:3])}." if below else ""
    say(f"{said}{change}.{unhappy}{silent}")


def _change(view: View, now: Answer) -> str:
    before, compared = view.compared_scope, view.comparison(NPS, now)
    if before is None or compared is None or compared.before.value is None:
        return ""
    found = nps_change(view.warehouse, before, view.scope)
    if found.difference is None:
        return f"; no change can be told: {found.reason}"
    if not found.change.beyond_noise:
        return f"; no change beyond noise against the {view.compared_word} (n = {found.n_before})"
    how = f", the same {found.paired} people compared" if found.paired else ""
    between = f"{digits(found.interval.low or 0, 0)} to {digits(found.interval.high or 0, 0)}"
    way = "up" if found.difference > 0 else "down"
    points = digits(abs(found.difference), 0)
    return f", {way} {points} points against the {view.compared_word} (95 % interval {between}{how})"


def _all(view: View) -> View:
    return replace(view, scope=view.scope.but(start=None))


def heard(view: View) -> None:
    """Cards: how many answered, and which clients were heard."""
    rate: Share = ask(view, response_rate)
    reach: Coverage = ask(_all(view), coverage)
    accounts: AccountNps = ask(view, account_nps)
    quiet: tuple[SilentClient, ...] = ask(_all(view), silent_clients)
    with st.grid(4, min_column_width=230, gap="small"):
        told(
            "Response rate", written(rate.value, "percent"),
            [rate.reason or f"{digits(rate.count, 0)} of {digits(rate.n, 0)} invitations answered", *rate.notes],
            standing="none" if rate.value is None else None, key="response-rate",
            n=rate.n, evidence=StudyRequest(RESPONSE_RATE, view.scope),
        )  # fmt: skip
        share = reach.clients
        worth = (
            f"{written(reach.revenue, 'percent')} of the yearly value" if reach.revenue is not None else ""
        )
        missing = (
            f"not heard in 90 days: {', '.join(reach.unheard[:4])}"
            if reach.unheard
            else "all were heard in 90 days"
        )
        told(
            "Clients heard", f"{share.count} of {share.n}" if share.n else "—",
            [share.reason or "", worth, missing if share.n else "", *reach.notes], key="coverage",
            n=share.n, evidence=StudyRequest(COVERAGE, _all(view).scope),
        )  # fmt: skip
        told(
            "Score by client and by answer",
            f"{_points(accounts.by_account)} / {_points(accounts.by_respondent)}",
            [accounts.reason or f"every client counting one (n = {accounts.n_accounts}) / every answer "
             f"counting one (n = {accounts.n_respondents})"],
            key="accounts", n=accounts.n_respondents, evidence=StudyRequest(ACCOUNT_NPS, view.scope),
        )  # fmt: skip
        first = quiet[0] if quiet else None
        last = f"last heard {written_day(first.last_heard)}" if first and first.last_heard else "never heard"
        told(
            "Silent clients", str(len(quiet)),
            [f"{first.client}: {last}" if first else "everybody has been heard within their usual time",
             f"silent after {first.threshold:.0f} days" if first else ""],
            standing="warn" if quiet else "good", key="silent",
            n=reach.clients.n, evidence=StudyRequest(SILENT, _all(view).scope),
        )  # fmt: skip


def _points(value: float | None) -> str:
    return "—" if value is None else digits(value, 0)


def _below_zero(view: View) -> list[str]:
    """Clients whose whole interval lies below zero, the lowest first."""
    points = view.breakdown(NPS, "client").points
    below = [p for p in points if p.value is not None and p.high is not None and p.high < 0]
    return [str(p.part) for p in sorted(below, key=lambda p: p.value or 0.0)]


def by_client(view: View) -> None:
    """The score of every client with its interval; a click opens the answers."""
    found = view.breakdown(NPS, "client")
    points = sorted(
        (p for p in found.points if p.value is not None),
        key=lambda point: point.value if point.value is not None else 0,
    )
    below = _below_zero(view)
    said = f"{', '.join(below[:2])}: surely below zero" if below else "No client is surely below zero"
    figure(
        "nps-by-client",
        finding=said,
        unit="net promoter score with 95 % interval",
        draw=lambda: charts.scores(points[:10], low=-105, high=105),
        data=lambda: _score_table(points),
        on_click=lambda point: request(
            Request(NPS, view.scope, part=("client", str(point.get("customdata"))))
        ),
        asked=Request(NPS, view.scope),
        empty=None if points else found.reason or "no answer names a client",
    )


def _score_table(points: list[Point]) -> pd.DataFrame:
    return pd.DataFrame(
        [(p.part, digits(p.value or 0, 0), _points(p.low), _points(p.high), p.n) for p in points],
        columns=["Client", "Score", "95 % from", "95 % to", "n"],
    )


def themes(view: View) -> None:
    """What clients write about, with the mean rating of those who do."""
    found: Comments = ask(view, read_comments)
    rows = [
        (t.name.capitalize(), float(t.comments), np.nan if t.mean_rating is None else t.mean_rating, t.rated)
        for t in found.themes.themes
    ]
    unmatched = found.themes.unmatched_share
    first = f"{rows[0][0]} is what clients write about most" if rows else "Themes"
    lowest = min((row for row in rows if row[3] >= 5), key=lambda row: row[2], default=None)
    worst = f"; those who write about {lowest[0].lower()} rate lowest" if lowest else ""

    def open_theme(point: dict[str, Any]) -> None:
        name = str(point.get("customdata")).lower()
        places = tuple(c.reference for c in found.comments if name in c.themes)
        request(Evidence(f"Comments about {name}", f"{len(places)} comments.", places))

    figure(
        "themes",
        finding=f"{first}{worst}",
        unit="comments; red: mean rating below 6 of 10",
        draw=lambda: charts.pairs(rows, names=("comments", "mean")),
        data=lambda: pd.DataFrame(
            [(name, int(count), rating * 10, rated) for name, count, rating, rated in rows],
            columns=["Theme", "Comments", "Mean rating of 10", "Rated"],
        ),
        on_click=open_theme,
        notes=(f"{written(unmatched, 'percent')} of {found.n} comments name no theme.",) if unmatched else (),
        empty=None if rows else "nobody wrote a comment",
    )  # fmt: skip


def words(view: View) -> None:
    """Every comment as written; the tone is read in English only and never changes a rating."""
    found: Comments = ask(view, read_comments)
    data = pd.DataFrame(
        [
            {
                "Comment": c.text, "Client": c.client, "On": c.day,
                "Rating of 10": None if c.rating is None else c.rating * 10, "Tone": c.reading.tone,
                "Themes": ", ".join(c.themes) or None,
                "Remark": "tone and rating disagree: read it" if c.contradicts else c.reading.reason,
            }
            for c in found.comments
        ]
    )  # fmt: skip
    against = sum(c.contradicts for c in found.comments)
    unscored = "; ".join(f"{n} {why}" for why, n in found.unscored)
    listing(
        "comments",
        finding=f"{digits(found.n, 0)} comments"
        + (f", {against} whose tone and rating disagree" if against else ""),
        unit="as written, the newest first",
        data=data,
        asked=lambda place: Evidence(
            "One answer", found.comments[place].text, (found.comments[place].reference,)
        ),
        statuses={"Tone": _TONES},
        empty="nobody wrote a comment in this period",
        notes=(f"Tone not read: {unscored}.",) if unscored else (),
        height=360,
    )


def driving(view: View) -> None:
    """What goes along with recommendation, where there are enough answers; an association, no cause."""
    found: tuple[Driver, ...] = ask(_all(view), _drivers)
    with st.container(border=True, key="card-drivers", height="stretch"):
        st.html(
            '<div class="bv-finding">What goes along with recommendation <span>association, not cause</span></div>'
        )
        named = {"csat": "Satisfaction", "ease": "Ease"}
        for driver in found:
            name = named.get(driver.attribute, driver.attribute)
            lost = f"; {driver.no_number:,} answers are no number" if driver.no_number else ""
            if driver.association is None:
                st.markdown(f":gray[:material/help: **{name}**: not shown, {driver.reason}{lost}]")
            else:
                low, high = driver.interval.low or 0.0, driver.interval.high or 0.0
                st.markdown(
                    f"**{name}**: rank correlation {digits(driver.association, 2)} "
                    f"(95 % interval {digits(low, 2)} to {digits(high, 2)}, n = {driver.n}{lost})"
                )
        _leading(view)


def _drivers(w: Warehouse, scope: Scope) -> tuple[Driver, ...]:
    return drivers(w, scope)


def _leading(view: View) -> None:
    st.html(
        '<div class="bv-finding">From bad weeks to bad moods and cost <span>lags of 1 to 8 weeks, fixed beforehand'
        "</span></div>"
    )
    found: tuple[Chain, ...] = ask(_all(view), chains)
    shown = [chain for chain in found if chain.strongest is not None]
    for chain in shown:
        lag = chain.strongest
        if lag is not None and lag.association is not None:
            st.markdown(
                f"**{escaped(chain.client)}**: worse weeks are followed by worse moods {lag.lag} weeks later "
                f"(rank correlation {digits(lag.association, 2)}, 95 % interval {digits(lag.interval.low or 0, 2)} to "
                f"{digits(lag.interval.high or 0, 2)}, {lag.n} weeks)"
            )
    for chain in found:
        lag = chain.strongest_cost
        if lag is not None and lag.association is not None:
            st.markdown(
                f"**{escaped(chain.client)}**: worse weeks are followed by higher cost {lag.lag} weeks later "
                f"(rank correlation {digits(lag.association, 2)}, 95 % interval {digits(lag.interval.low or 0, 2)} to "
                f"{digits(lag.interval.high or 0, 2)}, {lag.n} weeks)"
            )
    if not any(chain.strongest_cost for chain in found):
        priced = [chain for chain in found if any(cost is not None for cost in chain.cost)]
        why = (
            f"no link to cost holds for {', '.join(escaped(chain.client) for chain in priced[:6])}"
            if priced
            else "no posting names a client or a project of one, so cost is not in the chain"
        )
        st.markdown(f":gray[:material/help: Cost: {why}.]")
    hidden = [chain for chain in found if chain.strongest is None]
    if hidden:
        st.markdown(
            f":gray[:material/help: Not shown for {', '.join(chain.client for chain in hidden[:6])}: "
            "too little data, or the first half of the weeks does not hold in the second.]"
        )
    warned: tuple[EarlyWarning, ...] = ask(_all(view), early_warnings)
    for warning in warned:
        st.markdown(
            f":orange[:material/warning:] {escaped(warning.sentence)} "
            f"Earlier warnings that came true: {warning.hits} of {warning.warnings}."
        )
    if not warned:
        st.caption("No client's last three weeks were far worse than usual.")


def silence(view: View) -> None:
    """Clients who have said nothing for longer than usual."""
    found: tuple[SilentClient, ...] = ask(_all(view), silent_clients)
    if not found:
        return
    data = pd.DataFrame(
        [
            {"Client": s.client, "Last heard": s.last_heard, "Days": s.days, "Usual gap in days": s.usual_gap,
             "Silent after": s.threshold}
            for s in found
        ]
    )  # fmt: skip
    listing("silent-clients", finding=f"{len(found)} silent", data=data, height=220)
