"""Answering: how an attempt stands, saving by script and by form, handing in."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from exams.jobs import seal
from exams.service import saving, taking
from exams.service.saving import Read, Saved, Sent, Standing, Unreadable
from exams.service.taking import OpenAttempt
from exams.sitting_rules import Stage, Status
from exams.views.pages import me, pages, tongue
from exams.wire import LARGEST, read_answers, values_of
from kit.clock import now
from kit.database import db, writing
from kit.i18n import gettext
from kit.web import in_words


@pages.get("/attempts/<int:attempt_id>/state")
def state(attempt_id: int) -> Response:
    """Tell the page how the attempt stands and what other devices have saved; 304 when nothing changed."""
    moment = now()
    session, seen = db.session(), request.args.get("seen", 0, type=int)
    found = taking.look(session, me().id, attempt_id, moment)
    changed = taking.changed_since(session, found.attempt, seen) if found.stage is Stage.RUNNING else {}
    answer = _json(
        _stands(found, moment)
        | {
            "csrf_token": generate_csrf(),
            "changed": [_standing(position, one) for position, one in changed.items()],
        }
    )
    answer.set_etag(f"{found.stage.value}-{found.revision}-{found.attempt.due_at.timestamp():.0f}-{seen}")
    answer.make_conditional(request)
    return answer


def _json(data: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(data, ensure_ascii=False), status, mimetype="application/json")


def _stands(found: OpenAttempt, moment: datetime) -> dict[str, Any]:
    return {
        "stage": found.stage.value,
        "now": moment.isoformat(),
        "due_at": found.attempt.due_at.isoformat(),
        "seconds_left": found.seconds_left,
        "revision": found.revision,
    }


def _standing(position: int, one: Standing) -> dict[str, Any]:
    return {
        "item": position,
        "revision": one.revision,
        "device": one.device,
        "at": one.received_at.isoformat(),
        "values": one.values,
        "answered": one.answered,
    }


@pages.post("/attempts/<int:attempt_id>/save")
def save(attempt_id: int) -> AnyResponse:
    """Save answers: from the script as JSON, or all of the page's form."""
    if request.is_json:
        return _save_json(attempt_id)
    saved, unreadable = _save_form(attempt_id)
    _say(saved, unreadable)
    if request.form.get("then") == "submit":
        return redirect(url_for("exams.submit", attempt_id=attempt_id))
    at = request.form.get("item", type=int)
    return redirect(url_for("exams.attempt", attempt_id=attempt_id, _anchor=f"question-{at}" if at else None))


def _save_json(attempt_id: int) -> Response:
    saved, unreadable = _store(attempt_id, _sent_json())
    body = _told(attempt_id, saved, unreadable)
    late = bool(saved) and all(one.status is Status.LATE for one in saved)
    if late:
        body["error"] = gettext("The time was over. What you sent is kept as evidence, but it does not count.")
    return _json(body, 409 if late else 200)


def _sent_json() -> list[Sent]:
    sent = read_answers(request.get_json())
    return [Sent(one.item, sent.device, one.seq, one.seen, one.values) for one in sent.answers]


def _store(attempt_id: int, sent: Sequence[Sent]) -> tuple[list[Saved], list[Unreadable]]:
    """Read outside of the lock, store inside of it."""
    person = me()
    employee_id, session_version = person.id, person.session_version
    found = saving.read_sent(db.session(), employee_id, attempt_id, sent)
    readable = [one for one in found if isinstance(one, Read)]
    unreadable = [one for one in found if isinstance(one, Unreadable)]
    with writing() as session:
        saved = saving.save(session, employee_id, session_version, attempt_id, readable, now())
    return saved, unreadable


def _told(attempt_id: int, saved: Iterable[Saved], unreadable: Iterable[Unreadable]) -> dict[str, Any]:
    moment = now()
    body = _stands(taking.look(db.session(), me().id, attempt_id, moment), moment)
    body["saved"] = [_saved(one) for one in saved] + [
        {
            "item": one.sent.position,
            "seq": one.sent.seq,
            "status": "refused",
            "revision": None,
            "answered": False,
            "standing": None,
            "message": in_words(one.why),
        }
        for one in unreadable
    ]
    return body


def _saved(one: Saved) -> dict[str, Any]:
    return {
        "item": one.position,
        "seq": one.seq,
        "status": one.status.value,
        "revision": one.revision,
        "answered": one.answered,
        "standing": _standing(one.position, one.standing) if one.standing else None,
        "message": _message(one),
    }


def _message(one: Saved) -> str | None:
    match one.status:
        case Status.COUNTED:
            return None
        case Status.STALE:
            return gettext("A newer answer to this question is already saved. This one is kept, but does not count.")
        case Status.LATE:
            return gettext("The time was over. What you sent is kept as evidence, but it does not count.")


def _save_form(attempt_id: int) -> tuple[list[Saved], list[Unreadable]]:
    """Save what a page without a script says differently from what the server has."""
    form = request.form.to_dict(flat=False)
    device = request.form.get("device", "")[:40] or "form"
    seen = min(max(request.form.get("seen", 0, type=int), 0), LARGEST)
    session, employee_id = db.session(), me().id
    attempt_ = taking.own_attempt(session, employee_id, attempt_id)
    asked = {int(name) for name in request.form.getlist("asked") if name.isdigit()}
    seq = saving.next_seq(session, attempt_id, device)
    positions = [item.position for item in attempt_.items if item.position in asked]
    sent = [Sent(at, device, seq + step, seen, values_of(form, at)) for step, at in enumerate(positions)]
    found = saving.read_sent(session, employee_id, attempt_id, sent)
    known = saving.counting(session, [attempt_id])
    changed = [one.sent for one in found if isinstance(one, Read) and _differs(one, known.get(one.item_id))]
    saved, _ = _store(attempt_id, changed)
    return saved, [one for one in found if isinstance(one, Unreadable)]


def _differs(one: Read, stored: Any) -> bool:
    return bool(stored.body != one.body) if stored is not None else one.answered


def _say(saved: Sequence[Saved], unreadable: Sequence[Unreadable]) -> None:
    for bad in unreadable:
        flash(gettext("Question %(number)s: %(why)s", number=bad.sent.position, why=in_words(bad.why)), "error")
    for one in saved:
        message = _message(one)
        if message and one.status is Status.STALE:
            flash(gettext("Question %(number)s: %(why)s", number=one.position, why=message), "warn")
    if any(one.status is Status.LATE for one in saved):
        flash(gettext("The time was over. What you sent is kept as evidence, but it does not count."), "warn")
    elif not unreadable:
        flash(gettext("Saved."))


@pages.route("/attempts/<int:attempt_id>/submit", methods=["GET", "POST"])
def submit(attempt_id: int) -> str | AnyResponse:
    """Name what is unanswered and ask once; then hand in, once."""
    if request.method == "GET":
        found = taking.open_attempt(db.session(), me().id, attempt_id, now())
        if found.stage in (Stage.SUBMITTED, Stage.MARKED):
            return redirect(url_for("exams.result", attempt_id=attempt_id))
        return render_template("exams/submit.html", one=found, tongue=tongue())
    employee_id = me().id
    saved: list[Saved] = []
    unreadable: list[Unreadable] = []
    if request.is_json:
        saved, unreadable = _store(attempt_id, _sent_json())
    with writing() as session:
        taking.submit(session, employee_id, attempt_id, now(), seal())
    if not request.is_json:
        return redirect(url_for("exams.result", attempt_id=attempt_id))
    return _json(_told(attempt_id, saved, unreadable) | {"result": url_for("exams.result", attempt_id=attempt_id)})
