"""Fold the stored marks of attempts into what counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from exams.models import Attempt, AttemptItem, Mark
from exams.scoring import Counted, Given, Score, score, standing
from exams.service.pools import paper_of, questions_of
from quiz.questions import Question


def marks_of(session: Session, attempt_ids: Sequence[int]) -> dict[int, list[Mark]]:
    """Give all marks of these attempts in the order in which they were given, by item."""
    query = select(Mark).join(AttemptItem, AttemptItem.id == Mark.item_id)
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in session.scalars(query.where(AttemptItem.attempt_id.in_(attempt_ids)).order_by(Mark.id)):
        found[mark.item_id].append(mark)
    return found


def standing_mark(marks: Iterable[Mark]) -> Given | None:
    """Give the mark that counts among those of one item."""
    return standing([Given(mark.points, mark.by_id, mark.why) for mark in marks])


def counted(item: AttemptItem, question: Question, marks: Iterable[Mark]) -> Counted:
    """Give an item with the points that stand."""
    mark = standing_mark(marks)
    return Counted(mark.points if mark else None, item.points, question.red_line)


def score_of(attempt: Attempt, questions: Mapping[int, Question], marks: Mapping[int, Sequence[Mark]]) -> Score:
    """Add up an attempt from what was read of it."""
    items = [counted(item, questions[item.version_id], marks.get(item.id, ())) for item in attempt.items]
    return score(items, attempt.sitting.assignment.pass_percent, paper_of(attempt).red_lines_must_pass)


def read_score(session: Session, attempt: Attempt) -> Score:
    """Read and add up an attempt."""
    return score_of(attempt, questions_of(session, attempt.items), marks_of(session, [attempt.id]))
