"""The pages of the assessment record: one's own, a person's in reach, and both to take away."""

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_login import current_user
from sqlalchemy.orm import Session

from kit.clock import now
from kit.database import db, writing
from kit.i18n import gettext, lang
from kit.settings import Settings
from kit.sheets.writing import Page, write, write_csv
from people.models import Employee
from records.service.certificates import certificates_of
from records.service.looking import look_at, looks_at
from records.service.reading import entries_of, judges
from records.sheet import rows

PAGE = 40
ALL = 100_000

record = Blueprint("records", __name__)


@record.get("/record")
def mine() -> str:
    """Show one's own record."""
    return _page(db.session(), current_user, own=True)


@record.get("/record/<int:employee_id>")
def person(employee_id: int) -> str:
    """Show the record of a person in reach; the look is logged."""
    with writing() as session:
        look_at(session, current_user, employee_id, "record", now())
    found = db.session.get(Employee, employee_id) or abort(404)
    return _page(db.session(), found, own=found.id == current_user.id)


@record.get("/record/export.<form>", defaults={"employee_id": None})
@record.get("/record/<int:employee_id>/export.<form>")
def export(form: str, employee_id: int | None) -> Response:
    """Give a record as .xlsx or .csv; taking somebody else's away is logged like a look."""
    if form not in {"xlsx", "csv"}:
        abort(404)
    with writing() as session:
        found = look_at(session, current_user, employee_id or current_user.id, f"export.{form}", now())
        entries = entries_of(session, found.id, ALL)
        zone = _settings().zone
        table = rows(entries, judges(session, entries), lang(), zone)
        number = found.number
    kind, body = (
        ("text/csv; charset=utf-8", write_csv(table))
        if form == "csv"
        else (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write([Page(gettext("Record"), table)]),
        )
    )
    name = f"record-{number}.{form}"
    return Response(body, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _page(session: Session, found: Employee, own: bool) -> str:
    kind = request.args.get("kind", "")
    before = request.args.get("before", type=int)
    entries = entries_of(session, found.id, PAGE + 1, before, kind)
    shown = entries[:PAGE]
    exams = [entry for entry in entries_of(session, found.id, 12, kind="exam") if entry.points and entry.max_points]
    return render_template(
        "records/record.html",
        person=found,
        own=own,
        entries=shown,
        names=judges(session, shown),
        certificates=certificates_of(session, found.id),
        looks=looks_at(session, found.id) if own else [],
        kind=kind,
        more=shown[-1].seq if len(entries) > PAGE else None,
        percents=[round(100 * (entry.points or 0) / (entry.max_points or 1), 1) for entry in reversed(exams)],
        zone=_settings().zone,
    )


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
