"""The blueprint of this room's pages, who is asking, which day it is for them, how lessons are shown."""

from datetime import date
from typing import cast

from flask import Blueprint
from flask_login import current_user
from sqlalchemy.orm import Session

from courses.views.hearing import today as day_of
from kit import clock
from kit.i18n import in_script
from kit.markup import Media, Rendered, render
from people.models import Employee
from people.rules import fill
from people.service.rules import values

pages = Blueprint("courses", __name__)


def me() -> Employee:
    """The employee who sends this request; only behind the guard, which has let nobody else pass."""
    return cast(Employee, current_user._get_current_object())


def shown(session: Session, body: str, media: Media) -> Rendered:
    """A lesson's text as HTML in the reader's script, with the values of the company's rules it refers to."""
    return render(in_script(fill(body, values(session))), media)


def today() -> date:
    """The company's calendar day."""
    return day_of(clock.now())
