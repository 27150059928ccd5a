"""Keep the index of current questions: told of every question that is published or retired."""

from typing import cast

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kit.publishing import Published, Retired
from quiz.kinds import QUESTIONS
from quiz.models import QuestionIndex
from quiz.questions import Question


def on_published(session: Session, event: Published) -> None:
    """Let the index name the new version instead of the old one."""
    if event.kind != QUESTIONS.name:
        return
    _drop(session, event.key)
    question = cast(Question, event.struct)
    session.add(
        QuestionIndex(
            version_id=event.version_id,
            key=event.key,
            bank=event.key.rpartition("/")[0],
            type=question.type,
            difficulty=question.difficulty,
            use=question.use,
            family=question.family,
            red_line=question.red_line,
            lesson=question.lesson,
            tags=list(question.tags),
            platform=question.platform,
        )
    )
    session.flush()


def on_retired(session: Session, event: Retired) -> None:
    """Offer the question no longer."""
    if event.kind == QUESTIONS.name:
        _drop(session, event.key)


def _drop(session: Session, key: str) -> None:
    session.execute(delete(QuestionIndex).where(QuestionIndex.key == key))
