"""Signing in and out, in a page and in the sheet of a page that lost its session."""

from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from kit.clock import now
from kit.database import db, writing
from kit.i18n import NAMES, gettext
from kit.web import refusal_json, wants_json
from people import passwords
from people.delays import Wait
from people.models import Employee
from people.service import signing_in
from people.views.forms import SignInForm
from people.views.pages import me, pages

OPEN_TO_NEW = {
    "people.password", "people.sign_in", "people.sign_out", "people.language", "static", "health.healthz",
}  # fmt: skip


def install(app: Flask) -> None:
    """Let the application know who a session cookie means, and keep initial passwords from lasting."""
    login = LoginManager(app)
    # a phone changes its address all day long
    login.session_protection = None
    login.user_loader(lambda cookie: signing_in.load_signed_in(db.session(), cookie))
    app.config.setdefault("PERMANENT_SESSION_LIFETIME", timedelta(days=30))
    app.before_request(ask_for_own_password)


def ask_for_own_password() -> AnyResponse | None:
    """Lead who still has an initial password to the page where they choose their own, before anything else."""
    if request.endpoint is None or request.endpoint in OPEN_TO_NEW or not current_user.is_authenticated:
        return None
    if not current_user.must_change_password:
        return None
    if wants_json():
        return refusal_json(403, gettext("Choose a password of your own first."))
    return redirect(url_for("people.password"))


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> AnyResponse | tuple[AnyResponse | str, int] | str:
    """Sign in by number or phone; scripts are answered in JSON, each time with a fresh token."""
    form = SignInForm()
    if request.method == "GET" and wants_json():
        return jsonify(csrf_token=generate_csrf(), signed_in=current_user.is_authenticated)
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(local_path(request.args.get("next")))
    if form.validate_on_submit():
        found = _try(form.employee_no.data, form.password.data)
        if isinstance(found, Employee):
            return _welcome(found, bool(form.stay.data))
        return _refusal(form, found)
    if request.method == "POST" and wants_json():
        return jsonify(error=gettext("Enter number and password."), csrf_token=generate_csrf()), 401
    return (_page(form), 422) if request.method == "POST" else _page(form)


def _page(form: SignInForm, message: str = "") -> str:
    return render_template("people/sign_in.html", form=form, message=message, next=request.values.get("next", ""))


def _try(typed: str, password: str) -> Employee | Wait | None:
    """Check a password outside the transaction that settles the result."""
    moment, address = now(), request.remote_addr or ""
    who = signing_in.candidate(db.session(), typed, address, moment)
    if who.wait:
        return who.wait
    right = passwords.matches(who.password_hash, password)
    new_hash = passwords.hash_password(password) if right and passwords.is_outdated(who.password_hash) else ""
    with writing() as writer:
        return signing_in.settle(writer, who, address, right, new_hash, moment)


def _welcome(person: Employee, stay: bool) -> AnyResponse:
    login_user(person)
    session.permanent = stay
    if wants_json():
        return jsonify(
            ok=True,
            employee_id=person.id,
            name=person.name,
            must_change_password=person.must_change_password,
            csrf_token=generate_csrf(),
        )
    return redirect(local_path(request.values.get("next")))


def _refusal(form: SignInForm, waits: Wait | None) -> tuple[AnyResponse | str, int]:
    status, message = (429, wait_in_words(waits)) if waits else (401, gettext("The number or the password is wrong."))
    if wants_json():
        answer: Response = jsonify(error=message, wait=waits.seconds if waits else 0, csrf_token=generate_csrf())
        return answer, status
    return _page(form, message), status


def wait_in_words(waits: Wait) -> str:
    """Say how long a sign-in has to wait, and who can shorten it."""
    if not waits.locked:
        return gettext("Too many wrong tries. Please wait %(seconds)s seconds and try again.", seconds=waits.seconds)
    until = waits.until.astimezone(ZoneInfo(current_app.config["SETTINGS"].zone))
    return gettext(
        "Too many wrong tries: this account is closed until %(time)s. Your manager can open it at once.",
        time=f"{until:%H:%M}",
    )


def local_path(target: str | None) -> str:
    """Give where to go on: a path of this house, else the home page."""
    home = url_for("people.home")
    if not target or not target.startswith("/") or "\\" in target or any(ord(sign) < 33 for sign in target):
        return home
    parts = urlsplit(target)
    return home if parts.scheme or parts.netloc or target.startswith("//") else target


@pages.post("/sign-out")
def sign_out() -> AnyResponse:
    """End this session."""
    logout_user()
    session.permanent = False
    session.pop("language", None)
    flash(gettext("You are signed out."), "good")
    return redirect(url_for("people.sign_in"))


@pages.post("/language")
def language() -> AnyResponse:
    """Switch the language; for somebody signed in it stays switched."""
    chosen = request.form.get("language", "")
    if chosen in NAMES:
        session["language"] = chosen
        if current_user.is_authenticated:
            with writing():
                me().language = chosen
    return redirect(local_path(request.form.get("next")))
