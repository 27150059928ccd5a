"""The pages for those who learn: catalogue, course, lesson, and the minute's report of reading."""

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from courses.lessons import Course
from courses.service import catalogue, reading
from courses.service.browsing import CourseProgress, overview
from courses.service.reading import Standing
from courses.views import opening
from courses.views.media import address
from courses.views.pages import me, pages, shown
from courses.views.targets import check_target, lesson_url
from kit import clock
from kit.database import db, writing
from kit.i18n import as_kept, gettext, in_script, lang, ngettext
from kit.rooms import Hit
from kit.search import find
from people.models import Employee

CATEGORIES = ("position", "process", "skill")


def category_names() -> dict[str, str]:
    """The three categories of courses, in the reader's language."""
    return dict(
        zip(CATEGORIES, (gettext("The position"), gettext("Standard processes"), gettext("Skills")), strict=True)
    )


@pages.get("/courses", endpoint="catalogue")
def catalogue_page() -> str:
    """Show all courses by category, with one's own progress."""
    found = overview(db.session(), me())
    return render_template(
        "courses/catalogue.html",
        mine=_by_category([one for one in found if one.mine]),
        others=[one for one in found if not one.mine],
        going_on=next((one for one in found if one.mine and one.next and one.begun), None),
        tongue=lang(),
    )


def _by_category(found: list[CourseProgress]) -> list[tuple[str, list[CourseProgress]]]:
    names = category_names()
    grouped = [(names[category], [one for one in found if one.course.category == category]) for category in CATEGORIES]
    return [(name, group) for name, group in grouped if group]


@pages.get("/courses/<course>")
def course(course: str) -> str:
    """Show a course with its lessons and one's own progress."""
    session = db.session()
    found = catalogue.open_course(session, course)
    progress = next(one for one in overview(session, me()) if one.course.id == found.id)
    return render_template(
        "courses/course.html", one=progress, category=category_names()[found.category], tongue=lang()
    )


@pages.get("/courses/<course>/<lesson>")
def lesson(course: str, lesson: str) -> str:
    """Show a lesson to read."""
    session, now = db.session(), clock.now()
    found = catalogue.open_lesson(session, course, lesson)
    standing = reading.standing(session, me().id, found.key, found.lesson)
    return render_template(
        "courses/lesson.html",
        found=found,
        rendered=shown(session, found.lesson.body, address),
        standing=standing,
        said=in_words(standing),
        check=check_target(session, me(), found.key),
        opened=opening.sign(me().id, found.key, now),
        place=[key for key, _ in catalogue.lessons_of(found.course, catalogue.lessons(session))].index(found.key) + 1,
        tongue=lang(),
    )


@pages.post("/courses/<course>/<lesson>/ping")
def ping(course: str, lesson: str) -> Response:
    """Count another minute of reading, and say where the reader stands."""
    key, now = f"{course}/{lesson}", clock.now()
    given = request.get_json()
    opened = opening.read(str(given.get("opened", "")) if isinstance(given, dict) else "", me().id, key, now)
    with writing() as session:
        standing = reading.ping(session, me().id, key, opened, now)
    return jsonify(
        seconds=standing.seconds,
        enough=standing.missing == 0,
        done=standing.done_at is not None,
        said=in_words(standing),
    )


@pages.post("/courses/<course>/<lesson>/time")
def count(course: str, lesson: str) -> AnyResponse:
    """Count the time since the page was opened: the button for browsers without JavaScript."""
    key, now = f"{course}/{lesson}", clock.now()
    opened = opening.read(request.form.get("opened", ""), me().id, key, now)
    with writing() as session:
        standing = reading.count_from_opening(session, me().id, key, opened, now)
    flash(in_words(standing), "good" if standing.missing == 0 else "warn")
    return redirect(lesson_url(key))


def in_words(standing: Standing) -> str:
    """Say how much time was counted and what is still missing."""
    if standing.done_at is not None:
        return gettext("You have finished this lesson.")
    if standing.missing:
        minutes = -(-standing.missing // 60)
        return ngettext("About %(num)d minute of reading to go.", "About %(num)d minutes of reading to go.", minutes)
    if standing.check_passed:
        return gettext("Time and check are done.")
    return gettext("Enough reading time. What is left is the check.")


def hits(session: Session, employee: Employee, query: str) -> list[Hit]:
    """Find lessons for the search page."""
    every = catalogue.lessons(session)
    return [
        Hit(every[found.key].title.in_(lang()), in_script(found.excerpt), lesson_url(found.key), gettext("Lesson"))
        for found in find(session, as_kept(query), 20, kind="lesson")
        if found.key in every
    ]


@pages.get("/glossary")
def glossary() -> str:
    """Show the trade's terms, each spelled one way."""
    return render_template("courses/glossary.html", terms=catalogue.terms(db.session()), tongue=lang())


def course_url(course: Course) -> str:
    """The address of a course's page."""
    return url_for("courses.course", course=course.id)
