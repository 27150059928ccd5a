"""Sitting an exam: what there is to sit, the page before, the exam itself, what it came to."""

import secrets
from collections.abc import Iterable
from random import SystemRandom
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from exams.jobs import seal
from exams.service import listing, results, taking
from exams.sitting_rules import GRACE, Stage, due_at
from exams.views.pages import me, pages, policy_words, rule_words, tongue
from kit.clock import now
from kit.database import db, writing
from kit.web import in_words
from quiz.service import lessons


@pages.get("/exams")
def mine() -> str:
    """List what there is to sit and what has been sat."""
    found = listing.mine(db.session(), me().id, now())
    return render_template("exams/mine.html", sittings=found, tongue=tongue(), now=now())


@pages.route("/exams/<int:sitting_id>", methods=["GET", "POST"])
def start(sitting_id: int) -> str | AnyResponse:
    """Say the rules of an exam before it begins; then begin, or go on with the attempt that is running."""
    if request.method == "GET":
        return _before(sitting_id)
    employee_id = me().id
    with writing() as session:
        attempt_id = taking.start(session, employee_id, sitting_id, now(), SystemRandom(), seal()).id
    return redirect(url_for("exams.attempt", attempt_id=attempt_id))


def _before(sitting_id: int) -> str:
    moment = now()
    one, paper = listing.one_of_mine(db.session(), me().id, sitting_id, moment)
    assignment = one.sitting.assignment
    end = due_at(moment, assignment.minutes, one.sitting.closes_at)
    return render_template(
        "exams/start.html",
        one=one,
        paper=paper,
        tongue=tongue(),
        refusal=in_words(one.refusal) if one.refusal else "",
        rule=rule_words(paper),
        release=policy_words(assignment.policy),
        minutes=max(0, int((end - moment).total_seconds() // 60)),
        grace=int(GRACE.total_seconds()),
    )


@pages.get("/attempts/<int:attempt_id>")
def attempt(attempt_id: int) -> str | AnyResponse:
    """Show the exam: all questions while it runs, afterwards where to go."""
    found = taking.open_attempt(db.session(), me().id, attempt_id, now())
    if found.stage in (Stage.SUBMITTED, Stage.MARKED):
        return redirect(url_for("exams.result", attempt_id=attempt_id))
    if found.stage is not Stage.RUNNING:
        return render_template("exams/over.html", one=found, tongue=tongue(), grace=int(GRACE.total_seconds()))
    return render_template(
        "exams/attempt.html", one=found, tongue=tongue(), rule=rule_words(found.paper), device=secrets.token_hex(8)
    )


@pages.get("/attempts/<int:attempt_id>/result")
def result(attempt_id: int) -> str | AnyResponse:
    """Show a result as far as it is open."""
    session, person = db.session(), me()
    found = results.result_for(session, person, attempt_id, now())
    own = found.attempt.employee_id == person.id
    if own and found.stage is Stage.RUNNING:
        return redirect(url_for("exams.attempt", attempt_id=attempt_id))
    return render_template(
        "exams/result.html",
        one=found,
        own=own,
        tongue=tongue(),
        rule=rule_words(found.paper),
        release=policy_words(found.attempt.sitting.assignment.policy),
        titles=_titles(session, [item.revealed.lesson for item in found.items]),
    )


def _titles(session: Session, keys: Iterable[str | None]) -> dict[str, Any]:
    return lessons.titles(session, [key for key in keys if key])
