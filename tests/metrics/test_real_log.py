"""Figures on a real incident log, worked out once more with pandas from the file and compared to the digit."""

import json

import pandas as pd
import pytest

from data_loaders.__main__ import main as load
from metrics.__main__ import main as ask

LOG = "01_servicenow/uci_incident_event_log/incident_event_log_119998.csv"


@pytest.fixture(scope="module")
def database(shared_data, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("log") / "bridgeview.duckdb")
    assert load([str(shared_data / LOG), "--db", path, "--timezone", "UTC"]) == 0
    return path


@pytest.fixture(scope="module")
def tickets(shared_data):
    """The last row of every ticket, times read day first."""
    log = pd.read_csv(shared_data / LOG, na_values=["?"], low_memory=False)
    for name in ("opened_at", "resolved_at", "closed_at", "sys_updated_at"):
        log[name] = pd.to_datetime(log[name], format="%d/%m/%Y %H:%M")
    last = (
        log.assign(place=range(len(log))).sort_values(["sys_updated_at", "place"]).groupby("number").tail(1)
    )
    hours = (last["resolved_at"] - last["opened_at"]).dt.total_seconds() / 3600
    return last.assign(hours=hours)


@pytest.fixture
def figure(database, capsys):
    def asked(*arguments):
        capsys.readouterr()
        assert ask([*arguments, "--db", database, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return asked


def test_counts(figure, tickets):
    assert figure("INC-01")["value"] == len(tickets) == 20_769
    assert figure("INC-19-COUNT")["value"] == (tickets["reopen_count"] > 0).sum() == 234
    flag = figure("INC-14-TOOL")
    assert (round(flag["value"] * flag["n"]), flag["n"]) == (12_595, 20_769)
    by_priority = {point["part"]: point["value"] for point in figure("INC-01", "--by", "priority")["points"]}
    assert by_priority == {"1": 220, "2": 337, "3": 19_554, "4": 658}


def test_time_to_resolve(figure, tickets):
    hours = tickets["hours"].dropna()
    assert figure("INC-08")["value"] == pytest.approx(hours.median(), abs=1e-9)
    assert figure("INC-08-P85")["value"] == pytest.approx(hours.quantile(0.85), abs=1e-9)
    assert figure("INC-09")["value"] == pytest.approx(hours.mean(), abs=1e-9)
    found = figure("INC-08", "--grain", "month")
    months = tickets.dropna(subset="hours").groupby(tickets["resolved_at"].dt.strftime("%Y-%m"))["hours"]
    assert {p["period"]: p["n"] for p in found["points"] if p["n"]} == months.count().to_dict()
    for point in found["points"]:
        assert point["value"] == pytest.approx(months.median()[point["period"]], abs=1e-9)


def test_shares(figure, tickets):
    resolved = tickets.dropna(subset="hours")
    for name, share in {
        "INC-19": (resolved["reopen_count"] > 0).mean(),
        "INC-20-3": (resolved["reassignment_count"] >= 3).mean(),
        "INC-21": (resolved["reassignment_count"] == 0).mean(),
        "INC-24": (resolved["resolved_at"].dt.date == resolved["opened_at"].dt.date).mean(),
    }.items():
        assert figure(name)["value"] == pytest.approx(share, abs=1e-12), name
    assert figure("INC-20")["value"] == pytest.approx(resolved["reassignment_count"].mean(), abs=1e-12)


def test_the_backlog_on_any_day(figure, tickets):
    over = tickets["resolved_at"].fillna(tickets["closed_at"])
    for day in ("2016-03-15", "2016-05-01", "2016-09-01"):
        moment = pd.Timestamp(day)
        is_open = (tickets["opened_at"] < moment) & ~(over < moment)
        assert figure("INC-03", "--as-of", day)["value"] == is_open.sum()
        assert figure("INC-03", "--to", day)["value"] == is_open.sum()
        ages = (moment - tickets["opened_at"][is_open]).dt.total_seconds() / 86400
        assert figure("INC-05", "--to", day)["value"] == pytest.approx(ages.median(), abs=1e-9)


def test_every_receipt_replays(figure, database, tmp_path, capsys):
    for name in ("INC-01", "INC-03", "INC-08", "INC-14-TOOL", "INC-19", "INC-20"):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(figure(name, "--as-of", "2016-05-01")), encoding="utf-8")
        assert ask(["--replay", str(file), "--db", database]) == 0, capsys.readouterr()
