"""The four figures of software delivery, worked out again from a file of deployments (CHG-16).

Failed deployments that were never restored, rolled back ones, successes that caused an incident, one restored before
it was finished, results nobody knows, a month in which nothing failed and one in which nothing was deployed.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.recomputed.plain import day, hours, mean, median, moment, month, read_csv, wilson, write_csv

FORM = "%Y-%m-%d %H:%M:%S"
ZONE = "Europe/Berlin"


def _export(seed: int) -> list[dict[str, object]]:
    draw = random.Random(seed)
    rows: list[dict[str, object]] = []
    for number in range(260):
        at = datetime(2026, 1, 3) + timedelta(minutes=draw.randrange(180 * 1440))
        result = draw.choice(("success", "success", "Succeeded", "failed", "rolled back", "mystery"))
        if at.month == 3:
            result = "success"
        if at.month == 5:
            continue
        failed = result in ("failed", "rolled back")
        committed = at - timedelta(minutes=draw.randrange(20, 9000))
        if number % 40 == 0:
            committed = at + timedelta(hours=1)
        restored = at + timedelta(minutes=draw.randrange(5, 3000)) if failed and number % 3 else None
        if restored and number % 16 == 0:
            restored = at - timedelta(hours=2)
        rows.append(
            {
                "Deployment ID": f"D-{number}",
                "Service": draw.choice(("Mail", "ERP", "Web")),
                "Environment": "production",
                "Version": f"1.{number}",
                "First commit at": committed.strftime(FORM) if number % 7 else "",
                "Deployed at": at.strftime(FORM),
                "Result": result,
                "Restored at": restored.strftime(FORM) if restored else "",
                "Caused incident": f"INC{number}" if number % 11 == 0 and at.month != 3 else "",
            }
        )
    return rows


class Deployment(NamedTuple):
    """One deployment as the file has it, times in UTC."""

    service: str
    result: str
    incident: str
    committed: datetime | None
    finished: datetime
    restored: datetime | None

    @property
    def succeeded(self) -> bool:
        return self.result in ("success", "Succeeded")

    @property
    def failed(self) -> bool:
        return self.result in ("failed", "rolled back") or self.incident != ""


class Material(NamedTuple):
    """The database and the deployments."""

    database: Path
    deployments: list[Deployment]


@pytest.fixture(scope="module")
def material(loaded: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("deployments")
    file = write_csv(folder / "deployments.csv", _export(41))
    database = loaded(
        folder / "deployments.duckdb",
        file,
        zone=ZONE,
        settings={"reporting_timezone": ZONE},
        kind="deployments",
    )
    found = []
    for row in read_csv(file):
        committed, finished, restored = (
            moment(row[name], zone=ZONE) for name in ("First commit at", "Deployed at", "Restored at")
        )
        assert finished is not None
        found.append(
            Deployment(row["Service"], row["Result"], row["Caused incident"], committed, finished, restored)
        )
    return Material(database, found)


def _leads(of: Iterable[Deployment]) -> list[float]:
    return [
        hours(one.committed, one.finished)
        for one in of
        if one.succeeded and one.committed and one.committed <= one.finished
    ]


def _failures(of: Iterable[Deployment]) -> list[bool]:
    return [one.failed for one in of if one.result != "mystery" or one.incident]


def _recoveries(of: Iterable[Deployment]) -> list[float]:
    return [
        hours(one.finished, one.restored)
        for one in of
        if one.failed and one.restored and one.restored >= one.finished
    ]


def test_the_four_figures(figure: Any, material: Material) -> None:
    every = material.deployments
    failures = _failures(every)
    expected = [
        (float(sum(one.succeeded for one in every)), sum(one.succeeded for one in every)),
        (median(_leads(every)), len(_leads(every))),
        (mean([float(hit) for hit in failures]), len(failures)),
        (median(_recoveries(every)), len(_recoveries(every))),
    ]
    names = ("CHG-16-FREQUENCY", "CHG-16-LEAD", "CHG-16-FAILURES", "CHG-16-RECOVERY")
    for name, (value, n) in zip(names, expected, strict=True):
        found = figure(material.database, name)
        assert (found["value"], found["n"]) == (pytest.approx(value, rel=1e-12), n), name
    together = figure(material.database, "CHG-16")
    assert together["value"] == expected[0][0]
    shown = [(point["value"], point["n"]) for point in together["points"]]
    assert shown == [(pytest.approx(value, rel=1e-12), n) for value, n in expected]
    found = figure(material.database, "CHG-16-FAILURES")
    assert (found["low"], found["high"]) == pytest.approx(wilson(sum(failures), len(failures)), abs=1e-12)


def test_every_month(figure: Any, material: Material) -> None:
    """A month in which nothing failed has no time to recover; one without a deployment has no share that failed."""
    months: dict[str, list[Deployment]] = defaultdict(list)
    for one in material.deployments:
        months[month(day(one.finished, ZONE))].append(one)

    def points(name: str) -> dict[str, dict[str, Any]]:
        return {
            point["period"]: point for point in figure(material.database, name, "--grain", "month")["points"]
        }

    counted, leads, failures, recoveries = (
        points(f"CHG-16-{name}") for name in ("FREQUENCY", "LEAD", "FAILURES", "RECOVERY")
    )
    for label in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"):
        mine = months[label]
        assert counted[label]["value"] == sum(one.succeeded for one in mine)
        for shown, values, how in ((leads, _leads(mine), median), (recoveries, _recoveries(mine), median),
                                   (failures, [float(hit) for hit in _failures(mine)], mean)):  # fmt: skip
            assert shown[label]["n"] == len(values)
            assert shown[label]["value"] == (pytest.approx(how(values), rel=1e-12) if values else None)
    assert (recoveries["2026-03"]["value"], failures["2026-03"]["value"]) == (None, 0)
    assert (failures["2026-05"]["value"], counted["2026-05"]["value"]) == (None, 0)


def test_every_service(figure: Any, material: Material) -> None:
    for service in ("Mail", "ERP", "Web"):
        mine = [one for one in material.deployments if one.service == service]
        found = figure(material.database, "CHG-16", "--where", f"service={service}")
        assert [point["value"] for point in found["points"]] == [
            sum(one.succeeded for one in mine),
            pytest.approx(median(_leads(mine)), rel=1e-12),
            pytest.approx(mean([float(hit) for hit in _failures(mine)]), rel=1e-12),
            pytest.approx(median(_recoveries(mine)), rel=1e-12),
        ]
