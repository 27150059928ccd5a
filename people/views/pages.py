"""The blueprint that all pages of people hang on, and who is asking."""

from typing import cast

from flask import Blueprint
from flask_login import current_user

from people.models import Employee

pages = Blueprint("people", __name__)


def me() -> Employee:
    """The employee who sends this request; only behind the guard, which has let nobody else pass."""
    return cast(Employee, current_user._get_current_object())
