"""The incidents page as one writes it the first time: the file is read on every run, charts by plotly.express.

`streamlit run benchmarks/first_draft.py`; the environment variable FIRST_DRAFT_FILE names the csv.
"""

import os

import pandas as pd
import plotly.express as px
import streamlit as st

tickets = pd.read_csv(os.environ["FIRST_DRAFT_FILE"], parse_dates=["Opened", "Resolved"])
st.title("Incidents")
clients = st.multiselect("Client", sorted(tickets["Company"].unique()))
services = st.multiselect("Service", sorted(tickets["Business service"].unique()))
if clients:
    tickets = tickets[tickets["Company"].isin(clients)]
if services:
    tickets = tickets[tickets["Business service"].isin(services)]
newest = tickets["Opened"].max()
first = (newest - pd.DateOffset(months=5)).replace(day=1).normalize()
opened = tickets[tickets["Opened"] >= first]
resolved = tickets[tickets["Resolved"] >= first]
hours = (resolved["Resolved"] - resolved["Opened"]).dt.total_seconds() / 3600
unresolved = tickets[tickets["Resolved"].isna()]

for column, (title, figure) in zip(
    st.columns(4),
    {
        "Time to resolve": f"{hours.median():.1f} hours",
        "SLA met": f"{resolved['Made SLA'].eq(True).mean():.1%}",
        "Reopened": f"{(resolved['Reopen count'] > 0).mean():.1%}",
        "Backlog": f"{len(unresolved):,}",
    }.items(),
    strict=True,
):
    column.metric(title, figure)

weekly = pd.DataFrame(
    {
        "opened": opened.resample("W", on="Opened").size(),
        "resolved": resolved.resample("W", on="Resolved").size(),
    }
)
ages = pd.cut(
    (newest - unresolved["Opened"]).dt.days,
    [-1, 1, 5, 30, 90, 10_000],
    labels=["0–1 d", "2–5 d", "6–30 d", "31–90 d", "over 90 d"],
)
left, right = st.columns(2)
left.plotly_chart(px.bar(weekly, barmode="group", title="Opened and resolved"))
right.plotly_chart(px.bar(ages.value_counts(sort=False), title="Open by age"))
left.plotly_chart(px.histogram(hours, nbins=30, title="Time to resolve"))
by_service = hours.groupby(resolved["Business service"]).median().sort_values()
right.plotly_chart(px.bar(by_service, orientation="h", title="Time to resolve by service"))
st.caption(", ".join(f"Client: {client}" for client in clients))
