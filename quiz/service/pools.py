"""What can be drawn, and what a version asks: the way in for checks, practice and papers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.publishing import ContentVersion, struct_of
from quiz.drawing import Candidate
from quiz.models import QuestionIndex
from quiz.questions import QUESTION, Difficulty, Question, Type, Use


@dataclass(frozen=True, slots=True)
class Pooled(Candidate):
    """A candidate with the version that would be drawn."""

    version_id: int = 0


def candidates(session: Session, bank: str | None = None) -> list[Pooled]:
    """Give every current question of a bank (None: of all banks), those of checks too, by key."""
    query = select(QuestionIndex).order_by(QuestionIndex.key)
    if bank is not None:
        query = query.where(QuestionIndex.bank == bank)
    return [pooled(row) for row in session.scalars(query)]


def pooled(row: QuestionIndex) -> Pooled:
    """Give what a draw needs to know of an indexed question."""
    return Pooled(
        key=row.key,
        type=cast(Type, row.type),
        difficulty=cast(Difficulty, row.difficulty),
        use=cast(Use, row.use),
        tags=frozenset(row.tags),
        family=row.family,
        red_line=row.red_line,
        version_id=row.version_id,
    )


def questions(session: Session, version_ids: Collection[int]) -> dict[int, Question]:
    """Give the question of each version, in one query; what a version says is kept in memory by its digest."""
    found = session.scalars(select(ContentVersion).where(ContentVersion.id.in_(version_ids)))
    return {version.id: question_of(version) for version in found}


def question_of(version: ContentVersion) -> Question:
    """Give the question that a version holds."""
    # QUESTION reads a union: no class stands for it
    return cast(Question, struct_of(version, cast(Any, QUESTION)))
