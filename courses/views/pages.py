"""The blueprint of this room's pages, who is asking, and which day it is for them."""

from datetime import date
from typing import cast

from flask import Blueprint
from flask_login import current_user

from courses.views.hearing import today as day_of
from kit import clock
from people.models import Employee

pages = Blueprint("courses", __name__)


def me() -> Employee:
    """The employee who sends this request; only behind the guard, which has let nobody else pass."""
    return cast(Employee, current_user._get_current_object())


def today() -> date:
    """The company's calendar day."""
    return day_of(clock.now())
