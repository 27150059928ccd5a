"""The web edge: what a room gives to the whole, the guard before every view, refusals as pages."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from click import Command
from flask import Blueprint, Flask, Response, abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from kit import statics
from kit.access import Rule
from kit.database import db
from kit.errors import Refused
from kit.events import Subscriber
from kit.i18n import gettext
from kit.rooms import Card, ContentKind, Dependent, Hit, Panel, StepTarget, Tab

CSP = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)


@dataclass(frozen=True)
class Room:
    """Everything that one room contributes; app.py hands it to whoever shows it."""

    name: str
    blueprints: Sequence[Blueprint] = ()
    commands: Sequence[Command] = ()
    # endpoint -> rule, deny by default
    permissions: Mapping[str, Rule] = field(default_factory=dict)
    tabs: Sequence[Tab] = ()
    cards: Sequence[Callable[[Session, Any], Sequence[Card]]] = ()
    panels: Sequence[Callable[[Session, Any], Panel | None]] = ()
    # prefix of a step's name (`lesson`, `check`, `exam`) -> what the steps with these keys are, for one employee
    steps: Mapping[str, Callable[[Session, Any, Sequence[str]], Mapping[str, StepTarget]]] = field(default_factory=dict)
    search: Sequence[Callable[[Session, Any, str], Sequence[Hit]]] = ()
    content_kinds: Sequence[ContentKind] = ()
    # id of a company rule -> what rests on it
    rests_on: Sequence[Callable[[Session, str], Sequence[Dependent]]] = ()
    jobs: Sequence[Callable[[], int]] = ()
    subscribers: Sequence[tuple[type, Subscriber]] = ()
    # whether people have moved in: then no demo company is created
    in_use: Sequence[Callable[[Session], bool]] = ()
    demo: Sequence[Callable[[], None]] = ()
    install: Sequence[Callable[[Flask], None]] = ()


def rooms() -> Sequence[Room]:
    """The rooms of the running application, in their order."""
    found: Sequence[Room] = current_app.extensions["rooms"]
    return found


def content_kinds() -> Sequence[ContentKind]:
    """Every kind of content of every room, in the order of loading."""
    return sorted((kind for room in rooms() for kind in room.content_kinds), key=lambda kind: kind.order)


def install(app: Flask, house: Sequence[Room]) -> None:
    """Wire rooms and the edge into the application."""
    app.extensions["rooms"] = house
    app.extensions["rules"] = {name: rule for room in house for name, rule in room.permissions.items()}
    subscribers: dict[type, list[Subscriber]] = {}
    for room in house:
        for event, subscriber in room.subscribers:
            subscribers.setdefault(event, []).append(subscriber)
        for blueprint in room.blueprints:
            app.register_blueprint(blueprint)
        for command in room.commands:
            app.cli.add_command(command)
        for step in room.install:
            step(app)
    app.extensions["subscribers"] = subscribers
    # the guard first: a page whose session is over is told so (401), not that its form is old
    app.before_request(_guard)
    CSRFProtect(app)
    app.after_request(_protect)
    app.context_processor(_page_context)
    app.jinja_env.globals["asset"] = asset
    statics.install(app)
    for kind in (Refused, CSRFError, HTTPException):
        app.register_error_handler(kind, _refuse)


def _guard() -> AnyResponse | None:
    """Let nobody pass whom no rule lets pass."""
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    rule: Rule | None = current_app.extensions["rules"].get(endpoint)
    if rule is not None and rule.allows(current_user):
        return None
    if rule is not None and not current_user.is_authenticated:
        return _ask_to_sign_in()
    return abort(403)


def _ask_to_sign_in() -> AnyResponse:
    if wants_json():
        return refusal_json(401, gettext("Please sign in again."))
    return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None))


def wants_json() -> bool:
    """True when a script asks, not a page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def refusal_json(status: int, message: str, **more: object) -> Response:
    """Answer a script with a refusal in words."""
    return Response(json.dumps({"error": message, **more}, ensure_ascii=False), status, mimetype="application/json")


def in_words(refused: Refused) -> str:
    """A refusal's message in the reader's language."""
    text = gettext(refused.message)
    return text % refused.values if refused.values else text


def _broken() -> str:
    return gettext("Something went wrong on our side. What you had saved is safe; please try again.")


def _refuse(fault: Exception) -> Any:
    if isinstance(fault, Refused):
        status, message = fault.status, in_words(fault)
    elif isinstance(fault, HTTPException):
        if fault.response is not None or (fault.code or 500) < 400:
            return fault.get_response()
        status, message = fault.code or 500, _http_words(fault)
    else:
        status, message = 500, _broken()
    db.session.rollback()
    if wants_json():
        return refusal_json(status, message)
    page = render_template(
        "error.html", code=status, title=_title(status), text=message, action=gettext("To the start")
    )
    return page, status


def _title(status: int) -> str:
    return {
        401: gettext("Please sign in again"),
        403: gettext("Not for this account"),
        404: gettext("Not here"),
        409: gettext("Somebody was faster"),
    }.get(status, gettext("This did not work") if status < 500 else gettext("Our fault"))


def _http_words(fault: HTTPException) -> str:
    if isinstance(fault, CSRFError):
        return gettext("This form had been open for too long. Go back, reload the page and send it again.")
    return {
        400: gettext("The server could not read what was sent. Go back and try again."),
        403: gettext("Your account is not allowed to open this page. Ask your manager if you need it."),
        404: gettext("There is no such page. It may have been moved or withdrawn."),
        405: gettext("This page cannot be opened in that way. Go back and use the button on the page."),
        413: gettext("This file is too large."),
    }.get(fault.code or 500, _broken())


def _protect(answer: Response) -> Response:
    headers = answer.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint == "static":
        hashed = request.path.startswith("/static/dist/")
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
    else:
        headers.setdefault("Cache-Control", "private, no-store")
    return answer


def _page_context() -> dict[str, object]:
    return {"tabs": list(_tabs()), "user": current_user}


def _tabs() -> list[dict[str, object]]:
    if not current_user.is_authenticated:
        return []
    mine = [tab for room in rooms() for tab in room.tabs if not tab.roles or tab.roles & current_user.roles]
    endpoint = request.endpoint or ""
    here = next((tab for tab in mine if endpoint in {tab.endpoint, *tab.covers}), None)
    here = here or next((tab for tab in mine if tab.name == request.blueprint), None)
    return [
        {
            "label": gettext(tab.label),
            "url": url_for(tab.endpoint),
            "icon": tab.icon,
            "active": tab is here,
            "wide": bool(tab.wide_for & current_user.roles),
        }
        for tab in sorted(mine, key=lambda tab: tab.order)
    ]


@cache
def _manifest(folder: str) -> Mapping[str, str]:
    file = Path(folder) / "dist" / "manifest.json"
    found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return found


def asset(name: str) -> str:
    """The URL of a static file, by its content's hash where `make env` has built it."""
    return url_for("static", filename=_manifest(current_app.static_folder or "").get(name, name))
