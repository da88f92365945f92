"""Write the sample files: `python -m sample_data.generate [--out DIR]`; the same bytes on every run."""

import argparse
from pathlib import Path

from sample_data.changes import changes_table, make_changes
from sample_data.files import write_workbook
from sample_data.incidents import incidents_table, make_incidents


def generate(out: Path) -> None:
    """Write every sample file into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    changes = make_changes()
    incidents = make_incidents(changes)
    write_workbook(out / "servicenow_change_request.xlsx", {"Page 1": changes_table(changes)})
    write_workbook(out / "servicenow_incident.xlsx", {"Page 1": incidents_table(incidents)})


def main() -> None:
    """Run the generator from the command line."""
    parser = argparse.ArgumentParser(description="Write the sample files.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    generate(parser.parse_args().out)


if __name__ == "__main__":
    main()
