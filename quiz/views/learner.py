"""Checks after lessons and the daily practice: one question at a time, told at once what was right."""

from collections.abc import Callable
from dataclasses import dataclass
from random import SystemRandom

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from kit.clock import now
from kit.content import Text
from kit.database import db, writing
from kit.errors import Conflict, NotFound, Refused
from kit.web import in_words
from people.models import Employee
from quiz.checks import PASS_PERCENT, minutes
from quiz.marking import BY_HALF
from quiz.models import CheckItem, CheckRun
from quiz.questions import Question
from quiz.responses import from_json
from quiz.service import checking, lessons, practising
from quiz.showing import Release, Revealed, Shown, revealed, shown
from quiz.views.pages import me, pages

OPEN = Release()


@dataclass(frozen=True)
class Place:
    """Where a run is walked through: its lesson (none: practice), its address, how many questions it has."""

    lesson: str
    url: str
    size: int
    title: Text | None
    begin: Callable[[Session, bool], CheckRun]


@dataclass(frozen=True)
class Told:
    """An answered question, opened: what came of it."""

    item: CheckItem
    question: Revealed


@pages.route("/checks/<course>/<lesson>", methods=["GET", "POST"])
def check(course: str, lesson: str) -> str | Response | tuple[str, int]:
    """Go through the check of a lesson."""
    key = f"{course}/{lesson}"
    session = db.session()
    size = len(checking.asked(session, key))
    if not size:
        raise NotFound("This lesson has no check.")
    person = me().id

    def begin(session: Session, afresh: bool) -> CheckRun:
        return checking.begin(session, person, key, now(), SystemRandom(), afresh)

    url = url_for("quiz.check", course=course, lesson=lesson)
    return _walk(Place(key, url, size, lessons.title_of(session, key), begin))


@pages.route("/practice", methods=["GET", "POST"])
def practice() -> str | Response | tuple[str, int]:
    """Practise a few questions of one's own position."""
    person = me()

    def begin(session: Session, afresh: bool) -> CheckRun:
        return practising.begin(session, person, now(), SystemRandom(), afresh)

    size = practising.size(db.session(), person)
    return _walk(Place(practising.PRACTICE, url_for("quiz.practice"), size, None, begin))


def _walk(place: Place) -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return _page(place)
    if request.form.get("action") in ("start", "again"):
        with writing() as session:
            place.begin(session, request.form["action"] == "again")
        return redirect(place.url)
    return _answer(place)


def _answer(place: Place) -> Response | tuple[str, int]:
    run, at = request.form.get("run", 0, type=int), request.form.get("place", 0, type=int)
    if not run:
        raise Refused("Begin first, then answer.")
    values = {name: request.form.getlist(name) for name in request.form}
    try:
        with writing() as session:
            checking.answer(session, me().id, run, at, values, now())
    except Conflict as over:
        flash(in_words(over), "warn")
        return redirect(place.url)
    except NotFound:
        raise
    except Refused as why:
        return _page(place, in_words(why), values), 422
    return redirect(f"{place.url}?after={at}")


def _page(place: Place, refusal: str = "", typed: dict[str, list[str]] | None = None) -> str:
    """Show what comes now: the start, a question, what was right about it, or how the run ended."""
    session = db.session()
    run = checking.newest(session, me().id, place.lesson)
    given: dict[str, object] = {
        "place": place,
        "run": run,
        "pass_percent": PASS_PERCENT,
        "minutes": minutes(place.size),
    }
    if run is None:
        return render_template("quiz/check_start.html", passed=False, **given)
    contents = checking.contents(session, run)
    after = request.args.get("after", type=int)
    answered = next((one for one in run.items if one.place == after and one.response), None)
    if answered is not None and not refusal:
        told = _told(answered, contents[answered.version_id])
        titles = lessons.titles(session, [told.question.lesson or ""])
        return render_template("quiz/check_answer.html", told=told, titles=titles, **given)
    item = next((one for one in run.items if one.response is None), None)
    if item is not None and run.ended_at is None:
        asked = _asked(item, contents[item.version_id])
        return render_template(
            "quiz/check_question.html",
            item=item,
            asked=asked,
            refusal=refusal,
            typed=typed or {},
            rule=BY_HALF,
            **given,
        )
    return _ended(session, run, contents, given)


def _ended(session: Session, run: CheckRun, contents: dict[int, Question], given: dict[str, object]) -> str:
    told = [_told(item, contents[item.version_id]) for item in run.items]
    again = list(dict.fromkeys(one.question.lesson or "" for one in told if not _right(one)))
    titles = lessons.titles(session, again)
    return render_template("quiz/check_end.html", told=told, again=again, titles=titles, **given)


@pages.get("/checks/runs/<int:run_id>")
def check_run(run_id: int) -> str | Response:
    """Show a run, one's own or that of somebody in reach: the evidence of an entry; one's open run goes on."""
    session = db.session()
    run = checking.run_in_view(session, me(), run_id)
    if run.ended_at is None and run.employee_id == me().id:
        return redirect(f"/checks/{run.lesson}" if run.lesson else url_for("quiz.practice"))
    contents = checking.contents(session, run)
    # an unanswered question is not shown opened to anybody
    told = [_told(item, contents[item.version_id]) for item in run.items if item.response]
    keys = [run.lesson, *(one.question.lesson or "" for one in told)]
    return render_template(
        "quiz/check_run.html",
        run=run,
        told=told,
        titles=lessons.titles(session, keys),
        person=session.get(Employee, run.employee_id),
    )


def _asked(item: CheckItem, question: Question) -> Shown:
    return shown(question, tuple(item.option_order), item.points)


def _told(item: CheckItem, question: Question) -> Told:
    response = from_json(item.response.body) if item.response else None
    return Told(item, revealed(question, tuple(item.option_order), item.points, response, OPEN))


def _right(told: Told) -> bool:
    return told.item.response is not None and told.item.response.right
