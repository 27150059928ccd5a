"""What courses do from the command line: their part of the demo company."""

from flask import current_app

from courses.service.telling import tell
from kit import clock
from kit.database import writing


def create_demo() -> None:
    """Put the demo company's newcomers on their paths, as far as they have come by now."""
    now, zone = clock.now(), current_app.config["SETTINGS"].zone
    day = clock.local_day(now, zone)
    with writing() as session:
        tell(session, now, day, clock.day_start(day, zone))
