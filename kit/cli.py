"""Commands of the floor: `flask content …`, `flask demo …`, `flask serve`, `flask jobs`."""

import json
import os
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from kit import clock, demo, jobs, loading, serving, setup, shipped
from kit.database import db
from kit.errors import Conflict
from kit.loading import FaultyContent
from kit.serving import CannotServe
from kit.settings import Settings, WrongSetting, read_settings
from kit.web import content_kinds

content = AppGroup("content", help="The shipped courses, banks and papers: check, load, export, format.")

demo_company = AppGroup("demo", help="The demo company: create it, list its sign-ins.")

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
from_option = click.option(
    "--from", "folder", type=FOLDER, help="Read from below this folder, laid out like an export; default: the project."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def root() -> Path:
    """The project's root, below which the shipped content lies."""
    return Path(current_app.root_path)


@content.command()
@json_option
@from_option
def check(as_json: bool, folder: Path | None) -> None:
    """List faults and flaws and what is covered; needs no database.

    Exit code 0 without faults, 1 with at least one.
    """
    report = shipped.report(content_kinds(), shipped.read(content_kinds(), folder or root()))
    click.echo(json.dumps(report.plain(), ensure_ascii=False) if as_json else _in_lines(report))
    if report.faults:
        raise SystemExit(1)


def _in_lines(report: shipped.Report) -> str:
    lines = [f"fault     {fault}" for fault in report.faults]
    lines += [f"flaw      {flaw}" for flaw in report.flaws]
    lines += [f"accepted  {flaw} (because: {flaw.accepted})" for flaw in report.accepted]
    for name, by_position in report.counts.items():
        lines.append(f"{name:<16} " + (", ".join(f"{where} {count}" for where, count in by_position.items()) or "none"))
    for fact, covered in report.facts.items():
        lines.append(f"{fact:<16} " + ", ".join(f"{how} {count}" for how, count in covered.items()))
    return "\n".join([*lines, f"{len(report.faults)} faults, {len(report.flaws)} flaws"])


@content.command()
@click.option("--force", is_flag=True, help="Also replace what was edited in the browser (its versions stay).")
@from_option
def load(force: bool, folder: Path | None) -> None:
    """Publish shipped content that is new or changed; say what was kept.

    Loading the same files again changes nothing. Exit code 1 when there are faults: then nothing is loaded.
    """
    try:
        done = loading.load(content_kinds(), folder or root(), clock.now(), force)
    except FaultyContent as refused:
        raise click.ClickException(f"nothing was loaded, because of these faults:\n{refused}") from None
    for name in done.kept:
        click.echo(f"kept      {name}: edited or retired in the browser (--force replaces it)")
    click.echo(f"{len(done.published)} published, {len(done.unchanged)} unchanged, {len(done.kept)} kept")


@content.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write everything published now as files below FOLDER, which must be empty or not exist yet.

    `flask content load --from FOLDER` reads it back with the same digests.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty: name a folder that is empty or does not exist yet.")
    files = loading.export(content_kinds())
    shipped.write_files(folder, files)
    click.echo(f"{len(files)} files written below {folder}")


@content.command(name="format")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 when something would change.")
@from_option
def format_(only_check: bool, folder: Path | None) -> None:
    """Rewrite the content files in canonical form: order of fields, line breaks, one file per type of question."""
    place = folder or root()
    reading = shipped.read(content_kinds(), place)
    if reading.faults:
        faults = "\n".join(str(fault) for fault in reading.faults)
        raise click.ClickException(f"nothing was written, because of these faults:\n{faults}")
    changes = shipped.changes(content_kinds(), reading, place)
    for path, text in changes.items():
        click.echo(f"{'remove' if text is None else 'write '}  {path}")
    if only_check:
        raise SystemExit(1 if changes else 0)
    shipped.write_files(place, {path: text for path, text in changes.items() if text is not None})
    for path in (path for path, text in changes.items() if text is None):
        (place / path).unlink()


@demo_company.command()
def create() -> None:
    """Fill the empty database of DATABASE_URL with the demo company and its history.

    Creates and migrates an SQLite file that does not exist yet. Exit code 1 when the database is in use.
    """
    try:
        setup.create_demo(clock.now())
    except Conflict as refused:
        raise click.ClickException(str(refused)) from None
    except FaultyContent as refused:
        raise click.ClickException(f"nothing was created, because the content has faults:\n{refused}") from None
    click.echo(
        "\n".join(["The demo company stands. Its sign-ins:", *serving.sign_in_table(demo.sign_ins(db.session()))])
    )


@demo_company.command()
@json_option
def accounts(as_json: bool) -> None:
    """List how to sign in to the demo company; exit code 1 when there is none."""
    found = demo.sign_ins(db.session())
    if as_json:
        click.echo(json.dumps([one.plain() for one in found], ensure_ascii=False))
    else:
        click.echo("\n".join(serving.sign_in_table(found)) if found else "There is no demo company in this database.")
    if not found:
        raise SystemExit(1)


@click.command()
@with_appcontext
def serve() -> None:
    """Prepare the database, then serve until Ctrl-C or SIGTERM; docs/settings.md lists the settings.

    Exit code 0 when it was asked to stop, 1 when it could not start or the web server died.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # granian is given the thing itself
    try:
        code = serving.serve(app, clock.now())
    except CannotServe as refused:
        raise click.ClickException(str(refused)) from None
    raise SystemExit(code)


@click.command(name="jobs")
@with_appcontext
def run_jobs() -> None:
    """Run the jobs of all rooms every few seconds until Ctrl-C or SIGTERM; `flask serve` starts this itself."""
    jobs.run_until_stopped(serving.listen())


def settings_of_environment() -> Settings:
    """Read the settings; a wrong one ends the command with what is allowed."""
    try:
        return read_settings(os.environ)
    except WrongSetting as wrong:
        raise click.ClickException(str(wrong)) from None
