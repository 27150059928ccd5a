"""What exams put on the home page and into the learning path."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from sqlalchemy.orm import Session

from exams.models import Attempt
from exams.service import listing, marking, results
from exams.service.listing import Mine
from exams.views.pages import tongue
from kit.access import Role
from kit.clock import now
from kit.i18n import gettext, in_script, ngettext
from kit.points import show
from kit.rooms import Card, Panel, StepTarget, Urgency

SOON = timedelta(days=1)
NEWS = timedelta(days=7)
EXAMINERS = frozenset({Role.MANAGER, Role.TRAINER, Role.ADMINISTRATOR})


def exam_cards(session: Session, employee: Any) -> list[Card]:
    """Say which exams are to be sat, the running and the ending ones first."""
    return [_card(one) for one in listing.mine(session, employee.id, now()) if one.is_open]


def _card(one: Mine) -> Card:
    assignment, running = one.sitting.assignment, one.running
    if running is not None:
        return Card(
            title=in_script(assignment.title[tongue()]),
            why=gettext("The exam is going on, the clock runs."),
            url=url_for("exams.attempt", attempt_id=running.id),
            action=gettext("Go on"),
            urgency=Urgency.LATE,
            due=running.due_at,
        )
    ending = one.sitting.closes_at - one.now < SOON
    return Card(
        title=in_script(assignment.title[tongue()]),
        why=ngettext("Exam, %(num)d attempt left", "Exam, %(num)d attempts left", one.left),
        url=url_for("exams.start", sitting_id=one.sitting.id),
        action=gettext("Look at the rules"),
        urgency=Urgency.NOW if ending else Urgency.SOON,
        due=one.sitting.closes_at,
        minutes=assignment.minutes,
    )


def marking_cards(session: Session, employee: Any) -> list[Card]:
    """Say how many answers wait to be marked."""
    if not EXAMINERS & employee.roles:
        return []
    waiting = marking.waiting_count(session, employee)
    if not waiting:
        return []
    return [
        Card(
            title=ngettext("%(num)d exam to mark", "%(num)d exams to mark", waiting),
            why=gettext("Case answers wait for you; the result comes after that."),
            url=url_for("exams.marking"),
            action=gettext("Mark"),
            urgency=Urgency.NOW,
            minutes=5 * waiting,
        )
    ]


def result_cards(session: Session, employee: Any) -> list[Card]:
    """Say what was just marked."""
    return [_result_card(one) for one in listing.newly_marked(session, employee.id, now(), NEWS)]


def _result_card(one: Attempt) -> Card:
    passed = gettext("passed") if one.passed else gettext("not passed")
    return Card(
        title=gettext("Marked: %(paper)s", paper=in_script(one.sitting.assignment.title[tongue()])),
        why=gettext("%(points)s points, %(passed)s", points=show(one.points or 0), passed=passed),
        url=url_for("exams.result", attempt_id=one.id),
        action=gettext("See why"),
        urgency=Urgency.NEWS,
    )


def team_panel(session: Session, employee: Any) -> Panel | None:
    """Show managers how their people did in the newest exams."""
    if not {Role.MANAGER, Role.ADMINISTRATOR} & employee.roles:
        return None
    rows = results.assignments(session, employee, limit=5)
    if not rows:
        return None
    return Panel(order=30, html=render_template("exams/panel.html", rows=rows, tongue=tongue()))


def exam_steps(session: Session, employee: Any, keys: Sequence[str]) -> Mapping[str, StepTarget]:
    """Say what the steps `exam:<paper>` lead to: the page before the exam, or the running attempt's."""
    found = listing.for_path(session, employee.id, keys, now())
    return {
        paper: StepTarget(
            title=in_script(one.title[tongue()]),
            url=url_for("exams.start", sitting_id=one.sitting_id) if one.is_open else "",
            minutes=one.minutes,
        )
        for paper, one in found.items()
    }
