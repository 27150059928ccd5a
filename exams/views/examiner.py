"""For those who look after people: marking queue and desk, assignments, the results of a sitting."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse
from wtforms.fields.choices import SelectChoice

from exams.jobs import seal
from exams.service import assigning, marking, results
from exams.service.marking import Desk, DeskItem, Judged
from exams.service.pools import papers
from exams.service.results import CandidateRow
from exams.sitting_rules import State
from exams.views.forms import AssignForm
from exams.views.pages import here, me, pages, policy_words, rule_words, tongue, zone
from kit.clock import now
from kit.database import db, writing
from kit.errors import Conflict, FieldErrors, NotFound, Refused
from kit.i18n import gettext, in_script, lang
from kit.points import Points, parse, show
from kit.sheets.writing import Cell, Page, write
from kit.web import in_words
from people.models import Employee, Team
from people.service.catalogue import choices

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/marking", endpoint="marking")
def marking_queue() -> str:
    """List what waits for this examiner."""
    return render_template("exams/queue.html", waiting=marking.queue(db.session(), me()), tongue=tongue())


@pages.route("/marking/<int:attempt_id>", methods=["GET", "POST"])
def desk(attempt_id: int) -> str | AnyResponse | tuple[str, int]:
    """Mark an attempt by its criteria, beside the model answer."""
    actor = me()
    if request.method == "GET":
        return _desk_page(marking.desk(db.session(), actor, attempt_id))
    shown = marking.desk(db.session(), actor, attempt_id)
    try:
        judged = _judged(shown)
        with writing() as session:
            score = marking.give(session, me(), attempt_id, judged, _seen(), now(), seal())
            waits = score.passed is None
    except NotFound:
        raise
    except Conflict as conflict:
        flash(in_words(conflict), "warn")
        return redirect(url_for("exams.desk", attempt_id=attempt_id))
    except FieldErrors as refused:
        return _desk_page(marking.desk(db.session(), me(), attempt_id), refused.fields), 422
    except Refused as refused:
        return _desk_page(marking.desk(db.session(), me(), attempt_id), {"": refused}), 422
    flash(gettext("Marks saved. Some answers still wait.") if waits else gettext("Marked. The result is entered."))
    return redirect(url_for("exams.marking") if not waits else url_for("exams.desk", attempt_id=attempt_id))


def _seen() -> int:
    return request.form.get("seen", 0, type=int)


def _desk_page(found: Desk, refused: Mapping[str, Refused] | None = None) -> str:
    return render_template(
        "exams/desk.html",
        one=found,
        tongue=tongue(),
        rule=rule_words(found.paper),
        faults={name: in_words(why) for name, why in (refused or {}).items()},
        typed=request.form,
    )


def _judged(found: Desk) -> dict[int, Judged]:
    """Read the marks of the desk's form: by criterion, or as points with a reason; empty means no mark."""
    judged: dict[int, Judged] = {}
    faults: dict[str, Refused] = {}
    for one in found.items:
        at = one.item.position
        try:
            mark = _judged_item(one)
        except Refused as refused:
            faults[str(at)] = refused
            continue
        if mark is not None:
            judged[at] = mark
    if faults:
        raise FieldErrors(faults)
    return judged


def _judged_item(one: DeskItem) -> Judged | None:
    at = one.item.position
    why = request.form.get(f"{at}.why", "").replace("\0", "").strip()
    typed = [
        request.form.get(f"{at}.criterion-{number}", "").strip() for number, _ in enumerate(one.criteria_points, 1)
    ]
    if any(typed):
        if not all(typed):
            raise Refused("Give points for every criterion; 0 where there is nothing.")
        criteria = tuple(parse(text) for text in typed)
        return Judged(sum(criteria), why, criteria)
    points = request.form.get(f"{at}.points", "").strip()
    return Judged(parse(points), why) if points else None


@pages.get("/assignments")
def assignments() -> str:
    """List the exams that were given to one's people."""
    return render_template(
        "exams/assignments.html", rows=results.assignments(db.session(), me()), tongue=tongue(), now=now()
    )


