"""Write the sample files: `python -m sample_data.generate [--out DIR]`; the same bytes on every run."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from contracts import all_contracts
from sample_data import (
    account_registers,
    budget,
    changes,
    incident,
    money,
    mood,
    plan,
    portfolio,
    problems,
    rates,
    registers,
    requests,
    ticket_slas,
    work_items,
)
from sample_data.files import Table, write_text, write_workbook
from sample_data.incidents import make_incidents
from sample_data.orders import make_orders
from sample_data.templates import Row, template
from sample_data.truth import World, truth

#: What no tool exports: kept by hand in our own template workbooks, by kind.
BY_HAND: dict[str, Callable[[], list[Row]]] = {
    "portfolio": portfolio.portfolio,
    "sla_targets": portfolio.sla_targets,
    "calendars": plan.calendars,
    "milestones": plan.milestones,
    "plan_items": plan.plan_items,
    "capacity": plan.capacity,
    "risks": registers.risks,
    "decisions": registers.decisions,
    "escalations": registers.escalations,
    "dependencies": registers.dependencies,
    "readiness": registers.readiness,
    "meetings": registers.meetings,
    "credits": registers.credit_notes,
    "interactions": account_registers.interactions,
    "expectations": account_registers.expectations,
    "opportunities": account_registers.opportunities,
}


def make_world() -> tuple[World, dict[str, Table]]:
    """Everything that happened in the year, and the tables in which the tools tell it, by file and sheet."""
    made_changes = changes.make_changes()
    made_incidents = make_incidents(made_changes)
    made_problems = problems.make_problems(made_incidents, made_changes)
    orders, invoices = make_orders()
    responses, invitations = mood.make_survey()
    world = World(
        changes=made_changes,
        incidents=made_incidents,
        clocks=ticket_slas.make_ticket_slas(made_incidents),
        problems=made_problems,
        requests=requests.make_requests(),
        work_items=work_items.make_work_items(),
        orders=orders,
        invoices=invoices,
        postings=money.make_postings(invoices),
        responses=responses,
        invitations=invitations,
        summaries=mood.make_summaries(),
    )
    return world, {
        "servicenow_incident.xlsx/Page 1": incident.incidents_table(world.incidents),
        "servicenow_task_sla.xlsx/Page 1": ticket_slas.ticket_slas_table(world.clocks),
        "servicenow_change_request.xlsx/Page 1": changes.changes_table(world.changes),
        "servicenow_problem.xlsx/Page 1": problems.problems_table(world.problems),
        "servicenow_sc_req_item.xlsx/Page 1": requests.requests_table(world.requests),
        "jira_cloud.csv": work_items.work_items_table(world.work_items),
        "budget_grid_2026.xlsx/Budget": budget.budget_table(),
        "forecast_grid_2026.xlsx/Forecast": budget.forecast_table(),
        "sap_ksb1.csv": money.postings_table(world.postings),
        "sap_me2n.xlsx/Sheet1": money.orders_table(world.orders),
        "sap_mb51.xlsx/Sheet1": money.receipts_table(world.orders),
        "invoice_register.xlsx/Invoices": money.invoices_table(world.invoices),
        "exchange_rates.xlsx/Rates": rates.rates_table(),
        "survey_nps.csv": mood.survey_table(world.responses),
        "survey_invitations.xlsx/Invitations": mood.invitations_table(invitations),
        "zendesk_explore_csat.csv": mood.summaries_table(world.summaries),
        "ms_forms_service_review.xlsx/Sheet1": mood.reviews_table(mood.make_reviews()),
        "deployments.xlsx/Deployments": template("deployments", changes.deployments(world.changes)),
        **{
            f"{kind}.xlsx/{all_contracts()[kind].title}": template(kind, make())
            for kind, make in BY_HAND.items()
        },
    }


def generate(out: Path) -> None:
    """Write every sample file, and the truth about them, into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    world, tables = make_world()
    workbooks: dict[str, dict[str, Table]] = {}
    rows: dict[str, int] = {}
    for name, table in tables.items():
        file, _, sheet = name.partition("/")
        rows[file] = rows.get(file, 0) + len(table.rows)
        if sheet:
            workbooks.setdefault(file, {})[sheet] = table
        else:
            write_text(out / file, table, delimiter=";" if file == "sap_ksb1.csv" else ",")
    for file, sheets in workbooks.items():
        write_workbook(out / file, sheets)
    facts = json.dumps(truth(world, dict(sorted(rows.items()))), indent=2, ensure_ascii=False)
    (out / "truth.json").write_text(facts + "\n", encoding="utf-8")


def main() -> None:
    """Run the generator from the command line."""
    parser = argparse.ArgumentParser(description="Write the sample files.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    generate(parser.parse_args().out)


if __name__ == "__main__":
    main()
