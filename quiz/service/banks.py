"""What stands in the banks: their questions with counts and flaws, filtered and searched for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.errors import NotFound
from kit.publishing import ContentVersion, current_versions, struct_of
from kit.rooms import Flaw
from kit.text import fold
from quiz import flaws
from quiz.models import QuestionIndex
from quiz.questions import Bank, Question, options_of
from quiz.service.pools import question_of

KEPT = 32
_found: dict[tuple[str, tuple[int, ...]], list[Flaw]] = {}


@dataclass(frozen=True)
class Standing:
    """A current question with its version, where the bank's page needs it."""

    key: str
    version_id: int
    question: Question
    flaws: tuple[Flaw, ...] = ()

    @property
    def id(self) -> str:
        """Its name inside the bank."""
        return self.key.rpartition("/")[2]


@dataclass(frozen=True)
class Summary:
    """A bank with what it holds."""

    key: str
    bank: Bank
    total: int
    by_type: Counter[str]
    by_use: Counter[str]
    by_difficulty: Counter[str]
    flaws: list[Flaw]


@dataclass(frozen=True)
class Wanted:
    """What of a bank is looked for; empty does not matter."""

    words: str = ""
    type: str = ""
    use: str = ""
    difficulty: str = ""
    lesson: str = ""
    tag: str = ""
    flawed: bool = False


def bank_of(session: Session, bank: str) -> Bank:
    """Give a bank; raises NotFound."""
    found = session.execute(current_versions("bank")).all()
    for key, version in found:
        if key == bank:
            return struct_of(version, Bank)
    raise NotFound("There is no such question bank.")


def summaries(session: Session) -> list[Summary]:
    """Give every bank with its counts and its flaws that nobody has accepted."""
    return [
        summary(session, key, struct_of(version, Bank)) for key, version in session.execute(current_versions("bank"))
    ]


def summary(session: Session, key: str, bank: Bank) -> Summary:
    """Count what a bank holds."""
    rows = session.scalars(select(QuestionIndex).where(QuestionIndex.bank == key)).all()
    found = flaws_of(session, key, standing(session, key))
    return Summary(
        key=key,
        bank=bank,
        total=len(rows),
        by_type=Counter(row.type for row in rows),
        by_use=Counter(row.use for row in rows),
        by_difficulty=Counter(row.difficulty for row in rows),
        flaws=[flaw for flaw in found if not flaw.accepted],
    )


def standing(session: Session, bank: str) -> list[Standing]:
    """Give the current questions of a bank, by key."""
    query = (
        select(QuestionIndex.key, ContentVersion)
        .join(ContentVersion, ContentVersion.id == QuestionIndex.version_id)
        .where(QuestionIndex.bank == bank)
        .order_by(QuestionIndex.key)
    )
    return [Standing(key, version.id, question_of(version)) for key, version in session.execute(query)]


def flaws_of(session: Session, bank: str, found: Sequence[Standing]) -> list[Flaw]:
    """List the flaws of a bank; kept in memory until one of its questions changes."""
    at = (bank, tuple(one.version_id for one in found))
    if at not in _found:
        while len(_found) >= KEPT:
            _found.pop(next(iter(_found)))
        _found[at] = flaws.of_bank(bank, bank, [flaws.Item(bank, one.key, one.question) for one in found])
    return _found[at]


def flaws_if(session: Session, bank: str, key: str, question: Question) -> list[Flaw]:
    """List the flaws that a question would have in its bank, as it is being edited."""
    others = [flaws.Item(bank, one.key, one.question) for one in standing(session, bank) if one.key != key]
    # near-duplicates are told at the later one: the edited question comes last
    found = flaws.of_bank(bank, bank, [*others, flaws.Item(bank, key, question)])
    return [flaw for flaw in found if flaw.id == key]


def contents(session: Session, bank: str, wanted: Wanted) -> tuple[list[Standing], list[Standing]]:
    """Give the questions of a bank with their flaws: those looked for, and all."""
    found = standing(session, bank)
    by_key: dict[str, list[Flaw]] = {}
    for flaw in flaws_of(session, bank, found):
        by_key.setdefault(flaw.id, []).append(flaw)
    every = [Standing(one.key, one.version_id, one.question, tuple(by_key.get(one.key, ()))) for one in found]
    return [one for one in every if _fits(one, wanted)], every


def _fits(one: Standing, wanted: Wanted) -> bool:
    question = one.question
    return (
        wanted.type in ("", question.type)
        and wanted.use in ("", question.use)
        and wanted.difficulty in ("", question.difficulty)
        and wanted.lesson in ("", question.lesson)
        and (not wanted.tag or wanted.tag in question.tags)
        and (not wanted.flawed or any(not flaw.accepted for flaw in one.flaws))
        and says(one, wanted.words)
    )


def says(one: Standing, words: str) -> bool:
    """Tell whether every word stands somewhere in a question."""
    if not words.strip():
        return True
    text = fold(" ".join([one.key, one.question.stem, *(option.text for option in options_of(one.question))]))
    return all(word in text for word in fold(words).split())


def search(session: Session, words: str, most: int) -> list[Standing]:
    """Give the questions of all banks that say the words."""
    banks = [key for key, _ in session.execute(current_versions("bank"))]
    found = (one for bank in banks for one in standing(session, bank) if says(one, words))
    return [one for one, _ in zip(found, range(most), strict=False)]


def resting_on(session: Session, rule: str) -> list[Standing]:
    """Give the questions of all banks whose key rests on a company rule."""
    banks = [key for key, _ in session.execute(current_versions("bank"))]
    return [one for bank in banks for one in standing(session, bank) if rule in one.question.rules]
