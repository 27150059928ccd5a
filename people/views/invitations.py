"""Invitations: the sheet to print, and the page that a code opens."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from kit.clock import now
from kit.database import db, writing
from kit.errors import NotFound
from kit.i18n import gettext
from kit.markup import qr_svg
from kit.settings import Settings
from kit.web import in_words
from people import passwords
from people.codes import read_code, shown
from people.models import Employee
from people.service import founding, inviting
from people.service.inviting import INVITED_FOR
from people.views.account import may_be
from people.views.forms import FirstPasswordForm
from people.views.pages import me, pages


def welcome_address(code: str) -> str:
    """The address to put into a QR code: that people are to use, else the one they use now."""
    settings: Settings = current_app.config["SETTINGS"]
    path = url_for("people.welcome", code=code)
    return f"{settings.public_url or request.host_url.rstrip('/')}{path}"


@pages.route("/invitations", methods=["GET", "POST"])
def invitations() -> str | Response:
    """List who has never signed in; posting gives those chosen new codes and shows the sheet, once."""
    waiting = inviting.waiting(db.session(), me())
    if request.method == "GET":
        chosen = set(request.args.getlist("id", int))
        return render_template("people/invitations.html", waiting=waiting, chosen=chosen)
    wanted = set(request.form.getlist("id", int))
    with writing() as session:
        people = [one for one in inviting.waiting(session, me()) if one.id in wanted]
        given = [(one.id, code) for one, code in inviting.invite(session, people, me(), now())]
    if not given:
        flash(gettext("Choose who is to get an invitation."), "warn")
        return redirect(url_for("people.invitations"))
    return _sheet(given)


def _sheet(given: list[tuple[int, str]]) -> str:
    cards = []
    for employee_id, code in given:
        person = db.session.get_one(Employee, employee_id)
        cards.append((person, shown(code), qr_svg(welcome_address(code))))
    return render_template(
        "people/invitation_sheet.html",
        cards=cards,
        address=welcome_address("").rstrip("/"),
        until=now() + INVITED_FOR,
        company=founding.company(db.session()),
    )


@pages.get("/welcome")
def enter_code() -> str | Response:
    """Ask for a one-time code."""
    if typed := read_code(request.args.get("code", "")):
        return redirect(url_for("people.welcome", code=typed))
    return render_template("people/enter_code.html", message="")


@pages.route("/welcome/<code>", methods=["GET", "POST"])
def welcome(code: str) -> str | Response | tuple[str, int]:
    """Let somebody choose their password with a code, and sign them in."""
    form = FirstPasswordForm()
    try:
        found = inviting.open_invitation(db.session(), code, now())
        person = db.session.get_one(Employee, found.employee_id)
        if form.validate_on_submit() and may_be(form, person.number, person.phone, person.name):
            return _enter(code, passwords.hash_password(form.new.data))
    except NotFound as why:
        return render_template("people/enter_code.html", message=in_words(why)), 404
    company = founding.company(db.session())
    page = render_template("people/welcome.html", form=form, person=person, company=company)
    return (page, 422) if form.errors else page


def _enter(code: str, new_hash: str) -> Response:
    with writing() as session:
        person = inviting.accept(session, code, new_hash, now())
    login_user(person)
    flash(
        gettext("Welcome, %(name)s. From now on you sign in with %(number)s.", name=person.name, number=person.number)
    )
    return redirect(url_for("people.home"))
