"""Deployments: what went to production, when, and whether it held."""

from typing import ClassVar

from contracts.contract import Choice, Contract, Identifier, Text, Timestamp, column

# The headings of other tools read better as paragraphs than one a line.
# fmt: off

class Deployments(Contract):
    """One deployment of one service to one environment."""

    kind: ClassVar[str] = "deployments"
    title: ClassVar[str] = "Deployments"
    about: ClassVar[str] = "Deployments to production, one row a deployment."
    key: ClassVar[tuple[str, ...]] = ("identifier",)
    newest_by: ClassVar[str | None] = "finished"
    occurred: ClassVar[str | None] = "finished"
    needs: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("service", "result", "environment"),
        ("identifier", "version", "result"),
    )
    happened: ClassVar[tuple[str, ...]] = ("committed", "started", "finished", "restored")
    follows: ClassVar[tuple[tuple[str, str], ...]] = (("started", "finished"), ("committed", "finished"))

    identifier: Identifier = column("The deployment's identifier.", label="Deployment ID",
                                    example="DEPLOY-901", also_called=("deployment", "deploy id", "pipeline id",
                                                                      "run id", "cicd_deployment_id"))
    service: Text = column("The service.", label="Service", dimension="service", example="Payments",
                           also_called=("repository", "repo", "application", "component"))
    project: Text = column("The project.", label="Project", dimension="project")
    team: Text = column("The team.", label="Team", dimension="team")
    client: Text = column("The client.", label="Client", dimension="client")
    vendor: Text = column("The supplier.", label="Vendor", dimension="vendor")
    environment: Text = column("The environment.", label="Environment", example="production",
                               dimension="environment",
                               also_called=("env", "target environment", "stage"))
    version: Text = column("The version.", label="Version", example="4.2.0", also_called=("release", "tag",
                                                            "build"))
    committed: Timestamp = column("When its first change was committed.", label="First commit at",
                                  example="2026-03-09 10:00:00", also_called=("commit date", "first commit"))
    started: Timestamp = column("When it started.", label="Deployment started", example="2026-03-10 20:00:00",
                                also_called=("started at", "started", "start time", "started_date"))
    finished: Timestamp = column("When it was finished.", label="Deployed at", required=True,
                                 example="2026-03-10 20:20:00",
                                 also_called=("finished at", "deployed", "deployment date", "finished",
                                              "finished_date", "deployed on", "end time"))
    result: Choice = column("How it ended.", label="Result", example="success",
                            choices={"success": ("success", "succeeded", "successful", "ok", "passed"),
                                     "failed": ("failed", "failure", "error", "unsuccessful"),
                                     "rolled_back": ("rolled back", "rollback", "reverted")},
                            also_called=("status", "deployment status", "conclusion", "outcome"))
    restored: Timestamp = column("When service was restored after a failed deployment.", label="Restored at",
                                 also_called=("recovered at",))
    change: Identifier = column("The change request behind it.", label="Change", example="CHG0030042",
                                also_called=("change number", "change request"))
    incident: Identifier = column("The incident it caused.", label="Caused incident", also_called=("incident",))
