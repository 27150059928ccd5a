"""What the steps of a path are called and lead to, asked of whichever room knows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from courses.paths import CheckStep, ExamStep, LessonStep, MentorStep, PathProgress, Step
from courses.service.catalogue import lessons, paths
from kit.i18n import gettext, lang
from kit.publishing import library
from kit.rooms import StepTarget
from kit.web import content_kinds, rooms
from people.models import Employee


def lesson_steps(session: Session, employee: Any, keys: Sequence[str]) -> Mapping[str, StepTarget]:
    """Tell what lesson steps are, for any room's list of steps."""
    every = lessons(session)
    return {
        key: StepTarget(every[key].title.in_(lang()), lesson_url(key), every[key].minutes)
        for key in keys
        if key in every
    }


def mentor_steps(session: Session, employee: Any, keys: Sequence[str]) -> Mapping[str, StepTarget]:
    """Tell what the mentor's steps are: they are done at work, so their page is the path."""
    return {
        step.key: StepTarget(step.title.in_(lang()), url_for("courses.path"))
        for path in paths(session).values()
        for step in path.steps
        if isinstance(step, MentorStep) and step.key in keys
    }


def lesson_url(key: str) -> str:
    """The address of a lesson's page."""
    course, _, lesson = key.partition("/")
    return url_for("courses.lesson", course=course, lesson=lesson)


def targets(session: Session, employee: Employee, progress: Iterable[PathProgress]) -> dict[str, StepTarget]:
    """Tell for every step of these paths, by its name, what it is called and where it leads."""
    steps = {one.step.name: one.step for each in progress for one in each.steps}
    wanted: dict[str, list[str]] = defaultdict(list)
    for step in steps.values():
        wanted[step.prefix].append(step.key)
    known = {
        f"{prefix}:{key}": target
        for room in rooms()
        for prefix, resolve in room.steps.items()
        if prefix in wanted
        for key, target in resolve(session, employee, wanted[prefix]).items()
    }
    titles = _titles(session, "lesson", "paper") if len(known) < len(steps) else {}
    return {name: known.get(name) or _unknown(step, titles) for name, step in steps.items()}


def _titles(session: Session, *kinds: str) -> dict[str, str]:
    """What lessons and papers are called, whichever room they belong to."""
    return {
        key: struct.title.in_(lang())
        for kind in content_kinds()
        if kind.name in kinds
        for key, struct in library(session, kind).items()
    }


def check_target(session: Session, employee: Employee, lesson: str) -> StepTarget | None:
    """The check of a lesson; None while there is none."""
    for room in rooms():
        if resolve := room.steps.get(CheckStep.prefix):
            return resolve(session, employee, [lesson]).get(lesson)
    return None


def _unknown(step: Step, titles: Mapping[str, str]) -> StepTarget:
    """Name a step that leads nowhere for this reader."""
    match step:
        case LessonStep():
            return StepTarget(titles.get(step.key, step.key), "")
        case CheckStep():
            return StepTarget(gettext("Check: %(lesson)s", lesson=titles.get(step.key, step.key)), "")
        case ExamStep():
            return StepTarget(titles.get(step.key) or gettext("Exam"), "")
        case MentorStep():
            return StepTarget(step.title.in_(lang()), "")
