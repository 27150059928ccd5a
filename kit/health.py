"""Whether this server can do its work: database migrated and content loaded."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from kit.database import db
from kit.publishing import ContentVersion

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Answer 200 when ready, else 503 with the reason."""
    reason, versions = why_not_ready()
    if reason:
        return jsonify(status="unavailable", reason=reason), 503
    return jsonify(status="ok", content_versions=versions), 200


def why_not_ready() -> tuple[str, int]:
    """Say what is missing (empty when ready) and how many versions of content there are."""
    try:
        if not is_migrated():
            return "the database is not migrated: run `flask db upgrade`", 0
        versions = db.session.scalar(select(func.count(ContentVersion.id))) or 0
    except SQLAlchemyError as fault:
        return f"the database does not answer ({type(fault).__name__})", 0
    return ("" if versions else "no content is loaded: run `flask content load`"), versions


def is_migrated() -> bool:
    """True when the database stands at the newest migration."""
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    return MigrationContext.configure(db.session.connection()).get_current_revision() == scripts.get_current_head()
