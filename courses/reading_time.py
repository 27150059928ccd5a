"""How learning time is counted: by the server's clock, at most what has passed, never twice."""

from datetime import datetime
from math import ceil

MOST_PER_PING = 75
SHARE_OF_ESTIMATE = 40  # percent


def ping_seconds(since: datetime, now: datetime) -> int:
    """The seconds that one ping adds: what has passed since the last counted moment, at most 75."""
    return min(passed_seconds(since, now), MOST_PER_PING)


def passed_seconds(since: datetime, now: datetime) -> int:
    """Whole seconds between two moments, none when the first lies ahead."""
    return max(int((now - since).total_seconds()), 0)


def wanted_seconds(minutes: int) -> int:
    """The learning time that a lesson asks at least: 40 % of its estimate."""
    return ceil(minutes * 60 * SHARE_OF_ESTIMATE / 100)


def missing_seconds(seconds: int, minutes: int) -> int:
    """The learning time still missing."""
    return max(wanted_seconds(minutes) - seconds, 0)


def is_done(check_passed: bool, seconds: int, minutes: int) -> bool:
    """Done means: the check is passed and enough time was spent."""
    return check_passed and missing_seconds(seconds, minutes) == 0
