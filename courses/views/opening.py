"""When a lesson's page was opened, signed: opening is a GET and writes nothing."""

from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from kit.errors import Refused

LONGEST = timedelta(hours=24)


def sign(employee_id: int, lesson: str, at: datetime) -> str:
    """Write down for whom which lesson was opened when, so that only this server can have written it."""
    return _serializer().dumps([employee_id, lesson, int(at.timestamp())])


def read(value: str, employee_id: int, lesson: str, now: datetime) -> datetime:
    """Give the moment of opening. Raises Refused for another person, another lesson, or a page a day old."""
    stale = Refused("This page has been open for too long. Reload it, then your time counts again.")
    try:
        whose, which, at = _serializer().loads(value)
    except (BadSignature, ValueError, TypeError):
        raise stale from None
    opened = datetime.fromtimestamp(at, UTC)
    if (whose, which) != (employee_id, lesson) or not now - LONGEST <= opened <= now:
        raise stale
    return opened


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="courses.opening")
