"""Enter results into the assessment record: once nothing waits for a person and the result is released."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from exams import addresses
from exams.models import Assignment, Attempt, Mark, Sitting
from exams.papers import Paper
from exams.release import When, is_released
from exams.scoring import Score
from exams.service.pools import paper_of, questions_of
from exams.service.scoring import marks_of, score_of
from exams.sitting_rules import GRACE, State
from kit.clock import local_day
from people.service.notices import notify
from records.deeds import Deed
from records.service import certificates
from records.service.entering import enter


@dataclass(frozen=True, slots=True)
class Seal:
    """What certificates are issued with: the server's secret and the company's zone."""

    secret: str
    zone: str


def settle(session: Session, attempt: Attempt, now: datetime, seal: Seal) -> Score:
    """Add up an attempt after new marks; when all are there it is marked, and entered if its result is open."""
    marks = marks_of(session, [attempt.id])
    found = score_of(attempt, questions_of(session, attempt.items), marks)
    if found.passed is None:
        return found
    before = attempt.passed
    attempt.state, attempt.points, attempt.passed = State.MARKED.value, found.points, found.passed
    session.flush()
    if released(attempt.sitting, now):
        _enter(session, attempt, found, marks, now, seal, new_pass=not (before and attempt.entry_seq))
    return found


def released(sitting: Sitting, now: datetime) -> bool:
    """Tell whether a sitting's results are open at a moment."""
    return is_released(sitting.assignment.policy, sitting.closes_at, sitting.released_at, now)


def _enter(
    session: Session,
    attempt: Attempt,
    found: Score,
    marks: dict[int, list[Mark]],
    now: datetime,
    seal: Seal,
    new_pass: bool,
) -> None:
    paper = paper_of(attempt)
    subject = f"exam:{attempt.sitting.assignment.paper}"
    people = {mark.by_id for given in marks.values() for mark in given if mark.by_id is not None}
    details: dict[str, object] = {
        "attempt": attempt.number,
        "sitting": attempt.sitting_id,
        "paper_version": attempt.paper_version.number,
        "red_lines_missed": found.red_lines_missed,
    }
    if attempt.entry_seq is not None:
        details["replaces"] = attempt.entry_seq
    entry = enter(
        session,
        Deed(
            employee_id=attempt.employee_id,
            kind="exam",
            subject=subject,
            at=attempt.submitted_at or now,
            titles={"zh": paper.title.zh, "en": paper.title.en},
            points=found.points,
            max_points=found.max_points,
            pass_points=found.pass_points,
            passed=found.passed,
            judged_by=tuple(sorted(people)),
            evidence=addresses.result(attempt.id),
            details=details,
        ),
        now,
    )
    attempt.entry_seq = entry.seq
    session.flush()
    if found.passed and new_pass:
        score = certificates.Score(found.points, found.max_points, found.pass_points)
        _certify(session, attempt, paper, subject, score, now, seal)
    tell_result(session, attempt, now)


def _certify(
    session: Session, attempt: Attempt, paper: Paper, subject: str, score: certificates.Score, now: datetime, seal: Seal
) -> None:
    terms = paper.certificate
    if terms is not None:
        titles = {"zh": terms.title.zh, "en": terms.title.en}
        day = local_day(now, seal.zone)
        certificates.issue(
            session, attempt.employee_id, subject, titles, day, terms.valid_days, seal.secret, now, score
        )


def tell_result(session: Session, attempt: Attempt, now: datetime) -> None:
    """Tell the candidate that the result is there, and again when it was marked anew."""
    notify(
        session,
        attempt.employee_id,
        f"exam-result:{attempt.id}:{attempt.entry_seq}",
        "The result of your exam is there: %(paper)s.",
        {"paper": attempt.sitting.assignment.title["zh"]},
        addresses.result(attempt.id),
        now,
    )


def _waiting(now: datetime) -> Select[Attempt]:
    return (
        select(Attempt)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .join(Assignment, Assignment.id == Sitting.assignment_id)
        .where(
            Attempt.state == State.MARKED.value,
            Attempt.entry_seq.is_(None),
            (Sitting.released_at <= now)
            | ((Assignment.release_when == When.AFTER_WINDOW.value) & (Sitting.closes_at < now - GRACE)),
        )
        .order_by(Attempt.id)
    )


def unreleased(session: Session, now: datetime) -> bool:
    """Tell whether a marked result became open that is not entered yet."""
    return session.scalars(_waiting(now).limit(1)).first() is not None


def enter_released(session: Session, now: datetime, seal: Seal) -> int:
    """Enter the results that were marked before they were released; gives how many."""
    attempts = list(session.scalars(_waiting(now).with_for_update(of=Attempt)))
    for attempt in attempts:
        settle(session, attempt, now, seal)
    return len(attempts)
