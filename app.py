"""Wires the rooms together and nothing else."""

from contextlib import suppress
from pathlib import Path

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

from courses.room import ROOM as COURSES
from exams.room import ROOM as EXAMS
from kit import cli, clock, filters, i18n, secret, web
from kit.database import db, prepare
from kit.room import ROOM as KIT
from kit.settings import Settings, sqlite_file
from people.room import ROOM as PEOPLE
from quiz.room import ROOM as QUIZ
from records.room import ROOM as RECORDS

ROOMS = (KIT, PEOPLE, RECORDS, COURSES, QUIZ, EXAMS)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from its settings, by default those of the environment."""
    settings = settings or cli.settings_of_environment()
    app = Flask(__name__)
    root = Path(app.root_path)
    app.config.update(
        SETTINGS=settings,
        SQLALCHEMY_DATABASE_URI=database_url(settings, root),
        SECRET_KEY=secret.secret_key(settings, root),
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=20 * 1024 * 1024,
        COMPRESS_MIMETYPES=["text/html", "application/json"],
    )
    app.logger.setLevel(settings.log_level)
    clock.shift_by(Path(settings.clock_file) if settings.clock_file else None)
    db.init_app(app)
    Migrate(app, db, directory=str(root / "migrations"))
    Compress(app)
    i18n.install(app, settings.zone)
    filters.install(app, settings.zone)
    web.install(app, ROOMS)
    with app.app_context():
        prepare(db.engine)
    return app


def database_url(settings: Settings, root: Path) -> str:
    """The database's URL, with a relative SQLite file below the project's root; its folder is made."""
    file = sqlite_file(settings.database_url)
    if file is None:
        return settings.database_url
    with suppress(OSError):  # a disk that cannot be written stops only what needs the database
        (root / file).parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{root / file}"
