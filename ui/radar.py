"""The radar of disagreements: what looks green outside and is red inside, and overrides judged afterwards."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from charts.numbers import written_day
from metrics.disagreements import Disagreement, Judged, Radar, judged_overrides, optimism
from metrics.disagreements import radar as found_by
from metrics.health_context import By
from ui.evidence import behind, listing
from ui.scope_bar import add_filter
from ui.view import PAGES, View, ask, escaped, page_at, say

_KINDS = {
    "watermelon": "Green by contract, unhappy client",
    "reported": "Reported better than computed",
    "override": "Put by hand",
    "tool against contract": "Tool against contract",
    "supplier's report": "Supplier's word against our tickets",
    "override judged": "Override that turned out wrong",
}
_WEIGHTS = {3: "▼ Grave", 2: "▲ Serious", 1: "○ Mild"}
_COLOURS = {"▼ Grave": "red", "▲ Serious": "orange", "○ Mild": "gray"}


def radar(view: View) -> None:
    """Everything two sources see differently, the gravest first."""
    # Typed as never None, yet an empty query parameter gives None.
    by: By = st.segmented_control(
        "One row per", ("client", "service"), default="client", required=True, key="radar_by", bind="query-params",
        label_visibility="collapsed", format_func=lambda one: f"By {one}",
    ) or "client"  # type: ignore[unreachable]  # fmt: skip
    found: Radar = ask(view, found_by, by=by)
    _answer(found)
    data = pd.DataFrame(
        [
            {
                "About": d.part, "How grave": _WEIGHTS[d.weight], "What kind": _KINDS.get(d.kind, d.kind),
                "One says": d.one, "The other says": d.other,
            }
            for d in found.found
        ]
    )  # fmt: skip
    listing(
        "radar",
        finding=f"{len(found.found)} disagreements",
        unit="the gravest first",
        data=data,
        asked=lambda place: _Open(found.found[place], by),
        statuses={"How grave": _COLOURS},
        empty="all sources that could be compared say the same",
        notes=tuple(f"Not compared: {reason}" for reason in found.not_compared),
        height=480,
    )


def _answer(found: Radar) -> None:
    if not found.found:
        say("Wherever two sources could be compared, they say the same.")
        return
    grave = [d for d in found.found if d.weight == 3]
    melons = [d.part for d in found.found if d.kind == "watermelon"]
    if melons:
        counted = f"{len(grave)} of {len(found.found)} disagreements are grave"
        say(f"{', '.join(melons[:3])}: green by contract, and unhappy. {counted}.")
        return
    say(f"{len(grave)} of {len(found.found)} disagreements are grave; the first: {found.found[0].sentence}")


@dataclass(frozen=True)
class _Open:
    """One disagreement, to be opened in the drawer."""

    found: Disagreement
    by: By

    def open(self, view: View) -> None:
        st.dialog(escaped(self.found.part), width="large", position="right")(_explain)(
            self.found, self.by, view
        )


def _explain(found: Disagreement, by: By, view: View) -> None:
    st.markdown(f"**{escaped(found.sentence)}**")
    left, right = st.columns(2)
    left.markdown(f":material/record_voice_over: {escaped(found.one)}")
    right.markdown(f":material/record_voice_over: {escaped(found.other)}")
    dimension = "vendor" if found.kind == "supplier's report" else by
    if found.page in st.session_state[PAGES] and st.button(
        f"Open the page for {escaped(found.part)}", icon=":material/open_in_new:", type="primary", key="radar-page",
        on_click=add_filter, args=(dimension, found.part),
    ):  # fmt: skip
        st.switch_page(page_at(found.page))
    if found.references:
        behind(view, found.references, name=f"{found.part} {found.kind}", key="radar-rows")


def overrides(view: View) -> None:
    """Colours put by hand in the past, and what they turned out to be."""
    found: tuple[Judged, ...] = ask(view, judged_overrides)
    wrong, judged = optimism(found)
    data = pd.DataFrame(
        [
            {
                "About": j.override.part, "Dimension": j.override.dimension.capitalize(),
                "Put": j.override.colour.capitalize(),
                "Turned out": j.turned_out.capitalize(), "By": j.override.author, "Reason": j.override.reason,
                "Until": written_day(j.override.expires),
                "Too optimistic": {True: "yes", False: "no", None: "cannot be judged"}[j.too_optimistic],
            }
            for j in found
        ]
    )  # fmt: skip
    listing(
        "judged-overrides",
        finding=f"{wrong} of {judged} colours put by hand turned out too optimistic"
        if judged
        else "No colour put by hand can be judged yet",
        data=data,
        empty="no override has expired yet",
        height=240,
    )
