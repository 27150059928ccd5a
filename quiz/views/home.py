"""What quiz puts on the home page and into the learning path."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import Session

from kit.clock import day_start, local_day, now
from kit.i18n import gettext, lang
from kit.rooms import Card, StepTarget, Urgency
from quiz import checks
from quiz.service import checking, lessons, practising


def practice_card(session: Session, employee: Any) -> list[Card]:
    """Offer the practice of the day, until it is done."""
    zone = current_app.config["SETTINGS"].zone
    today = day_start(local_day(now(), zone), zone)
    size = min(len(practising.practisable(session, employee)), checks.SIZE)
    if not size or practising.finished_since(session, employee.id, today):
        return []
    return [
        Card(
            title=gettext("Practice of the day"),
            why=gettext("%(count)s questions, those that went wrong before come first", count=size),
            url=url_for("quiz.practice"),
            action=gettext("Begin"),
            urgency=Urgency.NEWS,
            minutes=checks.minutes(size),
        )
    ]


def check_steps(session: Session, _employee: Any, keys: Sequence[str]) -> Mapping[str, StepTarget]:
    """Say what the steps `check:<course>/<lesson>` lead to; a lesson without check questions leads nowhere yet."""
    sizes = checking.sizes(session, keys)
    titles = lessons.titles(session, list(keys))
    return {
        key: StepTarget(
            title=gettext("Check: %(lesson)s", lesson=titles[key].in_(lang())),
            url="/checks/" + key if sizes.get(key) else "",
            minutes=checks.minutes(sizes[key]) if sizes.get(key) else None,
        )
        for key in keys
        if key in titles
    }
