"""What a paper can be drawn from, and what its items ask: the one way to the questions."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from exams.models import Attempt, AttemptItem
from exams.papers import Paper
from kit.publishing import ContentVersion, current, current_versions, struct_of
from quiz.questions import Question
from quiz.service import pools
from quiz.service.pools import Pooled


def pool_of(session: Session, paper: Paper) -> list[Pooled]:
    """Give every current question of the banks that a paper takes from, by key."""
    if paper.banks is None:
        return pools.candidates(session)
    return [one for bank in sorted(paper.banks) for one in pools.candidates(session, bank)]


def questions_of(session: Session, items: Iterable[AttemptItem]) -> dict[int, Question]:
    """Give the questions of items as they stood when they were drawn, by version."""
    return pools.questions(session, {item.version_id for item in items})


def current_paper(session: Session, key: str) -> tuple[ContentVersion, Paper]:
    """Give the current version of a paper; raises NotFound, also for a retired one."""
    version = current(session, "paper", key)
    return version, struct_of(version, Paper)


def paper_of(attempt: Attempt) -> Paper:
    """Give the paper as it stood when the attempt began."""
    return struct_of(attempt.paper_version, Paper)


def papers(session: Session) -> dict[str, Paper]:
    """Give every paper that is offered, by key."""
    return {key: struct_of(version, Paper) for key, version in session.execute(current_versions("paper"))}
