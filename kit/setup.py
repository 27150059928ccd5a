"""Brings a database up: migrated, with the shipped content and, when it is empty, the demo company."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_migrate import upgrade

from kit import demo, loading
from kit.database import db, writing
from kit.errors import Conflict
from kit.health import is_migrated
from kit.settings import Settings
from kit.web import content_kinds, rooms


def migrate() -> None:
    """Bring the database to the newest migration, unless it stands there."""
    migrated = is_migrated()
    db.session.rollback()
    if not migrated:
        upgrade(directory=current_app.extensions["migrate"].directory)


def is_in_use() -> bool:
    """True when people have moved in: a company was set up or the demo company created."""
    return any(asks(db.session()) for room in rooms() for asks in room.in_use)


def create_demo(now: datetime) -> None:
    """Migrate, load the content and create the demo company; raises Conflict where people have moved in."""
    migrate()
    if is_in_use():
        raise Conflict("This database is in use already: name an empty one in DATABASE_URL, or a new SQLite file.")
    loading.load_if_new(content_kinds(), Path(current_app.root_path), now)
    for room in rooms():
        for create in room.demo:
            create()


def bring_up(settings: Settings, now: datetime) -> None:
    """Make the database ready to be served."""
    migrate()
    if settings.demo and not is_in_use():
        create_demo(now)
    else:
        loading.load_if_new(content_kinds(), Path(current_app.root_path), now)
    if not settings.loopback:
        with writing() as session:
            demo.replace_known_passwords(session, settings)