@pages.route("/assignments/new", methods=["GET", "POST"])
def assign() -> str | AnyResponse | tuple[str, int]:
    """Give a paper to people: first shown who is meant, then made."""
    session, actor = db.session(), me()
    form = _assign_form(session, actor)
    if request.method == "GET":
        return render_template("exams/assign.html", form=form, meant=None)
    if not form.validate():
        return render_template("exams/assign.html", form=form, meant=None), 422
    terms, audience = form.terms(papers(session)[form.paper.data], zone()), form.audience()
    if request.form.get("action") != "assign":
        meant = assigning.people_meant(session, actor, audience)
        return render_template("exams/assign.html", form=form, meant=meant)
    try:
        with writing() as writer:
            sitting_id = assigning.assign(writer, me(), terms, audience, now()).id
    except Refused as refused:
        return render_template("exams/assign.html", form=form, meant=None, refusal=in_words(refused)), 422
    flash(gettext("The exam is assigned, everybody has been told."))
    return redirect(url_for("exams.sitting", sitting_id=sitting_id))


def _assign_form(session: Session, actor: Employee) -> AssignForm:
    form = AssignForm()
    offered = papers(session)
    people = session.scalars(select(Employee).where(assigning.assignable(actor)).order_by(Employee.name))
    everybody = list(people)
    form.paper.choices = [SelectChoice(key, paper.title.in_(lang())) for key, paper in offered.items()]
    form.people.choices = [SelectChoice(person.id, f"{person.name} · {person.number}") for person in everybody]
    form.position.choices = [
        SelectChoice(value, name) for value, name in [("", gettext("any")), *choices(session, lang())]
    ]
    form.team.choices = [SelectChoice("", gettext("any")), *_teams(session, everybody)]
    if request.method == "GET":
        start = here(now()).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        form.opens_at.data, form.closes_at.data = start, start + timedelta(days=3)
        if request.args.get("paper") in offered:
            form.paper.data = request.args["paper"]
    return form


def _teams(session: Session, people: list[Employee]) -> list[SelectChoice]:
    """The teams that the people are in, indented by their depth."""
    ids = {person.team_id for person in people}
    teams = session.scalars(select(Team).order_by(Team.path))
    return [SelectChoice(team.id, "　" * (team.path.count("/") - 2) + team.name) for team in teams if team.id in ids]


@pages.get("/assignments/<int:sitting_id>")
def sitting(sitting_id: int) -> str:
    """Show who sat and how it went."""
    session, actor = db.session(), me()
    found = results.sitting_in_view(session, actor, sitting_id)
    return render_template(
        "exams/sitting.html",
        sitting=found,
        rows=results.table_of(session, actor, sitting_id),
        policy=policy_words(found.assignment.policy),
        tongue=tongue(),
        now=now(),
    )


@pages.post("/assignments/<int:sitting_id>/release")
def release(sitting_id: int) -> AnyResponse:
    """Open the results after review."""
    with writing() as session:
        results.release(session, me(), sitting_id, now(), seal())
    flash(gettext("The results are open."))
    return redirect(url_for("exams.sitting", sitting_id=sitting_id))


@pages.get("/assignments/<int:sitting_id>.xlsx")
def sitting_sheet(sitting_id: int) -> Response:
    """Give the results of a sitting as a spreadsheet."""
    session, actor = db.session(), me()
    found = results.sitting_in_view(session, actor, sitting_id)
    heads: list[Cell] = [
        gettext("Employee number"),
        gettext("Full name"),
        gettext("Team"),
        gettext("Attempt"),
        gettext("Started"),
        gettext("Handed in"),
        gettext("Points"),
        gettext("Of"),
        gettext("Result"),
    ]
    rows = [heads, *(line for row in results.table_of(session, actor, sitting_id) for line in _lines(row))]
    answer = Response(write([Page(in_script(found.assignment.title[tongue()]), rows)]), mimetype=SHEET)
    answer.headers["Content-Disposition"] = f"attachment; filename=exam-{sitting_id}.xlsx"
    return answer


def _lines(row: CandidateRow) -> list[list[Cell]]:
    person: list[Cell] = [row.employee.number, row.employee.name, row.employee.team.name]
    if not row.attempts:
        return [[*person, None, None, None, None, None, gettext("not sat")]]
    return [
        [
            *person,
            one.number,
            here(one.started_at),
            here(one.submitted_at) if one.submitted_at else None,
            _decimal(one.points),
            _decimal(row.max_points) if one.points is not None else None,
            _result_words(one.state, one.passed),
        ]
        for one in row.attempts
    ]


def _decimal(points: Points | None) -> Cell:
    return None if points is None else Decimal(show(points))


def _result_words(state: str, passed: bool | None) -> str:
    if state == State.RUNNING.value:
        return gettext("in progress")
    if state == State.SUBMITTED.value:
        return gettext("waits for marking")
    return gettext("passed") if passed else gettext("not passed")
