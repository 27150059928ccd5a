"""Somebody's file: facts, positions, mentor, tags, roles, accounts; and what may be done with it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kit.access import Role
from kit.clock import now
from kit.database import db, writing
from kit.errors import FieldErrors, NotFound, Refused
from kit.i18n import gettext, lang
from kit.markup import qr_svg
from kit.web import in_words
from people.codes import shown
from people.models import Employee
from people.service import arranging, attributing, granting, inviting, overseeing, signing_in, staffing
from people.service.catalogue import called, positions
from people.service.inviting import RESET_FOR
from people.service.reach import person_in_reach, reaches
from people.views.forms import CareForm, PersonForm
from people.views.invitations import welcome_address
from people.views.pages import me, pages, reason, today
from people.views.staff import prepare, read_facts, read_mentor, read_posts, read_tags, refuse


def _is_administrator() -> bool:
    return Role.ADMINISTRATOR in me().roles


@pages.get("/people/<int:employee_id>")
def person(employee_id: int) -> str:
    """Show somebody's file to themselves, their mentor, their managers."""
    session = db.session()
    found = overseeing.visible(session, me(), employee_id)
    catalogue = positions(session)
    return render_template(
        "people/person.html",
        person=found,
        posts=[(one, called(catalogue, one.position, one.track, lang())) for one in found.positions],
        duties=[duty.in_(lang()) for one in found.positions if one.position in catalogue
                for duty in catalogue[one.position].duties],
        accounts=attributing.held(session, [found.id]),
        locked=signing_in.is_locked(session, found, now()),
        reached=reaches(session, me(), found.id),
        administrator=_is_administrator(),
        teams=arranging.tree(session) if _is_administrator() else [],
        depth=arranging.depth,
        roles=[role for role in Role if role != Role.EMPLOYEE],
        names=role_names(),
    )  # fmt: skip


def role_names() -> dict[str, str]:
    """What the permission roles are called."""
    return {
        Role.EMPLOYEE: gettext("Employee"),
        Role.MENTOR: gettext("Mentor (role)"),
        Role.MANAGER: gettext("Manager"),
        Role.TRAINER: gettext("Trainer"),
        Role.PAYROLL: gettext("Payroll"),
        Role.ADMINISTRATOR: gettext("Administrator"),
    }


@pages.route("/people/<int:employee_id>/edit", methods=["GET", "POST"])
def edit_person(employee_id: int) -> str | Response | tuple[str, int]:
    """Change somebody's file: all of it for administrators, what concerns their work for managers."""
    found = _editable(employee_id)
    form = (PersonForm if _is_administrator() else CareForm)(obj=found if request.method == "GET" else None)
    prepare(form)
    if request.method == "GET":
        form.posts.data = [f"{one.position}/{one.track}".rstrip("/") for one in found.positions]
        form.mentor.data = f"{found.mentor.number}" if found.mentor else ""
        form.tags.data = "、".join(one.tag for one in found.tags)
    elif form.validate() and _saved(form, found.id):
        flash(gettext("Saved."), "good")
        return redirect(url_for("people.person", employee_id=employee_id))
    page = render_template("people/person_form.html", form=form, person=_editable(employee_id))
    return (page, 422) if form.errors else page


def _editable(employee_id: int) -> Employee:
    session = db.session()
    return (
        overseeing.anybody(session, employee_id) if _is_administrator() else person_in_reach(session, me(), employee_id)
    )


def _saved(form: CareForm, employee_id: int) -> bool:
    facts = read_facts(form) if isinstance(form, PersonForm) else None
    mentor_id = read_mentor(form)
    if form.errors:
        return False
    try:
        with writing() as session:
            found = _editable(employee_id)
            if facts:
                staffing.change_facts(session, found, facts, me(), reason(), now())
            staffing.set_mentor(session, found, mentor_id, me(), reason(), now())
            staffing.set_tags(session, found, read_tags(form), me(), reason(), now())
            staffing.set_posts(session, found, read_posts(form), me(), reason(), now(), today())
    except FieldErrors as why:
        refuse(form, why)
        return False
    return True


def _back(employee_id: int, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("people.person", employee_id=employee_id))


def _refused(employee_id: int, why: Refused) -> Response:
    if isinstance(why, NotFound):
        raise why
    flash(in_words(why), "bad")
    return redirect(url_for("people.person", employee_id=employee_id))


@pages.post("/people/<int:employee_id>/deactivate")
def deactivate(employee_id: int) -> Response:
    """Close a leaver's account."""
    try:
        with writing() as session:
            found = overseeing.anybody(session, employee_id)
            staffing.deactivate(session, found, today(), me(), reason(), now())
    except Refused as why:
        return _refused(employee_id, why)
    return _back(employee_id, gettext("The account is closed. Records and certificates stay."))


@pages.post("/people/<int:employee_id>/reactivate")
def reactivate(employee_id: int) -> Response:
    """Take somebody back."""
    try:
        with writing() as session:
            staffing.reactivate(session, overseeing.anybody(session, employee_id), me(), reason(), now())
    except Refused as why:
        return _refused(employee_id, why)
    return _back(employee_id, gettext("The account is open again."))


@pages.post("/people/<int:employee_id>/reset")
def reset_password(employee_id: int) -> str | Response:
    """Void somebody's password and show the code with which they choose a new one."""
    try:
        with writing() as session:
            found = person_in_reach(session, me(), employee_id)
            code = inviting.reset(session, found, me(), now())
    except Refused as why:
        return _refused(employee_id, why)
    address = welcome_address(code)
    return render_template(
        "people/reset.html",
        person=db.session.get_one(Employee, employee_id),
        code=shown(code),
        address=address,
        qr=qr_svg(address),
        until=now() + RESET_FOR,
    )


@pages.post("/people/<int:employee_id>/unlock")
def unlock(employee_id: int) -> Response:
    """Open a sign-in that too many wrong tries have closed."""
    with writing() as session:
        signing_in.unlock(session, person_in_reach(session, me(), employee_id), me(), now())
    return _back(employee_id, gettext("They can sign in again at once."))


@pages.post("/people/<int:employee_id>/roles")
def grant_role(employee_id: int) -> Response:
    """Give somebody a permission role."""
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        return _refused(employee_id, Refused("Choose a role."))
    team_id = request.form.get("team", 0, int)
    try:
        with writing() as session:
            team = arranging.team(session, team_id) if team_id else None
            found = overseeing.anybody(session, employee_id)
            granting.grant(session, found, role, team, me(), reason(), now())
    except Refused as why:
        return _refused(employee_id, why)
    return _back(employee_id, gettext("The role is granted."))


@pages.post("/people/<int:employee_id>/roles/<int:grant_id>/withdraw")
def withdraw_role(employee_id: int, grant_id: int) -> Response:
    """Take a permission role away."""
    try:
        with writing() as session:
            granting.withdraw(session, overseeing.anybody(session, employee_id), grant_id, me(), reason(), now())
    except Refused as why:
        return _refused(employee_id, why)
    return _back(employee_id, gettext("The role is withdrawn."))
