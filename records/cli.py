"""Commands of the record: `flask records verify`."""

import json
import sys

import click
from flask.cli import AppGroup

from kit.database import db
from records.service.verifying import verify

records = AppGroup("records", help="Look after the assessment record.")


@records.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON and nothing else.")
def verify_command(as_json: bool) -> None:
    """Check that no entry was changed, removed or put in; exit code 1 names the first broken one."""
    verdict = verify(db.session())
    if as_json:
        found = {"ok": True, "entries": verdict.entries}
        broken = {"ok": False, "first_broken": verdict.first_broken}
        click.echo(json.dumps(found if verdict.ok else broken))
    elif verdict.ok:
        click.echo(f"All {verdict.entries} entries are as they were written.")
    else:
        click.echo(f"Entry {verdict.first_broken} is missing or not as it was written.", err=True)
    sys.exit(0 if verdict.ok else 1)
