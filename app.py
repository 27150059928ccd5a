"""Wires the rooms together and nothing else."""

import os
import secrets
from pathlib import Path

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

from kit import clock, filters, i18n, web
from kit.database import db, prepare
from kit.room import ROOM as KIT
from kit.settings import Settings, read_settings
from people.room import ROOM as PEOPLE
from quiz.room import ROOM as QUIZ

ROOMS = (KIT, PEOPLE, RECORDS, QUIZ)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from its settings, by default those of the environment."""
    settings = settings or read_settings(os.environ)
    app = Flask(__name__)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),
        SQLALCHEMY_DATABASE_URI=database_url(settings, Path(app.root_path)),
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=20 * 1024 * 1024,
        COMPRESS_MIMETYPES=["text/html", "application/json"],
    )
    clock.shift_by(Path(settings.clock_file) if settings.clock_file else None)
    db.init_app(app)
    Migrate(app, db)
    Compress(app)
    i18n.install(app, settings.zone)
    filters.install(app, settings.zone)
    web.install(app, ROOMS)
    with app.app_context():
        prepare(db.engine)
    return app


def database_url(settings: Settings, root: Path) -> str:
    """The database's URL, with a relative SQLite file below the project's root."""
    prefix, file = "sqlite:///", settings.database_url.removeprefix("sqlite:///")
    if not settings.database_url.startswith(prefix) or file.startswith("/"):
        return settings.database_url
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    return f"{prefix}{root / file}"
