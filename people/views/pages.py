"""The blueprint that all pages of people hang on, and who is asking."""

from datetime import date
from typing import cast

from flask import Blueprint, current_app, request
from flask_login import current_user

from kit.clock import local_day, now
from kit.settings import Settings
from people.models import Employee

pages = Blueprint("people", __name__)


def me() -> Employee:
    """The employee who sends this request; only behind the guard, which has let nobody else pass."""
    return cast(Employee, current_user._get_current_object())


def today() -> date:
    """The present day in the company's zone."""
    return local_day(now(), zone())


def zone() -> str:
    """The name of the company's zone."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.zone


def reason() -> str:
    """Why something is done, as the form says."""
    return request.form.get("reason", "").strip()[:400]


@pages.context_processor
def offer_endpoints() -> dict[str, object]:
    """Let pages link to other rooms where those are there."""
    return {"endpoints": current_app.view_functions}
