"""Commands around people: set up a company, import a staff list."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from kit import setup
from kit.clock import local_day, now
from kit.database import db, writing
from kit.demo import new_password
from kit.errors import Refused
from kit.loading import FaultyContent, load_if_new
from kit.settings import Settings
from kit.sheets.reading import read
from kit.web import content_kinds
from people import goods
from people.models import Employee
from people.passwords import check_password, hash_password
from people.service import founding, importing, moving_in
from people.service.importing import Place
from people.sheet_rows import folded, read_number
from people.staff_sheet import StaffList

people = AppGroup("people", help="The staff: import a list.")

GOODS = "demo_goods.toml"


def _place() -> Place:
    settings: Settings = current_app.config["SETTINGS"]
    return Place(local_day(now(), settings.zone), settings.zone)


@click.command()
@click.option("--company", prompt="Name of the company", help="Name of the company.")
@click.option("--number", prompt="Your employee number", help="Employee number of the first administrator.")
@click.option("--name", prompt="Your name", help="Name of the first administrator.")
@click.option(
    "--password",
    prompt="Your password",
    hide_input=True,
    confirmation_prompt="The same once more",
    help="Password of the first administrator; better leave it out and be asked.",
)
@with_appcontext
def init(company: str, number: str, name: str, password: str) -> None:
    """Set up a real company with its first administrator and no demo data.

    Exit code 1 when the database holds a company already, or the password will not do.
    """
    setup.migrate()
    try:
        number = read_number(number)
        check_password(password, number, name)
        stored = hash_password(password)
        with writing() as session:
            founding.found(session, folded(company), number, folded(name), stored, now(), _place().today, demo=False)
    except Refused as why:
        raise click.ClickException(str(why)) from None
    load_if_new(content_kinds(), Path(current_app.root_path), now())
    click.echo(f"{folded(company)} is set up. Start with DIANXUE_DEMO=0 and sign in as {number}.")


@people.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "number", help="Employee number of who answers for this import.")
@click.option("--dry-run", is_flag=True, help="Only say what would be entered and what is wrong.")
@click.option("--partly", is_flag=True, help="Enter the good rows even when others are wrong.")
def import_(file: Path, number: str | None, dry_run: bool, partly: bool) -> None:
    """Import a staff list (.xlsx, .xls, .csv), all or nothing.

    Exit code 1 when something is wrong; every fault is named by row and column.
    """
    try:
        sheet = read(file.read_bytes(), file.name)
        found = importing.read(db.session(), importing.STAFF, sheet, _place())
        _say(found)
        rows = importing.good_rows(found, partly)
        if dry_run:
            click.echo(f"{len(rows)} people would be entered")
            return
        with writing() as session:
            by = session.scalar(select(Employee).where(Employee.number == number)) if number else None
            if number and by is None:
                raise Refused("Nobody has this employee number or name.")
            kept = importing.keep(session, importing.STAFF, file.name, sheet, by, now())
            count = importing.enter(session, kept, partly, _place(), by, now())
        click.echo(f"{count} people entered (import {kept.id})")
    except Refused as why:
        raise click.ClickException(str(why)) from None


def _say(found: importing.Read) -> None:
    for fault in found.faults:
        click.echo(f"row {fault.row}, column {fault.column or '-'}: {fault.value!r}: {fault}", err=True)
    if isinstance(found, StaffList):
        for path in found.new_teams:
            click.echo(f"new team: {'/'.join(path)}")
    for head in found.unknown_heads:
        click.echo(f"column not understood, left out: {head}", err=True)


def create_demo() -> None:
    """Move the demo company in; its passwords are random where others reach the server."""
    settings: Settings = current_app.config["SETTINGS"]
    password = new_password(settings)
    stored = hash_password(password)
    with writing() as session:
        moving_in.move_in(session, password, stored, settings.zone, now())
    stock, faults = goods.read({GOODS: (Path(current_app.root_path) / "people" / GOODS).read_text()}, GOODS)
    if faults:
        raise FaultyContent(faults)
    with writing() as session:
        moving_in.stock(session, stock, now())
