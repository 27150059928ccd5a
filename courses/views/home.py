"""What courses put on somebody's home page: what to learn next, who waits for a confirmation, what is missing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import current_app, render_template, url_for
from sqlalchemy.orm import Session

from courses.paths import CheckStep, ExamStep, LessonStep, MentorStep, PathProgress, State, StepProgress
from courses.service import paths
from courses.views.pages import today
from courses.views.paths import dots
from courses.views.targets import targets
from kit import clock
from kit.i18n import gettext, lang, ngettext
from kit.rooms import Card, Panel, StepTarget, Urgency

# how far ahead a step is worth a card
DAYS_AHEAD = 2


def cards(session: Session, employee: Any) -> Sequence[Card]:
    """The oldest late step, the next one, and people who wait for the reader's confirmation."""
    found = paths.progress_of(session, employee.id, today())
    called = targets(session, employee, found)
    mine = [card for one in found for card in _learning(one, called, today())]
    return [*mine, *_confirmations(session, employee)]


def _learning(mine: PathProgress, called: dict[str, StepTarget], day: date) -> list[Card]:
    # exams announce themselves, with their window; what a mentor confirms is the mentor's to do
    left = [one for one in mine.steps if one.state is not State.DONE and isinstance(one.step, LessonStep | CheckStep)]
    late = [one for one in left if one.state is State.LATE]
    soon = [one for one in left if one.state is State.OPEN and (one.due_on - day).days <= DAYS_AHEAD]
    found: list[Card] = []
    if late:
        why = ngettext("%(num)d day late", "%(num)d days late", late[0].days_late)
        if len(late) > 1:
            why = gettext("%(late)s, %(num)s steps are waiting", late=why, num=len(late))
        found.append(_card(late[0], called, why, Urgency.LATE))
    if soon:
        due = gettext("Due today") if soon[0].due_on == day else gettext("Due %(day)s", day=f"{soon[0].due_on:%m-%d}")
        found.append(_card(soon[0], called, due, Urgency.NOW if soon[0].due_on == day else Urgency.SOON))
    return found


def _card(one: StepProgress, called: dict[str, StepTarget], why: str, urgency: Urgency) -> Card:
    target = called[one.step.name]
    return Card(
        title=target.title,
        why=why,
        url=target.url or url_for("courses.path"),
        action=gettext("Go on") if urgency is Urgency.LATE else gettext("Learn"),
        urgency=urgency,
        due=_end_of(one.due_on),
        minutes=target.minutes,
    )


def _end_of(day: date) -> datetime:
    return clock.day_end(day, current_app.config["SETTINGS"].zone)


def _confirmations(session: Session, employee: Any) -> list[Card]:
    waiting = paths.waiting_for(session, employee, today())
    people = dict.fromkeys(one.employee.id for one in waiting)
    found: list[Card] = []
    for person in people:
        steps = [one for one in waiting if one.employee.id == person]
        first = steps[0].step
        assert isinstance(first.step, MentorStep)
        title = gettext("%(name)s: confirm “%(step)s”", name=steps[0].employee.name, step=first.step.title.in_(lang()))
        why = ngettext("%(num)d step waits for you", "%(num)d steps wait for you", len(steps))
        urgency = Urgency.LATE if first.state is State.LATE else Urgency.NOW
        url = url_for("courses.path_of", employee_id=person)
        found.append(Card(title, why, url, gettext("Confirm"), urgency, _end_of(first.due_on)))
    return found


def panel(session: Session, employee: Any) -> Panel | None:
    """The path in one line and what is still missing; nothing for people on no path."""
    day = today()
    found = [one for one in paths.progress_of(session, employee.id, day) if not one.finished]
    if not found:
        return None
    mine = found[0]
    html = render_template(
        "courses/panel.html",
        mine=mine,
        dots=dots(mine, day),
        missing=_missing(session, employee, mine),
        days_left=(mine.ends_on - day).days,
        tongue=lang(),
    )
    return Panel(20, html)


def _missing(session: Session, employee: Any, mine: PathProgress) -> list[tuple[str, str, bool]]:
    """Lines of what is missing: what, where it stands, whether done."""
    called = targets(session, employee, [mine])
    mentor = employee.mentor.name if employee.mentor else gettext("the mentor")
    exams = [one for one in mine.steps if isinstance(one.step, ExamStep)]
    return [
        *_counted(mine, LessonStep, gettext("Lessons finished")),
        *_counted(mine, CheckStep, gettext("Checks passed")),
        *((called[one.step.name].title, _day(one), one.state is State.DONE) for one in exams),
        *_counted(mine, MentorStep, gettext("Confirmed at work by %(name)s", name=mentor)),
    ]


def _counted(mine: PathProgress, kind: type, text: str) -> list[tuple[str, str, bool]]:
    steps = [one for one in mine.steps if isinstance(one.step, kind)]
    done = sum(one.state is State.DONE for one in steps)
    return [(text, f"{done} / {len(steps)}", done == len(steps))] if steps else []


def _day(one: StepProgress) -> str:
    if one.state is State.DONE:
        return gettext("passed")
    if one.state is State.LATE:
        return ngettext("%(num)d day late", "%(num)d days late", one.days_late)
    return gettext("day %(day)s", day=one.step.day)
