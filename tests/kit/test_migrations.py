"""The migrations: one head, the tables of the models, up and down on a filled database, the guards in place."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from kit.content import Struct
from kit.database import db, writing
from kit.publishing import publish
from tests.conftest import MIGRATIONS, NOON
from tests.world import people

GUARDED = {"content_version", "record_entry"}
FIRST = "0001"


class Note(Struct):
    """A piece of content for the tests."""

    body: str


def _revisions() -> list[str]:
    script = ScriptDirectory(MIGRATIONS)
    return [revision.revision for revision in script.walk_revisions()][::-1]


def _guarded() -> set[str]:
    """The tables whose rows the database itself keeps from changing."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            rows = connection.execute(text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")).all()
            deeds = {"no_update", "no_delete"}
        else:
            rows = connection.execute(
                text("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
            ).all()
            deeds = {"no_change", "no_truncate"}
    found = {table: {name.removeprefix(f"{table}_") for at, name in rows if at == table} for table, _ in rows}
    return {table for table, names in found.items() if deeds <= names}


def _fill() -> None:
    with writing() as session:
        people(session)
        publish(session, "note", "a-note", Note(body="x"), NOON)


def test_there_is_one_head() -> None:
    assert ScriptDirectory(MIGRATIONS).get_heads() == [_revisions()[-1]]


def test_the_migrations_make_the_tables_of_the_models(either_app: Flask) -> None:
    with db.engine.connect() as connection:
        options: dict[str, Any] = {
            "compare_type": True,
            "include_object": lambda thing, name, kind, *_: not (kind == "table" and name.startswith("search_index")),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_every_step_goes_down_and_up_again_on_a_filled_database(either_app: Flask) -> None:
    _fill()
    revisions = _revisions()
    db.session.remove()
    for revision in revisions[-2::-1]:
        downgrade(directory=MIGRATIONS, revision=revision)
        assert _guarded() >= GUARDED
    for revision in revisions[1:]:
        upgrade(directory=MIGRATIONS, revision=revision)
        assert _guarded() >= GUARDED


def test_all_the_way_down_leaves_nothing(either_app: Flask) -> None:
    _fill()
    db.session.remove()
    downgrade(directory=MIGRATIONS, revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    assert _guarded() == set()
    upgrade(directory=MIGRATIONS)
    assert _guarded() >= GUARDED


@pytest.mark.parametrize("statement", ["UPDATE content_version SET body = 'y'", "DELETE FROM content_version"])
def test_what_is_published_never_changes(either_app: Flask, statement: str) -> None:
    _fill()

    def change() -> None:
        with writing() as session:
            session.execute(text(statement))

    with pytest.raises(Exception, match="append-only"):
        change()
