"""Runs the migrations inside the application, one transaction each, on either engine."""

from alembic import context
from flask import current_app

from kit.database import Moment

db = current_app.extensions["migrate"].db


def run() -> None:
    """Migrate over one connection of the application's engine."""
    with db.engine.connect().execution_options(writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=lambda kind, thing, _: "sa.DateTime(timezone=True)" if isinstance(thing, Moment) else False,
            include_object=lambda thing, name, kind, *_: not (kind == "table" and name.startswith("search_index")),
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
