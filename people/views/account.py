"""One's own account: password, language, sessions."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from kit.clock import now
from kit.database import writing
from kit.errors import Refused
from kit.i18n import gettext
from people import passwords
from people.service import signing_in
from people.views.forms import FirstPasswordForm, PasswordForm
from people.views.pages import me, pages


@pages.route("/account", methods=["GET", "POST"])
def account() -> Response | str | tuple[str, int]:
    """Show one's account and change the password."""
    form = PasswordForm()
    if form.validate_on_submit() and _changed(form):
        flash(gettext("Your password is changed. Every other session of yours has ended."), "good")
        return redirect(url_for("people.account"))
    page = render_template("people/account.html", form=form, person=me())
    return (page, 422) if form.errors else page


@pages.route("/account/password", methods=["GET", "POST"])
def password() -> Response | str | tuple[str, int]:
    """Ask for a password of one's own in place of an initial one, before anything else."""
    if not me().must_change_password:
        return redirect(url_for("people.account"))
    form = FirstPasswordForm()
    if form.validate_on_submit() and _changed(form):
        flash(gettext("Done. From now on you sign in with this password."), "good")
        return redirect(url_for("people.home"))
    page = render_template("people/first_password.html", form=form)
    return (page, 422) if form.errors else page


def _changed(form: FirstPasswordForm) -> bool:
    """Check and store a new password, keep this session; False when something stands under a field."""
    person = me()
    if isinstance(form, PasswordForm) and not passwords.matches(person.password_hash, form.old.data):
        form.refuse("old", Refused("This is not your present password."))
    if not may_be(form, person.number, person.phone, person.name):
        return False
    new_hash = passwords.hash_password(form.new.data)
    with writing() as session:
        signing_in.change_password(session, person, new_hash, now())
    login_user(person)
    return True


def may_be(form: FirstPasswordForm, *own: str | None) -> bool:
    """Check a new password typed twice; False when something stands under a field."""
    try:
        passwords.check_password(form.new.data, *own)
    except Refused as why:
        form.refuse("new", why)
    if form.new.data != form.again.data:
        form.refuse("again", Refused("The two passwords differ."))
    return not form.errors


@pages.post("/account/sessions")
def end_sessions() -> Response:
    """Sign out everywhere else."""
    with writing() as session:
        signing_in.end_other_sessions(session, me(), now())
    login_user(me())
    flash(gettext("You are signed out everywhere but here."), "good")
    return redirect(url_for("people.account"))
