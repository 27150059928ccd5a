"""Commands around content: `flask content check | load | export | format`."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from kit import clock, loading, shipped
from kit.loading import FaultyContent
from kit.rooms import ContentKind
from kit.web import rooms

content = AppGroup("content", help="The shipped courses, banks and papers: check, load, export, format.")

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
from_option = click.option(
    "--from", "folder", type=FOLDER, help="Read from below this folder, laid out like an export; default: the project."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def kinds() -> Sequence[ContentKind]:
    """Every kind of content of every room, in the order of loading."""
    return sorted((kind for room in rooms() for kind in room.content_kinds), key=lambda kind: kind.order)


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
    report = shipped.report(kinds(), shipped.read(kinds(), folder or root()))
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
        done = loading.load(kinds(), folder or root(), clock.now(), force)
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
    files = loading.export(kinds())
    shipped.write_files(folder, files)
    click.echo(f"{len(files)} files written below {folder}")


@content.command(name="format")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 when something would change.")
@from_option
def format_(only_check: bool, folder: Path | None) -> None:
    """Rewrite the content files in canonical form: order of fields, line breaks, one file per type of question."""
    place = folder or root()
    reading = shipped.read(kinds(), place)
    if reading.faults:
        faults = "\n".join(str(fault) for fault in reading.faults)
        raise click.ClickException(f"nothing was written, because of these faults:\n{faults}")
    changes = shipped.changes(kinds(), reading, place)
    for path, text in changes.items():
        click.echo(f"{'remove' if text is None else 'write '}  {path}")
    if only_check:
        raise SystemExit(1 if changes else 0)
    shipped.write_files(place, {path: text for path, text in changes.items() if text is not None})
    for path in (path for path, text in changes.items() if text is None):
        (place / path).unlink()
